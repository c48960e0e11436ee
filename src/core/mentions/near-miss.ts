const ACRONYM = /^\p{Lu}{3,}$/u;
const LONG = 6;

/**
 * Whether a written word looks like a misprint of a name: one letter changed, left out, put in, or two neighbours
 * swapped; both in capitals, or both of six letters and more. What is only longer or shorter at its end is another
 * word (a plural, an adjective, another acronym).
 */
export function isNearMiss(word: string, foldedWord: string, name: string, foldedName: string): boolean {
  const areAcronyms = ACRONYM.test(word) && ACRONYM.test(name);
  if (!areAcronyms && (foldedWord.length < LONG || foldedName.length < LONG)) return false;
  if (foldedWord.startsWith(foldedName) || foldedName.startsWith(foldedWord)) return false;
  return isOneEditApart(foldedWord, foldedName);
}

/** Damerau–Levenshtein distance exactly 1, in linear time. */
function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let front = 0;
  while (front < a.length && a[front] === b[front]) front++;
  if (a.length === b.length) {
    if (a.slice(front + 1) === b.slice(front + 1)) return true;
    const isSwapped = a[front] === b[front + 1] && a[front + 1] === b[front];
    return isSwapped && a.slice(front + 2) === b.slice(front + 2);
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.slice(front) === long.slice(front + 1);
}
