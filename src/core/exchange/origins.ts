import type { Adjudication } from '../adjudication/adjudication.ts';
import type { Layer } from '../annotation/layer.ts';
import type { AnnotationId } from '../ids.ts';

/** What an annotation of an adjudicated layer came of, for formats that hold annotations and no decisions. */
export interface Origin {
  readonly outcome: Adjudication['outcome'];
  /** The annotations that it rests on, in the layers of those who made them. */
  readonly from: readonly AnnotationId[];
  readonly by: Adjudication['by'];
  readonly reason?: string | undefined;
}

const NONE: ReadonlyMap<AnnotationId, Origin> = new Map();

/** By the annotations of the layer that a decision put there. */
export function originsOf({
  adjudications = [],
}: Pick<Layer, 'adjudications'>): ReadonlyMap<AnnotationId, Origin> {
  if (adjudications.length === 0) return NONE;
  return new Map(
    adjudications.flatMap(({ outcome, taken, by, reason, results }) =>
      results.map(
        (id) => [id, { outcome, from: taken, by, ...(reason !== undefined && { reason }) }] as const,
      ),
    ),
  );
}

/** An annotation as a format holds it, and what it came of where it came of a decision. */
export function withOrigin<T>(held: T, origin: Origin | undefined): T | (T & { readonly origin: Origin }) {
  return origin === undefined ? held : { ...held, origin };
}
