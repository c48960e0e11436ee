import type { ErrorCode } from '../../../core/errors.ts';
import type { ReadDocument } from './read-document.ts';

/** To the import's worker: one file. The bytes are handed over, and come back with the answer. */
export interface ImportMessage {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the worker says of the file it has, any number of places first. */
export type ImportReply =
  | { readonly kind: 'place'; readonly place: string }
  | { readonly kind: 'read'; readonly document: HashedDocument; readonly original: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

/** A document that was read, with what its record holds of its bytes and its text. */
export interface HashedDocument extends ReadDocument {
  readonly textHash: string;
  readonly sketch: string;
  readonly originalHash: string;
}
