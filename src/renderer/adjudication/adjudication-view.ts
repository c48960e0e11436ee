import { adjudicatedIdOf, isAdjudicatedId } from '../../core/adjudication/adjudicated-id.ts';
import type { Resolve } from '../../core/adjudication/differences.ts';
import { hasBegun } from '../../core/adjudication/overview.ts';
import { comparePlaces, type Comparison } from '../../core/adjudication/places.ts';
import type { Annotation } from '../../core/annotation/annotation.ts';
import { compareAnnotations } from '../../core/annotation/edit-layer.ts';
import { emptyLayer, type Layer } from '../../core/annotation/layer.ts';
import type { Codebook } from '../../core/codebook/codebook.ts';
import { resolvedId } from '../../core/codebook/resolve-entry.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { annotatorName } from '../app/annotator-name.ts';
import { currentLanguage } from '../i18n/texts.ts';
import type { OpenDocument } from '../app/state.ts';
import type { ReaderTrack } from '../reader/passage.ts';

/** The open document as adjudication sees it. */
export interface AdjudicationView {
  readonly open: OpenDocument;
  readonly project: ProjectSnapshot;
  readonly comparison: Comparison;
  /** The layer whose decisions are shown: one's own, or another's where one has none and may not make any. */
  readonly adjudicated: Layer;
  readonly isOwn: boolean;
  /** What others adjudicated of the same document. */
  readonly others: readonly Layer[];
  /** Who read it, in the comparison's order: A, B, C… */
  readonly readers: readonly ReaderTrack[];
  /** Those, the adjudicated layer, and what others adjudicated. */
  readonly tracks: readonly ReaderTrack[];
  /** Of all tracks, in text order. */
  readonly annotations: readonly Annotation[];
  readonly resolve: Resolve;
}

export const ADJUDICATED_SIGN = '✓';

/** A for the first; after Z the letters begin anew with a number. */
export function signOf(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26) + 1}`;
}

export function resolverOf(codebook: Codebook): Resolve {
  return <Id extends string>(id: Id): Id => resolvedId(codebook, id) as Id;
}

let last: { readonly key: readonly unknown[]; readonly view: AdjudicationView } | null = null;

/** Reckoned again only when the document's layers, the codebook, the people or the language have changed. */
export function viewOf(project: ProjectSnapshot, open: OpenDocument, mayDecide: boolean): AdjudicationView {
  const key = [
    open,
    project.codebook,
    project.project.annotators,
    project.annotator,
    mayDecide,
    currentLanguage(),
  ];
  if (last?.key.every((part, i) => part === key[i])) {
    if (last.view.project !== project) last = { key, view: { ...last.view, project } };
    return last.view;
  }
  const view = reckonView(project, open, mayDecide);
  last = { key, view };
  return view;
}

function reckonView(project: ProjectSnapshot, open: OpenDocument, mayDecide: boolean): AdjudicationView {
  const order = new Map(project.project.annotators.map(({ id }, at) => [id, at]));
  const placeOf = ({ annotator }: Layer): number => order.get(annotator) ?? order.size;
  // In the project's order, so that A is always the same person.
  const layers = [...open.layers.values()].sort((a, b) => placeOf(a) - placeOf(b));
  const own = adjudicatedIdOf(project.annotator.id);
  const begun = layers.filter((layer) => isAdjudicatedId(layer.annotator) && hasBegun(layer));
  const ownLayer = open.layers.get(own) ?? emptyLayer(open.document.id, own);
  const isOwn = mayDecide || hasBegun(ownLayer) || begun.length === 0;
  const adjudicated = isOwn ? ownLayer : begun[0]!;
  const others = begun.filter(({ annotator }) => annotator !== adjudicated.annotator);
  const resolve = resolverOf(project.codebook);
  const comparison = comparePlaces(layers, adjudicated, resolve);
  const readers = comparison.readers.map((annotator, i) => trackOf(project, annotator, signOf(i)));
  const tracks = [
    ...readers,
    trackOf(project, adjudicated.annotator, ADJUDICATED_SIGN),
    ...others.map(({ annotator }, i) => trackOf(project, annotator, `${ADJUDICATED_SIGN}${i + 2}`)),
  ];
  const annotations = tracks
    .flatMap(({ annotator }) => open.layers.get(annotator)?.annotations ?? [])
    .sort(compareAnnotations);
  return { open, project, comparison, adjudicated, isOwn, others, readers, tracks, annotations, resolve };
}

function trackOf(project: ProjectSnapshot, annotator: AnnotatorId, sign: string): ReaderTrack {
  return { annotator, sign, name: annotatorName(project, annotator) };
}
