import { ArrowLeft, Trash2 } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { memoLinks } from '../../core/memo/memo-links.ts';
import type { Memo } from '../../core/memo/memo.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { getState, setState, usePostil } from '../app/state.ts';
import { formatDateTime } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { IconButton } from '../ui/button.tsx';
import { DraftText } from '../ui/field.tsx';
import { describeTarget, memoTitle, openEntry } from './entries.ts';
import { EntryIcon } from './entry-icon.tsx';
import { deleteMemo, hitShown, openMemo, writeMemo } from './memo-actions.ts';
import { MemoEditor } from './memo-editor.tsx';

interface MemoDetailProps {
  readonly project: ProjectSnapshot;
  readonly memo: Memo;
  /** Begun, and not kept yet. */
  readonly isDraft: boolean;
}

/** One memo: what it is on, its title and text, and the memos that link to it. */
export function MemoDetail({ project, memo, isDraft }: MemoDetailProps) {
  const isOwn = memo.author === project.annotator.id;
  const isEditable = isOwn && project.readOnly === null;
  const author = project.project.annotators.find(({ id }) => id === memo.author)?.name ?? memo.author;
  const linking = useMemo(
    () => memoLinks(project.memos).linkingTo({ kind: 'memo', memoId: memo.id }),
    [project.memos, memo.id],
  );
  const title = memoTitle(memo);
  const hit = usePostil((state) => (state.memos.hit?.memoId === memo.id ? state.memos.hit : null));
  /** The title and its line end stand before the text in what is searched. */
  const titleLength = memo.title.trim() === '' ? 0 : memo.title.trim().length + 1;
  useEffect(() => {
    if (!hit || hit.start >= titleLength) return;
    const field = document.querySelector<HTMLInputElement>('.memo__title input');
    field?.focus();
    field?.setSelectionRange(hit.start, Math.min(hit.end, titleLength - 1));
    hitShown();
  }, [hit, titleLength]);
  const start = hit ? hit.start - titleLength : -1;
  const end = hit ? hit.end - titleLength : -1;
  const inText = useMemo(() => (start >= 0 ? { start, end } : null), [start, end]);
  return (
    <article className="memo" aria-label={title}>
      <header className="memo__head">
        <IconButton
          label={t('memos.backToList')}
          className="memo__back"
          onClick={() => setState({ memos: { ...getState().memos, currentId: null, draft: null } })}
        >
          <ArrowLeft size={16} />
        </IconButton>
        <button type="button" className="memo__target" onClick={() => openEntry(memo.target)}>
          <EntryIcon kind={memo.target.kind} />
          <span>{t('memos.on.label', { target: describeTarget(project, memo.target) })}</span>
        </button>
        <span className="memo__when">
          {isOwn ? '' : `${author} · `}
          {isDraft ? t('memos.notKept') : t('memos.changedAt', { when: formatDateTime(memo.updatedAt) })}
        </span>
        {isEditable && !isDraft ? (
          <IconButton label={t('memos.delete', { title })} onClick={() => deleteMemo(memo)}>
            <Trash2 size={15} />
          </IconButton>
        ) : null}
      </header>
      <div className="memo__title">
        <DraftText
          label={t('memos.title')}
          isHeadless
          isReadOnly={!isEditable}
          autoFocus={isDraft}
          placeholder={isEditable ? t('memos.titlePlaceholder') : ''}
          value={memo.title}
          onCommit={(next) => writeMemo(memo.id, { title: next.trim().slice(0, 200) })}
          onDone={() => document.querySelector<HTMLElement>('.memo-text')?.focus()}
        />
      </div>
      <MemoEditor
        project={project}
        content={memo.content}
        isEditable={isEditable}
        label={t('memos.text')}
        hit={inText}
        onKeep={(content) => writeMemo(memo.id, { content })}
      />
      {linking.length > 0 ? (
        <section className="memo__links" aria-label={t('memos.linkedFrom')}>
          <h2>{t('memos.linkedFrom')}</h2>
          <ul>
            {linking.map((other) => (
              <li key={other.id}>
                <button type="button" className="link" dir="auto" onClick={() => openMemo(other.id)}>
                  {memoTitle(other)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </article>
  );
}
