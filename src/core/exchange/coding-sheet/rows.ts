import type { CsvRow } from '../format.ts';
import { undoDefuse } from '../csv/cells.ts';
import { brokenFile, Refusal } from '../fault.ts';
import type { Line } from '../lines.ts';
import { readJson } from '../read-json.ts';
import { columnOf, type SheetColumn, type SheetEntry } from './columns.ts';

/**
 * Rows of a CSV sheet. The first row that is not empty has the columns' heads.
 * @throws PostilError `refused` when `document` or `quote` is not among the heads, or a head stands there twice
 */
export async function* csvSheetRows(rows: AsyncIterable<CsvRow>): AsyncGenerator<SheetEntry> {
  let columns: (SheetColumn | undefined)[] | null = null;
  for await (const { line, cells } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (!columns) {
      columns = readHeads(cells, line);
      const unknown = cells.filter((head, i) => columns![i] === undefined && head.trim() !== '');
      if (unknown.length > 0) yield { kind: 'notice', line, notice: unknownColumns(unknown) };
      continue;
    }
    if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
      yield { kind: 'invalid', line, reason: `has ${cells.length} cells under ${columns.length} heads` };
      continue;
    }
    const values: Partial<Record<SheetColumn, string>> = {};
    for (const [i, column] of columns.entries()) {
      if (column !== undefined) values[column] = undoDefuse(cells[i] ?? '');
    }
    yield { kind: 'row', row: { line, values } };
  }
  if (!columns) throw brokenFile('The sheet is empty.');
}

function readHeads(cells: readonly string[], line: number): (SheetColumn | undefined)[] {
  const columns = cells.map(columnOf);
  for (const needed of ['document', 'quote'] as const) {
    if (!columns.includes(needed)) throw brokenFile(`The sheet has no column “${needed}”.`, line);
  }
  const twice = columns.find((column, i) => column !== undefined && columns.indexOf(column) !== i);
  if (twice !== undefined) throw brokenFile(`The sheet has two columns “${twice}”.`, line);
  return columns;
}

function unknownColumns(names: readonly string[]): string {
  const list = names.map((name) => `“${name.trim()}”`).join(', ');
  return `Postil does not know the column${names.length > 1 ? 's' : ''} ${list} and did not read ${names.length > 1 ? 'them' : 'it'}.`;
}

/** Rows of a JSON sheet, one object each: the lines of JSONL or the items of an array. What is none is listed. */
export async function* jsonSheetRows(objects: AsyncIterable<Line>): AsyncGenerator<SheetEntry> {
  const unknown = new Set<string>();
  let lines = 0;
  for await (const { line, text } of objects) {
    lines++;
    try {
      const value = readJson(text);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new Refusal('is no JSON object');
      }
      const values: Partial<Record<SheetColumn, unknown>> = {};
      for (const [head, item] of Object.entries(value)) {
        const column = columnOf(head);
        if (column === undefined) {
          if (!unknown.has(head)) yield { kind: 'notice', line, notice: unknownColumns([head]) };
          unknown.add(head);
        } else if (values[column] !== undefined) {
          throw new Refusal(`has “${column}” twice`);
        } else {
          values[column] = item;
        }
      }
      yield { kind: 'row', row: { line, values } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      yield { kind: 'invalid', line, reason: error.message };
    }
  }
  if (lines === 0) throw brokenFile('The sheet is empty.');
}
