import type { ActorId } from '../ids.ts';
import type { Match } from './matcher.ts';
import type { Mention, MentionDecision } from './mention.ts';

/**
 * What is found, with what was decided about it. A decision is about a place: one that is found no more (an alias was
 * taken back) counts on when it was accepted, for then the text was read. A decision that names an actor who is not in
 * the registry is as if it were not there, and is again when that deletion is undone.
 * @returns in text order
 */
export function resolveMentions(
  matches: readonly Match[],
  decisions: readonly MentionDecision[],
  isKnown: (actorId: ActorId) => boolean,
): Mention[] {
  const byPlace = new Map(decisions.map((decision) => [placeKey(decision), decision]));
  const mentions: Mention[] = [];
  for (const match of matches) {
    const decision = byPlace.get(placeKey(match)) ?? null;
    byPlace.delete(placeKey(match));
    mentions.push(resolve(match, decision, isKnown));
  }
  let isSorted = true;
  for (const decision of byPlace.values()) {
    if (decision.status !== 'accepted' || !isKnown(decision.actorId)) continue;
    const { start, end, alias, actorId } = decision;
    mentions.push({ start, end, status: 'accepted', actorId, candidates: [{ actorId, alias }], decision });
    isSorted = false;
  }
  return isSorted ? mentions : mentions.sort((a, b) => a.start - b.start || a.end - b.end);
}

function resolve(
  { start, end, candidates }: Match,
  decision: MentionDecision | null,
  isKnown: (actorId: ActorId) => boolean,
): Mention {
  const sole = candidates.length === 1 ? candidates[0]!.actorId : null;
  switch (decision?.status) {
    case 'accepted':
      if (!isKnown(decision.actorId)) break;
      return { start, end, status: 'accepted', actorId: decision.actorId, candidates, decision };
    case 'rejected':
      return { start, end, status: 'rejected', actorId: sole, candidates, decision };
    case 'notActor': {
      const left = candidates.filter(({ actorId }) => !decision.actorIds.includes(actorId));
      if (left.length === 0) return { start, end, status: 'notActor', actorId: sole, candidates, decision };
      const actorId = left.length === 1 ? left[0]!.actorId : null;
      return { start, end, status: 'suggested', actorId, candidates: left, decision };
    }
    case undefined:
      break;
  }
  return { start, end, status: 'suggested', actorId: sole, candidates, decision };
}

function placeKey({ start, end }: { readonly start: number; readonly end: number }): string {
  return `${start} ${end}`;
}
