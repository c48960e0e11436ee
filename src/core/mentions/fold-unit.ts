/**
 * How one code point is compared: case, Unicode form and diacritics folded away (full case folding after NFKD), Arabic
 * marks and the tatweel dropped, letters that Arabic, Persian and Urdu keyboards write differently made one, digits
 * made ASCII. An empty string is *as if it were not there*; `SPACE` and `DASH` stand for every white space and dash.
 */
export const SPACE = ' ';
export const DASH = '-';

// Quotes, primes, modifier letters and the transliterations of ʿayn and hamza: a name has them or has not.
const APOSTROPHES = new Set("'’‘‛`´′＇ʹʻʼʽʾʿˈ՚‵");
const TATWEEL = 'ـ';
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  þ: 'th',
  // yeh: Arabic, alef maksura, with tail
  ي: 'ی',
  ى: 'ی',
  ۍ: 'ی',
  // kaf: Arabic, swash
  ك: 'ک',
  ڪ: 'ک',
  // heh: Arabic, doachashmee, ae, teh marbuta, goal with hamza
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ة: 'ه',
  ۃ: 'ه',
  ٱ: 'ا',
};

export function isApostrophe(character: string): boolean {
  return APOSTROPHES.has(character);
}

/** Whether a character changes nothing of the name that it stands in. */
export function isIgnorable(character: string): boolean {
  return character === TATWEEL || APOSTROPHES.has(character) || /^[\p{M}\p{Cf}]$/u.test(character);
}

/** @param character one code point */
export function foldCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  if (code >= 0x61 && code <= 0x7a) return character;
  if (isIgnorable(character)) return '';
  if (/^\s$/u.test(character)) return SPACE;
  if (/^[\p{Pd}\u2212\u2043]$/u.test(character)) return DASH;
  const plain = withoutMarks(withoutMarks(character).toUpperCase().toLowerCase());
  let folded = '';
  for (const each of plain) folded += UNDECOMPOSED[each] ?? asciiDigit(each);
  // A spacing accent decomposes into a space and its mark; it is neither.
  return folded.trim() === '' ? character : folded;
}

function withoutMarks(text: string): string {
  return text.normalize('NFKD').replace(/[\p{M}\p{Cf}ـ'ʼ]+/gu, '');
}

/** Arabic-Indic digits, of both kinds, as ASCII. */
function asciiDigit(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660);
  return code >= 0x6f0 && code <= 0x6f9 ? String(code - 0x6f0) : character;
}
