import { expect, test } from 'vitest';
import { savedFilterIdSchema } from '../../../src/core/ids.ts';
import { invertEdit } from '../../../src/core/project/edit.ts';
import {
  editSavedFilters,
  savedFilterSchema,
  type SavedFilter,
  type SavedFilterEdit,
} from '../../../src/core/sets/saved-filter.ts';

const id = (n: number) => savedFilterIdSchema.parse(`00000000-0000-7000-8000-00000000000${n}`);
const evidence: SavedFilter = {
  id: id(1),
  name: 'Contested',
  kind: 'evidence',
  filter: { polarities: [-2, 'unclear'], text: 'truce' },
  sort: { by: 'polarity', descending: true },
};
const search: SavedFilter = {
  id: id(2),
  name: 'Contested',
  kind: 'search',
  request: { query: 'truce -collapse*', scope: 'all', sort: 'left', within: 'documents' },
};
const edit = (before: SavedFilter | null, after: SavedFilter | null): SavedFilterEdit => ({
  kind: 'savedFilter',
  before,
  after,
});

test('a filter of the evidence and one of the search may share a name, two of a kind may not', () => {
  const saved = editSavedFilters([], [edit(null, evidence), edit(null, search)]);
  expect(saved).toEqual([evidence, search]);
  for (const filter of saved) expect(savedFilterSchema.parse(filter)).toEqual(filter);
  expect(() => editSavedFilters(saved, [edit(null, { ...evidence, id: id(3), name: 'contested' })])).toThrow(
    /would be called/,
  );
});

test('renaming and deleting are undone, and a stale edit is refused', () => {
  const renamed = edit(evidence, { ...evidence, name: 'Unclear' });
  const after = editSavedFilters([evidence], [renamed]);
  expect(editSavedFilters(after, [invertEdit(renamed) as SavedFilterEdit])).toEqual([evidence]);
  const removal = edit(evidence, null);
  expect(editSavedFilters([], [invertEdit(removal) as SavedFilterEdit])).toEqual([evidence]);
  expect(() => editSavedFilters(after, [removal])).toThrow(/in the meantime/);
});
