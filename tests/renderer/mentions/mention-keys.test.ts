import { describe, expect, it } from 'vitest';
import { actorIdSchema } from '../../../src/core/ids.ts';
import { mentionSchema, type Mention } from '../../../src/core/mentions/mention.ts';
import { mentionCommand } from '../../../src/renderer/mentions/mention-keys.ts';
import { namedHere } from '../../../src/renderer/mentions/named-here.ts';

const [one, two] = ['a-one', 'a-two'].map((id) => actorIdSchema.parse(id)) as [
  ReturnType<typeof actorIdSchema.parse>,
  ReturnType<typeof actorIdSchema.parse>,
];

function mention(start: number, changes: Partial<Mention>): Mention {
  return mentionSchema.parse({
    start,
    end: start + 3,
    status: 'suggested',
    actorId: one,
    candidates: [{ actorId: one, alias: 'One' }],
    decision: null,
    ...changes,
  });
}
const both = [
  { actorId: one, alias: 'X' },
  { actorId: two, alias: 'X' },
];
const shared = mention(10, { actorId: null, candidates: both });
const press = (key: string, on: Mention) => mentionCommand({ key, shiftKey: false }, on);

describe('the keys of the queue', () => {
  it('accept the one in question, and nobody of several by the way', () => {
    expect(press('Enter', mention(0, {}))).toEqual({ kind: 'accept', candidate: 0 });
    expect(press('Enter', mention(0, { actorId: two, candidates: both }))).toEqual({
      kind: 'accept',
      candidate: 1,
    });
    expect(press('Enter', shared)).toEqual({ kind: 'whoIsMeant' });
    expect(press('Enter', mention(0, { status: 'rejected', actorId: null, candidates: both }))).toEqual({
      kind: 'whoIsMeant',
    });
  });

  it('choose a candidate by its number, where there is one', () => {
    expect(press('2', shared)).toEqual({ kind: 'accept', candidate: 1 });
    expect(press('3', shared)).toBeNull();
  });

  it('tell this document from the corpus, and leave other keys alone', () => {
    expect(press('d', shared)).toEqual({ kind: 'acceptHere' });
    expect(press('D', shared)).toEqual({ kind: 'acceptEverywhere' });
    expect(press('q', shared)).toBeNull();
  });
});

describe('the actors that a passage names', () => {
  const mentions = [
    mention(0, {}),
    shared,
    mention(20, { status: 'accepted', actorId: two, candidates: both }),
    mention(30, { status: 'rejected' }),
  ];

  it('are accepted ones first, each once, none that was rejected', () => {
    expect(namedHere(mentions, [{ start: 0, end: 40 }])).toEqual([two, one]);
    expect(namedHere(mentions, [{ start: 9, end: 11 }])).toEqual([one, two]);
    expect(namedHere(mentions, [{ start: 30, end: 33 }])).toEqual([]);
  });

  it('are those that touch a part of the passage, not what lies between the parts', () => {
    const parts = [
      { start: 2, end: 4 },
      { start: 25, end: 40 },
    ];
    expect(namedHere(mentions, parts)).toEqual([one]);
    expect(namedHere(mentions, [{ start: 3, end: 10 }])).toEqual([]);
  });
});
