import type { ExchangeFiles, Output } from '../../../../core/exchange/format.ts';
import type { Job } from '../../../../core/ports.ts';
import { csvRows } from '../csv-rows.ts';
import { filesOver } from '../files-over.ts';

/** A table: its header, and its rows of as many cells, as they stand in CSV. */
export interface Table {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Tables that core wrote as CSV, whole: neither a column store nor a workbook can be written row by row. */
export async function collectTables(outputs: AsyncIterable<Output>, job: Job): Promise<Table[]> {
  const texts = new Map<string, string[]>();
  for await (const { file, text } of outputs) {
    job.signal.throwIfAborted();
    const known = texts.get(file);
    if (known) known.push(text);
    else texts.set(file, [text.replace(/^\ufeff/, '')]);
  }
  const tables: Table[] = [];
  for (const [name, parts] of texts) {
    const rows: (readonly string[])[] = [];
    for await (const { cells } of csvRows(iterate(parts))) rows.push(cells);
    tables.push({ name, header: rows[0] ?? [], rows: rows.slice(1) });
  }
  return tables;
}

async function* iterate(parts: readonly string[]): AsyncGenerator<string> {
  yield* parts;
}

/** Tables as files of CSV, for the readers of core. Cells are taken as they are. */
export function filesOfTables(label: string, tables: readonly Table[], job: Job): ExchangeFiles {
  const sources = tables.map(({ name, header, rows }) => {
    const lines = [header, ...rows].map((cells) => `${cells.map(plainCell).join(',')}\r\n`).join('');
    const bytes = Buffer.from(lines, 'utf8');
    return [
      name,
      {
        bytes: bytes.byteLength,
        async *chunks() {
          yield bytes;
        },
      },
    ] as const;
  });
  return filesOver(label, new Map(sources), job);
}

/** Quoted always: what a cell is was decided when it was written. */
function plainCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
