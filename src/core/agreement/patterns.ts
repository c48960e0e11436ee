/** In a cell that an annotator left blank. */
export const MISSING = -1;

/**
 * What annotators said of units: one of `categories`, or nothing. Categories are numbered 0, 1, 2 …, in their order
 * where they have one.
 */
export interface ReliabilityTable {
  readonly annotators: number;
  readonly categories: number;
  /** Unit by unit, annotator by annotator: `units × annotators` numbers of categories or `MISSING`. */
  readonly cells: Int32Array;
  /** Of interval and ratio data: the number that each category is. */
  readonly values?: Float64Array | undefined;
}

/**
 * The distinct rows of a reliability table, and how often each occurs. A hundred thousand units of five annotators
 * have a few thousand of them: coefficients go through these, and resampling changes nothing but `weights`.
 */
export interface Patterns {
  readonly annotators: number;
  readonly categories: number;
  /** `weights.length × annotators` numbers of categories or `MISSING`. */
  readonly rows: Int32Array;
  /** How many units have each row. */
  readonly weights: Float64Array;
  /** The row of each unit. */
  readonly rowOf: Int32Array;
  readonly values: Float64Array | null;
}

/** Up to this many possible rows are told apart by an array instead of a map. */
const DIRECT = 2 ** 22;

export function distinctPatterns({ annotators, categories, cells, values }: ReliabilityTable): Patterns {
  const units = annotators === 0 ? 0 : cells.length / annotators;
  const rowOf = new Int32Array(units);
  const firstUnits: number[] = [];
  const possible = (categories + 1) ** annotators;
  const find =
    possible <= DIRECT
      ? directFinder(possible)
      : mapFinder(possible <= Number.MAX_SAFE_INTEGER ? numberKey : textKey);
  const counts: number[] = [];
  for (let unit = 0; unit < units; unit++) {
    const row = find(cells, unit * annotators, annotators, categories + 1, firstUnits.length);
    if (row === firstUnits.length) {
      firstUnits.push(unit);
      counts.push(0);
    }
    counts[row]!++;
    rowOf[unit] = row;
  }
  const rows = new Int32Array(firstUnits.length * annotators);
  for (const [row, unit] of firstUnits.entries()) {
    rows.set(cells.subarray(unit * annotators, (unit + 1) * annotators), row * annotators);
  }
  return { annotators, categories, rows, weights: Float64Array.from(counts), rowOf, values: values ?? null };
}

/** The number of the row that stands in `cells`; `next` where it is new, and from then on its number. */
type Find = (cells: Int32Array, from: number, length: number, base: number, next: number) => number;

function numberKey(cells: Int32Array, from: number, length: number, base: number): number {
  let key = 0;
  for (let i = from; i < from + length; i++) key = key * base + cells[i]! + 1;
  return key;
}

function textKey(cells: Int32Array, from: number, length: number): string {
  return cells.subarray(from, from + length).join();
}

function directFinder(possible: number): Find {
  const known = new Int32Array(possible);
  return (cells, from, length, base, next) => {
    const key = numberKey(cells, from, length, base);
    if (known[key] === 0) known[key] = next + 1;
    return known[key]! - 1;
  };
}

function mapFinder(
  keyOf: (cells: Int32Array, from: number, length: number, base: number) => number | string,
): Find {
  const known = new Map<number | string, number>();
  return (cells, from, length, base, next) => {
    const key = keyOf(cells, from, length, base);
    const row = known.get(key);
    if (row !== undefined) return row;
    known.set(key, next);
    return next;
  };
}

/** The rows of two annotators alone, in this order. */
export function pairOf(patterns: Patterns, first: number, second: number): Patterns {
  const { annotators, rows, weights } = patterns;
  const pair = new Int32Array(weights.length * 2);
  for (let row = 0; row < weights.length; row++) {
    pair[row * 2] = rows[row * annotators + first]!;
    pair[row * 2 + 1] = rows[row * annotators + second]!;
  }
  return { ...patterns, annotators: 2, rows: pair };
}

/** How many annotators judged the units of a row. */
export function judgementsIn({ rows, annotators }: Patterns, row: number): number {
  let count = 0;
  for (let i = row * annotators; i < (row + 1) * annotators; i++) if (rows[i] !== MISSING) count++;
  return count;
}

/** How many units at least two annotators judged. */
export function countPairable(patterns: Patterns): number {
  let count = 0;
  for (let row = 0; row < patterns.weights.length; row++) {
    if (judgementsIn(patterns, row) >= 2) count += patterns.weights[row]!;
  }
  return count;
}

/** Whether no category but one occurs in units that at least `judgements` annotators judged. */
export function hasOneCategory({ annotators, rows, weights }: Patterns, judgements: number): boolean {
  let only = MISSING;
  for (let row = 0; row < weights.length; row++) {
    if (weights[row] === 0) continue;
    let count = 0;
    let other = false;
    let here = only;
    for (let i = row * annotators; i < (row + 1) * annotators; i++) {
      const category = rows[i]!;
      if (category === MISSING) continue;
      count++;
      if (here === MISSING) here = category;
      else if (here !== category) other = true;
    }
    if (count < judgements) continue;
    if (other) return false;
    only = here;
  }
  return true;
}
