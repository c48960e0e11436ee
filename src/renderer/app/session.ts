import type { Change } from '../../core/project/edit.ts';
import { redoStep, recordChange, undoStep } from '../../core/annotation/history.ts';
import { EMPTY_HISTORY, type History } from '../../core/annotation/history.ts';
import { isEqual } from '../../core/equal.ts';
import { PostilError } from '../../core/errors.ts';
import type { AnnotationId, DocumentId } from '../../core/ids.ts';
import type { CallArgs, ProjectSnapshot } from '../../contract/calls.ts';
import type { Client } from '../../contract/client.ts';
import { applyChange } from './apply-change.ts';
import { call } from './host.ts';
import { messageOf, notify, run, problemText, readOnlyText } from './notices.ts';
import { EMPTY_LIBRARY, getState, NO_MEMOS, NO_SEARCH, setState, usePostil } from './state.ts';
import { t } from '../i18n/texts.ts';
import { recallView, rememberedPosition, writeView } from './view-memory.ts';

/** In the codebook's history, which is English whatever the interface is. */
const UNDOING = 'undo';

/** Counts the projects that were asked for: only the last one is shown. */
let asked = 0;

const shownListeners = new Set<() => void>();
const stepListeners = new Set<(change: Change) => void>();

/** Hears when another project is shown, or none. Answers with its unsubscribe. */
export function onDidShowProject(listener: () => void): () => void {
  shownListeners.add(listener);
  return () => shownListeners.delete(listener);
}

/** Shows a project, or none. Undo begins anew: it is the session's with this project. */
export async function showProject(snapshot: ProjectSnapshot | null): Promise<void> {
  const turn = ++asked;
  // Before anything is drawn: panes that were drawn first would be remembered with the sizes that they have by default.
  const view = await recallView(snapshot !== null);
  if (turn !== asked) return;
  const present = snapshot?.documents.filter((summary) => !summary.removedAt) ?? [];
  const first = present.find((summary) => summary.id === view.documentId) ?? present[0];
  setState({
    project: snapshot,
    screen: snapshot ? 'workbench' : 'start',
    open: null,
    opening: first?.id ?? null,
    selection: [],
    currentId: null,
    extendingId: null,
    history: EMPTY_HISTORY,
    saving: { pending: 0, failure: null },
    recentActors: view.recentActors,
    recentCodes: view.recentCodes,
    palette: null,
    placing: null,
    find: null,
    hiddenAnnotators: new Set(),
    library: EMPTY_LIBRARY,
    memos: NO_MEMOS,
    search: NO_SEARCH,
    evidence: { filter: {}, sort: { by: 'document', descending: false } },
    exportScope: null,
  });
  document.title = snapshot ? t('app.windowTitle', { project: snapshot.project.title }) : t('app.postil');
  if (first) await openDocument(first.id);
  for (const listener of shownListeners) listener();
}

export async function openDocument(documentId: DocumentId, annotationId?: AnnotationId): Promise<void> {
  if (getState().open?.document.id === documentId) {
    if (annotationId) setState({ currentId: annotationId, selection: [], palette: null });
    return;
  }
  setState({ opening: documentId, palette: null, find: null });
  try {
    const { document, text, layers } = await call('document.open', { documentId });
    // Another document may have been asked for while this one was on its way.
    if (getState().opening !== documentId) return;
    setState({
      opening: null,
      open: { document, text, layers: new Map(layers.map((layer) => [layer.annotator, layer])) },
      selection: [],
      extendingId: null,
      currentId: annotationId ?? rememberedPosition(documentId).currentId,
    });
  } catch (error) {
    if (getState().opening === documentId) setState({ opening: null });
    throw error;
  }
}

/** Draws everything anew from what the services hold. */
export async function resync(): Promise<void> {
  const { snapshot } = await call('project.current', {});
  const open = getState().open;
  if (!snapshot) {
    await showProject(null);
    return;
  }
  // Who annotates under another name now cannot take back what was done under the first.
  const isOther = snapshot.annotator.id !== getState().project?.annotator.id;
  setState({
    project: snapshot,
    changeCount: getState().changeCount + 1,
    ...(isOther ? { history: EMPTY_HISTORY } : {}),
  });
  if (open) {
    const documentId = open.document.id;
    const { document, text, layers } = await call('document.open', { documentId });
    if (getState().open?.document.id === documentId) {
      setState({
        open: { document, text, layers: new Map(layers.map((layer) => [layer.annotator, layer])) },
      });
    }
  }
}

/** Makes a change: at once on the screen, then on the disk; only then is it *saved*. */
export function commit(change: Change): void {
  perform(change, recordChange(getState().history, change));
}

/** Resolves when nothing waits to be saved, whether or not all of it could be: what asks the services next, asks of that. */
export function whenSaved(): Promise<void> {
  return new Promise((resolve) => {
    if (getState().saving.pending === 0) {
      resolve();
      return;
    }
    const stop = usePostil.subscribe(({ saving }) => {
      if (saving.pending > 0) return;
      stop();
      resolve();
    });
  });
}

/** After undo or redo: what that changed. Answers with its unsubscribe. */
export function onDidStep(listener: (change: Change) => void): () => void {
  stepListeners.add(listener);
  return () => stepListeners.delete(listener);
}

export function undo(): void {
  const step = undoStep(getState().history);
  if (!step) return;
  // In the codebook's history the undoing is a revision of its own, told from what it undoes.
  takeStep({ ...step.change, label: `${UNDOING} ${step.change.label}` }, step.history, () =>
    notify('info', t('app.undone', { label: step.change.label })),
  );
}

export function redo(): void {
  const step = redoStep(getState().history);
  if (!step) return;
  takeStep(step.change, step.history, () => notify('info', t('app.redone', { label: step.change.label })));
}

function takeStep(change: Change, history: History, onSaved: () => void): void {
  perform(change, history, onSaved);
  // What could not be made has left the history where it was.
  if (getState().history === history) for (const listener of stepListeners) listener(change);
}

function perform(change: Change, history: History, onSaved: () => void = () => undefined): void {
  const state = getState();
  if (!state.project || change.edits.length === 0) return;
  if (state.project.readOnly) {
    notify('error', readOnlyText(state.project.readOnly));
    return;
  }
  try {
    const view = applyChange({ project: state.project, open: state.open }, change, new Date().toISOString());
    setState({
      ...view,
      history,
      saving: { pending: state.saving.pending + 1, failure: state.saving.failure },
      changeCount: state.changeCount + 1,
    });
  } catch (error) {
    notify('error', messageOf(error));
    run(resync);
    return;
  }
  run(() => save(change, state.history, onSaved));
}

async function save(change: Change, historyBefore: History, onSaved: () => void): Promise<void> {
  try {
    const { project: written } = getState();
    const { annotators } = await call('project.apply', {
      label: change.label,
      edits: change.edits as CallArgs<'project.apply'>['edits'],
    });
    const { saving, project, changeCount } = getState();
    setState({
      saving: { pending: saving.pending - 1, failure: null },
      changeCount: changeCount + 1,
      // The first change of somebody's adds them; another project may be open by now.
      ...(project && project.folder === written?.folder
        ? { project: withAnnotators(project, annotators) }
        : {}),
    });
    onSaved();
  } catch (error) {
    const { pending, failure } = getState().saving;
    const message = messageOf(error);
    // Where a rule stands in the way, and no file, it does so again; and nothing that the screen shows waits to be saved.
    const isRefused =
      error instanceof PostilError && error.code === 'refused' && error.details.file === undefined;
    setState({
      saving: { pending: pending - 1, failure: isRefused ? failure : message },
      history: historyBefore,
    });
    notify(
      'error',
      t('app.notSaved', { label: change.label, message }),
      isRefused ? undefined : { label: t('app.tryAgain'), run: () => commit(change) },
    );
    await resync();
  }
}

function withAnnotators(
  project: ProjectSnapshot,
  annotators: ProjectSnapshot['project']['annotators'],
): ProjectSnapshot {
  if (isEqual(project.project.annotators, annotators)) return project;
  return { ...project, project: { ...project.project, annotators } };
}

/** Sends what is held back: a field that is being typed in commits when it loses the focus. */
function letGo(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  writeView();
}

/** What the services tell: other connections' changes, imports, problems. Answers with its unsubscribe. */
export function listen(to: Client): () => void {
  const stops = [
    to.on('project.didOpen', ({ snapshot }) => {
      if (snapshot?.folder !== getState().project?.folder) run(() => showProject(snapshot));
      // The same one opened anew: it may be writable now, or hold what a backup held.
      else if (snapshot) run(resync);
    }),
    to.on('project.didChange', ({ origin }) => {
      setState({ changeCount: getState().changeCount + 1 });
      if (origin !== getState().info?.connection) run(resync);
    }),
    to.on('project.didImport', () => run(resync)),
    to.on('project.problem', (problem) => {
      notify('error', problemText(problem));
      run(resync);
    }),
    to.on('settings.didChange', ({ settings }) => setState({ settings })),
    to.on('app.willLeave', letGo),
    to.onClose(() => setState({ link: 'lost' })),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
