import { READING_STATES, type ReadingState } from '../annotation/layer.ts';
import type { AnnotatorId } from '../ids.ts';
import type { DocumentSummary } from '../project/project.ts';

export interface ProgressCount {
  readonly documents: number;
  /** UTF-16 code units of their texts. */
  readonly characters: number;
  /** The annotator's own, in these documents. */
  readonly annotations: number;
}

export type Progress = Readonly<Record<ReadingState, ProgressCount>>;

/** An annotator's own state of a document; a layer with annotations that nobody marked is in progress. */
export function readingStateOf(summary: DocumentSummary, annotator: AnnotatorId): ReadingState {
  const own = summary.layers.find((layer) => layer.annotator === annotator);
  if (!own) return 'unread';
  return own.state === 'unread' && own.annotations > 0 ? 'inProgress' : own.state;
}

/** How far an annotator has come with these documents; removed ones do not count. */
export function progressOf(summaries: Iterable<DocumentSummary>, annotator: AnnotatorId): Progress {
  const counts = { unread: none(), inProgress: none(), done: none() } satisfies Progress;
  for (const summary of summaries) {
    if (summary.removedAt !== undefined) continue;
    const count = counts[readingStateOf(summary, annotator)];
    count.documents++;
    count.characters += summary.characters;
    count.annotations += summary.layers.find((layer) => layer.annotator === annotator)?.annotations ?? 0;
  }
  return counts;
}

export function totalOf(progress: Progress): ProgressCount {
  const total = none();
  for (const state of READING_STATES) {
    total.documents += progress[state].documents;
    total.characters += progress[state].characters;
    total.annotations += progress[state].annotations;
  }
  return total;
}

function none(): { documents: number; characters: number; annotations: number } {
  return { documents: 0, characters: 0, annotations: 0 };
}
