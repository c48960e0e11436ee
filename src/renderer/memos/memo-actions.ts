import { v7 as uuidV7 } from 'uuid';
import type { Annotation } from '../../core/annotation/annotation.ts';
import { isEqual } from '../../core/equal.ts';
import { memoIdSchema, type MemoId } from '../../core/ids.ts';
import { titleOfMemo, type Memo, type MemoTarget } from '../../core/memo/memo.ts';
import { commit } from '../app/session.ts';
import { currentAnnotation, getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';

/** Shows a memo on the screen of memos. */
export function openMemo(id: MemoId): void {
  leaveField();
  setState({ screen: 'memos', memos: { ...getState().memos, currentId: id, draft: null } });
}

/** Shows it with what was found in it selected. */
export function openMemoAt(memoId: MemoId, start: number, end: number): void {
  openMemo(memoId);
  setState({ memos: { ...getState().memos, hit: { memoId, start, end } } });
}

/** What was found is on the screen. */
export function hitShown(): void {
  setState({ memos: { ...getState().memos, hit: null } });
}

/** Begins a memo. It is kept with its first words, and not before. */
export function beginMemo(target: MemoTarget): void {
  const { project } = getState();
  if (!project) return;
  leaveField();
  const at = new Date().toISOString();
  const draft: Memo = {
    id: memoIdSchema.parse(uuidV7()),
    author: project.annotator.id,
    title: '',
    target,
    content: [],
    createdAt: at,
    updatedAt: at,
  };
  setState({ screen: 'memos', memos: { ...getState().memos, currentId: draft.id, draft } });
}

/** A field that is being typed in commits when it is left. */
function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** The memo as it stands now: saved, or begun and still empty. */
function presentMemo(id: MemoId): { readonly memo: Memo; readonly isDraft: boolean } | null {
  const { project, memos } = getState();
  const saved = project?.memos.find((memo) => memo.id === id);
  if (saved) return { memo: saved, isDraft: false };
  return memos.draft?.id === id ? { memo: memos.draft, isDraft: true } : null;
}

/** Writes what changed of one's own memo. */
export function writeMemo(id: MemoId, patch: Partial<Pick<Memo, 'title' | 'content' | 'target'>>): void {
  const present = presentMemo(id);
  const { project } = getState();
  if (!present || !project || project.readOnly || present.memo.author !== project.annotator.id) return;
  const { memo, isDraft } = present;
  const after: Memo = { ...memo, ...patch, updatedAt: new Date().toISOString() };
  if (isEqual({ ...after, updatedAt: memo.updatedAt }, memo)) return;
  if (isDraft && after.title === '' && after.content.length === 0) {
    setState({ memos: { ...getState().memos, draft: after } });
    return;
  }
  const name = titleOfMemo(after) || t('memos.untitled');
  commit({
    label: isDraft ? t('memos.didBegin', { name }) : t('memos.didWrite', { name }),
    edits: [{ kind: 'memo', annotator: after.author, before: isDraft ? null : memo, after }],
  });
}

/** Undo brings it back. */
export function deleteMemo(memo: Memo): void {
  const { currentId } = getState().memos;
  commit({
    label: t('memos.didDelete', { name: titleOfMemo(memo) || t('memos.untitled') }),
    edits: [{ kind: 'memo', annotator: memo.author, before: memo, after: null }],
  });
  if (currentId === memo.id) setState({ memos: { ...getState().memos, currentId: null, draft: null } });
}

/** What is being read, as a memo's target: the current passage, else the document. */
export function targetInHand(kind: 'document' | 'annotation'): MemoTarget | null {
  const state = getState();
  if (kind === 'document') return state.open ? { kind, documentId: state.open.document.id } : null;
  const annotation = currentAnnotation(state);
  return annotation && targetOf(annotation);
}

export function targetOf({ id, documentId, annotator }: Annotation): MemoTarget {
  return { kind: 'annotation', documentId, annotator, annotationId: id };
}
