import type { Annotation, Stance } from '../annotation/annotation.ts';
import { isEqual } from '../equal.ts';

/**
 * In what annotations of one place may differ. `some`: not everybody who read the document marked it; `stance`: who
 * stands how towards whom is not seen by all, or not as expressed in one way; `polarity`: the same stance, but not as strong.
 */
export const DIFFERENCES = [
  'some',
  'boundary',
  'actor',
  'code',
  'stance',
  'polarity',
  'reliability',
  'certainty',
] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** What an id stands for now: two who tagged with what was merged since agree. */
export type Resolve = <Id extends string>(id: Id) => Id;

/** What an annotator judged of a place; remarks, times and ids do not count. */
interface Judgement {
  readonly boundary: unknown;
  readonly actor: readonly string[];
  readonly code: readonly string[];
  readonly stance: readonly string[];
  readonly polarity: ReadonlyMap<string, readonly string[]>;
  readonly reliability: unknown;
  readonly certainty: unknown;
}

function judgementOf(
  { target, actors, codes, stances, reliability, certainty }: Annotation,
  resolve: Resolve,
): Judgement {
  const polarity = new Map<string, string[]>();
  for (const stance of stances) {
    const key = claimOf(stance, resolve);
    polarity.set(key, [...(polarity.get(key) ?? []), String(stance.polarity)].sort());
  }
  return {
    boundary: target.ranges,
    actor: distinct(actors.map(({ actorId, role }) => `${resolve(actorId)} ${role}`)),
    code: distinct(codes.map(resolve)),
    stance: [...polarity.keys()].sort(),
    polarity,
    reliability: { source: reliability?.source, information: reliability?.information },
    certainty,
  };
}

/** A stance but for its polarity. */
export function claimOf({ holder, target, expression, attribution }: Stance, resolve: Resolve): string {
  return JSON.stringify([resolve(holder), resolve(target), expression, attribution.map(resolve)]);
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items)].sort();
}

/**
 * In what the annotations of one place differ, in the order of `DIFFERENCES`; none where they say the same.
 * @param readers how many read the document
 */
export function differencesOf(
  annotations: readonly Annotation[],
  readers: number,
  resolve: Resolve,
): Difference[] {
  const judgements = annotations.map((annotation) => judgementOf(annotation, resolve));
  const [first, ...rest] = judgements;
  if (!first) return [];
  const differs = (read: (judgement: Judgement) => unknown): boolean =>
    rest.some((judgement) => !isEqual(read(first), read(judgement)));
  const found: Record<Difference, boolean> = {
    some: annotations.length < readers,
    boundary: differs(({ boundary }) => boundary),
    actor: differs(({ actor }) => actor),
    code: differs(({ code }) => code),
    stance: differs(({ stance }) => stance),
    polarity: hasTwoPolarities(judgements),
    reliability: differs(({ reliability }) => reliability),
    certainty: differs(({ certainty }) => certainty),
  };
  return DIFFERENCES.filter((difference) => found[difference]);
}

/** Whether a claim that several make has not one polarity; who does not make it says nothing of how strong it is. */
function hasTwoPolarities(judgements: readonly Judgement[]): boolean {
  const said = new Map<string, string>();
  for (const { polarity } of judgements) {
    for (const [claim, polarities] of polarity) {
      const one = polarities.join(' ');
      const known = said.get(claim);
      if (known !== undefined && known !== one) return true;
      said.set(claim, one);
    }
  }
  return false;
}

/** Whether two annotations judge the same of the same place. */
export function judgesSame(a: Annotation, b: Annotation, resolve: Resolve): boolean {
  return differencesOf([a, b], 2, resolve).length === 0;
}
