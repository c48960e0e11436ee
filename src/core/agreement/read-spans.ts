import type { Continuum, Unit } from './continuum.ts';
import { isNumber, type FileFault, type FileRow } from './read-table.ts';

export interface SpansOptions {
  readonly hasHeader?: boolean | undefined;
  /** Where the continuum begins and ends; undefined: with the first and the last unit. */
  readonly continuum?: { readonly start: number; readonly end: number } | undefined;
  /** α_U counts steps, and knows nothing between them. */
  readonly needsWholeNumbers: boolean;
  /**
   * What is done about units of one annotator that overlap. γ keeps them; α_U, which takes each category by itself, makes
   * one of those of the same category; the family of 2016 cannot have any of different categories.
   */
  readonly overlaps: 'keep' | 'merge-same' | 'refuse-different';
}

export interface SpansReading {
  readonly continuum: Continuum;
  readonly annotators: readonly string[];
  readonly categories: readonly string[];
  readonly hasHeader: boolean;
  readonly notices: readonly (FileFault | { readonly problem: string })[];
}

const COLUMNS = ['annotator', 'start', 'end', 'category'] as const;
type Column = (typeof COLUMNS)[number];

/** What heads may also be called. */
const HEADS: Readonly<Record<string, Column>> = {
  annotator: 'annotator',
  coder: 'annotator',
  observer: 'annotator',
  rater: 'annotator',
  start: 'start',
  begin: 'start',
  from: 'start',
  end: 'end',
  to: 'end',
  until: 'end',
  category: 'category',
  label: 'category',
  code: 'category',
  value: 'category',
};

/**
 * Reads spans: columns annotator, start, end, category, in this order or as a header says; half-open. Without the column
 * category all are of one.
 * @returns the continuum; or what is wrong with the rows, all of it
 */
export function readSpans(
  rows: readonly FileRow[],
  options: SpansOptions,
): SpansReading | readonly FileFault[] {
  const lines = rows
    .map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.length > 1 || cells[0] !== '');
  const notices: (FileFault | { problem: string })[] = [];
  const first = lines[0];
  const hasHeader = options.hasHeader ?? (first !== undefined && !first.cells.some(isNumber));
  const columns = hasHeader && first ? columnsOf(first) : defaultColumns(first?.cells.length ?? 4);
  if (!(columns instanceof Map)) return columns;
  if (options.hasHeader === undefined && first) {
    notices.push({
      problem: hasHeader
        ? 'The first row was taken for a header.'
        : 'The first row was taken for a span, not for a header.',
    });
  }
  const annotators: string[] = [];
  const categories: string[] = [];
  const faults: FileFault[] = [];
  const units: (Unit & { readonly line: number })[] = [];
  for (const { line, cells } of hasHeader ? lines.slice(1) : lines) {
    if (cells.length !== first!.cells.length) {
      faults.push({
        line,
        problem: `The row has ${cells.length} cells, not ${first!.cells.length} as the first one.`,
      });
      continue;
    }
    const cell = (column: Column): string => cells[columns.get(column) ?? -1] ?? '';
    const problem = problemOf(cell('annotator'), cell('start'), cell('end'), options);
    if (problem !== null) {
      faults.push({ line, problem });
      continue;
    }
    units.push({
      line,
      annotator: indexIn(annotators, cell('annotator')),
      category: indexIn(categories, cell('category')),
      start: Number(cell('start')),
      end: Number(cell('end')),
    });
  }
  if (faults.length > 0) return faults;
  const kept = resolveOverlaps(units, annotators, options.overlaps, faults, notices);
  if (faults.length > 0) return faults;
  const { start, end } = options.continuum ?? {
    start: units.reduce((least, unit) => Math.min(least, unit.start), Number.POSITIVE_INFINITY),
    end: units.reduce((most, unit) => Math.max(most, unit.end), Number.NEGATIVE_INFINITY),
  };
  const isEmpty = units.length === 0 && !options.continuum;
  if (!options.continuum && !isEmpty) {
    notices.push({
      problem: `The continuum was taken to reach from the first to the last unit, ${start} to ${end}. --continuum gives another.`,
    });
  }
  return {
    continuum: {
      start: isEmpty ? 0 : start,
      end: isEmpty ? 1 : end,
      annotators: annotators.length,
      categories: categories.length,
      units: kept.map(({ line: _line, ...unit }) => unit),
    },
    annotators,
    categories: categories.map((category) => (category === '' ? 'unit' : category)),
    hasHeader,
    notices,
  };
}

function columnsOf(head: FileRow): Map<Column, number> | readonly FileFault[] {
  const columns = new Map<Column, number>();
  for (const [i, cell] of head.cells.entries()) {
    const column = HEADS[cell.toLowerCase()];
    if (column && !columns.has(column)) columns.set(column, i);
  }
  const missing = (['annotator', 'start', 'end'] as const).filter((column) => !columns.has(column));
  if (missing.length === 0) return columns;
  return [
    {
      line: head.line,
      problem: `The header lacks ${missing.map((column) => `“${column}”`).join(', ')}; it has ${head.cells.map((cell) => `“${cell}”`).join(', ')}.`,
    },
  ];
}

function defaultColumns(width: number): Map<Column, number> | readonly FileFault[] {
  if (width === 3 || width === 4) return new Map(COLUMNS.slice(0, width).map((column, i) => [column, i]));
  return [{ line: 1, problem: `A row has annotator, start, end and category; this one has ${width} cells.` }];
}

function problemOf(annotator: string, start: string, end: string, options: SpansOptions): string | null {
  if (annotator === '') return 'The annotator is missing.';
  for (const [name, text] of [
    ['start', start],
    ['end', end],
  ] as const) {
    if (!isNumber(text)) return `The ${name}, “${text}”, is not a number.`;
    if (options.needsWholeNumbers && !Number.isInteger(Number(text))) {
      return `The ${name}, “${text}”, is not a whole number, which alpha-u needs.`;
    }
  }
  const [from, to] = [Number(start), Number(end)];
  if (from === to) return `The unit begins and ends at ${from}: it has no length.`;
  if (from > to) return `The unit ends at ${to}, before it begins at ${from}.`;
  const { continuum } = options;
  if (continuum && (from < continuum.start || to > continuum.end)) {
    return `The unit from ${from} to ${to} lies outside the continuum, ${continuum.start} to ${continuum.end}.`;
  }
  return null;
}

function indexIn(names: string[], name: string): number {
  const at = names.indexOf(name);
  return at === -1 ? names.push(name) - 1 : at;
}

type LinedUnit = Unit & { readonly line: number };

function resolveOverlaps(
  units: readonly LinedUnit[],
  annotators: readonly string[],
  overlaps: SpansOptions['overlaps'],
  faults: FileFault[],
  notices: FileFault[] | (FileFault | { problem: string })[],
): readonly LinedUnit[] {
  if (overlaps === 'keep') return units;
  const sorted = units.toSorted((a, b) => a.annotator - b.annotator || a.start - b.start || a.end - b.end);
  const kept: LinedUnit[] = [];
  const open = new Map<string, number>();
  for (const unit of sorted) {
    const key = overlaps === 'merge-same' ? `${unit.annotator} ${unit.category}` : `${unit.annotator}`;
    const at = open.get(key);
    const before = at === undefined ? undefined : kept[at]!;
    if (!before || unit.start >= before.end) {
      open.set(key, kept.push(unit) - 1);
      continue;
    }
    const which = `${annotators[unit.annotator]}’s unit from ${unit.start} to ${unit.end} overlaps that of line ${before.line}`;
    if (before.category === unit.category) {
      notices.push({
        line: unit.line,
        problem: `${which}, of the same category; the two were taken for one.`,
      });
      kept[at!] = { ...before, end: Math.max(before.end, unit.end) };
    } else {
      faults.push({
        line: unit.line,
        problem: `${which}, of another category; this measure needs units of one annotator side by side.`,
      });
    }
  }
  return kept;
}
