const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
const TWO_32 = 2 ** 32;

/**
 * `items` in ascending order of `keys`, stable: items of one key stay in their order. A radix sort: linear in the
 * number of items, where a comparator on a million rows takes more than a second.
 * @param keys one for each item: integers, 0 ≤ key < 2^53
 * @returns a new array; neither argument changes
 */
export function sortByKeys(items: Uint32Array, keys: Float64Array): Uint32Array {
  const count = items.length;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    if (key > largest) largest = key;
    low[i] = key % TWO_32;
    high[i] = key / TWO_32;
  }
  let order: Uint32Array = new Uint32Array(count);
  let next: Uint32Array = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  const offsets = new Uint32Array(BUCKETS + 1);
  for (let shift = 0; largest >= 2 ** shift; shift += DIGIT_BITS) {
    offsets.fill(0);
    for (let i = 0; i < count; i++) offsets[digitAt(low[i]!, high[i]!, shift) + 1]!++;
    for (let bucket = 0; bucket < BUCKETS; bucket++) offsets[bucket + 1]! += offsets[bucket]!;
    for (let i = 0; i < count; i++) {
      const at = order[i]!;
      next[offsets[digitAt(low[at]!, high[at]!, shift)]!++] = at;
    }
    [order, next] = [next, order];
  }
  for (let i = 0; i < count; i++) next[i] = items[order[i]!]!;
  return next;
}

/** DIGIT_BITS bits of the number high:low, from bit `shift` upwards; a digit may straddle the two halves. */
function digitAt(low: number, high: number, shift: number): number {
  if (shift >= 32) return (high >>> (shift - 32)) & (BUCKETS - 1);
  const lower = low >>> shift;
  return (shift + DIGIT_BITS <= 32 ? lower : lower | (high << (32 - shift))) & (BUCKETS - 1);
}
