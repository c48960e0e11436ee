import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FILE_KINDS, fileKindOf } from '../../../core/document/file-kinds.ts';
import { PostilError } from '../../../core/errors.ts';
import type { ImportItem } from './import-documents.ts';

interface FileEntry {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly bytes: number;
}

/** What collecting needs of a file system. */
interface ImportFileSystem {
  /** What a path is, links not followed. */
  describe(file: string): Promise<FileEntry>;
  /** The real path of what a link leads to. */
  resolve(file: string): Promise<string>;
  /** Names in a folder, in any order. */
  list(folder: string): Promise<readonly string[]>;
  read(file: string): Promise<Uint8Array>;
}

export const nodeImportFileSystem: ImportFileSystem = {
  async describe(file) {
    const stats = await fs.lstat(file);
    const kind = stats.isSymbolicLink()
      ? 'link'
      : stats.isDirectory()
        ? 'folder'
        : stats.isFile()
          ? 'file'
          : 'other';
    return { kind, bytes: stats.size };
  },
  resolve: (file) => fs.realpath(file),
  list: (folder) => fs.readdir(folder),
  read: (file) => fs.readFile(file),
};

export interface CollectedFiles {
  readonly items: ImportItem[];
  readonly refused: { readonly file: string; readonly reason: string }[];
  /** Of folders: what was left out, and why it is no fault. */
  readonly notices: { readonly file: string; readonly notice: string }[];
}

/** One of each kind, as users call it. */
const ENDINGS = FILE_KINDS.map((kind) => `.${kind.endings[0]}`).join(', ');
const MOST_FILES = 20_000;
const DEEPEST_FOLDER = 32;

/**
 * The files that can be imported among `paths`: files as named, folders with all their folders, in the order of their names. Hidden
 * files and `node_modules` are passed over; of other files in a folder a notice gives the number. A link that the
 * user names is followed; one inside a folder is not, and is listed as refused.
 */
export async function collectFiles(
  paths: readonly string[],
  fileSystem: ImportFileSystem = nodeImportFileSystem,
): Promise<CollectedFiles> {
  const collected: CollectedFiles = { items: [], refused: [], notices: [] };
  for (const named of paths) {
    const name = path.basename(path.resolve(named)) || named;
    try {
      const first = await fileSystem.describe(named);
      const file = first.kind === 'link' ? await fileSystem.resolve(named) : named;
      const entry = first.kind === 'link' ? await fileSystem.describe(file) : first;
      if (entry.kind === 'folder') await collectFolder(fileSystem, file, name, collected);
      else if (entry.kind !== 'file') refuse(collected, name, 'It is not a regular file.');
      else if (fileKindOf(name) === null) refuse(collected, name, endingReason(name));
      else addFile(fileSystem, file, name, entry.bytes, collected);
    } catch (error) {
      refuse(collected, name, readFailure(error).message);
    }
  }
  return collected;
}

function endingReason(name: string): string {
  const ending = path.extname(name);
  return `Postil reads ${ENDINGS}; this one ${ending === '' ? 'has no ending' : `ends in ${ending}`}.`;
}

function refuse(collected: CollectedFiles, file: string, reason: string): void {
  collected.refused.push({ file, reason });
}

function addFile(
  fileSystem: ImportFileSystem,
  file: string,
  name: string,
  bytes: number,
  collected: CollectedFiles,
): void {
  const read = async () => {
    try {
      return await fileSystem.read(file);
    } catch (error) {
      throw readFailure(error);
    }
  };
  collected.items.push({ name, bytes, read });
}

async function collectFolder(
  fileSystem: ImportFileSystem,
  root: string,
  rootName: string,
  collected: CollectedFiles,
): Promise<void> {
  const others = new Map<string, number>();
  const before = collected.items.length;
  const walk = async (folder: string, shown: string, depth: number): Promise<void> => {
    const names = (await fileSystem.list(folder)).toSorted(compareNames);
    for (const name of names) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      if (collected.items.length - before >= MOST_FILES) {
        throw new PostilError(
          'refused',
          `It holds more than ${MOST_FILES} texts. Import its folders one by one.`,
        );
      }
      const file = path.join(folder, name);
      const label = `${shown}/${name}`;
      try {
        const entry = await fileSystem.describe(file);
        if (entry.kind === 'folder') {
          if (depth >= DEEPEST_FOLDER) refuse(collected, label, 'It lies too many folders deep.');
          else await walk(file, label, depth + 1);
        } else if (entry.kind === 'link') {
          refuse(
            collected,
            label,
            'It is a link; links inside a folder are not followed. Name the file itself.',
          );
        } else if (entry.kind === 'file' && fileKindOf(name) !== null) {
          addFile(fileSystem, file, label, entry.bytes, collected);
        } else {
          const ending = path.extname(name).toLowerCase() || 'no ending';
          others.set(ending, (others.get(ending) ?? 0) + 1);
        }
      } catch (error) {
        if (error instanceof PostilError && error.code === 'refused') throw error;
        refuse(collected, label, readFailure(error).message);
      }
    }
  };
  await walk(root, rootName, 0);
  const left = [...others.values()].reduce((sum, count) => sum + count, 0);
  if (left > 0) {
    const endings = [...others.keys()].toSorted().slice(0, 8).join(', ');
    const notice = `${left} other ${left === 1 ? 'file was' : 'files were'} left out (${endings}).`;
    collected.notices.push({ file: rootName, notice });
  }
  if (collected.items.length === before)
    refuse(collected, rootName, `The folder holds none of the files that Postil reads: ${ENDINGS}.`);
}

/** By code units, so that every machine imports in the same order. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'It is not there.',
  ENOTDIR: 'It is not there.',
  EACCES: 'It may not be read.',
  EPERM: 'It may not be read.',
  ELOOP: 'It is a link that leads back to itself.',
  EMFILE: 'Too many files are open.',
};

function readFailure(error: unknown): PostilError {
  if (error instanceof PostilError) return error;
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) throw error;
  return new PostilError('io', REASONS[code] ?? `It could not be read (${code}).`, {}, error);
}
