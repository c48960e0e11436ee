import { z } from 'zod';
import { PostilError } from '../errors.ts';
import type { AnnotatorId } from '../ids.ts';
import type { Annotator, DocumentSummary } from '../project/project.ts';
import { isAdjudicatedId } from './adjudicated-id.ts';

/**
 * Which layers of a document are looked at, counted or exported: those that annotators made on their own, the
 * adjudicated one, or all of them, where a passage stands several times.
 */
export const LAYER_CHOICES = ['annotators', 'adjudicated', 'all'] as const;
export const layerChoiceSchema = z.enum(LAYER_CHOICES);
export type LayerChoice = z.infer<typeof layerChoiceSchema>;

export interface WhoseLayers {
  /** Absent: the annotators' own, or, where `annotators` names whose, those. */
  readonly layers?: LayerChoice | undefined;
  /** Narrows to these; absent or empty narrows nothing. An adjudicated layer is named by its own id (`adj--…`). */
  readonly annotators?: readonly AnnotatorId[] | undefined;
}

export function layerChoiceOf({ layers, annotators }: WhoseLayers): LayerChoice {
  return layers ?? (annotators && annotators.length > 0 ? 'all' : 'annotators');
}

/** Whether an annotator's layers are among those that were chosen. */
export function isLayerChosen(whose: WhoseLayers): (annotator: AnnotatorId) => boolean {
  const choice = layerChoiceOf(whose);
  const named = whose.annotators && whose.annotators.length > 0 ? new Set(whose.annotators) : null;
  return (annotator) =>
    (choice === 'all' || isAdjudicatedId(annotator) === (choice === 'adjudicated')) &&
    (named === null || named.has(annotator));
}

/** The people among a project's annotators: whoever reads. Their adjudicated layers are nobody's own. */
export function peopleOf(annotators: readonly Annotator[]): Annotator[] {
  return annotators.filter(({ id }) => !isAdjudicatedId(id));
}

/** The layers of a document that say something, adjudicated or the annotators' own. */
export function begunLayers(
  { layers }: Pick<DocumentSummary, 'layers'>,
  choice: Exclude<LayerChoice, 'all'>,
): DocumentSummary['layers'] {
  return layers.filter(
    ({ annotator, state, annotations }) =>
      isAdjudicatedId(annotator) === (choice === 'adjudicated') && (state !== 'unread' || annotations > 0),
  );
}

/** How many annotations a document has in these layers. */
export function countAnnotations(
  document: Pick<DocumentSummary, 'layers'>,
  choice: Exclude<LayerChoice, 'all'>,
): number {
  return begunLayers(document, choice).reduce((sum, layer) => sum + layer.annotations, 0);
}

/**
 * Sees that no document has two adjudicated layers among those that were chosen: together they would be no agreed
 * layer, but every passage twice.
 * @param nameOf what an annotator is called
 * @throws PostilError `refused`, naming a document and whose layers they are
 */
export function assertOneAdjudicated(
  documents: readonly DocumentSummary[],
  whose: WhoseLayers,
  nameOf: (annotator: AnnotatorId) => string,
): void {
  if (layerChoiceOf(whose) !== 'adjudicated') return;
  const isChosen = isLayerChosen(whose);
  for (const document of documents) {
    const chosen = begunLayers(document, 'adjudicated')
      .map(({ annotator }) => annotator)
      .filter(isChosen)
      .toSorted();
    if (chosen.length < 2) continue;
    const names = chosen.map((annotator) => `“${nameOf(annotator)}” (${annotator})`).join(' and ');
    throw new PostilError(
      'refused',
      `The document “${document.title}” (${document.id}) has several adjudicated layers: ${names}. Choose one of them as the annotator.`,
      { documentId: document.id, annotators: chosen },
    );
  }
}
