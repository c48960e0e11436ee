import type { Continuum } from './continuum.ts';
import { defined, undefinedBecause, type Outcome } from './outcome.ts';
import { commonMatter, sum, unitizingCoincidences } from './unitizing-coincidences.ts';

/**
 * cu-α: how reliably units were coded, on the stretches where units of two annotators intersect; how well their
 * boundaries fit does not matter (Krippendorff, Mathet, Bouvry & Widlöcher 2016, eqs. 10 and 11; Krippendorff 2019,
 * eqs. 36 and 37).
 *
 * What an annotator left blank is missing data: it makes no pair. *Undefined* with fewer than two annotators, where no
 * units intersect, and with one category only.
 * @param continuum units of one annotator do not overlap
 */
export function cuAlpha(continuum: Continuum): Outcome {
  if (continuum.annotators < 2) return undefinedBecause('fewer-than-two-annotators');
  if (continuum.units.length === 0) return undefinedBecause('nobody-marked-anything');
  const coincidences = unitizingCoincidences(continuum);
  const common = commonMatter(coincidences);
  if (!common) return undefinedBecause('no-common-matter');
  const { agreed, gap } = coincidences;
  const chance = common.total - sum(common.expected.agreed);
  if (common.categories < 2 || chance <= 0) return undefinedBecause('one-category');
  return defined(1 - (common.total - (sum(agreed) - agreed[gap]!)) / chance);
}
