import { useEffect, useSyncExternalStore } from 'react';
import type { Locator } from '../../core/document/locate.ts';
import type { DocumentId } from '../../core/ids.ts';
import { call } from '../app/host.ts';

export interface Place {
  readonly documentId: DocumentId;
  readonly start: number;
  readonly end: number;
}

/** Kept for scrolling back; a locator never changes. */
const HELD = 20_000;
/** What one call may ask. */
const BATCH = 1000;

let folder = '';
let held = new Map<string, Locator | null>();
let asked = new Set<string>();
let version = 0;
const listeners = new Set<() => void>();

/**
 * Where passages stand, for lists whose rows come from the services: undefined until it is known.
 * @param project the project's folder: ids mean something else in another
 * @param places of the rows in sight
 */
export function useLocators(
  project: string,
  places: readonly Place[],
): (place: Place) => Locator | undefined {
  useSyncExternalStore(subscribe, () => version);
  useEffect(() => ask(project, places));
  return (place) => (folder === project ? (held.get(keyOf(place)) ?? undefined) : undefined);
}

/** The place of an annotation's passage. */
export function placeOf(annotation: {
  readonly documentId: DocumentId;
  readonly target: { readonly ranges: readonly { readonly start: number; readonly end: number }[] };
}): Place {
  const { ranges } = annotation.target;
  return { documentId: annotation.documentId, start: ranges[0]!.start, end: ranges.at(-1)!.end };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function keyOf({ documentId, start, end }: Place): string {
  return `${documentId} ${start} ${end}`;
}

function ask(project: string, places: readonly Place[]): void {
  if (project !== folder) {
    folder = project;
    held = new Map();
    asked = new Set();
  }
  const wanted = places.filter((place) => !held.has(keyOf(place)) && !asked.has(keyOf(place)));
  for (let at = 0; at < wanted.length; at += BATCH) void fetchBatch(wanted.slice(at, at + BATCH));
}

function fetchBatch(batch: readonly Place[]): Promise<void> {
  const from = asked;
  const forget = () => batch.forEach((place) => from.delete(keyOf(place)));
  for (const place of batch) from.add(keyOf(place));
  // Without an answer the rows stand without it, and whoever draws them next asks again.
  return call('document.locate', { places: [...batch] }).then(({ locators }) => {
    forget();
    if (from !== asked) return;
    if (held.size > HELD) held.clear();
    batch.forEach((place, at) => held.set(keyOf(place), locators[at] ?? null));
    version++;
    for (const listener of listeners) listener();
  }, forget);
}
