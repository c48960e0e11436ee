import type { Unit } from './continuum.ts';

/** How γ weighs what makes two units differ. */
export interface GammaWeights {
  /** Of the positional part. */
  readonly position: number;
  /** Of the categorical part. */
  readonly category: number;
}

/** What a unit costs that is aligned with nothing; the scale of all others. */
export const EMPTY_COST = 1;

/** As the authors’ software has them. */
export const DEFAULT_GAMMA_WEIGHTS: GammaWeights = { position: 3, category: 1 };

/**
 * The combined dissimilarity of γ (Mathet, Widlöcher & Métivier 2015, sections 4.3 to 4.5): the positional part is the
 * square of the distances of beginnings and ends by the sum of both lengths, the categorical part 1 for another category.
 */
export function dissimilarity(a: Unit, b: Unit, weights: GammaWeights): number {
  const apart = Math.abs(a.start - b.start) + Math.abs(a.end - b.end);
  const lengths = a.end - a.start + (b.end - b.start);
  const positional = (apart / lengths) ** 2;
  const categorical = a.category === b.category ? 0 : 1;
  return (weights.position * positional + weights.category * categorical) * EMPTY_COST;
}
