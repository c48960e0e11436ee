import type { ExportFormat } from '../../../contract/calls.ts';
import type { Annotation } from '../../../core/annotation/annotation.ts';
import { CSV_TABLE_NAMES } from '../../../core/exchange/csv/tables.ts';
import { asCsvHolds, csvCannotHold, writeCsv } from '../../../core/exchange/csv/write.ts';
import type { ExportInput, LossCounter } from '../../../core/exchange/exchange.ts';
import { jsonlCannotHold, writeJsonl } from '../../../core/exchange/jsonl/write.ts';
import { w3cCannotHold, writeW3c } from '../../../core/exchange/w3c/write.ts';

/** A piece of one of an export's files. */
export interface Output {
  /** The file's name in the export's folder; '' where the export is one file. */
  readonly file: string;
  readonly text: string;
}

interface WritableFormat {
  /** The files of a folder, or [''] for a single file. */
  readonly files: readonly string[];
  write(input: ExportInput): AsyncIterable<Output>;
  cannotHold(): LossCounter;
  /** An annotation without what the format cannot hold. */
  held(annotation: Annotation): Annotation;
}

async function* singleFile(chunks: AsyncIterable<string>): AsyncGenerator<Output> {
  for await (const text of chunks) yield { file: '', text };
}

async function* tables(input: ExportInput): AsyncGenerator<Output> {
  for await (const { table, text } of writeCsv(input)) yield { file: table, text };
}

export const WRITABLE_FORMATS: Readonly<Record<ExportFormat, WritableFormat>> = {
  jsonl: {
    files: [''],
    write: (input) => singleFile(writeJsonl(input)),
    cannotHold: jsonlCannotHold,
    held: (annotation) => annotation,
  },
  w3c: {
    files: [''],
    write: (input) => singleFile(writeW3c(input)),
    cannotHold: w3cCannotHold,
    held: (annotation) => annotation,
  },
  csv: { files: CSV_TABLE_NAMES, write: tables, cannotHold: csvCannotHold, held: asCsvHolds },
};
