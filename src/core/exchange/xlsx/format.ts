import type { Annotation } from '../../annotation/annotation.ts';
import { defuse, undoDefuse } from '../csv/cells.ts';
import { readCsv } from '../csv/read.ts';
import { asCsvHolds, csvCannotHold, writeCsv } from '../csv/write.ts';
import type { ExportInput, LossCounter } from '../exchange.ts';
import type { ExchangeFiles, Output, ReadBack, WritableFormat } from '../format.ts';

/** A cell of Excel holds no more. */
export const CELL_LIMIT = 32_767;

/**
 * The tables of the CSV export as the sheets of a workbook. Here as CSV, a file a sheet; a codec of the services makes
 * the workbook of them. Cells that a program could take for formulas are defused as in CSV.
 */
export const xlsxFormat: WritableFormat = {
  write,
  cannotHold,
  held: (annotation) => mapStrings(asCsvHolds(annotation), (text) => undoDefuse(fitCell(defuse(text)))),
  holdsAdjudications: 'origins',
  readBack,
};

export function fitCell(text: string): string {
  if (text.length <= CELL_LIMIT) return text;
  const last = text.charCodeAt(CELL_LIMIT - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? CELL_LIMIT - 1 : CELL_LIMIT);
}

async function* write(input: ExportInput): AsyncGenerator<Output> {
  for await (const { table, text } of writeCsv(input)) yield { file: table, text };
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, map)]));
}

function cannotHold(): LossCounter {
  const tables = csvCannotHold();
  let long = 0;
  return {
    addLayer: (layer) => tables.addLayer(layer),
    add(annotation) {
      tables.add(annotation);
      if (hasLongCell(annotation)) long++;
    },
    losses: () => [
      ...tables.losses(),
      ...(long > 0 ? [{ what: `what lies beyond ${CELL_LIMIT} characters in a cell`, count: long }] : []),
    ],
  };
}

function hasLongCell(annotation: Annotation): boolean {
  const texts = [
    annotation.target.quote.exact,
    annotation.note ?? '',
    annotation.reliability?.why ?? '',
    ...annotation.stances.map(({ note }) => note ?? ''),
  ];
  return texts.some((text) => defuse(text).length > CELL_LIMIT);
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack> {
  for await (const held of readCsv(files.rows('annotations.csv'), files.rows('stances.csv'))) {
    yield { id: held.id, held };
  }
}
