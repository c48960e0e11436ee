import { begunLayers, isLayerChosen, layerChoiceOf, type WhoseLayers } from '../adjudication/layer-choice.ts';
import { isAdjudicatedId } from '../adjudication/adjudicated-id.ts';
import { layersOfFilter, type EvidenceFilter } from '../evidence/evidence.ts';
import type { DocumentSummary } from '../project/project.ts';

/** What of an export's scope says whose layers it takes. */
export interface LayerScope extends WhoseLayers {
  readonly filter?: EvidenceFilter | undefined;
}

/** The scope's own choice; where it makes none, the filter's. */
export function layersInScope({ layers, annotators, filter }: LayerScope): Required<WhoseLayers> {
  const named = annotators?.length ? annotators : (filter?.annotators ?? []);
  const isOpen = layers === undefined && !annotators?.length;
  const choice = isOpen && filter ? layersOfFilter(filter) : layerChoiceOf({ layers, annotators });
  return { layers: choice, annotators: named };
}

/** The filter within the layers in scope: where it says nothing of layers itself, the scope has chosen. */
export function filterInScope(scope: LayerScope): EvidenceFilter | undefined {
  const { filter } = scope;
  return filter && { layers: layersInScope(scope).layers, ...filter };
}

/**
 * What somebody must know of the layers in scope. `adjudicatedLeftOut`, `ownLeftOut`: what is not in it of documents
 * that have both; `notAdjudicated`: documents with layers of annotators and no adjudicated one; `mixed`: documents of
 * which both are in it, so that a passage may be there several times.
 */
export const LAYER_NOTES = ['adjudicatedLeftOut', 'ownLeftOut', 'notAdjudicated', 'mixed'] as const;
export interface LayerNote {
  readonly kind: (typeof LAYER_NOTES)[number];
  readonly documents: number;
  /** Of those documents: how many annotations are left out; of `mixed`, how many are adjudicated. */
  readonly annotations: number;
}

/** What to say of these documents; nothing where none was adjudicated and nobody asked for what was. */
export function layerNotes(documents: readonly DocumentSummary[], scope: LayerScope): LayerNote[] {
  const whose = layersInScope(scope);
  const isChosen = isLayerChosen(whose);
  const notes = new Map(LAYER_NOTES.map((kind) => [kind, { kind, documents: 0, annotations: 0 }]));
  const count = (kind: LayerNote['kind'], layers: DocumentSummary['layers']): void => {
    const note = notes.get(kind)!;
    note.documents++;
    note.annotations += layers.reduce((sum, { annotations }) => sum + annotations, 0);
  };
  for (const document of documents) {
    const own = begunLayers(document, 'annotators');
    const adjudicated = begunLayers(document, 'adjudicated');
    const taken = [...own, ...adjudicated].filter(({ annotator }) => isChosen(annotator));
    const isMixed = new Set(taken.map(({ annotator }) => isAdjudicatedId(annotator))).size === 2;
    if (isMixed)
      count(
        'mixed',
        adjudicated.filter((layer) => taken.includes(layer)),
      );
    else if (whose.layers === 'annotators' && adjudicated.length > 0)
      count('adjudicatedLeftOut', adjudicated);
    else if (whose.layers === 'adjudicated' && taken.length > 0 && own.length > 0) count('ownLeftOut', own);
    else if (whose.layers === 'adjudicated' && own.length > 0) count('notAdjudicated', own);
  }
  return [...notes.values()].filter((note) => note.documents > 0);
}

/** A note as a sentence, for the dataset card and the command line. */
export function layerNoteSentence({ kind, documents, annotations }: LayerNote): string {
  const of = documents === 1 ? '1 document' : `${documents} documents`;
  const passages = annotations === 1 ? '1 annotation' : `${annotations} annotations`;
  switch (kind) {
    case 'adjudicatedLeftOut':
      return `The annotators’ own layers; the adjudicated layer of ${of} (${passages}) was left out.`;
    case 'ownLeftOut':
      return `The adjudicated layer; the annotators’ own of ${of} (${passages}) were left out.`;
    case 'notAdjudicated':
      return `What nobody adjudicated was left out: ${of} (${passages}).`;
    case 'mixed':
      return `Of ${of}, both the annotators’ own layers and the adjudicated one (${passages}): a passage may be there several times.`;
  }
}
