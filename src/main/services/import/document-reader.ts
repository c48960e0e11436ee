import { setImmediate } from 'node:timers/promises';
import type { CancelSignal } from '../../../core/ports.ts';
import { readAndHash } from './hash-document.ts';
import type { HashedDocument } from './import-protocol.ts';

export interface ReadRequest {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly signal: CancelSignal;
  /** Hears where in a long file the reading is: "page 12 of 300". */
  onPlace(place: string): void;
}

export interface FileRead {
  readonly document: HashedDocument;
  /** The file's bytes as they were. */
  readonly original: Uint8Array;
}

/** Reads files as documents; `close` ends what still runs. */
export interface DocumentReader {
  /** How many files it reads at once. */
  readonly width: number;
  /** @throws PostilError `refused` with the reason; `cancelled` */
  read(request: ReadRequest): Promise<FileRead>;
  close(): Promise<void>;
}

/** Reads on the thread of whoever asks, with pauses: where the program was not built, and has no workers. */
export const readerHere: DocumentReader = {
  width: 1,
  async read({ fileName, bytes, signal, onPlace }) {
    const pause = async () => {
      await setImmediate();
      signal.throwIfAborted();
    };
    await pause();
    // A reader may take the bytes over: what is kept is what came.
    const document = await readAndHash(Uint8Array.from(bytes), fileName, { pause, report: onPlace });
    return { document, original: bytes };
  },
  close: async () => undefined,
};
