import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { assertNever, PostilError } from '../../../core/errors.ts';
import type { DocumentId } from '../../../core/ids.ts';
import type { SearchQuestion } from '../../../core/search/search-corpus.ts';
import type { SearchAnswered, SearchMessage, SearchReply, SearchWindow } from './search-protocol.ts';

/** The worker, as the services see it. */
export interface SearchThread {
  tell(message: Exclude<SearchMessage, { kind: 'ask' | 'load' }>): void;
  /** Once, before the first text: which of the texts need not be sent. @throws PostilError when the worker ended */
  load(message: Omit<Extract<SearchMessage, { kind: 'load' }>, 'kind'>): Promise<readonly DocumentId[]>;
  /**
   * @param isStopped looked at now and then
   * @throws PostilError `cancelled` when it says so; `internal` when the worker ended
   */
  ask(
    question: SearchQuestion,
    offset: number,
    limit: number,
    isStopped: () => boolean,
  ): Promise<SearchWindow>;
  close(): Promise<void>;
}

/** How often a question looks whether anybody still waits for its answer. */
const STOP_POLL_MS = 15;
const FILE = 'search-worker.js';

/** Beside the program's entries, whether this stands in one of them or in a chunk beneath them. */
function builtWorker(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  return [join(here, FILE), join(here, '..', FILE)].find((place) => existsSync(place));
}

/** @param file the built worker, where it is not the program's own */
export function hasSearchWorker(file: string | undefined): boolean {
  return (file ?? builtWorker()) !== undefined;
}

/**
 * @param file the built worker, where it is not the program's own
 * @param onEnd once, when the worker ended by itself; all questions have failed by then
 */
export function startSearchThread(
  file: string | undefined,
  onEnd: (cause: unknown) => void,
  onCacheFault: (message: string) => void,
): SearchThread {
  const entry = file ?? builtWorker();
  if (entry === undefined) throw new PostilError('internal', `This Postil was built without its ${FILE}.`);
  const worker = new Worker(entry, { name: 'postil-search' });
  // What closes the program closes the project first, and with it this; nothing is lost where it does not.
  worker.unref();
  const waiting = new Map<number, { resolve(reply: SearchAnswered): void; reject(error: unknown): void }>();
  let loading: { resolve(documents: readonly DocumentId[]): void; reject(error: unknown): void } | null =
    null;
  let nextId = 0;
  let isClosed = false;
  let failure: unknown = null;

  worker.on('message', (reply: SearchReply) => {
    switch (reply.kind) {
      case 'answered':
        waiting.get(reply.id)?.resolve(reply);
        break;
      case 'loaded':
        loading?.resolve(reply.documents);
        loading = null;
        break;
      case 'cacheFault':
        onCacheFault(reply.message);
        break;
      default:
        assertNever(reply);
    }
  });
  worker.on('error', (error) => {
    failure = error;
  });
  worker.on('exit', () => {
    const error = new PostilError('internal', 'The search ended. Please search again.', {}, failure);
    for (const { reject } of waiting.values()) reject(error);
    loading?.reject(error);
    if (!isClosed) onEnd(failure);
    isClosed = true;
  });

  function tell(message: SearchMessage): void {
    // A worker of Node has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage(message);
  }

  return {
    tell,
    load: (message) =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(new PostilError('cancelled', 'The search was closed.'));
          return;
        }
        loading = { resolve, reject };
        tell({ kind: 'load', ...message });
      }),
    async ask(question, offset, limit, isStopped) {
      if (isClosed) throw new PostilError('cancelled', 'The search was closed.');
      const id = nextId++;
      const stop = new Int32Array(new SharedArrayBuffer(4));
      let poll: ReturnType<typeof setInterval> | null = null;
      try {
        const { window } = await new Promise<SearchAnswered>((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          poll = setInterval(() => {
            if (!isStopped()) return;
            Atomics.store(stop, 0, 1);
            reject(new PostilError('cancelled', 'The search was cancelled.'));
          }, STOP_POLL_MS);
          tell({ kind: 'ask', id, question, offset, limit, stop });
        });
        if (!window) throw new PostilError('cancelled', 'The search was cancelled.');
        return window;
      } finally {
        if (poll) clearInterval(poll);
        waiting.delete(id);
      }
    },
    async close() {
      isClosed = true;
      loading?.reject(new PostilError('cancelled', 'The search was closed.'));
      await worker.terminate();
    },
  };
}
