import type { AnnotationId, DocumentId } from '../../core/ids.ts';

/** A place in the corpus: a passage, or what stood at the top of the reader. */
export interface Place {
  readonly documentId: DocumentId;
  readonly annotationId: AnnotationId | null;
  readonly offset: number;
}

/** Places visited, and which of them one is at; after going back, those ahead are still there. */
export interface Trail {
  readonly places: readonly Place[];
  readonly at: number;
}

export const EMPTY_TRAIL: Trail = { places: [], at: -1 };
/** Places that are kept; the oldest go. */
const LENGTH = 200;
/** Characters within which two places of one document without passages are one: a page or so. */
const NEAR = 1500;

function isSamePlace(a: Place, b: Place): boolean {
  if (a.documentId !== b.documentId) return false;
  if (a.annotationId || b.annotationId) return a.annotationId === b.annotationId;
  return Math.abs(a.offset - b.offset) < NEAR;
}

/** One goes to a place: it follows where one is, and what was ahead is forgotten. The same place is not entered twice. */
export function visit(trail: Trail, place: Place): Trail {
  const here = trail.places[trail.at];
  if (here && isSamePlace(here, place)) return { ...trail, places: trail.places.with(trail.at, place) };
  const places = [...trail.places.slice(0, trail.at + 1), place].slice(-LENGTH);
  return { places, at: places.length - 1 };
}

/** The trail one step on, or null where it ends. */
export function step(trail: Trail, direction: 1 | -1): Trail | null {
  const at = trail.at + direction;
  return trail.places[at] ? { ...trail, at } : null;
}
