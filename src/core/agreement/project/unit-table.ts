import { masiDifferences } from '../masi.ts';
import { MISSING, type ReliabilityTable } from '../patterns.ts';
import { isOrdinal, stepsOf, type Decision, type DecisionUnit } from './decision.ts';

export interface UnitTable {
  readonly table: ReliabilityTable;
  /** Of actors and codes: MASI between each two sets that occur; null where there are too many, or there are none. */
  readonly differences: Float64Array | null;
}

/** More distinct sets would make a matrix of more than thirty megabytes. */
const MAX_SETS = 2000;

/** Units as a reliability table: ordinal steps in their order; actors and codes one category per distinct set. */
export function unitTable(decision: Decision, units: readonly DecisionUnit[], annotators: number): UnitTable {
  const cells = new Int32Array(units.length * annotators).fill(MISSING);
  if (isOrdinal(decision)) {
    const steps = stepsOf(decision);
    fill(cells, units, annotators, (reading) =>
      reading.length === 1 ? steps.indexOf(reading[0]!) : MISSING,
    );
    return { table: { annotators, categories: steps.length, cells }, differences: null };
  }
  const sets: (readonly string[])[] = [];
  const known = new Map<string, number>();
  fill(cells, units, annotators, (reading) => {
    const key = reading.join(' ');
    let number = known.get(key);
    if (number === undefined) {
      number = sets.push(reading) - 1;
      known.set(key, number);
    }
    return number;
  });
  return {
    table: { annotators, categories: sets.length, cells },
    differences: sets.length <= MAX_SETS ? masiDifferences(sets.map((set) => new Set(set))) : null,
  };
}

function fill(
  cells: Int32Array,
  units: readonly DecisionUnit[],
  annotators: number,
  categoryOf: (reading: readonly string[]) => number,
): void {
  for (const [unit, { readings }] of units.entries()) {
    for (const [annotator, reading] of readings.entries()) {
      if (reading !== null) cells[unit * annotators + annotator] = categoryOf(reading);
    }
  }
}
