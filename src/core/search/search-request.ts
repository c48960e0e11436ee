import { z } from 'zod';
import { actorIdSchema, codeIdSchema, documentIdSchema, documentSetIdSchema } from '../ids.ts';
import { CONCORDANCE_SORTS } from './concordance.ts';
import { SEARCH_SCOPES } from './search-corpus.ts';

/** What to search for, and where. Each list is *any of*; an absent or empty one does not filter. */
export const searchSchema = z.object({
  /** `"a phrase"`, `word*`, side by side is AND, `OR`, `NOT` or `-`, parentheses. */
  query: z.string().max(2000),
  scope: z.enum(SEARCH_SCOPES),
  sort: z.enum(CONCORDANCE_SORTS),
  documents: z.array(documentIdSchema).optional(),
  /** Documents that are in one of these sets. */
  sets: z.array(documentSetIdSchema).optional(),
  /** Only where annotations are tagged with both one of these actors and one of these codes, where both are given. */
  actors: z.array(actorIdSchema).optional(),
  codes: z.array(codeIdSchema).optional(),
  /** Narrowed by actors or codes: to documents that have such an annotation, or to the passages themselves. */
  within: z.enum(['documents', 'passages']),
});
