import { z } from 'zod';
import { documentIdSchema, documentSetIdSchema } from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';

/**
 * Documents under a name: a wave of reading, an outlet, a sample. A document may be in several sets, or in none. The id
 * stays when the name changes, so that phases and assignments can hang on it; a set that is made anew under an old name
 * is another one.
 */
export const documentSetSchema = z.object({
  id: documentSetIdSchema,
  name: z.string().trim().min(1).max(120),
  /** In ascending order, so that equal sets are equal records. Removed documents stay, and count again when they are back. */
  documents: z
    .array(documentIdSchema)
    .refine(
      (ids) => ids.every((id, at) => at === 0 || ids[at - 1]! < id),
      'must name each document once, in order',
    ),
});

/** What `sets.json` holds, in the order in which the sets were made. */
export const documentSetsSchema = z.object({
  sets: z
    .array(documentSetSchema)
    .refine((sets) => new Set(sets.map(({ id }) => id)).size === sets.length, 'holds two sets of one id'),
});

export type DocumentSet = DeepReadonly<z.infer<typeof documentSetSchema>>;
