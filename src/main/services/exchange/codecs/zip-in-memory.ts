import type { Job } from '../../../../core/ports.ts';
import type { OpenFiles } from '../files-over.ts';
import { openZip } from '../open-zip.ts';

/** The parts of an archive that is one file to its users: a document for Word, a spreadsheet. */
export function openParts(
  bytes: Uint8Array,
  label: string,
  isPart: (name: string) => boolean,
  job: Job,
): Promise<OpenFiles> {
  const reader = {
    size: bytes.byteLength,
    read: (position: number, length: number) => Promise.resolve(bytes.subarray(position, position + length)),
    close: () => Promise.resolve(),
  };
  return openZip(reader, label, isPart, job);
}
