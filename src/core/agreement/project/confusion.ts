import { isOrdinal, stepsOf, type Decision, type DecisionUnit } from './decision.ts';

/** How often the first annotator said one thing where the second said another; null: nothing. */
export interface ConfusionCell {
  readonly first: string | null;
  readonly second: string | null;
  readonly count: number;
}

/**
 * Who confuses what with what: units that both judged, by what the first said and what the second said. Of actors and
 * codes, each tag that both gave counts as the same; of the others, each that only the first gave is set against each
 * that only the second gave, or against nothing. Ordinal steps stand in their order, tags by how often they occur.
 * @param units of exactly these two annotators
 */
export function confusionOf(decision: Decision, units: readonly DecisionUnit[]): ConfusionCell[] {
  const counts = new Map<string, { first: string | null; second: string | null; count: number }>();
  for (const unit of units) {
    for (const [first, second] of cellsOf(decision, unit)) {
      const key = `${first ?? ''}\n${second ?? ''}`;
      const cell = counts.get(key);
      if (cell) cell.count++;
      else counts.set(key, { first, second, count: 1 });
    }
  }
  const cells = [...counts.values()];
  if (isOrdinal(decision)) {
    const at = (step: string | null): number => stepsOf(decision).indexOf(step ?? '');
    return cells.sort((a, b) => at(a.first) - at(b.first) || at(a.second) - at(b.second));
  }
  return cells.sort((a, b) => b.count - a.count || compare(a.first, b.first) || compare(a.second, b.second));
}

/** The cells of the matrix that a unit counts in. */
export function cellsOf(
  decision: Decision,
  { readings }: DecisionUnit,
): (readonly [string | null, string | null])[] {
  const [first, second] = [readings[0] ?? null, readings[1] ?? null];
  if (decision === 'boundaries') return [[first?.[0] ?? null, second?.[0] ?? null]];
  if (first === null || second === null) return [];
  if (isOrdinal(decision)) {
    const isStep = (reading: readonly string[]): boolean =>
      reading.length === 1 && stepsOf(decision).includes(reading[0]!);
    return isStep(first) && isStep(second) ? [[first[0]!, second[0]!]] : [];
  }
  const both = first.filter((tag) => second.includes(tag));
  const onlyFirst: (string | null)[] = first.filter((tag) => !both.includes(tag));
  const onlySecond: (string | null)[] = second.filter((tag) => !both.includes(tag));
  if (onlyFirst.length === 0 && onlySecond.length > 0) onlyFirst.push(null);
  if (onlySecond.length === 0 && onlyFirst.length > 0) onlySecond.push(null);
  return [
    ...both.map((tag) => [tag, tag] as const),
    ...onlyFirst.flatMap((a) => onlySecond.map((b) => [a, b] as const)),
  ];
}

/** Whether annotators who judged a unit said different things of it. */
export function isDisagreement(decision: Decision, { readings }: DecisionUnit): boolean {
  if (decision === 'boundaries') return readings.includes(null);
  const said = readings
    .filter((reading) => reading !== null)
    .filter((reading) => !isOrdinal(decision) || stepsOf(decision).includes(reading[0] ?? ''))
    .map((reading) => reading.join(' '));
  return new Set(said).size > 1;
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
