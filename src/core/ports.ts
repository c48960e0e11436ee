import type { StepId } from './progress-steps.ts';

/** What core and services take as arguments in place of the machine, so that a test can hold every one of them. */

export interface Clock {
  /** Milliseconds since the epoch, UTC. May go backwards. */
  now(): number;
}

export interface IdSource {
  /** A UUID v7, lower case. */
  uuid(): string;
}

/** Lower-case hexadecimal SHA-256 of the UTF-8 bytes of a string. */
export type Sha256 = (text: string) => string;

export interface Progress {
  readonly done: number;
  /** 0 while unknown. */
  readonly total: number;
  readonly message: string;
  /** What `message` says, where it is more than a name; see `Step`. */
  readonly step?: StepId | undefined;
  readonly about?: string | undefined;
}

/** Handed to every long operation. */
export interface Job {
  progress(progress: Progress): void;
  readonly signal: CancelSignal;
}

/** The part of `AbortSignal` that core needs; an `AbortSignal` fits. */
export interface CancelSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}

/** Timestamps in records: ISO 8601, UTC, milliseconds. */
export function timestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
