import { isOffered, knownEntries } from '../../core/codebook/entries.ts';
import { idOfReference, type EntryReference } from '../../core/memo/memo-content.ts';
import { titleOfMemo, type Memo, type MemoTarget } from '../../core/memo/memo.ts';
import { foldText } from '../../core/text-fold.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { run } from '../app/notices.ts';
import { openDocument } from '../app/session.ts';
import { setState } from '../app/state.ts';
import { remember } from '../app/view-memory.ts';
import { PLACE_KEY, type CodebookPlace } from '../codebook/entry-kind.ts';
import { t } from '../i18n/texts.ts';
import type { LinkedEntry } from './memo-extensions.ts';
import { openMemo } from './memo-actions.ts';

/** What is offered while one types, at most. */
const OFFERED = 8;

export function memoTitle(memo: Pick<Memo, 'title' | 'content'>): string {
  return titleOfMemo(memo) || t('memos.untitled');
}

/** What an entry is called now; under its last known name when it was deleted. */
export function describeReference(
  project: ProjectSnapshot,
  to: EntryReference,
  lastName: string,
): { readonly name: string; readonly isGone: boolean } {
  switch (to.kind) {
    case 'actor':
    case 'code': {
      const known = knownEntries(project.codebook).get(idOfReference(to));
      return { name: known?.name ?? lastName, isGone: known?.isDeleted ?? true };
    }
    case 'document': {
      const summary = project.documents.find(({ id }) => id === to.documentId);
      return { name: summary?.title ?? lastName, isGone: !summary || summary.removedAt !== undefined };
    }
    case 'memo': {
      const memo = project.memos.find(({ id }) => id === to.memoId);
      return { name: memo ? memoTitle(memo) : lastName, isGone: !memo };
    }
  }
}

/** What a memo is on, in words. */
export function describeTarget(project: ProjectSnapshot, target: MemoTarget): string {
  switch (target.kind) {
    case 'project':
      return t('memos.theProject');
    case 'annotation': {
      const document = { kind: 'document' as const, documentId: target.documentId };
      return t('memos.passageIn', { document: describeReference(project, document, target.documentId).name });
    }
    default:
      return describeReference(project, target, t('memos.gone')).name;
  }
}

/** The actors, documents, or memos and codes, whose names hold every typed word; those that begin so first. */
export function offerEntries(
  project: ProjectSnapshot,
  kinds: readonly EntryReference['kind'][],
  query: string,
): LinkedEntry[] {
  const folded = foldText(query.trim());
  const words = folded.split(/\s+/).filter(Boolean);
  const starting: LinkedEntry[] = [];
  const holding: LinkedEntry[] = [];
  for (const { entry, names } of allEntries(project)) {
    if (!kinds.includes(entry.to.kind)) continue;
    const foldedNames = names.map(foldText);
    if (folded !== '' && foldedNames.some((name) => name.startsWith(folded))) starting.push(entry);
    else if (words.every((word) => foldedNames.some((name) => name.includes(word)))) holding.push(entry);
  }
  return [...starting, ...holding].slice(0, OFFERED);
}

function allEntries({ codebook, documents, memos }: ProjectSnapshot) {
  return [
    ...codebook.actors.filter(isOffered).map(({ id, name, aliases }) => ({
      entry: { to: { kind: 'actor' as const, actorId: id }, name },
      names: [name, ...aliases.map(({ text }) => text)],
    })),
    ...memos.map((memo) => ({
      entry: { to: { kind: 'memo' as const, memoId: memo.id }, name: memoTitle(memo) },
      names: [memoTitle(memo)],
    })),
    ...documents
      .filter(({ removedAt }) => removedAt === undefined)
      .map(({ id, title, fileName }) => ({
        entry: { to: { kind: 'document' as const, documentId: id }, name: title },
        names: [title, fileName],
      })),
    ...codebook.codes.filter(isOffered).map(({ id, name }) => ({
      entry: { to: { kind: 'code' as const, codeId: id }, name },
      names: [name],
    })),
  ];
}

/** Shows the entry on the screen that is its own. */
export function openEntry(entry: EntryReference | MemoTarget): void {
  switch (entry.kind) {
    case 'project':
      setState({ screen: 'workbench' });
      break;
    case 'memo':
      openMemo(entry.memoId);
      break;
    case 'document':
    case 'annotation':
      run(async () => {
        await openDocument(entry.documentId, entry.kind === 'annotation' ? entry.annotationId : undefined);
        setState({ screen: 'workbench', palette: null });
      });
      break;
    case 'actor':
    case 'code': {
      const place: CodebookPlace = {
        tab: entry.kind === 'actor' ? 'actors' : 'codes',
        actorId: entry.kind === 'actor' ? entry.actorId : null,
        codeId: entry.kind === 'code' ? entry.codeId : null,
      };
      remember(PLACE_KEY, place);
      setState({ screen: 'codebook' });
      break;
    }
  }
}
