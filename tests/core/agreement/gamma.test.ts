import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestAlignmentDisorder } from '../../../src/core/agreement/best-alignment.ts';
import type { Continuum, Unit } from '../../../src/core/agreement/continuum.ts';
import { DEFAULT_GAMMA_WEIGHTS, dissimilarity } from '../../../src/core/agreement/dissimilarity.ts';
import { gamma } from '../../../src/core/agreement/gamma.ts';
import { makeRandom } from '../../../src/core/agreement/random.ts';
import { sampleContinuum } from '../../../src/core/agreement/sample-continuum.ts';
import { ALEX_PAUL_SUZAN } from './published.ts';

describe('γ of the published example', () => {
  test('the disorder of the best alignment is .9606, as by hand', () => {
    // Units 1: 0. Units 2, 3, 4: 1. Units 5: 19/18. Two sixes: 2/3. Three sixes: .4013. The last two alone: 2.
    const byHand =
      (0 + 1 + 19 / 18 + 2 / 3 + (3 * (4 / 20) ** 2 + 3 * (4 / 12) ** 2 + 3 * (8 / 16) ** 2) / 3 + 2) /
      (16 / 3);
    expect(bestAlignmentDisorder(ALEX_PAUL_SUZAN, DEFAULT_GAMMA_WEIGHTS)).toBeCloseTo(byHand, 12);
    expect(byHand.toFixed(2)).toBe('0.96');
  });

  test('γ lies in the published interval, the same for the same seed', () => {
    const first = gamma(ALEX_PAUL_SUZAN, { seed: 7, precision: 0.01 });
    expect(first.outcome.value).toBeGreaterThanOrEqual(0.44);
    expect(first.outcome.value).toBeLessThanOrEqual(0.47);
    expect(gamma(ALEX_PAUL_SUZAN, { seed: 7, precision: 0.01 })).toEqual(first);
    expect(first.interval!.low).toBeLessThan(first.outcome.value!);
    expect(first.interval!.high).toBeGreaterThan(first.outcome.value!);
  });
});

const continua: fc.Arbitrary<Continuum> = fc
  .record({
    annotators: fc.integer({ min: 2, max: 4 }),
    units: fc.array(
      fc.record({
        annotator: fc.nat(3),
        category: fc.nat(1),
        start: fc.nat(30),
        length: fc.integer({ min: 1, max: 12 }),
      }),
      { minLength: 1, maxLength: 7 },
    ),
  })
  .map(({ annotators, units }) => ({
    start: 0,
    end: 45,
    annotators,
    categories: 2,
    units: units.map(({ annotator, category, start, length }) => ({
      annotator: annotator % annotators,
      category,
      start,
      end: start + length,
    })),
  }));

/** Every partition there is, by trying them all. */
function bestByTrying({ annotators, units }: Continuum): number {
  const pairs = (annotators * (annotators - 1)) / 2;
  function costOf(group: readonly Unit[]): number {
    let sum = pairs - (group.length * (group.length - 1)) / 2;
    for (const [i, a] of group.entries()) {
      for (const b of group.slice(i + 1)) sum += dissimilarity(a, b, DEFAULT_GAMMA_WEIGHTS);
    }
    return sum / pairs;
  }
  function best(rest: readonly Unit[], groups: readonly (readonly Unit[])[]): number {
    const next = rest[0];
    if (!next) return groups.reduce((sum, group) => sum + costOf(group), 0);
    const others = rest.slice(1);
    let least = best(others, [...groups, [next]]);
    for (const [i, group] of groups.entries()) {
      if (group.some((unit) => unit.annotator === next.annotator)) continue;
      least = Math.min(least, best(others, groups.with(i, [...group, next])));
    }
    return least;
  }
  return best(units, []) / (units.length / annotators);
}

describe('the best alignment', () => {
  test('is the best of all that there are', () => {
    fc.assert(
      fc.property(continua, (continuum) => {
        expect(bestAlignmentDisorder(continuum, DEFAULT_GAMMA_WEIGHTS)).toBeCloseTo(
          bestByTrying(continuum),
          9,
        );
      }),
      { numRuns: 150 },
    );
  });

  test('costs nothing where all marked the same, overlapping units too', () => {
    const units = [0, 1, 2].flatMap((annotator) =>
      [
        [0, 10],
        [4, 8],
        [4, 20],
      ].map(([start, end]) => ({ annotator, category: 0, start: start!, end: end! })),
    );
    const same: Continuum = { start: 0, end: 40, annotators: 3, categories: 1, units };
    expect(bestAlignmentDisorder(same, DEFAULT_GAMMA_WEIGHTS)).toBe(0);
    expect(gamma(same, { seed: 1 }).outcome).toEqual({ value: 1, reason: null });
  });

  test('of many annotators and units is found, or said to be out of reach', () => {
    const random = makeRandom(3);
    const units = Array.from({ length: 3 }, (_, annotator) =>
      Array.from({ length: 60 }, (_unit, i): Unit => {
        const start = i * 20 + random.below(14);
        return { annotator, category: random.below(3), start, end: start + 3 + random.below(16) };
      }),
    ).flat();
    const continuum: Continuum = { start: 0, end: 1300, annotators: 3, categories: 3, units };
    expect(bestAlignmentDisorder(continuum, DEFAULT_GAMMA_WEIGHTS)).toBeGreaterThan(0);
    // Everything on one spot: more ways than anybody can look at.
    const crowd = Array.from({ length: 400 }, (_, i): Unit => ({
      annotator: i % 8,
      category: 0,
      start: i % 13,
      end: 60 + (i % 17),
    }));
    const crowded: Continuum = { start: 0, end: 100, annotators: 8, categories: 1, units: crowd };
    expect(gamma(crowded, { seed: 1 }).outcome).toEqual({ value: null, reason: 'too-complex' });
  });
});

test('a sampled continuum has whole units of the annotators, moved', () => {
  const random = makeRandom(5);
  const lengths = new Set(
    ALEX_PAUL_SUZAN.units.map(({ start, end, category }) => `${end - start} ${category}`),
  );
  for (let i = 0; i < 50; i++) {
    const sampled = sampleContinuum(ALEX_PAUL_SUZAN, random);
    expect(sampled.annotators).toBe(3);
    for (const { start, end, category } of sampled.units) {
      expect(lengths).toContain(`${end - start} ${category}`);
      expect(start).toBeGreaterThanOrEqual(2);
      expect(start).toBeLessThan(60);
    }
  }
});
