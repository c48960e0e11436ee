import { PostilError } from '../../../core/errors.ts';
import type { Job } from '../../../core/ports.ts';
import type { FileReader } from '../store/file-system.ts';

const CHUNK = 64 * 1024;

/** The bytes of an open file, in order. */
export async function* readChunks(reader: FileReader): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < reader.size; at += CHUNK) {
    const chunk = await reader.read(at, CHUNK);
    if (chunk.length === 0) return;
    yield chunk;
  }
}

export function refusedFile(fileName: string, problem: string, line?: number): PostilError {
  return new PostilError(
    'refused',
    `“${fileName}” ${problem}. Nothing was read in.`,
    line === undefined ? { file: fileName } : { file: fileName, line },
  );
}

/**
 * A file's text in pieces, the byte order mark taken off: strict UTF-8, or UTF-16 where a mark says so. Stops when the
 * job is cancelled.
 * @param total bytes, for the progress
 * @throws PostilError `refused` with the line of the first byte that is not of the encoding
 */
export async function* decodeChunks(
  chunks: AsyncIterable<Uint8Array>,
  fileName: string,
  total: number,
  job: Job,
): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let encoding: 'utf-8' | 'utf-16le' | 'utf-16be' = 'utf-8';
  let line = 1;
  let done = 0;
  function decode(chunk: Uint8Array, isLast: boolean): string {
    try {
      return decoder!.decode(chunk, { stream: !isLast });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const bad = encoding === 'utf-8' ? line + linesBeforeFault(chunk) : line;
      throw refusedFile(
        fileName,
        `is not ${encoding.toUpperCase()} (line ${bad}). A spreadsheet saves it as “CSV UTF-8”`,
        bad,
      );
    }
  }
  for await (const chunk of atLeastTwo(chunks)) {
    job.signal.throwIfAborted();
    job.progress({ done, total, message: fileName });
    if (!decoder) {
      encoding = encodingOf(chunk);
      decoder = new TextDecoder(encoding, { fatal: true });
    }
    const text = decode(chunk, false);
    done += chunk.length;
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) line++;
    if (text !== '') yield text;
  }
  if (decoder) {
    const rest = decode(new Uint8Array(), true);
    if (rest !== '') yield rest;
  }
}

/** The first two bytes together: they may be a mark. */
async function* atLeastTwo(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array();
  let isBegun = false;
  for await (const chunk of chunks) {
    if (isBegun) {
      yield chunk;
      continue;
    }
    held = held.length === 0 ? new Uint8Array(chunk) : Buffer.concat([held, chunk]);
    if (held.length < 2) continue;
    isBegun = true;
    yield held;
  }
  if (!isBegun && held.length > 0) yield held;
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
