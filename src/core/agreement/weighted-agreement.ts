import { MISSING, type Patterns } from './patterns.ts';

/**
 * The mean agreement of the pairs of judgements of a unit, over the units that two or more annotators judged
 * (Gwet 2014, p_a, weighted); null where there is none.
 * @param agreement between each two categories, `categories²`, 1 on the diagonal; null: 1 for the same, 0 for others
 */
export function weightedAgreement(
  { annotators, categories, rows, weights }: Patterns,
  agreement: Float64Array | null,
): number | null {
  let total = 0;
  let units = 0;
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]!;
    if (weight === 0) continue;
    const from = row * annotators;
    let judgements = 0;
    let sum = 0;
    for (let i = from; i < from + annotators; i++) {
      const category = rows[i]!;
      if (category === MISSING) continue;
      judgements++;
      for (let j = from; j < i; j++) {
        const other = rows[j]!;
        if (other === MISSING) continue;
        if (agreement) sum += agreement[category * categories + other]!;
        else if (category === other) sum++;
      }
    }
    if (judgements < 2) continue;
    units += weight;
    total += (weight * sum * 2) / (judgements * (judgements - 1));
  }
  return units === 0 ? null : total / units;
}
