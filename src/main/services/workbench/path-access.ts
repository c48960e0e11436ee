import { realpathSync } from 'node:fs';
import { readlink, realpath } from 'node:fs/promises';
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

/** Longer chains of links the system does not follow either. */
const LINK_LIMIT = 40;

/** The real path of the deepest ancestor that exists, and the rest behind it. A link that leads nowhere is followed. */
async function resolveLinks(path: string, links = 0): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    const parent = dirname(path);
    const { code } = cause as NodeJS.ErrnoException;
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || parent === path || links > LINK_LIMIT) {
      throw new PostilError(
        'io',
        `“${path}” cannot be reached (${code ?? 'unknown'}).`,
        { file: path },
        cause,
      );
    }
    const realParent = await resolveLinks(parent, links);
    const target = await linkTarget(join(realParent, basename(path)));
    return target === null
      ? join(realParent, basename(path))
      : resolveLinks(resolve(realParent, target), links + 1);
  }
}

/** Where a link leads; null for what is no link, or not there. */
async function linkTarget(path: string): Promise<string | null> {
  try {
    return await readlink(path);
  } catch {
    return null; // EINVAL: no link. ENOENT: not there.
  }
}

/**
 * The same at once: at the start, and for a grant, which must count before the page can use it. What a dangling link
 * leads to is not granted.
 */
function resolveLinksNow(path: string): string {
  const full = resolve(path);
  try {
    return realpathSync(full);
  } catch (cause) {
    const parent = dirname(full);
    if (parent === full) throw new PostilError('io', `“${path}” cannot be reached.`, { file: path }, cause);
    return join(resolveLinksNow(parent), basename(full));
  }
}
