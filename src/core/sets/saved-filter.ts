import { z } from 'zod';
import { replaceEntry } from '../codebook/edit-codebook.ts';
import { evidenceFilterSchema, evidenceSortSchema } from '../evidence/evidence.ts';
import { savedFilterIdSchema } from '../ids.ts';
import type { Edit } from '../project/edit.ts';
import type { DeepReadonly } from '../readonly.ts';
import { searchSchema } from '../search/search-request.ts';
import { assertDistinctNames } from './edit-sets.ts';

const named = { id: savedFilterIdSchema, name: z.string().trim().min(1).max(120) };

/** A question to the project that is worth asking again: of the evidence table, or of the search. */
export const savedFilterSchema = z.discriminatedUnion('kind', [
  z.object({
    ...named,
    kind: z.literal('evidence'),
    filter: evidenceFilterSchema,
    sort: evidenceSortSchema,
  }),
  z.object({ ...named, kind: z.literal('search'), request: searchSchema }),
]);

/** What `filters.json` holds, in the order in which they were saved. */
export const savedFiltersSchema = z.object({
  filters: z
    .array(savedFilterSchema)
    .refine(
      (filters) => new Set(filters.map(({ id }) => id)).size === filters.length,
      'holds two filters of one id',
    ),
});

export type SavedFilter = DeepReadonly<z.infer<typeof savedFilterSchema>>;
export type SavedFilterKind = SavedFilter['kind'];
export type SavedFilterEdit = Extract<Edit, { kind: 'savedFilter' }>;

/**
 * The saved filters after all of the edits, in their order.
 * @throws PostilError `stale` when a `before` is not what is there; `bad-request` when two of one kind would bear one name
 */
export function editSavedFilters(
  filters: readonly SavedFilter[],
  edits: readonly SavedFilterEdit[],
): readonly SavedFilter[] {
  let after = filters;
  for (const edit of edits) after = replaceEntry(after, edit.before, edit.after, 'saved filter');
  for (const kind of ['evidence', 'search'] as const) {
    assertDistinctNames(
      after.filter((filter) => filter.kind === kind),
      'saved filters',
    );
  }
  return after;
}
