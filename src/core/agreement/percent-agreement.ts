import { defined, undefinedBecause, type Outcome } from './outcome.ts';
import type { Patterns } from './patterns.ts';
import { weightedAgreement } from './weighted-agreement.ts';

/**
 * Observed agreement: of each unit that two or more annotators judged, the share of the pairs of its judgements that
 * are the same; the mean of it over those units (Fleiss 1971, P̄; Gwet 2014, p_a). Not corrected for chance.
 *
 * A blank cell is missing data: it makes no pair. *Undefined* where no unit was judged by two annotators. With one
 * category only it is 1, which is what was observed and says nothing about reliability.
 */
export function percentAgreement(patterns: Patterns): Outcome {
  if (patterns.annotators < 2) return undefinedBecause('fewer-than-two-annotators');
  const observed = weightedAgreement(patterns, null);
  return observed === null ? undefinedBecause('no-pairs') : defined(observed);
}
