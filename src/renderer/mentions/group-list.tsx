import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { MentionGroup, MentionGroupKey } from '../../core/mentions/mention-queue.ts';
import { nextIndex } from '../codebook/next-index.ts';
import { t } from '../i18n/texts.ts';
import { formatNumber } from '../i18n/format.ts';
import { useIdleFocus } from '../ui/use-idle-focus.ts';

export interface ShownGroup {
  readonly group: MentionGroup;
  readonly count: number;
}

interface GroupListProps {
  readonly groups: readonly ShownGroup[];
  /** Null for the mentions of all names. */
  readonly chosen: MentionGroupKey | null;
  nameOf(id: string): string;
  onChoose(group: MentionGroupKey | null): void;
  /** To the mentions themselves. */
  onEnter(): void;
}

export function isSameGroup(a: MentionGroupKey | null, b: MentionGroupKey | null): boolean {
  return a?.actorId === b?.actorId && a?.alias === b?.alias;
}

const PAGE = 10;

/** The names under their actors, as one list box: arrows choose, Enter goes to the mentions. */
export function GroupList({ groups, chosen, nameOf, onChoose, onEnter }: GroupListProps) {
  const list = useRef<HTMLDivElement>(null);
  useIdleFocus(list, true);
  const options: readonly (MentionGroupKey | null)[] = [null, ...groups.map(({ group }) => group)];
  const chosenAt = options.findIndex((option) => isSameGroup(option, chosen));
  const total = groups.reduce((sum, { count }) => sum + count, 0);

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosenAt]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nextIndex(event.key, chosenAt, options.length, PAGE);
    if (next !== null) onChoose(options[next]!);
    else if (event.key === 'Enter') onEnter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function option(at: number, key: MentionGroupKey | null, text: string, count: number) {
    return (
      // The list box has the keyboard; a click only chooses.
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
      <div
        key={at}
        id={`mention-group-${at}`}
        className="mention-groups__row"
        role="option"
        aria-selected={at === chosenAt}
        data-all={key === null || undefined}
        onClick={() => onChoose(key)}
      >
        <span className="mention-groups__alias" dir="auto">
          {text}
        </span>
        <span className="count">{formatNumber(count)}</span>
      </div>
    );
  }

  return (
    <div
      ref={list}
      className="mention-groups"
      role="listbox"
      aria-label={t('mentions.names')}
      tabIndex={0}
      aria-activedescendant={chosenAt === -1 ? undefined : `mention-group-${chosenAt}`}
      onKeyDown={onKeyDown}
    >
      {option(0, null, t('mentions.allNames'), total)}
      {byActor(groups).map(({ actorId, names }) => (
        <div
          key={actorId ?? 'several'}
          role="group"
          aria-label={actorId === null ? t('mentions.namesOfSeveralActors') : nameOf(actorId)}
        >
          <div className="mention-groups__actor" aria-hidden="true" dir="auto">
            {actorId === null ? (
              <>
                <TriangleAlert size={13} /> {t('mentions.namesOfSeveralActors')}
              </>
            ) : (
              nameOf(actorId)
            )}
          </div>
          {names.map(({ group, count, at }) => option(at, group, group.alias, count))}
        </div>
      ))}
    </div>
  );
}

interface ActorNames {
  readonly actorId: MentionGroupKey['actorId'];
  readonly names: (ShownGroup & { readonly at: number })[];
}

/** Groups come in the actors' order; `at` is the place in the list box, after *all names*. */
function byActor(groups: readonly ShownGroup[]): ActorNames[] {
  const actors: ActorNames[] = [];
  groups.forEach((shown, index) => {
    let last = actors.at(-1);
    if (!last || last.actorId !== shown.group.actorId) {
      last = { actorId: shown.group.actorId, names: [] };
      actors.push(last);
    }
    last.names.push({ ...shown, at: index + 1 });
  });
  return actors;
}
