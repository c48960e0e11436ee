import { TriangleAlert } from 'lucide-react';
import type { Collision } from '../../core/codebook/collisions.ts';
import type { ActorId } from '../../core/ids.ts';

interface CollisionListProps {
  readonly actorId: ActorId;
  readonly collisions: readonly Collision[];
  nameOf(id: ActorId): string;
  onOpen(id: ActorId): void;
}

/** Where the actor's names get in the way of others'. Not a fault: the sources are like that. */
export function CollisionList({ actorId, collisions, nameOf, onOpen }: CollisionListProps) {
  if (collisions.length === 0) return null;
  return (
    <section className="collisions" aria-label="Name collisions">
      <h3>
        <TriangleAlert size={14} aria-hidden="true" /> Names that collide
      </h3>
      <ul>
        {collisions.map((collision) => {
          const other = collision.actorId === actorId ? collision.otherId : collision.actorId;
          return (
            <li key={`${collision.actorId} ${collision.text} ${collision.otherId} ${collision.otherText}`}>
              <span dir="auto">{collisionText(collision)}</span>{' '}
              <button type="button" className="link" onClick={() => onOpen(other)}>
                {nameOf(other)}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );

  function collisionText(collision: Collision): string {
    if (collision.kind === 'same') return `“${collision.text}” is also a name of`;
    return collision.actorId === actorId
      ? `“${collision.text}” stands inside “${collision.otherText}”, a name of`
      : `“${collision.otherText}” holds “${collision.text}”, a name of`;
  }
}
