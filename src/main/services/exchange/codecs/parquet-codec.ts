import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { defuse, undoDefuse } from '../../../../core/exchange/csv/cells.ts';
import { NUMBER_COLUMNS } from '../../../../core/exchange/csv/numbers.ts';
import type { Codec } from '../formats.ts';
import { collectTables, filesOfTables, type Table } from './csv-tables.ts';

export const parquetCodec: Codec = {
  async *encode(outputs, job) {
    for (const { name, header, rows } of await collectTables(outputs, job)) {
      const columnData = header.map((column, i) => {
        const isNumber = NUMBER_COLUMNS.has(column);
        // Data frames run no formulas: what CSV had to defuse is as it was.
        const value = (cell: string) => (cell === '' ? null : isNumber ? Number(cell) : undoDefuse(cell));
        return {
          name: column,
          data: rows.map((row) => value(row[i] ?? '')),
          type: isNumber ? ('INT32' as const) : ('STRING' as const),
          nullable: true,
        };
      });
      const buffer = parquetWriteBuffer({ columnData, createdBy: 'Postil' });
      yield { file: name, bytes: new Uint8Array(buffer) };
    }
  },
  async decode(files, job) {
    const tables: Table[] = [];
    for (const name of files.names) {
      const bytes = await files.bytes(name);
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
      const header = parquetMetadata(file)
        .schema.slice(1)
        .map((element) => element.name);
      const records = await parquetReadObjects({ file });
      const rows = records.map((record) => header.map((column) => cellOf(record[column])));
      tables.push({ name, header, rows });
    }
    return filesOfTables(files.label, tables, job);
  },
};

function cellOf(value: unknown): string {
  return value === null || value === undefined ? '' : defuse(String(value));
}
