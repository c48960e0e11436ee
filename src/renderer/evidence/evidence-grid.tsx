import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Check, Minus } from 'lucide-react';
import { useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { Annotation } from '../../core/annotation/annotation.ts';
import type { EvidenceSort } from '../../core/evidence/evidence.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { nextIndex } from '../codebook/next-index.ts';
import { placeOf, useLocators } from '../ui/use-locators.ts';
import { useIdleFocus } from '../ui/use-idle-focus.ts';
import { COLUMNS, nextSort, type Column } from './columns.ts';
import { rowAt, type EvidenceView } from './evidence-pages.ts';
import { EvidenceCells } from './evidence-row.tsx';
import { t } from '../i18n/texts.ts';
import { countSelected, isSelected, type RowSelection } from './row-selection.ts';

const ROW_HEIGHT = 64;
/** Rows asked for before they come into sight, so that steady scrolling meets no blank. */
const AHEAD = 60;

/** How a row was pointed at or moved to: alone, adding it, or everything from the last one up to it. */
export type SelectionMode = 'only' | 'toggle' | 'extend';

interface EvidenceGridProps {
  readonly project: ProjectSnapshot;
  readonly view: EvidenceView;
  readonly sort: EvidenceSort;
  readonly selection: RowSelection;
  readonly active: number;
  /** Pixels, when the screen is drawn first. */
  readonly initialScroll: number;
  onSort(sort: EvidenceSort): void;
  onActivate(index: number): void;
  onSelect(index: number, mode: SelectionMode): void;
  onSelectAll(): void;
  onSelectNone(): void;
  onOpen(annotation: Annotation): void;
  onInSight(first: number, last: number): void;
  onScroll(top: number): void;
}

/**
 * The table. It has the keyboard as one: arrows, Home, End and the page keys move, Shift extends, Space selects, Ctrl
 * or Cmd and A select all, Enter opens. Only the rows in sight and the active one are in the page.
 */
export function EvidenceGrid(props: EvidenceGridProps) {
  const { project, view, sort, selection, active, onInSight } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const summaries = useMemo(
    () => new Map(project.documents.map((summary) => [summary.id, summary])),
    [project.documents],
  );
  const virtualizer = useVirtualizer({
    count: view.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    initialOffset: props.initialScroll,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      // The active row stays in the page, so that the screen reader does not lose it.
      if (active >= range.count || indexes.includes(active)) return indexes;
      return [...indexes, active].sort((a, b) => a - b);
    },
  });
  const rows = virtualizer.getVirtualItems();
  const locatorOf = useLocators(
    project.folder,
    rows.flatMap((row) => {
      const annotation = rowAt(view, row.index);
      return annotation ? [placeOf(annotation)] : [];
    }),
  );
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? 0;
  useIdleFocus(scroller, view.key !== null);
  useEffect(() => onInSight(Math.max(0, first - AHEAD), last + AHEAD), [first, last, view, onInSight]);

  // Another question begins at its top.
  const drawnKey = useRef(view.key);
  useEffect(() => {
    if (drawnKey.current !== null && drawnKey.current !== view.key) scroller.current?.scrollTo({ top: 0 });
    drawnKey.current = view.key;
  }, [view.key]);

  function moveTo(index: number, mode: SelectionMode | null): void {
    props.onActivate(index);
    revealRow(index);
    if (mode) props.onSelect(index, mode);
  }
  function revealRow(index: number): void {
    const box = scroller.current;
    if (!box) return;
    const headHeight = head.current?.offsetHeight ?? 0;
    const top = index * ROW_HEIGHT;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight - headHeight) {
      box.scrollTop = top + ROW_HEIGHT - (box.clientHeight - headHeight);
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    // The buttons of the head have their own keys.
    if (event.target !== event.currentTarget) return;
    const hasModifier = event.ctrlKey || event.metaKey;
    if (event.altKey) return;
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const next = nextIndex(event.key, active, view.total, pageRows);
    const current = rowAt(view, active);
    if (next !== null) moveTo(next, event.shiftKey ? 'extend' : null);
    else if (event.key === ' ') props.onSelect(active, event.shiftKey ? 'extend' : 'toggle');
    else if (hasModifier && event.key.toLowerCase() === 'a') props.onSelectAll();
    else if (event.key === 'Escape' && countSelected(selection, view.total) > 0) props.onSelectNone();
    else if (event.key === 'Enter' && current) props.onOpen(current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function rowOf(event: MouseEvent): number | null {
    if (!(event.target instanceof Element)) return null;
    const index = event.target.closest('[data-row]')?.getAttribute('data-row');
    return index === null || index === undefined ? null : Number(index);
  }
  function onClick(event: MouseEvent): void {
    const index = rowOf(event);
    if (index === null || !(event.target instanceof Element)) return;
    props.onActivate(index);
    const annotation = rowAt(view, index);
    if (event.target.closest('[data-open]')) {
      if (annotation) props.onOpen(annotation);
      return;
    }
    scroller.current?.focus({ preventScroll: true });
    const isToggle = event.ctrlKey || event.metaKey || event.target.closest('[data-check]') !== null;
    props.onSelect(index, event.shiftKey ? 'extend' : isToggle ? 'toggle' : 'only');
  }
  function onDoubleClick(event: MouseEvent): void {
    const index = rowOf(event);
    const annotation = index === null ? undefined : rowAt(view, index);
    const isOnCheck = event.target instanceof Element && event.target.closest('[data-check]') !== null;
    if (annotation && !isOnCheck) props.onOpen(annotation);
  }

  const isActiveDrawn = rows.some((row) => row.index === active);
  return (
    // The rows are `aria-activedescendant`s of the grid, which has their keys.
    <div
      ref={scroller}
      className="evidence__grid"
      role="grid"
      aria-label={t('evidence.annotations')}
      aria-rowcount={view.total + 1}
      aria-colcount={COLUMNS.length + 2}
      aria-multiselectable="true"
      aria-busy={view.isLoading}
      aria-activedescendant={isActiveDrawn ? `evidence-row-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
      onMouseDown={(event) => {
        // Shift and click selects rows, not text.
        if (event.shiftKey) event.preventDefault();
      }}
      onScroll={(event) => props.onScroll(event.currentTarget.scrollTop)}
    >
      <div ref={head} className="evidence__head" role="rowgroup">
        <div className="evidence__row evidence__row--head" role="row" aria-rowindex={1}>
          <div role="columnheader" aria-colindex={1} className="evidence__check">
            <SelectAllBox {...props} />
          </div>
          {COLUMNS.map((column, at) => (
            <ColumnHead key={column.key} column={column} at={at} sort={sort} onSort={props.onSort} />
          ))}
          <div role="columnheader" aria-colindex={COLUMNS.length + 2} className="evidence__open">
            <span className="visually-hidden">{t('evidence.openColumn')}</span>
          </div>
        </div>
      </div>
      <div className="evidence__body" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const annotation = rowAt(view, row.index);
          const isChosen = annotation !== undefined && isSelected(selection, annotation.id);
          return (
            <div
              key={row.key}
              id={`evidence-row-${row.index}`}
              className="evidence__row"
              role="row"
              aria-rowindex={row.index + 2}
              aria-selected={isChosen}
              aria-busy={annotation === undefined}
              data-row={row.index}
              data-active={row.index === active ? '' : undefined}
              style={{ transform: `translateY(${row.start}px)`, height: ROW_HEIGHT }}
            >
              {annotation ? (
                <EvidenceCells
                  annotation={annotation}
                  project={project}
                  summary={summaries.get(annotation.documentId)}
                  isSelected={isChosen}
                  locator={locatorOf(placeOf(annotation))}
                />
              ) : (
                <div role="gridcell" aria-colindex={1} className="evidence__waiting" />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function SelectAllBox({
  view,
  selection,
  onSelectAll,
  onSelectNone,
}: Pick<EvidenceGridProps, 'view' | 'selection' | 'onSelectAll' | 'onSelectNone'>) {
  const count = countSelected(selection, view.total);
  const isAll = count > 0 && count === view.total;
  const state = isAll ? 'true' : count > 0 ? 'mixed' : 'false';
  return (
    <button
      type="button"
      role="checkbox"
      className="checkmark"
      aria-checked={state}
      aria-label={t('evidence.selectAllThatMatch')}
      title={t('evidence.selectAllThatMatchCtrl')}
      data-checked={count > 0 ? '' : undefined}
      onClick={(event) => {
        event.stopPropagation();
        if (isAll) onSelectNone();
        else onSelectAll();
      }}
    >
      {isAll ? (
        <Check size={12} aria-hidden="true" />
      ) : count > 0 ? (
        <Minus size={12} aria-hidden="true" />
      ) : null}
    </button>
  );
}

interface ColumnHeadProps {
  readonly column: Column;
  readonly at: number;
  readonly sort: EvidenceSort;
  onSort(sort: EvidenceSort): void;
}

function ColumnHead({ column, at, sort, onSort }: ColumnHeadProps) {
  const isSorted = column.sorts.includes(sort.by);
  return (
    <div
      role="columnheader"
      aria-colindex={at + 2}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
      className={`evidence__cell evidence__cell--${column.key}`}
    >
      {column.sorts.length === 0 ? (
        <span className="evidence__title">{t(`evidence.column.${column.key}`)}</span>
      ) : (
        column.sorts.map((by) => {
          const text = t(`evidence.head.${by}`);
          const isBy = sort.by === by;
          const Arrow = sort.descending ? ArrowDown : ArrowUp;
          return (
            <button
              key={by}
              type="button"
              className="evidence__sort"
              data-sorted={isBy ? '' : undefined}
              aria-label={column.sorts.length > 1 ? `${text} ${t(`evidence.sortBy.${by}`)}` : undefined}
              title={t(`evidence.sortBy.${by}`)}
              onClick={() => onSort(nextSort(sort, by))}
            >
              {text}
              {isBy ? <Arrow size={12} aria-hidden="true" /> : null}
            </button>
          );
        })
      )}
    </div>
  );
}
