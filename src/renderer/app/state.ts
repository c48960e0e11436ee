import type { Progress } from '../../core/ports.ts';
import { create } from 'zustand';
import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import { EMPTY_HISTORY, type History } from '../../core/annotation/history.ts';
import type { Layer, ReadingState } from '../../core/annotation/layer.ts';
import type { DocumentRecord } from '../../core/document/document.ts';
import type { EvidenceFilter, EvidenceSort } from '../../core/evidence/evidence.ts';
import type {
  ActorId,
  AnnotationId,
  AnnotatorId,
  CodeId,
  DocumentId,
  DocumentSetId,
  MemoId,
} from '../../core/ids.ts';
import type { PickerGroup } from '../ui/picker.tsx';
import type { Memo, MemoTargetKind } from '../../core/memo/memo.ts';
import type { Mention } from '../../core/mentions/mention.ts';
import type {
  CallValue,
  ExportScope,
  ProjectSnapshot,
  SearchRequest,
  Settings,
} from '../../contract/calls.ts';
import type { Screen } from '../../contract/screens.ts';

export type { Screen } from '../../contract/screens.ts';

export interface OpenDocument {
  readonly document: DocumentRecord;
  readonly text: string;
  readonly layers: ReadonlyMap<AnnotatorId, Layer>;
}

/** What is open over the reader for tagging; `field` is where the passage's palette stands. */
export type TagPalette = 'actor' | 'stance' | 'reliability' | 'code' | 'note' | 'certainty';

export type Dialog =
  | { readonly kind: 'new-project' }
  | { readonly kind: 'open-project' }
  /** With `versionOf`: one file, as a corrected version of that document. */
  | { readonly kind: 'import'; readonly versionOf?: DocumentId }
  | { readonly kind: 'import-report'; readonly report: import('../../contract/calls.ts').ImportReport }
  | { readonly kind: 'keys' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'codebook-import' }
  | { readonly kind: 'codebook-export' }
  | {
      readonly kind: 'merge-entries' | 'split-entry';
      readonly entryKind: 'actor' | 'code';
      readonly id: string;
    }
  | {
      readonly kind: 'confirm';
      readonly title: string;
      readonly message: string;
      readonly action: string;
      readonly isDangerous: boolean;
      onConfirm(): void;
    }
  | {
      readonly kind: 'name';
      readonly title: string;
      readonly hint?: string;
      readonly value: string;
      readonly action: string;
      /** Why this name cannot be; null when it can. */
      refuse(name: string): string | null;
      onName(name: string): void;
    }
  | {
      readonly kind: 'choose';
      readonly title: string;
      readonly placeholder: string;
      readonly groups: readonly PickerGroup<() => void>[];
      readonly create?: { readonly noun: 'actor' | 'code' | 'set'; onCreate(name: string): void };
    };

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'success' | 'error';
  readonly message: string;
  readonly action?: { readonly label: string; run(): void };
}

/** A long call that runs; shown with its progress and a way to stop it. */
export interface RunningJob extends Progress {
  readonly title: string;
  cancel(): void;
}

export interface Find {
  readonly query: string;
  readonly ranges: readonly TextRange[];
  readonly current: number;
}

/** Which documents the pane lists. */
export interface LibraryFilter {
  /** `none`: those in no set. */
  readonly set: DocumentSetId | 'none' | null;
  readonly state: { readonly annotator: AnnotatorId; readonly state: ReadingState } | null;
  /** Only what this person is to read. */
  readonly assigned?: AnnotatorId | null;
}

export interface Library {
  readonly query: string;
  readonly filter: LibraryFilter;
  /** Another screen sent the user to this list: where it lies behind a button, it comes forward. */
  readonly isAsked: boolean;
  readonly isSelecting: boolean;
  readonly selected: ReadonlySet<DocumentId>;
}

export const EMPTY_LIBRARY: Library = {
  query: '',
  filter: { set: null, state: null },
  isAsked: false,
  isSelecting: false,
  selected: new Set(),
};

/** The screen of memos. */
export interface MemosView {
  readonly currentId: MemoId | null;
  /** Begun, and not kept before its first words. */
  readonly draft: Memo | null;
  /** Where the memo is to be opened: UTF-16, half-open, in its `searchedText`. Null once it is shown. */
  readonly hit: { readonly memoId: MemoId; readonly start: number; readonly end: number } | null;
  readonly query: string;
  readonly author: AnnotatorId | null;
  readonly on: MemoTargetKind | null;
  readonly sort: 'updated' | 'created' | 'title';
}

export const NO_MEMOS: MemosView = {
  currentId: null,
  draft: null,
  hit: null,
  query: '',
  author: null,
  on: null,
  sort: 'updated',
};

export interface PostilState {
  readonly link: 'connecting' | 'ready' | 'lost';
  readonly info: CallValue<'app.info'> | null;
  readonly settings: Settings | null;
  readonly project: ProjectSnapshot | null;
  readonly screen: Screen;
  readonly open: OpenDocument | null;
  readonly opening: DocumentId | null;
  /** Where the open document names actors; null until it is known. */
  readonly mentions: readonly Mention[] | null;
  readonly selection: readonly TextRange[];
  readonly currentId: AnnotationId | null;
  /** The passage whose ranges are being chosen anew: the selection becomes its target, not a new passage's. */
  readonly extendingId: AnnotationId | null;
  /** Layers of others that are shown. Own is always shown. */
  readonly hiddenAnnotators: ReadonlySet<AnnotatorId>;
  readonly history: History;
  readonly saving: { readonly pending: number; readonly failure: string | null };
  readonly recentActors: readonly ActorId[];
  readonly recentCodes: readonly CodeId[];
  readonly palette: TagPalette | null;
  /** A passage of an older version whose place in this document the next selection is. */
  readonly placing: {
    readonly documentId: DocumentId;
    readonly annotationId: AnnotationId;
    readonly quote: string;
  } | null;
  readonly isCommandPaletteOpen: boolean;
  readonly find: Find | null;
  readonly dialog: Dialog | null;
  readonly notices: readonly Notice[];
  readonly job: RunningJob | null;
  readonly library: Library;
  readonly memos: MemosView;
  readonly search: SearchRequest;
  readonly evidence: { readonly filter: EvidenceFilter; readonly sort: EvidenceSort };
  /** What the evidence screen asked to export; null for all of the project. */
  readonly exportScope: ExportScope | null;
  /** Which half of the exchange screen is shown. */
  readonly exchangeSide: 'export' | 'read';
  /** Grows with each change of any annotation, so that lists drawn from the services know to ask again. */
  readonly changeCount: number;
}

export const NO_SEARCH: SearchRequest = { query: '', scope: 'texts', sort: 'position', within: 'documents' };

export const initialState: PostilState = {
  link: 'connecting',
  info: null,
  settings: null,
  project: null,
  screen: 'start',
  open: null,
  opening: null,
  mentions: null,
  selection: [],
  currentId: null,
  extendingId: null,
  hiddenAnnotators: new Set(),
  history: EMPTY_HISTORY,
  saving: { pending: 0, failure: null },
  recentActors: [],
  recentCodes: [],
  palette: null,
  placing: null,
  isCommandPaletteOpen: false,
  find: null,
  dialog: null,
  notices: [],
  job: null,
  library: EMPTY_LIBRARY,
  memos: NO_MEMOS,
  search: NO_SEARCH,
  evidence: { filter: {}, sort: { by: 'document', descending: false } },
  exportScope: null,
  exchangeSide: 'export',
  changeCount: 0,
};

export const usePostil = create<PostilState>(() => initialState);

export function getState(): PostilState {
  return usePostil.getState();
}

export function setState(patch: Partial<PostilState>): void {
  usePostil.setState(patch);
}

/** Every annotation of the open document that is shown, in text order. */
export function visibleAnnotations(
  state: Pick<PostilState, 'open' | 'hiddenAnnotators'>,
): readonly Annotation[] {
  if (!state.open) return [];
  const shown = [...state.open.layers.values()].filter(
    (layer) => !state.hiddenAnnotators.has(layer.annotator),
  );
  if (shown.length === 1) return shown[0]!.annotations;
  return shown
    .flatMap((layer) => layer.annotations)
    .toSorted((a, b) => a.target.ranges[0]!.start - b.target.ranges[0]!.start);
}

export function currentAnnotation(state: PostilState): Annotation | null {
  if (!state.open || !state.currentId) return null;
  for (const layer of state.open.layers.values()) {
    const found = layer.annotations.find((annotation) => annotation.id === state.currentId);
    if (found) return found;
  }
  return null;
}

export function isOwn(state: PostilState, annotation: Annotation): boolean {
  return annotation.annotator === state.project?.annotator.id;
}
