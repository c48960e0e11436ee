import type { FileSystem } from './file-system.ts';
import { shareRunsOf } from './share-runs.ts';

/**
 * The same file system, but syncs of one folder that are asked for at the same time are done once. Each caller waits
 * for a sync that began after it asked, so what it had renamed is on disk when it is told so: many files saved at once
 * cost a few syncs of their folder, and no promise is weaker. A failure is every waiting caller's.
 */
export function shareFolderSyncs(fs: FileSystem): FileSystem {
  return { ...fs, syncFolder: shareRunsOf((folder) => fs.syncFolder(folder)) };
}
