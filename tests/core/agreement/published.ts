import type { Continuum, Unit } from '../../../src/core/agreement/continuum.ts';
import {
  distinctPatterns,
  MISSING,
  type Patterns,
  type ReliabilityTable,
} from '../../../src/core/agreement/patterns.ts';

/** A row a unit, a column an annotator; null is a blank cell. Categories in numeric order. */
export function tableOf(rows: readonly (readonly (number | null)[])[]): ReliabilityTable {
  const values = [...new Set(rows.flat().filter((cell) => cell !== null))].sort((a, b) => a - b);
  return {
    annotators: rows[0]?.length ?? 0,
    categories: values.length,
    cells: Int32Array.from(rows.flat(), (cell) => (cell === null ? MISSING : values.indexOf(cell))),
    values: Float64Array.from(values),
  };
}

export function patternsOf(rows: readonly (readonly (number | null)[])[]): Patterns {
  return distinctPatterns(tableOf(rows));
}

/** A row an annotator, as the literature prints them. */
export function byAnnotator(rows: readonly string[]): (number | null)[][] {
  const cells = rows.map((row) =>
    row
      .trim()
      .split(/\s+/)
      .map((cell) => (cell === '*' ? null : Number(cell))),
  );
  return cells[0]!.map((_, unit) => cells.map((row) => row[unit]!));
}

/** A matrix of counts: what the first annotator said by what the second said. */
export function fromContingency(counts: readonly (readonly number[])[]): number[][] {
  return counts.flatMap((row, a) => row.flatMap((count, b) => Array.from({ length: count }, () => [a, b])));
}

/** fast-krippendorff’s docstring, after Wikipedia: 3 annotators, 15 units. */
export const WIKIPEDIA = byAnnotator([
  '* * * * * 3 4 1 2 1 1 3 3 * 3',
  '1 * 2 1 3 3 4 3 * * * * * * *',
  '* * 2 1 3 4 4 * 2 1 1 3 3 * 4',
]);

/** Krippendorff’s “C data”, 4 annotators, 12 units (the last one judged once). */
export const C_DATA = byAnnotator([
  '1 2 3 3 2 1 4 1 2 * * *',
  '1 2 3 3 2 2 4 1 2 5 * 3',
  '* 3 3 3 2 3 4 2 2 5 1 *',
  '1 2 3 3 2 4 4 1 2 5 1 *',
]);

/** Krippendorff 1980, p. 139. */
export const KRIPPENDORFF_1980 = [
  [1, 1, 1],
  [1, 2, 2],
  [2, 2, 2],
  [4, 4, 4],
  [1, 4, 4],
  [2, 2, 2],
  [1, 2, 3],
  [3, 3, 3],
  [2, 2, 2],
];

/** Hayes & Krippendorff 2007, table 1: 5 annotators, 40 articles. */
export const HAYES_2007 = `112*2 1101* 2333* *00*0 000*0 000*0 102*1 1*20* 222*2 2111* *100* 0000* 1222* 33223
111*1 111*1 212*2 1233* 1101* 000*0 0011* 00*00 2333* 0000* 12*22 0111* 00010 1212* 1122* 112*2 110*0 2121* 22*22
3222* 222*2 223*2 222*2 22*12 2222* 111*1`
  .split(/\s+/)
  .map((unit) => [...unit].map((cell) => (cell === '*' ? null : Number(cell))));

/** Fleiss 1971: 30 patients, 6 psychiatrists, 5 diagnoses. Who said what is not published, and does not matter. */
export const FLEISS_1971 = `444444 222555 233335 555555 222444 113333 333355 113334 114444 555555
144444 124444 222333 144444 224445 333335 111455 111112 224444 133555
555555 244444 224555 114444 144445 222224 111155 224444 133333 555555`
  .split(/\s+/)
  .map((unit) => [...unit].map(Number));

export const COHEN_1960 = fromContingency([
  [88, 14, 18],
  [10, 40, 10],
  [2, 6, 12],
]);

/** Gwet, two annotators, two categories. */
export const GWET = fromContingency([
  [80, 7],
  [8, 5],
]);

/** Gwet 2014, Handbook of Inter-Rater Reliability, p. 120. */
export const GWET_2014 = byAnnotator([
  '1 2 3 3 2 1 4 1 2 * * *',
  '1 2 3 3 2 2 4 1 2 5 * *',
  '* 3 3 3 2 3 4 2 2 5 1 3',
  '1 2 3 3 2 4 4 1 2 5 1 *',
]);

function unit(annotator: number, category: number, start: number, end: number): Unit {
  return { annotator, category, start, end };
}

/** Krippendorff 2004, p. 254: categories c (0) and k (1). */
export const UNITIZING_2004: Continuum = {
  start: 150,
  end: 450,
  annotators: 2,
  categories: 2,
  units: [
    unit(0, 0, 225, 295),
    unit(0, 0, 370, 400),
    unit(1, 0, 220, 300),
    unit(1, 0, 355, 375),
    unit(1, 0, 400, 420),
    unit(0, 1, 180, 240),
    unit(0, 1, 300, 350),
    unit(1, 1, 180, 240),
    unit(1, 1, 300, 350),
  ],
};

/** Krippendorff 2019, figure 12.11 (p. 340). */
export const UNITIZING_2019: Continuum = {
  start: 0,
  end: 60,
  annotators: 3,
  categories: 7,
  units: [
    unit(0, 0, 0, 7),
    unit(0, 1, 7, 13),
    unit(0, 4, 30, 32),
    unit(0, 5, 32, 37),
    unit(0, 5, 37, 44),
    unit(0, 6, 44, 60),
    unit(1, 0, 0, 7),
    unit(1, 2, 7, 13),
    unit(1, 4, 13, 21),
    unit(1, 5, 32, 44),
    unit(2, 0, 0, 7),
    unit(2, 3, 7, 13),
    unit(2, 4, 13, 21),
    unit(2, 5, 32, 37),
    unit(2, 5, 37, 41),
    unit(2, 5, 41, 44),
  ],
};

/** Alex, Paul and Suzan of Mathet, Widlöcher & Métivier 2015, with the offsets that pygamma-agreement gives them. */
export const ALEX_PAUL_SUZAN: Continuum = {
  start: 2,
  end: 60,
  annotators: 3,
  categories: 7,
  units: [
    unit(0, 0, 2, 9),
    unit(0, 1, 11, 17),
    unit(0, 4, 24, 30),
    unit(0, 5, 32, 36),
    unit(0, 5, 36, 44),
    unit(0, 6, 44, 60),
    unit(1, 0, 2, 9),
    unit(1, 2, 11, 17),
    unit(1, 4, 19, 25),
    unit(1, 5, 32, 44),
    unit(2, 0, 2, 9),
    unit(2, 3, 11, 17),
    unit(2, 4, 21, 27),
    unit(2, 5, 32, 36),
    unit(2, 5, 36, 40),
    unit(2, 5, 40, 44),
  ],
};

/** Krippendorff 1995, p. 57, without category D: 24 long, here stretched by `stretch`. */
export function unitizing1995(stretch: number): Readonly<Record<'A' | 'B' | 'C', Continuum>> {
  const of = (first: readonly [number, number][], second: readonly [number, number][]): Continuum => ({
    start: 0,
    end: 24 * stretch,
    annotators: 2,
    categories: 1,
    units: [first, second].flatMap((list, annotator) =>
      list.map(([start, length]) => unit(annotator, 0, start * stretch, (start + length) * stretch)),
    ),
  });
  return {
    A: of(
      [
        [2, 8],
        [14, 6],
      ],
      [
        [4, 4],
        [15, 2],
      ],
    ),
    B: of(
      [[0, 18]],
      [
        [0, 2],
        [2, 1],
        [3, 1],
        [4, 1],
        [5, 1],
        [6, 3],
        [9, 1],
      ],
    ),
    C: of(
      [
        [2, 6],
        [10, 2],
        [14, 4],
        [20, 2],
      ],
      [
        [0, 2],
        [4, 4],
        [10, 4],
        [16, 2],
        [20, 2],
      ],
    ),
  };
}
