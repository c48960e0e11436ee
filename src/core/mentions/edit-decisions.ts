import { isEqual } from '../equal.ts';
import { PostilError } from '../errors.ts';
import type { Edit } from '../project/edit.ts';
import type { MentionDecision } from './mention.ts';

export type MentionEdit = Extract<Edit, { kind: 'mentionDecision' }>;

/**
 * An annotator's decisions on one document after all of the edits, in their order, in text order.
 * @throws PostilError `stale` when an edit's `before` is not what is there; `bad-request` when its sides are of two places
 */
export function editDecisions(
  decisions: readonly MentionDecision[],
  edits: readonly MentionEdit[],
): MentionDecision[] {
  const byPlace = new Map(decisions.map((decision) => [placeOf(decision), decision]));
  for (const { before, after } of edits) {
    const decided = before ?? after;
    const place = decided ? placeOf(decided) : null;
    if (place === null || (before && after && placeOf(after) !== place)) {
      throw new PostilError('bad-request', 'A decision about a mention needs one place, before and after.');
    }
    if (!isEqual(before, byPlace.get(place) ?? null)) {
      throw new PostilError(
        'stale',
        'Something else decided about this mention in the meantime; nothing was overwritten.',
      );
    }
    if (after) byPlace.set(place, after);
    else byPlace.delete(place);
  }
  return [...byPlace.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

function placeOf(decision: MentionDecision): string {
  return `${decision.start} ${decision.end}`;
}
