import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { resolvedId } from '../../core/codebook/resolve-entry.ts';
import { memoLinks } from '../../core/memo/memo-links.ts';
import type { Memo, MemoTarget } from '../../core/memo/memo.ts';
import { usePostil } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { IconButton } from '../ui/button.tsx';
import { memoTitle } from './entries.ts';
import { EntryIcon } from './entry-icon.tsx';
import { beginMemo, openMemo } from './memo-actions.ts';
import './memos-here.css';

const NONE: readonly Memo[] = [];

/** The memos on an entry, those that link to it, and a way to begin one. */
export function MemosHere({ target }: { readonly target: MemoTarget }) {
  const memos = usePostil((state) => state.project?.memos ?? NONE);
  const canWrite = usePostil((state) => state.project?.readOnly === null);
  const codebook = usePostil((state) => state.project?.codebook);
  const links = useMemo(
    () => memoLinks(memos, (id) => (codebook ? resolvedId(codebook, id) : id)),
    [memos, codebook],
  );
  const on = links.on(target);
  const linking =
    target.kind === 'project' || target.kind === 'annotation'
      ? []
      : links.linkingTo(target).filter((memo) => !on.includes(memo));
  return (
    <div className="memos-here">
      <h3 className="memos-here__title">
        {t('memos.memos')}
        <IconButton
          label={t('memos.newHere')}
          size="small"
          disabled={!canWrite}
          onClick={() => beginMemo(target)}
        >
          <Plus size={14} />
        </IconButton>
      </h3>
      <MemoLinks memos={on} />
      {linking.length > 0 ? (
        <>
          <h4 className="memos-here__linked">{t('memos.linkedFrom')}</h4>
          <MemoLinks memos={linking} />
        </>
      ) : null}
    </div>
  );
}

function MemoLinks({ memos }: { readonly memos: readonly Memo[] }) {
  if (memos.length === 0) return null;
  return (
    <ul className="memos-here__list">
      {memos.map((memo) => (
        <li key={memo.id}>
          <button type="button" className="memos-here__memo" dir="auto" onClick={() => openMemo(memo.id)}>
            <EntryIcon kind="memo" />
            {memoTitle(memo)}
          </button>
        </li>
      ))}
    </ul>
  );
}
