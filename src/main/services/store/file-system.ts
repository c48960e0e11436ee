import * as callbacks from 'node:fs';
import { constants } from 'node:fs';
import { promisify } from 'node:util';

export type EntryKind = 'file' | 'folder' | 'link' | 'other';

export interface FileStat {
  readonly kind: EntryKind;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface FileWriter {
  /** Writes all of `data` at the end, looping over short writes. */
  write(data: Uint8Array): Promise<void>;
  /** fsync: on disk, not only in the cache. */
  sync(): Promise<void>;
  /** The file's size as the file system has it. */
  size(): Promise<number>;
  close(): Promise<void>;
}

export interface FileReader {
  readonly size: number;
  /** From `position`, up to `length` bytes; fewer at the end of the file only. */
  read(position: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Every call to the file system that the store and the exchange make, so that a test can make the k-th fail. Paths are
 * absolute. Failures are Node's: an `Error` with a `code` such as `ENOENT`.
 */
export interface FileSystem {
  /** Creates a file that must not exist yet (`wx`). */
  createFile(path: string): Promise<FileWriter>;
  /** Opens a file that is there to write on at its end. */
  appendTo(path: string): Promise<FileWriter>;
  readFile(path: string): Promise<Uint8Array>;
  /** Opens a file to be read piece by piece. */
  openFile(path: string): Promise<FileReader>;
  /** At most `bytes` bytes from the beginning. */
  readHead(path: string, bytes: number): Promise<Uint8Array>;
  /** Follows links. */
  stat(path: string): Promise<FileStat>;
  /** Does not follow links. */
  lstat(path: string): Promise<FileStat>;
  /** In no particular order. */
  list(folder: string): Promise<readonly { readonly name: string; readonly kind: EntryKind }[]>;
  /** One level; `EEXIST` when it is there. */
  makeFolder(path: string): Promise<void>;
  /** Only an empty one. */
  removeFolder(path: string): Promise<void>;
  /** Replaces `to` in one step where it exists. */
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** `to` must not exist. Not synced. */
  copy(from: string, to: string): Promise<void>;
  /** Sets the time of last modification, milliseconds since the epoch. */
  touch(path: string, mtimeMs: number): Promise<void>;
  /** Makes the folder's entries durable; does nothing on Windows, which cannot and need not. */
  syncFolder(path: string): Promise<void>;
}

interface StatsLike {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function kindOf(stats: StatsLike): EntryKind {
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'folder' : 'other';
}

// A change of a thousand layers makes a hundred thousand of these calls: with plain descriptors they take half the time
// that node:fs/promises and its handles do.
const open = promisify(callbacks.open);
const close = promisify(callbacks.close);
const read = promisify(callbacks.read);
const write = promisify(callbacks.write);
const fsync = promisify(callbacks.fsync);
const fstat = promisify(callbacks.fstat);
const stat = promisify(callbacks.stat);
const lstat = promisify(callbacks.lstat);
const readFile = promisify(callbacks.readFile);
const readdir = promisify(callbacks.readdir);
const mkdir = promisify(callbacks.mkdir);
const rmdir = promisify(callbacks.rmdir);
const rename = promisify(callbacks.rename);
const unlink = promisify(callbacks.unlink);
const copyFile = promisify(callbacks.copyFile);
const utimes = promisify(callbacks.utimes);

async function readAt(file: number, position: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await read(file, buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function readHead(path: string, bytes: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    return await readAt(file, 0, bytes);
  } finally {
    await close(file);
  }
}

async function writeAll(file: number, data: Uint8Array): Promise<void> {
  let written = 0;
  while (written < data.byteLength) {
    // Without a position: where the last write ended, or, for a file that is appended to, at its end.
    const { bytesWritten } = await write(file, data, written, data.byteLength - written, null);
    written += bytesWritten;
  }
}

/** A number that was given back may be another file's by now: the second time closes nothing. */
function closeOnce(file: number): () => Promise<void> {
  let isClosed = false;
  return async () => {
    if (isClosed) return;
    isClosed = true;
    await close(file);
  };
}

function writerOn(file: number): FileWriter {
  return {
    write: (data) => writeAll(file, data),
    sync: () => fsync(file),
    size: async () => (await fstat(file)).size,
    close: closeOnce(file),
  };
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await fsync(folder);
  } finally {
    await close(folder);
  }
}

export const nodeFileSystem: FileSystem = {
  createFile: async (path) => writerOn(await open(path, 'wx')),
  appendTo: async (path) => writerOn(await open(path, constants.O_WRONLY | constants.O_APPEND)),
  readFile: (path) => readFile(path),
  async openFile(path) {
    const file = await open(path, 'r');
    try {
      const { size } = await fstat(file);
      return {
        size,
        read: (position, length) => readAt(file, position, length),
        close: closeOnce(file),
      };
    } catch (error) {
      await close(file);
      throw error;
    }
  },
  readHead,
  async stat(path) {
    const stats = await stat(path);
    return { kind: kindOf(stats), size: stats.size, mtimeMs: stats.mtimeMs };
  },
  async lstat(path) {
    const stats = await lstat(path);
    return { kind: kindOf(stats), size: stats.size, mtimeMs: stats.mtimeMs };
  },
  async list(folder) {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  },
  async makeFolder(path) {
    await mkdir(path);
  },
  removeFolder: (path) => rmdir(path),
  rename: (from, to) => rename(from, to),
  unlink: (path) => unlink(path),
  copy: (from, to) => copyFile(from, to, constants.COPYFILE_EXCL),
  touch: (path, mtimeMs) => utimes(path, mtimeMs / 1000, mtimeMs / 1000),
  syncFolder,
};
