import type { ExchangeFiles } from '../../../core/exchange/format.ts';
import type { Job } from '../../../core/ports.ts';
import { fileError, settled } from '../store/file-error.ts';
import type { FileReader, FileSystem } from '../store/file-system.ts';
import { csvRows } from './csv-rows.ts';
import { decodeChunks, readChunks, refusedFile } from './decode-file.ts';

/** Of a file that is taken into memory whole. */
export const WHOLE_LIMIT_BYTES = 200 * 1024 ** 2;

/** Files that are open until `close`. */
export interface OpenFiles extends ExchangeFiles {
  /** What lies among them and is not read: not of the format, links, and the like. */
  readonly skipped: readonly string[];
  close(): Promise<void>;
}

/** One file of them: its size and its bytes in order. */
export interface FileSource {
  readonly bytes: number;
  chunks(): AsyncIterable<Uint8Array>;
}

/** `ExchangeFiles` over sources of bytes, whatever they lie in. */
export function filesOver(label: string, sources: ReadonlyMap<string, FileSource>, job: Job): ExchangeFiles {
  const called = (name: string): string => (name === '' ? label : name);
  function sourceOf(name: string): FileSource {
    const source = sources.get(name);
    if (!source) throw refusedFile(label, `holds no file “${name}”`);
    return source;
  }
  async function* text(name: string): AsyncGenerator<string> {
    const source = sourceOf(name);
    yield* decodeChunks(source.chunks(), called(name), source.bytes, job);
  }
  return {
    label,
    names: [...sources.keys()].toSorted(),
    text,
    rows: (name, delimiter) => csvRows(text(name), delimiter),
    async bytes(name) {
      const parts: Uint8Array[] = [];
      let total = 0;
      for await (const chunk of sourceOf(name).chunks()) {
        job.signal.throwIfAborted();
        total += chunk.length;
        if (total > WHOLE_LIMIT_BYTES) throw tooLarge(called(name), total, WHOLE_LIMIT_BYTES);
        parts.push(chunk);
      }
      return Buffer.concat(parts);
    },
  };
}

/** A file on disk, opened when it is read. */
export function fileSource(
  fs: FileSystem,
  path: string,
  called: string,
  bytes: number,
  kept: string,
): FileSource {
  return {
    bytes,
    async *chunks() {
      let reader: FileReader | null = null;
      try {
        reader = await fs.openFile(path);
        yield* readChunks(reader);
      } catch (error) {
        throw fileError(error, `read ${called}`, called, kept);
      } finally {
        if (reader) await settled(reader.close());
      }
    },
  };
}

/** What systems and Postil itself leave beside files; not worth a word. */
export function isDebris(name: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/.*|\.[^/]*|Thumbs\.db|desktop\.ini|README\.md)$/u.test(name);
}

export function tooLarge(name: string, bytes: number, limit: number): Error {
  const megabytes = (count: number): number => Math.ceil(count / (1024 * 1024));
  return refusedFile(name, `has ${megabytes(bytes)} MB; Postil reads files of up to ${megabytes(limit)} MB`);
}
