import { parentPort } from 'node:worker_threads';
import { SearchCorpus, type SearchAnswer } from '../../../core/search/search-corpus.ts';
import { assertNever } from '../../../core/errors.ts';
import type { SearchMessage, SearchReply } from './search-protocol.ts';

// The entry of the search's worker: it holds the texts, and scans them where no window and no save has to wait for it.
const port = parentPort;
if (!port) throw new Error('This is a worker’s entry, not a program.');

const corpus = new SearchCorpus();
/** The last answer, for its next window; anything new makes it stale. */
let kept: { readonly key: string; readonly answer: SearchAnswer } | null = null;

port.on('message', (message: SearchMessage) => {
  switch (message.kind) {
    case 'text':
      kept = null;
      corpus.putText(message.documentId, message.text);
      break;
    case 'notes':
      kept = null;
      corpus.putNotes(message.documentId, message.annotator, message.notes);
      break;
    case 'order':
      kept = null;
      corpus.setOrder(message.documents);
      break;
    case 'ask':
      port.postMessage({ id: message.id, window: answer(message) } satisfies SearchReply);
      break;
    default:
      assertNever(message);
  }
});

function answer({
  question,
  offset,
  limit,
  stop,
}: Extract<SearchMessage, { kind: 'ask' }>): SearchReply['window'] {
  const key = JSON.stringify(question, (_name, value: unknown) =>
    value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)
      ? [...(value as Iterable<unknown>)]
      : value,
  );
  if (kept?.key !== key) {
    kept = null;
    const found = corpus.search(question, () => Atomics.load(stop, 0) !== 0);
    if (!found) return null;
    kept = { key, answer: found };
  }
  const { total, isCapped, documents, lines } = kept.answer;
  return { total, isCapped, documents, lines: lines(offset, limit) };
}
