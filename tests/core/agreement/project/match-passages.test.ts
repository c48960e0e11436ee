import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  matchPassages,
  NO_PASSAGE,
  type Matchable,
} from '../../../../src/core/agreement/project/match-passages.ts';
import { normaliseRanges } from '../../../../src/core/annotation/target.ts';

const at = (...ranges: (readonly [number, number])[]): Matchable => ({
  ranges: ranges.map(([start, end]) => ({ start, end })),
});

describe('passages are matched', () => {
  test('where they have half of the shorter one in common, and stay alone otherwise', () => {
    expect(matchPassages([[at([0, 10])], [at([5, 30])]])).toEqual([[0, 0]]);
    expect(matchPassages([[at([0, 10])], [at([6, 30])]])).toEqual([
      [0, NO_PASSAGE],
      [NO_PASSAGE, 0],
    ]);
    expect(matchPassages([[at([0, 10])], [at([10, 20])]])).toHaveLength(2);
    expect(matchPassages([[], []])).toEqual([]);
  });

  test('best fits first: a sentence with its like, not with the paragraph around', () => {
    const ann = [at([0, 100]), at([20, 40])];
    const bob = [at([18, 40])];
    expect(matchPassages([ann, bob])).toEqual([
      [0, NO_PASSAGE],
      [1, 0],
    ]);
    expect(matchPassages([ann, [at([20, 40]), at([0, 95])]])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test('parts of a discontinuous passage count together', () => {
    const whole = at([0, 10], [50, 60]);
    expect(matchPassages([[whole], [at([0, 10])]])).toEqual([[0, 0]]);
    expect(matchPassages([[whole], [at([20, 40])]])).toHaveLength(2);
    // Between its parts there is nothing of it.
    expect(matchPassages([[whole], [at([10, 50])]])).toHaveLength(2);
  });

  test('of three annotators only where all of them fit each other', () => {
    expect(matchPassages([[at([0, 10])], [at([0, 10])], [at([1, 11])]])).toEqual([[0, 0, 0]]);
    const chain = matchPassages([[at([0, 10])], [at([5, 15])], [at([10, 20])]]);
    expect(chain).toHaveLength(2);
  });

  const layer = fc.array(
    fc
      .array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 2 })
      .map((parts): Matchable => ({
        ranges: normaliseRanges(parts.map(([start, length]) => ({ start, end: start + length }))),
      })),
    { maxLength: 6 },
  );

  test('each passage is in one group, which has at most one of an annotator; turning annotators turns groups', () => {
    fc.assert(
      fc.property(fc.array(layer, { minLength: 2, maxLength: 4 }), (layers) => {
        const groups = matchPassages(layers);
        for (const [i, passages] of layers.entries()) {
          const found = groups.map((group) => group[i]!).filter((index) => index !== NO_PASSAGE);
          expect(found.toSorted((a, b) => a - b)).toEqual([...passages.keys()]);
        }
      }),
    );
  });

  test('no two passages that fit each other better than their partners stay apart', () => {
    const fit = (a: Matchable, b: Matchable): number => {
      const points = ({ ranges }: Matchable) =>
        new Set(ranges.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
      const [first, second] = [points(a), points(b)];
      const common = [...first].filter((point) => second.has(point)).length;
      return common * 2 < Math.min(first.size, second.size)
        ? 0
        : common / (first.size + second.size - common);
    };
    fc.assert(
      fc.property(layer, layer, (first, second) => {
        const groups = matchPassages([first, second]);
        const partner = (side: 0 | 1, index: number): number => {
          const other = groups.find((group) => group[side] === index)![1 - side]!;
          if (other === NO_PASSAGE) return 0;
          return side === 0 ? fit(first[index]!, second[other]!) : fit(first[other]!, second[index]!);
        };
        for (const i of first.keys()) {
          for (const j of second.keys()) {
            const value = fit(first[i]!, second[j]!);
            if (value === 0) continue;
            expect(value).toBeLessThanOrEqual(Math.max(partner(0, i), partner(1, j)) + 1e-12);
          }
        }
      }),
    );
  });
});
