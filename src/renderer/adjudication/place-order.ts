import type { Difference } from '../../core/adjudication/differences.ts';
import type { Place, PlaceStatus } from '../../core/adjudication/places.ts';
import type { AnnotationId } from '../../core/ids.ts';

/** A place in a way that outlives a decision: by its key, and by whose annotations it is about. */
export interface PlaceMark {
  readonly key: string;
  readonly ids: readonly AnnotationId[];
}

export interface PlaceFilter {
  readonly status: PlaceStatus | 'toDo' | null;
  readonly difference: Difference | null;
}

export function markOf(place: Place): PlaceMark {
  return { key: place.key, ids: idsOf(place) };
}

/** Every annotation that belongs to a place: of the readers, as they were when it was decided, and what came of it. */
export function idsOf({ members, adjudication, results }: Place): AnnotationId[] {
  return [
    ...members.flatMap((member) => member?.id ?? []),
    ...(adjudication?.of.map(({ id }) => id) ?? []),
    ...results.map(({ id }) => id),
  ];
}

export function findPlace(places: readonly Place[], mark: PlaceMark): Place | null {
  return (
    places.find(({ key }) => key === mark.key) ??
    places.find((place) => idsOf(place).some((id) => mark.ids.includes(id))) ??
    null
  );
}

export function isToDo({ status }: Place): boolean {
  return status !== 'decided';
}

/** The next place after this one that is to be decided, from the beginning again after the end; null when none is. */
export function nextToDo(places: readonly Place[], key: string | null): Place | null {
  const at = places.findIndex((place) => place.key === key);
  const others = [...places.slice(at + 1), ...places.slice(0, Math.max(at, 0))];
  return others.find(isToDo) ?? null;
}

/** The place before or after; at the ends it stays. */
export function neighbour(places: readonly Place[], key: string | null, step: 1 | -1): Place | null {
  const at = places.findIndex((place) => place.key === key);
  if (at === -1) return places[step === 1 ? 0 : places.length - 1] ?? null;
  return places[at + step] ?? places[at]!;
}

export function filterPlaces(
  places: readonly Place[],
  { status, difference }: PlaceFilter,
): readonly Place[] {
  if (status === null && difference === null) return places;
  return places.filter(
    (place) =>
      (status === null || (status === 'toDo' ? isToDo(place) : place.status === status)) &&
      (difference === null || place.differences.includes(difference)),
  );
}
