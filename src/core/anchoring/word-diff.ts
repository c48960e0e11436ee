/** A stretch of words of one of two texts: in both, or in this one only. */
export interface DiffPiece {
  readonly text: string;
  readonly isChanged: boolean;
}

/** Words of one text; two passages of more would take long to compare and say little. */
const MOST_WORDS = 500;

/**
 * What differs between two short texts, word by word (longest common subsequence). Joined, the pieces of each side are
 * that text again. White space is not compared.
 */
export function diffWords(
  before: string,
  after: string,
): { readonly before: DiffPiece[]; readonly after: DiffPiece[] } {
  const left = wordsOf(before);
  const right = wordsOf(after);
  if (left.length > MOST_WORDS || right.length > MOST_WORDS) {
    return { before: [{ text: before, isChanged: false }], after: [{ text: after, isChanged: false }] };
  }
  const width = right.length + 1;
  const common = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      common[i * width + j] =
        left[i]!.trim() === right[j]!.trim()
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const sides = { before: [] as DiffPiece[], after: [] as DiffPiece[] };
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i]!.trim() === right[j]!.trim()) {
      append(sides.before, left[i++]!, false);
      append(sides.after, right[j++]!, false);
    } else if (
      j === right.length ||
      (i < left.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    ) {
      append(sides.before, left[i++]!, true);
    } else {
      append(sides.after, right[j++]!, true);
    }
  }
  return sides;
}

/** Each word with the white space after it; what comes before the first word is part of that. */
function wordsOf(text: string): string[] {
  return text.match(/\s*\S+\s*/gu) ?? (text === '' ? [] : [text]);
}

function append(pieces: DiffPiece[], text: string, isChanged: boolean): void {
  const last = pieces.at(-1);
  if (last?.isChanged === isChanged) pieces[pieces.length - 1] = { text: last.text + text, isChanged };
  else pieces.push({ text, isChanged });
}
