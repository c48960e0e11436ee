import { z } from 'zod';
import { layerChoiceSchema } from '../core/adjudication/layer-choice.ts';
import { evidenceFilterSchema } from '../core/evidence/evidence.ts';
import { LAYER_NOTES } from '../core/exchange/export-layers.ts';
import { EXPORT_FORMATS, READ_FORMATS } from '../core/exchange/format-table.ts';
import { annotationIdSchema, annotatorIdSchema, documentIdSchema, documentSetIdSchema } from '../core/ids.ts';
import { editSchema } from '../core/project/edit.ts';
import { annotatorSchema, documentSummarySchema } from '../core/project/project.ts';
import { fileInputSchema, filePath } from './file-input.ts';

export const importReportSchema = z.object({
  added: z.array(documentSummarySchema),
  /** Files whose text is in the project already, and as which document. */
  already: z.array(z.object({ file: z.string(), documentId: documentIdSchema, title: z.string() })),
  /** Documents that may be corrected versions of others, by their text or their file’s name. Offered, nothing done. */
  likelyVersions: z.array(
    z.object({ documentId: documentIdSchema, older: documentIdSchema, why: z.enum(['text', 'name']) }),
  ),
  refused: z.array(z.object({ file: z.string(), reason: z.string() })),
  /** Said, not refused: "Windows-1252, since it is not UTF-8". */
  notices: z.array(z.object({ file: z.string(), notice: z.string() })),
});

export const exportScopeSchema = z.object({
  /** Absent: the annotators' own; where `annotators` or a filter name whose, those. Fails with `refused` where `adjudicated` would be two layers of one document. */
  layers: layerChoiceSchema.optional(),
  annotators: z.array(annotatorIdSchema).optional(),
  documents: z.array(documentIdSchema).optional(),
  /** Documents that are in one of these sets. */
  sets: z.array(documentSetIdSchema).optional(),
  filter: evidenceFilterSchema.optional(),
});

/** What goes along: texts where the format leaves it open, notes, and whether annotators go by pseudonyms. */
export const exportOptionsSchema = z.object({
  texts: z.boolean(),
  notes: z.boolean(),
  pseudonyms: z.boolean(),
});

/** What of the layers is left out or there beside its adjudication (see `LayerNote`). */
const layerNoteSchema = z.object({
  kind: z.enum(LAYER_NOTES),
  documents: z.int().positive(),
  annotations: z.int().nonnegative(),
});

/** What a format cannot hold, and how often that occurs in what is exported. */
export const lossSchema = z.object({ what: z.string(), count: z.int().nonnegative() });

/** What is in scope and is left out, since the team has not opened it yet. */
export const hiddenCountsSchema = z.object({ layers: z.int(), memos: z.int() });

export const exportReportSchema = z.object({
  files: z.array(z.object({ path: z.string(), bytes: z.int().nonnegative() })),
  documents: z.int(),
  annotations: z.int(),
  stances: z.int(),
  layers: z.array(layerNoteSchema),
  losses: z.array(lossSchema),
  hidden: hiddenCountsSchema,
  /** The files were read back and compared annotation by annotation; `differences` is empty when all was equal. */
  selfCheck: z.object({ compared: z.int(), differences: z.array(z.string()) }),
});

const takenRowSchema = z.object({
  line: z.int().optional(),
  annotationId: annotationIdSchema,
  documentId: documentIdSchema,
  quote: z.string(),
  /** 0 to 1: 1 where the quote stood exactly where it was said to be. */
  confidence: z.number().min(0).max(1),
});

export const readReportSchema = z.object({
  /** Annotations that are (in a preview: would be) new. */
  taken: z.array(takenRowSchema),
  /** Annotations that are here and differ: in what, and whether the file's takes their place; if not, it is in `refused` too. */
  changed: z.array(takenRowSchema.extend({ fields: z.array(z.string()), isTaken: z.boolean() })),
  /** There already, equal in all that the file says. */
  already: z.int().nonnegative(),
  refused: z.array(z.object({ line: z.int().optional(), what: z.string(), reason: z.string() })),
  /** Said, not refused: columns that are not known, names that were taken as one. */
  notices: z.array(z.object({ line: z.int().optional(), notice: z.string() })),
  newActors: z.array(z.string()),
  newCodes: z.array(z.string()),
  /** By name. */
  newAnnotators: z.array(z.string()),
  /** Documents that the file brings; `isReturning` of those that were removed from the project and come back. */
  newDocuments: z.array(
    z.object({
      documentId: documentIdSchema,
      title: z.string(),
      characters: z.int().optional(),
      isReturning: z.boolean(),
    }),
  ),
  /** What was done, for undo; empty in a preview. */
  edits: z.array(editSchema),
});

const exportArgsSchema = z.object({
  format: z.enum(EXPORT_FORMATS),
  scope: exportScopeSchema,
  options: exportOptionsSchema.optional(),
});

const readArgsSchema = z.object({
  format: z.enum(READ_FORMATS),
  file: fileInputSchema,
  annotator: annotatorSchema.optional(),
  documents: z.enum(['take', 'leave']).optional(),
  changes: z.enum(['take', 'refuse']).optional(),
});

/** What comes into a project and goes out of it. Part of `calls`. */
export const exchangeCalls = {
  'import.files': {
    doc: 'Imports documents from files and folders. A refused file leaves the project as it was; the others go on.',
    args: z.object({
      files: z.array(fileInputSchema).min(1),
      /** Of which document the one file is a corrected version. */
      versionOf: documentIdSchema.optional(),
    }),
    value: importReportSchema,
    long: true,
  },
  'export.preview': {
    doc: 'What an export would hold and lose.',
    args: exportArgsSchema,
    value: z.object({
      documents: z.int(),
      annotations: z.int(),
      stances: z.int(),
      layers: z.array(layerNoteSchema),
      losses: z.array(lossSchema),
      hidden: hiddenCountsSchema,
      sample: z.string(),
    }),
    long: true,
  },
  'export.run': {
    doc: 'Writes the export, reads it back, compares. Nothing appears under its name until it is whole.',
    args: exportArgsSchema.extend({ out: filePath, overwrite: z.boolean() }),
    value: exportReportSchema,
    long: true,
  },
  'read.preview': {
    doc: 'What reading annotations from a file, folder or archive would do. `documents`: those that the project lacks come along (by default) or are left. `changes`: annotations that are here and differ are refused (by default) or give way to newer ones.',
    args: readArgsSchema,
    value: readReportSchema,
    long: true,
  },
  'read.run': {
    doc: 'Reads annotations (as `read.preview` says) into the project. Twice changes nothing the second time.',
    args: readArgsSchema,
    value: readReportSchema,
    long: true,
  },
} as const;
