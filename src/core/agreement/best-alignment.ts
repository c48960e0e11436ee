import type { Continuum, Unit } from './continuum.ts';
import { dissimilarity, EMPTY_COST, type GammaWeights } from './dissimilarity.ts';

/** More would take minutes and gigabytes: steps of looking for groups, and of the search, a unit in the mean. */
const MAX_GROUP_STEPS = 100_000;
const MAX_SEARCH_STEPS = 20_000;
/** Few units may take more than their share. */
const LEAST_UNITS = 50;
/** The width of the first, inexact pass, whose cost the exact one need not exceed. */
const BEAM = 48;

/** Units of different annotators that may belong together, and the disorder of that. */
interface Candidate {
  /** Indexes, the lowest first. */
  readonly members: readonly number[];
  readonly cost: number;
}

/**
 * The disorder of the best alignment: the least that a partition of all units into unitary alignments (at most one unit
 * of each annotator) can cost, by the mean number of units of an annotator (Mathet, Widlöcher & Métivier 2015, sections
 * 4.1, 4.2 and 5.1). A unitary alignment costs the mean of the dissimilarities of its pairs, where a pair with nothing
 * in it costs `EMPTY_COST`.
 *
 * Exact. An alignment that costs no less than two parts of it is never needed, which leaves few candidates, all of them
 * local; units are then taken in text order, and of the ways to have used the same later units only the cheapest goes on.
 * @returns null where that is too much to go through
 */
export function bestAlignmentDisorder(continuum: Continuum, weights: GammaWeights): number | null {
  const { annotators } = continuum;
  const units = continuum.units.toSorted(
    (a, b) => a.start - b.start || a.end - b.end || a.annotator - b.annotator,
  );
  if (units.length === 0) return 0;
  const candidates = findCandidates(units, annotators, weights);
  if (!candidates) return null;
  const least = leastShares(candidates, units.length);
  const rough = cheapestPartition(candidates, least, Number.POSITIVE_INFINITY, BEAM);
  const cost = rough === null ? null : cheapestPartition(candidates, least, rough, null);
  return cost === null ? null : cost / (units.length / annotators);
}

/** By their lowest member. Null where they are too many. */
function findCandidates(
  units: readonly Unit[],
  annotators: number,
  weights: GammaWeights,
): Candidate[][] | null {
  const pairs = Math.max(1, (annotators * (annotators - 1)) / 2);
  /** What two parts of an alignment may cost more together than a pair with nothing: else they are better apart. */
  const slack = pairs * EMPTY_COST;
  // The others of the alignment can each make up for one empty pair at the most.
  const furthest = slack + (annotators - 1) * EMPTY_COST;
  const near = neighbours(units, weights, furthest);
  const found: Candidate[][] = units.map((): Candidate[] => []);
  let left = MAX_GROUP_STEPS * Math.max(LEAST_UNITS, units.length);

  function extend(members: readonly number[], open: readonly number[], inside: number): boolean {
    const size = members.length;
    left -= open.length + 2 ** size * size;
    if (left < 0) return false;
    if (!isSplitBetter(members)) {
      const missing = pairs - (size * (size - 1)) / 2;
      found[members[0]!]!.push({ members, cost: (inside + missing * EMPTY_COST) / pairs });
    }
    for (const [at, next] of open.entries()) {
      const added = members.reduce((sum, member) => sum + near[member]!.get(next)!, 0);
      const still = open.filter(
        (other, i) => i > at && units[other]!.annotator !== units[next]!.annotator && near[next]!.has(other),
      );
      if (!extend([...members, next], still, inside + added)) return false;
    }
    return true;
  }

  function isSplitBetter(members: readonly number[]): boolean {
    const all = 2 ** members.length - 1;
    // The first member always stays on one side: each split is looked at once.
    for (let side = 1; side < all; side += 2) {
      let across = 0;
      for (const [i, a] of members.entries()) {
        if (!(side & (1 << i))) continue;
        for (const [j, b] of members.entries()) {
          if (!(side & (1 << j))) across += near[a]!.get(b)! - EMPTY_COST;
        }
      }
      if (across >= slack - 1e-12) return true;
    }
    return false;
  }

  for (let unit = 0; unit < units.length; unit++) {
    const later = [...near[unit]!.keys()].filter((other) => other > unit);
    if (!extend([unit], later, 0)) return null;
  }
  return found;
}

/** Of each unit, the units of other annotators that it may be aligned with, and how dissimilar they are. */
function neighbours(units: readonly Unit[], weights: GammaWeights, furthest: number): Map<number, number>[] {
  const near = units.map(() => new Map<number, number>());
  // (|Δstart| / lengths)² · weight < furthest bounds how far apart two beginnings can lie.
  const stretch = weights.position > 0 ? Math.sqrt(furthest / weights.position) : Number.POSITIVE_INFINITY;
  const longest = units.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  for (const [i, unit] of units.entries()) {
    for (let j = i + 1; j < units.length; j++) {
      const other = units[j]!;
      if (other.start - unit.start > stretch * (unit.end - unit.start + longest)) break;
      if (other.annotator === unit.annotator) continue;
      const apart = dissimilarity(unit, other, weights);
      if (apart >= furthest) continue;
      near[i]!.set(j, apart);
      near[j]!.set(i, apart);
    }
  }
  return near;
}

/** Of each unit, the least that its share of an alignment can cost: what any partition costs at least. */
function leastShares(candidates: readonly (readonly Candidate[])[], units: number): Float64Array {
  const least = new Float64Array(units).fill(Number.POSITIVE_INFINITY);
  for (const list of candidates) {
    for (const { members, cost } of list) {
      for (const member of members) least[member] = Math.min(least[member]!, cost / members.length);
    }
  }
  return least;
}

/** Of units taken in order: which later ones are used already, and what all that costs. */
interface State {
  /** Ascending. */
  readonly used: readonly number[];
  readonly cost: number;
  /** The least that the rest can cost. */
  readonly bound: number;
}

/**
 * @param limit the cost of a partition that is known
 * @param beam how many states go on from each unit; null for all that can still cost less than `limit`
 */
function cheapestPartition(
  candidates: readonly (readonly Candidate[])[],
  least: Float64Array,
  limit: number,
  beam: number | null,
): number | null {
  const tolerance = 1e-9;
  const rest = new Float64Array(candidates.length + 1);
  for (let unit = candidates.length - 1; unit >= 0; unit--) rest[unit] = rest[unit + 1]! + least[unit]!;
  let left = MAX_SEARCH_STEPS * Math.max(LEAST_UNITS, candidates.length);
  let states: readonly State[] = [{ used: [], cost: 0, bound: rest[0]! }];
  for (let unit = 0; unit < candidates.length; unit++) {
    const next = new Map<string, State>();
    left -= states.length * candidates[unit]!.length;
    if (left < 0) return null;
    for (const { used, cost } of states) {
      if (used[0] === unit) {
        keep(used.slice(1), cost);
        continue;
      }
      for (const candidate of candidates[unit]!) {
        if (candidate.members.some((member) => used.includes(member))) continue;
        const together =
          candidate.members.length === 1
            ? used
            : [...used, ...candidate.members.slice(1)].sort((a, b) => a - b);
        keep(together, cost + candidate.cost);
      }
    }
    states = [...next.values()];
    if (beam !== null && states.length > beam) {
      states = states.toSorted((a, b) => a.cost + a.bound - b.cost - b.bound).slice(0, beam);
    }

    function keep(used: readonly number[], cost: number): void {
      const bound = used.reduce((sum, member) => sum - least[member]!, rest[unit + 1]!);
      if (cost + bound > limit + tolerance) return;
      const key = used.join();
      const known = next.get(key);
      if (!known || cost < known.cost) next.set(key, { used, cost, bound });
    }
  }
  return states.reduce((cheapest, { cost }) => Math.min(cheapest, cost), Number.POSITIVE_INFINITY);
}
