import type { Continuum } from './continuum.ts';
import { defined, undefinedBecause, type Outcome } from './outcome.ts';
import { expectedCoincidences, sum, unitizingCoincidences } from './unitizing-coincidences.ts';

/**
 * The u-α of 2016: how reliably a continuum was cut into units *and* the units were coded, gaps between units being one
 * more value (Krippendorff, Mathet, Bouvry & Widlöcher 2016, On the reliability of unitizing textual continua: Further
 * developments, eq. 5; Krippendorff 2019, Content Analysis, eq. 34).
 *
 * What an annotator left blank is a gap, and a disagreement with any unit. *Undefined* with fewer than two annotators,
 * and where there is one value only: nobody marked anything, or everybody everything with one category.
 * @param continuum units of one annotator do not overlap
 */
export function uAlpha(continuum: Continuum): Outcome {
  if (continuum.annotators < 2) return undefinedBecause('fewer-than-two-annotators');
  const { lengths, agreed, within, gap } = unitizingCoincidences(continuum);
  const total = sum(lengths);
  if (lengths[gap] === total) return undefinedBecause('nobody-marked-anything');
  const expected = expectedCoincidences(lengths, within);
  const chance = expected && total - sum(expected.agreed);
  // Sums of many products: what is left of nothing is not exactly nothing.
  if (chance === null || chance <= total * 1e-12) return undefinedBecause('everything-marked');
  return defined(1 - (total - sum(agreed)) / chance);
}
