import { PostilError } from '../../../core/errors.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { encodeFile } from './envelope.ts';
import { conflictPath, openJsonFile, type JsonFileOptions } from './json-file.ts';
import type { QueuedRecord } from './commit-queue.ts';

/** A record of the open project: `current` is what memory holds, `saved()` what is on disk. */
export interface StoredRecord<T> extends QueuedRecord<T> {
  current: T;
  /** How many changes are being made upon it; while there are any, it stays in memory. */
  pins: number;
  /** Whether there was no file when it was opened. */
  readonly isNew: boolean;
}

/**
 * @param prepare called before the file is first made: its folder
 * @param whenMissing what it is as long as there is no file
 * @throws PostilError as `openJsonFile`
 */
export async function openRecord<T>(
  options: JsonFileOptions<T>,
  rank: number,
  whenMissing?: T,
  prepare?: () => Promise<void>,
): Promise<StoredRecord<T>> {
  const { low, adapter } = await openJsonFile(options, whenMissing);
  const record: StoredRecord<T> = {
    rank,
    file: options.name,
    current: low.data,
    pins: 0,
    isNew: adapter.version === null,
    saved: () => low.data,
    async save(content) {
      const before = { data: low.data, version: adapter.version };
      if (before.version === null) await prepare?.();
      low.data = content;
      try {
        await low.write();
      } catch (error) {
        // The adapter knows whether a write that failed is in its place nevertheless.
        if (adapter.version === before.version) low.data = before.data;
        throw error;
      }
    },
    async saveCopy(content) {
      const revision = (adapter.version?.revision ?? 0) + 1;
      const path = conflictPath(options.path, options.clock);
      await writeFileAtomically(options.fs, path, [encodeFile(options.format, content, revision).bytes]);
      return path;
    },
    revert() {
      record.current = low.data;
    },
  };
  return record;
}

/** @throws PostilError `damaged` when a file holds another record than its name says */
export function assertNamed(isNamed: boolean, file: string): void {
  if (!isNamed)
    throw new PostilError('damaged', `${file} holds another record than its name says.`, { file });
}
