import { dirname } from 'node:path';
import { errnoOf, isMissing } from './file-error.ts';
import type { FileSystem } from './file-system.ts';

/** Makes a folder, with those above it; one that is there, or that another process makes meanwhile, is fine. */
export async function makeFolders(fs: FileSystem, folder: string): Promise<void> {
  try {
    await fs.makeFolder(folder);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return;
    if (!isMissing(error) || dirname(folder) === folder) throw error;
    await makeFolders(fs, dirname(folder));
    await makeFolders(fs, folder);
  }
}
