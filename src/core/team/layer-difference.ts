import type { Annotation } from '../annotation/annotation.ts';
import { compareAnnotations } from '../annotation/edit-layer.ts';
import type { Layer } from '../annotation/layer.ts';
import { isEqual } from '../equal.ts';
import type { Edit } from '../project/edit.ts';

/** How many annotations differ between two states of a layer. */
export interface LayerDifference {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** The edits that make `after` of `before`: of one document and annotator. */
export function layerEdits(before: Layer, after: Layer): Edit[] {
  const { documentId, annotator } = after;
  const edits: Edit[] = [];
  const old = new Map(before.annotations.map((annotation) => [annotation.id, annotation]));
  for (const annotation of after.annotations) {
    const was = old.get(annotation.id) ?? null;
    old.delete(annotation.id);
    if (!was || !isEqual(was, annotation)) {
      edits.push({ kind: 'annotation', documentId, annotator, before: was, after: annotation });
    }
  }
  for (const was of old.values())
    edits.push({ kind: 'annotation', documentId, annotator, before: was, after: null });
  if (before.state !== after.state) {
    edits.push({ kind: 'readingState', documentId, annotator, before: before.state, after: after.state });
  }
  const places = new Map(
    (before.mentions ?? []).map((decision) => [`${decision.start} ${decision.end}`, decision]),
  );
  for (const decision of after.mentions ?? []) {
    const key = `${decision.start} ${decision.end}`;
    const was = places.get(key) ?? null;
    places.delete(key);
    if (!was || !isEqual(was, decision)) {
      edits.push({ kind: 'mentionDecision', documentId, annotator, before: was, after: decision });
    }
  }
  for (const was of places.values())
    edits.push({ kind: 'mentionDecision', documentId, annotator, before: was, after: null });
  return edits;
}

export function layerDifference(before: Layer | null, after: Layer): LayerDifference {
  const old = new Map((before?.annotations ?? []).map((annotation) => [annotation.id, annotation]));
  let added = 0;
  let changed = 0;
  for (const annotation of after.annotations) {
    const was = old.get(annotation.id);
    old.delete(annotation.id);
    if (!was) added++;
    else if (!isEqual(was, annotation)) changed++;
  }
  return { added, changed, removed: old.size };
}

/** Two states of one layer in one: every annotation of both; where both have one that differs, `first` has its way. */
export function uniteLayers(first: Layer, second: Layer): Layer {
  const known = new Map<string, Annotation>(
    second.annotations.map((annotation) => [annotation.id, annotation]),
  );
  for (const annotation of first.annotations) known.set(annotation.id, annotation);
  const places = new Map(
    (second.mentions ?? []).map((decision) => [`${decision.start} ${decision.end}`, decision]),
  );
  for (const decision of first.mentions ?? []) places.set(`${decision.start} ${decision.end}`, decision);
  const order = ['unread', 'inProgress', 'done'] as const;
  const state = order.indexOf(first.state) >= order.indexOf(second.state) ? first.state : second.state;
  return {
    documentId: first.documentId,
    annotator: first.annotator,
    state,
    annotations: [...known.values()].sort(compareAnnotations),
    ...(places.size > 0 && {
      mentions: [...places.values()].sort((a, b) => a.start - b.start || a.end - b.end),
    }),
  };
}
