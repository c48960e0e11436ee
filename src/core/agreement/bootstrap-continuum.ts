import { intervalOf, type BootstrapOptions, type Interval } from './bootstrap.ts';
import type { Continuum, Unit } from './continuum.ts';
import type { Outcome } from './outcome.ts';
import { makeRandom } from './random.ts';

/** A stretch that no unit crosses the edges of: units that hang together, and the gap up to the next. */
interface Block {
  readonly length: number;
  /** Counted from its beginning. */
  readonly units: readonly Unit[];
}

/**
 * Percentile bootstrap of coefficients of a continuum: it is cut where every annotator has a gap, before each group of
 * units that hang together, and as many of these stretches as there are, drawn with replacement, are laid end to end.
 * @returns for each coefficient; null with fewer than two stretches, or where it has a value in fewer than half of the
 * rounds
 */
export function bootstrapContinuum(
  continuum: Continuum,
  coefficients: readonly ((resampled: Continuum) => Outcome)[],
  { rounds, seed, onRound }: BootstrapOptions,
): (Interval | null)[] {
  const blocks = blocksOf(continuum);
  const values = coefficients.map((): number[] => []);
  if (blocks.length < 2) return values.map(() => null);
  const random = makeRandom(seed);
  for (let round = 0; round < rounds; round++) {
    onRound?.(round);
    const units: Unit[] = [];
    let at = 0;
    for (let draw = 0; draw < blocks.length; draw++) {
      const block = blocks[random.below(blocks.length)]!;
      for (const unit of block.units) units.push({ ...unit, start: unit.start + at, end: unit.end + at });
      at += block.length;
    }
    const resampled: Continuum = { ...continuum, start: 0, end: at, units };
    for (const [i, coefficient] of coefficients.entries()) {
      const { value } = coefficient(resampled);
      if (value !== null) values[i]!.push(value);
    }
  }
  return values.map((found) => intervalOf(found, rounds));
}

function blocksOf({ start, end, units }: Continuum): Block[] {
  const sorted = units.toSorted((a, b) => a.start - b.start);
  const groups: Unit[][] = [];
  let reach = Number.NEGATIVE_INFINITY;
  for (const unit of sorted) {
    if (unit.start < reach) groups.at(-1)!.push(unit);
    else groups.push([unit]);
    reach = Math.max(reach, unit.end);
  }
  return groups.map((group, i) => {
    // The first stretch begins with the continuum, the last ends with it.
    const from = i === 0 ? start : group[0]!.start;
    const to = groups[i + 1]?.[0]!.start ?? end;
    return {
      length: to - from,
      units: group.map((unit) => ({ ...unit, start: unit.start - from, end: unit.end - from })),
    };
  });
}
