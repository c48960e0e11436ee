import { z } from 'zod';
import { adjudicationSchema } from '../adjudication/adjudication.ts';
import { annotationSchema } from '../annotation/annotation.ts';
import { carriedSchema } from '../annotation/carried.ts';
import { readingStateSchema } from '../annotation/layer.ts';
import { actorSchema, codeSchema, scalesSchema } from '../codebook/codebook.ts';
import { documentSettingsSchema, sourceSchema } from '../document/document.ts';
import { mentionDecisionSchema } from '../mentions/mention.ts';
import { annotatorIdSchema, documentIdSchema } from '../ids.ts';
import { memoSchema } from '../memo/memo.ts';
import { documentSetSchema } from '../sets/document-set.ts';
import { savedFilterSchema } from '../sets/saved-filter.ts';
import type { DeepReadonly } from '../readonly.ts';

/**
 * A change as a value: what was there, what is there after. `null` is *not there*. The inverse swaps the two, so
 * that undo needs no code of its own, and a `before` that is not what is there shows that the edit is stale.
 */
export const editSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('annotation'),
    documentId: documentIdSchema,
    annotator: annotatorIdSchema,
    before: annotationSchema.nullable(),
    after: annotationSchema.nullable(),
  }),
  z.object({
    kind: z.literal('readingState'),
    documentId: documentIdSchema,
    annotator: annotatorIdSchema,
    before: readingStateSchema,
    after: readingStateSchema,
  }),
  z.object({
    kind: z.literal('mentionDecision'),
    documentId: documentIdSchema,
    annotator: annotatorIdSchema,
    before: mentionDecisionSchema.nullable(),
    after: mentionDecisionSchema.nullable(),
  }),
  z.object({
    kind: z.literal('carried'),
    documentId: documentIdSchema,
    annotator: annotatorIdSchema,
    before: carriedSchema.nullable(),
    after: carriedSchema.nullable(),
  }),
  z.object({
    kind: z.literal('adjudication'),
    documentId: documentIdSchema,
    /** As whom the adjudicator decides: see `adjudicatedIdOf`. */
    annotator: annotatorIdSchema,
    before: adjudicationSchema.nullable(),
    after: adjudicationSchema.nullable(),
  }),
  z.object({ kind: z.literal('actor'), before: actorSchema.nullable(), after: actorSchema.nullable() }),
  z.object({ kind: z.literal('code'), before: codeSchema.nullable(), after: codeSchema.nullable() }),
  z.object({ kind: z.literal('scales'), before: scalesSchema, after: scalesSchema }),
  z.object({ kind: z.literal('source'), before: sourceSchema.nullable(), after: sourceSchema.nullable() }),
  z.object({
    kind: z.literal('document'),
    documentId: documentIdSchema,
    before: documentSettingsSchema,
    after: documentSettingsSchema,
  }),
  z.object({
    kind: z.literal('documentSet'),
    before: documentSetSchema.nullable(),
    after: documentSetSchema.nullable(),
  }),
  z.object({
    kind: z.literal('savedFilter'),
    before: savedFilterSchema.nullable(),
    after: savedFilterSchema.nullable(),
  }),
  z.object({
    kind: z.literal('memo'),
    /** Its author. */
    annotator: annotatorIdSchema,
    before: memoSchema.nullable(),
    after: memoSchema.nullable(),
  }),
  z.object({ kind: z.literal('title'), before: z.string(), after: z.string().trim().min(1).max(200) }),
]);
export type Edit = DeepReadonly<z.infer<typeof editSchema>>;

/** One thing that the user did, undone and redone as a whole. `label` completes "Undo …": "tag actor TTP". */
export interface Change {
  readonly label: string;
  readonly edits: readonly Edit[];
}

export function invertEdit(edit: Edit): Edit {
  // Every member of the union has `before` and `after` of one type; TypeScript cannot see that they stay paired.
  return { ...edit, before: edit.after, after: edit.before } as Edit;
}

/** Last edit first, each inverted. */
export function invertChange(change: Change): Change {
  return { label: change.label, edits: change.edits.map(invertEdit).reverse() };
}
