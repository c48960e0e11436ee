import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Clock, IdSource, Sha256 } from '../../../core/ports.ts';
import { nodeFileSystem } from '../store/file-system.ts';
import type { StoreEnvironment, StoreProblem } from '../store/environment.ts';

export const systemClock: Clock = { now: () => Date.now() };
export const uuidSource: IdSource = { uuid: () => v7() };
export const sha256: Sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** The real machine, for the store. Backups stand in the user's own folder, outside of every project. */
export function machineEnvironment(
  userDataFolder: string,
  onProblem: (problem: StoreProblem) => void,
): StoreEnvironment {
  return {
    fs: nodeFileSystem,
    clock: systemClock,
    ids: uuidSource,
    sha256,
    backupsFolder: join(userDataFolder, 'backups'),
    hostName: hostname(),
    pid: process.pid,
    onProblem,
  };
}
