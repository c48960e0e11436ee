import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapToGraphemes } from '../../../src/core/document/segments.ts';
import { moveHead, unitAt, type LogicalUnit } from '../../../src/renderer/reader/moves.ts';
import { OffsetMap } from '../../../src/renderer/reader/offset-map.ts';

const text = 'First one here. Second sentence, longer.\n\nAnother paragraph. It ends.\n';
const map = new OffsetMap([
  { kind: 'paragraph', start: 0, end: 40 },
  { kind: 'paragraph', start: 42, end: 69 },
]);

function extendBy(unit: LogicalUnit, directions: readonly (1 | -1)[], anchor: number): string {
  let head = anchor;
  for (const direction of directions) head = moveHead(map, text, { anchor, head }, unit, direction, true);
  return text.slice(Math.min(anchor, head), Math.max(anchor, head));
}

function moveBy(unit: LogicalUnit, directions: readonly (1 | -1)[], from: number): string {
  let head = from;
  for (const direction of directions) {
    head = moveHead(map, text, { anchor: head, head }, unit, direction, false);
  }
  return text.slice(head, head + 8);
}

describe('moveHead', () => {
  it('moves to where words, sentences and paragraphs begin', () => {
    expect(moveBy('word', [1], 0)).toBe('one here');
    expect(moveBy('word', [1, 1, 1], 0)).toBe('Second s');
    expect(moveBy('word', [-1], 12)).toBe('here. Se');
    expect(moveBy('sentence', [1], 3)).toBe('Second s');
    expect(moveBy('sentence', [1, 1], 3)).toBe('Another ');
    expect(moveBy('sentence', [1, 1, -1, -1], 3)).toBe('First on');
    expect(moveBy('paragraph', [1], 3)).toBe('Another ');
    expect(moveBy('paragraph', [1, -1], 3)).toBe('First on');
  });

  it('extends to where they end, so that no selection keeps the space after', () => {
    expect(extendBy('word', [1], 0)).toBe('First');
    expect(extendBy('word', [1, 1, 1], 0)).toBe('First one here');
    expect(extendBy('sentence', [1], 0)).toBe('First one here.');
    expect(extendBy('sentence', [1, 1], 0)).toBe('First one here. Second sentence, longer.');
    expect(extendBy('paragraph', [1], 42)).toBe('Another paragraph. It ends.');
  });

  it('gives back what it took, and stops at the anchor', () => {
    expect(extendBy('word', [1, 1, -1], 0)).toBe('First');
    expect(extendBy('sentence', [1, 1, 1, -1], 0)).toBe('First one here. Second sentence, longer.');
    expect(extendBy('word', [1, -1], 6)).toBe('');
    expect(extendBy('word', [-1], 15)).toBe('here.');
    expect(extendBy('word', [-1, 1, 1], 6)).toBe('one');
  });

  it('steps over the white space between two blocks at once', () => {
    expect(moveHead(map, text, { anchor: 40, head: 40 }, 'character', 1, false)).toBe(42);
    expect(moveHead(map, text, { anchor: 42, head: 42 }, 'character', -1, false)).toBe(40);
  });

  it('goes to both ends of the document and stays there', () => {
    const at = { anchor: 5, head: 5 };
    expect(moveHead(map, text, at, 'document', 1, false)).toBe(69);
    expect(moveHead(map, text, at, 'document', -1, false)).toBe(0);
    for (const unit of ['character', 'word', 'sentence', 'paragraph'] as const) {
      expect(moveHead(map, text, { anchor: 69, head: 69 }, unit, 1, false)).toBe(69);
      expect(moveHead(map, text, { anchor: 0, head: 0 }, unit, -1, false)).toBe(0);
    }
  });

  it('passes every cluster once, forward and back, whatever the script', () => {
    const unit = fc.constantFrom('a', 'é', 'e\u0301', '😀', '👩‍👩‍👧', 'ک', 'کُ', 'ँ', ' ', '🇵🇰');
    fc.assert(
      fc.property(
        fc.array(fc.array(unit, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        (parts) => {
          let whole = '';
          const blocks = parts.map((part) => {
            const start = whole.length;
            whole += part.join('');
            const block = { kind: 'paragraph' as const, start, end: whole.length };
            whole += '\n\n';
            return block;
          });
          const own = new OffsetMap(blocks);
          const forward: number[] = [0];
          for (;;) {
            const head = forward.at(-1)!;
            const next = moveHead(own, whole, { anchor: head, head }, 'character', 1, false);
            if (next === head) break;
            expect(next).toBeGreaterThan(head);
            expect(snapToGraphemes(whole, { start: next, end: next })).toEqual({ start: next, end: next });
            forward.push(next);
          }
          expect(forward.at(-1)).toBe(blocks.at(-1)!.end);
          const back = [forward.at(-1)!];
          while (back.at(-1)! > 0) {
            const head = back.at(-1)!;
            back.push(moveHead(own, whole, { anchor: head, head }, 'character', -1, false));
          }
          expect(back.toReversed()).toEqual(forward);
        },
      ),
    );
  });
});

describe('unitAt', () => {
  it('takes the word, the sentence or the paragraph under an offset', () => {
    const take = (offset: number, unit: 'word' | 'sentence' | 'paragraph') => {
      const { start, end } = unitAt(map, text, offset, unit);
      return text.slice(start, end);
    };
    expect(take(7, 'word')).toBe('one');
    expect(take(20, 'sentence')).toBe('Second sentence, longer.');
    expect(take(50, 'paragraph')).toBe('Another paragraph. It ends.');
    expect(take(15, 'word')).not.toBe('');
  });
});
