import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { v7 } from 'uuid';
import type { StoreEnvironment, StoreProblem } from './environment.ts';
import { nodeFileSystem } from './file-system.ts';

/**
 * The store on this machine.
 * @param backupsFolder absolute, outside every project
 */
export function nodeStoreEnvironment(options: {
  readonly backupsFolder: string;
  onProblem(problem: StoreProblem): void;
}): StoreEnvironment {
  return {
    fs: nodeFileSystem,
    clock: { now: () => Date.now() },
    ids: { uuid: () => v7() },
    sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
    backupsFolder: options.backupsFolder,
    hostName: hostname(),
    pid: process.pid,
    onProblem: (problem) => options.onProblem(problem),
  };
}
