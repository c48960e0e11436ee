import { z } from 'zod';
import { isAdjudicatedId } from '../../adjudication/adjudicated-id.ts';
import { adjudicationSchema } from '../../adjudication/adjudication.ts';
import { annotationSchema, timestampSchema } from '../../annotation/annotation.ts';
import { readingStateSchema } from '../../annotation/layer.ts';
import { actorSchema, codeSchema, scalesSchema } from '../../codebook/codebook.ts';
import { documentSchema, metadataSchema, sourceSchema } from '../../document/document.ts';
import { annotatorIdSchema, documentIdSchema, projectIdSchema, sourceIdSchema } from '../../ids.ts';
import { memoSchema } from '../../memo/memo.ts';
import { mentionDecisionSchema } from '../../mentions/mention.ts';
import { annotatorSchema } from '../../project/project.ts';

export const JSONL_FORMAT = 'postil-jsonl';
export const JSONL_VERSION = 1;

const headerSchema = z.object({
  kind: z.literal('header'),
  format: z.literal(JSONL_FORMAT),
  version: z.int().positive(),
  /** What offsets count. Said for other readers; always this. */
  offsets: z.literal('utf-16'),
  project: z.object({ id: projectIdSchema, title: z.string(), createdAt: timestampSchema }),
  codebookRevision: z.int().nonnegative(),
  exportedAt: timestampSchema,
});

const documentRecordSchema = z.object({
  kind: z.literal('document'),
  id: documentIdSchema,
  title: z.string(),
  fileName: documentSchema.shape.fileName,
  mediaType: documentSchema.shape.mediaType,
  importedAt: timestampSchema,
  textHash: documentSchema.shape.text.shape.sha256,
  /** UTF-16 code units. */
  characters: z.int().nonnegative(),
  metadata: metadataSchema,
  sourceId: sourceIdSchema.optional(),
  removedAt: timestampSchema.optional(),
});

/** Every kind of line. The fields of a record stand beside `kind`, as `product.md` names them. */
export const jsonlRecordSchema = z.discriminatedUnion('kind', [
  headerSchema,
  annotatorSchema.extend({ kind: z.literal('annotator') }),
  // Sources and actors have a kind of their own, which the line's would hide.
  sourceSchema.extend({ kind: z.literal('source'), sourceKind: sourceSchema.shape.kind }),
  actorSchema.extend({ kind: z.literal('actor'), actorKind: actorSchema.shape.kind }),
  codeSchema.extend({ kind: z.literal('code') }),
  scalesSchema.extend({ kind: z.literal('scales') }),
  documentRecordSchema,
  z.object({
    kind: z.literal('layer'),
    documentId: documentIdSchema,
    annotator: annotatorIdSchema,
    state: readingStateSchema,
  }),
  /** What an annotator decided about a place where the text may name an actor. */
  z.object({
    kind: z.literal('mention'),
    documentId: documentIdSchema,
    annotator: annotatorIdSchema,
    decision: mentionDecisionSchema,
  }),
  /** What an adjudicator decided about a place, with the annotations that it was about as they were. */
  z.object({
    kind: z.literal('adjudication'),
    documentId: documentIdSchema,
    annotator: annotatorIdSchema.refine(isAdjudicatedId, 'is no adjudicated layer'),
    decision: adjudicationSchema,
  }),
  // A `locator` stands beside these where Postil writes one. It is derived from the document, and not read.
  annotationSchema.extend({ kind: z.literal('annotation') }),
  /** What an annotator thought, on the project or an entry of it; its text as blocks, as the project has it. */
  memoSchema.extend({ kind: z.literal('memo') }),
  /** The last line: a file without it was cut off. */
  z.object({
    kind: z.literal('end'),
    documents: z.int().nonnegative(),
    annotations: z.int().nonnegative(),
    stances: z.int().nonnegative(),
    /** Absent where there is none. */
    memos: z.int().positive().optional(),
  }),
]);

export type JsonlRecord = z.infer<typeof jsonlRecordSchema>;
export type JsonlRecordOf<Kind extends JsonlRecord['kind']> = Extract<JsonlRecord, { kind: Kind }>;
export const JSONL_KINDS: readonly string[] = jsonlRecordSchema.options.map(
  (option) => option.shape.kind.value,
);
