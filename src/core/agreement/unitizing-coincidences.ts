import { assertContinuum, unitsByAnnotator, type Continuum, type Unit } from './continuum.ts';

/**
 * How the stretches of annotators coincide, by length (Krippendorff, Mathet, Bouvry & Widlöcher 2016, eqs. 1 to 4 and
 * 10). Indexes are categories, and `categories` for the gap between units. Only what nominal coefficients need is kept:
 * margins and diagonals.
 */
export interface UnitizingCoincidences {
  readonly annotators: number;
  /** The index of the gap. */
  readonly gap: number;
  /** ℓ_c.: the length that each value has. */
  readonly lengths: Float64Array;
  /** ℓ_cc: the length on which two annotators agree. */
  readonly agreed: Float64Array;
  /** Σ of the squared lengths of the units of a category; of the gap, its length. */
  readonly within: Float64Array;
  /** Of each category: its length in intersections with units of others, ℓ_c. − ℓ_cφ; of the gap 0. */
  readonly common: Float64Array;
  /** Σ of the squares of what each unit of a category gives to `common`. */
  readonly commonWithin: Float64Array;
}

/**
 * @param continuum units of one annotator do not overlap
 * @throws RangeError for a unit without length or outside of the continuum
 */
export function unitizingCoincidences(continuum: Continuum): UnitizingCoincidences {
  assertContinuum(continuum);
  const { annotators, categories, start, end } = continuum;
  const gap = categories;
  const lengths = new Float64Array(categories + 1);
  const agreed = new Float64Array(categories + 1);
  const within = new Float64Array(categories + 1);
  const common = new Float64Array(categories + 1);
  const commonWithin = new Float64Array(categories + 1);
  const lists = unitsByAnnotator(continuum);
  for (const list of lists) {
    for (const unit of list) {
      const length = unit.end - unit.start;
      lengths[unit.category]! += length;
      within[unit.category]! += length ** 2;
    }
    const left = end - start - lengthOf(list);
    lengths[gap]! += left;
    within[gap]! += left;
  }
  const share = 1 / (annotators - 1);
  for (const [i, first] of lists.entries()) {
    /** Of each unit, the length that it has in common with units of another annotator, in the mean. */
    const met = new Float64Array(first.length);
    for (const [j, second] of lists.entries()) if (i !== j) addPair(first, second, met);
    for (const [g, unit] of first.entries()) {
      common[unit.category]! += met[g]!;
      commonWithin[unit.category]! += met[g]! ** 2;
    }
  }

  function addPair(first: readonly Unit[], second: readonly Unit[], met: Float64Array): void {
    let from = 0;
    let covered = 0;
    for (const [g, unit] of first.entries()) {
      while (from < second.length && second[from]!.end <= unit.start) from++;
      for (let h = from; h < second.length && second[h]!.start < unit.end; h++) {
        const other = second[h]!;
        const both = Math.min(unit.end, other.end) - Math.max(unit.start, other.start);
        covered += both;
        met[g]! += both * share;
        if (other.category === unit.category) agreed[unit.category]! += both * share;
      }
    }
    agreed[gap]! += (end - start - lengthOf(first) - lengthOf(second) + covered) * share;
  }

  return { annotators, gap, lengths, agreed, within, common, commonWithin };
}

export interface ExpectedCoincidences {
  /** ε_cc. */
  readonly agreed: Float64Array;
  /** ε_c. */
  readonly margins: Float64Array;
}

/** ε: all values paired with all others but those of their own unit (2016, eq. 4; of common matter, eq. 10). */
export function expectedCoincidences(
  margins: Float64Array,
  within: Float64Array,
): ExpectedCoincidences | null {
  const total = sum(margins);
  const pairs = total ** 2 - sum(within);
  if (pairs <= 0) return null;
  return {
    agreed: margins.map((margin, c) => (total * (margin ** 2 - within[c]!)) / pairs),
    margins: margins.map((margin, c) => (total * (margin * total - within[c]!)) / pairs),
  };
}

/** What units of different annotators have in common; null where they never intersect, or in one unit only. */
export function commonMatter({ common, commonWithin }: UnitizingCoincidences) {
  const total = sum(common);
  const expected = expectedCoincidences(common, commonWithin);
  if (total === 0 || !expected) return null;
  return { total, expected, categories: common.filter((length) => length > 0).length };
}

export function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function lengthOf(units: readonly Unit[]): number {
  return units.reduce((length, unit) => length + unit.end - unit.start, 0);
}
