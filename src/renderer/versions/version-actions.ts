import { z } from 'zod';
import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import { isEqual } from '../../core/equal.ts';
import { documentIdSchema, type DocumentId } from '../../core/ids.ts';
import type { Change } from '../../core/project/edit.ts';
import type { CallArgs, WaitingPassage } from '../../contract/calls.ts';
import { call } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { commit, openDocument, whenSaved } from '../app/session.ts';
import { getState, setState } from '../app/state.ts';
import { recalled, remember, writeView } from '../app/view-memory.ts';
import { t } from '../i18n/texts.ts';

/** In the project's view: the newer documents into which the annotator took a carrying back. */
const TAKEN_BACK = 'carryTakenBack';

function takenBack(): DocumentId[] {
  const parsed = z.array(documentIdSchema).safeParse(recalled(TAKEN_BACK));
  return parsed.success ? parsed.data : [];
}

function setTakenBack(ids: readonly DocumentId[]): void {
  if (isEqual(ids, takenBack())) return;
  remember(TAKEN_BACK, [...ids]);
  writeView();
}

/**
 * After undo or redo: what was carried and taken back is not carried again by itself, but waits for its annotator.
 * Per machine: elsewhere it is carried, said, and taken back as easily.
 */
export function noteTakenBack({ edits }: Change): void {
  const ids = new Set(takenBack());
  for (const edit of edits) {
    if (edit.kind !== 'carried') continue;
    if (edit.before?.outcome === 'carried' && !edit.after) ids.add(edit.documentId);
    if (edit.after?.outcome === 'carried') ids.delete(edit.documentId);
  }
  setTakenBack([...ids]);
}

/**
 * Carries what is certain of one's own passages into newer versions, as one change that undo takes back, and says so.
 * @param newer only into this one, although it may have been taken back
 */
export async function carryOver(newer?: DocumentId): Promise<void> {
  const { project } = getState();
  if (!project || project.readOnly || !project.documents.some((summary) => summary.versionOf)) return;
  const { edits, pairs } = await call(
    'versions.carry',
    newer === undefined ? { except: takenBack() } : { documentId: newer },
  );
  if (getState().project?.folder !== project.folder) return;
  const carried = pairs.reduce((sum, pair) => sum + pair.carried, 0);
  const waiting = pairs.reduce((sum, pair) => sum + pair.waiting, 0);
  if (edits.length > 0) {
    commit({ label: t('versions.label.carry', { count: carried }), edits });
    if (newer !== undefined) setTakenBack(takenBack().filter((id) => id !== newer));
    notify('success', t('versions.carried', { count: carried }));
  }
  if (waiting > 0) {
    notify('info', t('versions.waiting', { count: waiting }), {
      label: t('versions.decide'),
      run: openQueue,
    });
  }
}

export function openQueue(): void {
  setState({ screen: 'versions', palette: null });
}

/** Takes a document for a corrected version of another, or (null) for one of its own. Undone like any edit. */
export function linkVersion(newer: DocumentId, older: DocumentId | null): void {
  const { project } = getState();
  const titleOf = (id: DocumentId) => project?.documents.find((summary) => summary.id === id)?.title ?? id;
  run(async () => {
    const { document } = await call('document.open', { documentId: newer });
    const { versionOf: _, ...before } = document.settings;
    commit({
      label: older
        ? t('versions.label.link', { newer: titleOf(newer), older: titleOf(older) })
        : t('versions.label.unlink', { newer: titleOf(newer) }),
      edits: [
        {
          kind: 'document',
          documentId: newer,
          before: document.settings,
          after: older ? { ...before, versionOf: older } : before,
        },
      ],
    });
    // The services carry what they know of, and the link is on its way to them.
    if (!older) return;
    await whenSaved();
    await carryOver(newer);
  });
}

type Place = NonNullable<CallArgs<'versions.decide'>['place']>;

/** Places a passage of an older version in the newer one, or (null) drops it there. */
export async function decidePassage(
  newer: DocumentId,
  annotationId: Annotation['id'],
  place: { readonly ranges: readonly TextRange[]; readonly confidence?: number } | null,
): Promise<void> {
  const { edits } = await call('versions.decide', {
    documentId: newer,
    annotationId,
    place: place as Place | null,
  });
  commit({ label: place ? t('versions.label.place') : t('versions.label.drop'), edits });
}

/** Goes to the newer version, where the next selection is the passage's place. */
export function startPlacing({ newer, annotation }: WaitingPassage): void {
  run(async () => {
    await openDocument(newer);
    setState({
      screen: 'workbench',
      selection: [],
      currentId: null,
      palette: null,
      placing: { documentId: newer, annotationId: annotation.id, quote: annotation.target.quote.exact },
    });
  });
}

/** The selection becomes the passage's place. */
export function finishPlacing(): void {
  const { placing, selection } = getState();
  if (!placing) return;
  if (selection.length === 0) {
    notify('info', t('versions.placing.none'));
    return;
  }
  const { documentId, annotationId } = placing;
  run(async () => {
    await decidePassage(documentId, annotationId, { ranges: selection });
    setState({ placing: null, selection: [], screen: 'versions' });
  });
}

export function cancelPlacing(): void {
  setState({ placing: null, selection: [], screen: 'versions' });
}
