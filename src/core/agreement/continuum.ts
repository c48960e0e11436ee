/** A stretch that one annotator marked: half-open, `start < end`. */
export interface Unit {
  /** 0, 1, 2 … */
  readonly annotator: number;
  readonly start: number;
  readonly end: number;
  /** 0, 1, 2 … */
  readonly category: number;
}

/** What annotators marked on one stretch from `start` to `end`: a text, or several laid end to end. */
export interface Continuum {
  readonly start: number;
  readonly end: number;
  readonly annotators: number;
  readonly categories: number;
  /** In any order, each inside the continuum. Lengths are whole numbers. */
  readonly units: readonly Unit[];
}

/** The units of each annotator, by start. */
export function unitsByAnnotator({ annotators, units }: Continuum): Unit[][] {
  const lists = Array.from({ length: annotators }, (): Unit[] => []);
  for (const unit of units) lists[unit.annotator]!.push(unit);
  for (const list of lists) list.sort((a, b) => a.start - b.start || a.end - b.end);
  return lists;
}

/**
 * Coefficients of the α family need the units of one annotator side by side. Where units of one annotator and category
 * overlap, they become one; units that only touch stay two.
 * @returns the continuum, and how many units went into others
 */
export function mergeOverlapping(continuum: Continuum): {
  readonly continuum: Continuum;
  readonly merged: number;
} {
  const open = new Map<number, number>();
  const units: Unit[] = [];
  let merged = 0;
  for (const unit of unitsByAnnotator(continuum).flat()) {
    const key = unit.annotator * continuum.categories + unit.category;
    const at = open.get(key);
    const last = at === undefined ? undefined : units[at]!;
    if (last && unit.start < last.end) {
      units[at!] = { ...last, end: Math.max(last.end, unit.end) };
      merged++;
    } else {
      open.set(key, units.length);
      units.push(unit);
    }
  }
  return { continuum: { ...continuum, units }, merged };
}

/** The first unit that overlaps another of the same annotator, with that one; null where there is none. */
export function findOverlap(continuum: Continuum): readonly [Unit, Unit] | null {
  for (const list of unitsByAnnotator(continuum)) {
    let furthest: Unit | undefined;
    for (const unit of list) {
      if (furthest && unit.start < furthest.end) return [furthest, unit];
      if (!furthest || unit.end > furthest.end) furthest = unit;
    }
  }
  return null;
}

/** @throws RangeError where a unit has no length or lies outside, or there is no continuum */
export function assertContinuum({ start, end, annotators, categories, units }: Continuum): void {
  if (!(start < end)) throw new RangeError('A continuum needs a length.');
  for (const unit of units) {
    if (!(unit.start < unit.end && unit.start >= start && unit.end <= end)) {
      throw new RangeError(`A unit from ${unit.start} to ${unit.end} does not fit from ${start} to ${end}.`);
    }
    if (unit.annotator >= annotators || unit.category >= categories) {
      throw new RangeError('A unit of an unknown annotator or category.');
    }
  }
}
