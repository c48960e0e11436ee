import { PostilError } from '../../../core/errors.ts';
import type { Job } from '../../../core/ports.ts';
import { fileError } from '../store/file-error.ts';
import type { FileSystem } from '../store/file-system.ts';

/** A file that is read in may have this many bytes. */
export const READ_LIMIT_BYTES = 200 * 1024 * 1024;
const CHUNK = 32 * 1024;

/** @throws PostilError `not-found`, `io`; `refused` for what is no file, empty, or over the limit */
export async function readBounded(fs: FileSystem, path: string, fileName: string): Promise<Uint8Array> {
  try {
    const { kind, size } = await fs.stat(path);
    if (kind !== 'file') throw refused(fileName, 'is no file');
    if (size === 0) throw refused(fileName, 'is empty');
    if (size > READ_LIMIT_BYTES) {
      throw refused(
        fileName,
        `has ${megabytes(size)} MB; Postil reads files of up to ${megabytes(READ_LIMIT_BYTES)} MB`,
      );
    }
    return await fs.readFile(path);
  } catch (error) {
    throw fileError(error, `read ${fileName}`, fileName, 'Nothing was read in.');
  }
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / (1024 * 1024));
}

function refused(fileName: string, problem: string, line?: number): PostilError {
  return new PostilError(
    'refused',
    `“${fileName}” ${problem}. Nothing was read in.`,
    line === undefined ? { file: fileName } : { file: fileName, line },
  );
}

/**
 * The file's text in pieces, the byte order mark taken off: strict UTF-8, or UTF-16 where a mark says so. Gives way
 * to other work after each piece, and stops when the job is cancelled.
 * @throws PostilError `refused` with the line of the first byte that is not of the encoding
 */
export async function* decodeFile(bytes: Uint8Array, fileName: string, job: Job): AsyncGenerator<string> {
  const encoding = encodingOf(bytes);
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  for (let at = 0; at < bytes.length; at += CHUNK) {
    job.signal.throwIfAborted();
    job.progress({ done: at, total: bytes.length, message: fileName });
    const chunk = bytes.subarray(at, at + CHUNK);
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: at + CHUNK < bytes.length });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const bad = encoding === 'utf-8' ? line + linesBeforeFault(chunk) : line;
      throw refused(
        fileName,
        `is not ${encoding.toUpperCase()} (line ${bad}). A spreadsheet saves it as “CSV UTF-8”`,
        bad,
      );
    }
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) line++;
    yield text;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** Line ends before the first fault. The chunk may begin in the middle of a character. */
function linesBeforeFault(chunk: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let from = 0;
  while (from < 3 && (chunk[from]! & 0xc0) === 0x80) from++;
  let lines = 0;
  for (let end = chunk.indexOf(0x0a, from); end !== -1; end = chunk.indexOf(0x0a, from)) {
    try {
      decoder.decode(chunk.subarray(from, end));
    } catch (error) {
      if (error instanceof TypeError) return lines;
      throw error;
    }
    from = end + 1;
    lines++;
  }
  return lines;
}
