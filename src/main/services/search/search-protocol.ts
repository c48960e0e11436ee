import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type {
  SearchedMemo,
  SearchedNote,
  SearchLine,
  SearchQuestion,
} from '../../../core/search/search-corpus.ts';

/** What the search's worker is told, handled in order. */
export type SearchMessage =
  /** Comes first: where folded texts are kept and originals are, and what is wanted of them. Answered by `loaded`. */
  | {
      readonly kind: 'load';
      readonly cacheFile: string;
      readonly textsFolder: string;
      readonly texts: readonly WantedText[];
    }
  | {
      readonly kind: 'text';
      readonly documentId: DocumentId;
      readonly sha256: string;
      readonly text: string;
    }
  | {
      readonly kind: 'notes';
      readonly documentId: DocumentId;
      readonly annotator: AnnotatorId;
      readonly notes: readonly SearchedNote[];
    }
  | { readonly kind: 'memos'; readonly memos: readonly SearchedMemo[] }
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

export interface WantedText {
  readonly documentId: DocumentId;
  readonly sha256: string;
}

export interface SearchWindow {
  readonly total: number;
  readonly isCapped: boolean;
  readonly documents: number;
  readonly memos: number;
  readonly lines: readonly SearchLine[];
}

/** What the worker says to a question; to one that was stopped, null. */
export interface SearchAnswered {
  readonly kind: 'answered';
  readonly id: number;
  readonly window: SearchWindow | null;
}

export type SearchReply =
  | SearchAnswered
  /** Which texts need not be sent: they were in the cache. */
  | { readonly kind: 'loaded'; readonly documents: readonly DocumentId[] }
  /** The cache cannot be used or written; the search goes on without it. */
  | { readonly kind: 'cacheFault'; readonly message: string };
