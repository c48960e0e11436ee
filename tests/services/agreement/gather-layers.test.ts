import { afterEach, beforeEach, expect, test } from 'vitest';
import { documentIdSchema } from '../../../src/core/ids.ts';
import { gatherLayers } from '../../../src/main/services/agreement/gather-layers.ts';
import { ADJUDICATED, ANN, BOB } from '../adjudication/adjudicated-layers.ts';
import { fillAdjudicated } from '../adjudication/adjudicated-project.ts';
import { openTestSession, type TestSession } from '../mentions/open-test-session.ts';
import { quietJob } from '../store/fixtures.ts';
import { makePlace, type Place } from '../workbench/fixture.ts';

const DOCUMENT = documentIdSchema.parse('report');
let place: Place;
let opened: TestSession;
beforeEach(async () => {
  place = await makePlace();
  opened = await openTestSession(place, ANN, async (store) => void (await fillAdjudicated(store, DOCUMENT)));
});
afterEach(async () => {
  await opened.close();
  await place.remove();
});

test('the layers that are compared are the annotators’ own', async () => {
  const { store, index } = opened.session;
  expect(store.project().annotators.map(({ id }) => id)).toContain(ADJUDICATED.id);
  const { documents, annotators } = await gatherLayers(store, index, {}, quietJob);
  expect(annotators).toEqual([ANN.id, BOB.id]);
  expect(documents.map(({ layers }) => layers.map(({ annotator }) => annotator))).toEqual([[ANN.id, BOB.id]]);
});

test('an adjudicated layer that is asked for is refused by its name', async () => {
  const { store, index } = opened.session;
  const asked = gatherLayers(store, index, { annotators: [ANN.id, ADJUDICATED.id] }, quietJob);
  await expect(asked).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('“Adjudicated (Judge)” is an adjudicated layer') as string,
  });
});

test('evidence leaves the adjudicated layer out until it is asked for', async () => {
  const { index } = opened.session;
  const found = async (filter: Parameters<typeof index.query>[0]): Promise<number> =>
    (await index.query(filter, { by: 'document', descending: false }, 0, 100)).total;
  expect(await found({})).toBe(7);
  expect(await found({ layers: 'adjudicated' })).toBe(3);
  expect(await found({ layers: 'all' })).toBe(10);
  expect(await found({ annotators: [ADJUDICATED.id] })).toBe(3);
});
