import fc from 'fast-check';
import { expect, test } from 'vitest';
import { annotationIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import { EMPTY_TRAIL, step, visit, type Place, type Trail } from '../../../src/renderer/reading/trail.ts';

const documents = ['d-one', 'd-two'].map((id) => documentIdSchema.parse(id));
const annotations = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'].map(
  (id) => annotationIdSchema.parse(id),
);

function place(document: number, offset: number, annotation: number | null = null): Place {
  return {
    documentId: documents[document]!,
    offset,
    annotationId: annotation === null ? null : annotations[annotation]!,
  };
}
const here = (trail: Trail) => trail.places[trail.at];

test('back and forward lead through what was visited', () => {
  const trail = [place(0, 0), place(0, 9000), place(1, 0, 1)].reduce(visit, EMPTY_TRAIL);
  const back = step(trail, -1)!;
  expect(here(back)).toEqual(place(0, 9000));
  expect(here(step(back, -1)!)).toEqual(place(0, 0));
  expect(step(step(back, -1)!, -1)).toBeNull();
  expect(here(step(back, 1)!)).toEqual(place(1, 0, 1));
  expect(step(trail, 1)).toBeNull();
});

test('going on from an earlier place forgets what was ahead', () => {
  const back = step([place(0, 0), place(0, 9000)].reduce(visit, EMPTY_TRAIL), -1)!;
  expect(visit(back, place(1, 5)).places).toEqual([place(0, 0), place(1, 5)]);
});

test('the same passage, and a place a few lines off, are not entered twice; the newer offset counts', () => {
  expect([place(0, 10), place(0, 400)].reduce(visit, EMPTY_TRAIL).places).toEqual([place(0, 400)]);
  expect([place(0, 10, 1), place(0, 40, 1)].reduce(visit, EMPTY_TRAIL).places).toHaveLength(1);
  expect([place(0, 10, 0), place(0, 40, 1)].reduce(visit, EMPTY_TRAIL).places).toHaveLength(2);
});

test('one is always at the last place visited, and the way back is as long as the trail', () => {
  const visits = fc.array(
    fc.tuple(fc.nat(1), fc.nat(50_000), fc.option(fc.nat(1))).map((args) => place(...args)),
    { minLength: 1, maxLength: 300 },
  );
  fc.assert(
    fc.property(visits, (places) => {
      let trail = places.reduce(visit, EMPTY_TRAIL);
      expect(here(trail)).toEqual(places.at(-1));
      expect(trail.places.length).toBeLessThanOrEqual(200);
      let steps = 0;
      for (let back = step(trail, -1); back; back = step(back, -1)) {
        trail = back;
        steps += 1;
      }
      expect(steps).toBe(trail.places.length - 1);
    }),
  );
});
