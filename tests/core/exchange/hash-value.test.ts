import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../src/core/exchange/exchange.ts';
import { hashValue } from '../../../src/core/exchange/hash-value.ts';

const anyValue = fc.jsonValue({ maxDepth: 4 });

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, reversed(item)] as const);
  return Object.fromEntries([['absent', undefined], ...entries.reverse()]);
}

it('is the same for equal values, whatever the order of keys, and another for others', () => {
  fc.assert(
    fc.property(anyValue, anyValue, (one, two) => {
      expect(hashValue(reversed(one))).toEqual(hashValue(one));
      const isSame = canonicalJson(one) === canonicalJson(two);
      expect(canonicalJson(hashValue(one)) === canonicalJson(hashValue(two))).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
});

it('tells apart what is nearly the same', () => {
  const values = [
    1,
    '1',
    [1],
    ['1'],
    [[1]],
    {},
    [],
    null,
    '',
    'a',
    { a: '' },
    { a: null },
    ['a', ''],
    ['', 'a'],
  ];
  const more = [
    { a: 1, b: 2 },
    { a: 2, b: 1 },
    { a: { b: 1 } },
    { b: { a: 1 } },
    true,
    false,
    'true',
    '🦅',
    '🦆',
    -1,
  ];
  const numbers = Array.from({ length: 200_000 }, (_, i) => ({ start: i, end: i + 7 }));
  const hashes = new Set([...values, ...more, ...numbers].map((value) => canonicalJson(hashValue(value))));
  expect(hashes.size).toBe(values.length + more.length + numbers.length);
});
