import { describe, expect, test } from 'vitest';
import { agreementWeights } from '../../../src/core/agreement/agreement-weights.ts';
import { cohenKappa } from '../../../src/core/agreement/cohen-kappa.ts';
import { fleissKappa, fleissParts } from '../../../src/core/agreement/fleiss-kappa.ts';
import { gwetAc1 } from '../../../src/core/agreement/gwet-ac1.ts';
import { gwetAc2 } from '../../../src/core/agreement/gwet-ac2.ts';
import { krippendorffAlpha, type Level } from '../../../src/core/agreement/krippendorff-alpha.ts';
import { masiDifference } from '../../../src/core/agreement/masi.ts';
import { percentAgreement } from '../../../src/core/agreement/percent-agreement.ts';
import {
  C_DATA,
  COHEN_1960,
  FLEISS_1971,
  fromContingency,
  GWET,
  GWET_2014,
  HAYES_2007,
  KRIPPENDORFF_1980,
  patternsOf,
  WIKIPEDIA,
} from './published.ts';

/** A published value is met when it rounds to the printed digits. */
function printed(value: number | null, digits: number): string {
  return value === null ? 'undefined' : value.toFixed(digits);
}

describe('published values, to the printed digits', () => {
  const alphas: readonly [string, (number | null)[][], Level, string][] = [
    ['fast-krippendorff, 3 × 15', WIKIPEDIA, 'nominal', '0.691358'],
    ['fast-krippendorff, 3 × 15', WIKIPEDIA, 'interval', '0.810845'],
    ['fast-krippendorff, 4 × 12', C_DATA, 'nominal', '0.743421'],
    ['fast-krippendorff, 4 × 12', C_DATA, 'ordinal', '0.815388'],
    ['fast-krippendorff, 4 × 12', C_DATA, 'interval', '0.849107'],
    ['fast-krippendorff, 4 × 12', C_DATA, 'ratio', '0.797403'],
    ['Krippendorff 1980', KRIPPENDORFF_1980, 'nominal', '0.6417'],
    ['Krippendorff 1980', KRIPPENDORFF_1980, 'interval', '0.5469'],
    ['Krippendorff 1980', KRIPPENDORFF_1980, 'ratio', '0.4833'],
    ['Hayes & Krippendorff 2007', HAYES_2007, 'ordinal', '0.7598'],
    ['Hayes & Krippendorff 2007 (as Grill computes it)', HAYES_2007, 'nominal', '0.477'],
    ['Hayes & Krippendorff 2007 (as Grill computes it)', HAYES_2007, 'interval', '0.757'],
  ];
  test.each(alphas)('%s: α %s', (_name, rows, level, value) => {
    const digits = value.split('.')[1]!.length;
    expect(printed(krippendorffAlpha(patternsOf(rows), level).value, digits)).toBe(value);
  });

  test('the data are those that were published: as many units as they say', () => {
    expect([WIKIPEDIA.length, C_DATA.length, HAYES_2007.length, FLEISS_1971.length]).toEqual([
      15, 12, 40, 30,
    ]);
    expect([COHEN_1960.length, GWET.length]).toEqual([200, 100]);
  });

  test('Fleiss 1971', () => {
    const patterns = patternsOf(FLEISS_1971);
    const parts = fleissParts(patterns);
    if (!('kappa' in parts)) throw new Error('Fleiss’ example has a κ.');
    expect([printed(parts.observed, 4), printed(parts.expected, 4)]).toEqual(['0.5556', '0.2199']);
    expect(printed(fleissKappa(patterns).value, 4)).toBe('0.4302');
  });

  test('Cohen 1960, plain and weighted', () => {
    const patterns = patternsOf(COHEN_1960);
    expect(printed(cohenKappa(patterns).value, 4)).toBe('0.4915');
    expect(printed(cohenKappa(patterns, 'linear').value, 5)).toBe('0.47368');
    expect(printed(cohenKappa(patterns, 'quadratic').value, 5)).toBe('0.45455');
    expect(printed(percentAgreement(patterns).value, 2)).toBe('0.70');
  });

  test('Gwet: AC1 of two annotators, and of four with blank cells; AC2 by weights', () => {
    expect(printed(gwetAc1(patternsOf(GWET)).value, 3)).toBe('0.808');
    const patterns = patternsOf(GWET_2014);
    expect(printed(percentAgreement(patterns).value, 3)).toBe('0.818');
    expect(printed(gwetAc1(patterns).value, 3)).toBe('0.775');
    const ac2 = (kind: 'linear' | 'quadratic') =>
      gwetAc2(patterns, agreementWeights(kind, patterns.categories, patterns.values)).value;
    expect(printed(ac2('linear'), 3)).toBe('0.859');
    expect(printed(ac2('quadratic'), 3)).toBe('0.914');
    expect(
      printed(
        gwetAc1(
          patternsOf(
            fromContingency([
              [8, 1],
              [0, 1],
            ]),
          ),
        ).value,
        4,
      ),
    ).toBe('0.8658');
  });

  test('MASI, as Passonneau 2006 defines it', () => {
    const masi = (a: string, b: string) => masiDifference(new Set(a), new Set(b));
    expect(masi('ab', 'ab')).toBe(0);
    expect(masi('a', 'ab')).toBeCloseTo(1 - (1 / 2) * (2 / 3), 12);
    expect(masi('ab', 'bc')).toBeCloseTo(1 - (1 / 3) * (1 / 3), 12);
    expect(masi('a', 'b')).toBe(1);
    expect(masi('', 'b')).toBe(1);
    expect(masi('', '')).toBe(0);
  });
});
