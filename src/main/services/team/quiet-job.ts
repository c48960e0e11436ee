import type { Job } from '../../../core/ports.ts';

/** For what is done beside a call: it tells nobody how far it is, and nobody stops it. */
export const QUIET: Job = {
  progress: () => undefined,
  signal: { aborted: false, throwIfAborted: () => undefined },
};
