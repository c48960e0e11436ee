import type { Join } from '../document.ts';

const HYPHEN = /[-\u00ad\u2010]$/;
/** What is written with a hyphen wherever it stands. */
const COMPOUNDS = new Set(
  'twenty thirty forty fifty sixty seventy eighty ninety self ex all half well vice quasi'.split(' '),
);
const WORDS = /[\p{L}\p{M}\p{N}]+(?:[-\u2010][\p{L}\p{M}\p{N}]+)*/gu;

/** The words of a text's lines, by which a hyphen at a line's end is judged. */
export class Vocabulary {
  readonly #words = new Set<string>();

  /** A word that the line's end breaks is not counted. */
  add(line: string): void {
    for (const [word] of line.matchAll(WORDS)) this.#words.add(word.toLowerCase());
    const broken = /[\p{L}\p{M}]+[-\u00ad\u2010]$/u.exec(line)?.[0];
    if (broken !== undefined) this.#words.delete(broken.slice(0, -1).toLowerCase());
  }

  has(word: string): boolean {
    return this.#words.has(word.toLowerCase());
  }
}

export interface JoinedText {
  text: string;
  readonly joins: Join[];
}

/**
 * Appends a line to a text. A word that the line's end broke is made whole and the break recorded; a compound keeps its
 * hyphen; other lines are joined by a space.
 * @param end what stood between the two: `\n`, or `\f` for a page's end
 */
export function appendLine(joined: JoinedText, line: string, end: '\n' | '\f', words: Vocabulary): void {
  const { text } = joined;
  if (text === '') {
    joined.text = line;
    return;
  }
  const first = /[\p{L}\p{M}\p{N}]+(?:[-\u2010][\p{L}\p{M}\p{N}]+)*$/u.exec(
    text.slice(-60).replace(HYPHEN, ''),
  )?.[0];
  const second = /^[\p{L}\p{M}\p{N}]+/u.exec(line.slice(0, 60))?.[0];
  if (!HYPHEN.test(text) || first === undefined || second === undefined) {
    joined.text = `${text} ${line}`;
    return;
  }
  const hyphen = text.at(-1)!;
  if (hyphen !== '\u00ad' && keepsHyphen(first, second, words)) {
    joined.joins.push({ at: text.length, was: end });
    joined.text = text + line;
    return;
  }
  joined.joins.push({ at: text.length - 1, was: `${hyphen}${end}` });
  joined.text = text.slice(0, -1) + line;
}

function keepsHyphen(first: string, second: string, words: Vocabulary): boolean {
  if (words.has(first + second)) return false;
  if (words.has(`${first}-${second}`)) return true;
  if (!/^\p{Ll}/u.test(second) && !/^\p{Lo}/u.test(second)) return true;
  if (/[-\u2010\d]/.test(first) || /^\p{Lu}{2,}$/u.test(first)) return true;
  return COMPOUNDS.has(first.toLowerCase());
}
