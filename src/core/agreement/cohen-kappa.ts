import { agreementWeights, type AgreementWeights } from './agreement-weights.ts';
import { defined, undefinedBecause, type Outcome } from './outcome.ts';
import { hasOneCategory, MISSING, type Patterns } from './patterns.ts';

/**
 * Cohen’s κ of two annotators: (P_o − P_e) / (1 − P_e), P_e from each annotator’s own shares of the categories
 * (Cohen 1960), and its weighted form (Cohen 1968). Weights go by the place of a category in the order, not by what
 * number it is.
 *
 * A blank cell is missing data: the unit is left out. *Undefined* for other than two annotators, where no unit was
 * judged by both, and where both used one and the same category throughout.
 */
export function cohenKappa(patterns: Patterns, weighting: AgreementWeights | null = null): Outcome {
  const { annotators, categories, rows, weights } = patterns;
  if (annotators !== 2) return undefinedBecause('not-two-annotators');
  const agreement = weighting && agreementWeights(weighting, categories);
  const first = new Float64Array(categories);
  const second = new Float64Array(categories);
  let units = 0;
  let observed = 0;
  for (let row = 0; row < weights.length; row++) {
    const a = rows[row * 2]!;
    const b = rows[row * 2 + 1]!;
    const weight = weights[row]!;
    if (weight === 0 || a === MISSING || b === MISSING) continue;
    units += weight;
    first[a]! += weight;
    second[b]! += weight;
    observed += weight * agreed(agreement, categories, a, b);
  }
  if (units === 0) return undefinedBecause('no-pairs');
  if (hasOneCategory(patterns, 2)) return undefinedBecause('one-category');
  let expected = 0;
  for (let a = 0; a < categories; a++) {
    if (first[a] === 0) continue;
    for (let b = 0; b < categories; b++)
      expected += first[a]! * second[b]! * agreed(agreement, categories, a, b);
  }
  const chance = expected / (units * units);
  return chance >= 1 ? undefinedBecause('one-category') : defined((observed / units - chance) / (1 - chance));
}

function agreed(agreement: Float64Array | null, categories: number, a: number, b: number): number {
  if (agreement) return agreement[a * categories + b]!;
  return a === b ? 1 : 0;
}
