import { defined, undefinedBecause, type Outcome } from './outcome.ts';
import { judgementsIn, MISSING, type Patterns } from './patterns.ts';

/** Fleiss’ κ with what it is made of. */
export interface FleissParts {
  readonly observed: number;
  readonly expected: number;
  readonly kappa: Outcome;
}

/**
 * Fleiss’ κ of any number of annotators: (P̄ − P̄_e) / (1 − P̄_e), P̄_e from the shares of the categories among all
 * judgements (Fleiss 1971). Of two annotators it is Scott’s π.
 *
 * It is defined for equally many judgements of every unit: a unit with a blank cell is left out whole.
 * *Undefined* where no unit was judged by all, with fewer than two annotators, and with one category only.
 */
export function fleissKappa(patterns: Patterns): Outcome {
  const parts = fleissParts(patterns);
  return 'kappa' in parts ? parts.kappa : parts;
}

/** @returns an outcome without a value where nothing can be computed at all */
export function fleissParts(patterns: Patterns): FleissParts | Outcome {
  const { annotators, categories, rows, weights } = patterns;
  if (annotators < 2) return undefinedBecause('fewer-than-two-annotators');
  const counts = new Float64Array(categories);
  const here = new Float64Array(categories);
  let units = 0;
  let agreement = 0;
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]!;
    if (weight === 0 || judgementsIn(patterns, row) < annotators) continue;
    units += weight;
    for (let i = row * annotators; i < (row + 1) * annotators; i++) {
      const category = rows[i]!;
      if (category === MISSING) continue;
      // Each judgement agrees with those of its category before it.
      agreement += weight * here[category]!;
      here[category]!++;
      counts[category]! += weight;
    }
    for (let i = row * annotators; i < (row + 1) * annotators; i++) here[rows[i]!] = 0;
  }
  if (units === 0) return undefinedBecause('no-pairs');
  const observed = (2 * agreement) / (units * annotators * (annotators - 1));
  const total = units * annotators;
  const expected = counts.reduce((sum, count) => sum + (count / total) ** 2, 0);
  const hasOne = counts.filter((count) => count > 0).length === 1;
  return {
    observed,
    expected,
    kappa: hasOne ? undefinedBecause('one-category') : defined((observed - expected) / (1 - expected)),
  };
}
