import { describe, expect, test } from 'vitest';
import { krippendorffAlpha } from '../../../../src/core/agreement/krippendorff-alpha.ts';
import { compareLayers } from '../../../../src/core/agreement/project/compare-layers.ts';
import { comparedLayer, isReading } from '../../../../src/core/agreement/project/compared.ts';
import { confusionOf } from '../../../../src/core/agreement/project/confusion.ts';
import { decisionUnits } from '../../../../src/core/agreement/project/decision-units.ts';
import type { Decision } from '../../../../src/core/agreement/project/decision.ts';
import { codedStretches, layersContinuum } from '../../../../src/core/agreement/project/layers-continuum.ts';
import type { AgreementReport, CoefficientName } from '../../../../src/core/agreement/project/report.ts';
import { selectUnits } from '../../../../src/core/agreement/project/select-units.ts';
import { emptyLayer } from '../../../../src/core/annotation/layer.ts';
import { documentIdSchema, actorIdSchema, type ActorId } from '../../../../src/core/ids.ts';
import { patternsOf } from '../published.ts';
import { makeAnnotation } from '../../../services/workbench/fixture.ts';
import { ANN, BOB, CAT, documentOf, passage } from './layers.ts';

const OPTIONS = { rounds: 50, seed: 1, byDocument: false };

function valueOf({ all }: AgreementReport, decision: Decision, coefficient: CoefficientName) {
  const found = all.decisions.find((result) => result.decision === decision);
  const { value, reason } = found!.coefficients.find((result) => result.coefficient === coefficient)!;
  return value ?? reason;
}

describe('units of a decision', () => {
  const first = passage([0, 10], { actors: ['x'], stances: [['x', 'y', 1]], source: 'B', information: 6 });
  const second = passage([1, 10], {
    actors: [],
    stances: [['x', 'y', 'unclear']],
    source: 'F',
    information: 2,
  });
  const alone = passage([50, 60], { actors: ['z'], source: 'A' });
  const documents = [documentOf('d', 100, [first, alone], [second])];
  const readings = (decision: Decision) =>
    decisionUnits(decision, documents, [ANN, BOB]).map((unit) => unit.readings);

  test('boundaries: every place, who did not mark it says nothing', () => {
    expect(readings('boundaries')).toEqual([
      [['marked'], ['marked']],
      [['marked'], null],
    ]);
  });

  test('actor: who marked and tagged nothing said the empty set; what only one marked is no unit', () => {
    expect(readings('actor')).toEqual([[['a-x'], []]]);
    expect(readings('code')).toEqual([]);
  });

  test('polarity, source, information: unclear, F and 6 are there to be read and missing to be reckoned', () => {
    expect(readings('polarity')).toEqual([[['1'], ['unclear']]]);
    expect(readings('source')).toEqual([[['B'], ['F']]]);
    expect(readings('information')).toEqual([[['6'], ['2']]]);
    const report = compareLayers(documents, [ANN, BOB], OPTIONS);
    for (const decision of ['polarity', 'source', 'information'] as const) {
      expect(report.all.decisions.find((one) => one.decision === decision)).toMatchObject({
        units: 1,
        pairable: 0,
        disagreements: 0,
      });
    }
    expect(valueOf(report, 'polarity', 'alpha-ordinal')).toBe('no-pairs');
  });

  test('a stance that only one claims is a unit of which the other says nothing; two polarities are none', () => {
    const one = passage([0, 10], {
      stances: [
        ['author', 'y', 2],
        ['x', 'y', 1],
        ['x', 'y', -1],
      ],
    });
    const other = passage([0, 10], { stances: [['x', 'y', 1]] });
    const units = decisionUnits('polarity', [documentOf('d', 100, [one], [other])], [ANN, BOB]);
    expect(units.map(({ about, readings: said }) => [about?.holder, about?.target, said])).toEqual([
      ['author', 'a-y', [['2'], null]],
      ['a-x', 'a-y', [['1', '-1'], ['1']]],
    ]);
    expect(confusionOf('polarity', units)).toEqual([]);
  });

  test('each unit names the annotations behind it', () => {
    const [matched, single] = decisionUnits('boundaries', documents, [BOB, ANN]);
    expect(matched!.annotations).toEqual([second.id, first.id]);
    expect(single!.annotations).toEqual([null, alone.id]);
    expect(selectUnits('boundaries', [matched!, single!], { onlyDisagreements: true })).toEqual([single]);
    expect(selectUnits('boundaries', [matched!, single!], { documentId: 'other' })).toEqual([]);
  });
});

describe('comparing layers', () => {
  test('polarity is ordinal α of the stances that both claim', () => {
    const polarities: [-2 | -1 | 0 | 1 | 2, -2 | -1 | 0 | 1 | 2][] = [
      [-2, -2],
      [-1, 0],
      [2, 2],
      [1, 2],
      [0, 0],
    ];
    const layer = (side: 0 | 1) =>
      polarities.map((pair, i) => passage([i * 20, i * 20 + 10], { stances: [['x', 'y', pair[side]]] }));
    const report = compareLayers([documentOf('d', 100, layer(0), layer(1))], [ANN, BOB], OPTIONS);
    expect(valueOf(report, 'polarity', 'alpha-ordinal')).toBeCloseTo(
      krippendorffAlpha(patternsOf(polarities), 'ordinal').value!,
      12,
    );
    expect(valueOf(report, 'polarity', 'percent')).toBe(0.6);
    const polarity = report.all.decisions.find(({ decision }) => decision === 'polarity')!;
    expect(polarity).toMatchObject({ units: 5, pairable: 5, disagreements: 2 });
    expect(polarity.confusion).toContainEqual({ first: '-1', second: '0', count: 1 });
    expect(polarity.coefficients.every(({ interval }) => interval === null || interval.rounds > 0)).toBe(
      true,
    );
  });

  test('the same layers agree wholly; one category only is undefined, not 1', () => {
    const layer = () => [
      passage([0, 10], {
        actors: ['x'],
        codes: ['c'],
        source: 'B',
        information: 1,
        stances: [['x', 'y', 1]],
      }),
      passage([40, 55], { actors: ['x', 'y'], codes: ['d'], source: 'B', information: 2 }),
    ];
    const report = compareLayers([documentOf('d', 100, layer(), layer())], [ANN, BOB], OPTIONS);
    for (const name of ['alpha-u', 'bar-u-alpha', 'cu-alpha', 'gamma', 'f1-exact', 'f1-partial'] as const) {
      expect(valueOf(report, 'boundaries', name), name).toBeCloseTo(1, 12);
    }
    expect(valueOf(report, 'actor', 'alpha-masi')).toBe(1);
    expect(valueOf(report, 'information', 'alpha-ordinal')).toBe(1);
    expect(valueOf(report, 'source', 'alpha-ordinal')).toBe('one-category');
    expect(valueOf(report, 'polarity', 'ac2')).toBe('one-category');
    expect(report.pairs).toEqual([]);
  });

  test('three annotators: all of them and each two; boundaries of all need documents that all read', () => {
    const layer = (codes: string[]) => [passage([0, 10], { codes }), passage([40, 55], { codes: ['c'] })];
    const documents = [
      documentOf('d', 100, layer(['c']), layer(['d']), null),
      documentOf('e', 100, null, layer(['c']), layer(['c', 'd'])),
    ];
    const report = compareLayers(documents, [ANN, BOB, CAT], { ...OPTIONS, byDocument: true });
    expect(report.pairs.map(({ annotators, documents: count }) => [...annotators, count])).toEqual([
      [ANN, BOB, 1],
      [ANN, CAT, 0],
      [BOB, CAT, 1],
    ]);
    expect(report.all.documents).toBe(2);
    expect(valueOf(report, 'boundaries', 'alpha-u')).toBe('no-common-documents');
    expect(report.all.decisions.find(({ decision }) => decision === 'code')).toMatchObject({
      units: 4,
      pairable: 4,
      disagreements: 2,
      confusion: null,
    });
    expect(report.documents.map(({ documentId }) => documentId)).toEqual(['d', 'e']);
    expect(report.documents[0]!.decisions[0]!.coefficients.every(({ interval }) => interval === null)).toBe(
      true,
    );
  });

  test('who confuses what with what', () => {
    const ann = [
      passage([0, 10], { codes: ['a', 'b'] }),
      passage([20, 30], { codes: ['a'] }),
      passage([40, 50], { codes: ['a'] }),
    ];
    const bob = [
      passage([0, 10], { codes: ['a', 'c'] }),
      passage([20, 30], { codes: ['c'] }),
      passage([40, 50]),
    ];
    const units = decisionUnits('code', [documentOf('d', 100, ann, bob)], [ANN, BOB]);
    expect(confusionOf('code', units)).toEqual([
      { first: 'c-a', second: null, count: 1 },
      { first: 'c-a', second: 'c-a', count: 1 },
      { first: 'c-a', second: 'c-c', count: 1 },
      { first: 'c-b', second: 'c-c', count: 1 },
    ]);
    const cell = selectUnits('code', units, { cell: { first: 'c-b', second: 'c-c' } });
    expect(cell.map(({ annotations }) => annotations)).toEqual([[ann[0]!.id, bob[0]!.id]]);
  });

  test('the same seed gives the same report; stopping stops', () => {
    const layer = (shift: number) =>
      Array.from({ length: 8 }, (_, i) => passage([i * 30 + shift, i * 30 + 15], { codes: [`k${i % 3}`] }));
    const documents = [documentOf('d', 300, layer(0), layer(3))];
    const report = compareLayers(documents, [ANN, BOB], OPTIONS);
    expect(compareLayers(documents, [ANN, BOB], OPTIONS)).toEqual(report);
    const seen: number[] = [];
    expect(() =>
      compareLayers(documents, [ANN, BOB], {
        ...OPTIONS,
        onStep(done, total) {
          expect(done).toBeLessThanOrEqual(total);
          seen.push(done);
          if (seen.length === 100) throw new Error('enough');
        },
      }),
    ).toThrow('enough');
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

describe('a continuum of layers', () => {
  test('lays documents end to end, only those that all read', () => {
    const documents = [
      documentOf('d', 100, [passage([90, 100])], [passage([0, 5])]),
      documentOf('e', 50, [passage([0, 5])], null),
      documentOf(
        'f',
        30,
        [],
        [
          passage([
            { start: 0, end: 2 },
            { start: 10, end: 12 },
          ]),
        ],
      ),
    ];
    const { passages, documents: count } = layersContinuum(documents, [ANN, BOB]);
    expect(count).toBe(2);
    expect(passages).toMatchObject({ start: 0, end: 130, annotators: 2 });
    expect(passages.units.map(({ annotator, start, end }) => [annotator, start, end])).toEqual([
      [0, 90, 100],
      [1, 0, 5],
      [1, 100, 102],
      [1, 110, 112],
    ]);
  });

  test('where passages of one annotator overlap, a stretch has the codes of all', () => {
    const stretches = codedStretches([
      passage([0, 20], { codes: ['a'] }),
      passage([10, 30], { codes: ['b'] }),
      passage([12, 15], { codes: ['a'] }),
      passage([30, 40], { codes: ['b'] }),
    ]);
    expect(stretches).toEqual([
      { start: 0, end: 10, codes: 'c-a' },
      { start: 10, end: 20, codes: 'c-a c-b' },
      { start: 20, end: 30, codes: 'c-b' },
      { start: 30, end: 40, codes: 'c-b' },
    ]);
  });
});

test('what is looked at of a layer: annotations under the revisions that are asked for', () => {
  const document = documentIdSchema.parse('reporters-in-kabul');
  const old = makeAnnotation(ANN, 'Kabul', { codebookRevision: 2 });
  const recent = makeAnnotation(ANN, 'council', { codebookRevision: 5 });
  const layer = { ...emptyLayer(document, ANN), annotations: [old, recent] };
  const ids = (range: { from?: number; to?: number }) =>
    comparedLayer(layer, range).annotations.map(({ id }) => id);
  expect(ids({})).toEqual([old.id, recent.id]);
  expect(ids({ from: 3 })).toEqual([recent.id]);
  expect(ids({ to: 4 })).toEqual([old.id]);
  expect(ids({ from: 3, to: 4 })).toEqual([]);
  expect(isReading(layer)).toBe(true);
  expect(isReading(emptyLayer(document, ANN))).toBe(false);
  expect(isReading({ ...emptyLayer(document, ANN), state: 'done' })).toBe(true);
});

test('who tagged with what was merged since agrees with who tags with what it was merged into', () => {
  const document = documentIdSchema.parse('reporters-in-kabul');
  const [old, fresh] = ['a-old', 'a-new'].map((id) => actorIdSchema.parse(id)) as [ActorId, ActorId];
  const annotation = makeAnnotation(ANN, 'Kabul', {
    actors: [
      { actorId: old, role: 'about' },
      { actorId: fresh, role: 'acts' },
    ],
  });
  const layer = { ...emptyLayer(document, ANN), annotations: [annotation] };
  const resolve = <Id extends string>(id: Id): Id => ((id as string) === old ? (fresh as string as Id) : id);
  expect(comparedLayer(layer, {}).annotations[0]!.actors).toEqual([fresh, old]);
  expect(comparedLayer(layer, {}, resolve).annotations[0]!.actors).toEqual([fresh]);
});
