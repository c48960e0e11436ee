import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { Check, Minus, SquareArrowOutUpRight } from 'lucide-react';
import {
  useEffect,
  useEffectEvent,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import type { Locator } from '../../core/document/locate.ts';
import { nextIndex } from '../codebook/next-index.ts';
import './row-grid.css';
import { rowIn, type RowView, type RowWindow } from './row-pages.ts';
import { useLocators, type Place } from './use-locators.ts';

/** Rows asked for before they come into sight, so that steady scrolling meets no blank. */
const AHEAD = 80;

/** How a row was pointed at or moved to: alone, adding it, or everything from the last one up to it. */
export type SelectionMode = 'only' | 'toggle' | 'extend';

/** What a screen gives on from its own state, whatever its rows hold. */
export interface RowGridControls<Row> {
  readonly active: number;
  /** Pixels, when the screen is drawn first. */
  readonly initialScroll: number;
  onActivate(index: number): void;
  onSelect(index: number, mode: SelectionMode): void;
  onSelectAll(): void;
  onSelectNone(): void;
  onOpen(row: Row): void;
  onInSight(first: number, last: number): void;
  onScroll(top: number): void;
}

export interface RowGridProps<Row> extends RowGridControls<Row> {
  readonly view: RowView<Row, RowWindow<Row>>;
  readonly gridRef: RefObject<HTMLDivElement | null>;
  /** The project's folder. */
  readonly folder: string;
  /** Block of the style sheet that lays its columns out. */
  readonly className: string;
  /** Begins the ids of the rows. */
  readonly idPrefix: string;
  readonly label: string;
  readonly selectAllLabel: string;
  /** The same with its key. */
  readonly selectAllTitle: string;
  readonly columnCount: number;
  /** Pixels. */
  readonly rowHeight: number;
  readonly selectedCount: number;
  isSelected(row: Row): boolean;
  /** The passage whose locator the row shows, if any. */
  placeOf(row: Row): Place | null;
  /** The heads of the columns after the first, which selects. The last is `OpenHead`. */
  readonly head: ReactNode;
  /** The cells of a row. The first is `SelectCell`, the last `OpenCell`. */
  renderCells(row: Row, isSelected: boolean, locator: Locator | undefined): ReactNode;
  /** Other keys, without modifiers. Answers whether it had one. */
  onKey?(key: string): boolean;
}

/**
 * A table of any length over rows that come page by page. It has the keyboard as one: arrows, Home, End and the page
 * keys move, Shift extends, Space selects, Ctrl or Cmd and A select all, Enter opens. Only the rows in sight and the
 * active one are in the page.
 */
export function RowGrid<Row>(props: RowGridProps<Row>) {
  const { view, gridRef, idPrefix, rowHeight, active, onInSight } = props;
  const head = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: view.total,
    getScrollElement: () => gridRef.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialOffset: props.initialScroll,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      // The active row stays in the page, so that the screen reader does not lose it.
      if (active >= range.count || indexes.includes(active)) return indexes;
      return [...indexes, active].sort((a, b) => a - b);
    },
  });
  const drawn = virtualizer.getVirtualItems().map((item) => {
    const row = rowIn(view, item.index);
    return { item, row, place: row === undefined ? null : props.placeOf(row) };
  });
  const locatorOf = useLocators(
    props.folder,
    drawn.flatMap(({ place }) => place ?? []),
  );
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? 0;
  useEffect(() => onInSight(Math.max(0, first - AHEAD), last + AHEAD), [first, last, view, onInSight]);

  // Another question begins at its top.
  const drawnKey = useRef(view.key);
  useEffect(() => {
    if (drawnKey.current !== null && drawnKey.current !== view.key) gridRef.current?.scrollTo({ top: 0 });
    drawnKey.current = view.key;
  }, [view.key, gridRef]);

  /** A row that was opened before it was there: it opens as soon as it is, unless another is gone to first. */
  const wanted = useRef<{ readonly key: string | null; readonly index: number } | null>(null);
  function open(index: number): void {
    const row = rowIn(view, index);
    wanted.current = row === undefined ? { key: view.key, index } : null;
    if (row !== undefined) props.onOpen(row);
  }
  const openWanted = useEffectEvent(() => {
    if (wanted.current === null) return;
    const { key, index } = wanted.current;
    if (key !== view.key) wanted.current = null;
    else if (rowIn(view, index) !== undefined) open(index);
  });
  useEffect(() => openWanted(), [view]);

  function activate(index: number): void {
    wanted.current = null;
    props.onActivate(index);
  }
  function moveTo(index: number, mode: SelectionMode | null): void {
    activate(index);
    revealRow(index);
    if (mode) props.onSelect(index, mode);
  }
  function revealRow(index: number): void {
    const box = gridRef.current;
    if (!box) return;
    const visible = box.clientHeight - (head.current?.offsetHeight ?? 0);
    const top = index * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight > box.scrollTop + visible) box.scrollTop = top + rowHeight - visible;
  }

  function onKeyDown(event: KeyboardEvent): void {
    // The buttons of the head have their own keys.
    if (event.target !== event.currentTarget || event.altKey) return;
    const hasModifier = event.ctrlKey || event.metaKey;
    const pageRows = Math.max(1, Math.floor((gridRef.current?.clientHeight ?? 0) / rowHeight) - 2);
    const next = nextIndex(event.key, active, view.total, pageRows);
    if (next !== null) moveTo(next, event.shiftKey ? 'extend' : null);
    else if (event.key === ' ') props.onSelect(active, event.shiftKey ? 'extend' : 'toggle');
    else if (hasModifier && event.key.toLowerCase() === 'a') props.onSelectAll();
    else if (hasModifier) return;
    else if (event.key === 'Escape' && props.selectedCount > 0) props.onSelectNone();
    else if (event.key === 'Enter' && active < view.total) open(active);
    else if (!props.onKey?.(event.key.toLowerCase())) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onClick(event: MouseEvent): void {
    const index = rowUnder(event);
    if (index === null) return;
    activate(index);
    if (isOn(event, '[data-open]')) {
      open(index);
      return;
    }
    gridRef.current?.focus({ preventScroll: true });
    const isToggle = event.ctrlKey || event.metaKey || isOn(event, '[data-check]');
    props.onSelect(index, event.shiftKey ? 'extend' : isToggle ? 'toggle' : 'only');
  }
  function onDoubleClick(event: MouseEvent): void {
    const index = rowUnder(event);
    if (index !== null && !isOn(event, '[data-check]')) open(index);
  }

  const isActiveDrawn = drawn.some(({ item }) => item.index === active);
  return (
    // The rows are `aria-activedescendant`s of the grid, which has their keys.
    <div
      ref={gridRef}
      className={`row-grid ${props.className}`}
      role="grid"
      aria-label={props.label}
      aria-rowcount={view.total + 1}
      aria-colcount={props.columnCount}
      aria-multiselectable="true"
      aria-busy={view.isLoading}
      aria-activedescendant={isActiveDrawn ? `${idPrefix}-${active}` : undefined}
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
      <div ref={head} className="row-grid__head" role="rowgroup">
        <div className="row-grid__row row-grid__row--head" role="row" aria-rowindex={1}>
          <div role="columnheader" aria-colindex={1} className="row-grid__check">
            <SelectAllBox {...props} />
          </div>
          {props.head}
        </div>
      </div>
      <div className="row-grid__body" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
        {drawn.map(({ item, row, place }) => {
          const isChosen = row !== undefined && props.isSelected(row);
          return (
            <div
              key={item.key}
              id={`${idPrefix}-${item.index}`}
              className="row-grid__row"
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={isChosen}
              aria-busy={row === undefined}
              data-row={item.index}
              data-active={item.index === active ? '' : undefined}
              style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
            >
              {row === undefined ? (
                <div role="gridcell" aria-colindex={1} className="row-grid__waiting" />
              ) : (
                props.renderCells(row, isChosen, place ? locatorOf(place) : undefined)
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function rowUnder(event: MouseEvent): number | null {
  if (!(event.target instanceof Element)) return null;
  const index = event.target.closest('[data-row]')?.getAttribute('data-row');
  return index === null || index === undefined ? null : Number(index);
}

function isOn(event: MouseEvent, selector: string): boolean {
  return event.target instanceof Element && event.target.closest(selector) !== null;
}

/** The first cell of a row: a box that a click turns over. */
export function SelectCell({ isSelected }: { readonly isSelected: boolean }) {
  return (
    <div role="gridcell" aria-colindex={1} className="row-grid__check" data-check="">
      <span className="checkmark" data-checked={isSelected ? '' : undefined}>
        {isSelected ? <Check size={12} aria-hidden="true" /> : null}
      </span>
    </div>
  );
}

interface OpenCellProps {
  readonly columnIndex: number;
  readonly label: string;
  /** The same with its key. */
  readonly title: string;
}

/** The last cell of a row: a mouse's way to open it, for the keyboard has Enter. */
export function OpenCell({ columnIndex, label, title }: OpenCellProps) {
  return (
    <div role="gridcell" aria-colindex={columnIndex} className="row-grid__open">
      <button
        type="button"
        className="icon-button"
        data-size="small"
        data-open=""
        tabIndex={-1}
        aria-label={label}
        title={title}
      >
        <SquareArrowOutUpRight size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

/** Above the `OpenCell`s. */
export function OpenHead({ columnIndex, label }: Pick<OpenCellProps, 'columnIndex' | 'label'>) {
  return (
    <div role="columnheader" aria-colindex={columnIndex} className="row-grid__open">
      <span className="visually-hidden">{label}</span>
    </div>
  );
}

function SelectAllBox({
  view,
  selectedCount: count,
  selectAllLabel,
  selectAllTitle,
  onSelectAll,
  onSelectNone,
}: Pick<
  RowGridProps<never>,
  'selectedCount' | 'selectAllLabel' | 'selectAllTitle' | 'onSelectAll' | 'onSelectNone'
> & { readonly view: { readonly total: number } }) {
  const isAll = count > 0 && count === view.total;
  return (
    <button
      type="button"
      role="checkbox"
      className="checkmark"
      aria-checked={isAll ? 'true' : count > 0 ? 'mixed' : 'false'}
      aria-label={selectAllLabel}
      title={selectAllTitle}
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
