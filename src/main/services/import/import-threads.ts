import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PostilError } from '../../../core/errors.ts';
import { readerHere, type DocumentReader, type FileRead, type ReadRequest } from './document-reader.ts';
import type { ImportMessage, ImportReply } from './import-protocol.ts';

const FILE = 'import-worker.js';
/** Two even where there are two cores: writing leaves one of them idle half the time. */
const LEAST_THREADS = 2;
const MOST_THREADS = 4;
/** Of one file. The longest books take seconds. */
const TIME_LIMIT_MS = 120_000;
/** How often a file looks whether anybody still waits for it, and how long it has taken. */
const POLL_MS = 20;
/** What one file may take of memory; a file beyond it takes its worker with it, and nothing else. */
const MEMORY_MB = 1024;

export interface ThreadOptions {
  /** The built worker. */
  readonly file: string;
  readonly threads?: number;
  readonly timeLimitMs?: number;
  readonly memoryMb?: number;
}

/** The built worker beside the program's entries, or null where there is none (the services run unbuilt). */
export function builtImportWorker(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  return [join(here, FILE), join(here, '..', FILE)].find((place) => existsSync(place)) ?? null;
}

/** A reader in workers of its own, or on this thread where the program was not built. To be closed. */
export function openReader(file: string | null = builtImportWorker()): DocumentReader {
  return file === null ? readerHere : startThreads({ file });
}

interface Thread {
  readonly worker: Worker;
  isBusy: boolean;
}

/**
 * Reads each file in a worker thread. A worker that crashes, takes too long or too much memory refuses the file that it
 * had, and is replaced for the next.
 */
export function startThreads({
  file,
  threads = Math.max(LEAST_THREADS, Math.min(MOST_THREADS, availableParallelism() - 1)),
  timeLimitMs = TIME_LIMIT_MS,
  memoryMb = MEMORY_MB,
}: ThreadOptions): DocumentReader {
  const pool = new Set<Thread>();
  const waiting: (() => void)[] = [];
  let isClosed = false;

  function start(): Thread {
    const worker = new Worker(file, {
      name: 'postil-import',
      // Nothing of the program's surroundings is a document's business.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    worker.unref();
    // A worker that ends between two files is replaced when the next comes.
    worker.on('error', () => undefined);
    const thread: Thread = { worker, isBusy: true };
    worker.on('exit', () => pool.delete(thread));
    pool.add(thread);
    return thread;
  }

  async function take(): Promise<Thread> {
    for (;;) {
      if (isClosed) throw new PostilError('cancelled', 'The import was closed.');
      const idle = [...pool].find((thread) => !thread.isBusy);
      if (idle) {
        idle.isBusy = true;
        return idle;
      }
      if (pool.size < threads) return start();
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  async function discard(thread: Thread): Promise<void> {
    pool.delete(thread);
    await thread.worker.terminate();
  }

  return {
    width: threads,
    async read(request) {
      const thread = await take();
      try {
        return await ask(thread.worker, request, timeLimitMs);
      } catch (error) {
        // After a refusal it is as good as new; after anything else nobody knows.
        if (!(error instanceof PostilError && error.code === 'refused' && !(error.cause instanceof Error))) {
          await discard(thread);
        }
        throw error;
      } finally {
        thread.isBusy = false;
        waiting.shift()?.();
      }
    },
    async close() {
      isClosed = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.all([...pool].map((thread) => discard(thread)));
    },
  };
}

/** @throws PostilError `refused` (with a cause, when the worker is to be thrown away), `cancelled` */
async function ask(
  worker: Worker,
  { fileName, bytes, signal, onPlace }: ReadRequest,
  timeLimitMs: number,
): Promise<FileRead> {
  let poll: ReturnType<typeof setInterval> | null = null;
  const listeners: (() => void)[] = [];
  try {
    return await new Promise<FileRead>((resolve, reject) => {
      const listen = <T>(event: string, listener: (value: T) => void) => {
        worker.on(event, listener);
        listeners.push(() => worker.off(event, listener));
      };
      listen<ImportReply>('message', (reply) => {
        if (reply.kind === 'place') onPlace(reply.place);
        else if (reply.kind === 'read') resolve(reply);
        else reject(new PostilError(reply.code, reply.message));
      });
      listen<unknown>('error', (error) => reject(crashed(error)));
      listen<number>('exit', () => reject(crashed(new Error('The worker ended.'))));
      const end = performance.now() + timeLimitMs;
      poll = setInterval(() => {
        if (signal.aborted) reject(new PostilError('cancelled', 'The import was cancelled.'));
        else if (performance.now() > end) reject(tooLong(timeLimitMs));
      }, POLL_MS);
      const own = ownBytes(bytes);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node has no origin
      worker.postMessage({ fileName, bytes: own } satisfies ImportMessage, [own.buffer]);
    });
  } finally {
    if (poll) clearInterval(poll);
    for (const stop of listeners) stop();
  }
}

/** Bytes that can be handed over: with a buffer that is theirs alone. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
  return isOwn ? new Uint8Array(buffer) : Uint8Array.from(bytes);
}

function crashed(error: unknown): PostilError {
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const reason = isMemory
    ? 'Reading it takes more memory than an import may have.'
    : 'It could not be read: the reader failed over it.';
  return new PostilError('refused', reason, {}, error instanceof Error ? error : new Error(String(error)));
}

function tooLong(timeLimitMs: number): PostilError {
  const seconds = Math.ceil(timeLimitMs / 1000);
  const cause = new Error(`No answer within ${timeLimitMs} ms.`);
  return new PostilError('refused', `Reading it took longer than ${seconds} seconds.`, {}, cause);
}
