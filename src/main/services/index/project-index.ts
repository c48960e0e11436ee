import { isLayerChosen, type WhoseLayers } from '../../../core/adjudication/layer-choice.ts';
import type { Annotation } from '../../../core/annotation/annotation.ts';
import { expandIds, resolvedId } from '../../../core/codebook/resolve-entry.ts';
import { countUsage, type Usage } from '../../../core/evidence/count-usage.ts';
import { EvidenceIndex } from '../../../core/evidence/evidence-index.ts';
import type { EvidenceFilter, EvidenceSort } from '../../../core/evidence/evidence.ts';
import { indexableLayer } from '../../../core/evidence/indexable.ts';
import { Interner } from '../../../core/evidence/interner.ts';
import {
  EMPTY_SELECTION,
  queryEvidence,
  selectAnnotations,
  type EvidenceSelection,
} from '../../../core/evidence/query-evidence.ts';
import { buildSegment } from '../../../core/evidence/segment.ts';
import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { Clock, Job } from '../../../core/ports.ts';
import { stepOf } from '../../../core/progress-steps.ts';
import type { DocumentSummary } from '../../../core/project/project.ts';
import { resolveSets } from '../../../core/sets/resolve-sets.ts';
import type { FileSystem } from '../store/file-system.ts';
import { inParallel } from '../store/project-files.ts';
import { absolute, layerFile } from '../store/project-paths.ts';
import { indexCachePath, readIndexCache, writeIndexCache } from './cache-file.ts';
import { fetchRows } from './fetch-rows.ts';
import type { IndexCache } from './index-cache.ts';
import type { DocumentFile, FileKey, IndexedStore, LayerFile } from './indexed-store.ts';
import { compareHeads, summariseDocument, type DocumentHead } from './summarise-document.ts';
import type { LayerToRead } from './layer-protocol.ts';
import { readInThreads, type LayerQueue } from './layer-threads.ts';
import type { Touched } from './touched.ts';

/** What went wrong and was got over: a cache thrown away, a file left out of evidence. */
export interface IndexFault {
  readonly kind: 'cache' | 'document' | 'layer';
  /** A whole sentence. */
  readonly message: string;
  readonly cause: unknown;
}

export interface IndexEnvironment {
  readonly fs: FileSystem;
  readonly clock: Clock;
  /** Absolute, of this user on this machine; made when missing. */
  readonly cacheFolder: string;
  onFault(fault: IndexFault): void;
  /** The built `layer-worker.ts`, for a first opening in threads beside this one. Without it, all is read here. */
  readonly layerWorker?: string | null;
}

/**
 * What lists, the evidence table and the counts need to know of the whole project, without its texts and records.
 * Derived from the files, kept in the cache folder, never the truth. All that is asked waits for changes under way.
 */
export interface ProjectIndex {
  /** By import, then title; removed documents among them, with `removedAt`. */
  summaries(): readonly DocumentSummary[];
  /** The same without the layers and with the texts' sketches. */
  heads(): readonly DocumentHead[];
  summary(id: DocumentId): DocumentSummary | undefined;
  /** The document that has this text, one that was not removed before one that was. */
  hasText(
    sha256: string,
  ): { readonly documentId: DocumentId; readonly title: string; readonly removed: boolean } | null;
  /**
   * A window of the annotations that pass, and how many pass in all. Each row has passed the whole schema; a layer with
   * one that does not leaves evidence, and `onFault` hears of it.
   */
  query(
    filter: EvidenceFilter,
    sort: EvidenceSort,
    offset: number,
    limit: number,
  ): Promise<{ readonly total: number; readonly rows: Annotation[] }>;
  /** Which annotations pass: what an export of the table is to hold. */
  annotationIds(filter: EvidenceFilter): Promise<EvidenceSelection>;
  /** @param whose which layers are counted; without a choice all, also the adjudicated ones */
  usage(whose?: WhoseLayers): Promise<Usage>;
  /** Reads again what a change touched. Costs as much as the layers touched, not as the project. */
  didChange(touched: readonly Touched[]): Promise<void>;
  /** Writes the cache, if the files have taught the index anything since it was read. Failures go to `onFault`. */
  save(): Promise<void>;
  /** Waits for changes, and saves. */
  close(): Promise<void>;
}

/** Drawn more often than this, progress takes time from what it tells of. */
const PROGRESS_EVERY_MS = 150;
const FILES_AT_ONCE = 16;
/** Fewer bytes of layers than this are read sooner than a thread is there. */
const THREADS_FROM_BYTES = 8 * 1024 * 1024;
/**
 * A file may be written again within one tick of its file system's clock (2 s on FAT) and show the same size and time:
 * one that was changed so lately before it was looked at is not kept in the cache.
 */
const RACY_MS = 2000;
/** The cache is written when the first queries of the opening are through. */
const SAVE_DELAY_MS = 3000;
/** How often a window is asked for again when its layers turn out to have changed. */
const QUERY_TRIES = 20;

/**
 * @param job progress, and cancelling: the promise then rejects as the signal says, and nothing was written
 */
export async function openProjectIndex(
  store: IndexedStore,
  environment: IndexEnvironment,
  job?: Job,
): Promise<ProjectIndex> {
  const project = { projectId: store.project().id, folder: store.folder };
  const path = indexCachePath(environment.cacheFolder, project.projectId);
  const [cache, stats] = await Promise.all([usableCache(environment, path, project), store.fileStats()]);
  const index = new StoredProjectIndex(
    store,
    environment,
    path,
    new EvidenceIndex(new Interner(cache?.texts)),
  );
  const documents = index.takeDocuments(cache, stats.documents);
  const layers = index.takeLayers(cache, stats.layers);
  const total = documents.length + layers.length;
  let done = 0;
  let toldAt = -Infinity;
  const step = () => {
    job?.signal.throwIfAborted();
    done++;
    const now = environment.clock.now();
    // Also when the clock was set back.
    if (Math.abs(now - toldAt) < PROGRESS_EVERY_MS) return;
    toldAt = now;
    job?.progress({ done, total, ...stepOf('indexing') });
  };
  const documentsRead = inParallel(documents, async ({ id, key }) => {
    step();
    await index.readDocument(id, key);
  });
  await index.readLayers(layers, step, documentsRead);
  index.scheduleSave();
  return index;
}

async function usableCache(
  { fs, onFault }: IndexEnvironment,
  path: string,
  project: Pick<IndexCache, 'projectId' | 'folder'>,
): Promise<IndexCache | null> {
  try {
    return await readIndexCache(fs, path, project);
  } catch (cause) {
    onFault({ kind: 'cache', message: `The index in ${path} cannot be used and is made again.`, cause });
    return null;
  }
}

interface UnreadLayer {
  readonly documentId: DocumentId;
  readonly annotator: AnnotatorId;
  /** Null where the cache must not rely on what is read now. */
  readonly key: FileKey | null;
  readonly size: number;
}

interface KnownDocument {
  readonly head: DocumentHead;
  /** Of the file as it was read; null where the cache must not rely on it. */
  readonly key: FileKey | null;
}

class StoredProjectIndex implements ProjectIndex {
  readonly #store: IndexedStore;
  readonly #environment: IndexEnvironment;
  readonly #path: string;
  readonly #evidence: EvidenceIndex;
  readonly #documents = new Map<DocumentId, KnownDocument>();
  /** By document and annotator; absent where the cache must not rely on what was read. */
  readonly #layerKeys = new Map<string, FileKey>();
  /** Whether evidence has yet to hear of a document that came, went or moved in the list. */
  #areDocumentsStale = true;
  #summaries: readonly DocumentSummary[] | null = null;
  #isCacheStale = false;
  #changes: Promise<void> = Promise.resolve();
  #saving: Promise<void> = Promise.resolve();
  #saveTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(store: IndexedStore, environment: IndexEnvironment, path: string, evidence: EvidenceIndex) {
    this.#store = store;
    this.#environment = environment;
    this.#path = path;
    this.#evidence = evidence;
  }

  /** Takes over what the cache knows of files that are as they were, and answers with those to read. */
  takeDocuments(
    cache: IndexCache | null,
    files: readonly DocumentFile[],
  ): { readonly id: DocumentId; readonly key: FileKey | null }[] {
    const cached = new Map(cache?.documents.map((document) => [document.head.id, document]));
    const unread = files.filter((file) => {
      const known = cached.get(file.id);
      if (!known || !isSameFile(known.key, file)) return true;
      this.#documents.set(file.id, known);
      return false;
    });
    if (unread.length > 0 || cached.size !== files.length) this.#isCacheStale = true;
    return unread.map((file) => ({ id: file.id, key: this.#cacheKey(file) }));
  }

  takeLayers(cache: IndexCache | null, files: readonly LayerFile[]): UnreadLayer[] {
    const cached = new Map(
      cache?.layers.map((layer) => [layerKey(layer.segment.documentId, layer.segment.annotator), layer]),
    );
    const unread = files.filter((file) => {
      const name = layerKey(file.documentId, file.annotator);
      const known = cached.get(name);
      if (!known || !isSameFile(known.key, file)) return true;
      this.#evidence.putSegment(known.segment);
      this.#layerKeys.set(name, known.key);
      return false;
    });
    if (unread.length > 0 || cached.size !== files.length) this.#isCacheStale = true;
    return unread.map((file) => ({
      documentId: file.documentId,
      annotator: file.annotator,
      key: this.#cacheKey(file),
      size: file.size,
    }));
  }

  /**
   * Reads layers, in threads too where there are any and it is worth their while.
   * @param step called for each layer; what it throws ends the reading
   * @param before what this thread has to do first; its failure is the whole's
   */
  async readLayers(layers: readonly UnreadLayer[], step: () => void, before: Promise<void>): Promise<void> {
    const { layerWorker } = this.#environment;
    const bytes = layers.reduce((sum, layer) => sum + layer.size, 0);
    const items = layers.map((layer) => {
      const file = layerFile(layer.documentId, layer.annotator);
      return { ...layer, file, path: absolute(this.#store.folder, file) };
    });
    const queue = { items, front: 0, back: items.length };
    const left = new Set(items);
    const readHere = async (layer: UnreadLayer & LayerToRead): Promise<void> => {
      left.delete(layer);
      step();
      await this.readLayer(layer.documentId, layer.annotator, layer.key);
    };
    const here = before.then(() =>
      inParallel(
        Array.from({ length: FILES_AT_ONCE }, () => null),
        async () => {
          while (queue.front < queue.back) await readHere(items[--queue.back]!);
        },
      ),
    );
    const inThreads =
      layerWorker && bytes >= THREADS_FROM_BYTES ? this.#readInThreads(layerWorker, queue, left, step) : null;
    for (const result of await Promise.allSettled([here, inThreads])) {
      if (result.status === 'rejected') throw result.reason;
    }
    // What the threads could not read: the store knows what to say of it.
    await inParallel([...left], readHere);
  }

  async #readInThreads(
    layerWorker: string,
    queue: LayerQueue<UnreadLayer & LayerToRead>,
    left: Set<UnreadLayer & LayerToRead>,
    step: () => void,
  ): Promise<void> {
    const stopped = { is: false };
    try {
      await readInThreads(layerWorker, queue, this.#evidence.interner, (layer, segment) => {
        if (!segment) return;
        left.delete(layer);
        stopped.is = true;
        step();
        stopped.is = false;
        this.#evidence.putSegment(segment);
        this.#summaries = null;
        if (layer.key) this.#layerKeys.set(layerKey(layer.documentId, layer.annotator), layer.key);
      });
    } catch (cause) {
      if (stopped.is) throw cause;
      this.#fault('cache', 'The index could not be made in threads, and is made without them.', cause);
    }
  }

  #cacheKey({ size, mtimeMs }: FileKey): FileKey | null {
    return this.#environment.clock.now() - mtimeMs < RACY_MS ? null : { size, mtimeMs };
  }

  async readDocument(id: DocumentId, key: FileKey | null): Promise<void> {
    let head: DocumentHead | null = null;
    try {
      const content = await this.#store.scanDocument(id);
      if (content !== null) head = summariseDocument(content);
      if (head && head.id !== id) throw new PostilError('damaged', `It calls itself ${head.id}.`);
    } catch (cause) {
      head = null;
      this.#fault('document', `The document ${id} cannot be read and is not listed.`, cause);
    }
    if (head) this.#documents.set(id, { head, key });
    else this.#documents.delete(id);
    this.#areDocumentsStale = true;
    this.#summaries = null;
  }

  async readLayer(documentId: DocumentId, annotator: AnnotatorId, key: FileKey | null): Promise<void> {
    const name = layerKey(documentId, annotator);
    this.#layerKeys.delete(name);
    this.#summaries = null;
    try {
      const content = await this.#store.scanLayer(documentId, annotator);
      if (content === null) {
        this.#evidence.removeSegment(documentId, annotator);
        return;
      }
      const layer = indexableLayer(content);
      if (layer.documentId !== documentId || layer.annotator !== annotator)
        throw new PostilError('damaged', `It calls itself ${layer.annotator}'s of ${layer.documentId}.`);
      this.#evidence.putSegment(buildSegment(layer, this.#evidence.interner));
      if (key) this.#layerKeys.set(name, key);
    } catch (cause) {
      this.#leaveOut(documentId, annotator, cause);
    }
  }

  #leaveOut(documentId: DocumentId, annotator: AnnotatorId, cause: unknown): void {
    this.#layerKeys.delete(layerKey(documentId, annotator));
    this.#evidence.removeSegment(documentId, annotator);
    this.#summaries = null;
    this.#fault(
      'layer',
      `The annotations of ${annotator} on ${documentId} cannot be read and are left out of the evidence.`,
      cause,
    );
  }

  #fault(kind: IndexFault['kind'], message: string, cause: unknown): void {
    this.#environment.onFault({ kind, message, cause });
  }

  heads(): readonly DocumentHead[] {
    return this.#headsInOrder();
  }

  summaries(): readonly DocumentSummary[] {
    return (this.#summaries ??= this.#headsInOrder().map((head) => this.#summarise(head)));
  }

  summary(id: DocumentId): DocumentSummary | undefined {
    const known = this.#documents.get(id);
    return known && this.#summarise(known.head);
  }

  #headsInOrder(): DocumentHead[] {
    return Array.from(this.#documents.values(), (known) => known.head).sort(compareHeads);
  }

  #summarise(head: DocumentHead): DocumentSummary {
    const layers = this.#evidence
      .segmentsOf(head.id)
      // What undoing the first annotation leaves is a file, but nobody's work.
      .filter(({ state, rows }) => rows > 0 || state !== 'unread')
      .map(({ annotator, state, rows }) => ({ annotator, state, annotations: rows }));
    const { sketch: _, ...shown } = head;
    return { ...shown, layers };
  }

  hasText(sha256: string) {
    let found: DocumentHead | null = null;
    for (const { head } of this.#documents.values()) {
      if (head.textHash !== sha256) continue;
      if (head.removedAt === undefined) {
        found = head;
        break;
      }
      found ??= head;
    }
    return found && { documentId: found.id, title: found.title, removed: found.removedAt !== undefined };
  }

  async #currentEvidence(): Promise<EvidenceIndex> {
    await this.#changes;
    if (this.#areDocumentsStale) {
      this.#areDocumentsStale = false;
      this.#evidence.setDocuments(this.#headsInOrder().filter((head) => head.removedAt === undefined));
    }
    return this.#evidence;
  }

  async query(asked: EvidenceFilter, sort: EvidenceSort, offset: number, limit: number) {
    for (let changes = 0; ;) {
      const evidence = await this.#currentEvidence();
      const filter = resolveSets(asked, this.#store.documentSets());
      if (!filter) return { total: 0, rows: [] };
      const { total, rows } = queryEvidence(evidence, this.#expanded(filter), sort, offset, limit);
      const fetched = await fetchRows(this.#store, rows);
      if (fetched.kind === 'rows') return { total, rows: fetched.rows };
      const { documentId, annotator } = fetched;
      if (fetched.kind === 'damaged') {
        this.#leaveOut(documentId, annotator, fetched.cause);
        continue;
      }
      // The layer changed after the index read it, and the notice of it is still to come.
      if (++changes > QUERY_TRIES) {
        throw new PostilError(
          'stale',
          'The annotations keep changing while they are read. Please try again.',
        );
      }
      await this.didChange([{ documentId, annotator }]);
    }
  }

  async annotationIds(asked: EvidenceFilter): Promise<EvidenceSelection> {
    const evidence = await this.#currentEvidence();
    const filter = resolveSets(asked, this.#store.documentSets());
    return filter ? selectAnnotations(evidence, this.#expanded(filter)) : EMPTY_SELECTION;
  }

  async usage({ layers = 'all', annotators }: WhoseLayers = {}): Promise<Usage> {
    const evidence = await this.#currentEvidence();
    const codebook = this.#store.codebook();
    return countUsage(evidence, (id) => resolvedId(codebook, id), isLayerChosen({ layers, annotators }));
  }

  /** Columns hold the ids of the annotations; a filter means what these stand for now. */
  #expanded(filter: EvidenceFilter): EvidenceFilter {
    const { actors, codes } = filter;
    if (!actors && !codes) return filter;
    const codebook = this.#store.codebook();
    return {
      ...filter,
      ...(actors && { actors: expandIds(codebook, actors) }),
      ...(codes && { codes: expandIds(codebook, codes) }),
    };
  }

  didChange(touched: readonly Touched[]): Promise<void> {
    // What was changed in this session is read anew at the next opening: the store answers from its memory, and
    // nothing here could tell whether the file beside it was changed by another program in the meantime.
    this.#changes = this.#changes.then(() => this.#readAgain(touched));
    return this.#changes;
  }

  async #readAgain(touched: readonly Touched[]): Promise<void> {
    for (const item of touched) {
      if (typeof item === 'string') {
        await this.readDocument(item, null);
        for (const annotator of this.#annotatorsOf(item)) await this.readLayer(item, annotator, null);
      } else if (item.annotator === null) {
        await this.readDocument(item.documentId, null);
      } else {
        await this.readLayer(item.documentId, item.annotator, null);
      }
    }
  }

  /** Who has, had or may now have a layer on the document. */
  #annotatorsOf(documentId: DocumentId): Set<AnnotatorId> {
    return new Set([
      ...this.#evidence.segmentsOf(documentId).map((segment) => segment.annotator),
      ...this.#store.project().annotators.map((annotator) => annotator.id),
    ]);
  }

  scheduleSave(): void {
    if (!this.#isCacheStale) return;
    this.#saveTimer = setTimeout(() => void this.save(), SAVE_DELAY_MS);
    this.#saveTimer.unref();
  }

  save(): Promise<void> {
    if (this.#saveTimer) clearTimeout(this.#saveTimer);
    this.#saveTimer = null;
    this.#saving = this.#saving.then(() => this.#writeCache());
    return this.#saving;
  }

  async #writeCache(): Promise<void> {
    if (!this.#isCacheStale) return;
    this.#isCacheStale = false;
    try {
      await writeIndexCache(this.#environment.fs, this.#path, this.#cacheOfNow());
    } catch (cause) {
      this.#isCacheStale = true;
      this.#fault('cache', `The index could not be kept in ${this.#path}.`, cause);
    }
  }

  /** Segments are immutable: what changes while the cache is written does not change what is written. */
  #cacheOfNow(): IndexCache {
    const documents = [...this.#documents.values()].flatMap(({ head, key }) => (key ? [{ head, key }] : []));
    const layers = [...this.#documents.keys()].flatMap((id) =>
      this.#evidence.segmentsOf(id).flatMap((segment) => {
        const key = this.#layerKeys.get(layerKey(id, segment.annotator));
        return key ? [{ key, segment }] : [];
      }),
    );
    return {
      projectId: this.#store.project().id,
      folder: this.#store.folder,
      texts: this.#evidence.interner.texts(),
      documents,
      layers,
    };
  }

  async close(): Promise<void> {
    await this.#changes;
    await this.save();
  }
}

function layerKey(documentId: DocumentId, annotator: AnnotatorId): string {
  return `${documentId}/${annotator}`;
}

function isSameFile(a: FileKey, b: FileKey): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs;
}
