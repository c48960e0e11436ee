import type { DocumentId } from '../../core/ids.ts';
import type { Edit } from '../../core/project/edit.ts';
import type { SearchLineValue } from '../../contract/calls.ts';
import { findInText } from '../app/find-in-text.ts';
import { call } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { getReader } from '../app/current-reader.ts';
import { commit, openDocument } from '../app/session.ts';
import { getState, setState } from '../app/state.ts';
import { openMemoAt } from '../memos/memo-actions.ts';
import { noteRecentActor, noteRecentCode } from '../tagging/tag-actions.ts';
import { fetchLines, type SearchQuery } from './search-pages.ts';
import { countLines, isLineSelected, type LineSelection } from './line-selection.ts';
import { t } from '../i18n/texts.ts';
import { rangesByDocument, tagEdits, type DescribedPassage, type Tag } from './tag-hits.ts';

/** Most lines that one change tags: it must stay undoable, and readable in the history. */
const TAGGED_AT_ONCE = 5000;
/** Frames in which a document that was asked for is drawn. */
const FRAMES = 120;

/** Shows a hit where it stands, found as by *find*; one in a note, its passage; one in a memo, there. */
export function openHit({ documentId, note, memo, start, end, hit }: SearchLineValue): void {
  if (memo) openMemoAt(memo.memoId, start, end);
  if (documentId === null) return;
  run(async () => {
    await openDocument(documentId, note?.annotationId);
    setState({ screen: 'workbench' });
    if (note) return;
    const { open } = getState();
    if (open?.document.id !== documentId) return;
    const ranges = findInText(open.text, hit);
    const current = ranges.findIndex((range) => range.start === start && range.end === end);
    const find =
      current === -1 ? { query: hit, ranges: [{ start, end }], current: 0 } : { query: hit, ranges, current };
    setState({ currentId: null, selection: [], find });
    await showWhenDrawn(documentId, { start, end });
  });
}

/** The reader restores where it was left as it is drawn; the hit comes after that. */
async function showWhenDrawn(
  documentId: DocumentId,
  range: { readonly start: number; readonly end: number },
): Promise<void> {
  const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
  await nextFrame();
  for (let frame = 0; frame < FRAMES && !getReader(); frame++) await nextFrame();
  const reader = getReader();
  if (!reader || getState().open?.document.id !== documentId) return;
  reader.setCaret(range.start);
  reader.focus();
  reader.scrollToRange(range, { block: 'center' });
}

/** Gives all selected hits in texts a tag, as one change. */
export function tagLines(
  query: SearchQuery,
  selection: LineSelection,
  total: number,
  tag: Tag,
  creating: readonly Edit[] = [],
): void {
  run(async () => {
    const name = tag.kind === 'actor' ? tag.actor.name : tag.code.name;
    if (countLines(selection, total) > TAGGED_AT_ONCE) {
      notify('info', t('search.upToHitsCanBe', { TAGGED_AT_ONCE }));
      return;
    }
    const lines =
      selection.kind === 'some'
        ? [...selection.lines.values()]
        : (await fetchLines(query, 0, total)).filter((line) => isLineSelected(selection, line));
    const passages = new Map<DocumentId, DescribedPassage[]>();
    for (const [documentId, ranges] of rangesByDocument(lines)) {
      passages.set(documentId, (await call('search.describe', { documentId, ranges })).passages);
    }
    const { project } = getState();
    // Another project may have been opened while the passages were described.
    if (!project || project.folder !== query.folder) return;
    const revision = project.codebook.revision + (creating.length > 0 ? 1 : 0);
    const edits = tagEdits(passages, tag, project.annotator, revision, new Date().toISOString());
    const inNotes = lines.filter((line) => line.note || line.memo).length;
    if (edits.length === 0) {
      notify(
        'info',
        inNotes === lines.length ? t('search.hitsInNotesCannotBe') : t('search.allOfThemAreTagged', { name }),
      );
      return;
    }
    const count = edits.length;
    commit({ label: t('search.tagChange', { count, name }), edits: [...creating, ...edits] });
    if (tag.kind === 'actor') noteRecentActor(tag.actor.id);
    else noteRecentCode(tag.code.id);
    if (getState().saving.failure) return;
    notify(
      'success',
      [
        t('search.tagged', { count, name }),
        ...(inNotes > 0 ? [t('search.notesLeftOut', { count: inNotes })] : []),
      ].join(' '),
    );
  });
}
