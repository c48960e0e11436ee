import { editAdjudications, type AdjudicationEdit } from '../adjudication/adjudication.ts';
import { PostilError } from '../errors.ts';
import type { AnnotationId } from '../ids.ts';
import { isEqual } from '../equal.ts';
import { editDecisions, type MentionEdit } from '../mentions/edit-decisions.ts';
import type { Edit } from '../project/edit.ts';
import type { Annotation } from './annotation.ts';
import { editCarried, type CarriedEdit } from './carried.ts';
import type { Layer } from './layer.ts';

/** Text order: by first start, then by last end (the longer first), then by id. */
export function compareAnnotations(a: Annotation, b: Annotation): number {
  return (
    a.target.ranges[0]!.start - b.target.ranges[0]!.start ||
    b.target.ranges.at(-1)!.end - a.target.ranges.at(-1)!.end ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

export type LayerEdit =
  | Extract<Edit, { kind: 'annotation' | 'readingState' }>
  | MentionEdit
  | CarriedEdit
  | AdjudicationEdit;

export function isLayerEdit(edit: Edit): edit is LayerEdit {
  return (
    edit.kind === 'annotation' ||
    edit.kind === 'readingState' ||
    edit.kind === 'mentionDecision' ||
    edit.kind === 'carried' ||
    edit.kind === 'adjudication'
  );
}

/** From this many edits on, one pass over a map and one sort beat a copy of the layer for each edit. */
const MANY_EDITS = 32;

/**
 * The layer after all of the edits, in their order: what folding `editLayer` over them gives.
 * @throws PostilError as `editLayer`
 */
export function editLayerInBulk(layer: Layer, edits: readonly LayerEdit[]): Layer {
  if (edits.length < MANY_EDITS) return edits.reduce(editLayer, layer);
  const decided = editDecided(
    editOldPassages(
      editMentions(layer, edits.filter(isMentionEdit)),
      edits.filter((edit) => edit.kind === 'carried'),
    ),
    edits.filter((edit) => edit.kind === 'adjudication'),
  );
  const byId = new Map(layer.annotations.map((annotation) => [annotation.id, annotation]));
  let { state } = layer;
  for (const edit of edits) {
    if (edit.kind === 'readingState') {
      state = editLayer({ ...layer, state, annotations: [] }, edit).state;
      continue;
    }
    if (edit.kind !== 'annotation') continue;
    const id = editedId(edit);
    if (!isEqual(edit.before, byId.get(id) ?? null)) throw stale(`annotation ${id}`);
    if (edit.after) byId.set(id, edit.after);
    else byId.delete(id);
  }
  return { ...decided, state, annotations: [...byId.values()].toSorted(compareAnnotations) };
}

function editedId(edit: Extract<LayerEdit, { kind: 'annotation' }>): AnnotationId {
  const id = (edit.before ?? edit.after)?.id;
  if (id === undefined || (edit.before && edit.after && edit.before.id !== edit.after.id)) {
    throw new PostilError('bad-request', 'An annotation edit needs one annotation, before or after.');
  }
  return id;
}

/**
 * The layer after an edit of its own.
 * @throws PostilError `stale` when the edit's `before` is not what the layer holds.
 */
export function editLayer(layer: Layer, edit: LayerEdit): Layer {
  if (edit.kind === 'readingState') {
    if (layer.state !== edit.before) throw stale(`document ${layer.documentId}'s reading state`);
    return { ...layer, state: edit.after };
  }
  if (edit.kind === 'mentionDecision') return editMentions(layer, [edit]);
  if (edit.kind === 'carried') return editOldPassages(layer, [edit]);
  if (edit.kind === 'adjudication') return editDecided(layer, [edit]);
  const id = editedId(edit);
  const annotations = layer.annotations.slice();
  const at = annotations.findIndex((annotation) => annotation.id === id);
  if (!isEqual(edit.before, at === -1 ? null : annotations[at])) throw stale(`annotation ${id}`);
  if (at !== -1) annotations.splice(at, 1);
  if (edit.after) annotations.splice(insertionPoint(annotations, edit.after), 0, edit.after);
  return { ...layer, annotations };
}

function isMentionEdit(edit: LayerEdit): edit is MentionEdit {
  return edit.kind === 'mentionDecision';
}

function editMentions(layer: Layer, edits: readonly MentionEdit[]): Layer {
  if (edits.length === 0) return layer;
  const { mentions: before, ...rest } = layer;
  const mentions = editDecisions(before ?? [], edits);
  return mentions.length > 0 ? { ...rest, mentions } : rest;
}

function editOldPassages(layer: Layer, edits: readonly CarriedEdit[]): Layer {
  if (edits.length === 0) return layer;
  const { carried: before, ...rest } = layer;
  const carried = editCarried(before ?? [], edits);
  return carried.length > 0 ? { ...rest, carried } : rest;
}

function editDecided(layer: Layer, edits: readonly AdjudicationEdit[]): Layer {
  if (edits.length === 0) return layer;
  const { adjudications: before, ...rest } = layer;
  const adjudications = editAdjudications(before ?? [], edits);
  return adjudications.length > 0 ? { ...rest, adjudications } : rest;
}

function insertionPoint(sorted: readonly Annotation[], annotation: Annotation): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareAnnotations(sorted[middle]!, annotation) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function stale(what: string): PostilError {
  return new PostilError('stale', `Something else changed ${what} in the meantime; nothing was overwritten.`);
}
