/** Converts offsets of one text between UTF-16 code units and Unicode code points; exact between characters. */
export interface CodePoints {
  toCodePoints(utf16: number): number;
  toUtf16(codePoints: number): number;
  /** Code points in the text. */
  readonly length: number;
}

/** O(n) once, O(log n) an offset. Unpaired surrogates count as one code point each. */
export function makeCodePoints(text: string): CodePoints {
  /** UTF-16 offsets of the first halves of all pairs, ascending. */
  const pairs: number[] = [];
  for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) pairs.push(match.index);

  /** How many of the first `pairs` fulfil `test`, which holds for a beginning of the list only. */
  function count(test: (index: number) => boolean): number {
    let low = 0;
    let high = pairs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (test(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    length: text.length - pairs.length,
    toCodePoints: (utf16) => utf16 - count((i) => pairs[i]! < utf16),
    toUtf16: (codePoints) => codePoints + count((i) => pairs[i]! - i < codePoints),
  };
}
