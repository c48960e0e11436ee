import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/core/document/document.ts';
import { OffsetMap } from '../../../src/renderer/reader/offset-map.ts';
import { diffPassages, PassageIndex } from '../../../src/renderer/reader/passage-index.ts';
import { passage } from './passages.ts';

const BLOCK = 4000;
const blocks = Array.from({ length: 20 }, (_, i): Block => ({
  kind: 'paragraph',
  start: i * BLOCK,
  end: (i + 1) * BLOCK - 2,
}));
const map = new OffsetMap(blocks);
const LENGTH = blocks.at(-1)!.end;

const rangesOf = fc
  .array(fc.tuple(fc.nat(LENGTH - 1), fc.integer({ min: 1, max: 9000 })), { minLength: 1, maxLength: 3 })
  .map((spans) => {
    const ranges: { start: number; end: number }[] = [];
    for (const [start, length] of spans.toSorted((a, b) => a[0] - b[0])) {
      const from = Math.max(start, (ranges.at(-1)?.end ?? -1) + 1);
      const to = Math.min(LENGTH, from + length);
      if (from < to) ranges.push({ start: from, end: to });
    }
    return ranges;
  });

describe('PassageIndex', () => {
  it('finds what a search through all of them finds, after adding in any order and removing', () => {
    fc.assert(
      fc.property(
        fc.array(rangesOf, { minLength: 1, maxLength: 30 }),
        fc.array(fc.nat(29)),
        fc.array(fc.nat(LENGTH), { minLength: 1, maxLength: 10 }),
        (lists, removals, offsets) => {
          const index = new PassageIndex(map);
          const present = new Set(lists.map((ranges, n) => passage(n, ranges)));
          const all = [...present];
          for (const one of all) index.add(one);
          for (const n of removals) {
            const gone = all[n];
            if (!gone || !present.delete(gone)) continue;
            index.remove(gone);
          }
          for (const offset of offsets) {
            const expected = [...present].filter((one) =>
              one.annotation.target.ranges.some((range) => range.start <= offset && offset < range.end),
            );
            expect(new Set(index.at(offset))).toEqual(new Set(expected));
          }
          map.chunks.forEach((_, chunk) => {
            const expected = [...present].filter((one) => index.isIn(chunk, one));
            expect(new Set(index.inChunk(chunk))).toEqual(new Set(expected));
            expect(index.inChunk(chunk).length).toBe(expected.length);
          });
        },
      ),
    );
  });

  it('answers the innermost first', () => {
    const index = new PassageIndex(map);
    const wide = passage(1, [{ start: 0, end: 100 }]);
    const narrow = passage(2, [{ start: 10, end: 20 }]);
    const broken = passage(3, [
      { start: 5, end: 15 },
      { start: 50, end: 80 },
    ]);
    for (const one of [wide, broken, narrow]) index.add(one);
    expect(index.at(12)).toEqual([narrow, broken, wide]);
    expect(index.at(30)).toEqual([wide]);
    expect(index.at(100)).toEqual([]);
  });
});

describe('diffPassages', () => {
  it('leads from the one list to the other and names nothing that stayed', () => {
    const pool = Array.from({ length: 12 }, (_, n) => passage(n, [{ start: n, end: n + 1 }]));
    const lists = fc.subarray(pool);
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const { removed, added } = diffPassages(before, after);
        const result = new Set(before);
        for (const one of removed) expect(result.delete(one)).toBe(true);
        for (const one of added) {
          expect(result.has(one)).toBe(false);
          result.add(one);
        }
        expect(result).toEqual(new Set(after));
      }),
    );
  });

  it('takes a new look for another passage, and a new wrapper for the same one', () => {
    const before = [1, 2, 3].map((n) => passage(n, [{ start: n, end: n + 1 }]));
    const wrapped = before.map((one) => ({ ...one }));
    expect(diffPassages(before, wrapped)).toEqual({ removed: [], added: [] });
    const tagged = before.with(1, { ...before[1]!, look: 'stance' });
    expect(diffPassages(before, tagged)).toEqual({ removed: [before[1]], added: [tagged[1]] });
  });
});
