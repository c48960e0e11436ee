import { v7 as uuidV7 } from 'uuid';
import {
  acceptAgreed,
  decide,
  explain,
  keep,
  reject,
  take,
  takeAllOf,
  withdraw,
  type Desk,
} from '../../core/adjudication/decide.ts';
import type { Place } from '../../core/adjudication/places.ts';
import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import type { AnnotationId, AnnotatorId, DocumentId } from '../../core/ids.ts';
import type { Edit } from '../../core/project/edit.ts';
import { notify, run } from '../app/notices.ts';
import { commit, openDocument } from '../app/session.ts';
import { getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import {
  currentRefusal,
  currentView,
  enterProject,
  placeAt,
  setAdjudication,
  useAdjudication,
} from './adjudication-state.ts';
import type { AdjudicationView } from './adjudication-view.ts';
import { editDraft, mergeDraft, openChoices, withRanges, type Draft } from './draft.ts';
import { findPlace, markOf, neighbour, nextToDo } from './place-order.ts';
import { getTrackReader } from './track-reader-handle.ts';

interface Here {
  readonly view: AdjudicationView;
  readonly place: Place;
}

/** The document and the place that one is at. */
export function here(): Here | null {
  const view = currentView();
  const place = view && placeAt(view, useAdjudication.getState().current);
  return place ? { view, place } : null;
}

/** As the core needs it; null, and it is said why, where this user may not decide. */
function deskOf(view: AdjudicationView, isMakingEntries = false): Desk | null {
  const refusal = currentRefusal();
  if (refusal !== null) {
    notify('error', t(`adjudication.refusal.${refusal}`));
    return null;
  }
  const { project, open, adjudicated, comparison, resolve } = view;
  return {
    adjudicator: project.annotator.id,
    layer: adjudicated,
    readers: comparison.readers,
    text: open.text,
    textHash: open.document.text.sha256,
    codebookRevision: project.codebook.revision + (isMakingEntries ? 1 : 0),
    ids: { uuid: () => uuidV7() },
    clock: { now: () => Date.now() },
    resolve,
  };
}

/** Goes to a place: shows it in the text, and drops what was about to be edited elsewhere. */
export function goTo(place: Place): void {
  const { draft, current } = useAdjudication.getState();
  const isOther = current?.key !== place.key;
  setAdjudication({
    current: markOf(place),
    ...(isOther ? { selection: [] } : {}),
    ...(draft && draft.placeKey !== place.key ? { draft: null } : {}),
  });
  getTrackReader()?.scrollToRange(place.range, { block: 'center' });
}

export function goBy(step: 1 | -1): void {
  const at = here();
  const next = at && neighbour(at.view.comparison.places, at.place.key, step);
  if (next) goTo(next);
}

export function goToNextToDo(): void {
  const at = here();
  if (!at) return;
  const next = nextToDo(at.view.comparison.places, at.place.key);
  if (next) goTo(next);
  else notify('info', t('adjudication.nothingLeft'));
}

/** Makes the edits of a decision about this place, and goes on to the next that is to be decided. */
function settle({ view, place }: Here, label: string, edits: readonly Edit[]): void {
  if (edits.length === 0) return;
  const next = nextToDo(view.comparison.places, place.key);
  const reasons = new Map(useAdjudication.getState().reasons);
  reasons.delete(place.key);
  setAdjudication({ draft: null, selection: [], reasons, current: markOf(place) });
  commit({ label, edits });
  if (next) goTo(next);
}

/** What was written as the reason for this place, or was given before. */
export function reasonFor(place: Place): string {
  return useAdjudication.getState().reasons.get(place.key) ?? place.adjudication?.reason ?? '';
}

/** A reason before the decision waits for it; of a decided place it is changed at once. */
export function setReason(place: Place, reason: string): void {
  if (reason.trim() === reasonFor(place).trim()) return;
  if (place.adjudication === null) {
    setAdjudication({ reasons: new Map(useAdjudication.getState().reasons).set(place.key, reason) });
    return;
  }
  const view = currentView();
  const desk = view && deskOf(view);
  if (desk) commit({ label: t('adjudication.change.explain'), edits: explain(desk, place, reason) });
}

/** Whether a reader may be taken from now. @param number of the reader, from 1 */
export function mayTake(number: number): boolean {
  const readers = currentView()?.readers.length ?? 0;
  const isFree = useAdjudication.getState().draft === null && currentRefusal() === null && here() !== null;
  return isFree && number >= 1 && number <= readers;
}

/** Takes what one reader has at this place. @param index of the reader, from 0 */
export function takeOf(index: number): void {
  const at = here();
  if (!at) return;
  const reader = at.view.readers[index];
  if (!reader) return;
  const member = at.place.members[index];
  if (!member) {
    notify('info', t('adjudication.hasNothing', { name: reader.name }));
    return;
  }
  const desk = deskOf(at.view);
  if (!desk) return;
  const label = t('adjudication.change.take', { name: reader.name });
  settle(at, label, take(desk, at.place, [member.id], reasonFor(at.place)));
}

/** Takes what everybody has, beside one another. */
export function takeEverything(): void {
  const at = here();
  if (!at) return;
  const ids = at.place.members.flatMap((member) => member?.id ?? []);
  if (ids.length < 2) {
    notify('info', t('adjudication.onlyOneHere'));
    return;
  }
  const desk = deskOf(at.view);
  if (!desk) return;
  settle(at, t('adjudication.change.both'), take(desk, at.place, ids, reasonFor(at.place)));
}

export function rejectHere(): void {
  const at = here();
  const desk = at && deskOf(at.view);
  if (desk) settle(at, t('adjudication.change.reject'), reject(desk, at.place, reasonFor(at.place)));
}

export function keepHere(): void {
  const at = here();
  const desk = at && deskOf(at.view);
  if (desk && at.place.status === 'reopened')
    settle(at, t('adjudication.change.keep'), keep(desk, [at.place]));
}

export function withdrawHere(): void {
  const at = here();
  if (!at?.place.adjudication) return;
  const desk = deskOf(at.view);
  if (!desk) return;
  setAdjudication({ current: markOf(at.place), draft: null });
  commit({ label: t('adjudication.change.withdraw'), edits: withdraw(desk, at.place) });
}

/** Opens the form with all that the annotators say, in one. */
export function startMerge(): void {
  const at = here();
  if (!at || !deskOf(at.view)) return;
  if (at.place.members.filter((member) => member !== null).length < 2) {
    notify('info', t('adjudication.onlyOneHere'));
    return;
  }
  startWith(at.place, mergeDraft(at.place, at.view.resolve));
}

/** Opens the form with one annotation, or with what was decided. */
export function startEdit(from: Annotation | null): void {
  const at = here();
  if (!at || !deskOf(at.view)) return;
  const draft = editDraft(at.place, from);
  if (draft) startWith(at.place, draft);
}

function startWith(place: Place, draft: Draft): void {
  const { selection } = useAdjudication.getState();
  // What was selected in the text before is where the passage shall stand.
  setAdjudication({ current: markOf(place), draft: withRanges(draft, selection), selection: [] });
}

export function setDraft(draft: Draft | null): void {
  setAdjudication({ draft });
}

/** The selected text becomes what the edited passage spans. */
export function spanSelection(): void {
  const { draft, selection } = useAdjudication.getState();
  if (!draft) return;
  if (selection.length === 0) notify('info', t('adjudication.selectFirst'));
  else setAdjudication({ draft: withRanges(draft, selection), selection: [] });
}

/** Decides as the form has it. */
export function confirmDraft(): void {
  const { draft } = useAdjudication.getState();
  const view = currentView();
  if (!draft || !view) return;
  const place = view.comparison.places.find(({ key }) => key === draft.placeKey);
  if (!place) {
    notify('error', t('adjudication.placeGone'));
    return;
  }
  if (openChoices(draft, view.resolve).length > 0) {
    notify('info', t('adjudication.chooseFirst'));
    return;
  }
  const desk = deskOf(view, draft.created.length > 0);
  if (!desk) return;
  const { outcome, taken, judgements, created } = draft;
  const edits = decide(desk, place, { outcome, taken, results: judgements, reason: reasonFor(place) });
  settle({ view, place }, t(`adjudication.change.${outcome}`), [...created, ...edits]);
}

/** Everything on which all agree, in one stroke. */
export function acceptAllAgreed(): void {
  const view = currentView();
  const desk = view && deskOf(view);
  if (!desk) return;
  const edits = acceptAgreed(desk, view.comparison);
  const count = edits.filter(({ kind }) => kind === 'adjudication').length;
  if (count === 0) {
    notify('info', t('adjudication.noneAgreed'));
    return;
  }
  together(view, t('adjudication.change.agreed', { count }), edits);
}

/** All that this reader marked and nobody has decided about, as the reader has it. */
export function takeRestOf(annotator: AnnotatorId): void {
  const view = currentView();
  const desk = view && deskOf(view);
  if (!desk) return;
  const name = view.readers.find((reader) => reader.annotator === annotator)?.name ?? annotator;
  const edits = takeAllOf(desk, view.comparison, annotator);
  if (edits.length === 0) notify('info', t('adjudication.hasNothingOpen', { name }));
  else together(view, t('adjudication.change.takeAll', { name }), edits);
}

/** Stands by every decision of this document that has been reopened. */
export function keepAllReopened(): void {
  const view = currentView();
  const desk = view && deskOf(view);
  if (!desk) return;
  const reopened = view.comparison.places.filter(({ status }) => status === 'reopened');
  if (reopened.length === 0) notify('info', t('adjudication.noneReopened'));
  else together(view, t('adjudication.change.keepAll', { count: reopened.length }), keep(desk, reopened));
}

/** Makes the edits of many places, and goes to the first that is left. */
function together(view: AdjudicationView, label: string, edits: readonly Edit[]): void {
  const decided = new Set(
    edits.flatMap((edit) => (edit.kind === 'adjudication' ? (edit.after?.of.map(({ id }) => id) ?? []) : [])),
  );
  commit({ label, edits });
  const now = currentView();
  const rest = now && nextToDo(now.comparison.places, null);
  const stay = view.comparison.places.find((place) =>
    place.members.some((one) => one && decided.has(one.id)),
  );
  const next = rest ?? (now && stay ? findPlace(now.comparison.places, markOf(stay)) : null);
  setAdjudication({ draft: null, selection: [] });
  if (next) goTo(next);
}

/** Says that the document is adjudicated, or not yet. */
export function setDocumentDone(isDone: boolean): void {
  const view = currentView();
  const desk = view && deskOf(view);
  if (!desk) return;
  const { documentId, annotator, state: before } = view.adjudicated;
  const after = isDone ? 'done' : 'inProgress';
  if (before === after) return;
  commit({
    label: t(isDone ? 'adjudication.change.done' : 'adjudication.change.notDone'),
    edits: [{ kind: 'readingState', documentId, annotator, before, after }],
  });
}

/** The place of an annotation of any layer, in the screen of adjudication. */
export function openAdjudication(documentId: DocumentId, annotationId: AnnotationId): void {
  run(async () => {
    await openDocument(documentId);
    enterProject(getState().project?.folder ?? '');
    setAdjudication({ current: { key: '', ids: [annotationId] }, draft: null, selection: [] });
    setState({ screen: 'adjudication', palette: null });
  });
}

/** A document of the list; begins at the first place that is to be decided. */
export function openForAdjudication(documentId: DocumentId): void {
  if (getState().open?.document.id === documentId) return;
  setAdjudication({ current: null, draft: null, selection: [] });
  run(() => openDocument(documentId));
}

/** The places under a click: the next of them, where one is shown already. */
export function openPlacesOf(ids: readonly AnnotationId[]): void {
  const view = currentView();
  if (!view) return;
  const places = ids.flatMap((id) => findPlace(view.comparison.places, { key: '', ids: [id] }) ?? []);
  const at = places.findIndex(({ key }) => key === here()?.place.key);
  const next = places[(at + 1) % places.length];
  if (next) goTo(next);
}

export function selectText(selection: readonly TextRange[]): void {
  setAdjudication({ selection });
}
