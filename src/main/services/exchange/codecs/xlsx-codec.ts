import { CSV_TABLES } from '../../../../core/exchange/csv/tables.ts';
import { NUMBER_COLUMNS } from '../../../../core/exchange/csv/numbers.ts';
import { fitCell } from '../../../../core/exchange/xlsx/format.ts';
import type { Codec } from '../formats.ts';
import { collectTables, filesOfTables } from './csv-tables.ts';
import { readWorkbook, writeWorkbook } from './workbook.ts';

function titleOf(table: string): string {
  const name = table.replace(/\.csv$/, '');
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

export const xlsxCodec: Codec = {
  async *encode(outputs, job) {
    const tables = await collectTables(outputs, job);
    const sheets = tables.map(({ name, header, rows }) => ({
      name: titleOf(name),
      rows: [header, ...rows.map((cells) => cells.map(fitCell))],
    }));
    for await (const bytes of writeWorkbook(sheets, (column) => NUMBER_COLUMNS.has(column)))
      yield { file: '', bytes };
  },
  async decode(files, job) {
    const sheets = await readWorkbook(await files.bytes(''), files.label, job);
    const tables = sheets.map(({ name, rows }) => {
      const table = `${name.toLowerCase()}.csv`;
      const width = Object.hasOwn(CSV_TABLES, table)
        ? CSV_TABLES[table as keyof typeof CSV_TABLES].length
        : 0;
      const padded = rows.map((cells) => [
        ...cells,
        ...Array.from({ length: Math.max(0, width - cells.length) }, () => ''),
      ]);
      return { name: table, header: padded[0] ?? [], rows: padded.slice(1) };
    });
    return filesOfTables(files.label, tables, job);
  },
};

/** A coding sheet may come as a workbook: its first sheet with anything on it. */
export const sheetCodec: Codec = {
  // Nothing is written as a coding sheet.
  async *encode() {},
  async decode(files, job) {
    const bytes = await files.bytes('');
    if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return files;
    const sheets = await readWorkbook(bytes, files.label, job);
    const { rows } = sheets.find((sheet) => sheet.rows.some((row) => row.some((cell) => cell !== ''))) ?? {
      rows: [],
    };
    const [header = [], ...rest] = rows.filter((row) => row.some((cell) => cell !== ''));
    const padded = rest.map((cells) => [
      ...cells,
      ...Array.from({ length: Math.max(0, header.length - cells.length) }, () => ''),
    ]);
    return filesOfTables(files.label, [{ name: '', header, rows: padded }], job);
  },
};
