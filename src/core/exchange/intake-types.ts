import type { Annotation } from '../annotation/annotation.ts';
import type { Layer } from '../annotation/layer.ts';
import type { Codebook } from '../codebook/codebook.ts';
import type { DocumentRecord } from '../document/document.ts';
import type { AnnotationId, AnnotatorId, DocumentId } from '../ids.ts';
import type { Clock, IdSource, Sha256 } from '../ports.ts';
import type { Change } from '../project/edit.ts';
import type { Annotator, DocumentSummary, Project } from '../project/project.ts';
import type { NewDocument } from './new-document.ts';

/** What a reader needs of the project that it reads into. */
export interface IntakeProject {
  readonly project: Project;
  readonly codebook: Codebook;
  readonly documents: readonly DocumentSummary[];
  readText(id: DocumentId): Promise<string>;
  layersOf(id: DocumentId): Promise<readonly AnnotatorId[]>;
  readLayer(id: DocumentId, annotator: AnnotatorId): Promise<Layer>;
  readDocument(id: DocumentId): Promise<DocumentRecord>;
}

export interface IntakePorts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly sha256: Sha256;
}

export interface IntakeOptions {
  /** Whose layer everything goes to; without it, annotations keep the annotator that the file names. */
  readonly annotator: Annotator | null;
  /** Whose layer takes what names no annotator. */
  readonly self: Annotator;
  /** Documents that the project lacks: they come along, or what is in them is refused. */
  readonly documents: 'take' | 'leave';
  /** An annotation that is here and differs: the file's takes its place where it is newer, or is refused. */
  readonly changes: 'take' | 'refuse';
}

export interface TakenRow {
  readonly line?: number;
  readonly annotationId: AnnotationId;
  readonly documentId: DocumentId;
  readonly quote: string;
  readonly confidence: number;
}

export interface IntakeReport {
  /** New ones. */
  readonly taken: readonly TakenRow[];
  /** Here already, with other content: what differs, and whether the file's is taken. */
  readonly changed: readonly (TakenRow & { readonly fields: readonly string[]; readonly isTaken: boolean })[];
  readonly already: number;
  readonly refused: readonly { readonly line?: number; readonly what: string; readonly reason: string }[];
  readonly notices: readonly { readonly line?: number; readonly notice: string }[];
  readonly newActors: readonly string[];
  readonly newCodes: readonly string[];
  readonly newAnnotators: readonly string[];
  /** To be put into the project, hidden (`removedAt`), before the change is made, which shows them. */
  readonly newDocuments: readonly NewDocument[];
  /** Removed from the project some time, and back after the change. */
  readonly returning: readonly { readonly id: DocumentId; readonly title: string }[];
  /** Who must be in the project before the change is made. */
  readonly annotators: readonly Annotator[];
  /** `null` when there is nothing to do. */
  readonly change: Change | null;
}

/** An annotation as a file gives it, its tags already those of this project. */
export interface Offer {
  readonly line: number;
  readonly annotation: Annotation;
  readonly confidence: number;
  /** What the file says; an annotation of that id here is equal when these are. All but the revision by default. */
  readonly says?: readonly (keyof Annotation)[];
  /** Its codebook revision means the same here as in the file. */
  readonly keepsRevision?: boolean;
  /** Its id was made while reading: it is known again by place and tags. */
  readonly isUnnamed?: boolean;
}
