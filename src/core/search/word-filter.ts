import { Kind, kindAfter, kindOfUnit } from './word-edges.ts';
import type { Term } from './parse-query.ts';

/**
 * A Bloom filter of a folded text's words, of their beginnings, and of pairs of words side by side: says of a term that
 * it is surely not in the text, so that most texts need not be scanned for it. About one bit for each code unit.
 */
export type WordFilter = Uint32Array;

const LEAST_BITS = 1 << 10;
const MOST_BITS = 1 << 20;
/** Beginnings of this many code units stand in the filter; longer prefixes are asked for by them. */
const PREFIX = 4;

/**
 * Calls with a hash of each word; of those that are long enough, of its beginning, else 0; and of the pair that it
 * makes with the word before it, if only a space parts them, else 0.
 */
function eachWord(
  text: string,
  visit: (word: number, prefix: number, pair: number, end: number) => void,
): void {
  let at = 0;
  let lastWord = 0;
  let lastEnd = -1;
  while (at < text.length) {
    if (!isWordAt(text, at)) {
      at++;
      continue;
    }
    const start = at;
    let hash = 0x811c9dc5;
    let prefix = 0;
    while (at < text.length && (isWordAt(text, at) || kindAfter(text, at) === Kind.Mark)) {
      // Both halves of a pair belong to it.
      const units = text.codePointAt(at)! > 0xffff ? 2 : 1;
      for (let i = 0; i < units; i++) {
        hash = Math.imul(hash ^ text.charCodeAt(at++), 0x01000193);
        if (at - start === PREFIX) prefix = scatter(hash ^ 0x5bd1e995);
      }
    }
    const word = scatter(hash);
    const isPair = start === lastEnd + 1 && text.charCodeAt(lastEnd) === 0x20;
    visit(word, prefix, isPair ? scatter(Math.imul(lastWord, 31) ^ word) : 0, at);
    lastWord = word;
    lastEnd = at;
  }
}

function isWordAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return (unit < 0xd800 || unit >= 0xe000 ? kindOfUnit(unit) : kindAfter(text, at)) === Kind.Word;
}

/** Spreads what the last characters changed over all bits (Murmur3's finaliser); never 0. */
function scatter(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0 || 1;
}

export function makeWordFilter(folded: string): WordFilter {
  let bits = LEAST_BITS;
  while (bits < folded.length && bits < MOST_BITS) bits *= 2;
  const filter = new Uint32Array(bits / 32);
  function set(hash: number): void {
    filter[(hash & (bits - 1)) >>> 5]! |= 1 << (hash & 31);
  }
  eachWord(folded, (word, prefix, pair) => {
    set(word);
    if (prefix !== 0) set(prefix);
    if (pair !== 0) set(pair);
  });
  return filter;
}

/** The hashes that a text's filter must hold if the term is in the text. */
export function hashesOf({ folded, isPrefix }: Term): number[] {
  const hashes: number[] = [];
  eachWord(folded, (word, prefix, pair, end) => {
    const goesOn = isPrefix && end === folded.length;
    hashes.push(...(goesOn ? [prefix] : [pair, word]).filter((hash) => hash !== 0));
  });
  return hashes;
}

export function mayHold(filter: WordFilter, hashes: readonly number[]): boolean {
  const mask = filter.length * 32 - 1;
  return hashes.every((hash) => (filter[(hash & mask) >>> 5]! & (1 << (hash & 31))) !== 0);
}
