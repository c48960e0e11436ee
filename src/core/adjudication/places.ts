import { matchPassages, NO_PASSAGE } from '../agreement/project/match-passages.ts';
import { isReading } from '../agreement/project/compared.ts';
import type { Annotation, TextRange } from '../annotation/annotation.ts';
import type { Layer } from '../annotation/layer.ts';
import type { AnnotationId, AnnotatorId } from '../ids.ts';
import { isAdjudicatedId } from './adjudicated-id.ts';
import type { Adjudication } from './adjudication.ts';
import { differencesOf, judgesSame, type Difference, type Resolve } from './differences.ts';

/**
 * `agreed`: all readers (two or more) say the same, and nothing is decided yet; `open`: to be decided; `decided`;
 * `reopened`: decided, and what it was decided about has changed since.
 */
export const PLACE_STATUSES = ['open', 'reopened', 'agreed', 'decided'] as const;
export type PlaceStatus = (typeof PLACE_STATUSES)[number];

/** What has come since a decision. `absent`: somebody who had not read the document then has, and did not mark the place. */
export type ChangeSince =
  | { readonly kind: 'added'; readonly annotator: AnnotatorId; readonly after: Annotation }
  | {
      readonly kind: 'changed';
      readonly annotator: AnnotatorId;
      readonly before: Annotation;
      readonly after: Annotation;
    }
  | { readonly kind: 'removed'; readonly annotator: AnnotatorId; readonly before: Annotation }
  | { readonly kind: 'absent'; readonly annotator: AnnotatorId };

/** One place of a document that somebody marked. */
export interface Place {
  /** Stays the same while its first annotation or its decision does. */
  readonly key: string;
  /** From the first to the last letter that any annotation or result marks. */
  readonly range: TextRange;
  /** Of each reader, in their order, the annotation or null. */
  readonly members: readonly (Annotation | null)[];
  /** Between the annotations as they are now. */
  readonly differences: readonly Difference[];
  readonly status: PlaceStatus;
  readonly adjudication: Adjudication | null;
  /** What the decision put into the adjudicated layer, as it is there now. */
  readonly results: readonly Annotation[];
  readonly changes: readonly ChangeSince[];
}

export interface Comparison {
  /** Who has read the document, in the order that was given. */
  readonly readers: readonly AnnotatorId[];
  /** In text order. */
  readonly places: readonly Place[];
  /** Annotations of the adjudicated layer that no decision accounts for: read in from a file. */
  readonly unaccounted: readonly Annotation[];
}

/**
 * The layers of a document side by side. Annotations are of one place when agreement counts them as such (see
 * `matchPassages`); those that were decided about together stay together, and what came since joins them where it fits.
 * @param layers of one document; those of who has not begun to read, and adjudicated ones, are left out
 * @param adjudicated the adjudicator's own, null where there is none yet
 */
export function comparePlaces(
  layers: readonly Layer[],
  adjudicated: Layer | null,
  resolve: Resolve,
): Comparison {
  const read = layers.filter((layer) => !isAdjudicatedId(layer.annotator) && isReading(layer));
  const readers = read.map(({ annotator }) => annotator);
  const byId = new Map(
    read.flatMap((layer, reader) =>
      layer.annotations.map((annotation) => [annotation.id, { annotation, reader }] as const),
    ),
  );
  const decided = (adjudicated?.adjudications ?? []).toSorted(
    (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0) || (a.id < b.id ? -1 : 1),
  );
  const groups: Group[] = [];
  const groupOf = new Map<AnnotationId, Group>();
  for (const adjudication of decided) {
    const group: Group = { adjudication, members: readers.map(() => null) };
    groups.push(group);
    for (const { id } of adjudication.of) {
      const known = byId.get(id);
      if (known && !groupOf.has(id) && group.members[known.reader] === null) add(group, known);
    }
  }
  for (const indices of matchPassages(read.map((layer) => layer.annotations.map(({ target }) => target)))) {
    const here = indices.flatMap((index, reader) =>
      index === NO_PASSAGE ? [] : [{ annotation: read[reader]!.annotations[index]!, reader }],
    );
    const seat = here
      .map(({ annotation }) => groupOf.get(annotation.id))
      .find((group) => group !== undefined);
    const rest: Group = { adjudication: null, members: readers.map(() => null) };
    for (const one of here) {
      if (groupOf.has(one.annotation.id)) continue;
      add(seat && seat.members[one.reader] === null ? seat : rest, one);
    }
    if (rest.members.some((member) => member !== null)) groups.push(rest);
  }

  function add(group: Group, { annotation, reader }: { annotation: Annotation; reader: number }): void {
    group.members[reader] = annotation;
    groupOf.set(annotation.id, group);
  }

  const inLayer = new Map((adjudicated?.annotations ?? []).map((annotation) => [annotation.id, annotation]));
  const accounted = new Set(decided.flatMap(({ results }) => results));
  return {
    readers,
    places: groups
      .map((group) => placeOf(group, readers, inLayer, resolve))
      .sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end || (a.key < b.key ? -1 : 1)),
    unaccounted: [...inLayer.values()].filter(({ id }) => !accounted.has(id)),
  };
}

interface Group {
  readonly adjudication: Adjudication | null;
  readonly members: (Annotation | null)[];
}

function placeOf(
  { adjudication, members }: Group,
  readers: readonly AnnotatorId[],
  inLayer: ReadonlyMap<AnnotationId, Annotation>,
  resolve: Resolve,
): Place {
  const present = members.filter((member) => member !== null);
  const results = (adjudication?.results ?? []).flatMap((id) => inLayer.get(id) ?? []);
  const differences = differencesOf(present, readers.length, resolve);
  const changes = adjudication ? changesSince(adjudication, members, readers, resolve) : [];
  // A decision about what is gone altogether, and that left nothing, still stands somewhere: where it was.
  const marked = [
    ...present,
    ...results,
    ...(present.length + results.length === 0 ? (adjudication?.of ?? []) : []),
  ];
  return {
    key: adjudication?.id ?? present.map(({ id }) => id).sort()[0]!,
    range: {
      start: Math.min(...marked.map(({ target }) => target.ranges[0]!.start)),
      end: Math.max(...marked.map(({ target }) => target.ranges.at(-1)!.end)),
    },
    members,
    differences,
    adjudication,
    results,
    changes,
    status: adjudication
      ? changes.length > 0
        ? 'reopened'
        : 'decided'
      : readers.length >= 2 && differences.length === 0
        ? 'agreed'
        : 'open',
  };
}

function changesSince(
  { of, readers: then }: Adjudication,
  members: readonly (Annotation | null)[],
  readers: readonly AnnotatorId[],
  resolve: Resolve,
): ChangeSince[] {
  const before = new Map(of.map((annotation) => [annotation.id, annotation]));
  const changes: ChangeSince[] = [];
  for (const [i, after] of members.entries()) {
    const annotator = readers[i]!;
    if (after === null) {
      // Who had marked it is told of below.
      if (!then.includes(annotator)) changes.push({ kind: 'absent', annotator });
      continue;
    }
    const was = before.get(after.id);
    before.delete(after.id);
    if (!was) changes.push({ kind: 'added', annotator, after });
    else if (!judgesSame(was, after, resolve))
      changes.push({ kind: 'changed', annotator, before: was, after });
  }
  for (const was of before.values()) changes.push({ kind: 'removed', annotator: was.annotator, before: was });
  return changes;
}

/** How many places are in which state. */
export function countPlaces(places: readonly Place[]): Readonly<Record<PlaceStatus, number>> {
  const counts = { open: 0, reopened: 0, agreed: 0, decided: 0 };
  for (const { status } of places) counts[status]++;
  return counts;
}
