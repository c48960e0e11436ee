import { CHUNK } from '../exchange.ts';
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

/** Tables while they are filled: cells are gathered as they are and joined once, when a piece is full. */
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
    const { parts } = buffer;
    let length = cells.length + 1;
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      length += cell.length;
      if (i > 0) parts.push(',');
      parts.push(cell);
    }
    parts.push('\r\n');
    buffer.length += length;
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
