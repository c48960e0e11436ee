import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { PostilError } from '../../../core/errors.ts';

/** What an archive may be: beyond it the file was made to harm, or is no document. */
export interface ArchiveLimits {
  readonly entries: number;
  /** Of all entries that are wanted together, inflated. */
  readonly bytes: number;
  /** Inflated to packed, of one entry; looked at from `ratioFromBytes` on, since a blank page packs well. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  entries: 10_000,
  bytes: 200 * 1024 * 1024,
  ratio: 200,
  ratioFromBytes: 4 * 1024 * 1024,
};

/** The wanted entries of a zip archive by name, inflated; the others were only looked at, not unpacked. */
export type Archive = ReadonlyMap<string, Uint8Array>;

/**
 * Reads entries of a zip archive into memory; nothing is ever written to disk. What is inflated is counted while it
 * is inflated, whatever the archive says of itself.
 * @param isWanted by its name; only these entries are inflated
 * @throws PostilError `refused`: no zip archive, a name that leaves the archive, a link, a name twice, a password, or
 *   too much of anything; `damaged` entries are refused, too
 */
export async function readArchive(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<Archive> {
  const archive = await openZip(bytes);
  const files = new Map<string, Uint8Array>();
  const names = new Set<string>();
  let left = limits.bytes;
  if (archive.entryCount > limits.entries) {
    throw refused(`It holds ${archive.entryCount} files; at most ${limits.entries} are read.`);
  }
  try {
    for await (const entry of archive.eachEntry()) {
      const name = checkEntry(entry, names);
      if (name.endsWith('/') || !isWanted(name)) continue;
      const content = await inflate(archive, entry, left, limits);
      left -= content.byteLength;
      files.set(name, content);
    }
  } catch (error) {
    if (error instanceof PostilError) throw error;
    throw refused('It is damaged: its archive cannot be unpacked.', error);
  }
  return files;
}

function refused(reason: string, cause?: unknown): PostilError {
  return new PostilError('refused', reason, {}, cause);
}

async function openZip(bytes: Uint8Array): Promise<ZipFile> {
  try {
    return await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
      // Names are checked here, so that the message can say which it was.
      decodeStrings: false,
    });
  } catch (error) {
    throw refused('It is damaged or cut off: it is no whole archive.', error);
  }
}

/** Links of Unix: the upper half of the attributes holds the file's mode. */
const FILE_TYPE = 0o170000;
const LINK = 0o120000;
const UNIX = 3;
const ENCRYPTED = 1;

function checkEntry(entry: Entry, names: Set<string>): string {
  const raw: unknown = entry.fileName;
  const name = Buffer.isBuffer(raw) ? raw.toString('utf8') : String(raw);
  const shown = [...name]
    .filter((character) => character >= ' ')
    .join('')
    .slice(0, 80);
  if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.includes('\\') || name.includes('\0')) {
    throw refused(`It is no document as programs write them: it holds the path “${shown}”.`);
  }
  if (name.split('/').includes('..')) {
    throw refused(`It was made to write outside its folder: it holds the path “${shown}”.`);
  }
  if (entry.versionMadeBy >>> 8 === UNIX && ((entry.externalFileAttributes >>> 16) & FILE_TYPE) === LINK) {
    throw refused(`It holds a link, “${shown}”; no document does.`);
  }
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) {
    throw refused('It is protected by a password. Save it without one and import that.');
  }
  if (names.has(name)) throw refused(`It holds “${shown}” twice, so that nobody can say which is meant.`);
  names.add(name);
  return name;
}

async function inflate(
  archive: ZipFile,
  entry: Entry,
  left: number,
  limits: ArchiveLimits,
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  const most = Math.max(limits.ratioFromBytes, entry.compressedSize * limits.ratio);
  await pipeline(
    await archive.openReadStreamPromise(entry),
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        length += chunk.length;
        chunks.push(chunk);
        if (length > left) {
          done(refused(`Unpacked it is larger than ${Math.round(limits.bytes / 1024 / 1024)} MB.`));
        } else if (length > most) {
          done(refused(`A part of it unpacks to more than ${limits.ratio} times its size.`));
        } else {
          done();
        }
      },
    }),
  );
  const content = Buffer.concat(chunks, length);
  if (crc32(content) !== entry.crc32) throw refused('It is damaged: a part of it is not what it was.');
  return content;
}
