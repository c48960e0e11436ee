import type { TextRange } from '../annotation/annotation.ts';
import { splitsPair } from '../annotation/target.ts';
import type { Block } from './document.ts';

/**
 * Graphemes, words, sentences and paragraphs by `Intl.Segmenter` (UAX #29). A segmenter copies what it is given, so
 * nothing here hands it more than one *cell*: a stretch of a few thousand code units, cut where no cluster or word
 * can cross. Cells depend on the text alone, so that two calls never disagree about a boundary.
 */

export type SegmentUnit = 'grapheme' | 'word' | 'sentence' | 'paragraph';
export type Direction = 1 | -1;

/** Cells begin at the first safe place at or after each multiple of this many code units. */
const CELL = 512;
/** How far a safe place is looked for; a text without one there is cut where it stands, between code points. */
const REACH = 4096;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const words = new Intl.Segmenter('und', { granularity: 'word' });
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

interface Span {
  readonly start: number;
  readonly end: number;
}
interface WordSpan extends Span {
  readonly isWord: boolean;
}

/**
 * The smallest range of whole grapheme clusters that holds `range`. An empty range inside a cluster becomes the
 * cluster, an empty range between two stays empty.
 */
export function snapToGraphemes(text: string, range: TextRange): { start: number; end: number } {
  const { start, end } = clampRange(text, range);
  return { start: graphemeStart(text, start), end: graphemeEnd(text, end) };
}

/**
 * Grows a range to whole words. Edges in white space or punctuation only go to whole grapheme clusters. Words joined
 * by a hyphen are one word ("ISIS-K", "Tehreek-e-Taliban"). An empty range that touches a word becomes that word.
 */
export function snapToWords(text: string, range: TextRange): { start: number; end: number } {
  const { start, end } = snapToGraphemes(text, range);
  const startWord =
    wordAround(text, start, 'after') ?? (start === end ? wordAround(text, end, 'before') : null);
  const endWord = start === end ? startWord : wordAround(text, end, 'before');
  return snapToGraphemes(text, {
    start: startWord ? Math.min(start, startWord.start) : start,
    end: endWord ? Math.max(end, endWord.end) : end,
  });
}

/**
 * Grows a range to whole sentences, without the white space between sentences. Sentences never cross a block.
 * @param blocks the document's blocks; without them, paragraphs end at blank lines
 */
export function snapToSentences(
  text: string,
  range: TextRange,
  blocks?: readonly Block[],
): { start: number; end: number } {
  // A cluster may reach over the end of a sentence, and so take in a bit of the next one, which then is taken whole.
  let grown = growToSentences(text, range, blocks);
  for (;;) {
    const next = growToSentences(text, grown, blocks);
    if (next.start === grown.start && next.end === grown.end) return grown;
    grown = next;
  }
}

function growToSentences(
  text: string,
  range: TextRange,
  blocks: readonly Block[] | undefined,
): { start: number; end: number } {
  const { start, end } = snapToGraphemes(text, range);
  const first =
    sentenceAt(text, start, blocks, 'after') ??
    (start === end ? sentenceAt(text, end, blocks, 'before') : null);
  const last = start === end ? first : sentenceAt(text, end, blocks, 'before');
  return snapToGraphemes(text, {
    start: first ? Math.min(start, first.start) : start,
    end: last ? Math.max(end, last.end) : end,
  });
}

/**
 * Where a caret at `offset` goes. Grapheme: over one cluster. Otherwise forward to the end of the current or the next
 * word, sentence or paragraph, backward to the start of the current or the previous one. Answers 0 or `text.length`
 * where there is none.
 */
export function nextBoundary(
  text: string,
  offset: number,
  unit: SegmentUnit,
  direction: Direction,
  blocks?: readonly Block[],
): number {
  const from = Math.max(0, Math.min(text.length, offset));
  switch (unit) {
    case 'grapheme':
      return nextGrapheme(text, from, direction);
    case 'word':
      return nextWord(text, from, direction);
    case 'sentence':
      return nextSentence(text, from, direction, blocks);
    case 'paragraph':
      return nextParagraph(text, from, direction, blocks);
  }
}

function clampRange(text: string, range: TextRange): Span {
  const start = Math.max(0, Math.min(text.length, range.start));
  return { start, end: Math.max(start, Math.min(text.length, range.end)) };
}

// Cells

/** Grapheme_Cluster_Break=Prepend (Unicode 16): these join what follows, even a letter. */
const PREPEND =
  /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u{110bd}\u{110cd}\u{111c2}\u{111c3}\u{113d1}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}]/u;
/** Conjoining Hangul, whose syllables are clusters of several letters. */
const JAMO = /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;
const FLAG_LETTER = /[\u{1f1e6}-\u{1f1ff}]/u;

function isAsciiLetterOrDigit(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
}

/** Letters that join what stands before them: Thai and Lao AM, half-width voicing marks. */
const JOINING_LETTERS = '\u0e33\u0eb3\uff9e\uff9f';

/** Whether neither a cluster nor a word can cross `at`: after a line end, or between a space and a letter. */
function isSafeCut(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (before === 10) return true;
  if (before !== 32) return false;
  const after = text.codePointAt(at)!;
  if (after < 128) return isAsciiLetterOrDigit(after);
  const letter = String.fromCodePoint(after);
  return /\p{L}/u.test(letter) && !JOINING_LETTERS.includes(letter);
}

/** The start of the cell of grid line `k`. */
function cellStart(text: string, k: number): number {
  const grid = k * CELL;
  if (k <= 0) return 0;
  if (grid >= text.length) return text.length;
  const stop = Math.min(text.length, grid + REACH);
  for (let at = grid; at < stop; at++) {
    if (isSafeCut(text, at)) return at;
  }
  for (let at = grid; at < stop; at++) {
    if (isPlainCut(text, at)) return at;
  }
  return splitsPair(text, grid) ? grid + 1 : grid;
}

/** A place that surely cuts no cluster, though perhaps a word: told by the code points on its two sides (UAX #29). */
function isPlainCut(text: string, at: number): boolean {
  if (splitsPair(text, at)) return false;
  const before = String.fromCodePoint(text.codePointAt(splitsPair(text, at - 1) ? at - 2 : at - 1)!);
  const after = String.fromCodePoint(text.codePointAt(at)!);
  if (PREPEND.test(before) || before === '\u200d' || JAMO.test(before) || JAMO.test(after)) return false;
  if (FLAG_LETTER.test(after)) return !FLAG_LETTER.test(before);
  if (/\p{Extended_Pictographic}|[\p{P}\p{Zs}]/u.test(after)) return true;
  // A letter after a mark may be the second half of an Indic conjunct.
  if (JOINING_LETTERS.includes(after) || !/[\p{L}\p{N}]/u.test(after)) return false;
  return /[\p{L}\p{N}\p{P}\p{Z}]/u.test(before) || after.charCodeAt(0) < 0x900;
}

/** The cell that holds the code unit at `at`. */
function cellAt(text: string, at: number): Span {
  let k = Math.floor(at / CELL);
  let start = cellStart(text, k);
  while (start > at) start = cellStart(text, --k);
  let end = cellStart(text, ++k);
  while (end <= start && end < text.length) end = cellStart(text, ++k);
  return { start, end };
}

// Graphemes

function graphemeStart(text: string, offset: number): number {
  if (offset <= 0) return 0;
  if (offset >= text.length) return text.length;
  const cell = cellAt(text, offset);
  const segment = graphemes.segment(text.slice(cell.start, cell.end)).containing(offset - cell.start);
  return cell.start + (segment?.index ?? offset - cell.start);
}

function graphemeEnd(text: string, offset: number): number {
  const start = graphemeStart(text, offset);
  return start === offset ? offset : nextGrapheme(text, start, 1);
}

function nextGrapheme(text: string, offset: number, direction: Direction): number {
  if (direction === -1) return offset <= 0 ? 0 : graphemeStart(text, offset - 1);
  if (offset >= text.length) return text.length;
  const cell = cellAt(text, offset);
  const segment = graphemes.segment(text.slice(cell.start, cell.end)).containing(offset - cell.start);
  return segment ? cell.start + segment.index + segment.segment.length : cell.end;
}

// Words

const HYPHENS = new Set(['-', '\u2010', '\u2011']);

/** Words and the stretches between them; a hyphen with a word on either side joins the two. */
function wordsOfCell(text: string, cell: Span): WordSpan[] {
  const spans: WordSpan[] = [];
  let pendingHyphen = false;
  for (const { segment, index, isWordLike } of words.segment(text.slice(cell.start, cell.end))) {
    const start = cell.start + index;
    const end = start + segment.length;
    const last = spans.at(-1);
    if (isWordLike && pendingHyphen && last) {
      spans.pop();
      const word = spans.pop()!;
      spans.push({ start: word.start, end, isWord: true });
      pendingHyphen = false;
      continue;
    }
    pendingHyphen = HYPHENS.has(segment) && last !== undefined && last.isWord;
    spans.push({ start, end, isWord: isWordLike === true });
  }
  return spans;
}

/** The word that holds the code unit after or before `offset`. */
function wordAround(text: string, offset: number, side: 'after' | 'before'): Span | null {
  const unit = side === 'before' ? offset - 1 : offset;
  if (unit < 0 || unit >= text.length) return null;
  const cell = cellAt(text, unit);
  const word = wordsOfCell(text, cell).find((span) => span.start <= unit && unit < span.end);
  return word?.isWord ? word : null;
}

function nextWord(text: string, offset: number, direction: Direction): number {
  if (direction === 1) {
    for (let at = offset; at < text.length;) {
      const cell = cellAt(text, at);
      const word = wordsOfCell(text, cell).find((span) => span.isWord && span.end > offset);
      if (word) return word.end;
      at = cell.end;
    }
    return text.length;
  }
  for (let at = offset; at > 0;) {
    const cell = cellAt(text, at - 1);
    const word = wordsOfCell(text, cell).findLast((span) => span.isWord && span.start < offset);
    if (word) return word.start;
    at = cell.start;
  }
  return 0;
}

// Sentences and paragraphs

/** What ends in a full stop and ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s("“‘[])(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Brig|Adm|Sen|Rep|Gov|Rev|Hon|St|Sr|Jr|No|Nos|Fig|Figs|Vol|pp|cf|vs|viz|approx|al|etc|e\.g|i\.e|U\.S|U\.K|U\.N|a\.m|p\.m|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)|\p{Lu}|\p{Lu}\.\p{Lu})\.$/u;
/** Abbreviations that may well end a sentence, when a capital follows. */
const MAY_END = /(?:etc|al|a\.m|p\.m|U\.S|U\.K|U\.N|Jr|Sr)\.$/;

function sentencesOfBlock(text: string, block: Span): Span[] {
  // Inside a block a line end is soft, but the segmenter would end a sentence there. Same length, so same offsets.
  const content = text.slice(block.start, block.end).replaceAll('\n', ' ');
  const spans: { start: number; end: number }[] = [];
  let isOpen = false;
  for (const { segment, index } of sentences.segment(content)) {
    const trimmed = segment.trimEnd();
    if (trimmed === '') continue;
    const start = index + segment.length - segment.trimStart().length;
    const end = index + trimmed.length;
    if (isOpen) spans.at(-1)!.end = block.start + end;
    else spans.push({ start: block.start + start, end: block.start + end });
    const tail = trimmed.slice(-12);
    const next = content.slice(index + segment.length, index + segment.length + 24);
    isOpen =
      ABBREVIATION.test(tail) &&
      !(MAY_END.test(tail) && /^(?:The|This|That|It|He|She|They|We|In|But|And|A|An)\s/.test(next));
  }
  return spans;
}

/** How far a paragraph without blocks is looked for. */
const PARAGRAPH_REACH = 50_000;

/** The first block that ends after `offset`, or `null`. Blocks are in order. */
function blockIndexAfter(blocks: readonly Block[], offset: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (blocks[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The paragraph at `offset`, else the next one (1) or the one before (-1). */
function paragraphAt(
  text: string,
  offset: number,
  direction: Direction,
  blocks?: readonly Block[],
): Span | null {
  if (blocks) {
    const after = blockIndexAfter(blocks, offset);
    const block = blocks[after];
    if (block && block.start <= offset) return block;
    return (direction === 1 ? block : blocks[after - 1]) ?? null;
  }
  let at = offset;
  if (direction === 1) {
    while (at < text.length && text[at]!.trim() === '') at++;
    if (at >= text.length) return null;
  } else {
    if (at >= text.length) at = text.length - 1;
    while (at >= 0 && text[at]!.trim() === '') at--;
    if (at < 0) return null;
  }
  const low = Math.max(0, at - PARAGRAPH_REACH);
  const high = Math.min(text.length, at + PARAGRAPH_REACH);
  const before = text.slice(low, at);
  const after = text.slice(at, high);
  const from = before.lastIndexOf('\n\n');
  const to = after.indexOf('\n\n');
  const start = low + (from === -1 ? 0 : from + 2);
  const content = text.slice(start, to === -1 ? high : at + to);
  return {
    start: start + content.length - content.trimStart().length,
    end: start + content.trimEnd().length,
  };
}

function sentenceAt(
  text: string,
  offset: number,
  blocks: readonly Block[] | undefined,
  side: 'after' | 'before',
): Span | null {
  const unit = side === 'before' ? offset - 1 : offset;
  const paragraph = paragraphAt(text, Math.max(0, unit), side === 'before' ? -1 : 1, blocks);
  if (!paragraph || paragraph.start > unit || paragraph.end <= unit) return null;
  return sentencesOfBlock(text, paragraph).find((span) => span.start <= unit && unit < span.end) ?? null;
}

function nextSentence(
  text: string,
  offset: number,
  direction: Direction,
  blocks: readonly Block[] | undefined,
): number {
  if (direction === 1) {
    for (let at = offset; at < text.length;) {
      const paragraph = paragraphAt(text, at, 1, blocks);
      if (!paragraph) break;
      const sentence = sentencesOfBlock(text, paragraph).find((span) => span.end > offset);
      if (sentence) return sentence.end;
      at = Math.max(at + 1, paragraph.end);
    }
    return text.length;
  }
  for (let at = offset; at > 0;) {
    const paragraph = paragraphAt(text, at - 1, -1, blocks);
    if (!paragraph) break;
    const sentence = sentencesOfBlock(text, paragraph).findLast((span) => span.start < offset);
    if (sentence) return sentence.start;
    at = Math.min(at - 1, paragraph.start);
  }
  return 0;
}

function nextParagraph(
  text: string,
  offset: number,
  direction: Direction,
  blocks: readonly Block[] | undefined,
): number {
  if (direction === 1) {
    const paragraph = paragraphAt(text, offset, 1, blocks);
    return paragraph && paragraph.end > offset ? paragraph.end : text.length;
  }
  if (offset === 0) return 0;
  const paragraph = paragraphAt(text, offset - 1, -1, blocks);
  return paragraph && paragraph.start < offset ? paragraph.start : 0;
}
