import type { TextRange } from '../../annotation/annotation.ts';

/** A passage of one annotator, as far as matching looks at it. */
export interface Matchable {
  /** In text order, apart. */
  readonly ranges: readonly TextRange[];
}

/** Of each annotator the number of the passage, or −1 where there is none. */
export type PassageGroup = readonly number[];

export const NO_PASSAGE = -1;
/** Two passages may be the same place when they have at least this share of the shorter one in common. */
const LEAST_SHARED = 0.5;

/**
 * Which passages of annotators are the same place of the text.
 *
 * Two passages *fit* when they have at least half of the shorter one in common; how well is their common length by the
 * length of both together (Jaccard). Pairs of passages of different annotators are taken from the best fit down, ties in
 * text order, and the groups of the two become one when no annotator is in both and every passage of the one fits every
 * passage of the other. So each passage is in one group, a group has at most one passage of an annotator, and no two
 * passages that fit each other better than those they are grouped with stay apart. Without a partner a passage is a group
 * by itself.
 * @returns in text order
 */
export function matchPassages(layers: readonly (readonly Matchable[])[]): PassageGroup[] {
  const passages = layers
    .flatMap((layer, annotator) => layer.map(({ ranges }, index) => new Passage(annotator, index, ranges)))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.annotator - b.annotator || a.index - b.index);
  const pairs: Pair[] = [];
  /** For each passage the passages that it fits, by their place in text order. */
  const fits = passages.map(() => new Set<number>());
  let active: number[] = [];
  for (const [i, passage] of passages.entries()) {
    active = active.filter((other) => passages[other]!.end > passage.start);
    for (const j of active) {
      const other = passages[j]!;
      if (other.annotator === passage.annotator) continue;
      const common = commonLength(other.ranges, passage.ranges);
      if (common === 0 || common < LEAST_SHARED * Math.min(other.length, passage.length)) continue;
      pairs.push({ first: j, second: i, fit: common / (other.length + passage.length - common) });
      fits[i]!.add(j);
      fits[j]!.add(i);
    }
    active.push(i);
  }
  pairs.sort((a, b) => b.fit - a.fit || a.first - b.first || a.second - b.second);
  const groupOf = passages.map((_, i) => [i]);
  for (const { first, second } of pairs) {
    const [into, from] = [groupOf[first]!, groupOf[second]!];
    if (into === from) continue;
    const canJoin = into.every((a) =>
      from.every((b) => passages[a]!.annotator !== passages[b]!.annotator && fits[a]!.has(b)),
    );
    if (!canJoin) continue;
    into.push(...from);
    for (const member of from) groupOf[member] = into;
  }
  const groups = [...new Set(groupOf)].sort((a, b) => Math.min(...a) - Math.min(...b));
  return groups.map((members) => {
    const group = layers.map(() => NO_PASSAGE);
    for (const member of members) group[passages[member]!.annotator] = passages[member]!.index;
    return group;
  });
}

interface Pair {
  readonly first: number;
  readonly second: number;
  readonly fit: number;
}

class Passage {
  readonly annotator: number;
  readonly index: number;
  readonly ranges: readonly TextRange[];
  readonly start: number;
  readonly end: number;
  readonly length: number;

  constructor(annotator: number, index: number, ranges: readonly TextRange[]) {
    this.annotator = annotator;
    this.index = index;
    this.ranges = ranges;
    this.start = ranges[0]!.start;
    this.end = ranges.at(-1)!.end;
    this.length = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  }
}

function commonLength(first: readonly TextRange[], second: readonly TextRange[]): number {
  let common = 0;
  for (let i = 0, j = 0; i < first.length && j < second.length;) {
    const [a, b] = [first[i]!, second[j]!];
    common += Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
    if (a.end < b.end) i++;
    else j++;
  }
  return common;
}
