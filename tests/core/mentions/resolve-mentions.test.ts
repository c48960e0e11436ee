import { describe, expect, it } from 'vitest';
import type { ActorId } from '../../../src/core/ids.ts';
import { actorIdSchema } from '../../../src/core/ids.ts';
import { findMatches, makeMatcher } from '../../../src/core/mentions/matcher.ts';
import { isCollision, mentionSchema, type MentionDecision } from '../../../src/core/mentions/mention.ts';
import { ALWAYS } from '../../../src/core/mentions/period.ts';
import { resolveMentions } from '../../../src/core/mentions/resolve-mentions.ts';
import { makeActor } from './actors.ts';

const north = makeActor('north', 'North Council', 'Council');
const south = makeActor('south', 'South Council', 'Council');
const text = 'Council and North Council';
const actors = [north, south];
const place = { start: 0, end: 7, alias: 'Council' };
const inRegistry = (id: ActorId): ActorId[] => actors.flatMap((actor) => (actor.id === id ? [id] : []));

function resolve(...decisions: MentionDecision[]) {
  const mentions = resolveMentions(findMatches(makeMatcher(actors), text, ALWAYS), decisions, inRegistry);
  expect(mentions.map((mention) => mentionSchema.parse(mention))).toEqual(mentions);
  return mentions;
}

describe('resolveMentions', () => {
  it('suggests what nobody decided, and names nobody where two are called so', () => {
    const [shared, sole] = resolve();
    expect(shared).toMatchObject({ start: 0, end: 7, status: 'suggested', actorId: null, decision: null });
    expect(shared!.candidates.map(({ actorId }) => actorId)).toEqual([north.id, south.id]);
    expect(isCollision(shared!)).toBe(true);
    expect(sole).toMatchObject({ start: 12, end: 25, status: 'suggested', actorId: north.id });
  });

  it('takes what was accepted and rejected', () => {
    expect(resolve({ ...place, status: 'accepted', actorId: south.id })[0]).toMatchObject({
      status: 'accepted',
      actorId: south.id,
    });
    expect(resolve({ ...place, status: 'rejected' })[0]).toMatchObject({ status: 'rejected', actorId: null });
  });

  it('leaves the others in question when one is not meant, and nobody when none is', () => {
    const one = resolve({ ...place, status: 'notActor', actorIds: [north.id] })[0]!;
    expect(one).toMatchObject({ status: 'suggested', actorId: south.id });
    expect(isCollision(one)).toBe(false);
    const none = resolve({ ...place, status: 'notActor', actorIds: [north.id, south.id] })[0]!;
    expect(none).toMatchObject({ status: 'notActor', actorId: null });
  });

  it('keeps an accepted mention that is found no more, not one of a deleted actor, nor a rejection', () => {
    const lost = { start: 8, end: 11, alias: 'and' };
    expect(resolve({ ...lost, status: 'accepted', actorId: north.id }).map(({ start }) => start)).toEqual([
      0, 8, 12,
    ]);
    const gone = actorIdSchema.parse('a-gone');
    expect(resolve({ ...lost, status: 'accepted', actorId: gone })).toHaveLength(2);
    expect(resolve({ ...lost, status: 'rejected' })).toHaveLength(2);
    expect(resolve({ ...place, status: 'accepted', actorId: gone })[0]).toMatchObject({
      status: 'suggested',
    });
  });
});
