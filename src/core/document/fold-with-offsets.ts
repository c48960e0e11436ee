/**
 * A text as it is searched and as names are found in it: lower case, NFKD, without accents and harakat, without
 * invisible characters and tatweel; each run of white space, line ends included, one space; dashes, quotation marks
 * and apostrophes as a keyboard has them; the Arabic script's variants of alef, yeh, kaf, gaf and heh and its digits
 * one; Latin letters with a stroke and ligatures spelt plainly (ł l, ø o, æ ae, ß ss). Nothing is stemmed.
 *
 * Where a unit of the folded text stands for other than one unit of the original, a *seam* says so; everywhere else
 * the two run in step. English prose has a seam for each paragraph, so that a map costs a small part of its text.
 */
export interface FoldedText {
  readonly text: string;
  readonly seams: Seams;
}

/** In order and apart: folded units `from` to `to` (none where the original was dropped) stand for `start` to `end`. */
export interface Seams {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

const SPACE = /\s/u;
/** Soft hyphen, zero-width and direction marks, variation selectors; and tatweel, which only stretches a word. */
const IGNORABLE = /^[\p{Default_Ignorable_Code_Point}\u0640]$/u;
/** Accents and harakat. In other scripts a mark is a vowel, and a word without its vowels is another word. */
const ACCENT =
  /^(?=\p{M})[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Cyrillic}\p{Script=Latin}\p{Script=Greek}]$/u;

const PLAIN = new Map<string, string>([
  ...pairs('‘’‚‛′`´ʹʻʼʽʾʿ‹›＇', "'"),
  ...pairs('“”„‟″«»＂', '"'),
  ...pairs('‐‑‒–—―⁃−﹘﹣－', '-'),
  ...pairs('أإآٱ', 'ا'),
  ...pairs('ىي', 'ی'),
  ...pairs('كڪ', 'ک'),
  ...pairs('ګ', 'گ'),
  ...pairs('هہةۃە', 'ه'),
  ...pairs('ς', 'σ'),
  ...pairs('ß', 'ss'),
  ...pairs('æ', 'ae'),
  ...pairs('œ', 'oe'),
  ...pairs('ø', 'o'),
  ...pairs('ł', 'l'),
  ...pairs('đð', 'd'),
  ...pairs('þ', 'th'),
  ...pairs('ħ', 'h'),
  ...pairs('ŧ', 't'),
  ...pairs('ı', 'i'),
  ...Array.from('٠١٢٣٤٥٦٧٨٩', (digit, value): [string, string] => [digit, String(value)]),
  ...Array.from('۰۱۲۳۴۵۶۷۸۹', (digit, value): [string, string] => [digit, String(value)]),
]);

function pairs(variants: string, plain: string): [string, string][] {
  return Array.from(variants, (variant) => [variant, plain]);
}

const UNKNOWN = -1;
const IS_SPACE = -2;
const IS_IGNORABLE = -3;
const IS_ACCENT = -4;
/** Becomes none or several units, or is half of a pair: see `folds`. */
const IS_OTHER = -5;
/** Of each UTF-16 code unit the one that it becomes, or what else it is; filled as they occur. */
const units = new Int32Array(0x10000).fill(UNKNOWN);
const folds = new Map<string, string>();

function kindOf(unit: number): number {
  const known = units[unit]!;
  if (known !== UNKNOWN) return known;
  const char = String.fromCharCode(unit);
  let kind: number;
  if (SPACE.test(char)) kind = IS_SPACE;
  else if (IGNORABLE.test(char)) kind = IS_IGNORABLE;
  else if (ACCENT.test(char)) kind = IS_ACCENT;
  else if (unit >= 0xd800 && unit < 0xe000) kind = IS_OTHER;
  else {
    const folded = foldCharacter(char);
    kind = folded.length === 1 && folded !== ' ' ? folded.charCodeAt(0) : IS_OTHER;
  }
  units[unit] = kind;
  return kind;
}

function foldCharacter(char: string): string {
  const known = folds.get(char);
  if (known !== undefined) return known;
  let folded = '';
  for (const part of PLAIN.get(char) ?? char.normalize('NFKD')) {
    if (IGNORABLE.test(part) || ACCENT.test(part)) continue;
    for (const lower of part.toLowerCase()) {
      if (ACCENT.test(lower)) continue;
      // Some compatibility characters are a space and an accent, or hold one.
      folded += SPACE.test(lower) ? ' ' : (PLAIN.get(lower) ?? lower);
    }
  }
  folds.set(char, folded);
  return folded;
}

/** Numbers that grow in number; typed arrays, since a text may have millions of units. */
class Numbers {
  values: Uint32Array = new Uint32Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }
}

class Folding {
  private out: Uint16Array;
  private length = 0;
  private readonly from = new Numbers();
  private readonly to = new Numbers();
  private readonly start = new Numbers();
  private readonly end = new Numbers();
  /** The last cluster: where it begins in the folded text and in the original, and where it ends there. */
  private lastFrom = 0;
  private lastStart = 0;
  private lastEnd = -1;

  constructor(capacity: number) {
    this.out = new Uint16Array(capacity);
  }

  /** One unit for one unit. */
  step(unit: number, at: number): void {
    this.lastFrom = this.length;
    this.lastStart = at;
    this.lastEnd = at + 1;
    this.write(unit);
  }

  /** What the original's [start, end) becomes. */
  put(folded: string, start: number, end: number): void {
    this.lastFrom = this.length;
    this.lastStart = start;
    this.lastEnd = end;
    for (let i = 0; i < folded.length; i++) this.write(folded.charCodeAt(i));
    if (folded.length !== end - start) this.addSeam(this.lastFrom, start, end);
  }

  /** A run of white space; one that only invisible characters part from the last is the same run. */
  space(start: number, end: number): void {
    if (this.length === 0 || this.out[this.length - 1] !== 0x20 || this.lastFrom !== this.length - 1) {
      this.put(' ', start, end);
      return;
    }
    this.dropSeamsFrom(this.length);
    this.extendLast(end);
  }

  /** An accent belongs to the letter before it. */
  accent(at: number): void {
    if (this.lastEnd === at && this.length > this.lastFrom) this.extendLast(at + 1);
    else this.drop(at, at + 1);
  }

  drop(start: number, end: number): void {
    const seam = this.to.length - 1;
    const isNext = seam >= 0 && this.from.values[seam] === this.length && this.end.values[seam] === start;
    if (isNext) this.end.values[seam] = end;
    else this.addSeam(this.length, start, end);
  }

  private extendLast(end: number): void {
    this.lastEnd = end;
    const seam = this.to.length - 1;
    if (seam >= 0 && this.from.values[seam] === this.lastFrom && this.to.values[seam]! > this.lastFrom)
      this.end.values[seam] = end;
    else this.addSeam(this.lastFrom, this.lastStart, end);
  }

  private addSeam(from: number, start: number, end: number): void {
    this.from.push(from);
    this.to.push(this.length);
    this.start.push(start);
    this.end.push(end);
  }

  private dropSeamsFrom(from: number): void {
    while (this.from.length > 0 && this.from.values[this.from.length - 1]! >= from) {
      for (const numbers of [this.from, this.to, this.start, this.end]) numbers.length--;
    }
  }

  private write(unit: number): void {
    if (this.length === this.out.length) {
      const grown = new Uint16Array(this.length * 2 + 64);
      grown.set(this.out);
      this.out = grown;
    }
    this.out[this.length++] = unit;
  }

  done(): FoldedText {
    const parts: string[] = [];
    for (let i = 0; i < this.length; i += 8192) {
      parts.push(String.fromCharCode(...this.out.subarray(i, Math.min(i + 8192, this.length))));
    }
    const [from, to, start, end] = [this.from, this.to, this.start, this.end].map((numbers) =>
      numbers.values.slice(0, numbers.length),
    ) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    return { text: parts.join(''), seams: { from, to, start, end } };
  }
}

/** Linear in the text; some 100 million code units a second. */
export function foldWithOffsets(text: string): FoldedText {
  const folding = new Folding(text.length + 16);
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    const kind = kindOf(unit);
    if (kind >= 0) {
      folding.step(kind, at++);
      continue;
    }
    if (kind === IS_SPACE) {
      const start = at++;
      while (at < text.length && kindOf(text.charCodeAt(at)) === IS_SPACE) at++;
      folding.space(start, at);
    } else if (kind === IS_IGNORABLE) {
      folding.drop(at, ++at);
    } else if (kind === IS_ACCENT) {
      folding.accent(at++);
    } else {
      const char = String.fromCodePoint(text.codePointAt(at)!);
      const folded = foldCharacter(char);
      if (folded === '') folding.drop(at, at + char.length);
      else folding.put(folded, at, at + char.length);
      at += char.length;
    }
  }
  return folding.done();
}

/** A term or name, folded the same way; for what is looked for, which needs no map. */
export function foldTerm(term: string): string {
  return foldWithOffsets(term).text.trim();
}

/** Whether a match may begin or end here: not inside of what one character became. */
export function isFoldedBoundary({ seams }: FoldedText, at: number): boolean {
  const seam = firstFrom(seams.to, at) - 1;
  const next = seam + 1;
  return !(next < seams.from.length && seams.from[next]! < at && at < seams.to[next]!);
}

/**
 * The original of the folded text's [from, to), not empty: with the accents of its last letter, without what was
 * dropped before its first and after its last.
 */
export function originalRangeOf(
  { seams }: FoldedText,
  from: number,
  to: number,
): { readonly start: number; readonly end: number } {
  return { start: originalStart(seams, from), end: originalEnd(seams, to) };
}

function originalStart(seams: Seams, at: number): number {
  // The last seam that ends at or before `at`.
  const seam = firstFrom(seams.to, at) - 1;
  const next = seam + 1;
  if (next < seams.from.length && seams.from[next]! < at) return seams.start[next]!;
  return seam < 0 ? at : seams.end[seam]! + at - seams.to[seam]!;
}

function originalEnd(seams: Seams, at: number): number {
  // The last seam that begins before `at`.
  const seam = firstFrom(seams.from, at - 1) - 1;
  if (seam < 0) return at;
  return at <= seams.to[seam]! ? seams.end[seam]! : seams.end[seam]! + at - seams.to[seam]!;
}

/** The place of the first value above `limit`. */
function firstFrom(sorted: Uint32Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
