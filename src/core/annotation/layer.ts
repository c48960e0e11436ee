import { z } from 'zod';
import { isAdjudicatedId } from '../adjudication/adjudicated-id.ts';
import { adjudicationSchema } from '../adjudication/adjudication.ts';
import { mentionDecisionSchema } from '../mentions/mention.ts';
import { annotatorIdSchema, documentIdSchema, type AnnotatorId, type DocumentId } from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';
import { annotationSchema } from './annotation.ts';
import { carriedSchema } from './carried.ts';

export const READING_STATES = ['unread', 'inProgress', 'done'] as const;
export const readingStateSchema = z.enum(READING_STATES);
export type ReadingState = z.infer<typeof readingStateSchema>;

/** All annotations and decisions of one annotator on one document, in text order (see `compareAnnotations`). */
export const layerSchema = z
  .object({
    documentId: documentIdSchema,
    annotator: annotatorIdSchema,
    state: readingStateSchema,
    annotations: z.array(annotationSchema),
    /** What the annotator decided about mentions, one a place; absent where there is none. */
    mentions: z.array(mentionDecisionSchema).optional(),
    /** What became of this annotator's passages of the older version, one a passage; absent where there is none. */
    carried: z.array(carriedSchema).optional(),
    /** Of an adjudicated layer, by id: what was decided about which annotations; absent where there is nothing. */
    adjudications: z.array(adjudicationSchema).optional(),
  })
  .refine(
    (layer) =>
      layer.annotations.every((a) => a.documentId === layer.documentId && a.annotator === layer.annotator),
    'holds an annotation of another document or annotator',
  )
  .refine(
    (layer) => new Set(layer.annotations.map((a) => a.id)).size === layer.annotations.length,
    'holds two annotations of one id',
  )
  .refine(
    ({ mentions = [] }) =>
      mentions.every((mention) => mention.start < mention.end) &&
      new Set(mentions.map(({ start, end }) => `${start} ${end}`)).size === mentions.length,
    'holds two decisions about one mention, or one about an empty place',
  )
  .refine(
    ({ carried = [] }) => new Set(carried.map(({ from }) => from)).size === carried.length,
    'holds two decisions about one passage of an older version',
  )
  .refine(
    ({ annotator, adjudications = [] }) => adjudications.length === 0 || isAdjudicatedId(annotator),
    'adjudicates, and is no adjudicated layer',
  )
  .refine(
    ({ documentId, adjudications = [] }) =>
      new Set(adjudications.map(({ id }) => id)).size === adjudications.length &&
      adjudications.every(({ of }) => of.every((annotation) => annotation.documentId === documentId)),
    'holds two adjudications of one id, or one about another document',
  );

export type Layer = DeepReadonly<z.infer<typeof layerSchema>>;

export function emptyLayer(documentId: DocumentId, annotator: AnnotatorId): Layer {
  return { documentId, annotator, state: 'unread', annotations: [] };
}

/** Whether there is nothing in it to keep. */
export function isEmptyLayer({
  state,
  annotations,
  mentions = [],
  carried = [],
  adjudications = [],
}: Layer): boolean {
  return (
    state === 'unread' && annotations.length + mentions.length + carried.length + adjudications.length === 0
  );
}
