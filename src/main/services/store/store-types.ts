import type { ReadOnlyReason, Fault } from '../../../contract/calls.ts';
import type { Layer } from '../../../core/annotation/layer.ts';
import type { Codebook } from '../../../core/codebook/codebook.ts';
import type { DocumentRecord, Source } from '../../../core/document/document.ts';
import type { DocumentSet } from '../../../core/sets/document-set.ts';
import type { Memo } from '../../../core/memo/memo.ts';
import type { SavedFilter } from '../../../core/sets/saved-filter.ts';
import type { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import type { Change } from '../../../core/project/edit.ts';
import type { Annotator, Project } from '../../../core/project/project.ts';

/** What a project's listeners hear, each after the fact. */
export type StoreEvent =
  /** A change is on disk. */
  | {
      readonly kind: 'changed';
      readonly change: Change;
      readonly annotator: AnnotatorId | null;
      readonly codebookChanged: boolean;
      readonly documents: readonly DocumentId[];
    }
  | { readonly kind: 'documentAdded'; readonly documentId: DocumentId }
  | { readonly kind: 'annotatorsChanged' }
  /** Changes could not be saved; memory is what is on disk again. `files` are relative to the project. */
  | { readonly kind: 'reverted'; readonly files: readonly string[] }
  /** These layers can be read from now on, or no more; memos may, too. Of a store behind the team's gate. */
  | {
      readonly kind: 'visibilityChanged';
      readonly layers: readonly { readonly documentId: DocumentId; readonly annotator: AnnotatorId }[];
    }
  | { readonly kind: 'readOnly'; readonly reason: ReadOnlyReason };

export interface AppliedChange {
  readonly codebookRevision: number;
  /** Documents whose record or layers changed. */
  readonly documents: DocumentId[];
  readonly codebookChanged: boolean;
}

export interface FileStats {
  readonly documents: readonly { readonly id: DocumentId; readonly size: number; readonly mtimeMs: number }[];
  readonly layers: readonly {
    readonly documentId: DocumentId;
    readonly annotator: AnnotatorId;
    readonly size: number;
    readonly mtimeMs: number;
  }[];
}

/** One open project. Every failure is a `PostilError`. */
export interface ProjectStore {
  readonly folder: string;
  /** Why nothing can be written; may become set while the project is open (a lost lock, a damaged file found). */
  readonly readOnly: ReadOnlyReason | null;
  project(): Project;
  codebook(): Codebook;
  sources(): readonly Source[];
  documentSets(): readonly DocumentSet[];
  savedFilters(): readonly SavedFilter[];
  /** Of all authors, each one's in the order in which they were begun. */
  memos(): readonly Memo[];
  documentIds(): readonly DocumentId[];
  /** For the derived index: what is on disk, without parsing it. */
  fileStats(): Promise<FileStats>;
  /** @throws PostilError `not-found`, `damaged` (then the project turns read-only), `newer-format`, `io` */
  readDocument(id: DocumentId): Promise<DocumentRecord>;
  /**
   * What a document's or a layer's file holds, for the derived index: envelope and hash checked, the schema not, and
   * not kept; as memory has it, where it does. Null where there is no file.
   * @throws PostilError as `readDocument`
   */
  scanDocument(id: DocumentId): Promise<unknown>;
  scanLayer(documentId: DocumentId, annotator: AnnotatorId): Promise<unknown>;
  /** The text, its hash verified. */
  readText(id: DocumentId): Promise<string>;
  /** The same for the derived search: verified against the hash that the index knows, the record not read. */
  scanText(id: DocumentId, sha256: string): Promise<string>;
  /** The imported bytes, their hash verified. */
  readOriginal(id: DocumentId): Promise<Uint8Array>;
  /** As memory has it, with what is not saved yet; an empty layer where there is no file. */
  readLayer(documentId: DocumentId, annotator: AnnotatorId): Promise<Layer>;
  /** Who has a layer of the document on disk. */
  layersOf(documentId: DocumentId): Promise<readonly AnnotatorId[]>;
  /** Adds the annotator to the project, or renames them. Must come before the first edit of their layers. */
  ensureAnnotator(annotator: Annotator): Promise<void>;
  /**
   * Makes a change: all of it in memory at once or nothing, and resolves when every file of it is on disk. Files go
   * in an order that never leaves a dangling reference. When a save fails, disk and memory go back (what could not be
   * taken back from disk, memory follows) and every promise that waits rejects.
   * @throws PostilError `stale`, `bad-request`, `not-found`; `read-only`; `conflict` (what was unsaved is in copies
   *   beside the files, and the project is read-only from then on); `disk-full`, `io`
   */
  apply(change: Change, annotator: AnnotatorId | null): Promise<AppliedChange>;
  /**
   * Adds a document: text, original and record, or nothing of it. The record comes last and makes it exist.
   * @throws PostilError `bad-request` when the id is taken or the hashes do not fit; else as `apply`
   */
  addDocument(input: {
    readonly record: DocumentRecord;
    readonly text: string;
    readonly original: Uint8Array;
  }): Promise<void>;
  /** Every hash, schema and reference of what is on disk. Changes nothing. */
  check(job: Job): Promise<{ readonly faults: Fault[]; readonly checkedFiles: number }>;
  /** Answers with its unsubscribe. */
  onDidChange(listener: (event: StoreEvent) => void): () => void;
  /** Backs up now what changed since its last backup. */
  backUp(): Promise<void>;
  /** Resolves when nothing waits to be saved; each change's own promise says how it went. */
  flush(): Promise<void>;
  /** Saves, backs up, gives the lock back. The store can do nothing after it. */
  close(): Promise<void>;
}

/** The reason that a project is read-only because another has it. */
export function lockedReason(who: string): ReadOnlyReason {
  return { code: 'locked', message: `${who} It is open here for reading only.`, faults: [] };
}

/** Whether a file cannot be read as it stands, and not merely this time. */
export function isUnreadable(error: PostilError): boolean {
  return error.code === 'damaged' || error.code === 'newer-format';
}
