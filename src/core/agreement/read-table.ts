import { MISSING, type ReliabilityTable } from './patterns.ts';

/** A row of a CSV file, with the line on which it begins. */
export interface FileRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What is wrong with a file, and where. */
export interface FileFault {
  readonly line: number;
  readonly problem: string;
}

/** What a measure needs of categories: to tell them apart, an order, numbers, or numbers of 0 and more. */
export type CategoryKind = 'names' | 'order' | 'numbers' | 'ratios';

export interface TableOptions {
  readonly kind: CategoryKind;
  /** The categories in order, those that nobody used among them. */
  readonly order?: readonly string[] | undefined;
  /** Whether the first row names the annotators; undefined: found out. */
  readonly hasHeader?: boolean | undefined;
}

export interface TableReading {
  readonly table: ReliabilityTable;
  readonly annotators: readonly string[];
  readonly categories: readonly string[];
  readonly hasHeader: boolean;
  /** What was found out or assumed, in whole sentences. */
  readonly notices: readonly string[];
}

const UNIT_COLUMN = /^(?:units?|unit[ _-]?id|items?|item[ _-]?id|id)$/i;
/** What other programs write for a missing value. */
const FOREIGN_BLANK = /^(?:NA|N\/A|NaN|null|none|\*|\.|-|\?)$/i;

/**
 * Reads a reliability table: a row a unit, a column an annotator, an empty cell where an annotator said nothing.
 * Numbers are the same category however they are written (1, 1.0); other categories are told apart letter by letter.
 * @returns the table; or what is wrong with the rows, all of it
 */
export function readTable(
  rows: readonly FileRow[],
  options: TableOptions,
): TableReading | readonly FileFault[] {
  const lines = rows
    .map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.length > 1 || cells[0] !== '');
  const notices: string[] = [];
  const hasHeader = options.hasHeader ?? looksLikeHeader(lines);
  const head = hasHeader ? lines[0] : undefined;
  const body = hasHeader ? lines.slice(1) : lines;
  const width = lines[0]?.cells.length ?? 0;
  if (options.hasHeader === undefined && lines.length > 0) {
    notices.push(
      hasHeader
        ? 'The first row was taken for the names of the annotators.'
        : 'The first row was taken for a unit, not for the names of annotators.',
    );
  }
  const skipped = head && width > 1 && namesUnits(head.cells[0]!) ? 1 : 0;
  if (skipped > 0)
    notices.push(`The first column, “${head!.cells[0]}”, was taken for names of units and left out.`);
  const annotators = Array.from({ length: Math.max(0, width - skipped) }, (_, i) => {
    const name = head?.cells[i + skipped] ?? '';
    return name === '' ? `annotator ${i + 1}` : name;
  });

  const faults: FileFault[] = [];
  for (const { line, cells } of body) {
    if (cells.length !== width) {
      faults.push({
        line,
        problem: `The row has ${count(cells.length, 'cell')}, not ${width} as the first one.`,
      });
    }
  }
  if (faults.length > 0) return faults;

  const judged = body.map(({ line, cells }) => ({ line, cells: cells.slice(skipped) }));
  const words = judged.flatMap(({ cells }) => cells).filter((cell) => cell !== '');
  const areNumbers = words.every(isNumber) && (options.order ?? []).every(isNumber);
  if (options.kind === 'numbers' || options.kind === 'ratios') {
    for (const { line, cells } of judged) {
      for (const [i, cell] of cells.entries()) {
        const where = `${annotators[i]}: “${cell}”`;
        if (cell === '') continue;
        if (!isNumber(cell)) faults.push({ line, problem: `${where} is not a number.` });
        else if (options.kind === 'ratios' && Number(cell) < 0) {
          faults.push({ line, problem: `${where} is below 0, and a ratio scale begins there.` });
        }
      }
    }
    if (faults.length > 0) return faults;
  }
  const keyOf = (cell: string): string => (areNumbers ? String(Number(cell)) : cell);
  const categories = categoriesOf(words.map(keyOf), options.order?.map(keyOf), areNumbers);
  const index = new Map(categories.map((category, i) => [category, i]));
  if (options.order) {
    for (const { line, cells } of judged) {
      for (const [i, cell] of cells.entries()) {
        if (cell !== '' && !index.has(keyOf(cell))) {
          faults.push({ line, problem: `${annotators[i]}: “${cell}” is not in the order that was given.` });
        }
      }
    }
    if (faults.length > 0) return faults;
  } else if (options.kind === 'order' && !areNumbers && categories.length > 1) {
    notices.push(
      `The categories were put in alphabetical order: ${categories.join(', ')}. --order gives another.`,
    );
  }
  const blanks = areNumbers ? [] : categories.filter((category) => FOREIGN_BLANK.test(category));
  for (const blank of blanks) {
    notices.push(
      `“${blank}” was taken for a category. Where an annotator said nothing, leave the cell empty.`,
    );
  }
  const cells = new Int32Array(judged.length * annotators.length);
  for (const [unit, row] of judged.entries()) {
    for (const [i, cell] of row.cells.entries()) {
      cells[unit * annotators.length + i] = cell === '' ? MISSING : index.get(keyOf(cell))!;
    }
  }
  return {
    table: {
      annotators: annotators.length,
      categories: categories.length,
      cells,
      ...(areNumbers && { values: Float64Array.from(categories, Number) }),
    },
    annotators,
    categories,
    hasHeader,
    notices,
  };
}

/** In the order that was given; else numbers by size, and other names by the alphabet. */
function categoriesOf(
  used: readonly string[],
  order: readonly string[] | undefined,
  areNumbers: boolean,
): readonly string[] {
  if (order) return [...new Set(order)];
  const distinct = [...new Set(used)];
  return areNumbers
    ? distinct.sort((a, b) => Number(a) - Number(b))
    : distinct.sort((a, b) => a.localeCompare(b, 'en') || (a < b ? -1 : 1));
}

/**
 * Names of annotators are all there, differ from each other, and are no categories: they occur nowhere below, and are no
 * numbers where everything below is.
 */
function looksLikeHeader(lines: readonly FileRow[]): boolean {
  const [first, ...rest] = lines;
  if (!first || rest.length === 0 || new Set(first.cells).size !== first.cells.length) return false;
  if (first.cells.includes('', 1) || (first.cells[0] === '' && first.cells.length === 1)) return false;
  if (first.cells.some(isNumber)) return false;
  const below = new Set(rest.flatMap(({ cells }) => cells));
  return first.cells.every((cell, i) => !below.has(cell) || (i === 0 && cell === ''));
}

/** The head of a column of names of units: of that meaning, or none. */
function namesUnits(head: string): boolean {
  return head === '' || UNIT_COLUMN.test(head);
}

export function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
