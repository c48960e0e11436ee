import type { TextRange } from '../../core/annotation/annotation.ts';
import { nextBoundary, snapToGraphemes, snapToSentences, snapToWords } from '../../core/document/segments.ts';
import type { OffsetMap } from './offset-map.ts';

export const CARET_UNITS = [
  'character',
  'word',
  'sentence',
  'paragraph',
  'line',
  'page',
  'document',
] as const;
export type CaretUnit = (typeof CARET_UNITS)[number];
/** Units that the text alone decides; a line and a page are matters of layout. */
export type LogicalUnit = Exclude<CaretUnit, 'line' | 'page'>;

/** The pending range that is being made: from `anchor` to `head`, in either order; empty where they are equal. */
export interface Caret {
  readonly anchor: number;
  readonly head: number;
}

/**
 * Where the head goes by one unit in reading order. A plain move lands where units begin, so that a selection started
 * there begins well. While extending, a head after the anchor lands on ends and one before it on beginnings, so that
 * a selection never keeps the space after a word or sentence; shrinking past the anchor stops at it.
 */
export function moveHead(
  map: OffsetMap,
  text: string,
  caret: Caret,
  unit: LogicalUnit,
  direction: 1 | -1,
  isExtending: boolean,
): number {
  const { anchor, head } = caret;
  if (unit === 'document') return direction === 1 ? map.blocks.at(-1)!.end : map.blocks[0]!.start;
  if (unit === 'character') return nextCharacter(map, text, head, direction);
  const edge = isExtending && (head > anchor || (head === anchor && direction === 1)) ? 'end' : 'start';
  const next = clampToText(map, nextEdge(map, text, head, unit, direction, edge));
  if (!isExtending || head === anchor) return next;
  return head < anchor === next > anchor ? anchor : next;
}

function nextCharacter(map: OffsetMap, text: string, head: number, direction: 1 | -1): number {
  const block = map.blockAt(head, direction === 1 ? 'after' : 'before');
  const { start, end } = map.blocks[block]!;
  if (direction === 1) {
    if (head < start) return start;
    if (head >= end) return map.blocks[block + 1]?.start ?? end;
    return snapToGraphemes(text, { start: head, end: head + 1 }).end;
  }
  if (head > end) return end;
  if (head <= start) return map.blocks[block - 1]?.end ?? start;
  return snapToGraphemes(text, { start: head - 1, end: head }).start;
}

/**
 * The next beginning or end of a unit. Core steps forward to ends and backward to beginnings; the two others are
 * there and back again.
 */
function nextEdge(
  map: OffsetMap,
  text: string,
  head: number,
  unit: 'word' | 'sentence' | 'paragraph',
  direction: 1 | -1,
  edge: 'start' | 'end',
): number {
  const step = (from: number, way: 1 | -1) => nextBoundary(text, from, unit, way, map.blocks);
  const far = step(head, direction);
  if ((edge === 'end') === (direction === 1)) return far;
  const near = step(far, direction === 1 ? -1 : 1);
  if (direction === 1 ? near > head : near < head) return near;
  const beyond = step(far, direction);
  const back = step(beyond, direction === 1 ? -1 : 1);
  return (direction === 1 ? back > head : back < head) ? back : beyond;
}

function clampToText(map: OffsetMap, offset: number): number {
  return Math.max(map.blocks[0]!.start, Math.min(offset, map.blocks.at(-1)!.end));
}

/** The unit under an offset, for a selection by double, triple and further clicks. At least one cluster. */
export function unitAt(
  map: OffsetMap,
  text: string,
  offset: number,
  unit: 'word' | 'sentence' | 'paragraph',
): TextRange {
  const here = { start: offset, end: offset };
  const block = map.blocks[map.blockAt(offset, 'after')]!;
  const found =
    unit === 'word'
      ? snapToWords(text, here)
      : unit === 'sentence'
        ? snapToSentences(text, here, map.blocks)
        : { start: block.start, end: block.end };
  if (found.start < found.end) return found;
  return snapToGraphemes(text, { start: offset, end: Math.min(text.length, offset + 1) });
}
