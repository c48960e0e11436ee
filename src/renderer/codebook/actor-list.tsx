import { useVirtualizer } from '@tanstack/react-virtual';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { Actor, Codebook } from '../../core/codebook/codebook.ts';
import { isOffered } from '../../core/codebook/entries.ts';
import type { ActorId } from '../../core/ids.ts';
import { actorKindText } from '../tagging/codebook-items.tsx';
import { useIdleFocus } from '../ui/use-idle-focus.ts';
import { endedText } from './ended-text.ts';
import { LIST_ID } from './focus.ts';
import { t } from '../i18n/texts.ts';
import { formatNumber } from '../i18n/format.ts';
import { nextIndex } from './next-index.ts';

const ROW_HEIGHT = 48;

interface ActorListProps {
  readonly actors: readonly Actor[];
  readonly chosen: ActorId | null;
  readonly uses: Readonly<Record<string, number>> | null;
  readonly colliding: ReadonlySet<ActorId>;
  readonly codebook: Codebook;
  onChoose(id: ActorId): void;
  onEnter(): void;
  onDelete(): void;
}

/** The registry as a list box: arrows choose, Enter goes to the details, Delete deletes. */
export function ActorList({
  actors,
  chosen,
  uses,
  colliding,
  codebook,
  onChoose,
  onEnter,
  onDelete,
}: ActorListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  useIdleFocus(scroller, true);
  const chosenAt = actors.findIndex((actor) => actor.id === chosen);
  const virtualizer = useVirtualizer({
    count: actors.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => actors[index]!.id,
    overscan: 8,
  });
  useEffect(() => {
    if (chosenAt !== -1) virtualizer.scrollToIndex(chosenAt, { align: 'auto' });
  }, [chosenAt, virtualizer]);
  const rows = virtualizer.getVirtualItems();
  const isChosenDrawn = rows.some((row) => row.index === chosenAt);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW_HEIGHT) / ROW_HEIGHT) - 1);
    const next = nextIndex(event.key, chosenAt, actors.length, pageRows);
    if (next !== null) onChoose(actors[next]!.id);
    else if (event.key === 'Enter') onEnter();
    else if (event.key === 'Delete') onDelete();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={scroller}
      id={LIST_ID}
      className="entry-list"
      role="listbox"
      aria-label={t('codebook.actors')}
      tabIndex={0}
      aria-activedescendant={isChosenDrawn ? `actor-row-${chosen}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div className="entry-list__rows" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const actor = actors[row.index]!;
          const count = uses?.[actor.id] ?? 0;
          return (
            // The list box has the keyboard; a click only chooses.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={row.key}
              id={`actor-row-${actor.id}`}
              className="entry-list__row"
              role="option"
              aria-selected={actor.id === chosen}
              data-ended={isOffered(actor) ? undefined : ''}
              aria-setsize={actors.length}
              aria-posinset={row.index + 1}
              style={{ transform: `translateY(${row.start}px)`, height: ROW_HEIGHT }}
              onClick={() => onChoose(actor.id)}
            >
              <span className="entry-list__name" dir="auto">
                {actor.name}
              </span>
              <span className="entry-list__count" title={t('codebook.usedBy', { count })}>
                {uses ? formatNumber(count) : ''}
              </span>
              <span className="entry-list__more" dir="auto">
                {[
                  ...(isOffered(actor) ? [] : [endedText(actor, codebook)]),
                  actorKindText(actor.kind),
                  ...actor.aliases.map((alias) => alias.text),
                ].join(' · ')}
              </span>
              {colliding.has(actor.id) ? (
                <TriangleAlert
                  className="entry-list__flag"
                  size={12}
                  aria-label={t('codebook.aNameOfItCollides')}
                />
              ) : null}
            </div>
          );
        })}
      </div>
    </div>
  );
}
