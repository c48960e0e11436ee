import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alphaU, unitizingDisagreements } from '../../../src/core/agreement/alpha-u.ts';
import { barUAlpha } from '../../../src/core/agreement/bar-u-alpha.ts';
import {
  findOverlap,
  mergeOverlapping,
  type Continuum,
  type Unit,
} from '../../../src/core/agreement/continuum.ts';
import { cuAlpha } from '../../../src/core/agreement/cu-alpha.ts';
import { kuAlphas } from '../../../src/core/agreement/ku-alpha.ts';
import { uAlpha } from '../../../src/core/agreement/u-alpha.ts';
import { unitizing1995, UNITIZING_2004, UNITIZING_2019 } from './published.ts';

describe('α for unitizing, first form', () => {
  test('Krippendorff 2004, p. 254', () => {
    const [c, k] = unitizingDisagreements(UNITIZING_2004);
    expect(c!.observed.toFixed(4)).toBe('0.0144');
    expect(c!.expected.toFixed(4)).toBe('0.0532');
    expect(k!.observed).toBe(0);
    expect(k!.expected.toFixed(4)).toBe('0.0490');
    expect(Math.abs(alphaU(UNITIZING_2004).value! - 0.8591)).toBeLessThanOrEqual(0.0005);
  });

  test('Krippendorff 1995, p. 57: D_o to the printed digits; α of a finely divided continuum', () => {
    const observed = { A: 0.03125, B: 2.26736 / 10, C: 0.02777 };
    const coarse = unitizing1995(1);
    expect(unitizingDisagreements(coarse.A)[0]!.observed).toBeCloseTo(observed.A, 5);
    expect(unitizingDisagreements(coarse.C)[0]!.observed).toBeCloseTo(observed.C, 4);
    // The paper’s own D_e are a little off (see Krippendorff 2004), and so are its values of α.
    const fine = unitizing1995(50_000);
    expect(Math.abs(alphaU(fine.A).value! - 0.553)).toBeLessThan(0.02);
    expect(Math.abs(alphaU(fine.B).value! + 0.926)).toBeLessThan(0.02);
    expect(Math.abs(alphaU(fine.C).value! - 0.679)).toBeLessThan(0.02);
  });
});

describe('the α family of 2016', () => {
  test('Krippendorff 2019, figure 12.11', () => {
    expect(uAlpha(UNITIZING_2019).value!.toFixed(3)).toBe('0.510');
    expect(cuAlpha(UNITIZING_2019).value!.toFixed(3)).toBe('0.724');
    // Printed as .413, cut off rather than rounded.
    expect(Math.trunc(barUAlpha(UNITIZING_2019).value! * 1000) / 1000).toBe(0.413);
    const per = kuAlphas(UNITIZING_2019);
    expect(per.map(({ alpha }) => alpha.value)).toEqual([1, 0, 0, 0, 1, 1, null]);
    expect(per[4]!.coverage).toBeCloseTo(8 / 18, 12);
    expect(per[6]!.coverage).toBe(0);
  });
});

/** Units that do not overlap within an annotator. */
const continua: fc.Arbitrary<Continuum> = fc
  .record({
    annotators: fc.integer({ min: 2, max: 4 }),
    categories: fc.integer({ min: 1, max: 3 }),
    cuts: fc.array(
      fc.array(
        fc.record({
          gap: fc.integer({ min: 0, max: 6 }),
          length: fc.integer({ min: 1, max: 7 }),
          category: fc.nat(2),
        }),
        {
          maxLength: 5,
        },
      ),
      { minLength: 4, maxLength: 4 },
    ),
  })
  .map(({ annotators, categories, cuts }) => {
    const units: Unit[] = [];
    for (let annotator = 0; annotator < annotators; annotator++) {
      let at = 0;
      for (const { gap, length, category } of cuts[annotator]!) {
        units.push({ annotator, category: category % categories, start: at + gap, end: at + gap + length });
        at += gap + length;
      }
    }
    return { start: 0, end: 70, annotators, categories, units };
  });

/** Every point of the continuum by itself: what the sums over units must come to. */
function byPoints({ annotators, categories, units, end }: Continuum) {
  const gap = categories;
  const valueAt = Array.from({ length: annotators }, () => new Int32Array(end).fill(gap));
  const unitAt = Array.from({ length: annotators }, () => new Int32Array(end).fill(-1));
  for (const [i, unit] of units.entries()) {
    valueAt[unit.annotator]!.fill(unit.category, unit.start, unit.end);
    unitAt[unit.annotator]!.fill(i, unit.start, unit.end);
  }
  let disagreed = 0;
  let gapOnly = 0;
  for (let x = 0; x < end; x++) {
    for (let i = 0; i < annotators; i++) {
      for (let j = 0; j < annotators; j++) {
        if (i === j) continue;
        if (valueAt[i]![x] !== valueAt[j]![x]) disagreed++;
        if ((valueAt[i]![x] === gap) !== (valueAt[j]![x] === gap)) gapOnly++;
      }
    }
  }
  const points = valueAt.flatMap((values, i) =>
    [...values].map((value, x) => ({ value, unit: unitAt[i]![x]!, annotator: i, x })),
  );
  let pairs = 0;
  let different = 0;
  let gapDifferent = 0;
  for (const a of points) {
    for (const b of points) {
      const isSame = a === b || (a.unit !== -1 && a.unit === b.unit);
      if (isSame) continue;
      pairs++;
      if (a.value !== b.value) different++;
      if ((a.value === gap) !== (b.value === gap)) gapDifferent++;
    }
  }
  const total = annotators * end;
  const observed = disagreed / (annotators - 1) / total;
  return {
    u: 1 - observed / (different / pairs),
    bar: 1 - gapOnly / (annotators - 1) / total / (gapDifferent / pairs),
  };
}

describe('against every point of the continuum by itself', () => {
  test('u-α and |u-α', () => {
    fc.assert(
      fc.property(continua, (continuum) => {
        const u = uAlpha(continuum);
        const bar = barUAlpha(continuum);
        const points = byPoints(continuum);
        if (u.value !== null) expect(u.value).toBeCloseTo(points.u, 9);
        if (bar.value !== null) expect(bar.value).toBeCloseTo(points.bar, 9);
        expect(u.value === null).toBe(continuum.units.length === 0);
      }),
      { numRuns: 40 },
    );
  });

  test('α_U: D_o by the definition, pair of segments by pair of segments', () => {
    fc.assert(
      fc.property(continua, (continuum) => {
        for (const [category, { observed }] of unitizingDisagreements(continuum).entries()) {
          expect(observed).toBeCloseTo(observedByDefinition(continuum, category), 9);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** δ² over all pairs of segments, gaps among them (Krippendorff 2004, p. 252). */
function observedByDefinition({ annotators, units, start, end }: Continuum, category: number): number {
  const segments = Array.from({ length: annotators }, (_, annotator) => {
    const own = units.filter((unit) => unit.annotator === annotator && unit.category === category);
    own.sort((a, b) => a.start - b.start);
    const list: { from: number; to: number; isUnit: boolean }[] = [];
    let at = start;
    for (const unit of own) {
      if (unit.start > at) list.push({ from: at, to: unit.start, isUnit: false });
      list.push({ from: unit.start, to: unit.end, isUnit: true });
      at = unit.end;
    }
    if (at < end) list.push({ from: at, to: end, isUnit: false });
    return list;
  });
  let sum = 0;
  for (let i = 0; i < annotators; i++) {
    for (let j = 0; j < annotators; j++) {
      if (i === j) continue;
      for (const g of segments[i]!) {
        for (const h of segments[j]!) {
          if (g.isUnit && h.isUnit && g.from < h.to && h.from < g.to)
            sum += (g.from - h.from) ** 2 + (g.to - h.to) ** 2;
          if (g.isUnit && !h.isUnit && h.from <= g.from && g.to <= h.to) sum += (g.to - g.from) ** 2;
          if (!g.isUnit && h.isUnit && g.from <= h.from && h.to <= g.to) sum += (h.to - h.from) ** 2;
        }
      }
    }
  }
  return sum / (annotators * (annotators - 1) * (end - start) ** 2);
}

describe('properties', () => {
  const family = [alphaU, uAlpha, barUAlpha, cuAlpha];

  test('the same annotators in another order, the same categories by other names', () => {
    fc.assert(
      fc.property(continua, (continuum) => {
        const { annotators, categories } = continuum;
        const turned: Continuum = {
          ...continuum,
          units: continuum.units
            .map((unit) => ({
              ...unit,
              annotator: annotators - 1 - unit.annotator,
              category: (unit.category + 1) % categories,
            }))
            .toReversed(),
        };
        for (const coefficient of family) {
          const before = coefficient(continuum);
          const after = coefficient(turned);
          expect(after.reason).toBe(before.reason);
          if (before.value !== null) expect(after.value).toBeCloseTo(before.value, 9);
        }
      }),
    );
  });

  test('1 where all marked the same', () => {
    fc.assert(
      fc.property(continua, (continuum) => {
        const first = continuum.units.filter((unit) => unit.annotator === 0);
        const same: Continuum = {
          ...continuum,
          units: Array.from({ length: continuum.annotators }, (_, annotator) =>
            first.map((unit) => ({ ...unit, annotator })),
          ).flat(),
        };
        for (const coefficient of family) {
          const { value } = coefficient(same);
          if (value !== null) expect(value).toBeCloseTo(1, 12);
        }
        if (first.length > 0) expect(alphaU(same).value).toBe(1);
      }),
    );
  });

  test('merging leaves no overlap within a category, and the marked text as it was', () => {
    const unit = (start: number, end: number, category = 0): Unit => ({ annotator: 0, category, start, end });
    const tangled: Continuum = {
      start: 0,
      end: 30,
      annotators: 2,
      categories: 2,
      units: [unit(10, 20), unit(0, 5), unit(3, 12), unit(20, 22), unit(4, 6, 1)],
    };
    const { continuum, merged } = mergeOverlapping(tangled);
    expect(merged).toBe(2);
    expect(continuum.units).toEqual([unit(0, 20), unit(4, 6, 1), unit(20, 22)]);
    expect(findOverlap(continuum)).toEqual([unit(0, 20), unit(4, 6, 1)]);
    expect(findOverlap({ ...continuum, units: [unit(0, 20), unit(20, 22)] })).toBeNull();
  });
});
