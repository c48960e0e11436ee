import { describe, expect, test } from 'vitest';
import { adjudicatedIdOf } from '../../../src/core/adjudication/adjudicated-id.ts';
import {
  assertOneAdjudicated,
  begunLayers,
  countAnnotations,
  isLayerChosen,
  layerChoiceOf,
  peopleOf,
  type WhoseLayers,
} from '../../../src/core/adjudication/layer-choice.ts';
import { PostilError } from '../../../src/core/errors.ts';
import type { AnnotatorId } from '../../../src/core/ids.ts';
import type { DocumentSummary } from '../../../src/core/project/project.ts';
import { ann, bob, cem, documentId, judge } from './layers.ts';

const [byJudge, byCem] = [adjudicatedIdOf(judge), adjudicatedIdOf(cem)];

describe('which layers', () => {
  const everybody = [ann, bob, byJudge, byCem];
  test.each<[WhoseLayers, AnnotatorId[]]>([
    [{}, [ann, bob]],
    [{ annotators: [] }, [ann, bob]],
    [{ layers: 'annotators' }, [ann, bob]],
    [{ layers: 'adjudicated' }, [byJudge, byCem]],
    [{ layers: 'all' }, everybody],
    [{ annotators: [ann] }, [ann]],
    [{ annotators: [ann, byJudge] }, [ann, byJudge]],
    [{ layers: 'adjudicated', annotators: [byCem] }, [byCem]],
    [{ layers: 'annotators', annotators: [ann, byCem] }, [ann]],
  ])('%j', (whose, chosen) => {
    expect(everybody.filter(isLayerChosen(whose))).toEqual(chosen);
  });

  test('whoever names annotators chooses among all, whoever names nobody among the annotators’ own', () => {
    expect([layerChoiceOf({}), layerChoiceOf({ annotators: [ann] })]).toEqual(['annotators', 'all']);
  });
});

const layers: DocumentSummary['layers'] = [
  { annotator: ann, state: 'done', annotations: 3 },
  { annotator: bob, state: 'unread', annotations: 0 },
  { annotator: byJudge, state: 'inProgress', annotations: 2 },
];

test('only people are people, and only what somebody began counts', () => {
  expect(
    peopleOf([
      { id: ann, name: 'Ann' },
      { id: byJudge, name: 'Adjudicated (Judge)' },
    ]).map(({ id }) => id),
  ).toEqual([ann]);
  expect(begunLayers({ layers }, 'annotators').map(({ annotator }) => annotator)).toEqual([ann]);
  expect([countAnnotations({ layers }, 'annotators'), countAnnotations({ layers }, 'adjudicated')]).toEqual([
    3, 2,
  ]);
});

describe('two adjudicated layers of one document', () => {
  const summary = (own: DocumentSummary['layers']): DocumentSummary => ({
    id: documentId,
    title: 'Report',
    fileName: 'report.txt',
    metadata: {},
    importedAt: '2026-01-01T00:00:00.000Z',
    textHash: 'b'.repeat(64),
    characters: 10,
    layers: own,
  });
  const two = summary([...layers, { annotator: byCem, state: 'done', annotations: 0 }]);

  test('are refused as the adjudicated layer, with whose they are', () => {
    expect(() => assertOneAdjudicated([two], { layers: 'adjudicated' }, (id) => id)).toThrow(PostilError);
    expect(() => assertOneAdjudicated([two], { layers: 'adjudicated' }, (id) => `N ${id}`)).toThrow(
      `“Report” (${documentId}) has several adjudicated layers: “N ${byCem}” (${byCem}) and “N ${byJudge}” (${byJudge})`,
    );
  });
  test('are none where one is named, where one says nothing, or where nobody asks for the adjudicated layer', () => {
    const nameOf = (id: AnnotatorId): string => id;
    const unread = summary([...layers, { annotator: byCem, state: 'unread', annotations: 0 }]);
    expect(() => {
      assertOneAdjudicated([two], { layers: 'adjudicated', annotators: [byCem] }, nameOf);
      assertOneAdjudicated([two], { annotators: [byJudge, byCem] }, nameOf);
      assertOneAdjudicated([two], { layers: 'all' }, nameOf);
      assertOneAdjudicated([two], {}, nameOf);
      assertOneAdjudicated([unread], { layers: 'adjudicated' }, nameOf);
    }).not.toThrow();
  });
});
