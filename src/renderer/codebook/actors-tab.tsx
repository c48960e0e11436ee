import { useMemo, useState } from 'react';
import { findCollisions } from '../../core/codebook/collisions.ts';
import type { ActorId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { isOffered } from '../../core/codebook/entries.ts';
import { Button } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { ActorDetail } from './actor-detail.tsx';
import { ActorList } from './actor-list.tsx';
import { addActor, deleteActor } from './codebook-edits.ts';
import { EntrySplit } from './entry-split.tsx';
import { listActors, type ActorOrder } from './list-actors.ts';
import { focusList, focusName } from './focus.ts';
import { NamePopover } from './name-popover.tsx';
import { neighbourOf } from './neighbour-of.ts';
import { useMentionCounts } from './use-mention-counts.ts';
import { ShowEnded } from './show-ended.tsx';
import { t } from '../i18n/texts.ts';
import type { Usage } from './use-usage.ts';

interface ActorsTabProps {
  readonly project: ProjectSnapshot;
  readonly usage: Usage | null;
  readonly chosen: ActorId | null;
  onChoose(id: ActorId | null): void;
}

/** The actor registry: the list at the left, one actor at the right. */
export function ActorsTab({ project, usage, chosen, onChoose }: ActorsTabProps) {
  const { codebook } = project;
  const isReadOnly = project.readOnly !== null;
  const [query, setQuery] = useState('');
  const [order, setOrder] = useState<ActorOrder>('name');
  const [isOnlyColliding, setIsOnlyColliding] = useState(false);
  const [isShowingEnded, setIsShowingEnded] = useState(false);
  const ended = codebook.actors.filter((entry) => !isOffered(entry)).length;
  const collisions = useMemo(() => findCollisions(codebook.actors), [codebook.actors]);
  const colliding = useMemo(
    () => new Set(collisions.flatMap((collision) => [collision.actorId, collision.otherId])),
    [collisions],
  );
  const mentionCounts = useMentionCounts(project.folder, colliding.size > 0);
  const uses = usage?.actors ?? null;
  const shown = useMemo(
    () =>
      listActors(isShowingEnded ? codebook.actors : codebook.actors.filter(isOffered), {
        query,
        order,
        uses,
        only: isOnlyColliding ? colliding : null,
      }),
    [codebook.actors, query, order, uses, isOnlyColliding, colliding, isShowingEnded],
  );
  const actor = codebook.actors.find((candidate) => candidate.id === chosen) ?? shown[0];

  function create(name: string): void {
    setQuery('');
    setIsOnlyColliding(false);
    onChoose(addActor(name));
    focusName();
  }
  /** After a deletion: what stands next in the list. */
  function chooseNeighbour(id: ActorId): void {
    const ids = shown.map((candidate) => candidate.id);
    onChoose(neighbourOf(ids, id));
    focusList();
  }

  return (
    <EntrySplit
      searchLabel={t('codebook.searchActors')}
      searchPlaceholder={t('codebook.searchNamesAndNotes')}
      query={query}
      onQuery={setQuery}
      tools={
        <>
          <NamePopover
            kind="actor"
            text={t('codebook.newActor')}
            taken={codebook.actors
              .filter(isOffered)
              .flatMap((entry) => [entry.name, ...entry.aliases.map((alias) => alias.text)])}
            isDisabled={isReadOnly}
            onCreate={create}
          />
          <Segmented<ActorOrder>
            label={t('codebook.order')}
            options={[
              { value: 'name', text: t('codebook.byName') },
              { value: 'uses', text: t('codebook.byUse') },
            ]}
            value={order}
            onChange={(value) => setOrder(value ?? 'name')}
          />
          {colliding.size > 0 || isOnlyColliding ? (
            <Button
              tone="quiet"
              className="button--small"
              aria-pressed={isOnlyColliding}
              onClick={() => setIsOnlyColliding(!isOnlyColliding)}
            >
              {t('codebook.withCollidingNames', { count: colliding.size })}
            </Button>
          ) : null}
          <ShowEnded count={ended} isShowing={isShowingEnded} onToggle={setIsShowingEnded} />
        </>
      }
      noneText={
        shown.length > 0 || codebook.actors.length === 0
          ? null
          : query === ''
            ? t('codebook.noNamesCollide')
            : t('codebook.noActorHasInA', { query })
      }
      list={
        codebook.actors.length > 0 ? (
          <ActorList
            actors={shown}
            chosen={actor?.id ?? null}
            uses={uses}
            colliding={colliding}
            codebook={codebook}
            onChoose={onChoose}
            onEnter={focusName}
            onDelete={() => {
              if (actor && !isReadOnly) deleteActor(actor, () => chooseNeighbour(actor.id));
            }}
          />
        ) : null
      }
      entryId={actor?.id}
    >
      {actor ? (
        <ActorDetail
          key={actor.id}
          actor={actor}
          codebook={codebook}
          collisions={collisions.filter(
            (collision) => collision.actorId === actor.id || collision.otherId === actor.id,
          )}
          mentionCounts={mentionCounts}
          uses={usage ? (usage.actors[actor.id] ?? 0) : null}
          isReadOnly={isReadOnly}
          onOpen={(id) => {
            setQuery('');
            setIsOnlyColliding(false);
            onChoose(id);
            focusList();
          }}
          onDeleted={() => chooseNeighbour(actor.id)}
        />
      ) : codebook.actors.length === 0 ? (
        <div className="empty">
          <h2>{t('codebook.noActorsYet')}</h2>
          <p>{t('codebook.actorsAreWhomThePassages')}</p>
        </div>
      ) : null}
    </EntrySplit>
  );
}
