import { expect, test } from 'vitest';
import { take } from '../../../src/core/adjudication/decide.ts';
import {
  filterPlaces,
  findPlace,
  markOf,
  neighbour,
  nextToDo,
} from '../../../src/renderer/adjudication/place-order.ts';
import { ann, annotation, bob, layer, Table } from '../../core/adjudication/layers.ts';

function table(): Table {
  return new Table(
    layer(ann, annotation(ann, 1, [0, 20]), annotation(ann, 2, [100, 120], { actors: ['a-x'] })),
    layer(bob, annotation(bob, 3, [0, 20]), annotation(bob, 4, [100, 120]), annotation(bob, 5, [200, 210])),
  );
}

test('a place is found again after it was decided, and after that was taken back', () => {
  const at = table();
  const [first] = at.comparison.places;
  const mark = markOf(first!);
  at.apply(take(at.desk, first!, [first!.members[0]!.id]));
  const decided = findPlace(at.comparison.places, mark)!;
  expect(decided.key).not.toBe(first!.key);
  expect(decided.status).toBe('decided');
  expect(findPlace(table().comparison.places, markOf(decided))?.key).toBe(first!.key);
  expect(findPlace([], mark)).toBeNull();
});

test('goes on to what is to be decided, around the end, and stays at the ends by step', () => {
  const at = table();
  const { places } = at.comparison;
  expect(places.map(({ status }) => status)).toEqual(['agreed', 'open', 'open']);
  expect(nextToDo(places, null)).toBe(places[0]);
  expect(nextToDo(places, places[2]!.key)).toBe(places[0]);
  expect(neighbour(places, places[2]!.key, 1)).toBe(places[2]);
  expect(neighbour(places, places[2]!.key, -1)).toBe(places[1]);
  for (const place of places) at.apply(take(at.desk, place, [place.members.find((one) => one !== null)!.id]));
  expect(nextToDo(at.comparison.places, null)).toBeNull();
});

test('filters by where a place stands and in what it differs', () => {
  const { places } = table().comparison;
  expect(filterPlaces(places, { status: null, difference: null })).toBe(places);
  expect(filterPlaces(places, { status: 'toDo', difference: 'actor' })).toEqual([places[1]]);
  expect(filterPlaces(places, { status: 'agreed', difference: null })).toEqual([places[0]]);
  expect(filterPlaces(places, { status: 'open', difference: 'some' })).toEqual([places[2]]);
});
