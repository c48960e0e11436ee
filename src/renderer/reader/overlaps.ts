import type { TextRange } from '../../core/annotation/annotation.ts';

/** Where at least two of the ranges lie on each other: in order and apart. Ranges in any order, none empty. */
export function overlapsOf(ranges: readonly TextRange[]): TextRange[] {
  const sorted = ranges.toSorted((a, b) => a.start - b.start);
  const overlaps: TextRange[] = [];
  let reach = Number.NEGATIVE_INFINITY;
  for (const range of sorted) {
    if (range.start < reach) {
      const end = Math.min(reach, range.end);
      const last = overlaps.at(-1);
      if (last && range.start <= last.end)
        overlaps[overlaps.length - 1] = { start: last.start, end: Math.max(last.end, end) };
      else overlaps.push({ start: range.start, end });
    }
    reach = Math.max(reach, range.end);
  }
  return overlaps;
}
