import { useMemo } from 'react';
import { searchMemos } from '../../core/memo/search-memos.ts';
import type { Query } from '../../core/search/parse-query.ts';
import type { ProjectSnapshot, SearchRequest } from '../../contract/calls.ts';
import { getState, NO_MEMOS, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { memoTitle } from './entries.ts';
import { EntryIcon } from './entry-icon.tsx';
import { openMemo } from './memo-actions.ts';
import './memos-found.css';

/** How many are named; the others are one click away. */
const NAMED = 3;

interface MemosFoundProps {
  readonly project: ProjectSnapshot;
  readonly query: Query;
  readonly request: SearchRequest;
}

/** Beside the hits in notes: the memos that hold what is searched for. */
export function MemosFound({ project, query, request }: MemosFoundProps) {
  const found = useMemo(
    () => (request.scope === 'texts' ? [] : searchMemos(project.memos, query)),
    [project.memos, query, request.scope],
  );
  if (found.length === 0) return null;
  return (
    <section className="memos-found" aria-label={t('memos.memos')}>
      <span>{t('memos.found', { count: found.length })}</span>
      <ul>
        {found.slice(0, NAMED).map(({ memo, left, hit, right }) => (
          <li key={memo.id}>
            <button
              type="button"
              className="memos-found__memo"
              dir="auto"
              title={`${left}${hit}${right}`}
              onClick={() => openMemo(memo.id)}
            >
              <EntryIcon kind="memo" />
              <span>{memoTitle(memo)}</span>
            </button>
          </li>
        ))}
      </ul>
      <Button
        tone="quiet"
        className="button--small"
        onClick={() =>
          setState({
            screen: 'memos',
            memos: { ...NO_MEMOS, sort: getState().memos.sort, query: request.query },
          })
        }
      >
        {t('memos.showFound')}
      </Button>
    </section>
  );
}
