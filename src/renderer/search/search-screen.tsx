import { Tags, UserRound } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { parseQuery } from '../../core/search/parse-query.ts';
import { CONCORDANCE_SORTS, type ConcordanceSort } from '../../core/search/concordance.ts';
import type { ProjectSnapshot, SearchRequest } from '../../contract/calls.ts';
import { useUsage } from '../codebook/use-usage.ts';
import { notify, run } from '../app/notices.ts';
import { setState, usePostil } from '../app/state.ts';
import type { SelectionMode } from '../evidence/evidence-grid.tsx';
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
import { fetchLines, searchKey, searchPages, type SearchQuery, type SearchView } from './search-pages.ts';
import '../evidence/evidence.css';
import './search.css';

let place = { key: '', active: 0, scrollTop: 0, selection: NO_LINES };

/** One change moves `changeCount` twice, at once and when it is on disk. */
const SETTLE_MS = 60;
/** More lines are selected as *all*, or not one by one. */
const SINGLED_OUT = 5000;

const SORT_LABELS: Readonly<Record<ConcordanceSort, { readonly text: string; readonly title: string }>> = {
  position: { text: 'Place', title: 'Sort by document and place' },
  left: { text: 'Before', title: 'Sort by the words before the hit, the nearest first' },
  right: { text: 'After', title: 'Sort by the words after the hit' },
};

/** Words and phrases in all texts and notes, as a concordance: read, open, tag. */
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
    setActive(0);
    anchor.current = 0;
    // A hit that is selected and cannot be seen would be tagged unseen.
    setSelection(NO_LINES);
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
      notify(
        'info',
        `Up to ${SINGLED_OUT.toLocaleString('en')} hits can be selected at once. Ctrl A selects all of them.`,
      );
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
    else if (!project.readOnly) notify('info', 'Select hits first: Space selects one, Ctrl A all.');
  }

  return (
    <main className="search" aria-label="Search">
      <h1 className="visually-hidden">Search</h1>
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
            {selected > 0 ? `, ${selected.toLocaleString('en')} selected` : ''}
          </p>
          <span className="search__sort">
            Sort by
            <Segmented
              label="Sort by"
              options={CONCORDANCE_SORTS.map((value) => ({ value, ...SORT_LABELS[value] }))}
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
      {isFresh && view.answer && view.answer.unread.length > 0 ? (
        <p className="search__notice" role="alert">
          {view.answer.unread.length === 1 ? 'One document' : `${view.answer.unread.length} documents`} could
          not be read and {view.answer.unread.length === 1 ? 'is' : 'are'} not searched.
        </p>
      ) : null}
      {isAsked && view.failure ? (
        <div className="evidence__failure" role="alert">
          <span>The search failed. {view.failure}</span>
          <Button onClick={() => searchPages.refresh()}>Try again</Button>
        </div>
      ) : null}
      {!isAsked ? (
        <Help />
      ) : isFresh && view.total === 0 ? (
        <div className="empty">
          <h2>Nothing found</h2>
          <p>No {request.scope === 'notes' ? 'note' : 'document'} holds what you search for.</p>
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

function Count({ view, isFresh }: { readonly view: SearchView; readonly isFresh: boolean }) {
  if (!isFresh || !view.answer) {
    const { progress } = view;
    return progress && progress.total > 0
      ? `Reading the texts: ${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')}…`
      : 'Searching…';
  }
  const { isCapped, documents } = view.answer;
  const hits = `${isCapped ? 'The first ' : ''}${view.total.toLocaleString('en')} ${view.total === 1 ? 'hit' : 'hits'}`;
  return `${hits} in ${documents.toLocaleString('en')} ${documents === 1 ? 'document' : 'documents'}`;
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
  const title =
    kind === 'actor' ? 'Tag the selected hits with an actor' : 'Tag the selected hits with a code';

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
        {kind === 'actor' ? 'Tag actor…' : 'Tag code…'}
      </button>
      {isOpen ? (
        <Popover label={title} anchor={anchor} onClose={onClose}>
          {kind === 'actor' ? (
            <Picker
              label={title}
              placeholder="Actor, or a new name…"
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
              placeholder="Code, or a new name…"
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

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['peace talks', 'documents that hold both words'],
  ['“peace talks”', 'the phrase, also over a line end'],
  ['talk*', 'talks, talking, talked'],
  ['ceasefire OR truce', 'either of them'],
  ['truce -collapse*', 'documents that do not hold the second'],
  ['(truce OR ceasefire) border', 'parentheses first'],
];

function Help() {
  return (
    <div className="search__help">
      <h2>Search all documents</h2>
      <dl>
        {EXAMPLES.map(([query, meaning]) => (
          <div key={query}>
            <dt>
              <code>{query}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p>
        Capitals, accents, kinds of dashes and quotation marks, and variants of Arabic letters do not count.
      </p>
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
