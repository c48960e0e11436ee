import type { Annotation } from '../../../core/annotation/annotation.ts';
import type { Layer } from '../../../core/annotation/layer.ts';
import type { Codebook } from '../../../core/codebook/codebook.ts';
import { doubtsOf, type Doubt, type DoubtKind } from '../../../core/codebook/doubts.ts';
import type { AnnotatorId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import type { ProjectIndex } from '../index/project-index.ts';
import type { ProjectStore } from '../store/project-store.ts';

export interface WorklistRow {
  readonly annotation: Annotation;
  readonly doubts: readonly Doubt[];
}

export interface WorklistQuestion {
  readonly annotator: AnnotatorId;
  readonly kinds: readonly DoubtKind[];
  readonly offset: number;
  readonly limit: number;
}

/** Layers are values: what was found in one under a codebook holds as long as both are the same. */
const foundIn = new WeakMap<Layer, { readonly codebook: Codebook; readonly rows: readonly WorklistRow[] }>();

/**
 * What an annotator has to look at again, in the documents' order, then in text order. A row passes when one of its
 * doubts is of `kinds`, and is given with all of them. Reads the annotator's layers.
 */
export async function readWorklist(
  { store, index }: { readonly store: ProjectStore; readonly index: ProjectIndex },
  { annotator, kinds, offset, limit }: WorklistQuestion,
  job: Job,
): Promise<{
  readonly counts: Record<DoubtKind, number>;
  readonly total: number;
  readonly rows: readonly WorklistRow[];
}> {
  const counts: Record<DoubtKind, number> = {
    split: 0,
    deleted: 0,
    retired: 0,
    definition: 0,
    scale: 0,
    older: 0,
  };
  const codebook = store.codebook();
  const rows: WorklistRow[] = [];
  let total = 0;
  const documents = index
    .summaries()
    .filter(
      ({ removedAt, layers }) =>
        removedAt === undefined &&
        layers.some((layer) => layer.annotator === annotator && layer.annotations > 0),
    );
  for (const [done, { id, title }] of documents.entries()) {
    job.signal.throwIfAborted();
    job.progress({ done, total: documents.length, message: title });
    for (const row of doubtfulIn(await store.readLayer(id, annotator), codebook)) {
      for (const kind of new Set(row.doubts.map((doubt) => doubt.kind))) counts[kind]++;
      if (!row.doubts.some((doubt) => kinds.includes(doubt.kind))) continue;
      if (total >= offset && total < offset + limit) rows.push(row);
      total++;
    }
  }
  return { counts, total, rows };
}

function doubtfulIn(layer: Layer, codebook: Codebook): readonly WorklistRow[] {
  const known = foundIn.get(layer);
  if (known?.codebook === codebook) return known.rows;
  const rows = layer.annotations
    .map((annotation) => ({ annotation, doubts: doubtsOf(codebook, annotation) }))
    .filter((row) => row.doubts.length > 0);
  foundIn.set(layer, { codebook, rows });
  return rows;
}
