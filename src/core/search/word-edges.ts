import { splitsPair } from '../annotation/target.ts';

/** What a character is to the words of a text. */
export const Kind = {
  /** Between words: white space, punctuation, symbols. */
  Gap: 1,
  /** Of a word: letters, digits, the underscore. */
  Word: 2,
  /** Of a script that writes words without spaces between them: any place may be a word's edge. */
  Unspaced: 3,
  /** Belongs to what stands before it. */
  Mark: 4,
  UnspacedMark: 5,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

const WORD = /[\p{L}\p{N}_]/u;
const MARK = /\p{M}/u;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;

/** Of each UTF-16 code unit of the first plane, filled as they occur; 0 says *not asked yet*. */
const kinds = new Uint8Array(0x10000);

function kindOf(char: string): Kind {
  const isUnspaced = UNSPACED.test(char);
  if (MARK.test(char)) return isUnspaced ? Kind.UnspacedMark : Kind.Mark;
  if (!WORD.test(char)) return Kind.Gap;
  return isUnspaced ? Kind.Unspaced : Kind.Word;
}

export function kindOfUnit(unit: number): Kind {
  return (kinds[unit] ||= kindOf(String.fromCharCode(unit))) as Kind;
}

/** Of the character that begins at `at`. */
export function kindAfter(text: string, at: number): Kind {
  if (at >= text.length) return Kind.Gap;
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit >= 0xdc00) return kindOfUnit(unit);
  return kindOf(String.fromCodePoint(text.codePointAt(at)!));
}

function kindBefore(text: string, at: number): Kind {
  if (at <= 0) return Kind.Gap;
  const unit = text.charCodeAt(at - 1);
  if (unit < 0xdc00 || unit >= 0xe000 || at < 2) return kindOfUnit(unit);
  return kindOf(String.fromCodePoint(text.codePointAt(at - 2)!));
}

/** Whether no word of the folded text goes on over this place. */
export function isWordEdge(text: string, at: number): boolean {
  if (splitsPair(text, at)) return false;
  const after = kindAfter(text, at);
  if (after === Kind.Gap) return true;
  if (after === Kind.Mark || after === Kind.UnspacedMark) return at === 0;
  const before = kindBefore(text, at);
  return (
    before === Kind.Gap || before === Kind.Unspaced || before === Kind.UnspacedMark || after === Kind.Unspaced
  );
}
