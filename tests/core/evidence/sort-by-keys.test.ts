import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortByKeys } from '../../../src/core/evidence/sort-by-keys.ts';

it('sorts as a stable comparison sort does, up to the largest safe integer', () => {
  const key = fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.maxSafeNat(),
    fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 33, 2 ** 44, 2 ** 53 - 1),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), key)), (pairs) => {
      const items = Uint32Array.from(pairs, ([item]) => item);
      const keys = Float64Array.from(pairs, ([, itemKey]) => itemKey);
      const expected = pairs.toSorted((a, b) => a[1] - b[1]).map(([item]) => item);
      expect([...sortByKeys(items, keys)]).toEqual(expected);
      expect([...items]).toEqual(pairs.map(([item]) => item));
    }),
    { numRuns: 500 },
  );
});
