import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorsOf, descendantsOf, treeRows } from '../../../src/core/codebook/tree.ts';
import { code } from './samples.ts';

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
const CODES = [
  code('b', 'B'),
  code('a2', 'A2', { parent: 'c-a' }),
  code('a', 'A'),
  code('a1', 'A1', { parent: 'c-a' }),
  code('a1x', 'A1x', { parent: 'c-a1' }),
];

/** Each code's parent comes before it or is none, so there is no cycle. */
const forest = fc
  .array(fc.option(fc.nat(), { nil: undefined }), { maxLength: 30 })
  .map((parents) =>
    parents.map((parent, i) =>
      code(`${i}`, `name ${i}`, parent === undefined || i === 0 ? {} : { parent: `c-${parent % i}` }),
    ),
  );

describe('treeRows', () => {
  it('puts each parent before its children, with depth and place among siblings', () => {
    const rows = treeRows(CODES, byName);
    expect(
      rows.map((row) => [row.entry.name, row.depth, row.position, row.siblings, row.hasChildren]),
    ).toEqual([
      ['A', 0, 1, 2, true],
      ['A1', 1, 1, 2, true],
      ['A1x', 2, 1, 1, false],
      ['A2', 1, 2, 2, false],
      ['B', 0, 2, 2, false],
    ]);
  });

  it('leaves out what stands under a collapsed entry, and still says that it has children', () => {
    const rows = treeRows(CODES, byName, (id) => id === 'c-a');
    expect(rows.map((row) => [row.entry.name, row.hasChildren])).toEqual([
      ['A', true],
      ['B', false],
    ]);
  });

  it('takes an entry whose parent is not among them as a root', () => {
    expect(treeRows([code('x', 'X', { parent: 'c-gone' })], byName)).toHaveLength(1);
  });

  it('holds every entry once, one deeper than its parent', () => {
    fc.assert(
      fc.property(forest, (codes) => {
        const rows = treeRows(codes, byName);
        expect(rows.map((row) => row.entry.id).toSorted()).toEqual(codes.map((entry) => entry.id).toSorted());
        const depths = new Map(rows.map((row) => [row.entry.id, row.depth]));
        for (const { entry, depth } of rows) {
          expect(depth).toBe(entry.parent === undefined ? 0 : depths.get(entry.parent)! + 1);
        }
      }),
    );
  });
});

describe('descendantsOf and ancestorsOf', () => {
  it('go down and up', () => {
    expect([...descendantsOf(CODES, 'c-a')].toSorted()).toEqual(['c-a1', 'c-a1x', 'c-a2']);
    expect(ancestorsOf(CODES, 'c-a1x')).toEqual(['c-a1', 'c-a']);
  });

  it('are each other’s converse', () => {
    fc.assert(
      fc.property(forest, (codes) => {
        for (const entry of codes) {
          for (const below of descendantsOf(codes, entry.id)) {
            expect(ancestorsOf(codes, below)).toContain(entry.id);
          }
        }
      }),
    );
  });
});
