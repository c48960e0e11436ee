import { TriangleAlert } from 'lucide-react';
import { Fragment } from 'react';
import type { Collision } from '../../core/codebook/collisions.ts';
import type { ActorId } from '../../core/ids.ts';
import { foldText } from '../../core/text-fold.ts';
import { t } from '../i18n/texts.ts';
import { rich } from '../i18n/rich.tsx';
import type { MentionCounts } from './use-mention-counts.ts';
import { groupCollisions, type Containment } from './group-collisions.ts';

interface CollisionListProps {
  readonly actorId: ActorId;
  readonly collisions: readonly Collision[];
  /** Null while they are not known. */
  readonly counts: MentionCounts | null;
  nameOf(id: ActorId): string;
  onOpen(id: ActorId): void;
}

/** Where the actor's names get in the way of others'. Not a fault: the sources are like that. */
export function CollisionList({ actorId, collisions, counts, nameOf, onOpen }: CollisionListProps) {
  const groups = groupCollisions(actorId, collisions);
  if (groups.length === 0) return null;
  return (
    <section className="collisions" aria-label={t('codebook.namesThatCollide')}>
      <h2>
        <TriangleAlert size={14} aria-hidden="true" /> {t('codebook.namesThatCollide')}
      </h2>
      <ul>
        {groups.map(({ otherId, shared, inside, around }) => (
          <li key={otherId}>
            <button type="button" className="link" dir="auto" onClick={() => onOpen(otherId)}>
              {nameOf(otherId)}
            </button>
            <ul>
              {shared.length > 0 ? (
                <li>
                  {rich(t('codebook.calledToo'), { names: <Quoted names={shared} /> })}
                  <Touched names={shared} counts={counts} />
                </li>
              ) : null}
              {inside.map((containment) => (
                <Inside key={containment.short} containment={containment} owner="its" counts={counts} />
              ))}
              {around.map((containment) => (
                <Inside key={containment.short} containment={containment} owner="here" counts={counts} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `owner` is whose the longer names are. */
function Inside({
  containment,
  owner,
  counts,
}: {
  readonly containment: Containment;
  readonly owner: 'its' | 'here';
  readonly counts: MentionCounts | null;
}) {
  return (
    <li>
      {rich(t(owner === 'its' ? 'codebook.insideIts' : 'codebook.insideHere'), {
        short: <Quoted names={[containment.short]} />,
        long: <Quoted names={containment.long} />,
      })}
      <Touched names={containment.long} counts={counts} />
    </li>
  );
}

/** How many mentions hang on it: of a shared name all, of a name in a longer one those of the longer. */
function Touched({
  names,
  counts,
}: {
  readonly names: readonly string[];
  readonly counts: MentionCounts | null;
}) {
  if (!counts) return null;
  const folded = new Set(names.map((name) => foldText(name)));
  const count = [...folded].reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
  return <span className="collisions__count">{t('codebookChanges.touched', { count })}</span>;
}

/** Each name keeps its own direction, whatever stands around it. */
function Quoted({ names }: { readonly names: readonly string[] }) {
  return names.map((name, at) => (
    <Fragment key={name}>
      {at > 0 ? ', ' : ''}“<bdi>{name}</bdi>”
    </Fragment>
  ));
}
