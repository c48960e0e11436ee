import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import type { Actor } from '../../core/codebook/codebook.ts';
import { describeLocator } from '../../core/document/locate.ts';
import { isCollision } from '../../core/mentions/mention.ts';
import type { MentionRow } from '../../core/mentions/mention-queue.ts';
import { nextIndex } from '../codebook/next-index.ts';
import { useLocators, type Place } from '../ui/use-locators.ts';
import { t } from '../i18n/texts.ts';
import { formatAlternatives } from '../i18n/format.ts';
import { inlineArrow } from '../ui/inline-arrow.ts';
import { mentionCommand, type MentionCommand } from './mention-keys.ts';

const ROW_HEIGHT = 56;
const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/u;

interface MentionListProps {
  /** The project's. */
  readonly folder: string;
  readonly rows: readonly MentionRow[];
  readonly total: number;
  readonly active: number;
  readonly listRef: RefObject<HTMLDivElement | null>;
  readonly actors: ReadonlyMap<string, Actor>;
  titleOf(row: MentionRow): string;
  onActivate(index: number): void;
  onCommand(command: MentionCommand): void;
  onLeave(): void;
  /** The last loaded row is near. */
  onNearEnd(): void;
}

/** The mentions as lines of a concordance, in one list box that has the keyboard. */
export function MentionList(props: MentionListProps) {
  const { folder, rows, total, active, listRef, actors, titleOf, onActivate, onCommand, onLeave, onNearEnd } =
    props;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => listRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const drawn = virtualizer.getVirtualItems();
  const places = drawn.map(({ index }) => placeOfRow(rows[index]!));
  const locatorOf = useLocators(folder, places);
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  const near = useRef(onNearEnd);
  useEffect(() => {
    near.current = onNearEnd;
  });
  useEffect(() => {
    if (rows.length < total && lastDrawn > rows.length - 50) near.current();
  }, [lastDrawn, rows.length, total]);
  useEffect(() => {
    if (active < rows.length) virtualizer.scrollToIndex(active, { align: 'auto' });
  }, [active, rows.length, virtualizer]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((listRef.current?.clientHeight ?? ROW_HEIGHT) / ROW_HEIGHT) - 1);
    const next = nextIndex(event.key, active, rows.length, page);
    const row = rows[active];
    const command = row ? mentionCommand(event, row.mention) : null;
    if (next !== null) onActivate(next);
    else if (command) onCommand(command);
    else if (inlineArrow(event.key) === 'back' || event.key === 'Escape') onLeave();
    // A digit means a candidate here, and must not go to another screen where there is none.
    else if (!/^\d$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={listRef}
      className="mention-list"
      role="listbox"
      aria-label={t('mentions.mentions')}
      tabIndex={0}
      aria-activedescendant={drawn.some(({ index }) => index === active) ? `mention-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div className="mention-list__rows" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {drawn.map((item) => {
          const row = rows[item.index]!;
          const { mention } = row;
          const locator = locatorOf(placeOfRow(row));
          return (
            // The list box has the keyboard; a click only chooses.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={`${row.documentId} ${mention.start} ${mention.end}`}
              id={`mention-${item.index}`}
              className="mention-list__row"
              role="option"
              aria-selected={item.index === active}
              aria-setsize={total}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start}px)`, height: ROW_HEIGHT }}
              onClick={() => onActivate(item.index)}
              onDoubleClick={() => onCommand({ kind: 'open' })}
            >
              <span className="mention-list__line" dir={RIGHT_TO_LEFT.test(row.text) ? 'rtl' : 'ltr'}>
                <span className="mention-list__left">
                  <span>{row.left}</span>
                </span>
                <mark className="mention-list__hit" data-status={mention.status}>
                  {row.text}
                </mark>
                <span className="mention-list__right">{row.right}</span>
              </span>
              <span className="mention-list__more">
                <span dir="auto">{whoOf(row, actors)}</span>
                {mention.status === 'suggested' ? null : (
                  <span>{t(`mentions.status.${mention.status}`)}</span>
                )}
                <span className="mention-list__title" dir="auto">
                  {titleOf(row)}
                </span>
                {locator ? (
                  <span className="mention-list__place">{describeLocator(locator, { brief: true })}</span>
                ) : null}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function placeOfRow({ documentId, mention }: MentionRow): Place {
  return { documentId, start: mention.start, end: mention.end };
}

function whoOf({ mention }: MentionRow, actors: ReadonlyMap<string, Actor>): string {
  const name = (id: string): string => actors.get(id)?.name ?? id;
  if (mention.actorId) return name(mention.actorId);
  const names = mention.candidates.map(({ actorId }) => name(actorId));
  return isCollision(mention) ? t('mentions.who', { names: formatAlternatives(names) }) : names.join(', ');
}
