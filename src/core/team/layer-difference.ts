import type { Annotation } from '../annotation/annotation.ts';
import { compareAnnotations } from '../annotation/edit-layer.ts';
import type { Layer } from '../annotation/layer.ts';
import { isEqual } from '../equal.ts';
import type { MentionDecision } from '../mentions/mention.ts';
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
  for (const [was, is] of changesByKey(before.mentions, after.mentions, placeOf))
    edits.push({ kind: 'mentionDecision', documentId, annotator, before: was, after: is });
  for (const [was, is] of changesByKey(before.carried, after.carried, ({ from }) => from))
    edits.push({ kind: 'carried', documentId, annotator, before: was, after: is });
  for (const [was, is] of changesByKey(before.adjudications, after.adjudications, ({ id }) => id))
    edits.push({ kind: 'adjudication', documentId, annotator, before: was, after: is });
  return edits;
}

function placeOf({ start, end }: MentionDecision): string {
  return `${start} ${end}`;
}

/** What differs between two lists, by key: what was and what is, null where it is not there. */
function changesByKey<T>(
  before: readonly T[] = [],
  after: readonly T[] = [],
  keyOf: (item: T) => string,
): (readonly [T | null, T | null])[] {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const changes: (readonly [T | null, T | null])[] = [];
  for (const item of after) {
    const key = keyOf(item);
    const was = old.get(key) ?? null;
    old.delete(key);
    if (!was || !isEqual(was, item)) changes.push([was, item]);
  }
  for (const was of old.values()) changes.push([was, null]);
  return changes;
}

export function layerDifference(before: Layer | null, after: Layer): LayerDifference {
  const count = { added: 0, changed: 0, removed: 0, same: 0 };
  for (const { kind } of layerChanges(before, after)) count[kind]++;
  const { added, changed, removed } = count;
  return { added, changed, removed };
}

/** What became of one annotation between two states of a layer. */
export type LayerChange =
  | { readonly kind: 'added'; readonly before: null; readonly after: Annotation }
  | { readonly kind: 'changed' | 'same'; readonly before: Annotation; readonly after: Annotation }
  | { readonly kind: 'removed'; readonly before: Annotation; readonly after: null };

/** Every annotation of two states of a layer, in text order. */
export function layerChanges(before: Layer | null, after: Layer): LayerChange[] {
  const old = new Map((before?.annotations ?? []).map((annotation) => [annotation.id, annotation]));
  const changes: LayerChange[] = [];
  for (const annotation of after.annotations) {
    const was = old.get(annotation.id);
    old.delete(annotation.id);
    if (was)
      changes.push({ kind: isEqual(was, annotation) ? 'same' : 'changed', before: was, after: annotation });
    else changes.push({ kind: 'added', before: null, after: annotation });
  }
  for (const was of old.values()) changes.push({ kind: 'removed', before: was, after: null });
  return changes.sort((a, b) => compareAnnotations((a.after ?? a.before)!, (b.after ?? b.before)!));
}

/** Two states of one layer in one: every annotation of both; where both have one that differs, `first` has its way. */
export function uniteLayers(first: Layer, second: Layer): Layer {
  const known = new Map<string, Annotation>(
    second.annotations.map((annotation) => [annotation.id, annotation]),
  );
  for (const annotation of first.annotations) known.set(annotation.id, annotation);
  const mentions = unite(first.mentions, second.mentions, placeOf);
  const carried = unite(first.carried, second.carried, ({ from }) => from);
  const adjudications = unite(first.adjudications, second.adjudications, ({ id }) => id);
  const order = ['unread', 'inProgress', 'done'] as const;
  const state = order.indexOf(first.state) >= order.indexOf(second.state) ? first.state : second.state;
  return {
    documentId: first.documentId,
    annotator: first.annotator,
    state,
    annotations: [...known.values()].sort(compareAnnotations),
    ...(mentions.length > 0 && { mentions: mentions.sort((a, b) => a.start - b.start || a.end - b.end) }),
    ...(carried.length > 0 && { carried: carried.sort((a, b) => (a.from < b.from ? -1 : 1)) }),
    ...(adjudications.length > 0 && {
      adjudications: adjudications.sort((a, b) => (a.id < b.id ? -1 : 1)),
    }),
  };
}

/** All of both, by key; `first` has its way where both have one. */
function unite<T>(first: readonly T[] = [], second: readonly T[] = [], keyOf: (item: T) => string): T[] {
  return [...new Map([...second, ...first].map((item) => [keyOf(item), item])).values()];
}
