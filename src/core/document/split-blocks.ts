import type { Block } from './document.ts';
import { snapToGraphemes } from './segments.ts';

/** No block is longer, so that a reader can lay out and a segmenter can cut any block at once. */
const LONGEST_BLOCK = 50_000;
const PIECE = 12_000;

/** Cuts blocks that are too long at the end of a sentence, else at white space, else between two clusters. */
export function splitLongBlocks(text: string, blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) =>
    block.end - block.start > LONGEST_BLOCK ? splitBlock(text, block) : [block],
  );
}

function splitBlock(text: string, block: Block): Block[] {
  const pieces: Block[] = [];
  let start = block.start;
  while (block.end - start > LONGEST_BLOCK) {
    const cut = findCut(text, start + PIECE, start + LONGEST_BLOCK);
    pieces.push({ ...block, start, end: trimEnd(text, start, cut) });
    start = cut;
    while (start < block.end && isSpace(text[start]!)) start++;
  }
  if (start < block.end) pieces.push({ ...block, start });
  return pieces;
}

function findCut(text: string, from: number, to: number): number {
  const window = text.slice(from, to);
  const sentence = window.search(/[.!?…۔؟。！？]["'”’»)\]]*\s/u);
  const space = window.search(/\s/);
  if (sentence !== -1) return from + sentence + window.slice(sentence).search(/\s/);
  if (space !== -1) return from + space;
  const { start } = snapToGraphemes(text, { start: from, end: from });
  return start > from - PIECE / 2 ? start : from;
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text[at - 1]!)) at--;
  return at;
}

function isSpace(unit: string): boolean {
  return unit.trim() === '';
}
