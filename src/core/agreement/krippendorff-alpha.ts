import { defined, undefinedBecause, type Outcome } from './outcome.ts';
import { judgementsIn, MISSING, type Patterns } from './patterns.ts';

export const LEVELS = ['nominal', 'ordinal', 'interval', 'ratio'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * How different two categories are, δ², 0 to any number.
 * @param counts n_c: how often each category occurs in units that two or more annotators judged
 */
export interface Difference {
  between(a: number, b: number): number;
  /** Σ_c Σ_k n_c n_k δ²_ck. */
  expected(counts: Float64Array): number;
}

/**
 * Krippendorff’s α of any number of annotators, with missing data: 1 − D_o / D_e, where D_o is the difference within
 * units, each pair of judgements weighted by 1 / (m_u − 1), and D_e the difference of all judgements among each other
 * (Krippendorff 2004, Content Analysis, ch. 11; 2011, Computing Krippendorff’s Alpha-Reliability). δ² is for
 *
 * - nominal: 0 for the same category, 1 for others
 * - ordinal: the square of the number of judgements between the two, half of those in each counted
 * - interval: (c − k)²
 * - ratio: ((c − k) / (c + k))²
 *
 * A blank cell is missing data; a unit that fewer than two annotators judged says nothing and is left out.
 * *Undefined* with fewer than two annotators, where no unit was judged by two, and with one category only.
 * @param patterns for interval and ratio with `values`; ratio needs values of 0 or more
 */
export function krippendorffAlpha(patterns: Patterns, level: Level): Outcome {
  return alphaWith(patterns, (counts) => differenceOf(level, counts, patterns.values));
}

/**
 * α with another difference of categories, as MASI between sets.
 * @param squared δ², `categories²`, symmetric, 0 on the diagonal
 */
export function alphaWithDifferences(patterns: Patterns, squared: Float64Array): Outcome {
  const { categories } = patterns;
  const between = (a: number, b: number): number => squared[a * categories + b]!;
  return alphaWith(patterns, () => ({ between, expected: (counts) => sumOfPairs(counts, between) }));
}

function alphaWith(patterns: Patterns, makeDifference: (counts: Float64Array) => Difference): Outcome {
  const { annotators, rows, weights } = patterns;
  if (annotators < 2) return undefinedBecause('fewer-than-two-annotators');
  const judgements = new Int32Array(weights.length);
  const counts = new Float64Array(patterns.categories);
  let total = 0;
  for (let row = 0; row < weights.length; row++) {
    if (weights[row] === 0) continue;
    judgements[row] = judgementsIn(patterns, row);
    if (judgements[row]! < 2) continue;
    total += weights[row]! * judgements[row]!;
    for (let i = row * annotators; i < (row + 1) * annotators; i++) {
      if (rows[i] !== MISSING) counts[rows[i]!]! += weights[row]!;
    }
  }
  if (total === 0) return undefinedBecause('no-pairs');
  const { between, expected } = makeDifference(counts);
  const expectedSum = expected(counts);
  if (counts.filter((count) => count > 0).length < 2 || expectedSum <= 0)
    return undefinedBecause('one-category');
  let observedSum = 0;
  for (let row = 0; row < weights.length; row++) {
    if (weights[row] === 0 || judgements[row]! < 2) continue;
    let sum = 0;
    for (let i = row * annotators; i < (row + 1) * annotators; i++) {
      const a = rows[i]!;
      if (a === MISSING) continue;
      for (let j = row * annotators; j < i; j++) {
        const b = rows[j]!;
        if (b !== MISSING && b !== a) sum += between(a, b);
      }
    }
    observedSum += (weights[row]! * 2 * sum) / (judgements[row]! - 1);
  }
  return defined(1 - ((total - 1) * observedSum) / expectedSum);
}

function differenceOf(level: Level, counts: Float64Array, values: Float64Array | null): Difference {
  switch (level) {
    case 'nominal':
      return {
        between: () => 1,
        expected: (n) => sum(n) ** 2 - n.reduce((total, count) => total + count ** 2, 0),
      };
    case 'ordinal':
      // What lies between two categories is the distance of their middles among all judgements in order.
      return squaredDistance(middles(counts));
    case 'interval':
      return squaredDistance(required(values));
    case 'ratio': {
      const at = required(values);
      const between = (a: number, b: number): number => {
        const both = at[a]! + at[b]!;
        return both === 0 ? 0 : ((at[a]! - at[b]!) / both) ** 2;
      };
      return { between, expected: (n) => sumOfPairs(n, between) };
    }
  }
}

/** On a line the sum over all pairs needs no loop over pairs: 2 (n Σ n_c x_c² − (Σ n_c x_c)²). */
function squaredDistance(at: Float64Array): Difference {
  return {
    between: (a, b) => (at[a]! - at[b]!) ** 2,
    expected(counts) {
      const total = sum(counts);
      const mean = counts.reduce((weighted, count, c) => weighted + (count / total) * at[c]!, 0);
      return 2 * total * counts.reduce((weighted, count, c) => weighted + count * (at[c]! - mean) ** 2, 0);
    },
  };
}

function middles(counts: Float64Array): Float64Array {
  let before = 0;
  return counts.map((count) => {
    const middle = before + count / 2;
    before += count;
    return middle;
  });
}

function sumOfPairs(counts: Float64Array, between: (a: number, b: number) => number): number {
  let total = 0;
  for (let a = 0; a < counts.length; a++) {
    if (counts[a] === 0) continue;
    for (let b = 0; b < a; b++) if (counts[b] !== 0) total += 2 * counts[a]! * counts[b]! * between(a, b);
  }
  return total;
}

function required(values: Float64Array | null): Float64Array {
  if (!values) throw new TypeError('Interval and ratio data need the values of their categories.');
  return values;
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
