import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Annotation, TextRange } from '../../../src/core/annotation/annotation.ts';
import type { Block } from '../../../src/core/document/document.ts';
import { printedDocument, type PrintedDocument } from '../../../src/renderer/print/print-model.ts';
import { annotatorIdSchema } from '../../../src/core/ids.ts';
import { DOCUMENT_ID, makeAnnotation, TEXT as FIXTURE_TEXT } from '../../services/workbench/fixture.ts';

const ANNOTATOR = annotatorIdSchema.parse('mina-000000');
const TEXT = 'One two three four.\n\nFive six seven.\n\nEight nine ten.';
const BLOCKS: readonly Block[] = [
  { kind: 'paragraph', start: 0, end: 19 },
  { kind: 'paragraph', start: 21, end: 36 },
  { kind: 'paragraph', start: 38, end: 53 },
];

function annotation(n: number, ...ranges: readonly [number, number][]): Annotation {
  const made = makeAnnotation(ANNOTATOR, FIXTURE_TEXT.slice(0, 4));
  return {
    ...made,
    id: `01890000-0000-7000-8000-${String(n).padStart(12, '0')}` as Annotation['id'],
    documentId: DOCUMENT_ID,
    target: { ...made.target, ranges: ranges.map(([start, end]): TextRange => ({ start, end })) },
  };
}

/** The text with its numbers, as a reader of the sheet sees it. */
function lines({ blocks }: PrintedDocument): string[] {
  return blocks.map(({ pieces }) =>
    pieces
      .map(
        ({ text, opening, closing }) =>
          opening.map((n) => `${n}[`).join('') + text + closing.map((n) => `]${n}`).join(''),
      )
      .join(''),
  );
}

describe('a document as it is printed', () => {
  test('numbers passages in the order of the text and brackets each', () => {
    const printed = printedDocument(TEXT, BLOCKS, [annotation(2, [21, 25]), annotation(1, [4, 7])], 'en');
    expect(lines(printed)).toEqual(['One 1[two]1 three four.', '2[Five]2 six seven.', 'Eight nine ten.']);
    expect(printed.blocks.map(({ notes }) => notes.map(({ number }) => number))).toEqual([[1], [2], []]);
  });

  test('keeps overlapping, spanning and discontinuous passages apart', () => {
    const printed = printedDocument(
      TEXT,
      BLOCKS,
      [annotation(1, [4, 13]), annotation(2, [8, 25]), annotation(3, [0, 3], [44, 48])],
      'en',
    );
    expect(lines(printed)).toEqual(['1[One 2[two 3[three]2 four.', 'Five]3 six seven.', 'Eight nine]1 ten.']);
    expect(printed.blocks[0]!.pieces.find(({ text }) => text === 'three')?.covering).toEqual([2, 3]);
    expect(printed.blocks.map(({ notes }) => notes.length)).toEqual([3, 0, 0]);
  });

  test('leaves out no letter and no passage, whatever is marked', () => {
    const range = fc
      .tuple(fc.nat(TEXT.length - 2), fc.integer({ min: 1, max: 30 }))
      .map(([start, length]): [number, number] => [start, Math.min(TEXT.length, start + length)]);
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
        const printed = printedDocument(
          TEXT,
          BLOCKS,
          ranges.map((each, n) => annotation(n, each)),
          'en',
        );
        expect(printed.blocks.map(({ pieces }) => pieces.map(({ text }) => text).join(''))).toEqual(
          BLOCKS.map(({ start, end }) => TEXT.slice(start, end)),
        );
        const noted = printed.blocks.flatMap(({ notes }) => notes.map(({ number }) => number));
        expect(noted).toEqual(ranges.map((_, at) => at + 1));
      }),
    );
  });
});
