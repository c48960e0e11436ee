import { createHash } from 'node:crypto';
import type { ReadOnlyReason } from '../../../contract/calls.ts';
import { emptyLayer, type Layer } from '../../../core/annotation/layer.ts';
import type { Codebook } from '../../../core/codebook/codebook.ts';
import type { DocumentRecord } from '../../../core/document/document.ts';
import { PostilError } from '../../../core/errors.ts';
import type { MemoBook } from '../../../core/memo/memo.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import { timestamp } from '../../../core/ports.ts';
import type { Change } from '../../../core/project/edit.ts';
import type { Annotator, Project } from '../../../core/project/project.ts';
import { addDocumentFiles } from './add-document.ts';
import { makeBackups } from './backups.ts';
import { checkProject } from './check-project.ts';
import { makeCommitQueue, type QueuedRecord, type Step } from './commit-queue.ts';
import { damaged, scanFile, type RecordFormat } from './envelope.ts';
import type { StoreEnvironment } from './environment.ts';
import { errnoOf, fileError, isMissing, settled } from './file-error.ts';
import {
  filesOf,
  inParallel,
  listOrEmpty,
  listProject,
  lstatOrNull,
  type ProjectListing,
} from './project-files.ts';
import type { ProjectLock } from './project-lock.ts';
import {
  absolute,
  annotatorIdOf,
  documentFile,
  layerFile,
  layerFolder,
  LAYERS_FOLDER,
  originalFile,
  textFile,
} from './project-paths.ts';
import { reportDamage } from './damage.ts';
import { shareFolderSyncs } from './share-folder-syncs.ts';
import { shareRuns, shareRunsOf } from './share-runs.ts';
import { layerKey, planChange, type ChangePlan } from './plan-change.ts';
import {
  type AppliedChange,
  isUnreadable,
  lockedReason,
  type FileStats,
  type ProjectStore,
  type StoreEvent,
} from './store-types.ts';
import { makeRecordCache } from './record-cache.ts';
import {
  documentFormat,
  layerFormat,
  type DocumentSetList,
  type SavedFilterList,
  type SourceList,
} from './record-formats.ts';
import { openMemos } from './open-memos.ts';
import { assertNamed, openRecord, type StoredRecord } from './stored-record.ts';

export interface MainRecords {
  readonly project: StoredRecord<Project>;
  readonly codebook: StoredRecord<Codebook>;
  readonly sources: StoredRecord<SourceList>;
  readonly documentSets: StoredRecord<DocumentSetList>;
  readonly savedFilters: StoredRecord<SavedFilterList>;
  /** Of everybody who has written some, or could have. */
  readonly memos: ReadonlyMap<AnnotatorId, StoredRecord<MemoBook>>;
}

type Use = 'read' | 'change';

const DOCUMENT_RANK = 2;
const LAYER_RANK = 3;
// A document's record holds its structure and may be large; a layer is some hundred kilobytes at most.
const CACHED_DOCUMENTS = 48;
const CACHED_LAYERS = 96;

/** The open project over its records; `openProject` makes it. */
export function makeStore(
  given: StoreEnvironment,
  folder: string,
  records: MainRecords,
  opened: {
    readonly lock: ProjectLock | null;
    readonly readOnly: ReadOnlyReason | null;
    readonly documents: readonly DocumentId[];
    readonly layers: ProjectListing['layers'];
  },
): { readonly store: ProjectStore; onLockLost(): void } {
  const environment: StoreEnvironment = { ...given, fs: shareFolderSyncs(given.fs) };
  const { fs } = environment;
  const { lock } = opened;
  /** Before each file takes its place; one look for all that are saved at a time. */
  const guard = shareRuns(async () => lock?.assertHeld());
  const documentIds = new Set<DocumentId>(opened.documents);
  const adding = new Set<DocumentId>();
  const knownLayers = new Set(opened.layers.map((layer) => layerKey(layer.documentId, layer.annotator)));
  /** Those that are there: one that vanishes is lost with its disk or share, and not made anew. */
  const layerFolders = new Set(opened.layers.map((layer) => layerFolder(layer.documentId)));
  /** Changes that were asked for before the project was closed: closing waits for them. */
  const underWay = new Set<Promise<unknown>>();
  const listeners = new Set<(event: StoreEvent) => void>();
  const documents = makeRecordCache<DocumentRecord>(CACHED_DOCUMENTS);
  const layers = makeRecordCache<Layer>(CACHED_LAYERS);
  const memoBooks = new Map(records.memos);
  let readOnly = opened.readOnly;
  let isClosed = false;

  const backups = makeBackups(environment, records.project.current.id, folder, async () =>
    filesOf(await listProject(fs, folder)),
  );
  const queue = makeCommitQueue({
    onSaved(record) {
      backups.noteSaved(record.file);
      const layer = /^layers\/(.+)\.json$/.exec(record.file)?.[1];
      if (layer !== undefined) knownLayers.add(layer);
    },
    onFenced(error, copies) {
      turnReadOnly(lockedReason(error.message));
      environment.onProblem({
        code: 'conflict',
        message:
          copies.length === 0
            ? error.message
            : `${error.message} Unsaved work is kept in ${copies.length === 1 ? '' : `${copies.length} files: `}${copies.join(', ')}.`,
      });
    },
    onReverted: (reverted) => emit({ kind: 'reverted', files: reverted.map((record) => record.file) }),
  });

  function emit(event: StoreEvent): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        // What happened is on disk; a listener's fault must not make it look otherwise to the caller.
        environment.onProblem({ code: 'internal', message: `A listener failed: ${String(error)}` });
      }
    }
  }

  function turnReadOnly(reason: ReadOnlyReason): void {
    if (readOnly !== null && readOnly.code !== reason.code) return;
    readOnly = readOnly ? { ...readOnly, faults: [...readOnly.faults, ...reason.faults] } : reason;
    documents.clear();
    layers.clear();
    emit({ kind: 'readOnly', reason: readOnly });
  }

  function assertOpen(): void {
    if (isClosed) throw new PostilError('no-project', 'The project is closed.');
  }

  function assertWritable(): void {
    if (readOnly) throw new PostilError('read-only', readOnly.message, { reason: readOnly.code });
  }

  /** Passes a failure on; of a file that cannot be read as it stands, keeps its bytes and turns read-only first. */
  async function fail(error: unknown, file: string): Promise<never> {
    if (!(error instanceof PostilError) || !isUnreadable(error)) throw error;
    const { backupBytes: _, ...fault } = await reportDamage(
      environment,
      { folder, projectId: records.project.current.id, file },
      error,
      readOnly === null,
    );
    const isReported = readOnly?.faults.some((known) => known.file === file) ?? false;
    if (!isReported) {
      turnReadOnly({
        code: error.code === 'newer-format' ? 'newer-format' : 'damaged',
        message: `${fault.problem} The project is open for reading only, so that nothing is overwritten.`,
        faults: [fault],
      });
    }
    throw new PostilError(
      error.code,
      fault.problem,
      { file, ...(fault.backup ? { backup: fault.backup } : {}) },
      error,
    );
  }

  function optionsOf<T>(file: string, format: RecordFormat<T>) {
    return {
      ...environment,
      path: absolute(folder, file),
      name: file,
      format,
      guard,
    };
  }

  async function openDocument(id: DocumentId): Promise<StoredRecord<DocumentRecord>> {
    if (!documentIds.has(id))
      throw new PostilError('not-found', `There is no document ${id} in this project.`);
    const file = documentFile(id);
    try {
      const record = await openRecord(optionsOf(file, documentFormat), DOCUMENT_RANK);
      assertNamed(record.current.id === id, file);
      return record;
    } catch (error) {
      return fail(error, file);
    }
  }

  async function openLayer(documentId: DocumentId, annotator: AnnotatorId): Promise<StoredRecord<Layer>> {
    const file = layerFile(documentId, annotator);
    try {
      const record = await openRecord(
        optionsOf(file, layerFormat),
        LAYER_RANK,
        emptyLayer(documentId, annotator),
        async () => {
          const name = layerFolder(documentId);
          if (!layerFolders.has(name)) await makeLayerFolder(name);
        },
      );
      // An empty layer stands for one that was never there, not for one that is gone with its disk or share.
      if (record.isNew && knownLayers.has(layerKey(documentId, annotator))) {
        throw damaged(file, 'is missing, though it was there');
      }
      assertNamed(record.current.documentId === documentId && record.current.annotator === annotator, file);
      return record;
    } catch (error) {
      return fail(error, file);
    }
  }

  /** For all layers of a document that are first saved at a time. */
  const makeLayerFolder = shareRunsOf(async (name) => {
    const path = absolute(folder, name);
    try {
      await fs.makeFolder(path);
      await fs.syncFolder(absolute(folder, LAYERS_FOLDER));
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw fileError(error, `make the folder ${name}`, path);
      const found = await lstatOrNull(fs, path);
      if (found?.kind !== 'folder') {
        throw new PostilError('refused', `${name} is no folder of this project.`, {
          file: path,
        });
      }
    }
    layerFolders.add(name);
  });

  // Read-only means that another may be writing: then every read goes to disk, and no change gets as far as a pin.
  function documentRecord(id: DocumentId, use: Use): Promise<StoredRecord<DocumentRecord>> {
    return readOnly ? openDocument(id) : documents.get(id, use, () => openDocument(id));
  }

  function layerRecord(
    documentId: DocumentId,
    annotator: AnnotatorId,
    use: Use,
  ): Promise<StoredRecord<Layer>> {
    return readOnly
      ? openLayer(documentId, annotator)
      : layers.get(layerKey(documentId, annotator), use, () => openLayer(documentId, annotator));
  }

  async function scan<T>(file: string, format: RecordFormat<T>): Promise<unknown> {
    let bytes: Uint8Array;
    try {
      bytes = await fs.readFile(absolute(folder, file));
    } catch (error) {
      if (isMissing(error)) return null;
      throw fileError(error, `read ${file}`, file);
    }
    try {
      return scanFile(format, bytes, file, environment.sha256);
    } catch (error) {
      return fail(error, file);
    }
  }

  async function readVerified(id: DocumentId, file: string, expected: string): Promise<Uint8Array> {
    let bytes: Uint8Array;
    try {
      bytes = await fs.readFile(absolute(folder, file));
    } catch (error) {
      throw fileError(error, `read ${file}`, file);
    }
    if (createHash('sha256').update(bytes).digest('hex') !== expected) {
      return fail(damaged(file, `is not what was imported as document ${id}`), file);
    }
    return bytes;
  }

  /** Somebody's first memo may come after the project was opened. */
  async function memoBook(author: AnnotatorId): Promise<StoredRecord<MemoBook>> {
    const known = memoBooks.get(author);
    if (known) return known;
    const record = await openMemos(environment, folder, author, guard);
    // Another change of theirs may have opened it meanwhile.
    if (!memoBooks.has(author)) memoBooks.set(author, record);
    return memoBooks.get(author)!;
  }

  /** Memory follows the plan; the steps are what goes to disk. */
  function carryOut(
    plan: ChangePlan,
    opened: {
      readonly documents: ReadonlyMap<DocumentId, StoredRecord<DocumentRecord>>;
      readonly layers: ReadonlyMap<string, StoredRecord<Layer>>;
    },
  ): Step[] {
    const registry = new Map<QueuedRecord, unknown>();
    const contents = new Map<QueuedRecord, unknown>();
    const removals = new Map<QueuedRecord, unknown>();
    function set<T>(step: Map<QueuedRecord, unknown>, record: StoredRecord<T>, content: T | null): void {
      if (content === null) return;
      record.current = content;
      step.set(record, content);
    }
    set(registry, records.project, plan.project);
    set(registry, records.codebook, plan.first.codebook);
    set(registry, records.sources, plan.first.sources && { sources: plan.first.sources });
    set(contents, records.documentSets, plan.documentSets && { sets: plan.documentSets });
    for (const [author, book] of plan.memos) set(contents, memoBooks.get(author)!, book);
    set(contents, records.savedFilters, plan.savedFilters && { filters: plan.savedFilters });
    for (const [id, content] of plan.documents) set(contents, opened.documents.get(id)!, content);
    for (const [key, content] of plan.layers) set(contents, opened.layers.get(key)!, content);
    set(removals, records.codebook, plan.last.codebook);
    set(removals, records.sources, plan.last.sources && { sources: plan.last.sources });
    if (removals.size === 0) return [new Map([...registry, ...contents])];
    return [registry, contents, removals].filter((step) => step.size > 0);
  }

  /** Runs a change; `flush` and `close` wait for it, whatever becomes of it. */
  async function asWriter<T>(change: () => Promise<T>): Promise<T> {
    assertOpen();
    assertWritable();
    const running = change();
    const ended = settled(running);
    underWay.add(ended);
    try {
      return await running;
    } finally {
      underWay.delete(ended);
    }
  }

  async function ensureAnnotator(annotator: Annotator): Promise<void> {
    const { annotators } = records.project.current;
    const known = annotators.find(({ id }) => id === annotator.id);
    if (known?.name === annotator.name) {
      if (records.project.current === records.project.saved()) return;
      await queue.idle();
      return ensureAnnotator(annotator);
    }
    const project: Project = {
      ...records.project.current,
      annotators: known
        ? annotators.map((other) => (other === known ? annotator : other))
        : [...annotators, annotator],
    };
    records.project.current = project;
    await queue.push([new Map<QueuedRecord, unknown>([[records.project, project]])]);
    emit({ kind: 'annotatorsChanged' });
  }

  async function apply(change: Change, annotator: AnnotatorId | null): Promise<AppliedChange> {
    const openedDocuments = new Map<DocumentId, StoredRecord<DocumentRecord>>();
    const openedLayers = new Map<string, StoredRecord<Layer>>();
    const pinned: StoredRecord<unknown>[] = [];
    function noted<T>(record: StoredRecord<T>): StoredRecord<T> {
      pinned.push(record as unknown as StoredRecord<unknown>);
      return record;
    }
    try {
      for (const edit of change.edits) {
        if (edit.kind === 'memo') await memoBook(edit.annotator);
        if (!('documentId' in edit)) continue;
        const { documentId } = edit;
        if (!openedDocuments.has(documentId))
          openedDocuments.set(documentId, noted(await documentRecord(documentId, 'change')));
        if (edit.kind === 'document') continue;
        const key = layerKey(documentId, edit.annotator);
        if (!openedLayers.has(key))
          openedLayers.set(key, noted(await layerRecord(documentId, edit.annotator, 'change')));
      }
      // From here to the queue nothing waits: what is planned upon is what is changed.
      assertWritable();
      const plan = planChange(
        {
          project: records.project.current,
          codebook: records.codebook.current,
          sources: records.sources.current.sources,
          documentSets: records.documentSets.current.sets,
          savedFilters: records.savedFilters.current.filters,
          memos: (author) => memoBooks.get(author)!.current,
          isDocument: (id) => documentIds.has(id),
          document: (id) => openedDocuments.get(id)!.current,
          layer: (documentId, layerOf) => openedLayers.get(layerKey(documentId, layerOf))!.current,
        },
        change,
        { at: timestamp(environment.clock), annotator, label: change.label },
      );
      const steps = carryOut(plan, { documents: openedDocuments, layers: openedLayers });
      const codebookRevision = records.codebook.current.revision;
      const removes = change.edits.some((edit) => edit.after === null && edit.kind !== 'annotation');
      await queue.push(steps, removes);
      const touched = [...openedDocuments.keys()];
      const codebookChanged = plan.first.codebook !== null || plan.last.codebook !== null;
      emit({ kind: 'changed', change, annotator, codebookChanged, documents: touched });
      return { codebookRevision, documents: touched, codebookChanged };
    } finally {
      for (const record of pinned) record.pins--;
    }
  }

  async function addDocument(input: Parameters<ProjectStore['addDocument']>[0]): Promise<void> {
    const { id } = input.record;
    if (documentIds.has(id) || adding.has(id)) {
      throw new PostilError('bad-request', `There is a document ${id} already.`);
    }
    adding.add(id);
    try {
      const stored = await addDocumentFiles(environment, folder, input, () =>
        openRecord(optionsOf(documentFile(id), documentFormat), DOCUMENT_RANK, input.record),
      );
      // It is asked for next, by the index and by whoever opens it.
      if (!readOnly) documents.add(id, stored);
    } catch (error) {
      if (error instanceof PostilError && error.code === 'conflict')
        turnReadOnly(lockedReason(error.message));
      throw error;
    } finally {
      adding.delete(id);
    }
    documentIds.add(id);
    for (const file of [documentFile(id), textFile(id), originalFile(id)]) backups.noteSaved(file);
    emit({ kind: 'documentAdded', documentId: id });
  }

  const store: ProjectStore = {
    folder,
    get readOnly() {
      return readOnly;
    },
    project: () => records.project.current,
    codebook: () => records.codebook.current,
    sources: () => records.sources.current.sources,
    documentSets: () => records.documentSets.current.sets,
    savedFilters: () => records.savedFilters.current.filters,
    memos: () => [...memoBooks.values()].flatMap((book) => book.current.memos),
    documentIds: () => [...documentIds],

    async fileStats() {
      assertOpen();
      try {
        const listing = await listProject(fs, folder);
        const stats: { documents: FileStats['documents'][number][]; layers: FileStats['layers'][number][] } =
          {
            documents: [],
            layers: [],
          };
        await inParallel(listing.documents, async (id) => {
          const { size, mtimeMs } = await fs.stat(absolute(folder, documentFile(id)));
          stats.documents.push({ id, size, mtimeMs });
        });
        await inParallel(listing.layers, async ({ documentId, annotator }) => {
          const { size, mtimeMs } = await fs.stat(absolute(folder, layerFile(documentId, annotator)));
          stats.layers.push({ documentId, annotator, size, mtimeMs });
        });
        return stats;
      } catch (error) {
        throw fileError(error, `look through ${folder}`, folder);
      }
    },

    async readDocument(id) {
      assertOpen();
      return (await documentRecord(id, 'read')).current;
    },

    async scanDocument(id) {
      assertOpen();
      return documents.peek(id)?.current ?? scan(documentFile(id), documentFormat);
    },

    async scanLayer(documentId, annotator) {
      assertOpen();
      return (
        layers.peek(layerKey(documentId, annotator))?.current ??
        scan(layerFile(documentId, annotator), layerFormat)
      );
    },

    async readText(id) {
      return store.scanText(id, (await store.readDocument(id)).text.sha256);
    },

    async scanText(id, sha256) {
      assertOpen();
      const bytes = await readVerified(id, textFile(id), sha256);
      // A byte order mark would be part of the text: import takes it off, and the hash covers what is there.
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    },

    async readOriginal(id) {
      const document = await store.readDocument(id);
      return readVerified(id, originalFile(id), document.original.sha256);
    },

    async readLayer(documentId, annotator) {
      assertOpen();
      return (await layerRecord(documentId, annotator, 'read')).current;
    },

    async layersOf(documentId) {
      assertOpen();
      try {
        const entries = await listOrEmpty(fs, absolute(folder, layerFolder(documentId)));
        return entries.flatMap(({ name }) => annotatorIdOf(name) ?? []).sort();
      } catch (error) {
        throw fileError(error, `look through ${layerFolder(documentId)}`, folder);
      }
    },

    ensureAnnotator: (annotator) => asWriter(() => ensureAnnotator(annotator)),
    apply: (change, annotator) => asWriter(() => apply(change, annotator)),
    addDocument: (input) => asWriter(() => addDocument(input)),

    async check(job) {
      assertOpen();
      await store.flush();
      return checkProject(environment, folder, job);
    },

    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async backUp() {
      assertOpen();
      await store.flush();
      await backups.run();
    },

    async flush() {
      await Promise.all(underWay);
      await queue.idle();
    },

    async close() {
      if (isClosed) return;
      isClosed = true;
      await store.flush();
      await backups.close();
      try {
        await lock?.release();
      } catch (error) {
        environment.onProblem({
          code: 'lock',
          message: `${fileError(error, `give back the lock on ${folder}`, folder).message} All is saved; the lock will be taken as that of a Postil that ended.`,
        });
      }
    },
  };

  return {
    store,
    onLockLost() {
      turnReadOnly(lockedReason('Another Postil has taken the project over.'));
      if (!isClosed) {
        environment.onProblem({
          code: 'lock',
          message: `Another Postil has taken over the project in ${folder}. What was saved is safe; it is open here for reading only.`,
        });
      }
    },
  };
}
