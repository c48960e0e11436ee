/** A stretch that a name was found in; `weight` is the folded name's length. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

/**
 * Of stretches that overlap, the longest; of equally long ones, the first. What it leaves free may be found again.
 * @returns in text order, none overlapping another
 */
export function keepLongest<T extends Found>(found: readonly T[]): T[] {
  const sorted = found.toSorted((a, b) => a.start - b.start || b.weight - a.weight);
  const kept: T[] = [];
  for (let first = 0; first < sorted.length;) {
    let last = first;
    let reach = sorted[first]!.end;
    while (last + 1 < sorted.length && sorted[last + 1]!.start < reach) {
      last++;
      reach = Math.max(reach, sorted[last]!.end);
    }
    if (last === first) kept.push(sorted[first]!);
    else kept.push(...longestOf(sorted.slice(first, last + 1)));
    first = last + 1;
  }
  return kept;
}

function longestOf<T extends Found>(cluster: readonly T[]): T[] {
  const kept: T[] = [];
  for (const each of cluster.toSorted((a, b) => b.weight - a.weight || a.start - b.start)) {
    if (kept.every((other) => each.end <= other.start || other.end <= each.start)) kept.push(each);
  }
  return kept.sort((a, b) => a.start - b.start);
}
