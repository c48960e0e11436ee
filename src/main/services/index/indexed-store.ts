import type { Codebook } from '../../../core/codebook/codebook.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { Project } from '../../../core/project/project.ts';
import type { DocumentSet } from '../../../core/sets/document-set.ts';

/** What tells two states of a file apart without reading it. */
export interface FileKey {
  readonly size: number;
  readonly mtimeMs: number;
}

export interface DocumentFile extends FileKey {
  readonly id: DocumentId;
}

export interface LayerFile extends FileKey {
  readonly documentId: DocumentId;
  readonly annotator: AnnotatorId;
}

/** What the index needs of the store of an open project. */
export interface IndexedStore {
  readonly folder: string;
  project(): Project;
  /** What an id stands for now, is answered from it. */
  codebook(): Codebook;
  documentSets(): readonly DocumentSet[];
  /** Sizes and times of all document and layer files, taken now. */
  fileStats(): Promise<{
    readonly documents: readonly DocumentFile[];
    readonly layers: readonly LayerFile[];
  }>;
  /**
   * What a file holds now, its envelope and its hash checked, its schema not; from memory where the store has it there.
   * Null where there is no such file. The reader must not keep or change it.
   * @throws PostilError `damaged`, `newer-format`, `io`
   */
  scanDocument(id: DocumentId): Promise<unknown>;
  scanLayer(documentId: DocumentId, annotator: AnnotatorId): Promise<unknown>;
}
