import { adjudicatedIdOf, isAdjudicatedId } from '../../../core/adjudication/adjudicated-id.ts';
import { comparePlaces, type Comparison } from '../../../core/adjudication/places.ts';
import { emptyLayer, type Layer } from '../../../core/annotation/layer.ts';
import { resolvedId } from '../../../core/codebook/resolve-entry.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { ProjectStore } from '../store/project-store.ts';

type Layers = Pick<ProjectStore, 'layersOf' | 'readLayer' | 'codebook' | 'project'>;

/** What codebook entries stand for now. */
export function resolverOf({ codebook }: Pick<Layers, 'codebook'>): <Id extends string>(id: Id) => Id {
  const now = codebook();
  return (id) => resolvedId(now, id) as typeof id;
}

/** Whose adjudicated layers there are of a document, in the project's order; those that were never begun are none. */
export async function adjudicatedLayersOf(store: Layers, documentId: DocumentId): Promise<Layer[]> {
  const layers = await layersInOrder(store, documentId, isAdjudicatedId);
  return layers.filter(({ state, annotations }) => state !== 'unread' || annotations.length > 0);
}

export interface ComparedByAdjudicator {
  readonly comparison: Comparison;
  /** The adjudicator's adjudicated layer; empty where there is none yet. */
  readonly layer: Layer;
}

/** The readers' layers of a document, in the project's order, beside what an adjudicator made of them. */
export async function compareForAdjudicator(
  store: Layers,
  documentId: DocumentId,
  adjudicator: AnnotatorId,
): Promise<ComparedByAdjudicator> {
  const id = adjudicatedIdOf(adjudicator);
  const isThere = (await store.layersOf(documentId)).includes(id);
  const layer = isThere ? await store.readLayer(documentId, id) : emptyLayer(documentId, id);
  return { layer, comparison: await compareWith(store, documentId, layer) };
}

/** The same beside an adjudicated layer, or beside none. */
export async function compareWith(
  store: Layers,
  documentId: DocumentId,
  adjudicated: Layer | null,
): Promise<Comparison> {
  const own = await layersInOrder(store, documentId, (id) => !isAdjudicatedId(id));
  return comparePlaces(own, adjudicated, resolverOf(store));
}

async function layersInOrder(
  store: Layers,
  documentId: DocumentId,
  isWanted: (id: AnnotatorId) => boolean,
): Promise<Layer[]> {
  const order = new Map(store.project().annotators.map(({ id }, at) => [id, at]));
  const place = (id: AnnotatorId): number => order.get(id) ?? order.size;
  const annotators = (await store.layersOf(documentId)).filter(isWanted);
  return Promise.all(
    annotators.toSorted((a, b) => place(a) - place(b)).map((id) => store.readLayer(documentId, id)),
  );
}
