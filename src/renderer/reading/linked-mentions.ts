import type { ActorId } from '../../core/ids.ts';
import type { Mention } from '../../core/mentions/mention.ts';

/** Where a text names an actor: accepted, or suggested of nobody else. In text order. */
export function mentionsOf(mentions: readonly Mention[], actorId: ActorId): readonly Mention[] {
  return mentions.filter(
    (mention) =>
      mention.actorId === actorId && (mention.status === 'accepted' || mention.status === 'suggested'),
  );
}

/** The next place in a ring of `length`; −1 where there is none. */
export function stepAt(at: number, length: number, direction: 1 | -1): number {
  if (length === 0) return -1;
  if (at === -1) return direction === 1 ? 0 : length - 1;
  return (at + direction + length) % length;
}

/** Before the first step, the mention before the caret: the next one is the one after it. */
export function atFor(mentions: readonly Mention[], at: number, caret: number | undefined): number {
  if (at !== -1 || !caret) return at;
  return mentions.findLastIndex((mention) => mention.start < caret);
}

export interface LinkingActor {
  readonly actorId: ActorId;
  readonly here: number;
  readonly there: number;
}

/** Actors that the two texts name, with how often; those whom both name first, then by how often. */
export function linkingActors(here: readonly Mention[], there: readonly Mention[]): LinkingActor[] {
  const counts = new Map<ActorId, { here: number; there: number }>();
  for (const [side, mentions] of [
    ['here', here],
    ['there', there],
  ] as const) {
    for (const { actorId, status } of mentions) {
      if (actorId === null || (status !== 'accepted' && status !== 'suggested')) continue;
      const count = counts.get(actorId) ?? { here: 0, there: 0 };
      count[side] += 1;
      counts.set(actorId, count);
    }
  }
  return [...counts]
    .map(([actorId, count]) => ({ actorId, ...count }))
    .toSorted(
      (a, b) =>
        Number(b.here > 0 && b.there > 0) - Number(a.here > 0 && a.there > 0) ||
        b.here + b.there - (a.here + a.there),
    );
}
