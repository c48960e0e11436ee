import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/core/document/document.ts';
import {
  blocksToShow,
  CHUNK_BLOCKS,
  CHUNK_CHARACTERS,
  OffsetMap,
} from '../../../src/renderer/reader/offset-map.ts';

/** Blocks in order with gaps of nought or more characters between them; some blocks are empty, some long. */
const blockLists = fc
  .array(fc.tuple(fc.nat(3), fc.oneof(fc.nat(40), fc.nat(9000))), { minLength: 1, maxLength: 160 })
  .map((sizes) => {
    let at = 0;
    return sizes.map(([gap, length]): Block => {
      const start = at + gap;
      at = start + length;
      return { kind: 'paragraph', start, end: at };
    });
  });

/** The usual size of chunks, and such small ones that there are sections enough. */
const sizes = fc.constantFrom(CHUNK_CHARACTERS, 4000, 1);

describe('OffsetMap', () => {
  it('comes back to every offset inside a block', () => {
    fc.assert(
      fc.property(blockLists, fc.nat(), fc.nat(), sizes, (blocks, which, where, size) => {
        const map = new OffsetMap(blocks, size);
        const block = blocks[which % blocks.length]!;
        const offset = block.start + (where % (block.end - block.start + 1));
        for (const bias of ['before', 'after'] as const) {
          expect(map.offsetOf(map.positionOf(offset, bias), bias)).toBe(offset);
        }
      }),
    );
  });

  it('comes back to every position inside a block, and counts as ProseMirror does', () => {
    fc.assert(
      fc.property(blockLists, sizes, (blocks, size) => {
        const map = new OffsetMap(blocks, size);
        let position = 0;
        map.chunks.forEach((chunk, index) => {
          if (map.sections.some(({ firstChunk }) => firstChunk === index)) position += 1;
          position += 1;
          for (let i = chunk.firstBlock; i < chunk.endBlock; i++) {
            position += 1;
            expect(map.contentPosition(i)).toBe(position);
            const { start, end } = blocks[i]!;
            expect(map.offsetOf(position)).toBe(start);
            expect(map.offsetOf(position + end - start)).toBe(end);
            position += end - start + 1;
          }
          position += 1;
          if (map.sections.some(({ endChunk }) => endChunk === index + 1)) position += 1;
        });
      }),
    );
  });

  it('sends an offset between two blocks where the bias says', () => {
    const map = new OffsetMap([
      { kind: 'paragraph', start: 2, end: 6 },
      { kind: 'paragraph', start: 8, end: 9 },
    ]);
    expect(map.offsetOf(map.positionOf(7, 'before'))).toBe(6);
    expect(map.offsetOf(map.positionOf(7, 'after'))).toBe(8);
    expect(map.offsetOf(map.positionOf(0, 'before'))).toBe(2);
    expect(map.offsetOf(map.positionOf(99, 'after'))).toBe(9);
  });

  it('keeps the seam of two touching blocks on the side of the bias', () => {
    const map = new OffsetMap([
      { kind: 'paragraph', start: 0, end: 4 },
      { kind: 'paragraph', start: 4, end: 8 },
    ]);
    expect(map.blockAt(4, 'before')).toBe(0);
    expect(map.blockAt(4, 'after')).toBe(1);
    expect(map.positionOf(4, 'before')).toBeLessThan(map.positionOf(4, 'after'));
  });

  it('chunks every block once, none larger than it must be', () => {
    fc.assert(
      fc.property(blockLists, (blocks) => {
        const { chunks } = new OffsetMap(blocks);
        expect(chunks[0]!.firstBlock).toBe(0);
        expect(chunks.at(-1)!.endBlock).toBe(blocks.length);
        chunks.forEach((chunk, i) => {
          if (i > 0) expect(chunk.firstBlock).toBe(chunks[i - 1]!.endBlock);
          expect(chunk.endBlock - chunk.firstBlock).toBeLessThanOrEqual(CHUNK_BLOCKS);
          const beforeLast = blocks[chunk.endBlock - 2];
          if (chunk.endBlock - chunk.firstBlock > 1) {
            expect(beforeLast!.end - chunk.start).toBeLessThan(CHUNK_CHARACTERS);
          }
        });
      }),
    );
  });

  it('cuts a range into the pieces of each chunk and loses no character of a block', () => {
    fc.assert(
      fc.property(blockLists, fc.nat(), fc.nat(), (blocks, a, b) => {
        const map = new OffsetMap(blocks);
        const length = blocks.at(-1)!.end + 1;
        const range = { start: Math.min(a % length, b % length), end: Math.max(a % length, b % length) };
        const pieces = map.chunks.flatMap((_, chunk) => map.piecesIn(chunk, range));
        const expected = blocks
          .map((block) => ({
            start: Math.max(block.start, range.start),
            end: Math.min(block.end, range.end),
          }))
          .filter((piece) => piece.start < piece.end);
        expect(pieces).toEqual(expected);
      }),
    );
  });
});

describe('blocksToShow', () => {
  it('shows the words that the structure left out', () => {
    const text = 'One.\n\n Lost words \n\nTwo.';
    const blocks = blocksToShow(text, [
      { kind: 'title', start: 0, end: 4 },
      { kind: 'paragraph', start: 20, end: 24 },
    ]);
    expect(blocks.map((block) => [block.kind, text.slice(block.start, block.end)])).toEqual([
      ['title', 'One.'],
      ['paragraph', 'Lost words'],
      ['paragraph', 'Two.'],
    ]);
  });

  it('covers every character that is not white space, whatever the structure says', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(70), fc.nat(70)), { maxLength: 6 }),
        (text, spans) => {
          const blocks = spans
            .map(([a, b]): Block => ({ kind: 'paragraph', start: Math.min(a, b), end: Math.max(a, b) }))
            .toSorted((a, b) => a.start - b.start);
          const shown = blocksToShow(text, blocks);
          let at = 0;
          for (const block of shown) {
            expect(block.start).toBeGreaterThanOrEqual(at);
            expect(text.slice(at, block.start).trim()).toBe('');
            at = block.end;
          }
          expect(at).toBeLessThanOrEqual(text.length);
          expect(text.slice(at).trim()).toBe('');
        },
      ),
    );
  });

  it('gives an empty text one empty paragraph', () => {
    expect(blocksToShow('', [])).toEqual([{ kind: 'paragraph', start: 0, end: 0 }]);
  });
});
