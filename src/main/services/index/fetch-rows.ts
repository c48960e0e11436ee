import { ZodError } from 'zod';
import { annotationSchema, type Annotation } from '../../../core/annotation/annotation.ts';
import type { RowReference } from '../../../core/evidence/query-evidence.ts';
import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import { inParallel } from '../store/project-files.ts';
import type { IndexedStore } from './indexed-store.ts';

interface LayerName {
  readonly documentId: DocumentId;
  readonly annotator: AnnotatorId;
}

export type FetchedRows =
  | { readonly kind: 'rows'; readonly rows: Annotation[] }
  /** This layer does not hold a row where the index says. */
  | ({ readonly kind: 'changed' } & LayerName)
  /** This layer's file is damaged, or a row does not fit its schema. */
  | ({ readonly kind: 'damaged'; readonly cause: unknown } & LayerName);

/**
 * The records of a window, in its order: each layer is scanned once, and only the rows that are wanted go through the
 * schema. A window of 1,000 rows may touch 1,000 layers (sorted by time, say).
 * @throws PostilError `io` when a file cannot be read now
 */
export async function fetchRows(
  store: IndexedStore,
  references: readonly RowReference[],
): Promise<FetchedRows> {
  const rows: Annotation[] = [];
  const layers = new Map<string, number[]>();
  for (const [place, { documentId, annotator }] of references.entries()) {
    const name = `${documentId}/${annotator}`;
    const places = layers.get(name);
    if (places) places.push(place);
    else layers.set(name, [place]);
  }
  const problems: FetchedRows[] = [];
  await inParallel([...layers.values()], async (places) => {
    const { documentId, annotator } = references[places[0]!]!;
    try {
      const annotations = annotationsIn(await store.scanLayer(documentId, annotator));
      for (const place of places) {
        const found = findAnnotation(annotations, references[place]!);
        if (found === undefined) {
          problems.push({ kind: 'changed', documentId, annotator });
          return;
        }
        rows[place] = annotationSchema.parse(found);
      }
    } catch (cause) {
      if (!isDamage(cause)) throw cause;
      problems.push({ kind: 'damaged', documentId, annotator, cause });
    }
  });
  return problems[0] ?? { kind: 'rows', rows };
}

/** A disk that fails now may not fail the next time: that is for the caller of the query to hear. */
function isDamage(cause: unknown): boolean {
  if (cause instanceof PostilError) return cause.code === 'damaged' || cause.code === 'newer-format';
  return cause instanceof ZodError;
}

/** Its annotations; none where there is no layer. That they are records is for the schema to say. */
function annotationsIn(layer: unknown): readonly unknown[] {
  if (typeof layer !== 'object' || layer === null || !('annotations' in layer)) return [];
  return Array.isArray(layer.annotations) ? layer.annotations : [];
}

function findAnnotation(annotations: readonly unknown[], { ordinal, annotationId }: RowReference): unknown {
  const isWanted = (value: unknown) =>
    typeof value === 'object' && value !== null && 'id' in value && value.id === annotationId;
  const expected = annotations[ordinal];
  return isWanted(expected) ? expected : annotations.find(isWanted);
}
