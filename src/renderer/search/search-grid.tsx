import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { Check, Minus, SquareArrowOutUpRight, StickyNote } from 'lucide-react';
import { memo, useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { describeLocator, type Locator } from '../../core/document/locate.ts';
import type { ProjectSnapshot, SearchLineValue } from '../../contract/calls.ts';
import { nextIndex } from '../codebook/next-index.ts';
import type { SelectionMode } from '../evidence/evidence-grid.tsx';
import { isRightToLeft } from '../reader/direction.ts';
import { rowIn } from '../ui/row-pages.ts';
import { useLocators } from '../ui/use-locators.ts';
import { countLines, isLineSelected, type LineSelection } from './line-selection.ts';
import { t } from '../i18n/texts.ts';
import type { SearchView } from './search-pages.ts';

const ROW_HEIGHT = 34;
/** Rows asked for before they come into sight, so that steady scrolling meets no blank. */
const AHEAD = 80;

interface SearchGridProps {
  readonly project: ProjectSnapshot;
  readonly view: SearchView;
  readonly selection: LineSelection;
  readonly active: number;
  /** Pixels, when the screen is drawn first. */
  readonly initialScroll: number;
  readonly gridRef: RefObject<HTMLDivElement | null>;
  onActivate(index: number): void;
  onSelect(index: number, mode: SelectionMode): void;
  onSelectAll(): void;
  onSelectNone(): void;
  onOpen(line: SearchLineValue): void;
  onTag(kind: 'actor' | 'code'): void;
  onInSight(first: number, last: number): void;
  onScroll(top: number): void;
}

/**
 * The concordance: a line per hit, the hits beneath each other in the middle. It has the keyboard as one: arrows, Home,
 * End and the page keys move, Shift extends, Space selects, Ctrl or Cmd and A select all, A and C tag, Enter opens.
 */
export function SearchGrid(props: SearchGridProps) {
  const { project, view, selection, active, gridRef, onInSight } = props;
  const head = useRef<HTMLDivElement>(null);
  const titles = useMemo(
    () => new Map<string, string>(project.documents.map((summary) => [summary.id, summary.title])),
    [project.documents],
  );
  const virtualizer = useVirtualizer({
    count: view.total,
    getScrollElement: () => gridRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
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
      const line = rowIn(view, row.index);
      return line && !line.note ? [line] : [];
    }),
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

  function moveTo(index: number, mode: SelectionMode | null): void {
    props.onActivate(index);
    const box = gridRef.current;
    if (box) {
      const visible = box.clientHeight - (head.current?.offsetHeight ?? 0);
      const top = index * ROW_HEIGHT;
      if (top < box.scrollTop) box.scrollTop = top;
      else if (top + ROW_HEIGHT > box.scrollTop + visible) box.scrollTop = top + ROW_HEIGHT - visible;
    }
    if (mode) props.onSelect(index, mode);
  }

  function onKeyDown(event: KeyboardEvent): void {
    // The box in the head has its own keys.
    if (event.target !== event.currentTarget || event.altKey) return;
    const hasModifier = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const pageRows = Math.max(1, Math.floor((gridRef.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const next = nextIndex(event.key, active, view.total, pageRows);
    const current = rowIn(view, active);
    if (next !== null) moveTo(next, event.shiftKey ? 'extend' : null);
    else if (event.key === ' ') props.onSelect(active, event.shiftKey ? 'extend' : 'toggle');
    else if (hasModifier && key === 'a') props.onSelectAll();
    else if (hasModifier) return;
    else if (key === 'a') props.onTag('actor');
    else if (key === 'c') props.onTag('code');
    else if (event.key === 'Escape' && countLines(selection, view.total) > 0) props.onSelectNone();
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
    const line = rowIn(view, index);
    if (event.target.closest('[data-open]')) {
      if (line) props.onOpen(line);
      return;
    }
    gridRef.current?.focus({ preventScroll: true });
    const isToggle = event.ctrlKey || event.metaKey || event.target.closest('[data-check]') !== null;
    props.onSelect(index, event.shiftKey ? 'extend' : isToggle ? 'toggle' : 'only');
  }
  function onDoubleClick(event: MouseEvent): void {
    const index = rowOf(event);
    const line = index === null ? undefined : rowIn(view, index);
    const isOnCheck = event.target instanceof Element && event.target.closest('[data-check]') !== null;
    if (line && !isOnCheck) props.onOpen(line);
  }

  const isActiveDrawn = rows.some((row) => row.index === active);
  return (
    // The rows are `aria-activedescendant`s of the grid, which has their keys.
    <div
      ref={gridRef}
      className="concordance"
      role="grid"
      aria-label={t('search.hitsGrid')}
      aria-rowcount={view.total + 1}
      aria-colcount={6}
      aria-multiselectable="true"
      aria-busy={view.isLoading}
      aria-activedescendant={isActiveDrawn ? `hit-${active}` : undefined}
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
      <div ref={head} className="concordance__head" role="rowgroup">
        <div className="concordance__row concordance__row--head" role="row" aria-rowindex={1}>
          <div role="columnheader" aria-colindex={1} className="concordance__check">
            <SelectAllBox {...props} />
          </div>
          <div role="columnheader" aria-colindex={2} className="concordance__document">
            {t('search.document')}
          </div>
          <div className="kwic">
            <div role="columnheader" aria-colindex={3} className="kwic__left">
              <span>{t('search.before')}</span>
            </div>
            <div role="columnheader" aria-colindex={4} className="kwic__hit">
              {t('search.hit')}
            </div>
            <div role="columnheader" aria-colindex={5} className="kwic__right">
              {t('search.after')}
            </div>
          </div>
          <div role="columnheader" aria-colindex={6} className="concordance__open">
            <span className="visually-hidden">{t('search.open')}</span>
          </div>
        </div>
      </div>
      <div className="concordance__body" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const line = rowIn(view, row.index);
          const isChosen = line !== undefined && isLineSelected(selection, line);
          return (
            <div
              key={row.key}
              id={`hit-${row.index}`}
              className="concordance__row"
              role="row"
              aria-rowindex={row.index + 2}
              aria-selected={isChosen}
              aria-busy={line === undefined}
              data-row={row.index}
              data-active={row.index === active ? '' : undefined}
              style={{ transform: `translateY(${row.start}px)`, height: ROW_HEIGHT }}
            >
              {line ? (
                <LineCells
                  line={line}
                  title={titles.get(line.documentId) ?? line.documentId}
                  isSelected={isChosen}
                  locator={line.note ? undefined : locatorOf(line)}
                />
              ) : (
                <div role="gridcell" aria-colindex={1} className="concordance__waiting" />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface LineCellsProps {
  readonly line: SearchLineValue;
  readonly title: string;
  readonly isSelected: boolean;
  /** Undefined in a note, and until it is known. */
  readonly locator: Locator | undefined;
}

const LineCells = memo(function LineCells({ line, title, isSelected, locator }: LineCellsProps) {
  const place = locator ? describeLocator(locator) : '';
  const left = inOneLine(line.left);
  const hit = inOneLine(line.hit);
  const right = inOneLine(line.right);
  return (
    <>
      <div role="gridcell" aria-colindex={1} className="concordance__check" data-check="">
        <span className="checkmark" data-checked={isSelected ? '' : undefined}>
          {isSelected ? <Check size={12} aria-hidden="true" /> : null}
        </span>
      </div>
      <div
        role="gridcell"
        aria-colindex={2}
        className="concordance__document"
        title={place ? `${title}, ${place}` : title}
      >
        {line.note ? <StickyNote size={12} aria-label={t('search.inANote')} /> : null}
        <span dir="auto">{title}</span>
        {locator ? <small>{describeLocator(locator, { brief: true })}</small> : null}
      </div>
      {/* In a right-to-left text what comes before stands on the right. */}
      <div className="kwic" role="presentation" dir={isRightToLeft(hit + right + left) ? 'rtl' : 'ltr'}>
        <div role="gridcell" aria-colindex={3} className="kwic__left">
          <span>{left}</span>
        </div>
        <div role="gridcell" aria-colindex={4} className="kwic__hit">
          <mark>{hit}</mark>
        </div>
        <div role="gridcell" aria-colindex={5} className="kwic__right">
          {right}
        </div>
      </div>
      <div role="gridcell" aria-colindex={6} className="concordance__open">
        <button
          type="button"
          className="icon-button"
          data-size="small"
          data-open=""
          tabIndex={-1}
          aria-label={t('search.openThisHitInThe')}
          title={t('search.openInTheReaderEnter')}
        >
          <SquareArrowOutUpRight size={14} aria-hidden="true" />
        </button>
      </div>
    </>
  );
});

function inOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

function SelectAllBox({
  view,
  selection,
  onSelectAll,
  onSelectNone,
}: Pick<SearchGridProps, 'view' | 'selection' | 'onSelectAll' | 'onSelectNone'>) {
  const count = countLines(selection, view.total);
  const isAll = count > 0 && count === view.total;
  return (
    <button
      type="button"
      role="checkbox"
      className="checkmark"
      aria-checked={isAll ? 'true' : count > 0 ? 'mixed' : 'false'}
      aria-label={t('search.selectAllHits')}
      title={t('search.selectAllHitsCtrlA')}
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
