import { z } from 'zod';
import { annotationSchema } from '../core/annotation/annotation.ts';
import { DOUBT_KINDS, doubtSchema } from '../core/codebook/doubts.ts';
import { CODEBOOK_FORMATS } from '../core/exchange/codebook/codebook-file.ts';
import { editSchema } from '../core/project/edit.ts';
import { annotatorIdSchema } from '../core/ids.ts';
import { fileInputSchema, filePath } from './file-input.ts';

/** What has become doubtful of an annotator's own. */
export const worklistSchema = z.object({
  /** How many annotations have such a doubt; one may have several. */
  counts: z.record(z.enum(DOUBT_KINDS), z.int().nonnegative()),
  /** Annotations that pass. */
  total: z.int().nonnegative(),
  rows: z.array(z.object({ annotation: annotationSchema, doubts: z.array(doubtSchema).min(1) })),
});

const changedFieldSchema = z.object({
  field: z.string(),
  before: z.json().optional(),
  after: z.json().optional(),
});

/** What reading a codebook does, or would do. */
export const codebookImportSchema = z.object({
  rows: z.array(
    z.object({
      kind: z.enum(['actor', 'code', 'scales']),
      /** Null for the scales, and for what is refused. */
      id: z.string().nullable(),
      name: z.string(),
      line: z.int().optional(),
      status: z.enum(['new', 'changed', 'same', 'refused']),
      reason: z.string().optional(),
      fields: z.array(changedFieldSchema),
    }),
  ),
  notices: z.array(z.string()),
  /** What was done, for undo; empty in a preview. */
  edits: z.array(editSchema),
});

const importArgs = z.object({
  /** One file, a folder with actors.csv and codes.csv, or these two. */
  files: z.array(fileInputSchema).min(1).max(2),
  /** Whether entries that are there are changed to what the file says; else only new ones are taken. */
  update: z.boolean(),
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
  'codebook.export': {
    doc: 'Writes the codebook alone, reads back what is written, and says what the format cannot hold.',
    args: z.object({
      format: z.enum(CODEBOOK_FORMATS),
      out: filePath,
      overwrite: z.boolean(),
      /** Own JSON only. */
      history: z.boolean(),
    }),
    value: z.object({
      files: z.array(z.object({ path: z.string(), bytes: z.int().nonnegative() })),
      actors: z.int().nonnegative(),
      codes: z.int().nonnegative(),
      losses: z.array(z.object({ what: z.string(), count: z.int().nonnegative() })),
      differences: z.array(z.string()),
    }),
    long: true,
  },
  'codebook.previewImport': {
    doc: 'What reading a codebook from files would do.',
    args: importArgs,
    value: codebookImportSchema,
    long: true,
  },
  'codebook.import': {
    doc: 'Reads a codebook from files, as one change. Twice changes nothing the second time; a broken file changes nothing.',
    args: importArgs,
    value: codebookImportSchema,
    long: true,
  },
} as const;
