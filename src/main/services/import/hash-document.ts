import { createHash } from 'node:crypto';
import { sketchText } from '../../../core/document/likeness.ts';
import { PostilError } from '../../../core/errors.ts';
import type { HashedDocument } from './import-protocol.ts';
import { readDocument, type ReadDocument } from './read-document.ts';
import type { ReadPace } from './read-file.ts';

/** Reads a file and hashes it and its text. @throws PostilError as `readDocument` */
export async function readAndHash(
  bytes: Uint8Array,
  fileName: string,
  pace: ReadPace,
): Promise<HashedDocument> {
  const originalHash = sha256(bytes);
  const document = await readWithin(bytes, fileName, pace);
  const { text } = document;
  return { ...document, textHash: sha256(text), sketch: sketchText(text), originalHash };
}

/** A stack that ran out, a string beyond what there can be: the file is at fault, not the program. */
async function readWithin(bytes: Uint8Array, fileName: string, pace: ReadPace): Promise<ReadDocument> {
  try {
    return await readDocument(bytes, fileName, pace);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PostilError('refused', 'It is nested or tangled beyond reading.', {}, error);
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
