import { z } from 'zod';
import { layerSchema } from '../core/annotation/layer.ts';
import { codebookSchema } from '../core/codebook/codebook.ts';
import { documentSchema, sourceSchema } from '../core/document/document.ts';
import { locatorSchema } from '../core/document/locate.ts';
import {
  EXPORT_FORMATS,
  READ_FORMATS,
  type ExportFormat,
  type ReadFormat,
} from '../core/exchange/format-table.ts';
import { annotatorIdSchema, documentIdSchema } from '../core/ids.ts';
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
import { adjudicationCalls } from './adjudication-calls.ts';
import { agreementCalls } from './agreement-calls.ts';
import { codebookCalls } from './codebook-calls.ts';
import { identityCalls } from './identity-calls.ts';
import { evidenceCalls } from './evidence-calls.ts';
import { teamCalls } from './team-calls.ts';
import { mentionCalls } from './mention-calls.ts';
import {
  exchangeCalls,
  exportReportSchema,
  exportScopeSchema,
  importReportSchema,
  lossSchema,
  readReportSchema,
} from './exchange-calls.ts';
import { fileInputSchema, filePath } from './file-input.ts';
import { searchCalls, searchLineSchema } from './search-calls.ts';
import { versionCalls, waitingPassageSchema } from './version-calls.ts';

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
  ...evidenceCalls,
  ...searchCalls,
  ...versionCalls,
  ...mentionCalls,
  ...agreementCalls,
  ...adjudicationCalls,
  ...codebookCalls,
  ...exchangeCalls,
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
