export const AGREEMENT_WEIGHTS = ['linear', 'quadratic'] as const;
export type AgreementWeights = (typeof AGREEMENT_WEIGHTS)[number];

/**
 * How far two categories of an order agree: 1 − d for linear and 1 − d² for quadratic weights, d being their distance
 * as a share of the greatest (Cicchetti & Allison 1971; Fleiss & Cohen 1973).
 * @param positions where each category stands, in any unit; by default 0, 1, 2 …
 * @returns `categories²`, row by row
 */
export function agreementWeights(
  kind: AgreementWeights,
  categories: number,
  positions?: Float64Array | null,
): Float64Array {
  const at = positions ?? Float64Array.from({ length: categories }, (_, i) => i);
  const width =
    at.length === 0 ? 0 : at.reduce((a, b) => Math.max(a, b)) - at.reduce((a, b) => Math.min(a, b));
  const weights = new Float64Array(categories * categories);
  for (let i = 0; i < categories; i++) {
    for (let j = 0; j < categories; j++) {
      const distance = width === 0 ? 0 : Math.abs(at[i]! - at[j]!) / width;
      weights[i * categories + j] = 1 - (kind === 'linear' ? distance : distance * distance);
    }
  }
  return weights;
}
