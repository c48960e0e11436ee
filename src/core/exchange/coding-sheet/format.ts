import type { ExchangeFiles, ReadableFormat } from '../format.ts';
import { readJsonItems } from '../json-items.ts';
import { readLines, type Line } from '../lines.ts';
import { columnOf, type SheetEntry } from './columns.ts';
import { readSheet } from './read.ts';
import { csvSheetRows, jsonSheetRows } from './rows.ts';

export const codingSheetFormat: ReadableFormat = {
  read: async (files, intake) => readSheet(await sheetRows(files), intake, intake.scales),
};

/** JSONL and arrays of objects are known by their first character; all else is CSV. */
async function sheetRows(files: ExchangeFiles): Promise<AsyncIterable<SheetEntry>> {
  const beginning = await firstLine(files.text(''));
  if (beginning.startsWith('{')) return jsonSheetRows(readLines(files.text('')));
  if (beginning.startsWith('[')) return jsonSheetRows(arrayItems(files.text('')));
  return csvSheetRows(files.rows('', sniffDelimiter(beginning)));
}

async function firstLine(chunks: AsyncIterable<string>): Promise<string> {
  for await (const chunk of chunks) {
    const text = chunk.trimStart();
    if (text !== '') return text.split('\n', 1)[0]!;
  }
  return '';
}

async function* arrayItems(chunks: AsyncIterable<string>): AsyncGenerator<Line> {
  for await (const { line, json } of readJsonItems(chunks, [])) yield { line, text: json };
}

/** The delimiter under which the most heads of a coding sheet are known: spreadsheets write `;` in many countries. */
export function sniffDelimiter(firstLine: string): string {
  const known = (delimiter: string): number =>
    firstLine.split(delimiter).filter((head) => columnOf(head.replace(/^\s*"|"\s*$/g, '')) !== undefined)
      .length;
  return [',', ';', '\t'].reduce((best, delimiter) => (known(delimiter) > known(best) ? delimiter : best));
}
