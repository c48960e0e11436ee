import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { DocumentRecord } from '../../../core/document/document.ts';
import { PostilError } from '../../../core/errors.ts';
import { writeFileAtomically } from './atomic-write.ts';
import type { StoreEnvironment } from './environment.ts';
import { fileError, settled } from './file-error.ts';
import { compactTimestamp } from './json-file.ts';
import { lstatOrNull } from './project-files.ts';
import { absolute, documentFile, originalFile, textFile } from './project-paths.ts';
import type { StoredRecord } from './stored-record.ts';

function hashOf(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * Writes the three files of a document, the record last: until it is there, the document is not.
 * @throws PostilError `bad-request` when text or original are not those of the record; else the save's failure, and
 *   what was written is removed
 */
export async function addDocumentFiles(
  environment: StoreEnvironment,
  folder: string,
  input: { readonly record: DocumentRecord; readonly text: string; readonly original: Uint8Array },
  openRecordFile: () => Promise<StoredRecord<DocumentRecord>>,
): Promise<void> {
  const { fs } = environment;
  const { record, text, original } = input;
  const bytes = Buffer.from(text, 'utf8');
  // Half a surrogate pair has no UTF-8; it would come back as another character.
  if (bytes.toString('utf8') !== text) {
    throw new PostilError('bad-request', `The text of ${record.fileName} holds half a character.`);
  }
  if (hashOf(bytes) !== record.text.sha256 || text.length !== record.text.length) {
    throw new PostilError('bad-request', `The text of ${record.fileName} is not that of its record.`);
  }
  if (hashOf(original) !== record.original.sha256 || original.byteLength !== record.original.bytes) {
    throw new PostilError('bad-request', `The bytes of ${record.fileName} are not those of its record.`);
  }
  const written: string[] = [];
  try {
    for (const [file, data] of [
      [textFile(record.id), bytes],
      [originalFile(record.id), original],
    ] as const) {
      const path = absolute(folder, file);
      await setAside(environment, path);
      written.push(path);
      await writeFileAtomically(fs, path, [data]);
    }
    const stored = await openRecordFile();
    if (stored.current !== record) {
      written.length = 0;
      throw new PostilError('conflict', `Another program has just made ${documentFile(record.id)}.`);
    }
    written.push(absolute(folder, documentFile(record.id)));
    await stored.save(record);
  } catch (error) {
    const isForeign = error instanceof PostilError && error.code === 'conflict';
    // The record first: a document that exists must have its text.
    if (!isForeign) {
      for (const path of written.reverse()) {
        await settled(fs.unlink(path));
        await settled(fs.syncFolder(dirname(path)));
      }
    }
    throw fileError(error, `add ${record.fileName}`, record.fileName, 'The project is as it was before.');
  }
}

/** A text without a record may be all that is left of a document: it is never overwritten. */
async function setAside({ fs, clock }: StoreEnvironment, path: string): Promise<void> {
  if ((await lstatOrNull(fs, path)) === null) return;
  await fs.rename(path, `${path}.orphan-${compactTimestamp(clock)}`);
}
