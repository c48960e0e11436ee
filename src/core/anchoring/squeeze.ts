/** A text with each run of white space as one space, and where each of its units stands in the original. */
export interface SqueezedText {
  readonly text: string;
  /** UTF-16 offsets into the original; one more than `text` has units, the last is the original's length. */
  readonly starts: Uint32Array;
}

const SPACE = /\s/u;

/** Nothing but white space changes, so that equal squeezed texts say the same words in the same letters. */
export function squeezeText(original: string): SqueezedText {
  const starts = new Uint32Array(original.length + 1);
  const parts: string[] = [];
  let length = 0;
  let from = 0;
  let isInSpace = false;
  for (let i = 0; i < original.length; i++) {
    if (isSpace(original.charCodeAt(i))) {
      if (isInSpace) continue;
      parts.push(original.slice(from, i), ' ');
      isInSpace = true;
    } else if (isInSpace) {
      isInSpace = false;
      from = i;
    }
    starts[length++] = i;
  }
  if (!isInSpace) parts.push(original.slice(from));
  starts[length] = original.length;
  return { text: parts.join(''), starts: starts.subarray(0, length + 1) };
}

/** The same without the places. */
export function squeeze(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

function isSpace(unit: number): boolean {
  if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)) return true;
  return unit >= 0x85 && SPACE.test(String.fromCharCode(unit));
}
