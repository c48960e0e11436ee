import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { PostilError } from '../../../core/errors.ts';
import type { Job } from '../../../core/ports.ts';
import { settled } from '../store/file-error.ts';
import type { FileReader } from '../store/file-system.ts';
import { refusedFile } from './decode-file.ts';
import { filesOver, isDebris, type FileSource, type OpenFiles } from './files-over.ts';

export const ZIP_LIMITS = {
  entries: 100_000,
  /** Of all that is inflated, counted while it is; an archive that says less than it holds is found out. */
  inflatedBytes: 4 * 1024 ** 3,
  /** Inflated to packed, of one entry. Text packs 3 to 20 times, the most repetitive XML some 100 times. */
  ratio: 400,
  /** Below this an entry may be packed as tightly as it likes. */
  ratioFrom: 4 * 1024 ** 2,
} as const;
export type ZipLimits = { readonly [Key in keyof typeof ZIP_LIMITS]: number };

const CHUNK = 64 * 1024;
const SYMBOLIC_LINK = 0o120000;
const TYPE_MASK = 0o170000;

/**
 * The files of an archive. Only what `isPart` names is ever inflated.
 * @param reader closed by `close`, and where this throws
 * @throws PostilError `refused` for what is no sound archive, a name that leads out of it, a link, an encrypted or
 *   doubled entry, and limits; the last three also while reading
 */
export async function openZip(
  reader: FileReader,
  label: string,
  isPart: (name: string) => boolean,
  job: Job,
  limits: ZipLimits = ZIP_LIMITS,
): Promise<OpenFiles> {
  try {
    const zip = await asRefusal(label, () =>
      fromRandomAccessReaderPromise(new ReaderAdapter(reader), reader.size, {
        autoClose: false,
        lazyEntries: true,
        decodeStrings: true,
        validateEntrySizes: true,
      }),
    );
    if (zip.entryCount > limits.entries) throw refusedFile(label, `holds more than ${limits.entries} files`);
    const { entries, skipped } = await asRefusal(label, () => listEntries(zip, label, isPart, job));
    let inflated = 0;
    const sources = new Map<string, FileSource>();
    for (const [name, entry] of entries) {
      let most = 0;
      const count = (own: number): void => {
        // An entry that is read again is not counted again.
        inflated += Math.max(0, own - most);
        most = Math.max(most, own);
        if (inflated > limits.inflatedBytes) {
          throw refusedFile(label, `unpacks to more than ${Math.round(limits.inflatedBytes / 1024 ** 2)} MB`);
        }
        if (own > limits.ratioFrom && own > entry.compressedSize * limits.ratio) {
          throw refusedFile(
            label,
            `holds “${name}”, which unpacks to more than ${limits.ratio} times its size`,
          );
        }
      };
      sources.set(name, { bytes: entry.uncompressedSize, chunks: () => inflate(zip, entry, label, count) });
    }
    return {
      ...filesOver(label, sources, job),
      skipped,
      close: async () => void (await settled(reader.close())),
    };
  } catch (error) {
    await settled(reader.close());
    throw error;
  }
}

async function listEntries(
  zip: ZipFile,
  label: string,
  isPart: (name: string) => boolean,
  job: Job,
): Promise<{ entries: Map<string, Entry>; skipped: string[] }> {
  const entries = new Map<string, Entry>();
  const skipped: string[] = [];
  // yauzl itself refuses absolute names, `..`, and backslashes that make such.
  for await (const entry of zip.eachEntry()) {
    job.signal.throwIfAborted();
    const name = entry.fileName;
    if (name.endsWith('/')) continue;
    if (((entry.externalFileAttributes >>> 16) & TYPE_MASK) === SYMBOLIC_LINK) {
      throw refusedFile(label, `holds a link, “${name}”`);
    }
    if (entry.isEncrypted()) throw refusedFile(label, `is encrypted (“${name}”)`);
    if (entries.has(name)) throw refusedFile(label, `holds “${name}” twice`);
    if (isPart(name)) entries.set(name, entry);
    else if (!isDebris(name)) skipped.push(name);
  }
  return { entries, skipped: skipped.toSorted() };
}

async function* inflate(
  zip: ZipFile,
  entry: Entry,
  label: string,
  count: (own: number) => void,
): AsyncGenerator<Uint8Array> {
  if (!entry.canDecodeFileData()) {
    throw refusedFile(label, `packs “${entry.fileName}” in a way that Postil does not know`);
  }
  const stream = await asRefusal(label, () => zip.openReadStreamPromise(entry));
  let own = 0;
  let sum = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      own += chunk.length;
      count(own);
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof PostilError ? error : damaged(label, error);
  } finally {
    stream.destroy();
  }
  if (sum !== entry.crc32) throw refusedFile(label, `is damaged: “${entry.fileName}” is not what was packed`);
}

async function asRefusal<T>(label: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PostilError ? error : damaged(label, error);
  }
}

function damaged(label: string, cause: unknown): PostilError {
  const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.+$/, '');
  return new PostilError(
    'refused',
    `“${label}” is no sound archive: ${reason}. Nothing was read in.`,
    { file: label },
    cause,
  );
}

/** yauzl over the injected file system. */
class ReaderAdapter extends RandomAccessReader {
  readonly #reader: FileReader;

  constructor(reader: FileReader) {
    super();
    this.#reader = reader;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const reader = this.#reader;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = start; at < end;) {
        const piece = await reader.read(at, Math.min(CHUNK, end - at));
        if (piece.length === 0) return;
        at += piece.length;
        yield piece;
      }
    }
    return Readable.from(pieces(), { objectMode: false });
  }
}
