import { unitsByAnnotator, type Continuum } from './continuum.ts';
import { defined, undefinedBecause, type Outcome } from './outcome.ts';
import type { Span, SpanScores } from './span-f1.ts';

/**
 * The mean F1 of all pairs of annotators. *Undefined* with fewer than two annotators and where nobody marked anything; a
 * pair of whom neither did is left out.
 */
export function meanSpanF1(
  continuum: Continuum,
  scoresOf: (reference: readonly Span[], response: readonly Span[]) => SpanScores,
): Outcome {
  if (continuum.annotators < 2) return undefinedBecause('fewer-than-two-annotators');
  const lists = unitsByAnnotator(continuum);
  const values: number[] = [];
  for (const [i, reference] of lists.entries()) {
    for (const response of lists.slice(i + 1)) {
      const { value } = scoresOf(reference, response).f1;
      if (value !== null) values.push(value);
    }
  }
  if (values.length === 0) return undefinedBecause('nobody-marked-anything');
  return defined(values.reduce((sum, value) => sum + value, 0) / values.length);
}
