import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import './virtual-list.css';

/** Rows drawn beyond either edge, so that steady scrolling meets no blank. */
const OVERSCAN = 8;

/** What the control of a row takes on that is to have the arrow keys. */
export interface RowTarget {
  readonly 'data-row-target': '';
  onKeyDown(event: KeyboardEvent): void;
  onClickCapture(): void;
}

interface VirtualListProps<Row> {
  readonly rows: readonly Row[];
  /** Pixels, of each row. */
  readonly rowHeight: number;
  /** Given, the list is itself a stop for the keyboard, which scrolls it, and is called so. */
  readonly label?: string;
  /** The row that comes into sight whenever it is another; -1 for none. */
  readonly currentIndex?: number;
  keyOf(row: Row): string;
  /** What a row holds. The control that gets `target` moves to the next row's by the arrow keys. */
  renderRow(row: Row, target: RowTarget): ReactNode;
  /** A key at a row's control, before the arrows. Answers whether nothing more is to come of it. */
  onRowKey?(event: KeyboardEvent, index: number): boolean;
}

/**
 * A list of rows of one height: thousands of them cost as much as the dozen on the screen, for only what is in sight is
 * in the page.
 */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { rows, rowHeight, label, currentIndex = -1, keyOf, renderRow, onRowKey } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
  });
  useEffect(() => {
    if (currentIndex !== -1) virtualizer.scrollToIndex(currentIndex, { align: 'auto' });
  }, [currentIndex, virtualizer]);

  /** The row that has the keys as soon as it is drawn; until then they still come from the one before. */
  const awaited = useRef<number | null>(null);
  function focusRow(index: number): void {
    if (index < 0 || index >= rows.length) return;
    virtualizer.scrollToIndex(index);
    awaited.current = index;
    focusAwaited();
  }
  function focusAwaited(): void {
    const target = scroller.current?.querySelector<HTMLElement>(
      `[data-index="${awaited.current}"] [data-row-target]`,
    );
    if (!target) return;
    awaited.current = null;
    target.focus();
  }
  // Before the next key: the row that has them now may have been scrolled out of the page.
  useLayoutEffect(() => {
    if (awaited.current !== null) focusAwaited();
  });
  function onKeyDown(event: KeyboardEvent, drawn: number): void {
    const index = Math.min(awaited.current ?? drawn, rows.length - 1);
    if (!onRowKey?.(event, index)) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey) return;
      focusRow(index + step);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={scroller}
      className="virtual-list"
      {...(label === undefined
        ? {}
        : { role: 'group', 'aria-label': label, tabIndex: rows.length > 0 ? 0 : -1 })}
    >
      <ul className="virtual-list__rows" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!;
          return (
            <li
              key={keyOf(row)}
              className="virtual-list__row"
              data-index={index}
              style={{ transform: `translateY(${start}px)`, height: rowHeight }}
            >
              {renderRow(row, {
                'data-row-target': '',
                onKeyDown: (event) => onKeyDown(event, index),
                // Who points at a row has said where to go.
                onClickCapture: () => {
                  awaited.current = null;
                },
              })}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
