import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { Code, Codebook } from '../../core/codebook/codebook.ts';
import { isOffered } from '../../core/codebook/entries.ts';
import type { TreeRow } from '../../core/codebook/tree.ts';
import type { CodeId } from '../../core/ids.ts';
import { useIdleFocus } from '../ui/use-idle-focus.ts';
import { endedText } from './ended-text.ts';
import { LIST_ID } from './focus.ts';
import { t } from '../i18n/texts.ts';
import { formatNumber } from '../i18n/format.ts';
import { inlineArrow } from '../ui/inline-arrow.ts';
import { nextIndex } from './next-index.ts';

const PAGE_ROWS = 10;

interface CodeTreeProps {
  readonly rows: readonly TreeRow<Code>[];
  readonly chosen: CodeId | null;
  readonly uses: Readonly<Record<string, number>> | null;
  readonly codebook: Codebook;
  isCollapsed(id: CodeId): boolean;
  onChoose(id: CodeId): void;
  onToggle(id: CodeId, isOpen: boolean): void;
  onEnter(): void;
  onDelete(): void;
}

/** A tree: up and down move, right opens or goes in, left closes or goes out, Enter goes to the details. */
export function CodeTree({
  rows,
  chosen,
  uses,
  codebook,
  isCollapsed,
  onChoose,
  onToggle,
  onEnter,
  onDelete,
}: CodeTreeProps) {
  const tree = useRef<HTMLDivElement>(null);
  useIdleFocus(tree, true);
  const at = rows.findIndex((row) => row.entry.id === chosen);
  useEffect(() => {
    document.getElementById(`code-row-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  function goRight(row: TreeRow<Code>): void {
    if (!row.hasChildren) return;
    if (isCollapsed(row.entry.id)) onToggle(row.entry.id, true);
    else onChoose(rows[at + 1]!.entry.id);
  }
  function goLeft(row: TreeRow<Code>): void {
    if (row.hasChildren && !isCollapsed(row.entry.id)) {
      onToggle(row.entry.id, false);
      return;
    }
    const parent = rows.slice(0, at).findLast((candidate) => candidate.depth === row.depth - 1);
    if (row.depth > 0 && parent) onChoose(parent.entry.id);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[at];
    const next = nextIndex(event.key, at, rows.length, PAGE_ROWS);
    if (next !== null) onChoose(rows[next]!.entry.id);
    else if (row && inlineArrow(event.key) === 'forward') goRight(row);
    else if (row && inlineArrow(event.key) === 'back') goLeft(row);
    else if (event.key === 'Enter') onEnter();
    else if (event.key === 'Delete') onDelete();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={tree}
      id={LIST_ID}
      className="entry-list code-tree"
      role="tree"
      aria-label={t('codebook.codes')}
      tabIndex={0}
      aria-activedescendant={at === -1 ? undefined : `code-row-${chosen}`}
      onKeyDown={onKeyDown}
    >
      {rows.map(({ entry, depth, hasChildren, position, siblings }) => {
        const isOpen = hasChildren && !isCollapsed(entry.id);
        return (
          // The tree has the keyboard; a click only chooses.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={entry.id}
            id={`code-row-${entry.id}`}
            className="code-tree__row"
            role="treeitem"
            aria-level={depth + 1}
            aria-setsize={siblings}
            aria-posinset={position}
            aria-selected={entry.id === chosen}
            data-ended={isOffered(entry) ? undefined : ''}
            aria-expanded={hasChildren ? isOpen : undefined}
            style={{ paddingInlineStart: `${depth * 1.25 + 0.5}rem` }}
            onClick={() => onChoose(entry.id)}
          >
            {hasChildren ? (
              // A mouse's way only: the keyboard has left and right.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
              <span
                className="code-tree__twist"
                onClick={(event) => {
                  event.stopPropagation();
                  onToggle(entry.id, !isOpen);
                }}
              >
                {isOpen ? (
                  <ChevronDown size={14} aria-hidden="true" />
                ) : (
                  <ChevronRight size={14} aria-hidden="true" />
                )}
              </span>
            ) : (
              <span className="code-tree__twist" />
            )}
            <span className="swatch" data-colour={entry.colour} aria-hidden="true" />
            <span className="entry-list__name" dir="auto">
              {entry.name}
            </span>
            {isOffered(entry) ? null : (
              <span className="code-tree__ended" dir="auto">
                {endedText(entry, codebook)}
              </span>
            )}
            <span className="entry-list__count">{uses ? formatNumber(uses[entry.id] ?? 0) : ''}</span>
          </div>
        );
      })}
    </div>
  );
}
