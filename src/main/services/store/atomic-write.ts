import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { CancelSignal } from '../../../core/ports.ts';
import { errnoOf, settled } from './file-error.ts';
import type { FileSystem, FileWriter } from './file-system.ts';

const TEMPORARY = /\.[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\.tmp$/;

/** A name that nothing else has, in the folder of `path`, so that a rename never crosses file systems. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `${basename(path)}.${randomUUID()}.tmp`);
}

export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}

/**
 * A write that failed after the rename was asked for: the new file may be in its place, but nobody can say whether it
 * will be there after a power cut.
 */
export class UnconfirmedWrite extends Error {
  constructor(cause: unknown) {
    super('The file may be in its place, but the disk did not confirm it.', { cause });
    this.name = 'UnconfirmedWrite';
  }
}

// Virus scanners and indexers on Windows hold a file for some milliseconds; 10 tries take about a second.
const RENAME_TRIES = 10;
const RETRIED = ['EPERM', 'EACCES', 'EBUSY'];

/** `fs.rename`, tried again for about a second while another program holds the file. */
export async function renameWithRetry(fs: FileSystem, from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await fs.rename(from, to);
      return;
    } catch (error) {
      if (attempt === RENAME_TRIES || !RETRIED.includes(errnoOf(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}

async function fill(writer: FileWriter, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks) {
    await writer.write(chunk);
    bytes += chunk.byteLength;
  }
  await writer.sync();
  const size = await writer.size();
  if (size !== bytes) {
    throw Object.assign(new Error(`Only ${size} of ${bytes} bytes were written.`), { code: 'ENOSPC' });
  }
  return bytes;
}

async function replace(
  fs: FileSystem,
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  beforeRename: () => Promise<void>,
): Promise<number> {
  const temporary = temporaryPath(path);
  const writer = await fs.createFile(temporary);
  let isOpen = true;
  let isRenaming = false;
  try {
    const bytes = await fill(writer, chunks);
    isOpen = false;
    await writer.close();
    await beforeRename();
    isRenaming = true;
    await renameWithRetry(fs, temporary, path);
    await fs.syncFolder(dirname(path));
    return bytes;
  } catch (error) {
    // What cannot be removed is an orphan, and swept when the project is opened next.
    if (isOpen) await settled(writer.close());
    await settled(fs.unlink(temporary));
    throw isRenaming ? new UnconfirmedWrite(error) : error;
  }
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * Puts `bytes` in place of `path`: unique temporary file in the same folder, full write, fsync, size compared, close,
 * `beforeRename`, rename, fsync of the folder. Until the rename the old file is whole; after it the new one is.
 * @throws UnconfirmedWrite when it failed at or after the rename, else the failure itself (also `beforeRename`'s)
 */
export async function replaceFile(
  fs: FileSystem,
  path: string,
  bytes: Uint8Array,
  beforeRename: () => Promise<void> = async () => {},
): Promise<void> {
  await replace(fs, path, single(bytes), beforeRename);
}

/** UTF-8, with surrogate pairs that two chunks share kept whole. */
async function* encode(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  signal: CancelSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let held = '';
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    if (typeof chunk === 'string') {
      const text = held + chunk;
      const last = text.charCodeAt(text.length - 1);
      held = last >= 0xd800 && last < 0xdc00 ? text.slice(-1) : '';
      yield encoder.encode(held === '' ? text : text.slice(0, -1));
    } else {
      if (held !== '') yield encoder.encode(held);
      held = '';
      yield chunk;
    }
  }
  if (held !== '') yield encoder.encode(held);
  signal?.throwIfAborted();
}

/**
 * Writes a file as a stream, without envelope: document texts, originals, exports. Nothing appears under `path` until
 * all of it is on disk; what was there stays when it fails or is cancelled. Strings become UTF-8.
 * @throws the file system's failure, what `chunks` throws, or what `signal` throws when aborted
 */
export async function writeFileAtomically(
  fs: FileSystem,
  path: string,
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  options: { readonly signal?: CancelSignal } = {},
): Promise<{ readonly bytes: number }> {
  try {
    const bytes = await replace(fs, path, encode(chunks, options.signal), async () =>
      options.signal?.throwIfAborted(),
    );
    return { bytes };
  } catch (error) {
    throw error instanceof UnconfirmedWrite ? error.cause : error;
  }
}
