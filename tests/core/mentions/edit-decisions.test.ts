import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editLayer, editLayerInBulk, type LayerEdit } from '../../../src/core/annotation/edit-layer.ts';
import { emptyLayer, layerSchema, type Layer } from '../../../src/core/annotation/layer.ts';
import { PostilError } from '../../../src/core/errors.ts';
import { actorIdSchema, annotatorIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import type { MentionDecision } from '../../../src/core/mentions/mention.ts';
import { editSchema, invertChange } from '../../../src/core/project/edit.ts';

const documentId = documentIdSchema.parse('report');
const annotator = annotatorIdSchema.parse('anna');
const empty = emptyLayer(documentId, annotator);
const actorIds = ['a-one', 'a-two'].map((id) => actorIdSchema.parse(id));

function edit(before: MentionDecision | null, after: MentionDecision | null): LayerEdit {
  return { kind: 'mentionDecision', documentId, annotator, before, after };
}

const decisionAt = (start: number): fc.Arbitrary<MentionDecision> => {
  const place = { start, end: start + 3, alias: 'one' };
  return fc.oneof(
    fc
      .constantFrom(...actorIds)
      .map((actorId): MentionDecision => ({ ...place, status: 'accepted', actorId })),
    fc.constant<MentionDecision>({ ...place, status: 'rejected' }),
    fc.constant<MentionDecision>({ ...place, status: 'notActor', actorIds }),
  );
};
const wishes = fc.array(
  fc
    .integer({ min: 0, max: 20 })
    .chain((start) => fc.tuple(fc.constant(start), fc.option(decisionAt(start)))),
  { maxLength: 80 },
);

/** Edits that each fit what the ones before made. */
function editsOf(list: readonly (readonly [number, MentionDecision | null])[]): LayerEdit[] {
  const now = new Map<number, MentionDecision>();
  const edits: LayerEdit[] = [];
  for (const [start, after] of list) {
    const before = now.get(start) ?? null;
    if (!before && !after) continue;
    edits.push(edit(before, after));
    if (after) now.set(start, after);
    else now.delete(start);
  }
  return edits;
}

describe('decisions about mentions in a layer', () => {
  it('are made alike one by one and together, fit the schema, and are all undone', () => {
    fc.assert(
      fc.property(wishes, (list) => {
        const edits = editsOf(list);
        for (const each of edits) editSchema.parse(each);
        const layer: Layer = editLayerInBulk(empty, edits);
        expect(edits.reduce(editLayer, empty)).toEqual(layer);
        layerSchema.parse(layer);
        const starts = (layer.mentions ?? []).map(({ start }) => start);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        const inverse = invertChange({ label: 'decide', edits }).edits as LayerEdit[];
        expect(editLayerInBulk(layer, inverse)).toEqual(empty);
      }),
    );
  });

  it('refuse what is stale or of two places', () => {
    const place = { start: 1, end: 4, alias: 'one' };
    const rejected: MentionDecision = { ...place, status: 'rejected' };
    const layer = editLayer(empty, edit(null, rejected));
    expect(() => editLayer(layer, edit(null, rejected))).toThrow(expect.objectContaining({ code: 'stale' }));
    expect(() => editLayer(layer, edit(rejected, { ...rejected, end: 5 }))).toThrow(PostilError);
    expect(() => editLayer(layer, edit(null, null))).toThrow(PostilError);
  });

  it('are one a place, and not empty', () => {
    const rejected: MentionDecision = { start: 1, end: 4, alias: 'one', status: 'rejected' };
    expect(layerSchema.safeParse({ ...empty, mentions: [rejected, rejected] }).success).toBe(false);
    expect(layerSchema.safeParse({ ...empty, mentions: [{ ...rejected, end: 1 }] }).success).toBe(false);
  });
});
