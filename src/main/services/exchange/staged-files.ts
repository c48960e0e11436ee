import { join } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import { settled } from '../store/file-error.ts';
import type { FileSystem, FileWriter } from '../store/file-system.ts';

/** Files that are open at a time; an export may have thousands. */
const OPEN_FILES = 64;
/** Of one file, before it is written: writers yield lines. */
const HELD_UNITS = 65_536;

interface StagedFile {
  readonly path: string;
  writer: FileWriter | null;
  held: string[];
  heldUnits: number;
  bytes: number;
  isThere: boolean;
}

/** The files of an export while they are written: below a folder of a temporary name, or one of such a name. */
export interface StagedFiles {
  write(file: string, content: string | Uint8Array): Promise<void>;
  /** Full size, fsync and close of every file. */
  seal(): Promise<void>;
  /** Name, path and bytes, in the order in which they were begun. */
  list(): readonly { readonly name: string; readonly path: string; readonly bytes: number }[];
  discard(): Promise<void>;
}

/** @param root the folder to be made for the files, or the file itself where `isFolder` is false */
export function stageFiles(fs: FileSystem, root: string, isFolder: boolean): StagedFiles {
  const encoder = new TextEncoder();
  const files = new Map<string, StagedFile>();
  const folders: string[] = [];

  async function makeFolders(name: string): Promise<void> {
    const parts = ['', ...name.split('/').slice(0, -1)];
    let path = root;
    for (const part of parts) {
      path = part === '' ? root : join(path, part);
      if (folders.includes(path)) continue;
      await fs.makeFolder(path);
      folders.push(path);
    }
  }

  async function fileNamed(name: string): Promise<StagedFile> {
    const known = files.get(name);
    if (known) return known;
    if (isFolder) {
      checkName(name);
      await makeFolders(name);
    } else if (name !== '') {
      throw new PostilError('internal', `An export of one file has no file “${name}”.`);
    }
    const path = isFolder ? join(root, name) : root;
    const file = { path, writer: null, held: [], heldUnits: 0, bytes: 0, isThere: false };
    files.set(name, file);
    return file;
  }

  /** The longest without a write is closed where too many are open. */
  async function open(file: StagedFile): Promise<FileWriter> {
    if (file.writer) return file.writer;
    const others = [...files.values()].filter(({ writer }) => writer !== null);
    if (others.length >= OPEN_FILES) await closeFile(others[0]!);
    file.writer = file.isThere ? await fs.appendTo(file.path) : await fs.createFile(file.path);
    file.isThere = true;
    return file.writer;
  }

  async function put(file: StagedFile, bytes: Uint8Array): Promise<void> {
    const writer = await open(file);
    await writer.write(bytes);
    file.bytes += bytes.byteLength;
  }

  async function flush(file: StagedFile): Promise<void> {
    if (file.held.length === 0) return;
    const text = file.held.join('');
    file.held = [];
    file.heldUnits = 0;
    await put(file, encoder.encode(text));
  }

  async function closeFile(file: StagedFile): Promise<void> {
    const writer = file.writer;
    if (!writer) return;
    await writer.sync();
    const size = await writer.size();
    if (size !== file.bytes) {
      throw Object.assign(new Error(`Only ${size} of ${file.bytes} bytes were written.`), { code: 'ENOSPC' });
    }
    file.writer = null;
    await writer.close();
  }

  return {
    async write(name, content) {
      const file = await fileNamed(name);
      if (typeof content !== 'string') {
        await flush(file);
        await put(file, content);
        return;
      }
      file.held.push(content);
      file.heldUnits += content.length;
      if (file.heldUnits >= HELD_UNITS) await flush(file);
    },
    async seal() {
      if (isFolder && folders.length === 0) await makeFolders('');
      for (const file of files.values()) {
        await flush(file);
        if (!file.isThere) await open(file);
        await closeFile(file);
      }
      for (const folder of folders) await fs.syncFolder(folder);
    },
    list: () => [...files].map(([name, { path, bytes }]) => ({ name, path, bytes })),
    async discard() {
      for (const { writer, path, isThere } of files.values()) {
        if (writer) await settled(writer.close());
        if (isThere) await settled(fs.unlink(path));
      }
      for (const folder of folders.toReversed()) await settled(fs.removeFolder(folder));
    },
  };
}

/** Names come from formats and from documents' names: what could lead elsewhere is a fault of the format. */
function checkName(name: string): void {
  const isGood = name
    .split('/')
    .every((part) => /^[\p{L}\p{M}\p{N}._\- ]{1,120}$/u.test(part) && !/^\.+$|^\s|[\s.]$/u.test(part));
  if (!isGood) throw new PostilError('internal', `“${name}” is no name for a file of an export.`);
}
