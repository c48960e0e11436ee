import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FolderEntry } from '../../../contract/calls.ts';
import { PostilError } from '../../../core/errors.ts';
import { isInside, type PathAccess } from './path-access.ts';

/** More than a person looks through; a folder beyond it is cut off rather than a page stopped. */
const ENTRY_LIMIT = 5_000;
const STATS_AT_ONCE = 32;

export interface FolderListing {
  readonly path: string | null;
  readonly parent: string | null;
  readonly entries: FolderEntry[];
}

/** The allowed roots themselves. */
export function listRoots(access: PathAccess): FolderListing {
  const entries = access.roots.map((path): FolderEntry => ({ name: path, path, kind: 'folder' }));
  return { path: null, parent: null, entries };
}

/**
 * What a folder holds, folders and projects first, each by name; hidden names, and links that lead out of what is
 * allowed, are left out.
 * @param path checked already
 */
export async function listFolder(path: string, access: PathAccess): Promise<FolderListing> {
  const names = (await read(path, () => readdir(path))).filter((name) => !name.startsWith('.'));
  const entries: FolderEntry[] = [];
  const waiting = names.slice(0, ENTRY_LIMIT);
  await Promise.all(
    Array.from({ length: STATS_AT_ONCE }, async () => {
      for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
        const entry = await describe(name, join(path, name), access);
        if (entry) entries.push(entry);
      }
    }),
  );
  entries.sort(
    (a, b) =>
      Number(a.kind === 'file') - Number(b.kind === 'file') ||
      a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
  const parent = dirname(path);
  const isTop = parent === path || !access.roots.some((root) => isInside(parent, root));
  return { path, parent: isTop ? null : parent, entries };
}

/** @param parent checked already */
export async function createFolder(parent: string, name: string): Promise<string> {
  const hasForbidden = [...name].some(
    (character) => character < ' ' || character === '/' || character === '\\',
  );
  if (hasForbidden || name === '.' || name === '..') {
    throw new PostilError('bad-request', `“${name}” cannot be a folder's name.`);
  }
  const path = join(parent, name);
  await read(path, () => mkdir(path));
  return path;
}

async function describe(name: string, path: string, access: PathAccess): Promise<FolderEntry | null> {
  try {
    const real = await realpath(path);
    await access.check(real, 'read');
    const stats = await stat(real);
    if (stats.isFile()) return { name, path, kind: 'file', bytes: stats.size };
    if (!stats.isDirectory()) return null;
    return { name, path, kind: (await isProject(real)) ? 'project' : 'folder' };
  } catch {
    return null; // Gone since, a broken link, a link out, or not this user's to see.
  }
}

/** By its name alone: whether it opens is told when it is opened. */
export async function isProject(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, 'project.json'))).isFile();
  } catch {
    return false; // Not there, or not to be seen: not a project to this user.
  }
}

async function read<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new PostilError('not-found', `There is no folder “${path}”.`, { file: path }, cause);
    }
    if (code === 'EEXIST') {
      throw new PostilError('refused', `“${path}” is there already.`, { file: path }, cause);
    }
    throw new PostilError('io', `“${path}” cannot be used (${code ?? 'unknown'}).`, { file: path }, cause);
  }
}
