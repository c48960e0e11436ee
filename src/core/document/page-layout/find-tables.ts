import type { Line } from './page-items.ts';

export interface TableRow {
  readonly kind: 'table';
  readonly cells: readonly string[];
  readonly size: number;
}

export type ColumnItem = TableRow | { readonly kind: 'line'; readonly line: Line };

/** Edges that differ by less stand under one another; points. */
const ALIGNED = 4;
const MARKER = /^(?:[•▪◦‣●○■–—*·-]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)])$/u;

/**
 * Rows of tables among the lines of a column: two or more lines in a row whose parts stand under one another. A line
 * that goes on in some cells belongs to the row above.
 */
export function findTables(lines: readonly Line[]): ColumnItem[] {
  const items: ColumnItem[] = [];
  for (let i = 0; i < lines.length;) {
    const end = endOfTable(lines, i);
    if (end - i >= 2) {
      items.push(...readRows(lines.slice(i, end)));
      i = end;
    } else {
      items.push({ kind: 'line', line: lines[i]! });
      i++;
    }
  }
  return items;
}

/** Exclusive; a table has at least two lines of several cells. */
function endOfTable(lines: readonly Line[], start: number): number {
  if (!hasCells(lines[start]!)) return start;
  let head = lines[start]!;
  let rows = 1;
  let end = start + 1;
  for (let i = start + 1; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.baseline - lines[i - 1]!.baseline > 3 * line.size) break;
    if (hasCells(line) && isUnder(line, head)) {
      rows++;
      end = i + 1;
      if (line.cells.length > head.cells.length) head = line;
    } else if (!goesOnInCells(line, head)) break;
    else end = i + 1;
  }
  return rows >= 2 ? end : start;
}

function hasCells({ cells }: Line): boolean {
  return cells.length >= 2 && !(cells.length === 2 && MARKER.test(cells[0]!.text));
}

/** At least two of its parts stand under parts of the other, by either edge. */
function isUnder(line: Line, head: Line): boolean {
  const matches = line.cells.filter((cell) =>
    head.cells.some(
      (other) => Math.abs(other.left - cell.left) < ALIGNED || Math.abs(other.right - cell.right) < ALIGNED,
    ),
  );
  return matches.length >= 2;
}

/** A line of fewer parts, none of them in the first column: what did not fit into the row above. */
function goesOnInCells(line: Line, head: Line): boolean {
  return (
    line.left > head.left + ALIGNED &&
    line.cells.every((cell) => head.cells.some((other) => Math.abs(other.left - cell.left) < ALIGNED))
  );
}

function readRows(lines: readonly Line[]): TableRow[] {
  const widest = lines.reduce((one, other) => (other.cells.length > one.cells.length ? other : one));
  const rows: { cells: string[]; size: number }[] = [];
  for (const line of lines) {
    const cells = widest.cells.map(() => '');
    for (const cell of line.cells) {
      const at = nearest(cell, widest);
      cells[at] = cells[at] === '' ? cell.text : `${cells[at]} ${cell.text}`;
    }
    const above = rows.at(-1);
    if (above && goesOnInCells(line, widest)) {
      cells.forEach((cell, i) => {
        if (cell !== '') above.cells[i] = above.cells[i] === '' ? cell : `${above.cells[i]} ${cell}`;
      });
    } else {
      rows.push({ cells, size: line.size });
    }
  }
  return rows.map(({ cells, size }) => ({ kind: 'table', cells, size }));
}

function nearest(cell: { readonly left: number; readonly right: number }, { cells }: Line): number {
  let best = 0;
  let least = Infinity;
  cells.forEach((other, i) => {
    const distance = Math.min(Math.abs(other.left - cell.left), Math.abs(other.right - cell.right));
    if (distance < least) {
      least = distance;
      best = i;
    }
  });
  return best;
}
