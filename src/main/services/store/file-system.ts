import { readFile as readFileWithCallback, stat as statWithCallback } from 'node:fs';
import {
  constants,
  copyFile,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rmdir,
  unlink,
  utimes,
  type FileHandle,
} from 'node:fs/promises';
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

async function readAt(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function readHead(path: string, bytes: number): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    return await readAt(handle, 0, bytes);
  } finally {
    await handle.close();
  }
}

function writerOn(handle: FileHandle): FileWriter {
  return {
    // `writeFile` of a handle writes at the present position and goes on after a short write.
    write: (data) => handle.writeFile(data),
    sync: () => handle.sync(),
    size: async () => (await handle.stat()).size,
    close: () => handle.close(),
  };
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

// Opening a project reads and looks at thousands of small files; these take half the time of node:fs/promises there.
const readFile = promisify(readFileWithCallback);
const stat = promisify(statWithCallback);

export const nodeFileSystem: FileSystem = {
  createFile: async (path) => writerOn(await open(path, 'wx')),
  appendTo: async (path) => writerOn(await open(path, constants.O_WRONLY | constants.O_APPEND)),
  readFile: (path) => readFile(path),
  async openFile(path) {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      return {
        size,
        read: (position, length) => readAt(handle, position, length),
        close: () => handle.close(),
      };
    } catch (error) {
      await handle.close();
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
