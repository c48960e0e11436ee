import { Tags, UserRound } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { parseQuery } from '../../core/search/parse-query.ts';
import { CONCORDANCE_SORTS } from '../../core/search/concordance.ts';
import type { ProjectSnapshot, SearchRequest } from '../../contract/calls.ts';
import { useUsage } from '../codebook/use-usage.ts';
import { notify, run } from '../app/notices.ts';
import { setState, usePostil } from '../app/state.ts';
import type { SelectionMode } from '../ui/row-grid.tsx';
import { actorGroups, codeGroups } from '../tagging/codebook-items.tsx';
import { newActor, newCode } from '../tagging/tag-actions.ts';
import { Button } from '../ui/button.tsx';
import { Picker } from '../ui/picker.tsx';
import { Popover } from '../ui/popover.tsx';
import { rowIn } from '../ui/row-pages.ts';
import { Segmented } from '../ui/segmented.tsx';
import {
  ALL_LINES,
  countLines,
  NO_LINES,
  selectLines,
  toggleLine,
  type LineSelection,
} from './line-selection.ts';
import { openHit, tagLines } from './search-actions.ts';
import { SearchForm } from './search-form.tsx';
import { SearchGrid } from './search-grid.tsx';
import { t } from '../i18n/texts.ts';
import type { PlainKey } from '../i18n/catalogue.ts';
import { fetchLines, searchKey, searchPages, type SearchQuery, type SearchView } from './search-pages.ts';
import '../evidence/evidence.css';
import './search.css';
import { HiddenNote } from '../team/hidden-note.tsx';
import { MessageText } from '../ui/message-text.tsx';

let place = { key: '', active: 0, scrollTop: 0, selection: NO_LINES };

/** One change moves `changeCount` twice, at once and when it is on disk. */
const SETTLE_MS = 60;
/** More lines are selected as *all*, or not one by one. */
const SINGLED_OUT = 5000;

/** Words and phrases in all texts, notes and memos, as a concordance: read, open, tag. */
export function SearchScreen({ project }: { readonly project: ProjectSnapshot }) {
  const request = usePostil((state) => state.search);
  const query = useMemo<SearchQuery>(() => ({ folder: project.folder, request }), [project.folder, request]);
  const key = searchKey(query);
  const parsed = useMemo(() => parseQuery(request.query), [request.query]);
  const view = useSyncExternalStore(searchPages.subscribe, searchPages.view);
  const usage = useUsage(project.folder);
  const [remembered] = useState(() => (place.key === key ? place : null));
  const [active, setActive] = useState(remembered?.active ?? 0);
  const [selection, setSelection] = useState<LineSelection>(remembered?.selection ?? NO_LINES);
  const [shownRequest, setShownRequest] = useState(request);
  if (shownRequest !== request) {
    // A hit that is selected and cannot be seen would be tagged unseen.
    setShownRequest(request);
    setSelection(NO_LINES);
    setActive(0);
  }
  const [tagging, setTagging] = useState<'actor' | 'code' | null>(null);
  const anchor = useRef(active);
  const field = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const isAsked = parsed.kind === 'query';

  useEffect(() => {
    if (isAsked) searchPages.show(query);
  }, [query, isAsked]);
  useRefresh(isAsked);
  useEffect(() => {
    place = { key, active, scrollTop: place.key === key ? place.scrollTop : 0, selection };
  }, [key, active, selection]);
  // Coming back finds the keyboard in the hits, coming anew in the field.
  useEffect(() => {
    if (remembered && grid.current) grid.current.focus({ preventScroll: true });
    else field.current?.select();
  }, [remembered]);
  useEffect(() => {
    function onKeyDown(event: globalThis.KeyboardEvent): void {
      const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
      const isFieldKey =
        (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) ||
        (event.key.toLowerCase() === 'f' && event.shiftKey && (event.ctrlKey || event.metaKey));
      if (!isFieldKey || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      field.current?.select();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  const ensure = useCallback((first: number, last: number) => searchPages.ensure(first, last), []);
  const setRequest = useCallback((next: SearchRequest) => {
    setState({ search: next });
    anchor.current = 0;
  }, []);

  function select(index: number, mode: SelectionMode): void {
    if (mode === 'extend') {
      selectBetween(anchor.current, index);
      return;
    }
    anchor.current = index;
    const line = rowIn(view, index);
    if (line) setSelection(mode === 'toggle' ? toggleLine(selection, line) : selectLines([line]));
  }
  function selectBetween(from: number, to: number): void {
    const first = Math.min(from, to);
    const count = Math.abs(from - to) + 1;
    if (count > SINGLED_OUT) {
      notify('info', t('search.upToHitsCanBe2', { SINGLED_OUT }));
      return;
    }
    const loaded = Array.from({ length: count }, (_, at) => rowIn(view, first + at));
    if (loaded.every((line) => line !== undefined)) setSelection(selectLines(loaded));
    else run(async () => setSelection(selectLines(await fetchLines(query, first, count))));
  }

  const isFresh = isAsked && view.key === key;
  const isDrawn = isAsked && view.key !== null && view.total > 0;
  const selected = isFresh ? countLines(selection, view.total) : 0;
  const canTag = selected > 0 && project.readOnly === null;

  function startTagging(kind: 'actor' | 'code'): void {
    if (canTag) setTagging(kind);
    else if (!project.readOnly) notify('info', t('search.selectHitsFirstSpaceSelects'));
  }

  return (
    <main className="search" aria-label={t('search.search')}>
      <h1 className="visually-hidden">{t('search.search')}</h1>
      <SearchForm
        project={project}
        usage={usage}
        request={request}
        fault={parsed.kind === 'fault' ? parsed.fault : null}
        fieldRef={field}
        onChange={setRequest}
        onLeave={() => grid.current?.focus()}
      />
      {isAsked ? (
        <div className="search__status">
          <p role="status">
            <Count view={view} isFresh={isFresh} />
            {selected > 0 ? t('search.selected', { selected }) : ''}
          </p>
          <span className="search__sort">
            {t('search.sortBy')}
            <Segmented
              label={t('search.sortBy')}
              options={CONCORDANCE_SORTS.map((value) => ({
                value,
                text: t(`search.sort.${value}`),
                title: t(`search.sort.${value}.title`),
              }))}
              value={request.sort}
              onChange={(sort) => setRequest({ ...request, sort: sort ?? 'position' })}
            />
          </span>
          <TagButton
            kind="actor"
            project={project}
            isOpen={tagging === 'actor'}
            isEnabled={canTag}
            onOpen={() => startTagging('actor')}
            onClose={() => {
              setTagging(null);
              grid.current?.focus({ preventScroll: true });
            }}
            onTag={(tag, creating) => tagLines(query, selection, view.total, tag, creating)}
          />
          <TagButton
            kind="code"
            project={project}
            isOpen={tagging === 'code'}
            isEnabled={canTag}
            onOpen={() => startTagging('code')}
            onClose={() => {
              setTagging(null);
              grid.current?.focus({ preventScroll: true });
            }}
            onTag={(tag, creating) => tagLines(query, selection, view.total, tag, creating)}
          />
        </div>
      ) : null}
      {isAsked ? (
        <HiddenNote
          layers={readsLayers(request) ? project.hidden.layers.length : 0}
          memos={request.scope === 'memos' || request.scope === 'all' ? project.hidden.memos : 0}
        />
      ) : null}
      {isFresh && view.answer && view.answer.unread.length > 0 ? (
        <p className="search__notice" role="alert">
          {t('search.unread', { count: view.answer.unread.length })}
        </p>
      ) : null}
      {isAsked && view.failure ? (
        <div className="evidence__failure" role="alert">
          <span>
            <MessageText>{t('search.failed', { failure: view.failure })}</MessageText>
          </span>
          <Button onClick={() => searchPages.refresh()}>{t('search.tryAgain')}</Button>
        </div>
      ) : null}
      {!isAsked ? (
        <Help />
      ) : isFresh && view.total === 0 ? (
        <div className="empty">
          <h2>{t('search.nothingFound')}</h2>
          <p>{t(`search.nothingIn.${request.scope}`)}</p>
        </div>
      ) : isDrawn ? (
        <SearchGrid
          project={project}
          view={view}
          selection={isFresh ? selection : NO_LINES}
          active={Math.min(active, view.total - 1)}
          initialScroll={remembered?.scrollTop ?? 0}
          gridRef={grid}
          onActivate={setActive}
          onSelect={select}
          onSelectAll={() => setSelection(ALL_LINES)}
          onSelectNone={() => setSelection(NO_LINES)}
          onOpen={openHit}
          onTag={startTagging}
          onInSight={ensure}
          onScroll={(scrollTop) => {
            place = { ...place, scrollTop };
          }}
        />
      ) : null}
    </main>
  );
}

/** Texts are everybody's; notes are in layers, and so are the tags that narrow a search. */
function readsLayers({ scope, actors = [], codes = [] }: SearchRequest): boolean {
  return scope === 'notes' || scope === 'all' || actors.length + codes.length > 0;
}

function Count({ view, isFresh }: { readonly view: SearchView; readonly isFresh: boolean }) {
  if (!isFresh || !view.answer) {
    const { progress } = view;
    return progress && progress.total > 0
      ? t('search.reading', { done: progress.done, total: progress.total })
      : t('search.searching');
  }
  const { isCapped, documents, memos } = view.answer;
  const hits = t(isCapped ? 'search.firstHits' : 'search.hits', { count: view.total });
  if (documents === 0 && memos > 0) return t('search.inMemos', { hits, count: memos });
  const found = t('search.inDocuments', { hits, count: documents });
  return memos === 0 ? found : t('search.alsoInMemos', { found, count: memos });
}

interface TagButtonProps {
  readonly kind: 'actor' | 'code';
  readonly project: ProjectSnapshot;
  readonly isOpen: boolean;
  readonly isEnabled: boolean;
  onOpen(): void;
  onClose(): void;
  onTag(...args: TagArguments): void;
}
type TagArguments = [Parameters<typeof tagLines>[3], Parameters<typeof tagLines>[4]?];

/** Opens the palette that tags all selected hits. */
function TagButton({ kind, project, isOpen, isEnabled, onOpen, onClose, onTag }: TagButtonProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const recentActors = usePostil((state) => state.recentActors);
  const recentCodes = usePostil((state) => state.recentCodes);
  const title = t(`search.tagWith.${kind}`);

  function tag(...args: TagArguments): void {
    onClose();
    onTag(...args);
  }

  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="button"
        title={`${title} (${kind === 'actor' ? 'A' : 'C'})`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        disabled={!isEnabled}
        onClick={onOpen}
      >
        {kind === 'actor' ? (
          <UserRound size={14} aria-hidden="true" />
        ) : (
          <Tags size={14} aria-hidden="true" />
        )}
        {kind === 'actor' ? t('search.tagActor') : t('search.tagCode')}
      </button>
      {isOpen ? (
        <Popover label={title} anchor={anchor} onClose={onClose}>
          {kind === 'actor' ? (
            <Picker
              label={title}
              placeholder={t('search.actorOrANewName')}
              groups={actorGroups(project.codebook, recentActors)}
              hasDigits
              create={{
                noun: 'actor',
                onCreate: (name) => {
                  const { actor, edit } = newActor(name);
                  tag({ kind: 'actor', actor }, [edit]);
                },
              }}
              onPick={(actor) => tag({ kind: 'actor', actor })}
              onClose={onClose}
            />
          ) : (
            <Picker
              label={title}
              placeholder={t('search.codeOrANewName')}
              groups={codeGroups(project.codebook, recentCodes)}
              hasDigits
              create={{
                noun: 'code',
                onCreate: (name) => {
                  const { code, edit } = newCode(name);
                  tag({ kind: 'code', code }, [edit]);
                },
              }}
              onPick={(code) => tag({ kind: 'code', code })}
              onClose={onClose}
            />
          )}
        </Popover>
      ) : null}
    </>
  );
}

const EXAMPLES: readonly (readonly [query: string, meaning: PlainKey])[] = [
  ['peace talks', 'search.example.both'],
  ['“peace talks”', 'search.example.phrase'],
  ['talk*', 'search.example.beginning'],
  ['ceasefire OR truce', 'search.example.either'],
  ['truce -collapse*', 'search.example.not'],
  ['(truce OR ceasefire) border', 'search.example.parentheses'],
];

function Help() {
  return (
    <div className="search__help">
      <h2>{t('search.searchAllDocuments')}</h2>
      <dl>
        {EXAMPLES.map(([query, meaning]) => (
          <div key={query}>
            <dt>
              <code>{query}</code>
            </dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('search.capitalsAccentsKindsOfDashes')}</p>
    </div>
  );
}

/** Asks again when anything changed; what is drawn stays until the answer is there. */
function useRefresh(isAsked: boolean): void {
  const changeCount = usePostil((state) => state.changeCount);
  const drawnAt = useRef(changeCount);
  useEffect(() => {
    if (!isAsked || drawnAt.current === changeCount) return;
    const timer = setTimeout(() => {
      drawnAt.current = changeCount;
      searchPages.refresh();
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [changeCount, isAsked]);
}
