import type { Target, TextRange } from './annotation.ts';

/** Code units of context kept on each side of a quote. */
export const QUOTE_CONTEXT = 32;
/** Between the texts of a discontinuous passage's ranges in `quote.exact`. */
export const RANGE_JOINER = ' … ';

/** Sorted by start; ranges that touch or overlap become one. Empty ranges are dropped. */
export function normaliseRanges(ranges: readonly TextRange[]): TextRange[] {
  const sorted = ranges.filter((r) => r.start < r.end).toSorted((a, b) => a.start - b.start || a.end - b.end);
  const merged: TextRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else {
      merged.push(range);
    }
  }
  return merged;
}

export function exactText(text: string, ranges: readonly TextRange[]): string {
  return ranges.map((range) => text.slice(range.start, range.end)).join(RANGE_JOINER);
}

/**
 * Describes a passage.
 * @param text the document's whole text
 * @param textHash its SHA-256, hex
 * @param ranges UTF-16, half-open, already snapped to grapheme clusters; at least one not empty
 */
export function makeTarget(text: string, textHash: string, ranges: readonly TextRange[]): Target {
  const normal = normaliseRanges(ranges);
  const first = normal[0];
  const last = normal.at(-1);
  if (!first || !last || last.end > text.length)
    throw new RangeError('A target needs a range inside the text.');
  return {
    ranges: normal,
    quote: {
      exact: exactText(text, normal),
      prefix: text.slice(contextStart(text, first.start), first.start),
      suffix: text.slice(last.end, contextEnd(text, last.end)),
    },
    textHash,
  };
}

function contextStart(text: string, end: number): number {
  const start = Math.max(0, end - QUOTE_CONTEXT);
  return splitsPair(text, start) ? start + 1 : start;
}

function contextEnd(text: string, start: number): number {
  const end = Math.min(text.length, start + QUOTE_CONTEXT);
  return splitsPair(text, end) ? end - 1 : end;
}

/** Whether `offset` lies between the two halves of a surrogate pair. */
export function splitsPair(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}
