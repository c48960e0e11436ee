import type { Outcome } from './outcome.ts';
import type { Patterns } from './patterns.ts';
import { makeRandom } from './random.ts';

export const BOOTSTRAP_ROUNDS = 1000;
const LEVEL = 0.95;

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** The share of resamples between the two: 0.95. */
  readonly level: number;
  /** Of how many resamples: those in which the coefficient has a value. */
  readonly rounds: number;
}

export interface BootstrapOptions {
  /** How often the units are drawn anew. */
  readonly rounds: number;
  readonly seed: number;
  /** Before each round; throws to stop. */
  onRound?(round: number): void;
}

/**
 * Percentile bootstrap (Efron 1979): as many units as there are, drawn with replacement, and the coefficients of them,
 * over and over; the interval holds the middle 95 %. All coefficients see the same draws. The draw is one of rows, so
 * that a round costs no more than a coefficient of the distinct rows.
 * @returns for each coefficient; null where it has a value in fewer than half of the rounds, or with fewer than two units
 */
export function bootstrap(
  patterns: Patterns,
  coefficients: readonly ((resampled: Patterns) => Outcome)[],
  { rounds, seed, onRound }: BootstrapOptions,
): (Interval | null)[] {
  const { rowOf } = patterns;
  const units = rowOf.length;
  const random = makeRandom(seed);
  const weights = new Float64Array(patterns.weights.length);
  const resampled: Patterns = { ...patterns, weights };
  const values = coefficients.map((): number[] => []);
  if (units < 2) return values.map(() => null);
  for (let round = 0; round < rounds; round++) {
    onRound?.(round);
    weights.fill(0);
    for (let draw = 0; draw < units; draw++) weights[rowOf[random.below(units)]!]!++;
    for (const [i, coefficient] of coefficients.entries()) {
      const { value } = coefficient(resampled);
      if (value !== null) values[i]!.push(value);
    }
  }
  return values.map((found) => intervalOf(found, rounds));
}

/** The middle 95 % of what came out of `rounds` rounds, interpolated between values; null of fewer than half of them. */
export function intervalOf(values: readonly number[], rounds: number): Interval | null {
  if (values.length === 0 || values.length * 2 < rounds) return null;
  const sorted = Float64Array.from(values).sort();
  const tail = (1 - LEVEL) / 2;
  return {
    low: quantile(sorted, tail),
    high: quantile(sorted, 1 - tail),
    level: LEVEL,
    rounds: sorted.length,
  };
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}
