import { expect, test } from 'vitest';
import { emptyLayer, type Layer } from '../../../src/core/annotation/layer.ts';
import { layerChanges, layerDifference } from '../../../src/core/team/layer-difference.ts';
import { documentIdSchema } from '../../../src/core/ids.ts';
import { annotatorOf, makeAnnotation } from '../../services/team/fixture.ts';

const DOCUMENT = documentIdSchema.parse('harbour');
const ANA = annotatorOf('Ana').id;

test('every annotation of two states, in text order, with what became of it', () => {
  const kept = makeAnnotation(DOCUMENT, ANA, 4, 18);
  const gone = makeAnnotation(DOCUMENT, ANA, 20, 30);
  const was = makeAnnotation(DOCUMENT, ANA, 32, 40);
  const is = { ...was, note: 'now' };
  const come = makeAnnotation(DOCUMENT, ANA, 24, 28);
  const before: Layer = { ...emptyLayer(DOCUMENT, ANA), annotations: [kept, gone, was] };
  const after: Layer = { ...emptyLayer(DOCUMENT, ANA), annotations: [kept, come, is] };
  expect(layerChanges(before, after)).toEqual([
    { kind: 'same', before: kept, after: kept },
    { kind: 'removed', before: gone, after: null },
    { kind: 'added', before: null, after: come },
    { kind: 'changed', before: was, after: is },
  ]);
  expect(layerDifference(before, after)).toEqual({ added: 1, changed: 1, removed: 1 });
  expect(layerDifference(null, after)).toEqual({ added: 3, changed: 0, removed: 0 });
});
