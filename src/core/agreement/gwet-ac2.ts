import { defined, undefinedBecause, type Outcome } from './outcome.ts';
import { hasOneCategory, MISSING, type Patterns } from './patterns.ts';
import { weightedAgreement } from './weighted-agreement.ts';

/**
 * Gwet’s AC2: (p_a − p_e) / (1 − p_e), with p_e = T_w / (q (q − 1)) · Σ π_k (1 − π_k), T_w the sum of all weights, q the
 * number of categories, π_k the mean share of category k in a unit (Gwet 2014, Handbook of Inter-Rater Reliability,
 * ch. 5). Categories that nobody used count into q where the table names them.
 *
 * A blank cell is missing data; a unit that one annotator judged counts into π_k and not into p_a, as Gwet has it.
 * *Undefined* with fewer than two annotators, where no unit was judged by two, and where one category only was used.
 * @param agreement between each two categories, `categories²`; null for AC1
 */
export function gwetAc2(patterns: Patterns, agreement: Float64Array | null): Outcome {
  const { annotators, categories, rows, weights } = patterns;
  if (annotators < 2) return undefinedBecause('fewer-than-two-annotators');
  const observed = weightedAgreement(patterns, agreement);
  if (observed === null) return undefinedBecause('no-pairs');
  if (categories < 2 || hasOneCategory(patterns, 1)) return undefinedBecause('one-category');
  const shares = new Float64Array(categories);
  let units = 0;
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]!;
    if (weight === 0) continue;
    let judgements = 0;
    for (let i = row * annotators; i < (row + 1) * annotators; i++) if (rows[i] !== MISSING) judgements++;
    if (judgements === 0) continue;
    units += weight;
    for (let i = row * annotators; i < (row + 1) * annotators; i++) {
      const category = rows[i]!;
      if (category !== MISSING) shares[category]! += weight / judgements;
    }
  }
  const sumOfWeights = agreement ? agreement.reduce((sum, weight) => sum + weight, 0) : categories;
  const spread = shares.reduce((sum, share) => sum + (share / units) * (1 - share / units), 0);
  const expected = (sumOfWeights / (categories * (categories - 1))) * spread;
  return defined((observed - expected) / (1 - expected));
}
