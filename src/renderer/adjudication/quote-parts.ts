import type { TextRange } from '../../core/annotation/annotation.ts';

/** A piece of a passage, by who else holds it: all who marked the place, some, or nobody. */
export interface QuotePart {
  readonly text: string;
  readonly heldBy: 'all' | 'some' | 'one';
  /** Something that the passage leaves out stands before it. */
  readonly isApart: boolean;
}

/**
 * A passage in pieces, so that one sees where its boundaries are not those of the others.
 * @param ranges in text order, apart
 * @param others of each of the others at this place, likewise
 */
export function quoteParts(
  text: string,
  ranges: readonly TextRange[],
  others: readonly (readonly TextRange[])[],
): QuotePart[] {
  const cuts = [
    ...new Set([ranges, ...others].flatMap((each) => each.flatMap(({ start, end }) => [start, end]))),
  ].sort((a, b) => a - b);
  const parts: QuotePart[] = [];
  for (const [i, range] of ranges.entries()) {
    const inside = cuts.filter((cut) => cut > range.start && cut < range.end);
    const edges = [range.start, ...inside, range.end];
    for (const [at, start] of edges.slice(0, -1).entries()) {
      const end = edges[at + 1]!;
      const holders = others.filter((each) =>
        each.some((one) => one.start <= start && end <= one.end),
      ).length;
      const heldBy = holders === others.length ? 'all' : holders > 0 ? 'some' : 'one';
      const isApart = i > 0 && at === 0;
      const before = parts.at(-1);
      if (before && before.heldBy === heldBy && !isApart) {
        parts[parts.length - 1] = { ...before, text: before.text + text.slice(start, end) };
      } else {
        parts.push({ text: text.slice(start, end), heldBy, isApart });
      }
    }
  }
  return parts;
}
