import { z } from 'zod';
import { personIdSchema } from '../adjudication/adjudicated-id.ts';
import { READING_STATES } from '../annotation/layer.ts';
import { annotatorIdSchema, documentIdSchema, projectIdSchema } from '../ids.ts';
import { metadataSchema } from '../document/document.ts';
import { sourceIdSchema } from '../ids.ts';
import { timestampSchema } from '../annotation/annotation.ts';
import type { DeepReadonly } from '../readonly.ts';

export const annotatorSchema = z.object({ id: annotatorIdSchema, name: z.string().trim().min(1).max(120) });

/** Somebody who reads, and whose own layers are no adjudicated ones. */
export const personSchema = annotatorSchema.extend({ id: personIdSchema });

/** What `project.json` holds. */
export const projectSchema = z.object({
  id: projectIdSchema,
  title: z.string().trim().min(1).max(200),
  createdAt: timestampSchema,
  /** Everybody who has a layer here, by first appearance. */
  annotators: z.array(annotatorSchema),
});

/** What lists show of a document: derived, never the truth. `documents --json` prints part of it. */
export const documentSummarySchema = z.object({
  id: documentIdSchema,
  title: z.string(),
  fileName: z.string(),
  metadata: metadataSchema,
  sourceId: sourceIdSchema.optional(),
  removedAt: timestampSchema.optional(),
  importedAt: timestampSchema,
  /** The older version of this document, where it is a corrected one. */
  versionOf: documentIdSchema.optional(),
  textHash: z.string(),
  /** UTF-16 code units. */
  characters: z.int().nonnegative(),
  /** One entry per layer that exists. */
  layers: z.array(
    z.object({
      annotator: annotatorIdSchema,
      state: z.enum(READING_STATES),
      annotations: z.int().nonnegative(),
    }),
  ),
});

export type Annotator = DeepReadonly<z.infer<typeof annotatorSchema>>;
export type Project = DeepReadonly<z.infer<typeof projectSchema>>;
export type DocumentSummary = DeepReadonly<z.infer<typeof documentSummarySchema>>;
