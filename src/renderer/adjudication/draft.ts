import { claimOf, type Resolve } from '../../core/adjudication/differences.ts';
import {
  judgementOf,
  mergeAnnotations,
  type Judgement,
  type ToChoose,
} from '../../core/adjudication/merge-annotations.ts';
import type { Place } from '../../core/adjudication/places.ts';
import type { Annotation, Stance, TextRange } from '../../core/annotation/annotation.ts';
import type { AnnotationId } from '../../core/ids.ts';
import type { Edit } from '../../core/project/edit.ts';

/** What is about to be decided about a place by merging or editing. */
export interface Draft {
  readonly placeKey: string;
  readonly outcome: 'merged' | 'edited';
  readonly taken: readonly AnnotationId[];
  readonly judgements: readonly Judgement[];
  /** Which of the judgements is shown. */
  readonly at: number;
  readonly toChoose: readonly ToChoose[];
  /** Of what is to be chosen, what was left empty on purpose. */
  readonly leftEmpty: readonly ToChoose['kind'][];
  /** Entries of the codebook that were made on the way. */
  readonly created: readonly Edit[];
}

type OptionalField = 'reliability' | 'certainty' | 'note';

/** All who marked the place, in one; what they say in two ways is to be chosen. */
export function mergeDraft(place: Place, resolve: Resolve): Draft {
  const present = place.members.filter((member) => member !== null);
  const { judgement, toChoose } = mergeAnnotations(present, resolve);
  return {
    placeKey: place.key,
    outcome: 'merged',
    taken: present.map(({ id }) => id),
    judgements: [judgement],
    at: 0,
    toChoose,
    leftEmpty: [],
    created: [],
  };
}

/** From one annotation, else from what was decided, else from the first who marked the place. Null where nothing is. */
export function editDraft(place: Place, from: Annotation | null): Draft | null {
  const first = place.members.find((member) => member !== null) ?? place.adjudication?.of[0];
  const origin = from ?? (place.results.length > 0 ? null : first);
  if (origin === undefined) return null;
  return {
    placeKey: place.key,
    outcome: 'edited',
    taken: origin ? [origin.id] : (place.adjudication?.taken ?? []),
    judgements: (origin ? [origin] : place.results).map(judgementOf),
    at: 0,
    toChoose: [],
    leftEmpty: [],
    created: [],
  };
}

export function shownJudgement({ judgements, at }: Draft): Judgement {
  return judgements[at]!;
}

export function withJudgement(draft: Draft, change: Partial<Judgement>): Draft {
  return {
    ...draft,
    judgements: draft.judgements.map((judgement, i) =>
      i === draft.at ? { ...judgement, ...change } : judgement,
    ),
  };
}

/** An absent field and one that holds `undefined` would differ in the file. */
export function withOptional<Key extends OptionalField>(
  draft: Draft,
  key: Key,
  value: Judgement[Key] | undefined,
): Draft {
  const { [key]: _, ...rest } = shownJudgement(draft);
  const judgement = (value === undefined ? rest : { ...rest, [key]: value }) as Judgement;
  return { ...draft, judgements: draft.judgements.map((each, i) => (i === draft.at ? judgement : each)) };
}

export function withRanges(draft: Draft, ranges: readonly TextRange[]): Draft {
  return ranges.length === 0 ? draft : withJudgement(draft, { ranges });
}

/** The stance as one of the judgement's: in the place of the one with its id, else at the end. */
export function withStance(draft: Draft, stance: Stance): Draft {
  const { stances } = shownJudgement(draft);
  return withJudgement(draft, {
    stances: stances.some(({ id }) => id === stance.id)
      ? stances.map((other) => (other.id === stance.id ? stance : other))
      : [...stances, stance],
  });
}

/** Of the stances that make this claim, this one only. */
export function choosePolarity(draft: Draft, claim: string, chosen: Stance, resolve: Resolve): Draft {
  const { stances } = shownJudgement(draft);
  const first = stances.findIndex((stance) => claimOf(stance, resolve) === claim);
  const others = stances.filter((stance) => claimOf(stance, resolve) !== claim);
  const at = first === -1 ? others.length : first;
  return withJudgement(draft, { stances: [...others.slice(0, at), chosen, ...others.slice(at)] });
}

/** One of the grades or certainties that annotators gave; null for none of them. */
export function chooseValue(
  draft: Draft,
  choice: Exclude<ToChoose, { kind: 'polarity' }>,
  value: string | number | null,
): Draft {
  const { kind } = choice;
  const leftEmpty = draft.leftEmpty.filter((other) => other !== kind);
  const next: Draft = { ...draft, leftEmpty: value === null ? [...leftEmpty, kind] : leftEmpty };
  if (choice.kind === 'certainty') {
    return withOptional(
      next,
      'certainty',
      choice.certainties.find((certainty) => certainty === value),
    );
  }
  const before = shownJudgement(draft).reliability ?? {};
  const source = choice.kind === 'source' ? choice.grades.find((each) => each === value) : before.source;
  const information =
    choice.kind === 'information' ? choice.grades.find((each) => each === value) : before.information;
  const isRated = source !== undefined || information !== undefined;
  return withOptional(
    next,
    'reliability',
    isRated
      ? {
          ...(source !== undefined && { source }),
          ...(information !== undefined && { information }),
          // Without any grade there is nothing that a reason could be for.
          ...(before.why !== undefined && { why: before.why }),
        }
      : undefined,
  );
}

/** Whether a choice is made: by choosing, or by what was edited since. */
export function isChosen(draft: Draft, choice: ToChoose, resolve: Resolve): boolean {
  const { stances, reliability, certainty } = shownJudgement(draft);
  switch (choice.kind) {
    case 'polarity':
      return (
        new Set(
          stances
            .filter((stance) => claimOf(stance, resolve) === choice.claim)
            .map(({ polarity }) => String(polarity)),
        ).size <= 1
      );
    case 'source':
      return draft.leftEmpty.includes('source') || reliability?.source !== undefined;
    case 'information':
      return draft.leftEmpty.includes('information') || reliability?.information !== undefined;
    case 'certainty':
      return draft.leftEmpty.includes('certainty') || certainty !== undefined;
  }
}

/** What must still be chosen before the draft can be decided. */
export function openChoices(draft: Draft, resolve: Resolve): ToChoose[] {
  return draft.toChoose.filter((choice) => !isChosen(draft, choice, resolve));
}
