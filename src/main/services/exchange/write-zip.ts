import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { settled } from '../store/file-error.ts';
import type { FileReader, FileSystem } from '../store/file-system.ts';
import { readChunks } from './decode-file.ts';

/** DOS time without a zone, so that the same files make the same bytes on every machine. */
const ENTRY_TIME = new Date(1980, 0, 1, 12);
const OPTIONS = { mtime: ENTRY_TIME, mode: 0o100644, compress: true, forceDosTimestamp: true } as const;

/**
 * An archive of files on disk, in pieces; the same for the same files in the same order.
 * @param files name in the archive, and path
 */
export function zipChunks(
  fs: FileSystem,
  files: readonly (readonly [name: string, path: string])[],
): AsyncGenerator<Uint8Array> {
  return zipStreams(files.map(([name, path]) => [name, () => chunksOf(fs, path)]));
}

/** @param entries name in the archive, and its content, asked for once and in turn */
export async function* zipStreams(
  entries: readonly (readonly [name: string, content: () => AsyncIterable<Uint8Array>])[],
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const [name, content] of entries) {
    zip.addReadStreamLazy(name, OPTIONS, (give) => {
      const input = Readable.from(content(), { objectMode: false });
      // yazl does not hear of a source that fails.
      input.on('error', (error) => output.destroy(error));
      give(null, input);
    });
  }
  zip.end();
  yield* output as AsyncIterable<Buffer>;
}

async function* chunksOf(fs: FileSystem, path: string): AsyncGenerator<Uint8Array> {
  let reader: FileReader | null = null;
  try {
    reader = await fs.openFile(path);
    yield* readChunks(reader);
  } finally {
    if (reader) await settled(reader.close());
  }
}
