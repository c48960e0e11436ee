import type { ProjectSnapshot } from '../../../contract/calls.ts';
import { isLayerEdit } from '../../../core/annotation/edit-layer.ts';
import { adjudicatedAnnotator } from '../../../core/adjudication/adjudicated-id.ts';
import { PostilError } from '../../../core/errors.ts';
import { annotatorIdSchema, documentIdSchema, type AnnotatorId, type DocumentId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import type { Change, Edit } from '../../../core/project/edit.ts';
import type { Annotator, DocumentSummary } from '../../../core/project/project.ts';
import { assertMayAdjudicate } from '../../../core/team/plan.ts';
import type { ProjectAdjudication } from '../adjudication/project-adjudication.ts';
import type { ProjectAgreement } from '../agreement/project-agreement.ts';
import type { ProjectIndex } from '../index/project-index.ts';
import { touchedBy, type Touched } from '../index/touched.ts';
import type { ProjectSearch } from '../search/project-search.ts';
import { makeLocators, type Locators } from '../index/locators.ts';
import { makeMentionFinder, type MentionFinder } from '../mentions/mention-finder.ts';
import { makeProjectVersions, type ProjectVersions } from '../versions/project-versions.ts';
import { sha256, systemClock } from './machine.ts';
import type { AppliedChange, StoreEvent } from '../store/project-store.ts';
import type { TeamFiles } from '../team/team-state.ts';
import type { VisibleStore } from '../team/visible-store.ts';

/** An open project, with what is derived from it and who works on it: what a page and the command line share. */
export interface ProjectSession {
  /** As its annotator may see it. */
  readonly store: VisibleStore;
  /** Of the team's folder, where there is one that can be read. */
  readonly teamFiles: TeamFiles | null;
  readonly index: ProjectIndex;
  readonly mentions: MentionFinder;
  readonly search: ProjectSearch;
  readonly agreement: ProjectAgreement;
  readonly adjudication: ProjectAdjudication;
  readonly locators: Locators;
  readonly versions: ProjectVersions;
  annotator: Annotator;
  snapshot(): ProjectSnapshot;
  /**
   * Makes a change: on disk, and in the index. Of layers, it may edit the annotator's own, those that the annotator
   * adjudicated, and those that this session read in from files.
   * @param received whose layers came by the team's exchange, which has weighed already who may write what
   * @throws PostilError as `ProjectStore.apply`; `refused` for another annotator's layer, and as `assertMayDecide`
   */
  apply(change: Change, received?: readonly Annotator[]): Promise<AppliedChange>;
  /**
   * Before anything is made of a change.
   * @throws PostilError `refused` where it is one of the annotator's adjudicated layers, taking a decision back too, and
   *   the team's plan does not let them adjudicate
   */
  assertMayDecide(edits: readonly Edit[]): void;
  /** From now on the session may edit (and take back) this annotator's layers, which it read in itself. */
  adopt(annotator: Annotator): void;
  /** Run before closing, while all still works; a failure is told and does not hold closing up. */
  readonly beforeClose: Set<() => Promise<void>>;
  /** Whether this session changed a layer or a memo. */
  readonly hasAnnotated: boolean;
  summariesOf(documents: Iterable<DocumentId>): DocumentSummary[];
  /** Runs what closing has to wait for; closing cancels its job. */
  work<T>(job: Job, run: (job: Job) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface SessionHooks {
  onReadOnly(reason: { readonly code: string; readonly message: string }): void;
  onFault(fault: unknown): void;
}

export function makeProjectSession(
  store: VisibleStore,
  index: ProjectIndex,
  {
    search,
    agreement,
    adjudication,
    teamFiles,
  }: Pick<ProjectSession, 'search' | 'agreement' | 'adjudication' | 'teamFiles'>,
  firstAnnotator: Annotator,
  hooks: SessionHooks,
): ProjectSession {
  const adopted = new Map<AnnotatorId, Annotator>();
  const ensured = new Map<AnnotatorId, { readonly name: string; readonly done: Promise<void> }>();
  const running = new Set<Promise<unknown>>();
  let annotator = firstAnnotator;
  let isClosing = false;
  let hasAnnotated = false;

  const stopListening = store.onDidChange((event) => {
    if (event.kind === 'readOnly') hooks.onReadOnly(event.reason);
    if (event.kind === 'reverted') index.didChange(touchedByRevert(event)).catch(hooks.onFault);
    if (event.kind === 'visibilityChanged') index.didChange(event.layers).catch(hooks.onFault);
  });

  /** Once per annotator, and every change waits for the same promise, so that none overtakes another. */
  function ensure(annotator: Annotator): Promise<void> {
    const known = ensured.get(annotator.id);
    if (known?.name === annotator.name) return known.done;
    const done = store.ensureAnnotator(annotator);
    ensured.set(annotator.id, { name: annotator.name, done });
    // A failure is its caller's to hear; the next change tries again.
    done.catch(() => ensured.delete(annotator.id));
    return done;
  }

  async function ensureWriters(edits: readonly Edit[]): Promise<void> {
    const adjudicated = adjudicatedAnnotator(session.annotator);
    const writers = [...layerOwners(edits)].map((id) => {
      if (id === session.annotator.id) return session.annotator;
      const writer = id === adjudicated.id ? adjudicated : adopted.get(id);
      if (writer) return writer;
      throw new PostilError(
        'refused',
        `Only ${nameOf(id)} may change what ${nameOf(id)} annotated and wrote. Nothing was changed.`,
      );
    });
    // Histories name who changed the codebook; colleagues are to see a name there, too.
    for (const writer of [session.annotator, ...writers]) await ensure(writer);
  }

  function nameOf(id: AnnotatorId): string {
    return store.project().annotators.find((annotator) => annotator.id === id)?.name ?? id;
  }

  const session: ProjectSession = {
    store,
    teamFiles,
    index,
    mentions: makeMentionFinder(store, index),
    search,
    agreement,
    adjudication,
    locators: makeLocators(store),
    versions: makeProjectVersions({ store, index, sha256, clock: systemClock }),
    get annotator() {
      return annotator;
    },
    set annotator(next) {
      annotator = next;
      store.setReader(next.id);
    },
    snapshot: () => ({
      folder: store.folder,
      project: mutable(store.project()),
      codebook: mutable(store.codebook()),
      sources: mutable(store.sources()),
      documents: mutable(index.summaries()),
      documentSets: mutable(store.documentSets()),
      savedFilters: mutable(store.savedFilters()),
      memos: mutable(store.memos()),
      hidden: mutable(store.hidden()),
      annotator: mutable(session.annotator),
      readOnly: store.readOnly,
    }),
    async apply(change, received = []) {
      const isReceived = new Set(received.map(({ id }) => id));
      session.assertMayDecide(
        change.edits.filter((edit) => !('annotator' in edit && isReceived.has(edit.annotator))),
      );
      for (const owner of received) session.adopt(owner);
      await ensureWriters(change.edits);
      const applied = await store.apply(change, session.annotator.id);
      hasAnnotated ||= change.edits.some((edit) => isLayerEdit(edit) || edit.kind === 'memo');
      await index.didChange(touchedBy(change.edits));
      return applied;
    },
    assertMayDecide(edits) {
      const own = adjudicatedAnnotator(session.annotator).id;
      if (layerOwners(edits).has(own)) assertMayAdjudicate(store.plan, session.annotator);
    },
    beforeClose: new Set(),
    get hasAnnotated() {
      return hasAnnotated;
    },
    adopt: (annotator) => void adopted.set(annotator.id, annotator),
    summariesOf: (documents) => [...documents].flatMap((id) => index.summary(id) ?? []),
    async work(job, run) {
      const signal = {
        get aborted() {
          return isClosing || job.signal.aborted;
        },
        throwIfAborted() {
          if (isClosing) throw new PostilError('cancelled', 'The project is being closed.');
          job.signal.throwIfAborted();
        },
      };
      signal.throwIfAborted();
      const result = run({ progress: (progress) => job.progress(progress), signal });
      // Closing waits for its end, good or bad.
      const ended = result.then(
        () => undefined,
        () => undefined,
      );
      running.add(ended);
      try {
        return await result;
      } finally {
        running.delete(ended);
      }
    },
    async close() {
      isClosing = true;
      await Promise.all(running);
      for (const work of session.beforeClose) await work().catch(hooks.onFault);
      stopListening();
      session.mentions.dispose();
      await search.close();
      await agreement.close();
      adjudication.close();
      await store.flush();
      await index.close();
      await store.close();
    },
  };
  return session;
}

/** The contract's inferred types are mutable, the records are not; what crosses is a copy or never changed. */
export function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>;
}
export type Mutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : { -readonly [Key in keyof T]: Mutable<T[Key]> };

function layerOwners(edits: readonly Edit[]): Set<AnnotatorId> {
  const owners = new Set<AnnotatorId>();
  for (const edit of edits) {
    if (isLayerEdit(edit) || edit.kind === 'memo') owners.add(edit.annotator);
  }
  return owners;
}

function touchedByRevert({ files }: Extract<StoreEvent, { kind: 'reverted' }>): Touched[] {
  return files.flatMap((file): Touched[] => {
    const layer = /^layers\/([^/]+)\/([^/]+)\.json$/.exec(file);
    const document = /^documents\/([^/]+)\.json$/.exec(file);
    if (layer) {
      const documentId = documentIdSchema.parse(layer[1]);
      return [{ documentId, annotator: annotatorIdSchema.parse(layer[2]) }];
    }
    return document ? [{ documentId: documentIdSchema.parse(document[1]), annotator: null }] : [];
  });
}
