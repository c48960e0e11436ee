/** A piece of text as it stands on a page. Lengths are points; `left` from the page's left, `baseline` from its top. */
export interface PageItem {
  readonly text: string;
  readonly left: number;
  readonly width: number;
  readonly baseline: number;
  /** Of the font; 0 for white space between pieces. */
  readonly size: number;
  /** Any name that tells one font from another. */
  readonly font: string;
  readonly isRightToLeft: boolean;
}

export interface PageInput {
  /** As the file says; null where it says nothing. */
  readonly label: string | null;
  readonly items: readonly PageItem[];
}

/** Text of one row without a wide gap in it: a line of a column, or a cell of a table. */
export interface Fragment {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  /** The largest in it. */
  readonly size: number;
  /** The font of most of its characters. */
  readonly font: string;
  /** Fragments of one row have the same number; rows are numbered from the top. */
  readonly row: number;
}

/** Fragments of one row of a column. */
export interface Line {
  readonly cells: readonly Fragment[];
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  readonly size: number;
  readonly font: string;
}

export interface Column {
  /** Where most of its text begins and the furthest that it goes. */
  readonly left: number;
  readonly right: number;
  readonly lines: readonly Line[];
}

export function byRow(fragments: readonly Fragment[]): Map<number, Fragment[]> {
  const rows = new Map<number, Fragment[]>();
  for (const fragment of fragments) {
    const row = rows.get(fragment.row);
    if (row) row.push(fragment);
    else rows.set(fragment.row, [fragment]);
  }
  return rows;
}

export function lineOf(cells: readonly Fragment[]): Line {
  const largest = cells.reduce((one, other) => (other.size > one.size ? other : one));
  const longest = cells.reduce((one, other) => (other.text.length > one.text.length ? other : one));
  return {
    cells,
    text: cells.map(({ text }) => text).join(' '),
    left: Math.min(...cells.map(({ left }) => left)),
    right: Math.max(...cells.map(({ right }) => right)),
    baseline: largest.baseline,
    size: largest.size,
    font: longest.font,
  };
}

/** The value that most of the weight is on. */
export function heaviest<T>(values: Iterable<readonly [T, number]>): T | null {
  const weights = new Map<T, number>();
  let best: T | null = null;
  for (const [value, weight] of values) {
    const sum = (weights.get(value) ?? 0) + weight;
    weights.set(value, sum);
    if (best === null || sum > weights.get(best)!) best = value;
  }
  return best;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
