import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SearchRequest } from '../../../contract/calls.ts';
import { indexableLayer, type IndexableAnnotation } from '../../../core/evidence/indexable.ts';
import type { Annotation } from '../../../core/annotation/annotation.ts';
import { PostilError } from '../../../core/errors.ts';
import {
  annotatorIdSchema,
  documentIdSchema,
  type AnnotatorId,
  type DocumentId,
  type MemoId,
} from '../../../core/ids.ts';
import type { Memo } from '../../../core/memo/memo.ts';
import { isOnAnyOf, searchedText, type MemoSubjects } from '../../../core/memo/search-memos.ts';
import type { CancelSignal, Job } from '../../../core/ports.ts';
import { stepOf } from '../../../core/progress-steps.ts';
import type { DocumentSummary } from '../../../core/project/project.ts';
import { parseQuery, type Query } from '../../../core/search/parse-query.ts';
import type { SearchedNote, SearchLimits } from '../../../core/search/search-corpus.ts';
import { documentsOfSets } from '../../../core/sets/resolve-sets.ts';
import type { ProjectIndex } from '../index/project-index.ts';
import { DOCUMENTS_FOLDER } from '../store/project-paths.ts';
import type { ProjectStore, StoreEvent } from '../store/project-store.ts';
import type { SearchWindow } from './search-protocol.ts';
import { hasSearchWorker, startSearchThread, type SearchThread } from './search-thread.ts';

/** The texts, notes and memos of an open project, searched in a worker. */
export interface ProjectSearch {
  /** Reads the texts in the background, soon, so that the first search need not wait. Failures go to `onFault`. */
  warm(): void;
  /**
   * Waits until all that is to be searched is read: texts do not wait for notes.
   * @param locale whose order of words sorts the lines, BCP 47
   * @throws PostilError `bad-request` with `column` where the query cannot be read; `cancelled`; `io`
   */
  query(
    request: SearchRequest,
    offset: number,
    limit: number,
    job: Job,
    locale?: string,
  ): Promise<SearchResult>;
  close(): Promise<void>;
}

export interface SearchResult extends SearchWindow {
  /** Documents that could not be read, and are not searched. */
  readonly unread: readonly DocumentId[];
}

export interface SearchHooks {
  /** The built worker, where it is not the program's own. */
  readonly workerFile?: string | undefined;
  /** Where this project's folded texts are kept. */
  readonly cacheFile: string;
  onFault(fault: unknown): void;
}

/** Opening a project has better things to do at first. */
const WARM_AFTER_MS = 1500;
const WAIT_POLL_MS = 25;
/** Between two texts while nobody waits for them: whoever reads or types has the processor first. */
const PACE_MS = 1;

interface Filling {
  readonly texts: Promise<void>;
  readonly all: Promise<void>;
}

interface LayerName {
  readonly documentId: DocumentId;
  readonly annotator: AnnotatorId;
}

export function makeProjectSearch(
  store: ProjectStore,
  index: ProjectIndex,
  { workerFile, cacheFile, onFault }: SearchHooks,
): ProjectSearch {
  let thread: SearchThread | null = null;
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let filling: Filling | null = null;
  /** How many questions wait for texts or notes to be read. */
  let waiting = 0;
  let progress = { done: 0, total: 0 };
  let ordered: readonly DocumentSummary[] | null = null;
  /** The worker that was asked what the cache has. */
  let loaded: SearchThread | null = null;
  const texts = new Set<DocumentId>();
  const unread = new Set<DocumentId>();
  /** Layers whose notes the worker has, and those of them that have changed since. */
  const layers = new Set<string>();
  const changedLayers = new Map<string, LayerName>();
  /** The memos that the worker has. */
  let sentMemos: readonly Memo[] = [];

  const stopListening = store.onDidChange((event) => {
    for (const layer of layersOf(event)) changedLayers.set(layerKey(layer), layer);
    // Without a worker nobody has searched yet, and there is nothing to keep up with.
    if (thread) schedule(0);
  });

  function startedThread(): SearchThread {
    return (thread ??= startSearchThread(
      workerFile,
      (cause) => {
        thread = null;
        forgetAll();
        onFault(new Error('The search’s worker ended.', { cause }));
      },
      (message) => onFault(new Error(message)),
    ));
  }

  function forgetAll(): void {
    ordered = null;
    sentMemos = [];
    for (const known of [texts, unread, layers, changedLayers]) known.clear();
  }

  function schedule(afterMs: number): void {
    if (timer || isClosed) return;
    timer = setTimeout(() => {
      timer = null;
      fill().all.catch(onFault);
    }, afterMs);
    timer.unref();
  }

  /** Brings the worker up to date; at most one at a time. */
  function fill(): Filling {
    if (filling) return filling;
    let didReadTexts: () => void = () => undefined;
    const texts = new Promise<void>((resolve) => {
      didReadTexts = resolve;
    });
    const all = bringUpToDate(didReadTexts).finally(() => {
      filling = null;
    });
    // Whoever waits for the texts hears of a failure; where nobody does, the whole has told of it.
    const either = Promise.race([texts, all]);
    either.catch(() => undefined);
    return (filling = { texts: either, all });
  }

  async function bringUpToDate(didReadTexts: () => void): Promise<void> {
    if (isClosed) return;
    const worker = startedThread();
    const summaries = index.summaries();
    const documents = summaries.filter((summary) => summary.removedAt === undefined);
    if (ordered !== summaries) {
      worker.tell({ kind: 'order', documents: documents.map((summary) => summary.id) });
      ordered = summaries;
    }
    if (loaded !== worker) {
      loaded = worker;
      progress = { done: 0, total: documents.length };
      const known = await worker.load({
        cacheFile,
        textsFolder: join(store.folder, DOCUMENTS_FOLDER),
        texts: documents.map(({ id, textHash }) => ({ documentId: id, sha256: textHash })),
      });
      for (const id of known) texts.add(id);
    }
    const missingTexts = documents.filter(({ id }) => !texts.has(id));
    const missingNotes = [...documents.flatMap(unknownLayers), ...changedLayers.values()];
    changedLayers.clear();
    progress = { done: 0, total: missingTexts.length + missingNotes.length };
    for (const { id, textHash } of missingTexts) {
      if (isClosed || thread !== worker) return;
      await readText(worker, id, textHash);
      progress.done++;
      if (waiting === 0) await pause(PACE_MS);
    }
    didReadTexts();
    for (const layer of missingNotes) {
      if (isClosed || thread !== worker) return;
      await readNotes(worker, layer);
      progress.done++;
      if (waiting === 0) await pause(PACE_MS);
    }
  }

  function unknownLayers({ id, layers: known }: DocumentSummary): LayerName[] {
    return known
      .map(({ annotator }) => ({ documentId: id, annotator }))
      .filter((layer) => !layers.has(layerKey(layer)) && !changedLayers.has(layerKey(layer)));
  }

  async function readText(worker: SearchThread, id: DocumentId, sha256: string): Promise<void> {
    try {
      worker.tell({ kind: 'text', documentId: id, sha256, text: await store.scanText(id, sha256) });
      texts.add(id);
      unread.delete(id);
    } catch (error) {
      // One that cannot be read is left out, and the answers say so; the next search tries again.
      unread.add(id);
      if (!isClosed) onFault(error);
    }
  }

  async function readNotes(worker: SearchThread, layer: LayerName): Promise<void> {
    const { documentId, annotator } = layer;
    try {
      const content = await store.scanLayer(documentId, annotator);
      const notes = content === null ? [] : notesIn(content);
      if (notes.length > 0 || layers.has(layerKey(layer)))
        worker.tell({ kind: 'notes', documentId, annotator, notes });
      layers.add(layerKey(layer));
    } catch (error) {
      layers.delete(layerKey(layer));
      if (!isClosed) onFault(error);
    }
  }

  /** Until the worker has all texts that there are now, or all texts and notes. */
  async function untilFilled(part: keyof Filling, { progress: say, signal }: Job): Promise<void> {
    waiting++;
    try {
      // What runs already may have begun before the last change.
      if (filling) await whileWanted(filling[part], signal, () => say(described()));
      if (filling) {
        // Its texts are read, its notes are not. Nothing more is wanted if it knew of all documents.
        if (ordered === index.summaries()) return;
        await whileWanted(filling.all, signal, () => say(described()));
      }
      await whileWanted(fill()[part], signal, () => say(described()));
    } finally {
      waiting--;
    }
  }

  function described() {
    return { ...progress, ...stepOf('readingTexts') };
  }

  /** Memos are few and in memory: all of them are sent when a question needs them and any has changed. */
  function sendMemos(worker: SearchThread): void {
    const memos = store.memos();
    if (memos.length === sentMemos.length && memos.every((memo, i) => memo === sentMemos[i])) return;
    sentMemos = memos;
    worker.tell({
      kind: 'memos',
      memos: memos.map((memo) => ({ memoId: memo.id, author: memo.author, text: searchedText(memo) })),
    });
  }

  function memosOn(subjects: Partial<MemoSubjects>): ReadonlySet<MemoId> {
    const all = { documents: new Set<never>(), annotations: new Set<never>(), actors: [], codes: [] };
    const wanted = { ...all, ...subjects };
    return new Set(
      store
        .memos()
        .filter(({ target }) => isOnAnyOf(target, wanted))
        .map(({ id }) => id),
    );
  }

  async function limitsOf({ documents, sets, actors, codes, within }: SearchRequest): Promise<SearchLimits> {
    const named = documents?.length ? new Set(documents) : undefined;
    const inSets = documentsOfSets(sets, store.documentSets());
    const chosen = named && inSets ? new Set([...named].filter((id) => inSets.has(id))) : (inSets ?? named);
    if (!actors?.length && !codes?.length)
      return chosen ? { documents: chosen, memos: memosOn({ documents: chosen }) } : {};
    const tagged = await index.annotationIds({
      // Where the words stand is the question; who holds the passage, each hit says.
      layers: 'all',
      ...(actors?.length ? { actors } : {}),
      ...(codes?.length ? { codes } : {}),
    });
    const wanted = tagged.documents.filter((id) => !chosen || chosen.has(id));
    // A memo on an actor or a code is in no document.
    const entries = chosen ? {} : { actors: actors ?? [], codes: codes ?? [] };
    if (within === 'documents') {
      const found = new Set(wanted);
      return { documents: found, memos: memosOn({ documents: found, ...entries }) };
    }
    const passages = new Map(
      wanted.map((id) => [
        id,
        { stretches: tagged.extentsOf(id), annotations: new Set(tagged.annotationIdsOf(id)) },
      ]),
    );
    const annotations = new Set([...passages.values()].flatMap((each) => [...each.annotations]));
    return { passages, memos: memosOn({ annotations, ...entries }) };
  }

  return {
    warm() {
      // Run from its sources, as tests do, Postil has no built worker; who searches hears of it.
      if (hasSearchWorker(workerFile)) schedule(WARM_AFTER_MS);
    },
    async query(request, offset, limit, job, locale) {
      const query = readQuery(request.query);
      const { scope } = request;
      await untilFilled(scope === 'notes' || scope === 'all' ? 'all' : 'texts', job);
      const limits = await limitsOf(request);
      job.signal.throwIfAborted();
      const worker = startedThread();
      if (scope === 'memos' || scope === 'all') sendMemos(worker);
      const window = await worker.ask(
        { query, scope, sort: request.sort, limits, locale },
        offset,
        limit,
        () => job.signal.aborted,
      );
      return { ...window, unread: [...unread] };
    },
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      stopListening();
      // It goes no further, and `onFault` has heard what stopped it, if anything did.
      await filling?.all.catch(() => undefined);
      await thread?.close();
    },
  };
}

/** @throws PostilError `bad-request`, with `column` from 1 */
export function readQuery(text: string): Query {
  const parsed = parseQuery(text);
  switch (parsed.kind) {
    case 'query':
      return parsed.query;
    case 'empty':
      throw new PostilError('bad-request', 'There is nothing to search for.', { column: 1 });
    case 'fault': {
      const { message, start, end } = parsed.fault;
      throw new PostilError('bad-request', `${message} (Column ${start + 1}.)`, {
        column: start + 1,
        endColumn: end + 1,
      });
    }
  }
}

/** The notes of a layer as its file has it, in text order. */
export function notesIn(content: unknown): SearchedNote[] {
  return indexableLayer(content).annotations.flatMap((annotation) =>
    notesOf(annotation).map((text) => ({ annotationId: annotation.id, text })),
  );
}

/** An annotation's own note, and those of its stances. */
function notesOf({ note, stances }: Pick<IndexableAnnotation, 'note' | 'stances'>): string[] {
  return [note, ...stances.map((stance) => stance.note)]
    .flatMap((text) => text ?? [])
    .filter((text) => text !== '');
}

function notesKey(annotation: Annotation | null): string {
  return annotation ? JSON.stringify(notesOf(annotation)) : '[]';
}

function layerKey({ documentId, annotator }: LayerName): string {
  return `${documentId}/${annotator}`;
}

/** The layers whose notes an event may have changed. */
function layersOf(event: StoreEvent): LayerName[] {
  if (event.kind === 'changed') {
    return event.change.edits.flatMap((edit) =>
      edit.kind === 'annotation' && notesKey(edit.before) !== notesKey(edit.after)
        ? [{ documentId: edit.documentId, annotator: edit.annotator }]
        : [],
    );
  }
  if (event.kind === 'visibilityChanged') return [...event.layers];
  if (event.kind !== 'reverted') return [];
  return event.files.flatMap((file) => {
    const layer = /^layers\/([^/]+)\/([^/]+)\.json$/.exec(file);
    return layer
      ? [{ documentId: documentIdSchema.parse(layer[1]), annotator: annotatorIdSchema.parse(layer[2]) }]
      : [];
  });
}

/** Waits for `work`, but not longer than somebody wants it; it goes on by itself. */
async function whileWanted(work: Promise<void>, signal: CancelSignal, tell: () => void): Promise<void> {
  let poll: ReturnType<typeof setInterval> | null = null;
  try {
    await Promise.race([
      work,
      new Promise<never>((_resolve, reject) => {
        poll = setInterval(() => {
          try {
            signal.throwIfAborted();
            tell();
          } catch (error) {
            reject(error);
          }
        }, WAIT_POLL_MS);
      }),
    ]);
    signal.throwIfAborted();
  } finally {
    if (poll) clearInterval(poll);
  }
}
