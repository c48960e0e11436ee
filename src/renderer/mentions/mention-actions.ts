import type { TextRange } from '../../core/annotation/annotation.ts';
import type { ActorId, DocumentId } from '../../core/ids.ts';
import { decideMention, type Verdict } from '../../core/mentions/decide.ts';
import type { NameProposal } from '../../core/mentions/propose-names.ts';
import type { Mention } from '../../core/mentions/mention.ts';
import type { MentionGroupKey, MentionRow } from '../../core/mentions/mention-queue.ts';
import { callWithProgress } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { getReader } from '../app/current-reader.ts';
import { showRange } from '../app/reading-actions.ts';
import { commit, openDocument } from '../app/session.ts';
import { t } from '../i18n/texts.ts';
import { getState, setState } from '../app/state.ts';

/** Longest part of a label that comes from a text: it is read in a menu, and the contract bounds it. */
const NAME_LENGTH = 80;

/** Decides about one mention. Answers whether that changed anything. */
export function decide(documentId: DocumentId, mention: Mention, verdict: Verdict, text: string): boolean {
  const { project } = getState();
  if (!project) return false;
  const edit = decideMention({ documentId, annotator: project.annotator.id }, mention, verdict);
  if (!edit) return false;
  commit({ label: labelOf(verdict, text), edits: [edit] });
  return true;
}

function labelOf(verdict: Verdict, text: string): string {
  const named = { text: shorten(text.replace(/\s+/gu, ' ')) };
  switch (verdict.kind) {
    case 'accept':
      return t('mentions.change.accept', { ...named, name: nameOf(verdict.actorId) });
    case 'reject':
      return t('mentions.change.reject', named);
    case 'notActor':
      return t('mentions.change.notActor', { ...named, name: nameOf(verdict.actorId) });
    case 'reopen':
      return t('mentions.change.reopen', named);
  }
}

/** Accepts every suggested mention of one name, in one document or in all, as one change. */
export function acceptAll(
  group: MentionGroupKey,
  actorId: ActorId,
  within: MentionRow['documentId'] | null,
): void {
  run(async () => {
    const { edits } = await callWithProgress(t('mentions.accepting'), 'mentions.acceptAll', {
      group,
      actorId,
      ...(within && { documentId: within }),
    });
    if (edits.length === 0) {
      notify('info', t(within ? 'mentions.noneLeftHere' : 'mentions.noneLeft', { alias: group.alias }));
      return;
    }
    commit({
      label: t(within ? 'mentions.acceptAllHereAs' : 'mentions.acceptAllEverywhereAs', {
        alias: shorten(group.alias),
        name: nameOf(actorId),
      }),
      edits,
    });
    notify('success', t('mentions.acceptedAll', { count: edits.length, alias: group.alias }));
  });
}

/** Gives an actor one more name; what it is found in comes into the queue. */
export function addAlias({ actorId, text }: NameProposal): void {
  const before = getState().project?.codebook.actors.find(({ id }) => id === actorId);
  if (!before) return;
  const after = { ...before, aliases: [...before.aliases, { text }] };
  commit({
    label: t('mentions.addTheNameTo', { shorten: shorten(text), name: nameOf(actorId) }),
    edits: [{ kind: 'actor', before, after }],
  });
}

/** Frames that a screen may take until its reader is there. */
const FRAMES = 60;

/** Shows a place of a document, selected. */
export function openPlace(documentId: DocumentId, range: TextRange): void {
  run(async () => {
    await openDocument(documentId);
    setState({ screen: 'workbench', currentId: null });
    for (let frame = 0; frame < FRAMES && !getReader(); frame++) await nextFrame();
    // The reader goes to where it was left when it comes; after that it is asked to go here.
    await nextFrame();
    if (getState().open?.document.id !== documentId) return;
    setState({ selection: [range], currentId: null });
    showRange(range);
    getReader()?.focus();
  });
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}

export function nameOf(actorId: ActorId): string {
  const actor = getState().project?.codebook.actors.find(({ id }) => id === actorId);
  return actor ? shorten(actor.name) : actorId;
}

function shorten(name: string): string {
  const letters = Array.from(name);
  return letters.length > NAME_LENGTH ? `${letters.slice(0, NAME_LENGTH - 1).join('')}…` : name;
}
