import { z } from 'zod';
import { annotationSchema, timestampSchema } from '../annotation/annotation.ts';
import { isEqual } from '../equal.ts';
import { PostilError } from '../errors.ts';
import { adjudicationIdSchema, annotationIdSchema, annotatorIdSchema } from '../ids.ts';
import type { Edit } from '../project/edit.ts';
import type { DeepReadonly } from '../readonly.ts';

/**
 * `agreed`: all had the same; `taken`: one annotator's; `both`: several as they were; `merged`: several in one;
 * `edited`: as the adjudicator put it; `rejected`: nothing.
 */
export const ADJUDICATION_OUTCOMES = ['agreed', 'taken', 'both', 'merged', 'edited', 'rejected'] as const;

/** A decision about one place of a document: which annotations it was about, and what came of it. */
export const adjudicationSchema = z.object({
  id: adjudicationIdSchema,
  outcome: z.enum(ADJUDICATION_OUTCOMES),
  /** The annotations of the place as they were then, whole: what came later is seen beside them. */
  of: z.array(annotationSchema).max(1000),
  /** Who had read the document then: who has not marked the place by now may have been missing or of another mind. */
  readers: z.array(annotatorIdSchema).max(1000),
  /** Those of `of` that the outcome rests on: taken as they are, merged, or edited. */
  taken: z.array(annotationIdSchema).max(1000),
  /** What it put into the adjudicated layer. Of those, one may have been deleted since. */
  results: z.array(annotationIdSchema).max(1000),
  reason: z.string().min(1).max(10_000).optional(),
  /** Who decided. */
  by: annotatorIdSchema,
  at: timestampSchema,
});

export type AdjudicationOutcome = (typeof ADJUDICATION_OUTCOMES)[number];
export type Adjudication = DeepReadonly<z.infer<typeof adjudicationSchema>>;
export type AdjudicationEdit = Extract<Edit, { kind: 'adjudication' }>;

/**
 * A layer's decisions after all of the edits, in their order, by id.
 * @throws PostilError `stale` when an edit's `before` is not what is there; `bad-request` when its sides are of two decisions
 */
export function editAdjudications(
  adjudications: readonly Adjudication[],
  edits: readonly AdjudicationEdit[],
): Adjudication[] {
  const byId = new Map<string, Adjudication>(adjudications.map((one) => [one.id, one]));
  for (const { before, after } of edits) {
    const id = (before ?? after)?.id;
    if (id === undefined || (before && after && before.id !== after.id)) {
      throw new PostilError('bad-request', 'An edit of an adjudication needs one, before or after.');
    }
    if (!isEqual(before, byId.get(id) ?? null)) {
      throw new PostilError(
        'stale',
        'Something else decided about this place in the meantime; nothing was overwritten.',
      );
    }
    if (after) byId.set(id, after);
    else byId.delete(id);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
