/**
 * A text as quotes are compared: NFKD; each run of white space one space; soft hyphens, zero-width and direction
 * marks, variation selectors and tatweel gone; quotation marks and dashes straight; Arabic and Persian yeh and kaf
 * one; a hyphen between two letters gone together with the line or page break after it ("re-" / "consolidation").
 * `folded` is in lower case and without marks (accents, harakat) besides.
 */
export interface NormalText {
  readonly text: string;
  /** Of each unit of `text`: where in the original the characters begin that it stands for, and where they end. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const SPACE = /\s/u;
const LETTER = /\p{L}/u;
const MARK = /\p{M}/u;
/** Soft hyphen, zero-width and direction marks, variation selectors; and tatweel, which only stretches a word. */
const IGNORABLE = /[\p{Default_Ignorable_Code_Point}\u0640]/u;
const SINGLE_QUOTES = /[‘’‚‛′`´ʼ‹›＇]/u;
const DOUBLE_QUOTES = /[“”„‟″«»＂]/u;
/** Those that join the parts of a word or break it at a line's end. */
const HYPHENS = /[-‐‑‒–﹣－]/u;
const DASHES = /[-‐‑‒–—―−﹘﹣－]/u;

const Kind = {
  Other: 0,
  Letter: 1,
  Space: 2,
  Ignorable: 3,
  Mark: 4,
  SingleQuote: 5,
  DoubleQuote: 6,
  Dash: 7,
} as const;
type Kind = (typeof Kind)[keyof typeof Kind];

/** Of each UTF-16 code unit, filled as they occur: 1 + Kind, so that 0 says *not asked yet*. */
const kinds = new Uint8Array(0x10000);

function kindOf(unit: number): Kind {
  const known = kinds[unit]!;
  if (known !== 0) return (known - 1) as Kind;
  const char = String.fromCharCode(unit);
  let kind: Kind = Kind.Other;
  if (IGNORABLE.test(char)) kind = Kind.Ignorable;
  else if (SINGLE_QUOTES.test(char)) kind = Kind.SingleQuote;
  else if (DOUBLE_QUOTES.test(char)) kind = Kind.DoubleQuote;
  else if (DASHES.test(char)) kind = Kind.Dash;
  else if (SPACE.test(char)) kind = Kind.Space;
  else if (MARK.test(char)) kind = Kind.Mark;
  else if (LETTER.test(char)) kind = Kind.Letter;
  kinds[unit] = kind + 1;
  return kind;
}

/** Collects units with their places in the original; typed arrays that grow, since a text may have 3 million. */
class Units {
  private units: Uint16Array;
  private starts: Uint32Array;
  private ends: Uint32Array;
  length = 0;

  constructor(capacity: number) {
    this.units = new Uint16Array(capacity);
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
  }

  push(unit: number, start: number, end: number): void {
    if (this.length === this.units.length) this.grow();
    this.units[this.length] = unit;
    this.starts[this.length] = start;
    this.ends[this.length] = end;
    this.length++;
  }

  private grow(): void {
    const capacity = this.length * 2 + 64;
    const [units, starts, ends] = [
      new Uint16Array(capacity),
      new Uint32Array(capacity),
      new Uint32Array(capacity),
    ];
    units.set(this.units);
    starts.set(this.starts);
    ends.set(this.ends);
    [this.units, this.starts, this.ends] = [units, starts, ends];
  }

  toNormalText(): NormalText {
    const parts: string[] = [];
    for (let i = 0; i < this.length; i += 8192) {
      parts.push(String.fromCharCode(...this.units.subarray(i, Math.min(i + 8192, this.length))));
    }
    return {
      text: parts.join(''),
      starts: this.starts.subarray(0, this.length),
      ends: this.ends.subarray(0, this.length),
    };
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** The end of a run of code units that `test` accepts, from `from`. */
function runEnd(text: string, from: number, test: (kind: Kind) => boolean): number {
  let at = from;
  while (at < text.length && test(kindOf(text.charCodeAt(at)))) at++;
  return at;
}

const isSpaceOrIgnorable = (kind: Kind): boolean => kind === Kind.Space || kind === Kind.Ignorable;
const isDashOrIgnorable = (kind: Kind): boolean => kind === Kind.Dash || kind === Kind.Ignorable;
const isMarkOrIgnorable = (kind: Kind): boolean => kind === Kind.Mark || kind === Kind.Ignorable;

function isLetterAt(text: string, at: number): boolean {
  if (at >= text.length) return false;
  const unit = text.charCodeAt(at);
  return isHighSurrogate(unit)
    ? LETTER.test(String.fromCodePoint(text.codePointAt(at)!))
    : kindOf(unit) === Kind.Letter;
}

export function normaliseText(text: string, folded = false): NormalText {
  const out = new Units(text.length + 16);
  const decomposed = new Map<string, string>();
  let lastIsLetter = false;
  /** White space that was met and is written before the next character, if one comes. */
  let spaceStart = -1;
  let spaceEnd = -1;

  function flushSpace(): void {
    if (spaceStart !== -1 && out.length > 0) out.push(0x20, spaceStart, spaceEnd);
    spaceStart = -1;
  }

  function emitCluster(start: number, end: number): void {
    const cluster = text.slice(start, end);
    let normal = decomposed.get(cluster);
    if (normal === undefined) {
      normal = decompose(cluster, folded);
      decomposed.set(cluster, normal);
    }
    flushSpace();
    for (let i = 0; i < normal.length; i++) out.push(normal.charCodeAt(i), start, end);
  }

  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    switch (kindOf(unit)) {
      case Kind.Space: {
        if (spaceStart === -1) spaceStart = at;
        spaceEnd = ++at;
        break;
      }
      case Kind.Ignorable: {
        // A soft hyphen that a line end follows breaks a word as a hyphen does.
        const after = unit === 0xad ? runEnd(text, at + 1, isSpaceOrIgnorable) : at + 1;
        const isBreak = lastIsLetter && spaceStart === -1 && isLetterAt(text, after);
        at = isBreak ? after : at + 1;
        break;
      }
      case Kind.SingleQuote:
      case Kind.DoubleQuote: {
        flushSpace();
        out.push(kindOf(unit) === Kind.SingleQuote ? 0x27 : 0x22, at, at + 1);
        lastIsLetter = false;
        at++;
        break;
      }
      case Kind.Dash: {
        const end = runEnd(text, at, isDashOrIgnorable);
        const after = runEnd(text, end, isSpaceOrIgnorable);
        const joins =
          lastIsLetter &&
          spaceStart === -1 &&
          HYPHENS.test(text[at]!) &&
          end === at + 1 &&
          isLetterAt(text, after);
        if (!joins) {
          spaceStart = -1;
          out.push(0x2d, at, end);
          lastIsLetter = false;
        }
        at = after;
        break;
      }
      default: {
        const isPair = isHighSurrogate(unit) && at + 1 < text.length;
        const base = at + (isPair ? 2 : 1);
        const next = base < text.length ? text.charCodeAt(base) : 0;
        // The first mark is U+0300: nearly every character of a Latin text is done here.
        const end = next < 0x300 || kindOf(next) !== Kind.Mark ? base : clusterEnd(text, base);
        lastIsLetter = isLetterAt(text, at) || (kindOf(unit) === Kind.Mark && lastIsLetter);
        if (unit < 0x80 && end === base) {
          flushSpace();
          out.push(folded && unit >= 0x41 && unit <= 0x5a ? unit + 32 : unit, at, end);
        } else {
          emitCluster(at, end);
        }
        at = end;
      }
    }
  }
  return out.toNormalText();
}

/** The end of the marks from `from` on; ignorable characters after the last mark are left for the loop. */
function clusterEnd(text: string, from: number): number {
  let end = from;
  for (let at = from; at < text.length; at++) {
    const kind = kindOf(text.charCodeAt(at));
    if (!isMarkOrIgnorable(kind)) break;
    if (kind === Kind.Mark) end = at + 1;
  }
  return end;
}

function decompose(cluster: string, folded: boolean): string {
  const normal = [...cluster.normalize('NFKD')]
    .filter((char) => !IGNORABLE.test(char) && !(folded && MARK.test(char)))
    .join('')
    .replace(/[ىي]/gu, 'ی')
    .replace(/ك/gu, 'ک');
  return folded ? normal.toLowerCase().replace(/ς/gu, 'σ') : normal;
}

/** Whether a match of `normal.text` may begin or end at `at`: not inside what one original character became. */
export function isOriginalBoundary(normal: NormalText, at: number): boolean {
  if (at <= 0 || at >= normal.text.length) return true;
  return normal.starts[at] !== normal.starts[at - 1] || normal.ends[at] !== normal.ends[at - 1];
}

/** The original range of `normal.text`'s [start, end), not empty. */
export function originalRange(
  normal: NormalText,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  return { start: normal.starts[start]!, end: normal.ends[end - 1]! };
}
