import { create } from 'zustand';
import { adjudicatedIdOf } from '../../core/adjudication/adjudicated-id.ts';
import { countPlaces, type Place } from '../../core/adjudication/places.ts';
import type { AdjudicationOverview } from '../../core/adjudication/overview.ts';
import type { TextRange } from '../../core/annotation/annotation.ts';
import type { DocumentId, DocumentSetId } from '../../core/ids.ts';
import type { TeamStatusValue } from '../../contract/team-calls.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { call } from '../app/host.ts';
import { messageOf } from '../app/notices.ts';
import { getState } from '../app/state.ts';
import { useTeam } from '../team/team-state.ts';
import type { Draft } from './draft.ts';
import { findPlace, nextToDo, type PlaceFilter, type PlaceMark } from './place-order.ts';
import { viewOf, type AdjudicationView } from './adjudication-view.ts';

export type DocumentFilter = 'toDo' | 'reopened' | 'all';

export interface AdjudicationState {
  readonly folder: string | null;
  readonly overview: readonly AdjudicationOverview[] | null;
  /** While the documents are looked through for the first time. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly failure: string | null;
  readonly filter: DocumentFilter;
  readonly set: DocumentSetId | null;
  readonly current: PlaceMark | null;
  readonly places: PlaceFilter;
  readonly draft: Draft | null;
  /** Of the places that are not decided yet, by key. */
  readonly reasons: ReadonlyMap<string, string>;
  /** In the text: where an edited passage shall stand. */
  readonly selection: readonly TextRange[];
}

const INITIAL: AdjudicationState = {
  folder: null,
  overview: null,
  progress: null,
  failure: null,
  filter: 'toDo',
  set: null,
  current: null,
  places: { status: null, difference: null },
  draft: null,
  reasons: new Map(),
  selection: [],
};

export const useAdjudication = create<AdjudicationState>(() => INITIAL);

export function setAdjudication(patch: Partial<AdjudicationState>): void {
  useAdjudication.setState(patch);
}

/** Another project begins anew. */
export function enterProject(folder: string): void {
  if (useAdjudication.getState().folder !== folder) setAdjudication({ ...INITIAL, folder });
}

/** Why nothing may be decided; `unknown` while nobody has said yet how the team stands. */
export type Refusal = 'readOnly' | 'role' | 'unknown';

/** With a team's plan its adjudicators and leads decide; without any plan everybody may. */
export function refusalOf(project: ProjectSnapshot, status: TeamStatusValue | null): Refusal | null {
  if (project.readOnly) return 'readOnly';
  if (status === null) return 'unknown';
  if (!status.hasPlan) return null;
  const role = status.people.find(({ id }) => id === project.annotator.id)?.role ?? null;
  return role === 'adjudicator' || role === 'lead' ? null : 'role';
}

export function currentRefusal(): Refusal | null {
  const { project } = getState();
  const { folder, status } = useTeam.getState();
  return project ? refusalOf(project, folder === project.folder ? status : null) : 'unknown';
}

/** The open document as adjudication sees it; null where none is open. */
export function currentView(): AdjudicationView | null {
  const { project, open } = getState();
  return project && open ? viewOf(project, open, currentRefusal() === null) : null;
}

/** Where one is: where one went, else the first place that is to be decided, else the first of all. */
export function placeAt({ comparison: { places } }: AdjudicationView, mark: PlaceMark | null): Place | null {
  return (mark && findPlace(places, mark)) ?? nextToDo(places, null) ?? places[0] ?? null;
}

/** Looks the documents through; what did not change since is known already. */
export async function loadOverview(signal: AbortSignal): Promise<void> {
  const { folder } = useAdjudication.getState();
  try {
    const { documents } = await call(
      'adjudication.overview',
      {},
      {
        signal,
        onProgress: ({ done, total }) => {
          if (!signal.aborted) setAdjudication({ progress: { done, total } });
        },
      },
    );
    if (signal.aborted || useAdjudication.getState().folder !== folder) return;
    setAdjudication({ overview: documents, progress: null, failure: null });
  } catch (error) {
    if (signal.aborted || useAdjudication.getState().folder !== folder) return;
    setAdjudication({ progress: null, failure: messageOf(error) });
  }
}

export interface ListedDocument {
  readonly id: DocumentId;
  readonly title: string;
  readonly readers: number;
  readonly counts: ReturnType<typeof countPlaces>;
  readonly isDone: boolean;
  /** How many others adjudicated it, too. */
  readonly others: number;
}

/**
 * The documents that somebody else has read, as far as they are adjudicated; the open one as it is at this moment, since
 * the services hear of a decision a little later.
 */
export function listDocuments(
  project: ProjectSnapshot,
  overview: readonly AdjudicationOverview[],
  view: AdjudicationView | null,
  mayDecide: boolean,
): ListedDocument[] {
  const byId = new Map(overview.map((row) => [row.documentId, row]));
  const own = project.annotator.id;
  return project.documents.flatMap(({ id, title, removedAt }) => {
    const row = byId.get(id);
    if (removedAt !== undefined || !row?.readers.some((reader) => reader !== own)) return [];
    const [mine, ...others] = row.adjudicated;
    const begun = others.filter(({ isBegun }) => isBegun);
    const shown = mayDecide || mine?.isBegun || begun.length === 0 ? mine : begun[0];
    const isOpen = view?.open.document.id === id;
    const counts = isOpen ? countPlaces(view.comparison.places) : shown?.counts;
    if (!counts) return [];
    return [
      {
        id,
        title,
        readers: row.readers.length,
        counts,
        isDone: (isOpen ? view.adjudicated.state : shown?.state) === 'done',
        others: begun.filter((other) => other !== shown && other.annotator !== adjudicatedIdOf(own)).length,
      },
    ];
  });
}

export function toDoIn({ open, reopened, agreed }: ListedDocument['counts']): number {
  return open + reopened + agreed;
}

export function filterDocuments(
  documents: readonly ListedDocument[],
  filter: DocumentFilter,
  within: ReadonlySet<DocumentId> | null,
): readonly ListedDocument[] {
  return documents.filter(
    ({ id, counts }) =>
      (within === null || within.has(id)) &&
      (filter === 'all' || (filter === 'reopened' ? counts.reopened > 0 : toDoIn(counts) > 0)),
  );
}
