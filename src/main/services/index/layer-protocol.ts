import type { ReadingState } from '../../../core/annotation/layer.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { SegmentSizes } from './segment-bytes.ts';

/** A layer's file for a worker to read. */
export interface LayerToRead {
  readonly documentId: DocumentId;
  readonly annotator: AnnotatorId;
  /** Absolute. */
  readonly path: string;
  /** Relative to the project. */
  readonly file: string;
}

/** A segment on its way from a worker: its columns as bytes, actors and codes by the worker's own numbers. */
export interface PackedSegment {
  readonly state: ReadingState;
  readonly sizes: SegmentSizes;
  readonly columns: Uint8Array;
  readonly text: string;
}

export interface LayerBatchReply {
  /** As many as were asked for; null for a file that is not whole, not there, or not what its name says. */
  readonly segments: readonly (PackedSegment | null)[];
  /** What the worker's interner has learnt since its last reply. */
  readonly newTexts: readonly string[];
}
