import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codebookSchema, type Codebook } from '../../../src/core/codebook/codebook.ts';
import { changedFields, codebookAt, compareCodebooks } from '../../../src/core/codebook/compare-codebooks.ts';
import { knownEntries } from '../../../src/core/codebook/entries.ts';
import { mergeActors, uniteAliases } from '../../../src/core/codebook/merge-entries.ts';
import {
  actorsMeantBy,
  entryName,
  expandIds,
  idsStandingFor,
  resolveEntry,
} from '../../../src/core/codebook/resolve-entry.ts';
import { bringBackActor, retireActor } from '../../../src/core/codebook/retire-entry.ts';
import { splitActor } from '../../../src/core/codebook/split-entry.ts';
import { PostilError } from '../../../src/core/errors.ts';
import type { ActorId } from '../../../src/core/ids.ts';
import { invertChange, type Edit } from '../../../src/core/project/edit.ts';
import { anyCodebook, anyEdit, changesOf, type RandomEdit } from './random-edits.ts';
import { actor, change, code, codebookOf } from './samples.ts';

const AT = '2026-01-02T03:04:05.678Z';

function entriesOf({ actors, codes, scales }: Pick<Codebook, 'actors' | 'codes' | 'scales'>) {
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
  return { actors: actors.toSorted(byId), codes: codes.toSorted(byId), scales };
}

/** All the states on the way, the first before any edit. What the codebook's own rules refuse is left out. */
function walk(first: Codebook, edits: readonly RandomEdit[]): Codebook[] {
  const states = [first];
  for (const edit of edits) {
    const before = states.at(-1)!;
    const changes = changesOf(before, edit);
    if (changes.length === 0) continue;
    try {
      states.push(change(before, changes));
    } catch (error) {
      // A parent that stands under its child, a merge back into what was merged: refused whole.
      if (!(error instanceof PostilError) || error.code !== 'bad-request') throw error;
    }
  }
  return states;
}

describe('merges, splits and retirements, at random', () => {
  it('are undone to just what was there, and fit the schema', () => {
    let made = 0;
    fc.assert(
      fc.property(anyCodebook, fc.array(anyEdit, { maxLength: 12 }), (first, edits) => {
        const states = walk(first, edits);
        for (const [at, after] of states.entries()) {
          if (at === 0) continue;
          made++;
          expect(codebookSchema.parse(structuredClone(after))).toEqual(after);
          const done = { label: 'x', edits: after.history.at(-1)!.changes as readonly Edit[] };
          const undone = change(after, invertChange(done).edits as never);
          expect(entriesOf(undone)).toEqual(entriesOf(states[at - 1]!));
        }
      }),
      { numRuns: 60 },
    );
    expect(made).toBeGreaterThan(100);
  });

  it('resolve every id that was ever there to one end, which stands for itself', () => {
    fc.assert(
      fc.property(anyCodebook, fc.array(anyEdit, { maxLength: 14 }), (first, edits) => {
        for (const codebook of walk(first, edits)) {
          const known = [...knownEntries(codebook).keys()];
          for (const id of known) {
            const resolution = resolveEntry(codebook, id);
            const end = resolveEntry(codebook, resolution.id);
            expect(end).toEqual(resolution);
            expect(idsStandingFor(codebook, resolution.id)).toContain(id);
            if (resolution.kind === 'several') {
              expect(resolution.parts.length).toBeGreaterThan(1);
              for (const part of resolution.parts) expect(resolveEntry(codebook, part).kind).toBe('one');
            }
          }
          // Each id stands for just one entry.
          const ends = new Set(known.map((id) => resolveEntry(codebook, id).id));
          const all = [...ends].flatMap((id) => idsStandingFor(codebook, id));
          expect(all.toSorted()).toEqual(known.toSorted());
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leave every older revision to be seen, and compare as what happened in between', () => {
    fc.assert(
      fc.property(anyCodebook, fc.array(anyEdit, { maxLength: 10 }), fc.nat(), (first, edits, from) => {
        const states = walk(first, edits);
        const last = states.at(-1)!;
        for (const [revision, state] of states.entries()) {
          expect(entriesOf(codebookAt(last, revision))).toEqual(entriesOf(state));
        }
        const before = codebookAt(last, from % states.length);
        const changes = compareCodebooks(before, last);
        const again =
          changes.length === 0
            ? before
            : change({ ...before, revision: last.revision, history: last.history }, changes);
        expect(entriesOf(again)).toEqual(entriesOf(last));
        for (const one of changes) expect(changedFields(one)).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a merge', () => {
  const north = actor('north', 'North Front', {
    aliases: [{ text: 'NF', from: '2001-01-01', until: '2003-12-31' }],
  });
  const front = actor('front', 'The Front', { aliases: [{ text: 'NF', from: '2004-01-01' }], note: 'old' });
  const wing = actor('wing', 'Armed Wing', { parent: 'a-front' });
  const start = codebookOf([north, front, wing]);
  const merged = change(
    start,
    mergeActors(
      start,
      north.id,
      [front.id],
      { ...north, aliases: uniteAliases(north.name, [north, front]), note: front.note },
      AT,
    ),
  );

  it('unites the names with their times, moves what stood under, and keeps the other as merged', () => {
    expect(merged.actors).toEqual([
      { ...north, note: 'old', aliases: [{ text: 'NF', from: '2001-01-01' }, { text: 'The Front' }] },
      { ...front, ended: { kind: 'merged', at: AT, into: 'a-north' } },
      { ...wing, parent: 'a-north' },
    ]);
    expect(entryName(merged, front.id)).toBe('North Front');
    expect(expandIds(merged, [front.id]).toSorted()).toEqual(['a-front', 'a-north']);
    expect(actorsMeantBy(merged, front.id)).toEqual([north.id]);
  });

  it('is taken back with the names and children that it gave away', () => {
    const renamed = change(merged, [
      { kind: 'actor', before: merged.actors[0]!, after: { ...merged.actors[0]!, note: 'new' } },
    ]);
    const back = change(renamed, bringBackActor(renamed, renamed.actors[1]!));
    expect(back.actors).toEqual([{ ...north, note: 'new', aliases: [] }, front, wing]);
  });

  it.each([
    ['itself', [north.id]],
    ['one twice', [front.id, front.id]],
    ['nobody', []],
    ['one who is not there', ['a-nobody' as ActorId]],
  ])('of %s is refused', (_what, from) => {
    expect(() => mergeActors(start, north.id, from, north, AT)).toThrow(PostilError);
  });

  it('is refused with one that was merged before, and under what it takes in', () => {
    expect(() => mergeActors(merged, wing.id, [front.id], wing, AT)).toThrow('in use');
    expect(() => mergeActors(start, wing.id, [front.id], wing, AT)).toThrow('cannot stand under');
  });

  it('cannot lead back to itself by an edit, and a file in which it does resolves all the same', () => {
    const circle = { ...merged.actors[0]!, ended: { kind: 'merged' as const, at: AT, into: front.id } };
    expect(() => change(merged, [{ kind: 'actor', before: merged.actors[0]!, after: circle }])).toThrow(
      'into itself',
    );
    expect(() =>
      change(merged, [
        {
          kind: 'actor',
          before: wing.parent ? merged.actors[2]! : wing,
          after: { ...merged.actors[2]!, ended: { kind: 'merged', at: AT, into: 'a-gone' as ActorId } },
        },
      ]),
    ).toThrow('not there');
    const file = { ...merged, actors: [circle, ...merged.actors.slice(1)] };
    expect(resolveEntry(file, front.id)).toEqual({ kind: 'one', id: front.id });
    expect(resolveEntry(file, north.id)).toEqual({ kind: 'one', id: north.id });
  });
});

describe('uniting aliases', () => {
  it.each([
    [
      'periods that follow one another',
      [
        ['2001-01-01', '2001-12-31'],
        ['2002-01-01', '2003-01-01'],
      ],
      [['2001-01-01', '2003-01-01']],
    ],
    [
      'periods that overlap',
      [
        ['2002-01-01', '2004-01-01'],
        ['2001-01-01', '2003-01-01'],
      ],
      [['2001-01-01', '2004-01-01']],
    ],
    [
      'one inside the other',
      [
        ['2001-01-01', '2009-01-01'],
        ['2003-01-01', '2004-01-01'],
      ],
      [['2001-01-01', '2009-01-01']],
    ],
    [
      'one without bounds',
      [
        ['2001-01-01', '2002-01-01'],
        [undefined, undefined],
      ],
      [[undefined, undefined]],
    ],
    [
      'periods apart',
      [
        ['2005-01-01', undefined],
        [undefined, '2001-01-01'],
      ],
      [
        [undefined, '2001-01-01'],
        ['2005-01-01', undefined],
      ],
    ],
  ] as const)('makes one of %s', (_what, periods, expected) => {
    const actors = periods.map(([from, until], at) =>
      actor(String(at), 'Same', { aliases: [{ text: 'NF', from, until }] }),
    );
    expect(uniteAliases('Same', actors).map(({ from, until }) => [from, until])).toEqual(expected);
  });

  it('keeps an acronym beside the word, and takes spellings of one name as one', () => {
    const both = [
      actor('1', 'A', { aliases: [{ text: 'US' }, { text: 'Élan' }] }),
      actor('2', 'B', { aliases: [{ text: 'us' }, { text: 'elan' }] }),
    ];
    expect(uniteAliases('A', both).map(({ text }) => text)).toEqual(['US', 'Élan', 'B', 'us']);
  });
});

describe('a split', () => {
  const both = actor('both', 'Taliban', { parent: 'a-top' });
  const start = codebookOf([actor('top', 'Top'), both, actor('child', 'Child', { parent: 'a-both' })]);
  const parts = [actor('one', 'Afghan Taliban'), actor('two', 'Pakistani Taliban')];
  const split = change(
    start,
    splitActor(start, { of: both.id, parts, children: new Map([['a-child', parts[1]!.id]]) }, AT),
  );

  it('leaves open what is meant, until the parts are one again', () => {
    expect(resolveEntry(split, both.id)).toEqual({ kind: 'several', id: both.id, parts: ['a-one', 'a-two'] });
    expect(actorsMeantBy(split, both.id)).toEqual(['a-one', 'a-two']);
    expect(split.actors.find(({ id }) => id === 'a-child')).toMatchObject({ parent: 'a-two' });
    const again = change(split, mergeActors(split, parts[0]!.id, [parts[1]!.id], parts[0]!, AT));
    expect(resolveEntry(again, both.id)).toEqual({ kind: 'one', id: 'a-one' });
    expect(idsStandingFor(again, 'a-one').toSorted()).toEqual(['a-both', 'a-one', 'a-two']);
  });

  it('needs two parts that differ, and not what is split', () => {
    const into = (...ids: number[]) =>
      splitActor(
        start,
        { of: both.id, parts: ids.map((at) => [...parts, both][at]!), children: new Map() },
        AT,
      );
    expect(() => into(0)).toThrow('two parts');
    expect(() => into(0, 0)).toThrow('two parts');
    expect(() => into(0, 2)).toThrow('two parts');
  });
});

it('a retired actor stands for itself, and comes back as it was', () => {
  const start = codebookOf([actor('old', 'Old')], [code('c', 'C')]);
  const retired = change(start, [retireActor(start.actors[0]!, AT)]);
  expect(resolveEntry(retired, 'a-old')).toEqual({ kind: 'one', id: 'a-old' });
  expect(change(retired, bringBackActor(retired, retired.actors[0]!)).actors).toEqual(start.actors);
  expect(resolveEntry(start, 'a-never')).toEqual({ kind: 'unknown', id: 'a-never' });
});

it('a revision that never was is said to be none', () => {
  expect(() => codebookAt(codebookOf([]), 1)).toThrow('no revision 1');
  expect(() => codebookAt(codebookOf([]), -1)).toThrow(PostilError);
});
