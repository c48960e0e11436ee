import { readCsv } from '../csv/read.ts';
import { asCsvHolds, csvCannotHold, writeCsv } from '../csv/write.ts';
import type { ExportInput } from '../exchange.ts';
import type { ExchangeFiles, Output, ReadBack, WritableFormat } from '../format.ts';

/**
 * The tables of the CSV export for data frames: a Parquet file each, with numbers as numbers and empty cells as nulls.
 * Here as CSV; a codec of the services makes columns of it.
 */
export const parquetFormat: WritableFormat = {
  write,
  cannotHold: csvCannotHold,
  held: asCsvHolds,
  holdsAdjudications: 'origins',
  readBack,
};

async function* write(input: ExportInput): AsyncGenerator<Output> {
  for await (const { table, text } of writeCsv(input)) yield { file: table.replace(/csv$/, 'parquet'), text };
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack> {
  for await (const held of readCsv(files.rows('annotations.parquet'), files.rows('stances.parquet'))) {
    yield { id: held.id, held };
  }
}
