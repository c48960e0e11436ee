import { isLayerEdit } from '../../../core/annotation/edit-layer.ts';
import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import { EMPTY_PLAN, type Plan } from '../../../core/team/plan.ts';
import { visibilityFor, type HiddenWork, type Visibility } from '../../../core/team/visibility.ts';
import type { ProjectStore, StoreEvent } from '../store/project-store.ts';

declare const gated: unique symbol;

interface LayerName {
  readonly documentId: DocumentId;
  readonly annotator: AnnotatorId;
}

/**
 * A project's store as one annotator may see it: the one gate that all readers of others' layers and memos go through.
 * What is hidden is as if it were not there for whoever lists, and refused to whoever names it; the files stay as they
 * are. Only the team's exchange reads past it (`unveiledStoreOf`), since it must know what it publishes and receives.
 */
export interface VisibleStore extends ProjectStore {
  readonly [gated]: true;
  readonly visibility: Visibility;
  /** The team's, as `setPlan` gave it last. */
  readonly plan: Plan | null;
  /** What lies in the project and is hidden, for whoever leaves it out to say so. */
  hidden(): HiddenWork;
  /**
   * Takes in who may read what from now on; listeners hear `visibilityChanged` where that differs.
   * @param plan null where it cannot be known: then nothing of others is shown
   */
  setPlan(plan: Plan | null): void;
  /** Another person works here from now on. */
  setReader(annotator: AnnotatorId): void;
}

const unveiled = new WeakMap<ProjectStore, ProjectStore>();

/** The store without the gate: for the team's exchange alone (`tests/house/layer-gate.test.ts`). */
export function unveiledStoreOf(store: VisibleStore): ProjectStore {
  return unveiled.get(store)!;
}

/** @param store that nothing else reads layers from */
export function makeVisibleStore(
  store: ProjectStore,
  firstReader: AnnotatorId,
  firstPlan: Plan | null = EMPTY_PLAN,
): VisibleStore {
  let reader = firstReader;
  let plan = firstPlan;
  let sets = store.documentSets();
  let visibility = visibilityFor(reader, plan, sets);
  /** Layers that are known to be there, and whether listeners know them as open. */
  const known = new Map<string, LayerName & { isOpen: boolean }>();
  const listeners = new Set<(event: StoreEvent) => void>();

  function current(): Visibility {
    // Sets are compared by identity: the store makes a new list for every change of them.
    if (sets !== store.documentSets()) {
      sets = store.documentSets();
      visibility = visibilityFor(reader, plan, sets);
    }
    return visibility;
  }

  function note({ documentId, annotator }: LayerName): void {
    const key = `${documentId}/${annotator}`;
    if (!known.has(key)) {
      known.set(key, { documentId, annotator, isOpen: current().isLayerOpen(documentId, annotator) });
    }
  }

  function isOpen({ documentId, annotator }: LayerName): boolean {
    return current().isLayerOpen(documentId, annotator);
  }

  function assertOpen(documentId: DocumentId, annotator: AnnotatorId): void {
    if (isOpen({ documentId, annotator })) return;
    const name = store.project().annotators.find(({ id }) => id === annotator)?.name ?? annotator;
    throw new PostilError(
      'refused',
      `What ${name} annotated in ${documentId} is hidden until the team opens it.`,
    );
  }

  function emit(event: StoreEvent): void {
    for (const listener of listeners) listener(event);
  }

  /** Tells of what opened or closed. */
  function tellSince(before: Visibility): void {
    const changed = [...known.values()].filter((layer) => layer.isOpen !== isOpen(layer));
    for (const layer of changed) layer.isOpen = !layer.isOpen;
    const now = current();
    if (
      changed.length > 0 ||
      store.memos().some((memo) => before.isMemoOpen(memo) !== now.isMemoOpen(memo))
    ) {
      emit({ kind: 'visibilityChanged', layers: changed });
    }
  }

  function reconsider(): void {
    const before = visibility;
    sets = store.documentSets();
    visibility = visibilityFor(reader, plan, sets);
    tellSince(before);
  }

  store.onDidChange((event) => {
    if (event.kind === 'changed') {
      const before = visibility;
      for (const edit of event.change.edits) if (isLayerEdit(edit)) note(edit);
      emit(event);
      if (event.change.edits.some(({ kind }) => kind === 'documentSet')) tellSince(before);
    } else emit(event);
  });

  const visible = {
    folder: store.folder,
    get readOnly() {
      return store.readOnly;
    },
    project: () => store.project(),
    codebook: () => store.codebook(),
    sources: () => store.sources(),
    documentSets: () => store.documentSets(),
    savedFilters: () => store.savedFilters(),
    memos: () => {
      const now = current();
      return store.memos().filter((memo) => now.isMemoOpen(memo));
    },
    documentIds: () => store.documentIds(),
    async fileStats() {
      const stats = await store.fileStats();
      for (const layer of stats.layers) note(layer);
      return { ...stats, layers: stats.layers.filter(isOpen) };
    },
    readDocument: (id) => store.readDocument(id),
    scanDocument: (id) => store.scanDocument(id),
    scanLayer: async (documentId, annotator) =>
      isOpen({ documentId, annotator }) ? store.scanLayer(documentId, annotator) : null,
    readText: (id) => store.readText(id),
    scanText: (id, sha256) => store.scanText(id, sha256),
    readOriginal: (id) => store.readOriginal(id),
    async readLayer(documentId, annotator) {
      assertOpen(documentId, annotator);
      return store.readLayer(documentId, annotator);
    },
    async layersOf(documentId) {
      const owners = await store.layersOf(documentId);
      return owners.filter((annotator) => isOpen({ documentId, annotator }));
    },
    ensureAnnotator: (annotator) => store.ensureAnnotator(annotator),
    apply: (change, annotator) => store.apply(change, annotator),
    addDocument: (input) => store.addDocument(input),
    check: (job) => store.check(job),
    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    backUp: () => store.backUp(),
    flush: () => store.flush(),
    close: () => store.close(),
    get visibility() {
      return current();
    },
    get plan() {
      return plan;
    },
    hidden() {
      const now = current();
      return {
        layers: [...known.values()]
          .filter((layer) => !isOpen(layer))
          .map(({ documentId, annotator }) => ({ documentId, annotator })),
        memos: store.memos().filter((memo) => !now.isMemoOpen(memo)).length,
      };
    },
    setPlan(next) {
      plan = next;
      reconsider();
    },
    setReader(annotator) {
      if (annotator === reader) return;
      reader = annotator;
      reconsider();
    },
  } satisfies Omit<VisibleStore, typeof gated>;
  const branded = visible as typeof visible & { readonly [gated]: true };
  unveiled.set(branded, store);
  return branded;
}
