import type { ReaderHandle } from '../reader/reader.tsx';

let reader: ReaderHandle | null = null;

/** The reader that is on the screen, for commands that move in it. */
export function setReader(handle: ReaderHandle | null): void {
  reader = handle;
}

export function getReader(): ReaderHandle | null {
  return reader;
}
