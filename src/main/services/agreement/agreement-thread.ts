import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ComparedDocument } from '../../../core/agreement/project/compared.ts';
import type { AgreementReport } from '../../../core/agreement/project/report.ts';
import { PostilError } from '../../../core/errors.ts';
import type { Job } from '../../../core/ports.ts';
import { stepOf } from '../../../core/progress-steps.ts';
import type {
  AgreementMessage,
  AgreementReply,
  CompareQuestion,
  UnitsAnswer,
  UnitsQuestion,
} from './agreement-protocol.ts';

/** The worker, as the services see it. */
export interface AgreementThread {
  /**
   * @param documents sent only where they are not those of the last question
   * @throws PostilError `cancelled`; `internal` when the worker failed or ended
   */
  compare(
    documents: readonly ComparedDocument[],
    question: Omit<CompareQuestion, 'kind'>,
    job: Job,
  ): Promise<AgreementReport>;
  units(
    documents: readonly ComparedDocument[],
    question: Omit<UnitsQuestion, 'kind'>,
    job: Job,
  ): Promise<UnitsAnswer>;
  close(): Promise<void>;
}

/** How often a question looks whether anybody still waits for its answer. */
const STOP_POLL_MS = 20;
const FILE = 'agreement-worker.js';

/** Beside the program's entries, whether this stands in one of them or in a chunk beneath them. */
function builtWorker(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  return [join(here, FILE), join(here, '..', FILE)].find((place) => existsSync(place));
}

/**
 * @param file the built worker, where it is not the program's own
 * @param onEnd once, when the worker ended by itself; all questions have failed by then
 */
export function startAgreementThread(
  file: string | undefined,
  onEnd: (cause: unknown) => void,
): AgreementThread {
  const entry = file ?? builtWorker();
  if (entry === undefined) throw new PostilError('internal', `This Postil was built without its ${FILE}.`);
  const worker = new Worker(entry, { name: 'postil-agreement' });
  // What closes the program closes the project first, and with it this; nothing is lost where it does not.
  worker.unref();
  const waiting = new Map<number, { hear(reply: AgreementReply): void; fail(error: unknown): void }>();
  let nextId = 0;
  let sent: readonly ComparedDocument[] | null = null;
  let isClosed = false;
  let failure: unknown = null;

  worker.on('message', (reply: AgreementReply) => waiting.get(reply.id)?.hear(reply));
  worker.on('error', (error) => {
    failure = error;
  });
  worker.on('exit', () => {
    const ended = new PostilError('internal', 'The reckoning ended. Please try again.', {}, failure);
    for (const { fail } of waiting.values()) fail(ended);
    if (!isClosed) onEnd(failure);
    isClosed = true;
  });

  function tell(message: AgreementMessage): void {
    // A worker of Node has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage(message);
  }

  async function ask(
    documents: readonly ComparedDocument[],
    question: CompareQuestion | UnitsQuestion,
    { progress, signal }: Job,
  ): Promise<AgreementReport | UnitsAnswer> {
    if (isClosed) throw new PostilError('cancelled', 'The project was closed.');
    const id = nextId++;
    const stop = new Int32Array(new SharedArrayBuffer(4));
    let poll: ReturnType<typeof setInterval> | null = null;
    try {
      return await new Promise((resolve, reject) => {
        const cancelled = (): void =>
          reject(new PostilError('cancelled', 'Agreement was not reckoned to its end.'));
        waiting.set(id, {
          fail: reject,
          hear(reply) {
            if (reply.kind === 'progress') {
              progress({ done: reply.done, total: reply.total, ...stepOf('reckoning') });
            } else if (reply.kind === 'failure') {
              const cause = Object.assign(new Error(reply.message), { stack: reply.stack });
              reject(new PostilError('internal', 'Postil made a mistake in reckoning agreement.', {}, cause));
            } else if (reply.answer === null) cancelled();
            else resolve(reply.answer);
          },
        });
        poll = setInterval(() => {
          if (!signal.aborted) return;
          Atomics.store(stop, 0, 1);
          cancelled();
        }, STOP_POLL_MS);
        // In one go with the question: nobody else's layers can come between.
        if (sent !== documents) tell({ kind: 'layers', documents });
        sent = documents;
        tell({ kind: 'ask', id, question, stop });
      });
    } finally {
      if (poll) clearInterval(poll);
      waiting.delete(id);
    }
  }

  return {
    compare: async (documents, question, job) =>
      (await ask(documents, { kind: 'compare', ...question }, job)) as AgreementReport,
    units: async (documents, question, job) =>
      (await ask(documents, { kind: 'units', ...question }, job)) as UnitsAnswer,
    async close() {
      isClosed = true;
      await worker.terminate();
    },
  };
}
