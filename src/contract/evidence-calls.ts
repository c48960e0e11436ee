import { z } from 'zod';
import { layerChoiceSchema } from '../core/adjudication/layer-choice.ts';
import { annotationSchema } from '../core/annotation/annotation.ts';
import { evidenceFilterSchema, evidenceSortSchema } from '../core/evidence/evidence.ts';
import { annotatorIdSchema, documentIdSchema } from '../core/ids.ts';

/** Every annotation in one table. Part of `calls`. */
export const evidenceCalls = {
  'evidence.query': {
    doc: 'A window of the annotations that a filter lets through, sorted, with the count of all of them.',
    args: z.object({
      filter: evidenceFilterSchema,
      sort: evidenceSortSchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(1000),
    }),
    value: z.object({ total: z.int(), rows: z.array(annotationSchema) }),
  },
  'evidence.documents': {
    doc: 'The documents that have an annotation which a filter lets through, in the documents’ order.',
    args: z.object({ filter: evidenceFilterSchema }),
    value: z.object({ documents: z.array(documentIdSchema) }),
  },
  'evidence.usage': {
    doc: 'How many annotations use each actor and code: of all layers, or of those that are chosen.',
    args: z.object({
      /** Absent: all. */
      layers: layerChoiceSchema.optional(),
      /** Narrows to these; absent or empty narrows nothing. */
      annotators: z.array(annotatorIdSchema).max(1000).optional(),
    }),
    value: z.object({ actors: z.record(z.string(), z.int()), codes: z.record(z.string(), z.int()) }),
  },
} as const;
