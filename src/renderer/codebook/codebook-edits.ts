import type {
  Actor,
  Code,
  Codebook,
  CodebookChange,
  CodebookRevision,
  Scales,
} from '../../core/codebook/codebook.ts';
import { addCodeSet, type CodeSet } from '../../core/codebook/code-sets.ts';
import { removeActor, removeCode } from '../../core/codebook/remove-entry.ts';
import { bringBackActor, bringBackCode, retireActor, retireCode } from '../../core/codebook/retire-entry.ts';
import { isEqual } from '../../core/equal.ts';
import type { ActorId, CodeId } from '../../core/ids.ts';
import { invertChange, type Edit } from '../../core/project/edit.ts';
import { call } from '../app/host.ts';
import { messageOf, notify, run } from '../app/notices.ts';
import { commit } from '../app/session.ts';
import { getState, setState } from '../app/state.ts';
import { newActor, newCode } from '../tagging/tag-actions.ts';
import { t } from '../i18n/texts.ts';
import { deletionQuestion } from './deletion-question.ts';
import type { EntryKind } from './entry-kind.ts';
import { mergeChanges, type MergeDraft } from './merge-draft.ts';
import { splitChanges, type SplitDraft } from './split-draft.ts';
import { hasAdjudicated, withLayers } from '../evidence/filter-words.ts';

/** Enters an actor under a new name and answers with its id. */
export function addActor(name: string): ActorId {
  const { actor, edit } = newActor(name);
  commitNamed(`add actor ${name}`, [edit]);
  return actor.id;
}

export function addCode(name: string, parent?: Code): CodeId {
  const { code } = newCode(name);
  const after: Code = parent ? { ...code, parent: parent.id, colour: parent.colour } : code;
  commitNamed(`add code ${name}`, [{ kind: 'code', before: null, after }]);
  return code.id;
}

/** Longest label of a change: it is read in a menu, and the contract bounds it. */
const LABEL_LENGTH = 160;

function commitNamed(label: string, edits: readonly Edit[]): void {
  const letters = Array.from(label);
  commit({
    label: letters.length > LABEL_LENGTH ? `${letters.slice(0, LABEL_LENGTH - 1).join('')}…` : label,
    edits,
  });
}

/** Changes an actor; nothing happens when nothing would change. */
export function changeActor(before: Actor, after: Actor, label: string): void {
  if (!isEqual(before, after)) commitNamed(label, [{ kind: 'actor', before, after }]);
}

export function changeCode(before: Code, after: Code, label: string): void {
  if (!isEqual(before, after)) commitNamed(label, [{ kind: 'code', before, after }]);
}

export function changeScales(before: Scales, after: Scales, label: string): void {
  if (!isEqual(before, after)) commitNamed(label, [{ kind: 'scales', before, after }]);
}

export function addSet(codebook: Codebook, set: CodeSet): void {
  const edits = addCodeSet(codebook, set);
  if (edits.length === 0) return;
  commitNamed(`add code set ${set.name}`, edits);
  notify('success', t('codebook.addedCodes', { count: edits.length, name: set.name }));
}

function changeWhole(
  label: string,
  make: (codebook: Codebook, at: string) => readonly CodebookChange[],
): boolean {
  const codebook = getState().project?.codebook;
  if (!codebook) return false;
  try {
    commitNamed(label, make(codebook, new Date().toISOString()));
    return true;
  } catch (error) {
    // The codebook has changed while the question stood: the form stays, and says so.
    notify('error', messageOf(error));
    return false;
  }
}

export function askToMerge(entryKind: EntryKind, entry: Actor | Code): void {
  setState({ dialog: { kind: 'merge-entries', entryKind, id: entry.id } });
}

export function askToSplit(entryKind: EntryKind, entry: Actor | Code): void {
  setState({ dialog: { kind: 'split-entry', entryKind, id: entry.id } });
}

/** Makes one entry of several, the first of them. Whether that went well; if not, the user knows why. */
export function mergeEntries(
  kind: EntryKind,
  entries: readonly (Actor | Code)[],
  draft: MergeDraft,
  left: ReadonlySet<string>,
): boolean {
  const names = entries.map((entry) => entry.name);
  return changeWhole(`merge ${names.slice(1).join(', ')} into ${names[0]}`, (codebook, at) =>
    mergeChanges(codebook, kind, entries, draft, left, at),
  );
}

/** Makes several entries of one. As `mergeEntries`. */
export function splitEntry(kind: EntryKind, entry: Actor | Code, draft: SplitDraft): boolean {
  const names = draft.parts.map((part) => part.name.trim()).join(', ');
  return changeWhole(`split ${entry.name} into ${names}`, (codebook, at) =>
    splitChanges(codebook, kind, entry, draft, at),
  );
}

export function retire(kind: EntryKind, entry: Actor | Code): void {
  const isDone = changeWhole(`retire ${kind} ${entry.name}`, (_codebook, at) => [
    'aliases' in entry ? retireActor(entry, at) : retireCode(entry, at),
  ]);
  if (isDone) notify('info', t('codebookChanges.retired', { name: entry.name }));
}

export function bringBack(kind: EntryKind, entry: Actor | Code): void {
  const isDone = changeWhole(`bring back ${kind} ${entry.name}`, (codebook) =>
    'aliases' in entry ? bringBackActor(codebook, entry) : bringBackCode(codebook, entry),
  );
  if (isDone) notify('info', t('codebookChanges.broughtBack', { name: entry.name }));
}

/** Undoes a revision, whenever it was made, where nothing that it changed was changed since. */
export function takeBack({ revision, label, changes }: CodebookRevision): void {
  const { edits } = invertChange({ label, edits: changes });
  commitNamed(`take back revision ${revision}: ${label}`, edits);
}

/** Deletes an actor, after a question where annotations use it or others stand under it. */
export function deleteActor(actor: Actor, onDone: () => void): void {
  askThenDelete('actor', actor, onDone);
}

export function deleteCode(code: Code, onDone: () => void): void {
  askThenDelete('code', code, onDone);
}

function askThenDelete(kind: 'actor' | 'code', entry: Actor | Code, onDone: () => void): void {
  function remove(): void {
    const codebook = getState().project?.codebook;
    // The question may stand for a while: what is deleted is what is there then.
    const actor = codebook?.actors.find((candidate) => candidate.id === entry.id);
    const code = codebook?.codes.find((candidate) => candidate.id === entry.id);
    const edits =
      codebook && actor ? removeActor(codebook, actor) : codebook && code ? removeCode(codebook, code) : [];
    if (edits.length === 0) return;
    onDone();
    commitNamed(`delete ${kind} ${entry.name}`, edits);
  }
  run(async () => {
    const state = getState();
    if (!state.project) return;
    const { codebook } = state.project;
    const children = (kind === 'actor' ? codebook.actors : codebook.codes).filter(
      (child) => child.parent === entry.id,
    ).length;
    const users = await usersOf(kind, entry);
    if (children === 0 && users.length === 0) {
      remove();
      return;
    }
    const parent = (kind === 'actor' ? codebook.actors : codebook.codes).find(
      (candidate) => candidate.id === entry.parent,
    );
    setState({
      dialog: {
        kind: 'confirm',
        title: t('codebook.deleteQuestion', { name: entry.name }),
        message: deletionQuestion({ kind, name: entry.name, users, children, parent: parent?.name }),
        action: t(`codebook.deleteEntry.${kind}`),
        isDangerous: true,
        onConfirm: remove,
      },
    });
  });
}

/** Who uses the entry, and how often; asked now, so that the number in the question is true. */
async function usersOf(
  kind: 'actor' | 'code',
  entry: Actor | Code,
): Promise<{ name: string; isSelf: boolean; count: number }[]> {
  const { project } = getState();
  if (!project) return [];
  const filter = kind === 'actor' ? { actors: [entry.id as ActorId] } : { codes: [entry.id as CodeId] };
  const users = await Promise.all(
    project.project.annotators.map(async (annotator) => {
      const { total } = await call('evidence.query', {
        filter: { ...filter, annotators: [annotator.id] },
        sort: { by: 'document', descending: false },
        offset: 0,
        limit: 1,
      });
      return { name: annotator.name, isSelf: annotator.id === project.annotator.id, count: total };
    }),
  );
  return users.filter((user) => user.count > 0);
}

/** Shows the annotations that use the entry. */
export function showUses(filter: { actors: ActorId[] } | { codes: CodeId[] }): void {
  // All that the count of uses counts.
  const { project, evidence } = getState();
  const isMixed = project !== null && hasAdjudicated(project);
  setState({
    screen: 'evidence',
    evidence: { ...evidence, filter: isMixed ? withLayers(filter, 'all') : filter },
  });
}
