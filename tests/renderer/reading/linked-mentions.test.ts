import { expect, test } from 'vitest';
import { actorIdSchema, type ActorId } from '../../../src/core/ids.ts';
import type { Mention } from '../../../src/core/mentions/mention.ts';
import { atFor, linkingActors, mentionsOf, stepAt } from '../../../src/renderer/reading/linked-mentions.ts';

const [TTP, KABUL, SHURA] = ['a-ttp', 'a-kabul', 'a-shura'].map((id) => actorIdSchema.parse(id)) as [
  ActorId,
  ActorId,
  ActorId,
];

function mention(start: number, actorId: ActorId | null, status: Mention['status'] = 'suggested'): Mention {
  return {
    start,
    end: start + 3,
    status,
    actorId,
    candidates: [{ actorId: actorId ?? TTP, alias: 'X' }],
    decision: null,
  };
}

test('a mention that was rejected, or is of several, links nothing', () => {
  const mentions = [
    mention(0, TTP, 'rejected'),
    mention(5, TTP),
    mention(9, null),
    mention(12, TTP, 'accepted'),
    mention(15, KABUL),
    mention(20, TTP, 'notActor'),
  ];
  expect(mentionsOf(mentions, TTP).map(({ start }) => start)).toEqual([5, 12]);
});

test('actors whom both texts name come first, then the most named', () => {
  const here = [mention(0, SHURA), mention(4, SHURA), mention(8, SHURA), mention(12, TTP)];
  const there = [mention(0, TTP), mention(4, KABUL)];
  expect(linkingActors(here, there)).toEqual([
    { actorId: TTP, here: 1, there: 1 },
    { actorId: SHURA, here: 3, there: 0 },
    { actorId: KABUL, here: 0, there: 1 },
  ]);
});

test('steps go round, begin at either end, and stay away from an empty side', () => {
  expect([stepAt(-1, 3, 1), stepAt(0, 3, 1), stepAt(2, 3, 1)]).toEqual([0, 1, 0]);
  expect([stepAt(-1, 3, -1), stepAt(0, 3, -1)]).toEqual([2, 2]);
  expect(stepAt(-1, 0, 1)).toBe(-1);
});

test('the first step goes on from the caret', () => {
  const mentions = [mention(0, TTP), mention(50, TTP), mention(90, TTP)];
  expect(stepAt(atFor(mentions, -1, 60), 3, 1)).toBe(2);
  expect(stepAt(atFor(mentions, -1, 0), 3, 1)).toBe(0);
  expect(stepAt(atFor(mentions, 0, 60), 3, 1)).toBe(1);
});
