import type { FileSystem } from './file-system.ts';

interface FolderSyncs {
  running: Promise<void> | null;
  /** Begins when `running` has ended; whoever asks meanwhile waits for this one. */
  next: Promise<void> | null;
}

/**
 * The same file system, but syncs of one folder that are asked for at the same time are done once. Each caller waits
 * for a sync that began after it asked, so what it had renamed is on disk when it is told so: many files saved at once
 * cost a few syncs of their folder, and no promise is weaker. A failure is every waiting caller's.
 */
export function shareFolderSyncs(fs: FileSystem): FileSystem {
  const folders = new Map<string, FolderSyncs>();

  function begin(folder: string, syncs: FolderSyncs): Promise<void> {
    const running = fs.syncFolder(folder);
    const done = () => {
      if (syncs.running !== running) return;
      syncs.running = null;
      if (syncs.next === null) folders.delete(folder);
    };
    syncs.running = running;
    running.then(done, done);
    return running;
  }

  return {
    ...fs,
    syncFolder(folder) {
      const known = folders.get(folder);
      if (!known) {
        const syncs: FolderSyncs = { running: null, next: null };
        folders.set(folder, syncs);
        return begin(folder, syncs);
      }
      if (known.running === null) return begin(folder, known);
      known.next ??= known.running
        .catch(() => undefined)
        .then(() => {
          known.next = null;
          return begin(folder, known);
        });
      return known.next;
    },
  };
}
