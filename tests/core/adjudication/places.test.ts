import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adjudicatedAnnotator,
  adjudicatedIdOf,
  isAdjudicatedId,
} from '../../../src/core/adjudication/adjudicated-id.ts';
import {
  acceptAgreed,
  decide,
  keep,
  reject,
  take,
  takeAllOf,
  withdraw,
} from '../../../src/core/adjudication/decide.ts';
import { differencesOf } from '../../../src/core/adjudication/differences.ts';
import { judgementOf, mergeAnnotations } from '../../../src/core/adjudication/merge-annotations.ts';
import { comparePlaces, countPlaces } from '../../../src/core/adjudication/places.ts';
import { annotatorIdSchema, slugify } from '../../../src/core/ids.ts';
import { invertChange } from '../../../src/core/project/edit.ts';
import { layerEdits, uniteLayers } from '../../../src/core/team/layer-difference.ts';
import type { Layer } from '../../../src/core/annotation/layer.ts';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import { ann, annotation, bob, cem, judge, layer, same, Table } from './layers.ts';

describe('the id of an adjudicated layer', () => {
  test('is a file name, tells adjudicators apart, and no name makes one', () => {
    const ids = fc
      .stringMatching(/^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/)
      .filter((id) => !/^(con|prn|aux|nul|com\d|lpt\d)$/.test(id));
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const [first, second] = [a, b].map((id) => adjudicatedIdOf(annotatorIdSchema.parse(id)));
        expect(isAdjudicatedId(first!)).toBe(true);
        expect(first === second).toBe(a === b);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(isAdjudicatedId(slugify(name))).toBe(false);
      }),
    );
  });

  test('has a name that fits', () => {
    const { name } = adjudicatedAnnotator({ id: judge, name: 'J'.repeat(120) });
    expect(name.length).toBeLessThanOrEqual(120);
  });
});

describe('differences', () => {
  const base = annotation(ann, 1, [0, 20], { actors: ['a-ministry'], codes: ['c-talks'], polarity: 1 });
  const against = (other: Annotation, readers = 2) => differencesOf([base, other], readers, same);

  test.each([
    [
      'none',
      annotation(bob, 2, [0, 20], { actors: ['a-ministry'], codes: ['c-talks'], polarity: 1, note: 'x' }),
      [],
    ],
    [
      'boundary',
      annotation(bob, 2, [0, 21], { actors: ['a-ministry'], codes: ['c-talks'], polarity: 1 }),
      ['boundary'],
    ],
    ['actor', annotation(bob, 2, [0, 20], { actors: [], codes: ['c-talks'], polarity: 1 }), ['actor']],
    [
      'code',
      annotation(bob, 2, [0, 20], { actors: ['a-ministry'], codes: ['c-arms'], polarity: 1 }),
      ['code'],
    ],
    ['stance', annotation(bob, 2, [0, 20], { actors: ['a-ministry'], codes: ['c-talks'] }), ['stance']],
    [
      'polarity',
      annotation(bob, 2, [0, 20], { actors: ['a-ministry'], codes: ['c-talks'], polarity: 0 }),
      ['polarity'],
    ],
    [
      'neutral and unclear',
      annotation(bob, 2, [0, 20], { actors: ['a-ministry'], codes: ['c-talks'], polarity: 'unclear' }),
      ['polarity'],
    ],
    [
      'reliability',
      annotation(bob, 2, [0, 20], {
        actors: ['a-ministry'],
        codes: ['c-talks'],
        polarity: 1,
        reliability: { source: 'B' },
      }),
      ['reliability'],
    ],
  ] as const)('%s', (_, other, expected) => {
    expect(against(other)).toEqual(expected);
  });

  test('that not all have it, with three readers and two annotations', () => {
    expect(against({ ...base, annotator: bob }, 3)).toEqual(['some']);
  });

  test('not between what was merged in the codebook', () => {
    const other = annotation(bob, 2, [0, 20], { actors: ['a-department'], codes: ['c-talks'], polarity: 1 });
    const resolve = <Id extends string>(id: Id): Id => (id === 'a-department' ? 'a-ministry' : id) as Id;
    expect(differencesOf([base, other], 2, resolve)).toEqual([]);
  });
});

describe('places', () => {
  test('what all have is agreed, what differs is open, who has not begun to read is no reader', () => {
    const table = new Table(
      layer(ann, annotation(ann, 1, [0, 20]), annotation(ann, 2, [40, 60], { codes: ['c-talks'] })),
      layer(bob, annotation(bob, 3, [0, 20]), annotation(bob, 4, [42, 60])),
      { ...layer(cem), state: 'unread' },
    );
    const { places, readers } = table.comparison;
    expect(readers).toEqual([ann, bob]);
    expect(places.map(({ status, differences }) => [status, differences])).toEqual([
      ['agreed', []],
      ['open', ['boundary', 'code']],
    ]);
  });

  test('one reader alone agrees with nobody', () => {
    expect(new Table(layer(ann, annotation(ann, 1, [0, 20]))).comparison.places[0]!.status).toBe('open');
  });

  test('an adjudicated layer is no reader', () => {
    const table = new Table(layer(ann, annotation(ann, 1, [0, 20])), layer(bob, annotation(bob, 2, [0, 20])));
    table.apply(acceptAgreed(table.desk, table.comparison));
    expect(comparePlaces([...table.layers, table.adjudicated], null, same).readers).toEqual([ann, bob]);
  });
});

describe('decisions', () => {
  function start(): Table {
    return new Table(
      layer(
        ann,
        annotation(ann, 1, [0, 20], { note: 'mine' }),
        annotation(ann, 2, [40, 60], { polarity: 1, reliability: { source: 'B', information: 2 } }),
        annotation(ann, 3, [100, 120]),
      ),
      layer(
        bob,
        annotation(bob, 4, [0, 20], { note: 'and mine' }),
        annotation(bob, 5, [44, 66], { polarity: 2, reliability: { source: 'B', information: 3 } }),
      ),
    );
  }

  test('all that agree at one stroke, with the remarks of all', () => {
    const table = start();
    table.apply(acceptAgreed(table.desk, table.comparison));
    expect(table.adjudicated.state).toBe('inProgress');
    expect(table.adjudicated.annotations).toHaveLength(1);
    expect(table.adjudicated.annotations[0]).toMatchObject({
      note: 'mine\nand mine',
      annotator: adjudicatedIdOf(judge),
    });
    expect(table.adjudicated.adjudications).toMatchObject([
      { outcome: 'agreed', by: judge, of: [{ annotator: ann }, { annotator: bob }], readers: [ann, bob] },
    ]);
    expect(countPlaces(table.comparison.places)).toEqual({ open: 2, reopened: 0, agreed: 0, decided: 1 });
    expect(acceptAgreed(table.desk, table.comparison)).toEqual([]);
  });

  test('one, the other, both, none; deciding again replaces', () => {
    const table = start();
    const place = () => table.comparison.places[1]!;
    const [a, b] = place().members;
    table.apply(take(table.desk, place(), [a!.id], 'clearer'));
    expect(place()).toMatchObject({
      status: 'decided',
      adjudication: { outcome: 'taken', taken: [a!.id], reason: 'clearer' },
    });
    expect(place().results[0]!.target.ranges).toEqual([{ start: 40, end: 60 }]);
    expect(place().results[0]!.stances[0]!.id).not.toBe(a!.stances[0]!.id);
    const first = place().key;
    table.apply(take(table.desk, place(), [a!.id, b!.id]));
    expect(place().key).toBe(first);
    expect(place()).toMatchObject({ status: 'decided', adjudication: { outcome: 'both' } });
    expect(table.adjudicated.annotations).toHaveLength(2);
    table.apply(reject(table.desk, place(), 'neither says it'));
    expect(table.adjudicated.annotations).toEqual([]);
    expect(place()).toMatchObject({ status: 'decided', results: [], adjudication: { outcome: 'rejected' } });
    table.apply(withdraw(table.desk, place()));
    expect(place().status).toBe('open');
    expect(table.adjudicated.adjudications).toBeUndefined();
  });

  test('a merge leaves to somebody what two say differently', () => {
    const { members } = start().comparison.places[1]!;
    const merged = mergeAnnotations(members as Annotation[], same);
    expect(merged.judgement.ranges).toEqual([{ start: 40, end: 66 }]);
    expect(merged.judgement.stances.map(({ polarity }) => polarity)).toEqual([1, 2]);
    expect(merged.judgement.reliability).toEqual({ source: 'B' });
    expect(merged.toChoose.map(({ kind }) => kind)).toEqual(['polarity', 'information']);
  });

  test('all of one reader, but what is decided already', () => {
    const table = start();
    table.apply(reject(table.desk, table.comparison.places[2]!));
    table.apply(takeAllOf(table.desk, table.comparison, ann));
    expect(countPlaces(table.comparison.places)).toEqual({ open: 0, reopened: 0, agreed: 0, decided: 3 });
    expect(table.adjudicated.annotations).toHaveLength(2);
  });

  test('what comes later reopens a decision, and changes nothing of it', () => {
    const table = start();
    const place = () => table.comparison.places[1]!;
    table.apply(take(table.desk, place(), [place().members[0]!.id]));
    const decided = table.adjudicated;
    table.replace(layer(bob, annotation(bob, 4, [0, 20]), annotation(bob, 5, [44, 66], { polarity: -2 })));
    expect(place()).toMatchObject({ status: 'reopened', changes: [{ kind: 'changed', annotator: bob }] });
    table.replace(layer(bob, annotation(bob, 4, [0, 20])));
    expect(place()).toMatchObject({ status: 'reopened', changes: [{ kind: 'removed', annotator: bob }] });
    table.replace(layer(cem, annotation(cem, 9, [40, 62])));
    expect(place().changes.map(({ kind }) => kind)).toEqual(['added', 'removed']);
    expect(table.adjudicated).toBe(decided);
    table.apply(keep(table.desk, [place()]));
    expect(place()).toMatchObject({ status: 'decided', changes: [] });
    expect(table.adjudicated.annotations).toEqual(decided.annotations);
  });

  test('somebody who reads it later and does not mark the place reopens it, too', () => {
    const table = start();
    table.apply(acceptAgreed(table.desk, table.comparison));
    table.replace(layer(cem));
    expect(table.comparison.places[0]).toMatchObject({
      status: 'reopened',
      changes: [{ kind: 'absent', annotator: cem }],
    });
  });

  test('a remark, a time or another codebook revision reopens nothing', () => {
    const table = start();
    table.apply(acceptAgreed(table.desk, table.comparison));
    const [first, ...rest] = table.layers[0]!.annotations;
    table.replace(
      layer(
        ann,
        { ...first!, note: 'more', updatedAt: '2026-05-01T00:00:00.000Z', codebookRevision: 9 },
        ...rest,
      ),
    );
    expect(table.comparison.places[0]!.status).toBe('decided');
  });

  test('a decision stays where it was when all that it was about is gone', () => {
    const table = start();
    const [, , third] = table.comparison.places;
    table.apply(reject(table.desk, third!));
    table.replace(layer(ann, ...table.layers[0]!.annotations.slice(0, 2)));
    expect(table.comparison.places[2]).toMatchObject({ status: 'reopened', range: { start: 100, end: 120 } });
  });
});

describe('whatever the layers and whatever is decided', () => {
  const passages = (annotator: typeof ann, from: number) =>
    fc
      .array(
        fc.record({
          start: fc.nat(60),
          length: fc.integer({ min: 1, max: 30 }),
          polarity: fc.constantFrom(undefined, -2 as const, 0 as const, 'unclear' as const),
          actors: fc.subarray(['a-ministry', 'a-movement']),
        }),
        { maxLength: 6 },
      )
      .map((items) =>
        layer(
          annotator,
          ...items.map(({ start, length, actors, polarity }, i) =>
            annotation(annotator, from + i, [start, start + length], {
              actors,
              ...(polarity !== undefined && { polarity }),
            }),
          ),
        ),
      );
  const layers = fc.tuple(passages(ann, 0x100), passages(bob, 0x200), passages(cem, 0x300));
  const verdicts = fc.array(
    fc.tuple(fc.nat(20), fc.constantFrom('first', 'both', 'merge', 'reject', 'withdraw', 'agreed', 'keep')),
    {
      maxLength: 12,
    },
  );

  function act(table: Table, index: number, verdict: string): void {
    const { places } = table.comparison;
    const place = places[index % Math.max(1, places.length)];
    if (!place) return;
    const present = place.members.filter((member) => member !== null);
    const ids = present.map(({ id }) => id);
    if (verdict === 'agreed') table.apply(acceptAgreed(table.desk, table.comparison));
    else if (verdict === 'keep')
      table.apply(
        keep(
          table.desk,
          places.filter(({ status }) => status === 'reopened'),
        ),
      );
    else if (verdict === 'withdraw') table.apply(withdraw(table.desk, place));
    else if (verdict === 'reject' || present.length === 0) table.apply(reject(table.desk, place));
    else if (verdict === 'first') table.apply(take(table.desk, place, ids.slice(0, 1)));
    else if (verdict === 'both') table.apply(take(table.desk, place, ids));
    else {
      const { judgement } = mergeAnnotations(present, same);
      table.apply(decide(table.desk, place, { outcome: 'merged', taken: ids, results: [judgement] }));
    }
  }

  test('every annotation is in one place, and every result in one decision', () => {
    fc.assert(
      fc.property(layers, verdicts, layers, (before, decisions, after) => {
        const table = new Table(...before);
        for (const [index, verdict] of decisions) act(table, index, verdict);
        for (const next of after) table.replace(next);
        const { places, unaccounted } = table.comparison;
        const ids = places.flatMap(({ members }) => members.flatMap((member) => member?.id ?? []));
        expect(ids.toSorted()).toEqual(
          table.layers.flatMap((one) => one.annotations.map(({ id }) => id)).toSorted(),
        );
        expect(
          places
            .flatMap(({ results }) => results)
            .map(({ id }) => id)
            .toSorted(),
        ).toEqual(table.adjudicated.annotations.map(({ id }) => id).toSorted());
        expect(unaccounted).toEqual([]);
        for (const { status, adjudication } of places)
          expect(status === 'decided' || status === 'reopened').toBe(adjudication !== null);
      }),
    );
  });

  test('nothing that comes changes the adjudicated layer; looking twice gives the same', () => {
    fc.assert(
      fc.property(layers, verdicts, (before, decisions) => {
        const table = new Table(...before);
        for (const [index, verdict] of decisions) act(table, index, verdict);
        expect(table.comparison).toEqual(table.comparison);
        expect(countPlaces(table.comparison.places).reopened).toBe(0);
      }),
    );
  });

  test('a decision is undone by its inverse', () => {
    fc.assert(
      fc.property(layers, verdicts, (before, decisions) => {
        const table = new Table(...before);
        for (const [index, verdict] of decisions) act(table, index, verdict);
        const earlier = table.adjudicated;
        const edits = acceptAgreed(table.desk, table.comparison);
        table.apply(edits);
        table.apply(invertChange({ label: '', edits }).edits);
        expect(table.adjudicated).toEqual(earlier);
      }),
    );
  });

  test('edits between two states lead from one to the other; two states in one lose no decision', () => {
    fc.assert(
      fc.property(layers, verdicts, verdicts, (before, decisions, others) => {
        const [here, there] = [decisions, others].map((list, i): Layer => {
          const table = new Table(...before);
          // Two machines do not give one id twice.
          for (let skip = 0; skip < i * 1000; skip++) table.desk.ids.uuid();
          for (const [index, verdict] of list) act(table, index, verdict);
          return table.adjudicated;
        });
        const table = new Table(...before);
        table.adjudicated = here!;
        table.apply(layerEdits(here!, there!));
        expect(table.adjudicated).toEqual(there);
        const united = uniteLayers(here!, there!);
        const decisionsOf = (one: Layer) => (one.adjudications ?? []).map(({ id }) => id);
        expect(decisionsOf(united).toSorted()).toEqual(
          [...new Set([...decisionsOf(here!), ...decisionsOf(there!)])].toSorted(),
        );
      }),
    );
  });

  test('what is taken judges as whom it is taken from', () => {
    fc.assert(
      fc.property(layers, (before) => {
        const table = new Table(...before);
        for (const place of table.comparison.places) {
          const chosen = place.members.find((member) => member !== null)!;
          table.apply(take(table.desk, place, [chosen.id]));
          const [result] = table.comparison.places.find(({ members }) => members.includes(chosen))!.results;
          expect(differencesOf([chosen, result!], 2, same)).toEqual([]);
          expect(judgementOf(result!).ranges).toEqual(chosen.target.ranges);
        }
      }),
    );
  });
});
