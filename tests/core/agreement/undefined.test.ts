import { describe, expect, test } from 'vitest';
import { agreementWeights } from '../../../src/core/agreement/agreement-weights.ts';
import { alphaU } from '../../../src/core/agreement/alpha-u.ts';
import { barUAlpha } from '../../../src/core/agreement/bar-u-alpha.ts';
import { bootstrap } from '../../../src/core/agreement/bootstrap.ts';
import { cohenKappa } from '../../../src/core/agreement/cohen-kappa.ts';
import type { Continuum } from '../../../src/core/agreement/continuum.ts';
import { cuAlpha } from '../../../src/core/agreement/cu-alpha.ts';
import { fleissKappa } from '../../../src/core/agreement/fleiss-kappa.ts';
import { gamma } from '../../../src/core/agreement/gamma.ts';
import { gwetAc1 } from '../../../src/core/agreement/gwet-ac1.ts';
import { gwetAc2 } from '../../../src/core/agreement/gwet-ac2.ts';
import { krippendorffAlpha, LEVELS } from '../../../src/core/agreement/krippendorff-alpha.ts';
import { reasonSentence, UNDEFINED_REASONS, type Outcome } from '../../../src/core/agreement/outcome.ts';
import { percentAgreement } from '../../../src/core/agreement/percent-agreement.ts';
import { distinctPatterns, type Patterns } from '../../../src/core/agreement/patterns.ts';
import { exactSpanScores, partialSpanScores } from '../../../src/core/agreement/span-f1.ts';
import { uAlpha } from '../../../src/core/agreement/u-alpha.ts';
import { patternsOf } from './published.ts';

const corrected: Readonly<Record<string, (patterns: Patterns) => Outcome>> = {
  cohen: (patterns) => cohenKappa(patterns),
  'cohen-linear': (patterns) => cohenKappa(patterns, 'linear'),
  'cohen-quadratic': (patterns) => cohenKappa(patterns, 'quadratic'),
  fleiss: fleissKappa,
  ac1: gwetAc1,
  ac2: (patterns) => gwetAc2(patterns, agreementWeights('linear', patterns.categories, patterns.values)),
  ...Object.fromEntries(
    LEVELS.map((level) => [`alpha-${level}`, (patterns: Patterns) => krippendorffAlpha(patterns, level)]),
  ),
};

describe('a coefficient without a value says why', () => {
  test.each(Object.entries(corrected))('%s', (_name, coefficient) => {
    const ones = [
      [1, 1],
      [1, 1],
      [1, 1],
    ];
    expect(coefficient(patternsOf(ones))).toEqual({ value: null, reason: 'one-category' });
    expect(
      coefficient(
        patternsOf([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toEqual({ value: null, reason: 'one-category' });
    expect(
      coefficient(
        patternsOf([
          [1, null],
          [null, 2],
        ]),
      ),
    ).toEqual({ value: null, reason: 'no-pairs' });
    expect(coefficient(distinctPatterns({ annotators: 2, categories: 2, cells: new Int32Array() }))).toEqual({
      value: null,
      reason: 'no-pairs',
    });
    const single = coefficient(patternsOf([[1], [2]]));
    expect(single.value).toBeNull();
    expect(single.reason).toMatch(/two-annotators/);
  });

  test('a category that only a unit without a pair has does not make two of one', () => {
    const rows = [
      [1, 1],
      [1, 1],
      [2, null],
    ];
    for (const name of [
      'cohen',
      'fleiss',
      'alpha-nominal',
      'alpha-ordinal',
      'alpha-interval',
      'alpha-ratio',
    ]) {
      expect(corrected[name]!(patternsOf(rows)), name).toEqual({ value: null, reason: 'one-category' });
    }
    // Gwet counts what was said of units that only one judged into the shares: there is something to tell from chance.
    expect(corrected['ac1']!(patternsOf(rows)).value).toBe(1);
  });

  test('percent agreement of one category is what was observed', () => {
    expect(
      percentAgreement(
        patternsOf([
          [1, 1],
          [1, 1],
        ]),
      ),
    ).toEqual({ value: 1, reason: null });
    expect(percentAgreement(patternsOf([[1, null]]))).toEqual({ value: null, reason: 'no-pairs' });
  });

  test('Cohen compares two', () => {
    expect(cohenKappa(patternsOf([[1, 2, 1]]))).toEqual({ value: null, reason: 'not-two-annotators' });
  });

  const nobody: Continuum = { start: 0, end: 10, annotators: 2, categories: 1, units: [] };
  const everything: Continuum = {
    ...nobody,
    units: [0, 1].map((annotator) => ({ annotator, category: 0, start: 0, end: 10 })),
  };
  test('unitizing: nobody marked anything, one annotator only, everybody everything', () => {
    const all = [alphaU, uAlpha, barUAlpha, cuAlpha, (one: Continuum) => gamma(one, { seed: 1 }).outcome];
    for (const coefficient of all) {
      expect(coefficient(nobody)).toEqual({ value: null, reason: 'nobody-marked-anything' });
      expect(coefficient({ ...nobody, annotators: 1 }).reason).toBe('fewer-than-two-annotators');
    }
    expect(uAlpha(everything)).toEqual({ value: null, reason: 'everything-marked' });
    expect(barUAlpha(everything)).toEqual({ value: null, reason: 'everything-marked' });
    expect(cuAlpha(everything)).toEqual({ value: null, reason: 'one-category' });
  });

  test('unitizing: what has no length or lies outside is the caller’s misuse', () => {
    const of = (start: number, end: number): Continuum => ({
      ...nobody,
      units: [{ annotator: 0, category: 0, start, end }],
    });
    for (const bad of [of(3, 3), of(5, 4), of(8, 11), of(-1, 2)]) {
      for (const coefficient of [alphaU, uAlpha, cuAlpha]) expect(() => coefficient(bad)).toThrow(RangeError);
      expect(() => gamma(bad, { seed: 1 })).toThrow(RangeError);
    }
  });

  test('cu-α: units that never meet', () => {
    const apart: Continuum = {
      ...nobody,
      categories: 2,
      units: [
        { annotator: 0, category: 0, start: 0, end: 3 },
        { annotator: 1, category: 1, start: 5, end: 8 },
      ],
    };
    expect(cuAlpha(apart)).toEqual({ value: null, reason: 'no-common-matter' });
    expect(uAlpha(apart).value).toBeLessThan(0);
  });

  test('spans: nothing marked by either, and by one', () => {
    for (const scores of [exactSpanScores, partialSpanScores]) {
      expect(scores([], []).f1).toEqual({ value: null, reason: 'nobody-marked-anything' });
      const one = scores([{ start: 0, end: 3, category: 0 }], []);
      expect(one.f1).toEqual({ value: 0, reason: null });
      expect(one.recall).toEqual({ value: 0, reason: null });
      expect(one.precision.value).toBeNull();
    }
  });

  test('an interval of one unit, or of rounds that mostly have no value, is none', () => {
    const options = { rounds: 50, seed: 1 };
    expect(bootstrap(patternsOf([[1, 2]]), [gwetAc1], options)).toEqual([null]);
    const mostlyOnes = [...Array.from({ length: 40 }, () => [1, 1]), [1, 2]];
    expect(bootstrap(patternsOf(mostlyOnes.slice(0, 2)), [gwetAc1], options)).toEqual([null]);
  });

  test('every reason has a sentence', () => {
    for (const reason of UNDEFINED_REASONS) expect(reasonSentence(reason)).toMatch(/^[A-Z].*\.$/);
  });
});
