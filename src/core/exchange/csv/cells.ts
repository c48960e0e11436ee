/**
 * A cell that a spreadsheet could take for a formula: it begins with `=`, `+`, `-`, `@`, tab, CR or NUL, perhaps after
 * quote marks. One more quote mark defuses it, and taking one off gives back what was there, whatever it was.
 */
const FORMULA = /^'*[=+\-@\t\r\0]/;
const DEFUSED = /^'+[=+\-@\t\r\0]/;
/** `-2` is a number to every program and a formula to none; data frames need it as one. */
const NUMBER = /^[+-]?\d+$/;

export function defuse(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

export function undoDefuse(cell: string): string {
  return DEFUSED.test(cell) ? cell.slice(1) : cell;
}

/** RFC 4180, always quoted where a program might split or trim. */
function encodeCell(text: string): string {
  const safe = defuse(text);
  return /[",;\t\r\n]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export type Cell = string | number | undefined;

export function encodeRow(cells: readonly Cell[]): string {
  return `${cells.map((cell) => (cell === undefined ? '' : encodeCell(String(cell)))).join(',')}\r\n`;
}

/** Several values in a cell: `;` between them, `\;` and `\\` for the characters themselves. */
export function joinList(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\;]/g, '\\$&')).join(';');
}

/** Undoes `joinList`; values are not trimmed. An empty cell has no values. */
export function splitList(cell: string): string[] {
  if (cell === '') return [];
  const values: string[] = [];
  let value = '';
  for (let i = 0; i < cell.length; i++) {
    const next = cell[i + 1];
    if (cell[i] === '\\' && (next === ';' || next === '\\')) {
      value += next;
      i++;
    } else if (cell[i] === ';') {
      values.push(value);
      value = '';
    } else {
      value += cell[i]!;
    }
  }
  values.push(value);
  return values;
}
