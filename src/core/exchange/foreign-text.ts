import type { TextRange } from '../annotation/annotation.ts';
import { makeCodePoints } from './code-points.ts';

/**
 * What a file's offsets count, and how they count the ends of lines: as they stand in the file's text (`as-is`), or
 * always as one or as two (CRLF) whatever stands there, as some programs do.
 */
export interface OffsetSystem {
  readonly unit: 'utf-16' | 'code-points';
  readonly lineEnds: 'as-is' | 'one' | 'two';
}

/** A text as a file has it, and how its offsets become offsets into the text as Postil has it. */
export interface ForeignText {
  /** LF only, no byte order mark, no half of a surrogate pair: what Postil makes of every text. */
  readonly text: string;
  /** UTF-16 code units into `text`; `null` where the range is not in it or is empty. */
  toRange(start: number, end: number, system: OffsetSystem): TextRange | null;
}

/** O(n) once for each system that is asked for, O(log n) an offset. */
export function makeForeignText(raw: string): ForeignText {
  const marked = raw.startsWith('\ufeff') ? raw.slice(1) : raw;
  const text = marked.replace(/\r\n?/g, '\n').replace(/\p{Surrogate}/gu, '\ufffd');
  const converters = new Map<string, (offset: number) => number>();

  function converter({ unit, lineEnds }: OffsetSystem): (offset: number) => number {
    const key = `${unit} ${lineEnds}`;
    let known = converters.get(key);
    if (!known) {
      const points = unit === 'code-points' ? makeCodePoints(text) : null;
      // Of each line end that counts as two, where it stands in `text`, in the unit.
      const doubles = doubledLineEnds(marked, text, lineEnds).map((at) => points?.toCodePoints(at) ?? at);
      const total = (points?.length ?? text.length) + doubles.length;
      known = (offset) => {
        if (!Number.isInteger(offset) || offset < 0 || offset > total) return Number.NaN;
        // The k-th stands k further on in the file; after its first half, it is passed.
        const passed = countWhile(doubles, (at, k) => offset >= at + k + 1);
        return points ? points.toUtf16(offset - passed) : offset - passed;
      };
      converters.set(key, known);
    }
    return known;
  }

  return {
    text,
    toRange(start, end, system) {
      const convert = converter(system);
      const range = { start: convert(start), end: convert(end) };
      return range.start < range.end ? range : null;
    },
  };
}

/** The offsets in the normal text of the line ends that count as two. */
function doubledLineEnds(raw: string, text: string, lineEnds: OffsetSystem['lineEnds']): number[] {
  if (lineEnds === 'one') return [];
  if (lineEnds === 'two') return [...text.matchAll(/\n/g)].map((match) => match.index);
  return [...raw.matchAll(/\r\n/g)].map((match, k) => match.index - k);
}

/** How many of the first `values` fulfil `test`, which holds for a beginning of the list only. */
function countWhile(values: readonly number[], test: (value: number, index: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(values[middle]!, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
