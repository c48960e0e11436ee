import type { Continuum } from './continuum.ts';
import { defined, undefinedBecause, type Outcome } from './outcome.ts';
import { expectedCoincidences, sum, unitizingCoincidences } from './unitizing-coincidences.ts';

/**
 * |u-α: how reliably what matters was told from what does not, whatever the units were coded as (Krippendorff, Mathet,
 * Bouvry & Widlöcher 2016, eq. 6; Krippendorff 2019, eq. 35).
 *
 * What an annotator left blank is a gap, and a disagreement with any unit. *Undefined* with fewer than two annotators,
 * and where nobody marked anything or everybody everything.
 * @param continuum units of one annotator do not overlap
 */
export function barUAlpha(continuum: Continuum): Outcome {
  if (continuum.annotators < 2) return undefinedBecause('fewer-than-two-annotators');
  const { lengths, agreed, within, gap } = unitizingCoincidences(continuum);
  if (lengths[gap] === sum(lengths)) return undefinedBecause('nobody-marked-anything');
  const expected = expectedCoincidences(lengths, within);
  const chance = expected && expected.margins[gap]! - expected.agreed[gap]!;
  if (lengths[gap] === 0 || chance === null || chance <= 0) return undefinedBecause('everything-marked');
  return defined(1 - (lengths[gap]! - agreed[gap]!) / chance);
}
