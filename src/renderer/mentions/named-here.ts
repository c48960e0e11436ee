import type { TextRange } from '../../core/annotation/annotation.ts';
import type { ActorId } from '../../core/ids.ts';
import type { Mention } from '../../core/mentions/mention.ts';

/** The actors that a passage names: accepted ones before suggested ones, else in the order of the text, each once. */
export function namedHere(mentions: readonly Mention[], ranges: readonly TextRange[]): ActorId[] {
  const accepted: ActorId[] = [];
  const suggested: ActorId[] = [];
  for (const mention of mentions) {
    if (!ranges.some((range) => mention.start < range.end && range.start < mention.end)) continue;
    if (mention.status === 'accepted' && mention.actorId) accepted.push(mention.actorId);
    else if (mention.status === 'suggested')
      suggested.push(...mention.candidates.map(({ actorId }) => actorId));
  }
  return [...new Set([...accepted, ...suggested])];
}
