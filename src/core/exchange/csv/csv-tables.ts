import { encodeCell, type Cell } from './cells.ts';
import { CSV_TABLE_NAMES, CSV_TABLES, type ColumnOf, type CsvTable } from './tables.ts';

/** A piece of one of the tables. */
export interface CsvOutput {
  readonly table: CsvTable;
  readonly text: string;
}

/**
 * Begins each file, so that Excel reads UTF-8. Data frames (pandas, readr, data.table, DuckDB), LibreOffice and
 * Postil's own reader take it off; a plain `csv` module wants `utf-8-sig`.
 */
const BYTE_ORDER_MARK = '\ufeff';

/** Of one table. */
const CHUNK = 65_536;

/**
 * Tables while they are filled. Cells are gathered as they are and joined only when a piece is full: a million rows
 * that were strings of their own would keep the garbage collector busier than the disk.
 */
export class CsvTables {
  readonly #held = new Map<CsvTable, { parts: string[]; length: number }>();
  isFull = false;

  constructor() {
    for (const table of CSV_TABLE_NAMES) {
      this.#held.set(table, { parts: [BYTE_ORDER_MARK], length: 1 });
      this.putEncoded(table, CSV_TABLES[table]);
    }
  }

  put<Table extends CsvTable>(table: Table, row: Readonly<Record<ColumnOf<Table>, Cell>>): void {
    const columns: readonly ColumnOf<Table>[] = CSV_TABLES[table];
    const cells = columns.map((column) => row[column]);
    this.putEncoded(
      table,
      cells.map((cell) => (cell === undefined ? '' : encodeCell(String(cell)))),
    );
  }

  /** @param cells one a column, as they stand in the file */
  putEncoded(table: CsvTable, cells: readonly string[]): void {
    const buffer = this.#held.get(table)!;
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      if (i > 0) buffer.parts.push(',');
      buffer.parts.push(cell);
      buffer.length += cell.length + 1;
    }
    buffer.parts.push('\r\n');
    if (buffer.length > CHUNK) this.isFull = true;
  }

  /** All that is held. */
  *flush(): Generator<CsvOutput> {
    this.isFull = false;
    for (const [table, buffer] of this.#held) {
      if (buffer.length === 0) continue;
      yield { table, text: buffer.parts.join('') };
      buffer.parts = [];
      buffer.length = 0;
    }
  }
}
