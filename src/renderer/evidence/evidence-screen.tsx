import { Download } from 'lucide-react';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type RefObject,
} from 'react';
import { countAnnotations } from '../../core/adjudication/layer-choice.ts';
import {
  EVIDENCE_SORTS,
  layersOfFilter,
  type EvidenceFilter,
  type EvidenceSort,
} from '../../core/evidence/evidence.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { useUsage } from '../codebook/use-usage.ts';
import { messageOf, notify, run } from '../app/notices.ts';
import { setState, usePostil } from '../app/state.ts';
import { HiddenNote } from '../team/hidden-note.tsx';
import { Button } from '../ui/button.tsx';
import { exportSelection, fetchIds, fetchWindow, openPassage, SINGLED_OUT } from './evidence-actions.ts';
import { EvidenceGrid } from './evidence-grid.tsx';
import type { SelectionMode } from '../ui/row-grid.tsx';
import { createEvidencePages, queryKey, rowAt } from './evidence-pages.ts';
import { FilterBar } from './filter-bar.tsx';
import { hasAdjudicated, isFilterEmpty } from './filter-words.ts';
import { LayerSelect } from './layer-select.tsx';
import { t } from '../i18n/texts.ts';
import {
  ALL_SELECTED,
  countSelected,
  NOTHING_SELECTED,
  selectRows,
  toggleRow,
  type RowSelection,
} from './row-selection.ts';
import './evidence.css';
import { MessageText } from '../ui/message-text.tsx';

/** Outlives the screen, so that coming back from a passage finds the table as it was left. */
const pages = createEvidencePages(fetchWindow, messageOf);
let place = { key: '', active: 0, scrollTop: 0, selection: NOTHING_SELECTED };

/** One change moves `changeCount` twice, at once and when it is on disk. */
const SETTLE_MS = 60;

/** Every annotation of the project as a table: filter, sort, select, open, export. */
export function EvidenceScreen({ project }: { readonly project: ProjectSnapshot }) {
  const { filter, sort } = usePostil((state) => state.evidence);
  const query = useMemo(() => ({ folder: project.folder, filter, sort }), [project.folder, filter, sort]);
  const key = queryKey(query);
  const view = useSyncExternalStore(pages.subscribe, pages.view);
  const layers = layersOfFilter(filter);
  const { annotators } = filter;
  const usage = useUsage(
    project.folder,
    useMemo(() => ({ layers, annotators }), [layers, annotators]),
  );
  const [remembered] = useState(() => (place.key === key ? place : null));
  const [active, setActive] = useState(remembered?.active ?? 0);
  const [selection, setSelection] = useState<RowSelection>(remembered?.selection ?? NOTHING_SELECTED);
  const anchor = useRef(active);
  const [shownFilter, setShownFilter] = useState(filter);
  if (shownFilter !== filter) {
    // Also when a saved filter was applied: what is selected and cannot be seen would be exported unseen.
    setShownFilter(filter);
    setSelection(NOTHING_SELECTED);
    setActive(0);
  }
  const search = useRef<HTMLInputElement>(null);

  useEffect(() => pages.show(query), [query]);
  useRefresh();
  useSearchKey(search);
  useEffect(() => {
    place = { key, active, scrollTop: place.key === key ? place.scrollTop : 0, selection };
  }, [key, active, selection]);

  const ensure = useCallback((first: number, last: number) => pages.ensure(first, last), []);

  function setQuery(patch: { filter?: EvidenceFilter; sort?: EvidenceSort }): void {
    setState({ evidence: { filter, sort, ...patch } });
    setActive(0);
    anchor.current = 0;
    // A row that is selected and cannot be seen would be exported unseen; another order hides none.
    if (patch.filter) setSelection(NOTHING_SELECTED);
  }
  function select(index: number, mode: SelectionMode): void {
    const annotation = rowAt(view, index);
    if (mode === 'extend') {
      selectBetween(anchor.current, index);
      return;
    }
    anchor.current = index;
    if (!annotation) return;
    setSelection(mode === 'toggle' ? toggleRow(selection, annotation.id) : selectRows([annotation.id]));
  }
  function selectBetween(from: number, to: number): void {
    const first = Math.min(from, to);
    const count = Math.abs(from - to) + 1;
    const loaded = Array.from({ length: count }, (_, at) => rowAt(view, first + at));
    if (loaded.every((row) => row !== undefined)) {
      setSelection(selectRows(loaded.map((row) => row.id)));
    } else if (count > SINGLED_OUT) {
      notify('info', t('evidence.upToRowsCanBe', { SINGLED_OUT }));
    } else {
      run(async () => setSelection(selectRows(await fetchIds(query, first, count))));
    }
  }

  const selected = countSelected(selection, view.total);
  const leftOut = useMemo(() => adjudicatedNote(filter, project), [filter, project]);
  const isFresh = view.key === key;
  const isEmpty = isFresh && view.total === 0;

  return (
    <main className="evidence" aria-label={t('evidence.evidence')}>
      <h1 className="visually-hidden">{t('evidence.evidence')}</h1>
      <FilterBar
        project={project}
        usage={usage}
        filter={filter}
        searchRef={search}
        onChange={(next) => setQuery({ filter: next })}
      />
      <div className="evidence__status">
        <p role="status">
          {view.key === null
            ? t('evidence.looking')
            : t(isFilterEmpty(filter) ? 'evidence.total' : 'evidence.matching', { count: view.total })}
          {selected > 0 ? t('evidence.selected', { selected }) : ''}
          {leftOut === '' ? '' : ` · ${leftOut}`}
        </p>
        {hasAdjudicated(project) || filter.layers ? (
          <LayerSelect filter={filter} onChange={(next) => setQuery({ filter: next })} />
        ) : null}
        <label className="evidence__sort-select">
          {t('evidence.sortBy')}
          <select
            className="input input--slim"
            value={`${sort.by} ${sort.descending ? 'down' : 'up'}`}
            onChange={(event) => {
              const [by, direction] = event.target.value.split(' ');
              const found = EVIDENCE_SORTS.find((candidate) => candidate === by);
              if (found) setQuery({ sort: { by: found, descending: direction === 'down' } });
            }}
          >
            {EVIDENCE_SORTS.map((by) => (
              <option key={by} value={`${by} up`}>
                {t(`evidence.sort.${by}`)}
              </option>
            ))}
            {EVIDENCE_SORTS.map((by) => (
              <option key={`${by} down`} value={`${by} down`}>
                {t('evidence.reversed', { order: t(`evidence.sort.${by}`) })}
              </option>
            ))}
          </select>
        </label>
        <Button
          disabled={!isFresh || view.total === 0}
          onClick={() => exportSelection(query, selection, view.total)}
        >
          <Download size={14} aria-hidden="true" />
          {selected > 0
            ? t('evidence.exportSelection')
            : isFilterEmpty(filter)
              ? t('evidence.exportAll')
              : t('evidence.exportWhatMatches')}
        </Button>
      </div>
      <HiddenNote layers={project.hidden.layers.length} />
      {view.failure ? (
        <div className="evidence__failure" role="alert">
          <span>
            <MessageText>{t('evidence.failed', { failure: view.failure })}</MessageText>
          </span>
          <Button onClick={() => pages.refresh()}>{t('evidence.tryAgain')}</Button>
        </div>
      ) : null}
      {isEmpty && isFilterEmpty(filter) ? (
        <div className="empty">
          <h2>{t('evidence.noAnnotationsYet')}</h2>
          <p>{t('evidence.whatYouAndYourTeam')}</p>
          <Button tone="primary" onClick={() => setState({ screen: 'workbench' })}>
            {t('evidence.goAndRead')}
          </Button>
        </div>
      ) : isEmpty ? (
        <div className="empty">
          <h2>{t('evidence.nothingMatches')}</h2>
          <p>{t('evidence.noAnnotationPassesAllOf')}</p>
          <Button onClick={() => setQuery({ filter: {} })}>{t('evidence.clearAllFilters')}</Button>
        </div>
      ) : view.key === null ? null : (
        <EvidenceGrid
          project={project}
          view={view}
          sort={sort}
          selection={selection}
          active={Math.min(active, Math.max(0, view.total - 1))}
          initialScroll={remembered?.scrollTop ?? 0}
          onSort={(next) => setQuery({ sort: next })}
          onActivate={setActive}
          onSelect={select}
          onSelectAll={() => setSelection(ALL_SELECTED)}
          onSelectNone={() => setSelection(NOTHING_SELECTED)}
          onOpen={openPassage}
          onInSight={ensure}
          onScroll={(scrollTop) => {
            place = { ...place, scrollTop };
          }}
        />
      )}
    </main>
  );
}

/** What of the adjudicated layers is not shown, or shown beside what it was made of. */
function adjudicatedNote(filter: EvidenceFilter, project: ProjectSnapshot): string {
  if (!hasAdjudicated(project)) return '';
  const layers = layersOfFilter(filter);
  if (layers === 'all' && !filter.annotators && !filter.annotations) return t('evidence.adjudicatedTwice');
  if (layers !== 'annotators' || !isFilterEmpty(filter)) return '';
  const shown = project.documents.filter(({ removedAt }) => removedAt === undefined);
  const count = shown.reduce((sum, document) => sum + countAnnotations(document, 'adjudicated'), 0);
  return count > 0 ? t('evidence.adjudicatedLeftOut', { count }) : '';
}

/** `/` goes to the search field, as it goes to *find* in the reader. */
function useSearchKey(search: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      search.current?.focus();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [search]);
}

/** Asks again when annotations changed; what is drawn stays until the answer is there. */
function useRefresh(): void {
  const changeCount = usePostil((state) => state.changeCount);
  const drawnAt = useRef(-1);
  useEffect(() => {
    if (drawnAt.current === changeCount) return;
    const timer = setTimeout(() => {
      drawnAt.current = changeCount;
      pages.refresh();
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [changeCount]);
}
