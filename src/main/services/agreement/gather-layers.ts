import type { AgreementScope } from '../../../contract/agreement-calls.ts';
import { isAdjudicatedId } from '../../../core/adjudication/adjudicated-id.ts';
import { comparedLayer, isReading, type ComparedDocument } from '../../../core/agreement/project/compared.ts';
import { resolvedId } from '../../../core/codebook/resolve-entry.ts';
import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId } from '../../../core/ids.ts';
import { documentsOfSets } from '../../../core/sets/resolve-sets.ts';
import type { Job } from '../../../core/ports.ts';
import { stepOf } from '../../../core/progress-steps.ts';
import type { ProjectIndex } from '../index/project-index.ts';
import type { ProjectStore } from '../store/project-store.ts';

export interface GatheredLayers {
  /** Those that two or more of the annotators read. */
  readonly documents: readonly ComparedDocument[];
  /** Who read any of them, in the project's order. */
  readonly annotators: readonly AnnotatorId[];
}

/**
 * The layers to compare, document by document: of the annotators themselves, and nobody's who has not begun to read.
 * @throws PostilError `damaged` where a layer cannot be read: a number without it would be another number; `refused`
 *   where an adjudicated layer is asked for
 */
export async function gatherLayers(
  store: ProjectStore,
  index: ProjectIndex,
  { documents, sets, annotators, revisions = {} }: AgreementScope,
  job: Job,
): Promise<GatheredLayers> {
  assertPeople(store, annotators ?? []);
  const within = documentsOfSets(sets, store.documentSets());
  const wanted = index
    .summaries()
    .filter(
      ({ id, removedAt }) =>
        removedAt === undefined &&
        (!documents?.length || documents.includes(id)) &&
        (within === null || within.has(id)),
    );
  const isWanted = (annotator: AnnotatorId): boolean =>
    !isAdjudicatedId(annotator) && (!annotators?.length || annotators.includes(annotator));
  const codebook = store.codebook();
  const resolve = <Id extends string>(id: Id): Id => resolvedId(codebook, id) as Id;
  const compared: ComparedDocument[] = [];
  for (const [done, { id, characters, layers }] of wanted.entries()) {
    job.signal.throwIfAborted();
    job.progress({ done, total: wanted.length, ...stepOf('readingLayers') });
    const known = layers.filter(({ annotator }) => isWanted(annotator));
    if (known.length < 2) continue;
    const read = await Promise.all(known.map(({ annotator }) => store.readLayer(id, annotator)));
    const readings = read.filter(isReading).map((layer) => comparedLayer(layer, revisions, resolve));
    if (readings.length >= 2) compared.push({ documentId: id, length: characters, layers: readings });
  }
  const present = new Set(compared.flatMap((document) => document.layers.map(({ annotator }) => annotator)));
  return {
    documents: compared,
    annotators: store
      .project()
      .annotators.map(({ id }) => id)
      .filter((id) => present.has(id)),
  };
}

/** An adjudicated layer is made of the others: it agrees with them by construction. */
function assertPeople(store: ProjectStore, annotators: readonly AnnotatorId[]): void {
  const adjudicated = annotators.find(isAdjudicatedId);
  if (adjudicated === undefined) return;
  const name = store.project().annotators.find(({ id }) => id === adjudicated)?.name ?? adjudicated;
  throw new PostilError(
    'refused',
    `“${name}” is an adjudicated layer, made from those of the annotators: agreement is computed on their own layers alone.`,
  );
}
