import { z } from 'zod';
import { annotatorIdSchema, documentIdSchema, type AnnotatorId, type DocumentId } from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';
import { annotationSchema } from './annotation.ts';

export const READING_STATES = ['unread', 'inProgress', 'done'] as const;
export const readingStateSchema = z.enum(READING_STATES);
export type ReadingState = z.infer<typeof readingStateSchema>;

/** All annotations of one annotator on one document, in text order (see `compareAnnotations`). */
export const layerSchema = z
  .object({
    documentId: documentIdSchema,
    annotator: annotatorIdSchema,
    state: readingStateSchema,
    annotations: z.array(annotationSchema),
  })
  .refine(
    (layer) =>
      layer.annotations.every((a) => a.documentId === layer.documentId && a.annotator === layer.annotator),
    'holds an annotation of another document or annotator',
  )
  .refine(
    (layer) => new Set(layer.annotations.map((a) => a.id)).size === layer.annotations.length,
    'holds two annotations of one id',
  );

export type Layer = DeepReadonly<z.infer<typeof layerSchema>>;

export function emptyLayer(documentId: DocumentId, annotator: AnnotatorId): Layer {
  return { documentId, annotator, state: 'unread', annotations: [] };
}
