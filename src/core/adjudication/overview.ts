import { z } from 'zod';
import { readingStateSchema } from '../annotation/layer.ts';
import type { Layer } from '../annotation/layer.ts';
import { annotatorIdSchema, documentIdSchema, type AnnotatorId } from '../ids.ts';
import { adjudicatedIdOf, isAdjudicatedId } from './adjudicated-id.ts';
import type { Resolve } from './differences.ts';
import { comparePlaces, countPlaces } from './places.ts';

const count = z.int().nonnegative();

/** How far the adjudication of a document is, by each who adjudicates it. */
export const adjudicationOverviewSchema = z.object({
  documentId: documentIdSchema,
  /** Who has begun to read it, adjudicated layers apart. */
  readers: z.array(annotatorIdSchema),
  /** The one who asks first, also where that layer is not begun; then the other adjudicated layers. */
  adjudicated: z.array(
    z.object({
      /** As whom they adjudicate: see `adjudicatedIdOf`. */
      annotator: annotatorIdSchema,
      state: readingStateSchema,
      isBegun: z.boolean(),
      counts: z.object({ open: count, reopened: count, agreed: count, decided: count }),
    }),
  ),
});

export type AdjudicationOverview = z.infer<typeof adjudicationOverviewSchema>;

/** @param layers all of one document, at least one */
export function overviewOf(
  layers: readonly Layer[],
  adjudicator: AnnotatorId,
  resolve: Resolve,
): AdjudicationOverview {
  const own = adjudicatedIdOf(adjudicator);
  const others = layers.map(({ annotator }) => annotator).filter((id) => isAdjudicatedId(id) && id !== own);
  let readers: readonly AnnotatorId[] = [];
  const adjudicated = [own, ...others].map((annotator) => {
    const layer = layers.find((candidate) => candidate.annotator === annotator) ?? null;
    const comparison = comparePlaces(layers, layer, resolve);
    ({ readers } = comparison);
    return {
      annotator,
      state: layer?.state ?? 'unread',
      isBegun: layer !== null && hasBegun(layer),
      counts: countPlaces(comparison.places),
    };
  });
  return { documentId: layers[0]!.documentId, readers: [...readers], adjudicated };
}

/** Undoing the first decision leaves a layer that says nothing. */
export function hasBegun({ state, annotations, adjudications = [] }: Layer): boolean {
  return state !== 'unread' || annotations.length > 0 || adjudications.length > 0;
}
