import type { Interval } from '../../../core/agreement/bootstrap.ts';
import { reasonSentence, type Outcome } from '../../../core/agreement/outcome.ts';
import { formatProblem, writeJson, writeTable, type Output } from '../output.ts';
import { formatInterval, formatValue } from './options.ts';

interface Coefficient {
  readonly measure: string;
  readonly outcome: Outcome;
  /** 95 %; null where it was not reckoned. */
  readonly interval: Interval | null;
  readonly units: number;
  readonly annotators: readonly string[];
}

/**
 * Writes one coefficient of a file, as JSON or as a table with a note on why there is no number.
 * @param about what JSON says besides
 */
export async function tellCoefficient(
  output: Output,
  file: string,
  isJson: boolean,
  { measure, outcome, interval, units, annotators }: Coefficient,
  about: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (isJson) {
    await writeJson(output, [
      {
        measure,
        value: outcome.value,
        reason: outcome.reason && reasonSentence(outcome.reason),
        reasonCode: outcome.reason,
        interval,
        units,
        annotators,
        ...about,
      },
    ]);
    return;
  }
  await writeTable(
    output,
    ['MEASURE', 'VALUE', '95 % INTERVAL', 'UNITS', 'ANNOTATORS'],
    [
      [
        measure,
        formatValue(outcome.value),
        formatInterval(interval),
        String(units),
        String(annotators.length),
      ],
    ],
  );
  if (outcome.reason) output.error(formatProblem({ file }, `note: ${reasonSentence(outcome.reason)}`));
}
