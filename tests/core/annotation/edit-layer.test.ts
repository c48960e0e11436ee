import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { annotationSchema, type Annotation } from '../../../src/core/annotation/annotation.ts';
import { editLayer, editLayerInBulk, type LayerEdit } from '../../../src/core/annotation/edit-layer.ts';
import { emptyLayer } from '../../../src/core/annotation/layer.ts';
import { annotatorIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import { invertChange } from '../../../src/core/project/edit.ts';

const documentId = documentIdSchema.parse('report-1a2b3c4d');
const annotator = annotatorIdSchema.parse('anna-000001');
const place = { kind: 'annotation', documentId, annotator } as const;

function annotation(number: number, start: number, note: string): Annotation {
  return annotationSchema.parse({
    id: `01a203aa-ba13-7514-ba32-${String(number).padStart(12, '0')}`,
    documentId,
    annotator,
    target: {
      ranges: [{ start, end: start + 5 }],
      quote: { exact: 'words', prefix: '', suffix: '' },
      textHash: 'a'.repeat(64),
    },
    actors: [],
    stances: [],
    codes: [],
    note,
    codebookRevision: 0,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  });
}

/** A valid run of edits: each `before` is what the ones before it left. */
const editRuns = fc
  .array(fc.record({ number: fc.nat(40), start: fc.nat(500), note: fc.string(), isRemoval: fc.boolean() }), {
    maxLength: 120,
  })
  .map((steps) => {
    const present = new Map<number, Annotation>();
    return steps.flatMap(({ number, start, note, isRemoval }): LayerEdit[] => {
      const before = present.get(number) ?? null;
      if (isRemoval && !before) return [];
      const after = isRemoval ? null : annotation(number, start, note);
      if (after) present.set(number, after);
      else present.delete(number);
      return [{ ...place, before, after }];
    });
  });

describe('editLayerInBulk', () => {
  test('does what folding editLayer does', () => {
    fc.assert(
      fc.property(editRuns, (edits) => {
        const layer = emptyLayer(documentId, annotator);
        expect(editLayerInBulk(layer, edits)).toEqual(edits.reduce(editLayer, layer));
      }),
    );
  });

  test('is undone by the inverse change', () => {
    fc.assert(
      fc.property(editRuns, (edits) => {
        const layer = editLayerInBulk(emptyLayer(documentId, annotator), edits);
        const inverse = invertChange({ label: '', edits }).edits as LayerEdit[];
        expect(editLayerInBulk(layer, inverse)).toEqual(emptyLayer(documentId, annotator));
      }),
    );
  });

  test.each([1, 40])('refuses a stale edit among %i', (count) => {
    const edits: LayerEdit[] = Array.from({ length: count }, (_, number) => ({
      ...place,
      before: null,
      after: annotation(number, number, ''),
    }));
    const stale: LayerEdit = { ...place, before: annotation(99, 3, 'was there'), after: null };
    expect(() => editLayerInBulk(emptyLayer(documentId, annotator), [...edits, stale])).toThrow(
      expect.objectContaining({ code: 'stale' }),
    );
  });
});
