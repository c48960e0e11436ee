import { realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { PostilError } from '../../../core/errors.ts';

export type PathUse = 'read' | 'write';

/** Decides which paths in a call's arguments may be touched. */
export interface PathAccess {
  /** The folders that the page's own chooser may show, with links resolved. */
  readonly roots: readonly string[];
  /** The user named this path: it and, if it is a folder, what lies in it may be used from now on. */
  grant(path: string, use: PathUse): void;
  /**
   * The path with every link resolved, which is the one to use.
   * @throws PostilError `not-allowed` outside the roots and the grants, `bad-request` for a path that is not absolute.
   */
  check(path: string, use: PathUse): Promise<string>;
}

/** @param allowedRoots null where every path comes from a native dialog, and so by a grant. */
export function makePathAccess(allowedRoots: readonly string[] | null): PathAccess {
  const roots = [...new Set((allowedRoots ?? []).map(resolveLinksNow))];
  const readable = new Set<string>();
  const writable = new Set<string>();

  return {
    roots,
    grant(path, use) {
      const real = resolveLinksNow(path);
      readable.add(real);
      if (use === 'write') writable.add(real);
    },
    async check(path, use) {
      if (!isAbsolute(path) || path.includes('\0')) {
        throw new PostilError('bad-request', `“${path}” is not the full path of a file or folder.`);
      }
      const real = await resolveLinks(resolve(path));
      const granted = use === 'write' ? writable : readable;
      if ([...roots, ...granted].some((allowed) => isInside(real, allowed))) return real;
      throw new PostilError(
        'not-allowed',
        `“${path}” is outside the folders that Postil may use here. Nothing was read or written.`,
        { file: path },
      );
    },
  };
}

/** Whether `path` is `folder` or lies in it. Both absolute, links resolved. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The real path of the deepest ancestor that exists, and the rest behind it: what does not exist is no link. */
async function resolveLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    const parent = dirname(path);
    const { code } = cause as NodeJS.ErrnoException;
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || parent === path) {
      throw new PostilError(
        'io',
        `“${path}” cannot be reached (${code ?? 'unknown'}).`,
        { file: path },
        cause,
      );
    }
    return join(await resolveLinks(parent), basename(path));
  }
}

/** The same at once: at the start, and for a grant, which must count before the page can use it. */
function resolveLinksNow(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    const full = resolve(path);
    const parent = dirname(full);
    if (parent === full) throw new PostilError('io', `“${path}” cannot be reached.`, { file: path }, cause);
    return join(resolveLinksNow(parent), basename(full));
  }
}
