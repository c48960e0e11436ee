import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreementWeights } from '../../../src/core/agreement/agreement-weights.ts';
import { bootstrap } from '../../../src/core/agreement/bootstrap.ts';
import { cohenKappa } from '../../../src/core/agreement/cohen-kappa.ts';
import { fleissKappa } from '../../../src/core/agreement/fleiss-kappa.ts';
import { gwetAc1 } from '../../../src/core/agreement/gwet-ac1.ts';
import { gwetAc2 } from '../../../src/core/agreement/gwet-ac2.ts';
import {
  alphaWithDifferences,
  krippendorffAlpha,
  LEVELS,
  type Level,
} from '../../../src/core/agreement/krippendorff-alpha.ts';
import { masiDifference, masiDifferences } from '../../../src/core/agreement/masi.ts';
import { percentAgreement } from '../../../src/core/agreement/percent-agreement.ts';
import { distinctPatterns, pairOf, type Patterns } from '../../../src/core/agreement/patterns.ts';
import { exactSpanScores, partialSpanScores } from '../../../src/core/agreement/span-f1.ts';
import { COHEN_1960, HAYES_2007, patternsOf, tableOf } from './published.ts';

type Rows = (number | null)[][];

function tables(annotators: fc.Arbitrary<number>): fc.Arbitrary<Rows> {
  return annotators.chain((width) =>
    fc.array(
      fc.array(fc.option(fc.integer({ min: 1, max: 5 }), { freq: 5 }), {
        minLength: width,
        maxLength: width,
      }),
      { minLength: 1, maxLength: 25 },
    ),
  );
}

const ANY = tables(fc.integer({ min: 2, max: 5 }));
const TWO = tables(fc.constant(2));

/** The textbook way: a matrix of coincidences of all values (Krippendorff 2011). */
function alphaByMatrix(rows: Rows, level: Level): number | null {
  const values = [...new Set(rows.flat().filter((cell) => cell !== null))].sort((a, b) => a - b);
  const o = values.map(() => values.map(() => 0));
  for (const row of rows) {
    const said = row.filter((cell) => cell !== null).map((cell) => values.indexOf(cell));
    for (const [i, c] of said.entries()) {
      for (const [j, k] of said.entries()) if (i !== j) o[c]![k]! += 1 / (said.length - 1);
    }
  }
  const n = o.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = n.reduce((sum, count) => sum + count, 0);
  const difference = (c: number, k: number): number => {
    const [a, b] = [values[c]!, values[k]!];
    if (level === 'nominal') return c === k ? 0 : 1;
    if (level === 'interval') return (a - b) ** 2;
    if (level === 'ratio') return ((a - b) / (a + b)) ** 2;
    const [low, high] = [Math.min(c, k), Math.max(c, k)];
    const between = n.slice(low, high + 1).reduce((sum, count) => sum + count, 0);
    return (between - (n[low]! + n[high]!) / 2) ** 2;
  };
  let observed = 0;
  let expected = 0;
  for (const c of values.keys()) {
    for (const k of values.keys()) {
      observed += o[c]![k]! * difference(c, k);
      expected += n[c]! * n[k]! * difference(c, k);
    }
  }
  return total === 0 || expected === 0 ? null : 1 - ((total - 1) * observed) / expected;
}

function close(actual: number | null, wanted: number | null): void {
  if (wanted === null) expect(actual).toBeNull();
  else expect(actual).toBeCloseTo(wanted, 9);
}

describe('against formulas written down anew', () => {
  test('α by distinct rows = α by the matrix of coincidences', () => {
    fc.assert(
      fc.property(ANY, fc.constantFrom(...LEVELS), (rows, level) => {
        close(krippendorffAlpha(patternsOf(rows), level).value, alphaByMatrix(rows, level));
      }),
      { numRuns: 300 },
    );
  });

  test('rows told apart by a map are those told apart by an array', () => {
    fc.assert(
      fc.property(ANY, (rows) => {
        const table = tableOf(rows);
        const many = distinctPatterns({ ...table, categories: 50_000, values: undefined });
        const huge = distinctPatterns({ ...table, categories: 2 ** 40, values: undefined });
        const few = distinctPatterns(table);
        for (const other of [many, huge]) {
          expect(other.rows).toEqual(few.rows);
          expect(other.weights).toEqual(few.weights);
          expect(other.rowOf).toEqual(few.rowOf);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('Cohen’s κ: 1 minus the disagreement seen by that of chance', () => {
    fc.assert(
      fc.property(TWO, fc.constantFrom(null, 'linear', 'quadratic'), (rows, kind) => {
        const both = rows.filter((row) => row.every((cell) => cell !== null)) as number[][];
        const values = [...new Set(rows.flat().filter((cell) => cell !== null))].sort((a, b) => a - b);
        const apart = (a: number, b: number): number => {
          const steps = Math.abs(values.indexOf(a) - values.indexOf(b));
          if (kind === null) return steps === 0 ? 0 : 1;
          return kind === 'linear' ? steps : steps ** 2;
        };
        const observed = both.reduce((sum, [a, b]) => sum + apart(a!, b!), 0) / both.length;
        let chance = 0;
        for (const [a] of both) for (const [, b] of both) chance += apart(a!, b!) / both.length ** 2;
        const wanted = both.length === 0 || chance === 0 ? null : 1 - observed / chance;
        close(cohenKappa(patternsOf(rows), kind).value, wanted);
      }),
      { numRuns: 300 },
    );
  });

  test('Fleiss’ κ is α but for small samples: α = κ + (1 − κ) / (n m)', () => {
    fc.assert(
      fc.property(ANY, (rows) => {
        const whole = rows.filter((row) => row.every((cell) => cell !== null));
        const kappa = fleissKappa(patternsOf(rows)).value;
        if (kappa === null) return;
        const judgements = whole.length * whole[0]!.length;
        close(alphaByMatrix(whole, 'nominal'), kappa + (1 - kappa) / judgements);
      }),
      { numRuns: 200 },
    );
  });

  test('MASI in α is nominal α where every set has one tag', () => {
    fc.assert(
      fc.property(ANY, (rows) => {
        const patterns = patternsOf(rows);
        const sets = Array.from({ length: patterns.categories }, (_, i) => new Set([String(i)]));
        const masi = alphaWithDifferences(patterns, masiDifferences(sets));
        expect(masi.reason).toBe(krippendorffAlpha(patterns, 'nominal').reason);
        close(masi.value, krippendorffAlpha(patterns, 'nominal').value);
      }),
    );
  });
});

const invariant: readonly [string, (patterns: Patterns) => { value: number | null }][] = [
  ['percent', percentAgreement],
  ['fleiss', fleissKappa],
  ['ac1', gwetAc1],
  [
    'ac2',
    (patterns) => gwetAc2(patterns, agreementWeights('quadratic', patterns.categories, patterns.values)),
  ],
  ...LEVELS.map((level): [string, (patterns: Patterns) => { value: number | null }] => [
    level,
    (patterns) => krippendorffAlpha(patterns, level),
  ]),
];

describe('properties', () => {
  test.each(invariant)('%s does not depend on the order of annotators or units', (_name, coefficient) => {
    fc.assert(
      fc.property(ANY, fc.nat(), (rows, turn) => {
        const turned = rows.map((row) => row.map((_cell, i) => row[(i + turn) % row.length]!)).toReversed();
        close(coefficient(patternsOf(turned)).value, coefficient(patternsOf(rows)).value);
      }),
    );
  });

  test.each(invariant.filter(([name]) => ['percent', 'fleiss', 'ac1', 'nominal'].includes(name)))(
    '%s does not depend on the names of categories',
    (_name, coefficient) => {
      fc.assert(
        fc.property(ANY, (rows) => {
          const renamed = rows.map((row) => row.map((cell) => (cell === null ? null : (cell * 7) % 11)));
          close(coefficient(patternsOf(renamed)).value, coefficient(patternsOf(rows)).value);
        }),
      );
    },
  );

  test('interval α does not depend on the unit of measure, ordinal α on any that keeps the order', () => {
    fc.assert(
      fc.property(ANY, (rows) => {
        const map = (change: (cell: number) => number): Rows =>
          rows.map((row) => row.map((cell) => (cell === null ? null : change(cell))));
        const alpha = (table: Rows, level: Level) => krippendorffAlpha(patternsOf(table), level).value;
        close(
          alpha(
            map((cell) => 3 * cell - 40),
            'interval',
          ),
          alpha(rows, 'interval'),
        );
        close(
          alpha(
            map((cell) => cell ** 3),
            'ordinal',
          ),
          alpha(rows, 'ordinal'),
        );
        close(
          alpha(
            map((cell) => cell * 10),
            'ratio',
          ),
          alpha(rows, 'ratio'),
        );
      }),
    );
  });

  test('1 where all agree and more than one category was used, and nothing above', () => {
    fc.assert(
      fc.property(ANY, (rows) => {
        const agreed = rows.map((row) =>
          row.map((cell) => (cell === null ? null : (row.find((one) => one !== null) ?? null))),
        );
        for (const [name, coefficient] of invariant) {
          const all = coefficient(patternsOf(agreed)).value;
          if (all !== null) expect(all, name).toBeCloseTo(1, 9);
          const any = coefficient(patternsOf(rows)).value;
          if (any !== null) expect(any, name).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  test('a pair of three annotators is those two', () => {
    fc.assert(
      fc.property(tables(fc.constant(3)), (rows) => {
        const two = rows.map((row) => [row[2]!, row[0]!]);
        close(
          krippendorffAlpha(pairOf(patternsOf(rows), 2, 0), 'ordinal').value,
          alphaByMatrix(two, 'ordinal'),
        );
      }),
    );
  });

  test('spans: F1 is the same either way, partial is no less than exact', () => {
    const spans = fc.array(
      fc
        .record({ start: fc.nat(30), length: fc.integer({ min: 1, max: 9 }), category: fc.nat(1) })
        .map(({ start, length, category }) => ({ start, end: start + length, category })),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(spans, spans, (first, second) => {
        const exact = exactSpanScores(first, second);
        const partial = partialSpanScores(first, second);
        expect(exactSpanScores(second, first).f1).toEqual(exact.f1);
        if (exact.f1.value !== null) expect(partial.f1.value!).toBeGreaterThanOrEqual(exact.f1.value);
        const left = [...second];
        const common = first.filter((span) => {
          const at = left.findIndex((other) => JSON.stringify(other) === JSON.stringify(span));
          return at >= 0 && left.splice(at, 1).length > 0;
        }).length;
        if (first.length > 0) expect(exact.recall.value).toBeCloseTo(common / first.length, 12);
        if (first.length > 0) expect(exactSpanScores(first, first).f1.value).toBe(1);
      }),
    );
  });

  test('spans: one that only overlaps counts half, once', () => {
    const span = (start: number, end: number) => ({ start, end, category: 0 });
    expect(partialSpanScores([span(0, 10), span(20, 30)], [span(5, 12), span(8, 11), span(20, 30)])).toEqual({
      precision: { value: 0.5, reason: null },
      recall: { value: 0.75, reason: null },
      f1: { value: 0.6, reason: null },
    });
  });

  test('masiDifference is symmetric and between 0 and 1', () => {
    const sets = fc.array(fc.constantFrom('a', 'b', 'c', 'd')).map((tags) => new Set(tags));
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const difference = masiDifference(a, b);
        expect(difference).toBe(masiDifference(b, a));
        expect(difference).toBeGreaterThanOrEqual(0);
        expect(difference).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('bootstrap intervals', () => {
  test('hold the value, are the same for the same seed and others for another', () => {
    const patterns = patternsOf(HAYES_2007);
    const coefficients = [(one: Patterns) => krippendorffAlpha(one, 'ordinal'), gwetAc1];
    const [alpha, ac1] = bootstrap(patterns, coefficients, { rounds: 1000, seed: 1 });
    const value = krippendorffAlpha(patterns, 'ordinal').value!;
    expect(alpha!.low).toBeLessThan(value);
    expect(alpha!.high).toBeGreaterThan(value);
    expect(alpha!.rounds).toBe(1000);
    expect(bootstrap(patterns, coefficients, { rounds: 1000, seed: 1 })).toEqual([alpha, ac1]);
    expect(bootstrap(patterns, coefficients, { rounds: 1000, seed: 2 })).not.toEqual([alpha, ac1]);
  });

  test('are those of resampling the units themselves', () => {
    const whole = bootstrap(patternsOf(COHEN_1960), [(one) => cohenKappa(one)], {
      rounds: 2000,
      seed: 5,
    })[0]!;
    // Cohen 1960 gives σ(κ) = .055 and thus .384 to .599; a bootstrap of 200 units comes near it.
    expect(whole.low).toBeCloseTo(0.384, 1);
    expect(whole.high).toBeCloseTo(0.599, 1);
    const rounds: number[] = [];
    bootstrap(patternsOf(COHEN_1960), [gwetAc1], {
      rounds: 3,
      seed: 5,
      onRound: (round) => rounds.push(round),
    });
    expect(rounds).toEqual([0, 1, 2]);
  });
});
