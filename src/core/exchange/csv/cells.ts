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
export function encodeCell(text: string): string {
  if (text === '') return '';
  // Most cells begin with a letter or a digit, and cannot be formulas.
  const safe =
    text.charCodeAt(0) < 0x30 || text.charCodeAt(0) === 0x3d || text.charCodeAt(0) === 0x40
      ? defuse(text)
      : text;
  if (!SPLIT.test(safe) && !isBlank(safe.charCodeAt(0)) && !isBlank(safe.charCodeAt(safe.length - 1)))
    return safe;
  return `"${safe.includes('"') ? safe.replaceAll('"', '""') : safe}"`;
}

const SPLIT = /[",;\t\r\n]/;

function isBlank(unit: number): boolean {
  return unit <= 0x20 || (unit >= 0xa0 && /\s/u.test(String.fromCharCode(unit)));
}

export type Cell = string | number | undefined;

const LISTED = /[\\;]/;

/** Several values in a cell: `;` between them, `\;` and `\\` for the characters themselves. */
export function joinList(values: readonly string[]): string {
  let list = '';
  for (const [i, value] of values.entries()) {
    if (i > 0) list += ';';
    list += LISTED.test(value) ? value.replace(/[\\;]/g, '\\$&') : value;
  }
  return list;
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
