import { TriangleAlert } from 'lucide-react';
import { Fragment } from 'react';
import type { Collision } from '../../core/codebook/collisions.ts';
import type { ActorId } from '../../core/ids.ts';
import { t } from '../i18n/texts.ts';
import { rich } from '../i18n/rich.tsx';
import { groupCollisions, type Containment } from './group-collisions.ts';

interface CollisionListProps {
  readonly actorId: ActorId;
  readonly collisions: readonly Collision[];
  nameOf(id: ActorId): string;
  onOpen(id: ActorId): void;
}

/** Where the actor's names get in the way of others'. Not a fault: the sources are like that. */
export function CollisionList({ actorId, collisions, nameOf, onOpen }: CollisionListProps) {
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
                <li>{rich(t('codebook.calledToo'), { names: <Quoted names={shared} /> })}</li>
              ) : null}
              {inside.map((containment) => (
                <Inside key={containment.short} containment={containment} owner="its" />
              ))}
              {around.map((containment) => (
                <Inside key={containment.short} containment={containment} owner="here" />
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
}: {
  readonly containment: Containment;
  readonly owner: 'its' | 'here';
}) {
  return (
    <li>
      {rich(t(owner === 'its' ? 'codebook.insideIts' : 'codebook.insideHere'), {
        short: <Quoted names={[containment.short]} />,
        long: <Quoted names={containment.long} />,
      })}
    </li>
  );
}

/** Each name keeps its own direction, whatever stands around it. */
function Quoted({ names }: { readonly names: readonly string[] }) {
  return names.map((name, at) => (
    <Fragment key={name}>
      {at > 0 ? ', ' : ''}“<bdi>{name}</bdi>”
    </Fragment>
  ));
}
