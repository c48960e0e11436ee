import type { Continuum } from './continuum.ts';
import { defined, undefinedBecause, type Outcome } from './outcome.ts';
import { commonMatter, unitizingCoincidences } from './unitizing-coincidences.ts';

/** (k)u-α of one category, and how much of what was so coded it covers. */
export interface CategoryReliability {
  readonly alpha: Outcome;
  /** 0 to 1: the share of the category’s length that lies in intersections. */
  readonly coverage: number;
}

/**
 * (k)u-α: how reliably one category was given, on the same stretches as cu-α (2016, eq. 13; 2019, eq. 38).
 * *Undefined* where the category lies in no intersection, and where it is the only one there.
 */
export function kuAlphas(continuum: Continuum): CategoryReliability[] {
  if (continuum.annotators < 2 || continuum.units.length === 0) return [];
  const coincidences = unitizingCoincidences(continuum);
  const { lengths, agreed, common } = coincidences;
  const matter = commonMatter(coincidences);
  return Array.from({ length: continuum.categories }, (_, k): CategoryReliability => {
    const coverage = lengths[k]! > 0 ? common[k]! / lengths[k]! : 0;
    if (!matter || common[k] === 0) return { alpha: undefinedBecause('no-common-matter'), coverage };
    if (matter.categories < 2) return { alpha: undefinedBecause('one-category'), coverage };
    const { margins, agreed: expected } = matter.expected;
    const chance = (margins[k]! - expected[k]!) / margins[k]!;
    return { alpha: defined(1 - (common[k]! - agreed[k]!) / common[k]! / chance), coverage };
  });
}
