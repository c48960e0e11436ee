import { dirname, join } from 'node:path';
import type { ProjectId } from '../../../core/ids.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { isMissing } from '../store/file-error.ts';
import type { FileSystem } from '../store/file-system.ts';
import { makeFolders } from '../store/make-folders.ts';
import { decodeIndexCache, encodeIndexCache, type IndexCache } from './index-cache.ts';

/** Where a project's index is kept. */
export function indexCachePath(cacheFolder: string, projectId: ProjectId): string {
  return join(cacheFolder, projectId, 'index-v1.bin');
}

/**
 * The cache of this project in this folder; null when there is none.
 * @throws Error when there is one that cannot be used
 */
export async function readIndexCache(
  fs: FileSystem,
  path: string,
  project: Pick<IndexCache, 'projectId' | 'folder'>,
): Promise<IndexCache | null> {
  let bytes: Uint8Array;
  try {
    bytes = await fs.readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const cache = decodeIndexCache(bytes);
  if (cache.projectId !== project.projectId) throw new Error(`It is of the project ${cache.projectId}.`);
  if (cache.folder !== project.folder) throw new Error(`It is of the project in ${cache.folder}.`);
  return cache;
}

export async function writeIndexCache(fs: FileSystem, path: string, cache: IndexCache): Promise<void> {
  await makeFolders(fs, dirname(path));
  await writeFileAtomically(fs, path, encodeIndexCache(cache));
}
