import type { ExportScope } from '../../../contract/calls.ts';
import type { Annotation } from '../../../core/annotation/annotation.ts';
import type { Layer } from '../../../core/annotation/layer.ts';
import { PostilError } from '../../../core/errors.ts';
import { EvidenceIndex } from '../../../core/evidence/evidence-index.ts';
import { selectAnnotations } from '../../../core/evidence/query-evidence.ts';
import { buildSegment } from '../../../core/evidence/segment.ts';
import type { ExportDocument, ExportInput } from '../../../core/exchange/exchange.ts';
import { makeLocate, needsText } from '../../../core/document/locate.ts';
import { deriveUuid } from '../../../core/exchange/derive-uuid.ts';
import { wellFormed } from '../../../core/exchange/well-formed.ts';
import { timestamp, type Job } from '../../../core/ports.ts';
import type { DocumentSummary } from '../../../core/project/project.ts';
import type { ExchangeEnvironment, ExchangeSource } from './exchange-source.ts';

/** Hears of everything in scope as it is gathered, before texts are made well-formed. */
export interface GatherListener {
  document?(document: ExportDocument): void;
  layer?(layer: Layer): void;
  annotation?(original: Annotation, given: Annotation): void;
}

/** What is in scope, document by document, read as it is asked for. */
export function gather(
  source: ExchangeSource,
  scope: ExportScope,
  env: Pick<ExchangeEnvironment, 'clock' | 'sha256'>,
  job: Job,
  listener: GatherListener = {},
): ExportInput {
  const exportedAt = timestamp(env.clock);
  const project = source.project();
  return {
    project,
    codebook: source.codebook(),
    sources: source.sources(),
    exportedAt,
    exportId: deriveUuid(env.sha256, `${project.id} ${exportedAt}`),
    includesTexts: true,
    documents: documentsInScope(source, scope, job, listener),
  };
}

async function* documentsInScope(
  source: ExchangeSource,
  scope: ExportScope,
  job: Job,
  listener: GatherListener,
): AsyncGenerator<ExportDocument> {
  const documents = chooseDocuments(source, scope);
  checkAnnotators(source, scope);
  const isNarrowed = scope.filter !== undefined || (scope.annotators?.length ?? 0) > 0;
  for (const [done, document] of documents.entries()) {
    job.signal.throwIfAborted();
    job.progress({ done, total: documents.length, message: document.title });
    const layers = await layersInScope(source, document, scope);
    // A narrowed scope names what it wants; documents without any of it are not part of it.
    if (isNarrowed && layers.every((layer) => layer.annotations.length === 0)) continue;
    const given = layers.map((layer) => ({
      ...layer,
      annotations: layer.annotations.map((original) => {
        const annotation = wellFormed(original);
        listener.annotation?.(original, annotation);
        return annotation;
      }),
    }));
    for (const layer of given) listener.layer?.(layer);
    const record = await source.readDocument(document.id);
    const gathered = {
      record,
      text: () => source.readText(document.id),
      locate: async () => makeLocate(record, needsText(record) ? await source.readText(document.id) : ''),
      layers: given,
    };
    listener.document?.(gathered);
    yield gathered;
  }
  job.progress({ done: documents.length, total: documents.length, message: '' });
}

function chooseDocuments(source: ExchangeSource, scope: ExportScope): DocumentSummary[] {
  const all = source.documents().filter((document) => document.removedAt === undefined);
  if (!scope.documents || scope.documents.length === 0) return all;
  for (const id of scope.documents) {
    if (!all.some((document) => document.id === id)) {
      throw new PostilError('not-found', `There is no document ${id} in this project. Nothing was exported.`);
    }
  }
  const wanted = new Set(scope.documents);
  return all.filter((document) => wanted.has(document.id));
}

function checkAnnotators(source: ExchangeSource, scope: ExportScope): void {
  for (const id of scope.annotators ?? []) {
    if (!source.project().annotators.some((annotator) => annotator.id === id)) {
      throw new PostilError(
        'not-found',
        `There is no annotator ${id} in this project. Nothing was exported.`,
      );
    }
  }
}

async function layersInScope(
  source: ExchangeSource,
  document: DocumentSummary,
  scope: ExportScope,
): Promise<Layer[]> {
  const annotators = (await source.layersOf(document.id)).toSorted();
  const wanted = scope.annotators && scope.annotators.length > 0 ? new Set(scope.annotators) : null;
  const layers: Layer[] = [];
  for (const annotator of annotators) {
    if (!wanted || wanted.has(annotator)) layers.push(await source.readLayer(document.id, annotator));
  }
  const filtered = scope.filter ? applyFilter(layers, document, scope.filter) : layers;
  return filtered.filter((layer) => layer.annotations.length > 0 || layer.state !== 'unread');
}

/** The filter of the evidence table, over an index of this document alone. */
function applyFilter(
  layers: readonly Layer[],
  document: DocumentSummary,
  filter: NonNullable<ExportScope['filter']>,
): Layer[] {
  const index = new EvidenceIndex();
  index.setDocuments([document]);
  for (const layer of layers) index.putSegment(buildSegment(layer, index.interner));
  const ids = new Set(selectAnnotations(index, filter).annotationIdsOf(document.id));
  return layers.map((layer) => ({
    ...layer,
    annotations: layer.annotations.filter((annotation) => ids.has(annotation.id)),
  }));
}

/** What a scope leaves out, in sentences for the dataset card. */
export function describeScope(source: ExchangeSource, scope: ExportScope): string[] {
  const { annotators, documents } = scope;
  const names = new Map(source.project().annotators.map(({ id, name }) => [id, name]));
  return [
    ...(annotators && annotators.length > 0
      ? [`Annotations of ${annotators.map((id) => names.get(id) ?? id).join(', ')} only.`]
      : []),
    ...(documents && documents.length > 0
      ? [`${documents.length} of the project’s documents: ${documents.join(', ')}.`]
      : []),
    ...(scope.filter ? [`What the filter ${JSON.stringify(scope.filter)} lets through.`] : []),
  ];
}
