import { expect, test } from 'vitest';
import { adjudicatedIdOf } from '../../../src/core/adjudication/adjudicated-id.ts';
import { take } from '../../../src/core/adjudication/decide.ts';
import type { Layer } from '../../../src/core/annotation/layer.ts';
import type { ProjectSnapshot } from '../../../src/contract/calls.ts';
import type { OpenDocument } from '../../../src/renderer/app/state.ts';
import { placeAt } from '../../../src/renderer/adjudication/adjudication-state.ts';
import { viewOf } from '../../../src/renderer/adjudication/adjudication-view.ts';
import { ann, annotation, bob, documentId, judge, layer, Table } from '../../core/adjudication/layers.ts';

const annotators = [
  { id: ann, name: 'Ann' },
  { id: bob, name: 'Bob' },
  { id: judge, name: 'Judge' },
];

function projectAs(index: number): ProjectSnapshot {
  return {
    annotator: annotators[index],
    project: { annotators: [...annotators, { id: adjudicatedIdOf(judge), name: 'Adjudicated (Judge)' }] },
    codebook: { actors: [], codes: [], history: [] },
  } as unknown as ProjectSnapshot;
}

function opened(layers: readonly Layer[]): OpenDocument {
  return {
    document: { id: documentId },
    text: '',
    layers: new Map(layers.map((each) => [each.annotator, each])),
  } as unknown as OpenDocument;
}

function decidedTable(): Table {
  const at = new Table(
    layer(ann, annotation(ann, 1, [0, 20])),
    layer(bob, annotation(bob, 2, [100, 120]), annotation(bob, 3, [0, 15])),
  );
  const [first] = at.comparison.places;
  at.apply(take(at.desk, first!, [first!.members[0]!.id]));
  return at;
}

test('each reader has a track, and what one adjudicates has one beside them', () => {
  const at = decidedTable();
  const view = viewOf(projectAs(2), opened([...at.layers, at.adjudicated]), true);
  expect(view.isOwn).toBe(true);
  expect(view.tracks.map(({ sign, name }) => `${sign} ${name}`)).toEqual([
    'A Ann',
    'B Bob',
    '✓ Adjudicated (Judge)',
  ]);
  // All tracks together in text order, as the reader needs them.
  const starts = view.annotations.map(({ target }) => target.ranges[0]!.start);
  expect(starts).toEqual([0, 0, 0, 100]);
  expect(placeAt(view, null)).toBe(view.comparison.places[1]);
});

test('another’s decisions are shown to who may make none, and have a track beside one’s own', () => {
  const at = decidedTable();
  const open = opened([...at.layers, at.adjudicated]);
  const looking = viewOf(projectAs(0), open, false);
  expect(looking).toMatchObject({ isOwn: false, others: [] });
  expect(looking.comparison.places[0]!.status).toBe('decided');
  const deciding = viewOf(projectAs(0), open, true);
  expect(deciding.isOwn).toBe(true);
  expect(deciding.comparison.places[0]!.status).toBe('open');
  // The own layer is not written before its first decision, and has its name all the same.
  expect(deciding.tracks.slice(2).map(({ sign, name }) => `${sign} ${name}`)).toEqual([
    '✓ Adjudicated (Ann)',
    '✓2 Adjudicated (Judge)',
  ]);
});

test('is not reckoned again while nothing that it rests on has changed', () => {
  const at = decidedTable();
  const open = opened([...at.layers, at.adjudicated]);
  const project = projectAs(2);
  const view = viewOf(project, open, true);
  expect(viewOf(project, open, true)).toBe(view);
  expect(viewOf(project, { ...open }, true)).not.toBe(view);
});
