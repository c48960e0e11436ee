import { leftWords, rightWords, type ConcordanceSort } from './concordance.ts';

/** Where a hit stands in folded text, and which stretch of that is its own. */
export interface SortedPlace {
  readonly text: string;
  readonly begin: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

const STOP_EVERY = 4096;

/**
 * The order of hits by the words before or after them, as a dictionary of the locale has it. Each word is compared once
 * with others, not once for each hit that it stands beside; hits whose words are equal keep their order.
 * @param locale BCP 47; absent: the order that Unicode gives all scripts together
 * @param isStopped asked now and then; when it says so, the answer is null
 */
export function orderByWords(
  count: number,
  place: (hit: number) => SortedPlace,
  sort: Exclude<ConcordanceSort, 'position'>,
  locale: string | undefined,
  isStopped: () => boolean,
): Uint32Array | null {
  const numbers = new Map<string, number>();
  const keys: Uint32Array[] = [];
  for (let hit = 0; hit < count; hit++) {
    if (hit % STOP_EVERY === 0 && isStopped()) return null;
    const { text, begin, end, from, to } = place(hit);
    const words =
      sort === 'left' ? leftWords(text.slice(begin, from), from - begin) : rightWords(text.slice(0, end), to);
    keys.push(
      Uint32Array.from(words, (word) => {
        let number = numbers.get(word);
        if (number === undefined) numbers.set(word, (number = numbers.size));
        return number;
      }),
    );
  }
  const ranks = rankWords([...numbers.keys()], locale);
  for (const key of keys) for (let i = 0; i < key.length; i++) key[i] = ranks[key[i]!]!;
  if (isStopped()) return null;
  return Uint32Array.from(keys.keys()).sort((a, b) => compareKeys(keys[a]!, keys[b]!) || a - b);
}

/** Of each word its place among them; words that the locale holds equal share one. */
function rankWords(words: readonly string[], locale: string | undefined): Uint32Array {
  const { compare } = new Intl.Collator(locale ?? 'und', { numeric: true });
  const order = Uint32Array.from(words.keys()).sort((a, b) => compare(words[a]!, words[b]!));
  const ranks = new Uint32Array(words.length);
  let rank = 0;
  for (let i = 0; i < order.length; i++) {
    if (i > 0 && compare(words[order[i - 1]!]!, words[order[i]!]!) !== 0) rank++;
    ranks[order[i]!] = rank;
  }
  return ranks;
}

/** Word by word; where one has no more, it comes first. */
function compareKeys(a: Uint32Array, b: Uint32Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
