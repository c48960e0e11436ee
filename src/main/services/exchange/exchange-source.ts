import type { Layer } from '../../../core/annotation/layer.ts';
import type { Codebook } from '../../../core/codebook/codebook.ts';
import type { DocumentRecord, Source } from '../../../core/document/document.ts';
import type { IntakePorts } from '../../../core/exchange/intake.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { Change } from '../../../core/project/edit.ts';
import type { Memo } from '../../../core/memo/memo.ts';
import type { Annotator, DocumentSummary, Project } from '../../../core/project/project.ts';
import type { HiddenWork } from '../../../core/team/visibility.ts';
import type { FileSystem } from '../store/file-system.ts';

/** What exchange needs of an open project: the store, and the documents' summaries. */
export interface ExchangeSource {
  project(): Project;
  codebook(): Codebook;
  sources(): readonly Source[];
  documents(): readonly DocumentSummary[];
  /** Of all authors; a source without memos need not know of them. */
  memos?(): readonly Memo[];
  readDocument(id: DocumentId): Promise<DocumentRecord>;
  readText(id: DocumentId): Promise<string>;
  /** What lies in the project and is left out everywhere, before the team opens it; a source without a team has none. */
  hidden?(): HiddenWork;
  /** Who has a layer of the document. */
  layersOf(id: DocumentId): Promise<readonly AnnotatorId[]>;
  readLayer(id: DocumentId, annotator: AnnotatorId): Promise<Layer>;
  /** Adds the annotator to the project where nobody has that id. */
  ensureAnnotator(annotator: Annotator): Promise<void>;
  /** Adds a document: text, original and record, or nothing of it. */
  addDocument(input: {
    readonly record: DocumentRecord;
    readonly text: string;
    readonly original: Uint8Array;
  }): Promise<void>;
  /**
   * Asked before anything is made of what a file brings; a source without a team refuses nothing.
   * @throws PostilError `refused` where the change is not to be made here
   */
  check?(change: Change): void;
  /** Resolves when the change is on disk; rejects when nothing of it was made. */
  apply(change: Change, annotator: AnnotatorId): Promise<unknown>;
}

/** Of the machine. A `StoreEnvironment` fits. */
export interface ExchangeEnvironment extends IntakePorts {
  readonly fs: FileSystem;
}
