import { describe, expect, test } from 'vitest';
import { documentIdSchema, documentSetIdSchema } from '../../../src/core/ids.ts';
import { documentsOfSets, resolveSets } from '../../../src/core/sets/resolve-sets.ts';

const [alpha, beta, gamma] = ['alpha', 'beta', 'gamma'].map((id) => documentIdSchema.parse(id)) as [
  ReturnType<typeof documentIdSchema.parse>,
  ReturnType<typeof documentIdSchema.parse>,
  ReturnType<typeof documentIdSchema.parse>,
];
const id = (n: number) => documentSetIdSchema.parse(`00000000-0000-7000-8000-00000000000${n}`);
const SETS = [
  { id: id(1), name: 'North', documents: [alpha, beta] },
  { id: id(2), name: 'South', documents: [beta, gamma] },
  { id: id(3), name: 'Empty', documents: [] },
];

describe('the documents of sets', () => {
  test('are those in any of them; no set asked for is no narrowing', () => {
    expect(documentsOfSets([id(1), id(2)], SETS)).toEqual(new Set([alpha, beta, gamma]));
    expect(documentsOfSets([], SETS)).toBeNull();
    expect(documentsOfSets(undefined, SETS)).toBeNull();
  });
  test('a deleted set holds none', () => {
    expect(documentsOfSets([id(9)], SETS)).toEqual(new Set());
  });
});

describe('a filter with sets', () => {
  test('is the same without them, and narrowed by documents', () => {
    expect(resolveSets({ sets: [id(1)], text: 'x' }, SETS)).toEqual({ documents: [alpha, beta], text: 'x' });
    expect(resolveSets({ sets: [id(1)], documents: [beta, gamma] }, SETS)).toEqual({ documents: [beta] });
    expect(resolveSets({ documents: [gamma] }, SETS)).toEqual({ documents: [gamma] });
  });
  test('that leaves no document lets nothing through, rather than everything', () => {
    expect(resolveSets({ sets: [id(3)] }, SETS)).toBeNull();
    expect(resolveSets({ sets: [id(1)], documents: [gamma] }, SETS)).toBeNull();
    expect(resolveSets({ sets: [id(9)], documents: [] }, SETS)).toBeNull();
  });
});
