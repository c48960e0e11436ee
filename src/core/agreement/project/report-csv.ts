import { encodeCell } from '../../exchange/csv/cells.ts';
import { reasonSentence } from '../outcome.ts';
import type { AgreementReport, DecisionResult } from './report.ts';

const HEAD = [
  'annotators',
  'document',
  'decision',
  'coefficient',
  'value',
  'reason',
  'low',
  'high',
  'level',
  'rounds',
  'units',
  'pairable_units',
  'disagreements',
] as const;

/** A report as a table, RFC 4180: a row a coefficient, of all annotators, of each two, of each document. */
export function* reportCsv(report: AgreementReport): Generator<string> {
  yield encode(HEAD);
  for (const { annotators, decisions } of [report.all, ...report.pairs])
    yield* rows(annotators, '', decisions);
  for (const { documentId, decisions } of report.documents) {
    yield* rows(report.all.annotators, documentId, decisions);
  }
}

function* rows(
  annotators: readonly string[],
  document: string,
  decisions: readonly DecisionResult[],
): Generator<string> {
  for (const { decision, units, pairable, disagreements, coefficients } of decisions) {
    for (const { coefficient, value, reason, interval } of coefficients) {
      yield encode([
        annotators.join(' '),
        document,
        decision,
        coefficient,
        value ?? undefined,
        reason === null ? undefined : reasonSentence(reason),
        interval?.low,
        interval?.high,
        interval?.level,
        interval?.rounds,
        units,
        pairable,
        disagreements,
      ]);
    }
  }
}

/** As every CSV of Postil, but that a number stays one: −0.25 is no formula. */
function encode(cells: readonly (string | number | undefined)[]): string {
  const texts = cells.map((cell) => (typeof cell === 'number' ? String(cell) : encodeCell(cell ?? '')));
  return `${texts.join(',')}\r\n`;
}
