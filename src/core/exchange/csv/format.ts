import type { ExportInput } from '../exchange.ts';
import type { ExchangeFiles, Output, ReadBack, WritableFormat } from '../format.ts';
import { readCsv } from './read.ts';
import { asCsvHolds, csvCannotHold, writeCsv } from './write.ts';

export const csvFormat: WritableFormat = {
  write,
  cannotHold: csvCannotHold,
  held: asCsvHolds,
  holdsAdjudications: 'origins',
  readBack,
};

async function* write(input: ExportInput): AsyncGenerator<Output> {
  for await (const { table, text } of writeCsv(input)) yield { file: table, text };
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack> {
  for await (const held of readCsv(files.rows('annotations.csv'), files.rows('stances.csv'))) {
    yield { id: held.id, held };
  }
}
