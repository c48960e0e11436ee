import type { Annotation } from '../../core/annotation/annotation.ts';
import type { Block } from '../../core/document/document.ts';
import { blockDirection, documentDirection } from '../reader/direction.ts';
import { blocksToShow } from '../reader/offset-map.ts';

/** A passage with the number by which the printed text and its note find one another. */
export interface NumberedPassage {
  /** From 1, in the order of the text. */
  readonly number: number;
  readonly annotation: Annotation;
}

/** A stretch of a block's text, and which passages begin before it, cover it, and end after it. */
export interface PrintedPiece {
  readonly text: string;
  readonly opening: readonly number[];
  readonly covering: readonly number[];
  readonly closing: readonly number[];
}

export interface PrintedBlock {
  readonly block: Block;
  readonly dir: 'rtl' | 'ltr' | null;
  readonly lang: string | null;
  readonly pieces: readonly PrintedPiece[];
  /** Passages that begin in this block: their notes stand beside it. */
  readonly notes: readonly NumberedPassage[];
}

export interface PrintedDocument {
  readonly direction: 'rtl' | 'ltr';
  readonly blocks: readonly PrintedBlock[];
  readonly passages: readonly NumberedPassage[];
}

/**
 * A whole document as it is printed: no block and no passage is left out.
 * @param annotations of the document, in any order
 * @param language BCP 47 tag of the document, or empty
 */
export function printedDocument(
  text: string,
  blocks: readonly Block[],
  annotations: readonly Annotation[],
  language: string,
): PrintedDocument {
  const shown = blocksToShow(text, blocks);
  const direction = documentDirection(text, shown);
  const passages = annotations
    .toSorted((a, b) => a.target.ranges[0]!.start - b.target.ranges[0]!.start || (a.id < b.id ? -1 : 1))
    .map((annotation, at) => ({ number: at + 1, annotation }));
  const ranges = passages.flatMap(({ number, annotation }) =>
    annotation.target.ranges.map(({ start, end }, at) => ({
      number,
      start,
      end,
      isFirst: at === 0,
      isLast: at === annotation.target.ranges.length - 1,
    })),
  );
  ranges.sort((a, b) => a.start - b.start);
  return {
    direction,
    passages,
    blocks: shown.map((block, index) => {
      const slice = text.slice(block.start, block.end);
      // What stands between two blocks is white space: a passage that begins there is noted beside the next one.
      const from = index === 0 ? 0 : shown[index - 1]!.end;
      const until = index === shown.length - 1 ? Infinity : block.end;
      const here = ranges.filter((range) => range.start < block.end && range.end > block.start);
      return {
        block,
        ...blockDirection(slice, language, direction),
        pieces: piecesOf(slice, block.start, here),
        notes: passages.filter(({ annotation }) => {
          const { start } = annotation.target.ranges[0]!;
          return start >= from && start < until;
        }),
      };
    }),
  };
}

interface NumberedRange {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function piecesOf(slice: string, base: number, ranges: readonly NumberedRange[]): PrintedPiece[] {
  const end = base + slice.length;
  const cuts = new Set([base, end]);
  for (const range of ranges) {
    cuts.add(Math.max(base, range.start));
    cuts.add(Math.min(end, range.end));
  }
  const at = [...cuts].toSorted((a, b) => a - b);
  return at.slice(0, -1).map((start, i) => {
    const stop = at[i + 1]!;
    const inside = ranges.filter((range) => range.start < stop && range.end > start);
    return {
      text: slice.slice(start - base, stop - base),
      opening: inside
        .filter((range) => range.isFirst && Math.max(range.start, base) === start && range.start >= base)
        .map(({ number }) => number),
      covering: [...new Set(inside.map(({ number }) => number))],
      closing: inside.filter((range) => range.isLast && range.end === stop).map(({ number }) => number),
    };
  });
}
