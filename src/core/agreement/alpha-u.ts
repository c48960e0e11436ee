import { assertContinuum, unitsByAnnotator, type Continuum, type Unit } from './continuum.ts';
import { defined, undefinedBecause, type Outcome } from './outcome.ts';

/** Of one category: the disagreement that was observed, and that of chance. */
export interface UnitizingDisagreement {
  readonly observed: number;
  readonly expected: number;
}

/**
 * Krippendorff’s α for unitizing in its first form: 1 − Σ D_o / Σ D_e over the categories (Krippendorff 1995, On the
 * reliability of unitizing continuous data; 2004, Content Analysis, ch. 11.6). Two units that intersect differ by the
 * squares of the distances of their beginnings and of their ends; one that lies in another annotator’s gap differs by
 * the square of its length.
 *
 * What an annotator left blank is a gap, and a unit in it a disagreement: nothing is missing. *Undefined* with fewer
 * than two annotators and where nobody marked anything.
 * @param continuum units of one annotator and category do not overlap (see `mergeOverlapping`)
 * @throws RangeError for a unit without length or outside of the continuum
 */
export function alphaU(continuum: Continuum): Outcome {
  assertContinuum(continuum);
  if (continuum.annotators < 2) return undefinedBecause('fewer-than-two-annotators');
  if (continuum.units.length === 0) return undefinedBecause('nobody-marked-anything');
  let observed = 0;
  let expected = 0;
  for (const { observed: o, expected: e } of unitizingDisagreements(continuum)) {
    observed += o;
    expected += e;
  }
  return expected <= 0 ? undefinedBecause('everything-marked') : defined(1 - observed / expected);
}

/** D_o and D_e of each category. */
export function unitizingDisagreements(continuum: Continuum): UnitizingDisagreement[] {
  const length = continuum.end - continuum.start;
  const { annotators } = continuum;
  const all = unitsByAnnotator(continuum);
  return Array.from({ length: continuum.categories }, (_, category) => {
    const lists = all.map((list) => list.filter((unit) => unit.category === category));
    let sum = 0;
    for (let i = 0; i < annotators; i++) {
      for (let j = 0; j < i; j++) sum += 2 * differenceOf(lists[i]!, lists[j]!);
    }
    return {
      observed: sum / (annotators * (annotators - 1) * length * length),
      expected: expectedDisagreement(lists, continuum),
    };
  });
}

/** Σ_g Σ_h δ² of two annotators’ units, by start. */
function differenceOf(first: readonly Unit[], second: readonly Unit[]): number {
  const isMet = new Uint8Array(second.length);
  let sum = 0;
  let from = 0;
  for (const unit of first) {
    while (from < second.length && second[from]!.end <= unit.start) from++;
    let meets = false;
    for (let h = from; h < second.length && second[h]!.start < unit.end; h++) {
      const other = second[h]!;
      meets = true;
      isMet[h] = 1;
      sum += (unit.start - other.start) ** 2 + (unit.end - other.end) ** 2;
    }
    if (!meets) sum += (unit.end - unit.start) ** 2;
  }
  for (const [h, unit] of second.entries()) if (!isMet[h]) sum += (unit.end - unit.start) ** 2;
  return sum;
}

/** Krippendorff 2004, p. 254: every unit anywhere on the continuum, against every other unit and gap. */
function expectedDisagreement(lists: readonly (readonly Unit[])[], { start, end }: Continuum): number {
  const length = end - start;
  const gaps = Float64Array.from(lists.flatMap((list) => gapLengths(list, start, end))).sort();
  /** Sums of the gaps from each on. */
  const sums = new Float64Array(gaps.length + 1);
  for (let i = gaps.length - 1; i >= 0; i--) sums[i] = sums[i + 1]! + gaps[i]!;
  const units = lists.flat();
  let sum = 0;
  let withinUnits = 0;
  for (const unit of units) {
    const l = unit.end - unit.start;
    const wide = firstAtLeast(gaps, l);
    const places = sums[wide]! - (gaps.length - wide) * (l - 1);
    sum += ((units.length - 1) / 3) * (2 * l ** 3 - 3 * l ** 2 + l) + l ** 2 * places;
    withinUnits += l * (l - 1);
  }
  const all = lists.length * length;
  const pairs = all * (all - 1) - withinUnits;
  return pairs <= 0 ? 0 : ((2 / length) * sum) / pairs;
}

function gapLengths(list: readonly Unit[], start: number, end: number): number[] {
  const gaps: number[] = [];
  let at = start;
  for (const unit of list) {
    if (unit.start > at) gaps.push(unit.start - at);
    at = unit.end;
  }
  if (at < end) gaps.push(end - at);
  return gaps;
}

function firstAtLeast(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
