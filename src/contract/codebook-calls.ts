import { z } from 'zod';
import { annotationSchema } from '../core/annotation/annotation.ts';
import { DOUBT_KINDS, doubtSchema } from '../core/codebook/doubts.ts';
import { annotatorIdSchema } from '../core/ids.ts';

/** What has become doubtful of an annotator's own. */
export const worklistSchema = z.object({
  /** How many annotations have such a doubt; one may have several. */
  counts: z.record(z.enum(DOUBT_KINDS), z.int().nonnegative()),
  /** Annotations that pass. */
  total: z.int().nonnegative(),
  rows: z.array(z.object({ annotation: annotationSchema, doubts: z.array(doubtSchema).min(1) })),
});

/** Calls about what changes of the codebook bring with them. */
export const codebookCalls = {
  'codebook.worklist': {
    doc: 'A window of the annotations of one annotator that changes of the codebook made doubtful, by document and place, with the count of all of them.',
    args: z.object({
      annotator: annotatorIdSchema,
      kinds: z.array(z.enum(DOUBT_KINDS)).min(1),
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(1000),
    }),
    value: worklistSchema,
    long: true,
  },
} as const;
