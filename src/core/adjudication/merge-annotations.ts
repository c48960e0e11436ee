import type {
  Annotation,
  Certainty,
  InformationGrade,
  SourceGrade,
  Stance,
  TextRange,
} from '../annotation/annotation.ts';
import { normaliseRanges } from '../annotation/target.ts';
import { claimOf, type Resolve } from './differences.ts';

/** What an annotation says, without whose it is and where its quote stands. */
export interface Judgement {
  readonly ranges: readonly TextRange[];
  readonly actors: Annotation['actors'];
  readonly codes: Annotation['codes'];
  readonly stances: readonly Stance[];
  readonly reliability?: Annotation['reliability'];
  readonly certainty?: Certainty | undefined;
  readonly note?: string | undefined;
}

/** What several annotations say in two ways, so that no merging decides it: somebody has to choose. */
export type ToChoose =
  | { readonly kind: 'polarity'; readonly claim: string; readonly stances: readonly Stance[] }
  | { readonly kind: 'source'; readonly grades: readonly SourceGrade[] }
  | { readonly kind: 'information'; readonly grades: readonly InformationGrade[] }
  | { readonly kind: 'certainty'; readonly certainties: readonly Certainty[] };

export interface Merged {
  /** All that nobody contradicts; of a claim with several polarities every one, of several grades none. */
  readonly judgement: Judgement;
  readonly toChoose: readonly ToChoose[];
}

export function judgementOf(annotation: Annotation): Judgement {
  const { target, actors, codes, stances, reliability, certainty, note } = annotation;
  return {
    ranges: target.ranges,
    actors,
    codes,
    stances,
    ...(reliability && { reliability }),
    ...(certainty && { certainty }),
    ...(note !== undefined && { note }),
  };
}

/**
 * Several annotations of one place in one: all their ranges, actors, codes and stances, each once, and their remarks
 * after one another.
 * @param annotations at least one
 */
export function mergeAnnotations(annotations: readonly Annotation[], resolve: Resolve): Merged {
  const actors = new Map(
    annotations.flatMap((one) =>
      one.actors.map((actor) => [`${resolve(actor.actorId)} ${actor.role}`, actor]),
    ),
  );
  const codes = new Map(annotations.flatMap((one) => one.codes.map((code) => [resolve(code), code])));
  const claims = new Map<string, Map<string, Stance>>();
  for (const stance of annotations.flatMap((one) => one.stances)) {
    const claim = claimOf(stance, resolve);
    const known = claims.get(claim) ?? new Map<string, Stance>();
    if (!known.has(String(stance.polarity))) known.set(String(stance.polarity), stance);
    claims.set(claim, known);
  }
  const sources = distinct(annotations.map((one) => one.reliability?.source));
  const grades = distinct(annotations.map((one) => one.reliability?.information));
  const why = distinct(annotations.map((one) => one.reliability?.why));
  const certainties = distinct(annotations.map((one) => one.certainty));
  const notes = distinct(annotations.map((one) => one.note));
  const source = only(sources);
  const information = only(grades);
  const certainty = only(certainties);
  const toChoose: ToChoose[] = [];
  for (const [claim, stances] of claims) {
    if (stances.size > 1) toChoose.push({ kind: 'polarity', claim, stances: [...stances.values()] });
  }
  if (sources.length > 1) toChoose.push({ kind: 'source', grades: sources });
  if (grades.length > 1) toChoose.push({ kind: 'information', grades });
  if (certainties.length > 1) toChoose.push({ kind: 'certainty', certainties });
  return {
    judgement: {
      ranges: normaliseRanges(annotations.flatMap(({ target }) => target.ranges)),
      actors: [...actors.values()],
      codes: [...codes.values()],
      stances: [...claims.values()].flatMap((stances) => [...stances.values()]),
      ...((source !== undefined || information !== undefined) && {
        reliability: {
          ...(source !== undefined && { source }),
          ...(information !== undefined && { information }),
          ...(why.length > 0 && { why: why.join('\n') }),
        },
      }),
      ...(certainty !== undefined && { certainty }),
      ...(notes.length > 0 && { note: notes.join('\n') }),
    },
    toChoose,
  };
}

function distinct<T>(items: readonly (T | undefined)[]): T[] {
  return [...new Set(items)].filter((item) => item !== undefined);
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
