import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { HashTable } from '../../../src/main/services/exchange/hash-table.ts';

it('finds each part as often as it was added', () => {
  const anyPart = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), held: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 20 }), fc.array(anyPart, { maxLength: 20 }), (added, read) => {
      const table = new HashTable();
      const left: { id: string; held: number }[] = [...added];
      for (const { id, held } of added) table.add(id, held);
      for (const { id, held } of read) {
        const equal = left.findIndex((one) => one.id === id && one.held === held);
        const other = left.findIndex((one) => one.id === id);
        const found = table.take(id, held);
        expect(found).toBe(equal !== -1 ? 'equal' : other !== -1 ? 'other' : 'unknown');
        // Which of several others it takes is its own affair; a test that goes on must know.
        if (found === 'other' && left.filter((one) => one.id === id).length > 1) return;
        if (found !== 'unknown') left.splice(equal !== -1 ? equal : other, 1);
        expect(table.left).toBe(left.length);
      }
      for (const id of ['a', 'b', 'c', 'd']) expect(table.isLeft(id)).toBe(left.some((one) => one.id === id));
    }),
  );
});

it('grows', () => {
  const table = new HashTable();
  for (let i = 0; i < 20_000; i++) table.add(`part ${i}`, { n: i });
  for (let i = 0; i < 20_000; i++) expect(table.take(`part ${i}`, { n: i })).toBe('equal');
  expect(table.left).toBe(0);
});
