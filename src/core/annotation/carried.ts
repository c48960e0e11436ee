import { z } from 'zod';
import { isEqual } from '../equal.ts';
import { PostilError } from '../errors.ts';
import { annotationIdSchema } from '../ids.ts';
import type { Edit } from '../project/edit.ts';
import type { DeepReadonly } from '../readonly.ts';
import { timestampSchema } from './annotation.ts';

/**
 * What became of a passage of the document's older version, in the layer of the newer one. The passage itself stays
 * where it is. `carried` by Postil because it was certain, `placed` by the annotator, or `dropped`.
 */
export const carriedSchema = z.object({
  /** The annotation in the older version. */
  from: annotationIdSchema,
  outcome: z.enum(['carried', 'placed', 'dropped']),
  /** The annotation in this version; absent where it was dropped. It may have been deleted since. */
  to: annotationIdSchema.optional(),
  /** Of the place that was taken, 0 to 1. */
  confidence: z.number().min(0).max(1).optional(),
  at: timestampSchema,
});
export type Carried = DeepReadonly<z.infer<typeof carriedSchema>>;
export type CarriedEdit = Extract<Edit, { kind: 'carried' }>;

/**
 * A layer's decisions about older passages after all of the edits, in their order, by the older passage's id.
 * @throws PostilError `stale` when an edit's `before` is not what is there; `bad-request` when its sides are of two passages
 */
export function editCarried(carried: readonly Carried[], edits: readonly CarriedEdit[]): Carried[] {
  const byPassage = new Map(carried.map((one) => [one.from, one]));
  for (const { before, after } of edits) {
    const from = (before ?? after)?.from;
    if (from === undefined || (before && after && before.from !== after.from)) {
      throw new PostilError(
        'bad-request',
        'A decision about an older passage needs one passage, before and after.',
      );
    }
    if (!isEqual(before, byPassage.get(from) ?? null)) {
      throw new PostilError(
        'stale',
        'Something else decided about this older passage in the meantime; nothing was overwritten.',
      );
    }
    if (after) byPassage.set(from, after);
    else byPassage.delete(from);
  }
  return [...byPassage.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
}
