import { z } from 'zod';
import { annotationSchema, rangeSchema, targetSchema } from '../core/annotation/annotation.ts';
import { codebookCalls } from './codebook-calls.ts';
import { layerSchema } from '../core/annotation/layer.ts';
import { codebookSchema } from '../core/codebook/codebook.ts';
import { documentSchema, sourceSchema } from '../core/document/document.ts';
import { locatorSchema } from '../core/document/locate.ts';
import { LAYER_NOTES } from '../core/exchange/export-layers.ts';
import { layerChoiceSchema } from '../core/adjudication/layer-choice.ts';
import { evidenceFilterSchema, evidenceSortSchema } from '../core/evidence/evidence.ts';
import {
  EXPORT_FORMATS,
  READ_FORMATS,
  type ExportFormat,
  type ReadFormat,
} from '../core/exchange/format-table.ts';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  documentIdSchema,
  documentSetIdSchema,
  memoIdSchema,
} from '../core/ids.ts';
import { mentionSchema } from '../core/mentions/mention.ts';
import {
  mentionFilterSchema,
  mentionGroupKeySchema,
  mentionGroupSchema,
  mentionRowSchema,
} from '../core/mentions/mention-queue.ts';
import { nameProposalSchema } from '../core/mentions/propose-names.ts';
import { editSchema } from '../core/project/edit.ts';
import { searchSchema } from '../core/search/search-request.ts';
import { memoSchema } from '../core/memo/memo.ts';
import { documentSetSchema } from '../core/sets/document-set.ts';
import { savedFilterSchema } from '../core/sets/saved-filter.ts';
import {
  annotatorSchema,
  documentSummarySchema,
  personSchema,
  projectSchema,
} from '../core/project/project.ts';
import { identityCalls } from './identity-calls.ts';
import { teamCalls } from './team-calls.ts';
import { adjudicationCalls } from './adjudication-calls.ts';
import { agreementCalls } from './agreement-calls.ts';

const filePath = z.string().min(1).max(4096);

/** A file that the user handed over: by its path, or by its bytes sent before through `upload.*`. */
export const fileInputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('path'), path: filePath }),
  z.object({ kind: z.literal('upload'), uploadId: z.uuid() }),
]);

export const readOnlySchema = z.object({
  code: z.enum(['locked', 'damaged', 'newer-format', 'not-writable']),
  /** A whole sentence for the user. */
  message: z.string(),
  /** What is wrong, file by file, and where the newest good backup is and when it was made. */
  faults: z.array(
    z.object({
      file: z.string(),
      problem: z.string(),
      backup: z.string().optional(),
      backupAt: z.iso.datetime().optional(),
    }),
  ),
});

export const hiddenWorkSchema = z.object({
  layers: z.array(z.object({ documentId: documentIdSchema, annotator: annotatorIdSchema })),
  memos: z.int(),
});

export const projectSnapshotSchema = z.object({
  folder: z.string(),
  project: projectSchema,
  codebook: codebookSchema,
  sources: z.array(sourceSchema),
  documents: z.array(documentSummarySchema),
  documentSets: z.array(documentSetSchema),
  savedFilters: z.array(savedFilterSchema),
  /** Of all authors. */
  memos: z.array(memoSchema),
  /** What lies in the project and this annotator may not see before the team opens it; listed nowhere else. */
  hidden: hiddenWorkSchema,
  /** Whose layer this session writes. */
  annotator: annotatorSchema,
  readOnly: readOnlySchema.nullable(),
});

export const recentProjectSchema = z.object({
  folder: z.string(),
  title: z.string(),
  openedAt: z.iso.datetime(),
});

export const THEMES = ['system', 'light', 'sepia', 'dark'] as const;
/** Languages of the interface; the second and the third are begun, what they lack is English. */
export const LANGUAGES = ['en', 'de', 'ur'] as const;

/** How a text is set for reading. */
export const readingSchema = z.object({
  typeface: z.enum(['serif', 'sans', 'dyslexic']),
  /** Of the text, in per cent of the size that the theme has. */
  size: z.int().min(70).max(250),
  /** The longest line, in widths of a `0`. */
  measure: z.int().min(40).max(110),
  /** Of a line, in per cent of the size. */
  lineHeight: z.int().min(120).max(240),
});

export const settingsSchema = z.object({
  annotator: personSchema.nullable(),
  theme: z.enum(THEMES),
  language: z.enum(['system', ...LANGUAGES]),
  reading: readingSchema,
  recentProjects: z.array(recentProjectSchema),
  /** Choices that a screen remembers, by the screen's own key: last export format, evidence columns. */
  choices: z.record(z.string().max(100), z.json()),
});

/** What is remembered of a project on this machine; small, opaque to the services. */
export const viewStateSchema = z.record(z.string().max(100), z.json());

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

/** A hit in its context: offsets into the document's text, or into the note or the memo where it is in one. */
export const searchLineSchema = z.object({
  /** Null in a memo. */
  documentId: documentIdSchema.nullable(),
  memo: z.object({ memoId: memoIdSchema, author: annotatorIdSchema }).nullable(),
  note: z.object({ annotationId: annotationIdSchema, annotator: annotatorIdSchema }).nullable(),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  left: z.string(),
  hit: z.string(),
  right: z.string(),
});

export const faultSchema = z.object({
  /** Relative to the project. */
  file: z.string(),
  problem: z.string(),
  /** The newest good backup, of a file that cannot be read or is gone: its path, and when it was made. */
  backup: z.string().optional(),
  backupAt: z.string().optional(),
});

export const folderEntrySchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'file', 'project']),
  bytes: z.int().optional(),
});

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

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

const nothing = z.object({});
const offset = z.int().nonnegative();

/**
 * Every call from the renderer to the services: arguments, value, and a line on what it does. `long` calls report
 * progress and can be cancelled. All but `app.*`, `settings.*`, `upload.*`, `folders.*`, `dialog.*` and
 * `project.create|open|openSample|current` fail with `no-project` when none is open.
 */
export const calls = {
  'app.info': {
    doc: 'What host this is and what it can do.',
    args: nothing,
    value: z.object({
      version: z.string(),
      /** This connection, as `project.didChange` names it in `origin`. */
      connection: z.string(),
      host: z.enum(['electron', 'loopback', 'memory']),
      platform: z.string(),
      /** Whether `dialog.*` works; if not, the page brings its own chooser over `folders.list`. */
      nativeDialogs: z.boolean(),

      uploadLimitBytes: z.int(),
    }),
  },
  'settings.get': { doc: 'The settings of this user on this machine.', args: nothing, value: settingsSchema },
  'settings.update': {
    doc: 'Changes the given settings and answers with all. `choices` are merged key by key.',
    args: settingsSchema.partial(),
    value: settingsSchema,
  },
  'view.get': { doc: 'What is remembered of the open project.', args: nothing, value: viewStateSchema },
  'view.put': {
    doc: 'Remembers the given keys of the open project (null forgets one).',
    args: z.object({ state: viewStateSchema }),
    value: nothing,
  },
  'dialog.chooseFiles': {
    doc: 'Native dialog for files to read. Empty when dismissed.',
    args: z.object({ title: z.string(), extensions: z.array(z.string()), many: z.boolean() }),
    value: z.object({ paths: z.array(z.string()) }),
  },
  'dialog.chooseFolder': {
    doc: 'Native dialog for a folder. Null when dismissed.',
    args: z.object({ title: z.string() }),
    value: z.object({ path: z.string().nullable() }),
  },
  'dialog.saveFile': {
    doc: 'Native dialog for a file to write. Null when dismissed.',
    args: z.object({ title: z.string(), suggestedName: z.string() }),
    value: z.object({ path: z.string().nullable() }),
  },
  'folders.list': {
    doc: 'A folder that the user allowed, for the page’s own chooser. Without a path: the allowed roots.',
    args: z.object({ path: filePath.optional() }),
    value: z.object({
      path: z.string().nullable(),
      parent: z.string().nullable(),
      entries: z.array(folderEntrySchema),
    }),
  },
  'folders.create': {
    doc: 'Makes a folder inside an allowed one.',
    args: z.object({ parent: filePath, name: z.string().min(1).max(120) }),
    value: z.object({ path: z.string() }),
  },
  'upload.begin': {
    doc: 'Announces a file that the page will send. Kept in a temporary place until used or the session ends.',
    args: z.object({ name: z.string().min(1).max(255), bytes: z.int().nonnegative() }),
    value: z.object({ uploadId: z.uuid() }),
  },
  'upload.chunk': {
    doc: 'The next piece, base64, in order, at most 1 MiB decoded.',
    args: z.object({ uploadId: z.uuid(), base64: z.string().max(1_500_000) }),
    value: z.object({ received: z.int() }),
  },
  'project.current': {
    doc: 'The open project, whole but for texts and layers; null when none is open.',
    args: nothing,
    value: z.object({ snapshot: projectSnapshotSchema.nullable() }),
  },
  'project.create': {
    doc: 'Makes a project in a new or empty folder and opens it.',
    args: z.object({ folder: filePath, title: z.string().min(1).max(200) }),
    value: z.object({ snapshot: projectSnapshotSchema }),
    long: true,
  },
  'project.open': {
    doc: 'Opens a project folder; what is damaged or in use opens read-only.',
    args: z.object({ folder: filePath }),
    value: z.object({ snapshot: projectSnapshotSchema }),
    long: true,
  },
  'project.openSample': {
    doc: 'Opens this user’s copy of the sample project, made at the first time.',
    args: nothing,
    value: z.object({ snapshot: projectSnapshotSchema }),
    long: true,
  },
  'project.restoreBackups': {
    doc: 'Puts the newest good backups in the place of damaged files that `readOnly` names, of all or of none, and opens the project anew.',
    args: z.object({ files: z.array(filePath).min(1) }),
    value: z.object({ snapshot: projectSnapshotSchema }),
    long: true,
  },
  'project.close': { doc: 'Saves what is unsaved and closes.', args: nothing, value: nothing },
  'project.apply': {
    doc: 'Makes a change. Answers when it is on disk, or fails and has changed nothing.',
    args: z.object({ label: z.string().max(300), edits: z.array(editSchema).min(1) }),
    value: z.object({
      codebookRevision: z.int(),
      /** Who is in the project after it: the first change of somebody’s adds them. */
      annotators: z.array(annotatorSchema),
    }),
  },
  'project.check': {
    doc: 'Checks every hash, schema and reference of the project on disk.',
    args: nothing,
    value: z.object({ faults: z.array(faultSchema), checkedFiles: z.int() }),
    long: true,
  },
  'document.open': {
    doc: 'A document with its text and the layers that this annotator may see.',
    args: z.object({ documentId: documentIdSchema }),
    value: z.object({ document: documentSchema, text: z.string(), layers: z.array(layerSchema) }),
  },
  'document.locate': {
    doc: 'Page, section and paragraph of places in documents, in the order asked; null where a document cannot be read.',
    args: z.object({
      places: z.array(z.object({ documentId: documentIdSchema, start: offset, end: offset })).max(1000),
    }),
    value: z.object({ locators: z.array(locatorSchema.nullable()) }),
  },
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
    doc: 'How many annotations of the project use each actor and code.',
    args: nothing,
    value: z.object({ actors: z.record(z.string(), z.int()), codes: z.record(z.string(), z.int()) }),
  },
  'search.query': {
    doc: 'A window of the hits of a search, as lines of a concordance, with the count of all of them. Waits, with progress, until all texts are read. Fails with `bad-request` and the `column` (from 1) where the query cannot be read.',
    args: searchSchema.extend({
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(1000),
      /** Whose order of words sorts the lines, BCP 47; absent: the order that Unicode gives all scripts together. */
      locale: z.string().max(100).refine(isLocale, 'is no language tag').optional(),
    }),
    value: z.object({
      total: z.int().nonnegative(),
      /** There are more hits than are counted. */
      isCapped: z.boolean(),
      /** How many documents have hits. */
      documents: z.int().nonnegative(),
      /** How many memos have hits. */
      memos: z.int().nonnegative(),
      /** Documents that could not be read, and are not searched. */
      unread: z.array(documentIdSchema),
      lines: z.array(searchLineSchema),
    }),
    long: true,
  },
  'search.describe': {
    doc: 'What passages of these ranges of a document would be: each with its target, and this annotator’s annotation that spans just it, if there is one.',
    args: z.object({ documentId: documentIdSchema, ranges: z.array(rangeSchema).min(1).max(10_000) }),
    value: z.object({
      passages: z.array(z.object({ target: targetSchema, existing: annotationSchema.nullable() })),
    }),
  },
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
  'mentions.ofDocument': {
    doc: 'Where a document names actors, with what this annotator decided, in text order.',
    args: z.object({ documentId: documentIdSchema }),
    value: z.object({ mentions: z.array(mentionSchema) }),
  },
  'mentions.groups': {
    doc: 'How often each actor is named by each name in the corpus (or in document sets), and what this annotator decided.',
    args: z.object({ sets: z.array(documentSetIdSchema).optional() }),
    value: z.object({ groups: z.array(mentionGroupSchema) }),
    long: true,
  },
  'mentions.query': {
    doc: 'A window of the mentions that pass, in context, by document and place, with the count of all of them.',
    args: z.object({
      filter: mentionFilterSchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(1000),
    }),
    value: z.object({ total: z.int(), rows: z.array(mentionRowSchema) }),
    long: true,
  },
  'mentions.newNames': {
    doc: 'Names that the registry may lack: beside a known name in brackets, or rare and a letter off one.',
    args: nothing,
    value: z.object({ names: z.array(nameProposalSchema) }),
    long: true,
  },
  'mentions.acceptAll': {
    doc: 'The edits (not yet made) that accept all suggested mentions of one name as this actor, in a document, in document sets or in all.',
    args: z.object({
      group: mentionGroupKeySchema,
      actorId: actorIdSchema,
      documentId: documentIdSchema.optional(),
      sets: z.array(documentSetIdSchema).optional(),
    }),
    value: z.object({ edits: z.array(editSchema) }),
    long: true,
  },
  ...agreementCalls,
  ...adjudicationCalls,
  ...codebookCalls,
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
    args: z.object({
      format: z.enum(EXPORT_FORMATS),
      scope: exportScopeSchema,
      options: exportOptionsSchema.optional(),
    }),
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
    args: z.object({
      format: z.enum(EXPORT_FORMATS),
      scope: exportScopeSchema,
      options: exportOptionsSchema.optional(),
      out: filePath,
      overwrite: z.boolean(),
    }),
    value: exportReportSchema,
    long: true,
  },
  'read.preview': {
    doc: 'What reading annotations from a file, folder or archive would do. `documents`: those that the project lacks come along (by default) or are left. `changes`: annotations that are here and differ are refused (by default) or give way to newer ones.',
    args: z.object({
      format: z.enum(READ_FORMATS),
      file: fileInputSchema,
      annotator: annotatorSchema.optional(),
      documents: z.enum(['take', 'leave']).optional(),
      changes: z.enum(['take', 'refuse']).optional(),
    }),
    value: readReportSchema,
    long: true,
  },
  'read.run': {
    doc: 'Reads annotations (as `read.preview` says) into the project. Twice changes nothing the second time.',
    args: z.object({
      format: z.enum(READ_FORMATS),
      file: fileInputSchema,
      annotator: annotatorSchema.optional(),
      documents: z.enum(['take', 'leave']).optional(),
      changes: z.enum(['take', 'refuse']).optional(),
    }),
    value: readReportSchema,
    long: true,
  },
  ...teamCalls,
  ...identityCalls,
} as const satisfies Record<string, CallDefinition>;

export interface CallDefinition {
  readonly doc: string;
  readonly args: z.ZodType;
  readonly value: z.ZodType;
  readonly long?: true;
}

export type CallName = keyof typeof calls;
export type CallArgs<Name extends CallName> = z.input<(typeof calls)[Name]['args']>;
export type CallValue<Name extends CallName> = z.output<(typeof calls)[Name]['value']>;

export type FileInput = z.infer<typeof fileInputSchema>;
export type ReadOnlyReason = z.infer<typeof readOnlySchema>;
export type ProjectSnapshot = z.infer<typeof projectSnapshotSchema>;
export type RecentProject = z.infer<typeof recentProjectSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type ViewState = z.infer<typeof viewStateSchema>;
export type ImportReport = z.infer<typeof importReportSchema>;
export { EXPORT_FORMATS, READ_FORMATS, type ExportFormat, type ReadFormat };
export type ExportScope = z.infer<typeof exportScopeSchema>;
export type Loss = z.infer<typeof lossSchema>;
export type ExportReport = z.infer<typeof exportReportSchema>;
export type ReadReport = z.infer<typeof readReportSchema>;
export type SearchRequest = z.infer<typeof searchSchema>;
export type WaitingPassage = z.infer<typeof waitingPassageSchema>;
export type SearchLineValue = z.infer<typeof searchLineSchema>;
export type Fault = z.infer<typeof faultSchema>;
export type FolderEntry = z.infer<typeof folderEntrySchema>;
