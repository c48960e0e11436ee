/**
 * How different two sets of tags are: 1 − J · M, J being Jaccard’s index and M 1 for equal sets, 2/3 where one holds the
 * other, 1/3 where they only overlap, 0 where they share nothing (Passonneau 2006, Measuring Agreement on Set-valued
 * Items). Used as δ² in Krippendorff’s α, as there. Two empty sets are equal; an empty and another share nothing.
 */
export function masiDifference(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const tag of a) if (b.has(tag)) shared++;
  if (shared === a.size && shared === b.size) return 0;
  if (shared === 0) return 1;
  const jaccard = shared / (a.size + b.size - shared);
  const monotonicity = shared === a.size || shared === b.size ? 2 / 3 : 1 / 3;
  return 1 - jaccard * monotonicity;
}

/** δ² between each two sets, `sets²`, row by row. */
export function masiDifferences(sets: readonly ReadonlySet<string>[]): Float64Array {
  const squared = new Float64Array(sets.length ** 2);
  for (const [i, a] of sets.entries()) {
    for (let j = 0; j < i; j++) {
      const difference = masiDifference(a, sets[j]!);
      squared[i * sets.length + j] = difference;
      squared[j * sets.length + i] = difference;
    }
  }
  return squared;
}
