import type { Collision } from '../../core/codebook/collisions.ts';
import type { ActorId } from '../../core/ids.ts';

/** Where one actor's names meet another's. */
export interface CollisionGroup {
  readonly otherId: ActorId;
  /** Names that both have, as the first one spells them. */
  readonly shared: readonly string[];
  /** The first one's names that stand inside names of the other. */
  readonly inside: readonly Containment[];
  /** Names of the other that stand inside names of the first one. */
  readonly around: readonly Containment[];
}

export interface Containment {
  readonly short: string;
  readonly long: readonly string[];
}

/** The collisions of one actor, actor by actor, in the order in which they were found. */
export function groupCollisions(actorId: ActorId, collisions: readonly Collision[]): CollisionGroup[] {
  const groups = new Map<ActorId, { shared: Set<string>; inside: Names; around: Names }>();
  for (const { kind, actorId: first, text, otherId: second, otherText } of collisions) {
    if (first !== actorId && second !== actorId) continue;
    const isFirst = first === actorId;
    const other = isFirst ? second : first;
    const group = groups.get(other) ?? { shared: new Set(), inside: new Map(), around: new Map() };
    groups.set(other, group);
    if (kind === 'same') group.shared.add(isFirst ? text : otherText);
    else add(isFirst ? group.inside : group.around, text, otherText);
  }
  return Array.from(groups, ([otherId, { shared, inside, around }]) => ({
    otherId,
    shared: [...shared],
    inside: containments(inside),
    around: containments(around),
  }));
}

type Names = Map<string, string[]>;

function add(names: Names, short: string, long: string): void {
  const known = names.get(short);
  if (known) known.push(long);
  else names.set(short, [long]);
}

function containments(names: Names): Containment[] {
  return Array.from(names, ([short, long]) => ({ short, long }));
}
