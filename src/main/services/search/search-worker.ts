import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { SearchCorpus, type SearchAnswer } from '../../../core/search/search-corpus.ts';
import { assertNever } from '../../../core/errors.ts';
import type { DocumentId } from '../../../core/ids.ts';
import { openSearchCache, type CachedText, type SearchCache } from './search-cache.ts';
import type { SearchAnswered, SearchMessage, SearchReply } from './search-protocol.ts';

// The entry of the search's worker: it holds the texts, and scans them where no window and no save has to wait for it.
const port = parentPort;
if (!port) throw new Error('This is a worker’s entry, not a program.');

const corpus = new SearchCorpus(readText);
let cache: SearchCache | null = null;
let textsFolder = '';
/** The hash of each text that came from the cache: its original is read when a line of it is shown. */
const hashes = new Map<DocumentId, string>();
/** Texts that were read for lines, the latest last. */
const shown = new Map<DocumentId, string>();
/** The last answer, for its next window; anything new makes it stale. */
let kept: { readonly key: string; readonly answer: SearchAnswer } | null = null;

port.on('message', (message: SearchMessage) => {
  switch (message.kind) {
    case 'load':
      port.postMessage({ kind: 'loaded', documents: load(message) } satisfies SearchReply);
      break;
    case 'text':
      kept = null;
      remember(message, corpus.putText(message.documentId, message.text));
      break;
    case 'notes':
      kept = null;
      corpus.putNotes(message.documentId, message.annotator, message.notes);
      break;
    case 'memos':
      kept = null;
      corpus.putMemos(message.memos);
      break;
    case 'order':
      kept = null;
      corpus.setOrder(message.documents);
      break;
    case 'ask':
      port.postMessage({ kind: 'answered', id: message.id, window: answer(message) } satisfies SearchReply);
      break;
    default:
      assertNever(message);
  }
});

/** Takes what the cache has, and answers with whose texts those are. */
function load(message: Extract<SearchMessage, { kind: 'load' }>): DocumentId[] {
  ({ textsFolder } = message);
  try {
    cache = openSearchCache(message.cacheFile);
    cache.load(
      new Map(message.texts.map(({ documentId, sha256 }) => [documentId, sha256])),
      ({ documentId, sha256, folded, filter }) => {
        corpus.putFolded(documentId, folded, filter);
        hashes.set(documentId, sha256);
      },
    );
  } catch (error) {
    leaveCache(error);
  }
  return [...hashes.keys()];
}

function remember(
  { documentId, sha256 }: Extract<SearchMessage, { kind: 'text' }>,
  made: Pick<CachedText, 'folded' | 'filter'>,
): void {
  try {
    cache?.append({ documentId, sha256, ...made });
  } catch (error) {
    leaveCache(error);
  }
}

/** A full disk or a folder that cannot be written: everything is searched, and folded anew the next time. */
function leaveCache(cause: unknown): void {
  cache = null;
  const message = `The search’s cache cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`;
  // A worker of Node has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  port!.postMessage({ kind: 'cacheFault', message } satisfies SearchReply);
}

/** Code units of texts that are kept for the next window of lines. */
const MOST_SHOWN = 16_000_000;
let shownUnits = 0;

function readText(id: DocumentId): string | null {
  const known = shown.get(id);
  if (known !== undefined) return known;
  let text: string;
  try {
    const bytes = readFileSync(join(textsFolder, `${id}.txt`));
    if (createHash('sha256').update(bytes).digest('hex') !== hashes.get(id)) return null;
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Opening the document says what is wrong with it.
    return null;
  }
  if (shownUnits > MOST_SHOWN) {
    shown.clear();
    shownUnits = 0;
  }
  shown.set(id, text);
  shownUnits += text.length;
  return text;
}

function answer({
  question,
  offset,
  limit,
  stop,
}: Extract<SearchMessage, { kind: 'ask' }>): SearchAnswered['window'] {
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
  const { total, isCapped, documents, memos, lines } = kept.answer;
  return { total, isCapped, documents, memos, lines: lines(offset, limit) };
}
