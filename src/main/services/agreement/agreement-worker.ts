import { parentPort } from 'node:worker_threads';
import { compareLayers } from '../../../core/agreement/project/compare-layers.ts';
import type { ComparedDocument } from '../../../core/agreement/project/compared.ts';
import { decisionUnits } from '../../../core/agreement/project/decision-units.ts';
import type { DecisionUnit } from '../../../core/agreement/project/decision.ts';
import { selectUnits } from '../../../core/agreement/project/select-units.ts';
import type { AgreementMessage, AgreementReply, UnitsAnswer, UnitsQuestion } from './agreement-protocol.ts';

// The entry of the worker that reckons agreement: a thousand resamples, where no window and no save has to wait.
const port = parentPort;
if (!port) throw new Error('This is a worker’s entry, not a program.');

/** How often it tells how far it is; a round may take no time at all. */
const PROGRESS_MS = 100;

class Stopped extends Error {}

let documents: readonly ComparedDocument[] = [];
/** The units that were asked for last, for their next window. */
let kept: { readonly key: string; readonly units: readonly DecisionUnit[] } | null = null;

function say(reply: AgreementReply): void {
  // A worker of Node has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  port!.postMessage(reply);
}

port.on('message', (message: AgreementMessage) => {
  if (message.kind === 'layers') {
    documents = message.documents;
    kept = null;
    return;
  }
  const { id, question, stop } = message;
  try {
    say({
      kind: 'answer',
      id,
      answer: question.kind === 'units' ? unitsOf(question) : compare(question, id, stop),
    });
  } catch (error) {
    if (error instanceof Stopped) say({ kind: 'answer', id, answer: null });
    else {
      const { message: text, stack = '' } = error instanceof Error ? error : new Error(String(error));
      say({ kind: 'failure', id, message: text, stack });
    }
  }
});

function compare(
  {
    annotators,
    rounds,
    seed,
    byDocument,
  }: Extract<AgreementMessage, { kind: 'ask' }>['question'] & { kind: 'compare' },
  id: number,
  stop: Int32Array,
) {
  let told = 0;
  return compareLayers(documents, annotators, {
    rounds,
    seed,
    byDocument,
    onStep(done, total) {
      if (Atomics.load(stop, 0) !== 0) throw new Stopped();
      const now = performance.now();
      if (now - told < PROGRESS_MS) return;
      told = now;
      say({ kind: 'progress', id, done, total });
    },
  });
}

function unitsOf({ decision, annotators, offset, limit, ...filter }: UnitsQuestion): UnitsAnswer {
  const key = JSON.stringify([decision, annotators]);
  if (kept?.key !== key) kept = { key, units: decisionUnits(decision, documents, annotators) };
  const selected = selectUnits(decision, kept.units, filter);
  return { total: selected.length, units: selected.slice(offset, offset + limit) };
}
