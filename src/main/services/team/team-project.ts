import type { Layer } from '../../../core/annotation/layer.ts';
import type { Codebook } from '../../../core/codebook/codebook.ts';
import type { DocumentRecord, Source } from '../../../core/document/document.ts';
import type { AnnotatorId, DocumentId, ProjectId } from '../../../core/ids.ts';
import type { Memo } from '../../../core/memo/memo.ts';
import type { Change } from '../../../core/project/edit.ts';
import type { Plan } from '../../../core/team/plan.ts';
import type { DocumentSet } from '../../../core/sets/document-set.ts';
import type { Annotator, DocumentSummary } from '../../../core/project/project.ts';

/** What the team's exchange needs of an open project. */
export interface TeamProject {
  readonly folder: string;
  readonly id: ProjectId;
  readonly annotator: Annotator;
  codebook(): Codebook;
  sources(): readonly Source[];
  /** All, the removed ones too. */
  documents(): readonly DocumentSummary[];
  documentSets(): readonly DocumentSet[];
  readDocument(id: DocumentId): Promise<DocumentRecord>;
  readText(id: DocumentId): Promise<string>;
  readOriginal(id: DocumentId): Promise<Uint8Array>;
  /** Of all authors. */
  memos(): readonly Memo[];
  /** Who has a layer of it here, be it an empty one. */
  layersOf(id: DocumentId): Promise<readonly AnnotatorId[]>;
  readLayer(id: DocumentId, annotator: AnnotatorId): Promise<Layer>;
  addDocument(input: {
    readonly record: DocumentRecord;
    readonly text: string;
    readonly original: Uint8Array;
  }): Promise<void>;
  ensureAnnotator(annotator: Annotator): Promise<void>;
  /**
   * Makes a change that may write the layers of `owners`: what they published, and nothing else, is theirs.
   * Resolves when it is on disk; rejects when nothing of it was made.
   */
  apply(change: Change, owners: readonly Annotator[]): Promise<void>;
  /** Hears of the plan whenever all files were weighed. */
  didPlan?(plan: Plan): void;
}
