import { isApostrophe, isIgnorable } from './fold-unit.ts';

/**
 * Scripts that are written without spaces: there a name may stand between any two characters (UAX #29 breaks words
 * there after each character, or leaves it to dictionaries).
 */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]$/u;
const IN_WORD = /^[\p{L}\p{M}\p{N}\p{Pc}]$/u;

/**
 * Whether a word ends or begins at `offset`: not where a letter, mark, digit or connector goes on with another one. As
 * UAX #29, but that an apostrophe always parts words: “Pakistan’s” names Pakistan, “l’Iran” Iran. Marks and invisible
 * characters belong to what they follow.
 * @param offset UTF-16, not inside a surrogate pair
 */
export function isWordBoundary(text: string, offset: number): boolean {
  const before = lastBefore(text, offset);
  const after = firstFrom(text, offset);
  if (before === '' || after === '' || !isInWord(before) || !isInWord(after)) return true;
  return UNSPACED.test(before) || UNSPACED.test(after);
}

/** The end of the grapheme cluster that the name ends in: over the marks and joiners that follow. */
export function endOfCluster(text: string, offset: number): number {
  let end = offset;
  for (let next = characterAt(text, end); next !== ''; next = characterAt(text, end)) {
    if (isApostrophe(next) || !(/^\p{M}$/u.test(next) || next === '\u200d' || next === 'ـ')) break;
    end += next.length;
  }
  return end;
}

function isInWord(character: string): boolean {
  return IN_WORD.test(character) && !isApostrophe(character);
}

function characterAt(text: string, offset: number): string {
  return offset < text.length ? String.fromCodePoint(text.codePointAt(offset)!) : '';
}

function lastBefore(text: string, offset: number): string {
  let at = offset;
  while (at > 0) {
    const low = text.charCodeAt(at - 1);
    const isPair = low >= 0xdc00 && low < 0xe000 && at > 1 && (text.charCodeAt(at - 2) & 0xfc00) === 0xd800;
    at -= isPair ? 2 : 1;
    const character = text.slice(at, at + (isPair ? 2 : 1));
    if (isApostrophe(character) || !isIgnorable(character)) return character;
  }
  return '';
}

function firstFrom(text: string, offset: number): string {
  for (let at = offset; at < text.length;) {
    const character = characterAt(text, at);
    if (isApostrophe(character) || !isIgnorable(character)) return character;
    at += character.length;
  }
  return '';
}
