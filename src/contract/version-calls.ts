import { z } from 'zod';
import { annotationSchema, rangeSchema } from '../core/annotation/annotation.ts';
import { annotationIdSchema, documentIdSchema } from '../core/ids.ts';
import { editSchema } from '../core/project/edit.ts';

const excerptSchema = z.object({
  ranges: z.array(rangeSchema).min(1),
  before: z.string(),
  exact: z.string(),
  after: z.string(),
});
/** A passage of an older version that waits for a decision. */
export const waitingPassageSchema = z.object({
  older: documentIdSchema,
  newer: documentIdSchema,
  annotation: annotationSchema,
  /** In the older text. */
  before: excerptSchema,
  /** Where it may stand in the newer text: none, one, or several that nothing tells apart. */
  places: z.array(excerptSchema),
  proposal: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('certain'), ranges: z.array(rangeSchema), confidence: z.number() }),
    z.object({ kind: z.literal('likely'), ranges: z.array(rangeSchema), confidence: z.number() }),
    z.object({
      kind: z.literal('ambiguous'),
      candidates: z.array(z.array(rangeSchema)),
      count: z.int(),
    }),
    z.object({ kind: z.literal('missing') }),
  ]),
});

/** Passages of earlier versions of a document, in the newer one. Part of `calls`. */
export const versionCalls = {
  'versions.carry': {
    doc: 'The edits (not yet made) that carry what is certain of this annotator’s passages from older versions of documents into newer ones, of all documents or of one newer one.',
    args: z.object({
      documentId: documentIdSchema.optional(),
      /** Newer documents into which nothing is to be carried. */
      except: z.array(documentIdSchema).optional(),
    }),
    value: z.object({
      edits: z.array(editSchema),
      /** Pairs of versions in which there was something to carry or to decide. */
      pairs: z.array(
        z.object({
          older: documentIdSchema,
          newer: documentIdSchema,
          carried: z.int().nonnegative(),
          waiting: z.int().nonnegative(),
        }),
      ),
    }),
    long: true,
  },
  'versions.queue': {
    doc: 'A window of this annotator’s passages of older versions that nobody has placed in the newer one or dropped, old and new side by side, with the count of all of them.',
    args: z.object({ offset: z.int().nonnegative(), limit: z.int().min(1).max(100) }),
    value: z.object({
      total: z.int().nonnegative(),
      waiting: z.array(waitingPassageSchema),
      /** How many wait for each newer document that any wait for. */
      byDocument: z.array(z.object({ newer: documentIdSchema, waiting: z.int().positive() })),
    }),
    long: true,
  },
  'versions.decide': {
    doc: 'The edits (not yet made) that place a passage of an older version in a newer document, or drop it there.',
    args: z.object({
      documentId: documentIdSchema,
      annotationId: annotationIdSchema,
      place: z
        .object({ ranges: z.array(rangeSchema).min(1), confidence: z.number().min(0).max(1).optional() })
        .nullable(),
    }),
    value: z.object({ edits: z.array(editSchema) }),
  },
} as const;
