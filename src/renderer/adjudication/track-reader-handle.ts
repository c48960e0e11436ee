import type { ReaderHandle } from '../reader/reader.tsx';

let reader: ReaderHandle | null = null;

/** The text between the tracks, for commands that move in it. */
export function setTrackReader(handle: ReaderHandle | null): void {
  reader = handle;
}

export function getTrackReader(): ReaderHandle | null {
  return reader;
}
