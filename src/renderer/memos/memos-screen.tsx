import { Plus } from 'lucide-react';
import { useMemo, useRef, type KeyboardEvent } from 'react';
import type { Memo } from '../../core/memo/memo.ts';
import { MEMO_TARGET_KINDS } from '../../core/memo/memo.ts';
import { contentText } from '../../core/memo/memo-content.ts';
import { searchMemos } from '../../core/memo/search-memos.ts';
import { parseQuery } from '../../core/search/parse-query.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { getState, setState, usePostil, type MemosView } from '../app/state.ts';
import { formatDateTime } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { HiddenNote } from '../team/hidden-note.tsx';
import { Button } from '../ui/button.tsx';
import { describeTarget, memoTitle } from './entries.ts';
import { EntryIcon } from './entry-icon.tsx';
import { beginMemo } from './memo-actions.ts';
import { MemoDetail } from './memo-detail.tsx';
import './memos.css';

const SORTS = ['updated', 'created', 'title'] as const;

function setView(patch: Partial<MemosView>): void {
  setState({ memos: { ...getState().memos, ...patch } });
}

interface Row {
  readonly memo: Memo;
  /** What of it is shown beneath its title: what was found, or its first words. */
  readonly excerpt: string;
}

/** All memos of the project: who wrote what on which entry, found by text, and one of them in the editor. */
export function MemosScreen({ project }: { readonly project: ProjectSnapshot }) {
  const view = usePostil((state) => state.memos);
  const list = useRef<HTMLUListElement>(null);
  const parsed = useMemo(() => parseQuery(view.query), [view.query]);
  const rows = useMemo(() => rowsOf(project, view, parsed), [project, view, parsed]);
  const authors = useMemo(() => authorsOf(project), [project]);
  const current =
    project.memos.find(({ id }) => id === view.currentId) ??
    (view.draft?.id === view.currentId ? view.draft : null);
  const isEmpty = project.memos.length === 0 && !current;

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
  }

  return (
    <main className="memos" aria-label={t('memos.memos')} data-open={current ? '' : undefined}>
      <div className="memos__side">
        <header className="memos__head">
          <h1>{t('memos.memos')}</h1>
          <span className="count" role="status">
            {t('memos.count', { count: rows.length })}
          </span>
          <Button
            className="button--small"
            disabled={project.readOnly !== null}
            onClick={() => beginMemo({ kind: 'project' })}
          >
            <Plus size={13} aria-hidden="true" /> {t('memos.new')}
          </Button>
        </header>
        <HiddenNote layers={0} memos={project.hidden.memos} />
        {/* Nothing is there to be found yet. */}
        <div
          className="memos__filters"
          role="group"
          aria-label={t('memos.filters')}
          hidden={project.memos.length === 0}
        >
          <input
            className="input input--slim"
            type="search"
            dir="auto"
            aria-label={t('memos.search')}
            placeholder={t('memos.searchPlaceholder')}
            aria-invalid={parsed.kind === 'fault'}
            value={view.query}
            onChange={(event) => setView({ query: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') onKeyDown(event);
            }}
          />
          <select
            className="input input--slim"
            aria-label={t('memos.onWhat')}
            value={view.on ?? ''}
            onChange={(event) =>
              setView({ on: MEMO_TARGET_KINDS.find((kind) => kind === event.target.value) ?? null })
            }
          >
            <option value="">{t('memos.onAnything')}</option>
            {MEMO_TARGET_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`memos.on.${kind}`)}
              </option>
            ))}
          </select>
          {authors.length > 1 ? (
            <select
              className="input input--slim"
              aria-label={t('memos.byWhom')}
              value={view.author ?? ''}
              onChange={(event) =>
                setView({ author: authors.find(({ id }) => id === event.target.value)?.id ?? null })
              }
            >
              <option value="">{t('memos.byAnybody')}</option>
              {authors.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          ) : null}
          <select
            className="input input--slim"
            aria-label={t('memos.sortBy')}
            value={view.sort}
            onChange={(event) =>
              setView({ sort: SORTS.find((sort) => sort === event.target.value) ?? 'updated' })
            }
          >
            {SORTS.map((sort) => (
              <option key={sort} value={sort}>
                {t(`memos.sort.${sort}`)}
              </option>
            ))}
          </select>
        </div>
        {parsed.kind === 'fault' ? (
          <p className="memos__fault" role="alert">
            {t(`search.fault.${parsed.fault.code}`, { word: parsed.fault.word })}
          </p>
        ) : null}
        {/* Only moves between the rows. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <ul ref={list} className="memos__list" onKeyDown={onKeyDown}>
          {rows.map(({ memo, excerpt }) => (
            <li key={memo.id}>
              <button
                type="button"
                className="memos__row"
                aria-current={memo.id === current?.id || undefined}
                onClick={() => setView({ currentId: memo.id, draft: null })}
              >
                <span className="memos__title" dir="auto">
                  {memoTitle(memo)}
                </span>
                <span className="memos__excerpt" dir="auto">
                  {excerpt}
                </span>
                <span className="memos__meta">
                  <EntryIcon kind={memo.target.kind} />
                  <bdi>{describeTarget(project, memo.target)}</bdi>
                  <span>{authors.find(({ id }) => id === memo.author)?.name ?? memo.author}</span>
                  <time dateTime={memo.updatedAt}>{formatDateTime(memo.updatedAt)}</time>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {rows.length === 0 && project.memos.length > 0 ? (
          <p className="memos__none">{t('memos.noneMatches')}</p>
        ) : null}
      </div>
      <div className="memos__main">
        {current ? (
          <MemoDetail key={current.id} project={project} memo={current} isDraft={current === view.draft} />
        ) : (
          <div className="empty">
            <h2>{isEmpty ? t('memos.emptyTitle') : t('memos.noneOpen')}</h2>
            <p>{isEmpty ? t('memos.empty') : t('memos.chooseOne')}</p>
          </div>
        )}
      </div>
    </main>
  );
}

function rowsOf(project: ProjectSnapshot, view: MemosView, parsed: ReturnType<typeof parseQuery>): Row[] {
  const listed = project.memos
    .filter(
      (memo) =>
        (view.author === null || memo.author === view.author) &&
        (view.on === null || memo.target.kind === view.on),
    )
    .toSorted((a, b) => compare(a, b, view.sort));
  if (parsed.kind !== 'query') {
    return listed.map((memo) => ({ memo, excerpt: contentText(memo.content).slice(0, 200) }));
  }
  return searchMemos(listed, parsed.query).map(({ memo, left, hit, right }) => ({
    memo,
    excerpt: `${left.slice(-40)}${hit}${right}`,
  }));
}

function compare(a: Memo, b: Memo, sort: MemosView['sort']): number {
  if (sort === 'title') return memoTitle(a).localeCompare(memoTitle(b));
  const [left, right] = sort === 'updated' ? [a.updatedAt, b.updatedAt] : [a.createdAt, b.createdAt];
  return left < right ? 1 : left > right ? -1 : 0;
}

function authorsOf({ annotator, project, memos }: ProjectSnapshot) {
  const writing = new Set(memos.map(({ author }) => author));
  return [annotator, ...project.annotators.filter(({ id }) => id !== annotator.id && writing.has(id))];
}
