import { unitsByAnnotator, type Continuum, type Unit } from './continuum.ts';
import type { Random } from './random.ts';

/** Then any place is as good: so many annotators leave no room between them. */
const TRIES = 100;

/**
 * What annotators by chance would have marked (Mathet, Widlöcher & Métivier 2015, section 5.2): for each, the units of
 * one who is drawn, moved round the continuum by a random distance; two such distances lie at least half the mean length
 * of a unit apart, since the same units moved by the same would agree. A unit that comes to lie across the end stays whole.
 */
export function sampleContinuum(continuum: Continuum, random: Random): Continuum {
  const { start, end, annotators, units: all } = continuum;
  const length = end - start;
  const lists = unitsByAnnotator(continuum);
  const apart = all.reduce((sum, unit) => sum + unit.end - unit.start, 0) / all.length / 2;
  const moves: number[] = [];
  const units: Unit[] = [];
  let furthest = end;
  for (let annotator = 0; annotator < annotators; annotator++) {
    const move = drawMove(moves, length, apart, random);
    moves.push(move);
    for (const unit of lists[random.below(annotators)]!) {
      const moved = start + ((unit.start - start + move) % length);
      const movedEnd = moved + unit.end - unit.start;
      furthest = Math.max(furthest, movedEnd);
      units.push({ annotator, start: moved, end: movedEnd, category: unit.category });
    }
  }
  return { ...continuum, end: furthest, units };
}

function drawMove(moves: readonly number[], length: number, apart: number, random: Random): number {
  for (let attempt = 0; ; attempt++) {
    const move = random.below(length);
    const isFar = moves.every((other) => {
      const distance = Math.abs(move - other);
      return Math.min(distance, length - distance) >= apart;
    });
    if (isFar || attempt >= TRIES) return move;
  }
}
