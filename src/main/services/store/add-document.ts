import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { toUSVString } from 'node:util';
import type { DocumentRecord } from '../../../core/document/document.ts';
import { PostilError } from '../../../core/errors.ts';
import { writeFileAtomically } from './atomic-write.ts';
import type { StoreEnvironment } from './environment.ts';
import { fileError, settled } from './file-error.ts';
import { compactTimestamp } from './json-file.ts';
import { lstatOrNull } from './project-files.ts';
import { absolute, documentFile, originalFile, textFile } from './project-paths.ts';
import type { StoredRecord } from './stored-record.ts';

/**
 * Writes the three files of a document, the record last: until it is there, the document is not. Answers with the
 * record's file.
 * @throws PostilError `bad-request` when text or original are not those of the record; else the save's failure, and
 *   what was written is removed
 */
export async function addDocumentFiles(
  environment: StoreEnvironment,
  folder: string,
  input: NewDocument,
  openRecordFile: () => Promise<StoredRecord<DocumentRecord>>,
): Promise<StoredRecord<DocumentRecord>> {
  const { record, original } = input;
  const pieces = await encodeChecked(input);
  if (typeof pieces === 'string') throw new PostilError('bad-request', pieces);
  const { fs } = environment;
  const written: string[] = [];
  const write = async (file: string, data: readonly Uint8Array[]) => {
    const path = absolute(folder, file);
    await setAside(environment, path);
    written.push(path);
    await writeFileAtomically(fs, path, data);
  };
  try {
    // Neither needs the other; the record, which makes the document exist, comes when both are on disk.
    const both = await Promise.allSettled([
      write(textFile(record.id), pieces),
      write(originalFile(record.id), [original]),
    ]);
    for (const one of both) if (one.status === 'rejected') throw one.reason;
    const stored = await openRecordFile();
    if (stored.current !== record) {
      written.length = 0;
      throw new PostilError('conflict', `Another program has just made ${documentFile(record.id)}.`);
    }
    written.push(absolute(folder, documentFile(record.id)));
    await stored.save(record);
    return stored;
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

interface NewDocument {
  readonly record: DocumentRecord;
  readonly text: string;
  readonly original: Uint8Array;
}

/** Why text or original are not those of the record, in a sentence; null where they are. */
export async function faultOfDocument(input: NewDocument): Promise<string | null> {
  const checked = await encodeChecked(input);
  return typeof checked === 'string' ? checked : null;
}

/** The text in UTF-8, in pieces; or why text or original are not those of the record. */
async function encodeChecked({ record, text, original }: NewDocument): Promise<Uint8Array[] | string> {
  const pieces = await encodeText(text);
  if (pieces === null) return `The text of ${record.fileName} holds half a character.`;
  if ((await hashOf(pieces)) !== record.text.sha256 || text.length !== record.text.length)
    return `The text of ${record.fileName} is not that of its record.`;
  const isOriginal =
    (await hashOf([original])) === record.original.sha256 && original.byteLength === record.original.bytes;
  return isOriginal ? pieces : `The bytes of ${record.fileName} are not those of its record.`;
}

/** Units or bytes that are encoded or hashed at once: a millisecond or two, and others run in between. */
const PIECE = 512 * 1024;

/** UTF-8 in pieces; null where half a surrogate pair stands, which has no UTF-8 and would come back as another. */
async function encodeText(text: string): Promise<Uint8Array[] | null> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < text.length || at === 0;) {
    if (at > 0) await setImmediate();
    const last = text.charCodeAt(at + PIECE - 1);
    const end = at + PIECE - (last >= 0xd800 && last < 0xdc00 ? 1 : 0);
    const piece = text.slice(at, end);
    if (toUSVString(piece) !== piece) return null;
    pieces.push(Buffer.from(piece, 'utf8'));
    at = end;
  }
  return pieces;
}

async function hashOf(pieces: readonly Uint8Array[]): Promise<string> {
  const hash = createHash('sha256');
  for (const [i, piece] of pieces.entries()) {
    for (let at = 0; at < piece.byteLength; at += PIECE) {
      if (i > 0 || at > 0) await setImmediate();
      hash.update(piece.subarray(at, at + PIECE));
    }
  }
  return hash.digest('hex');
}

/** A text without a record may be all that is left of a document: it is never overwritten. */
async function setAside({ fs, clock }: StoreEnvironment, path: string): Promise<void> {
  if ((await lstatOrNull(fs, path)) === null) return;
  await fs.rename(path, `${path}.orphan-${compactTimestamp(clock)}`);
}
