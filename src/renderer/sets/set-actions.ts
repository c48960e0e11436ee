import type { ReadingState } from '../../core/annotation/layer.ts';
import { documentSetIdSchema, type DocumentId, type DocumentSetId } from '../../core/ids.ts';
import type { DocumentSummary } from '../../core/project/project.ts';
import type { DocumentSet } from '../../core/sets/document-set.ts';
import { nameTwice, withDocuments, withoutDocuments } from '../../core/sets/edit-sets.ts';
import { readingStateOf } from '../../core/sets/progress.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { v7 as uuidV7 } from 'uuid';
import { call } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { commit } from '../app/session.ts';
import { getState, setState, type LibraryFilter } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { assignedTo } from '../../core/team/assign.ts';
import { assignmentsIn, useTeam } from '../team/team-state.ts';
import { documentsWord, stateWord } from './set-words.ts';

/** In a place of the library's filter: the documents that are in no set. */
export const NO_SET = 'none';

/** The documents of the pane: those that its filters let through, in the project's order. */
export function filteredDocuments(
  project: ProjectSnapshot,
  filter: LibraryFilter,
  assignments = assignmentsIn(useTeam.getState()),
): DocumentSummary[] {
  const members = membersOf(project, filter.set);
  const assigned = filter.assigned ? assignedTo(assignments, filter.assigned) : null;
  return project.documents.filter(
    (summary) =>
      !summary.removedAt &&
      (!members || members.has(summary.id)) &&
      (!assigned || assigned.has(summary.id)) &&
      (!filter.state || readingStateOf(summary, filter.state.annotator) === filter.state.state),
  );
}

/** Null for all. A set that is gone meanwhile does not filter. */
function membersOf(project: ProjectSnapshot, set: LibraryFilter['set']): ReadonlySet<DocumentId> | null {
  if (set === null) return null;
  if (set === NO_SET) {
    const inSets = new Set(project.documentSets.flatMap(({ documents }) => documents));
    return new Set(project.documents.map(({ id }) => id).filter((id) => !inSets.has(id)));
  }
  const found = project.documentSets.find(({ id }) => id === set);
  return found ? new Set(found.documents) : null;
}

export function setLibrary(patch: Partial<ReturnType<typeof getState>['library']>): void {
  setState({ library: { ...getState().library, ...patch } });
}

/** Lists only what the user is to read, or all again. */
export function toggleAssigned(): void {
  const { project, library } = getState();
  if (!project) return;
  const { id } = project.annotator;
  const assigned = library.filter.assigned === id ? null : id;
  showDocuments({ ...library.filter, assigned });
}

/** Opens the workbench with just these documents in its list. */
export function showDocuments(filter: LibraryFilter): void {
  setLibrary({ filter, query: '', isAsked: true });
  setState({ screen: 'workbench' });
}

export function selectAllShown(): void {
  const { project, library } = getState();
  if (!project) return;
  setLibrary({
    isSelecting: true,
    selected: new Set(filteredDocuments(project, library.filter).map(({ id }) => id)),
  });
}

/** The selected documents that are still there. */
export function selectedDocuments(): DocumentSummary[] {
  const { project, library } = getState();
  if (!project || !library.isSelecting) return [];
  return project.documents.filter(({ id, removedAt }) => !removedAt && library.selected.has(id));
}

/** One change for all of them, undone as one. */
export function markDocuments(summaries: readonly DocumentSummary[], after: ReadingState): void {
  const { project } = getState();
  if (!project) return;
  const annotator = project.annotator.id;
  const edits = summaries.flatMap(({ id, layers }) => {
    const before = layers.find((layer) => layer.annotator === annotator)?.state ?? 'unread';
    return before === after
      ? []
      : [{ kind: 'readingState' as const, documentId: id, annotator, before, after }];
  });
  if (edits.length === 0) {
    notify('info', t('sets.allAlready', { state: stateWord(after) }));
    return;
  }
  commit({
    label: t('sets.didMark', { count: edits.length, state: stateWord(after) }),
    edits,
  });
}

/** A name is taken when another set has it, whatever its capitals and accents. */
export function isSetNameTaken(name: string, own?: DocumentSetId): boolean {
  const others = getState().project?.documentSets.filter(({ id }) => id !== own) ?? [];
  return others.some((set) => nameTwice([set, { name }]) !== null);
}

export function makeSet(name: string, documents: readonly DocumentId[]): DocumentSetId {
  const id = documentSetIdSchema.parse(uuidV7());
  const after = withDocuments({ id, name, documents: [] }, documents);
  commit({ label: t('sets.didMake', { name }), edits: [{ kind: 'documentSet', before: null, after }] });
  return id;
}

export function renameSet(before: DocumentSet, name: string): void {
  if (name === before.name) return;
  commit({
    label: t('sets.didRename', { name: before.name }),
    edits: [{ kind: 'documentSet', before, after: { ...before, name } }],
  });
}

/** Its documents stay as they are; undo brings the set back. */
export function deleteSet(before: DocumentSet): void {
  commit({
    label: t('sets.didDelete', { name: before.name }),
    edits: [{ kind: 'documentSet', before, after: null }],
  });
  if (getState().library.filter.set === before.id) {
    setLibrary({ filter: { ...getState().library.filter, set: null } });
  }
}

export function putIntoSet(before: DocumentSet, documents: readonly DocumentId[]): void {
  const after = withDocuments(before, documents);
  const count = after.documents.length - before.documents.length;
  if (count === 0) {
    notify('info', t('sets.allInSet', { name: before.name }));
    return;
  }
  commit({
    label: t('sets.didPut', { count, name: before.name }),
    edits: [{ kind: 'documentSet', before, after }],
  });
}

export function takeOutOfSet(before: DocumentSet, documents: readonly DocumentId[]): void {
  const after = withoutDocuments(before, documents);
  const count = before.documents.length - after.documents.length;
  if (count === 0) return;
  commit({
    label: t('sets.didTake', { count, name: before.name }),
    edits: [{ kind: 'documentSet', before, after }],
  });
}

/** Asks for a name, then makes a set of these documents. */
export function askForSet(documents: readonly DocumentId[], suggested = ''): void {
  setState({
    dialog: {
      kind: 'name',
      title: t('sets.newTitle'),
      hint:
        documents.length === 0 ? t('sets.beginsEmpty') : t('sets.beginsWith', { count: documents.length }),
      value: suggested,
      action: t('sets.make'),
      refuse: (name) => (isSetNameTaken(name) ? t('sets.nameTaken') : null),
      onName: (name) => void makeSet(name, documents),
    },
  });
}

export function askForSetName(set: DocumentSet): void {
  setState({
    dialog: {
      kind: 'name',
      title: t('sets.renameTitle'),
      value: set.name,
      action: t('sets.rename'),
      refuse: (name) => (isSetNameTaken(name, set.id) ? t('sets.nameTaken') : null),
      onName: (name) => renameSet(set, name),
    },
  });
}

/** Which set the documents go into, or out of; a new name makes a new one. */
export function askWhichSet(documents: readonly DocumentId[]): void {
  const { project } = getState();
  if (!project || documents.length === 0) return;
  const wanted = new Set(documents);
  const byName = project.documentSets.toSorted((a, b) => a.name.localeCompare(b.name));
  const holding = (set: DocumentSet) => set.documents.filter((id) => wanted.has(id)).length;
  setState({
    dialog: {
      kind: 'choose',
      title: t('sets.whichTitle', { count: documents.length }),
      placeholder: t('sets.whichPlaceholder'),
      groups: [
        {
          heading: t('sets.putInto'),
          items: byName
            .filter((set) => holding(set) < wanted.size)
            .map((set) => ({
              key: `into ${set.id}`,
              text: set.name,
              hint: documentsWord(set.documents.length),
              value: () => putIntoSet(set, documents),
            })),
        },
        {
          heading: t('sets.takeOutOf'),
          items: byName
            .filter((set) => holding(set) > 0)
            .map((set) => ({
              key: `out ${set.id}`,
              text: set.name,
              hint: t('sets.ofThem', { count: holding(set) }),
              value: () => takeOutOfSet(set, documents),
            })),
        },
      ],
      create: { noun: 'set', onCreate: (name) => void makeSet(name, documents) },
    },
  });
}

/** Makes a set of the documents that the evidence table's filter lets through. */
export function askForSetOfEvidence(): void {
  run(async () => {
    const { evidence } = getState();
    const { documents } = await call('evidence.documents', {
      filter: structuredClone(evidence.filter) as never,
    });
    if (documents.length === 0) notify('info', t('sets.nothingMatches'));
    else askForSet(documents);
  });
}
