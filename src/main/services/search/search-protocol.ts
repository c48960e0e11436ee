import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { SearchedNote, SearchLine, SearchQuestion } from '../../../core/search/search-corpus.ts';

/** What the search's worker is told, handled in order. */
export type SearchMessage =
  | { readonly kind: 'text'; readonly documentId: DocumentId; readonly text: string }
  | {
      readonly kind: 'notes';
      readonly documentId: DocumentId;
      readonly annotator: AnnotatorId;
      readonly notes: readonly SearchedNote[];
    }
  | { readonly kind: 'order'; readonly documents: readonly DocumentId[] }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly question: SearchQuestion;
      readonly offset: number;
      readonly limit: number;
      /** Shared; other than 0: nobody waits for the answer any more. */
      readonly stop: Int32Array;
    };

export interface SearchWindow {
  readonly total: number;
  readonly isCapped: boolean;
  readonly documents: number;
  readonly lines: readonly SearchLine[];
}

/** What the worker says: to a question that was stopped, null. */
export interface SearchReply {
  readonly id: number;
  readonly window: SearchWindow | null;
}
