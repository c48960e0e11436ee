import { snapToGraphemes } from '../document/segments.ts';

/** Code units of context on each side of a hit. */
export const KWIC_CONTEXT = 60;

/** A hit in its context. `left` and `right` have a space for each line end and tab; `hit` is as it stands. */
export interface KwicLine {
  readonly left: string;
  readonly hit: string;
  readonly right: string;
}

/** @param start UTF-16, half-open, as is `end` */
export function kwicLine(text: string, start: number, end: number): KwicLine {
  // A cluster that the context would cut is left out.
  const from = cutAfter(text, Math.max(0, start - KWIC_CONTEXT), start);
  const to = cutBefore(text, Math.min(text.length, end + KWIC_CONTEXT), end);
  return {
    left: withoutLineEnds(text.slice(from, start)),
    hit: text.slice(start, end),
    right: withoutLineEnds(text.slice(end, to)),
  };
}

function cutAfter(text: string, at: number, most: number): number {
  if (isPlainCut(text, at)) return at;
  const cluster = snapToGraphemes(text, { start: at, end: at });
  return Math.min(cluster.start < at ? cluster.end : at, most);
}

function cutBefore(text: string, at: number, least: number): number {
  if (isPlainCut(text, at)) return at;
  return Math.max(snapToGraphemes(text, { start: at, end: at }).start, least);
}

/** Between two ASCII characters there is a cut, but for one: no segmenter need be asked. */
function isPlainCut(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return true;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before < 0x80 && after < 0x80 && !(before === 0x0d && after === 0x0a);
}

function withoutLineEnds(text: string): string {
  return text.replace(/\s/gu, ' ');
}

export const CONCORDANCE_SORTS = ['position', 'left', 'right'] as const;
export type ConcordanceSort = (typeof CONCORDANCE_SORTS)[number];

/** Folded code units that a key is made of: some ten words. */
const KEY_CONTEXT = 80;

/** By what follows: the words after the hit, in order. */
export function rightWords(folded: string, to: number): string[] {
  return wordsOf(folded.slice(to, to + KEY_CONTEXT));
}

/** By what comes before: the words before the hit, the nearest first. */
export function leftWords(folded: string, from: number): string[] {
  return wordsOf(folded.slice(Math.max(0, from - KEY_CONTEXT), from)).reverse();
}

function wordsOf(folded: string): string[] {
  return folded.split(/[^\p{L}\p{M}\p{N}_]+/u).filter((word) => word !== '');
}
