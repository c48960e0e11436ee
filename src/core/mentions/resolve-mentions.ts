import type { ActorId } from '../ids.ts';
import type { Match } from './matcher.ts';
import type { Mention, MentionDecision } from './mention.ts';

/**
 * What is found, with what was decided about it. A decision is about a place: one that is found no more (an alias was
 * taken back) counts on when it was accepted, for then the text was read. A decision that names an actor who is not in
 * the registry is as if it were not there, and is again when that deletion is undone. One that names an actor who was
 * split since is asked anew: which part was meant, nobody decides silently.
 * @param resolve who of the registry an id stands for now: itself or whom it was merged into, several parts of what was
 *   split, or nobody
 * @returns in text order
 */
export function resolveMentions(
  matches: readonly Match[],
  decisions: readonly MentionDecision[],
  resolve: (actorId: ActorId) => readonly ActorId[],
): Mention[] {
  const byPlace = new Map(decisions.map((decision) => [placeKey(decision), decision]));
  const mentions: Mention[] = [];
  for (const match of matches) {
    const decision = byPlace.get(placeKey(match)) ?? null;
    byPlace.delete(placeKey(match));
    mentions.push(resolveMatch(match, decision, resolve));
  }
  let isSorted = true;
  for (const decision of byPlace.values()) {
    if (decision.status !== 'accepted') continue;
    const { start, end, alias } = decision;
    const candidates = resolve(decision.actorId).map((actorId) => ({ actorId, alias }));
    if (candidates.length === 0) continue;
    mentions.push(resolveMatch({ start, end, candidates }, decision, resolve));
    isSorted = false;
  }
  return isSorted ? mentions : mentions.sort((a, b) => a.start - b.start || a.end - b.end);
}

function resolveMatch(
  { start, end, candidates }: Pick<Match, 'start' | 'end' | 'candidates'>,
  decision: MentionDecision | null,
  resolve: (actorId: ActorId) => readonly ActorId[],
): Mention {
  const suggested = (left: Match['candidates']): Mention => {
    const actorId = left.length === 1 ? left[0]!.actorId : null;
    return { start, end, status: 'suggested', actorId, candidates: left, decision };
  };
  const sole = candidates.length === 1 ? candidates[0]!.actorId : null;
  switch (decision?.status) {
    case 'accepted': {
      const meant = resolve(decision.actorId);
      if (meant.length === 1) {
        return { start, end, status: 'accepted', actorId: meant[0]!, candidates, decision };
      }
      if (meant.length === 0) break;
      const left = candidates.filter(({ actorId }) => meant.includes(actorId));
      return suggested(left.length > 0 ? left : meant.map((actorId) => ({ actorId, alias: decision.alias })));
    }
    case 'rejected':
      return { start, end, status: 'rejected', actorId: sole, candidates, decision };
    case 'notActor': {
      const ruledOut = new Set(decision.actorIds.flatMap((id) => [id, ...resolve(id)]));
      const left = candidates.filter(({ actorId }) => !ruledOut.has(actorId));
      if (left.length === 0) return { start, end, status: 'notActor', actorId: sole, candidates, decision };
      return suggested(left);
    }
    case undefined:
      break;
  }
  return suggested(candidates);
}

function placeKey({ start, end }: { readonly start: number; readonly end: number }): string {
  return `${start} ${end}`;
}
