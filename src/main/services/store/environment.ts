import type { Clock, IdSource, Sha256 } from '../../../core/ports.ts';
import type { FileSystem } from './file-system.ts';

/** Something that the user must know and that answers no call. */
export interface StoreProblem {
  readonly code: string;
  readonly message: string;
}

/** All of the machine that the store touches. */
export interface StoreEnvironment {
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly sha256: Sha256;
  /** Absolute, outside every project; made when missing. */
  readonly backupsFolder: string;
  readonly hostName: string;
  readonly pid: number;
  onProblem(problem: StoreProblem): void;
  /** Whether a process of this host runs; without it, the operating system is asked. */
  readonly isProcessAlive?: (pid: number) => boolean;
  readonly timings?: Partial<StoreTimings>;
}

export interface StoreTimings {
  readonly backupIntervalMs: number;
  readonly heartbeatMs: number;
  readonly lockStaleMs: number;
}

export const DEFAULT_TIMINGS: StoreTimings = {
  backupIntervalMs: 5 * 60_000,
  heartbeatMs: 15_000,
  // Six heartbeats: a machine that swaps may miss a few. Taking a live lock is safe (see project-lock.ts), only rude.
  lockStaleMs: 90_000,
};

export function timingsOf(environment: StoreEnvironment): StoreTimings {
  return { ...DEFAULT_TIMINGS, ...environment.timings };
}
