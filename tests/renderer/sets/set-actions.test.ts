import { beforeEach, describe, expect, test } from 'vitest';
import { getState, setState, type LibraryFilter } from '../../../src/renderer/app/state.ts';
import { filteredDocuments, isSetNameTaken } from '../../../src/renderer/sets/set-actions.ts';
import { AT, snapshotOf, summaryOf } from '../sample-snapshot.ts';

const SET_ID = '00000000-0000-7000-8000-000000000001';

function summary(id: string, state: 'unread' | 'done', isRemoved = false) {
  return {
    ...summaryOf(id, id),
    layers: [{ annotator: 'mina', state, annotations: 0 }],
    ...(isRemoved && { removedAt: AT }),
  };
}

const PROJECT = snapshotOf({
  documentSets: [{ id: SET_ID, name: 'Prüfung', documents: ['gone', 'one', 'two'] }],
  documents: [
    summary('one', 'done'),
    summary('two', 'unread'),
    summary('three', 'done'),
    summary('gone', 'done', true),
  ],
});

const set = PROJECT.documentSets[0]!.id;
const mina = PROJECT.annotator.id;

beforeEach(() => setState({ project: PROJECT }));

describe('the documents that the pane lists', () => {
  test.each<[string, LibraryFilter, string[]]>([
    ['all that are not removed', { set: null, state: null }, ['one', 'two', 'three']],
    ['those of a set', { set, state: null }, ['one', 'two']],
    ['those in none', { set: 'none', state: null }, ['three']],
    [
      'those that somebody is done with',
      { set: null, state: { annotator: mina, state: 'done' } },
      ['one', 'three'],
    ],
    ['both', { set, state: { annotator: mina, state: 'done' } }, ['one']],
    ['begun by nobody', { set, state: { annotator: mina, state: 'inProgress' } }, []],
  ])('%s', (_, filter, ids) => {
    expect(filteredDocuments(PROJECT, filter).map(({ id }) => id)).toEqual(ids);
  });

  test('a set that is gone meanwhile does not hide everything', () => {
    const without = { ...PROJECT, documentSets: [] };
    expect(filteredDocuments(without, { set, state: null })).toHaveLength(3);
  });
});

test('a name is taken by another set, not by the set itself', () => {
  expect(getState().project).toBe(PROJECT);
  expect(isSetNameTaken('PRUFUNG ')).toBe(true);
  expect(isSetNameTaken('PRUFUNG', set)).toBe(false);
  expect(isSetNameTaken('Another')).toBe(false);
});
