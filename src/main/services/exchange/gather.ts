import { assertOneAdjudicated, isLayerChosen, peopleOf } from '../../../core/adjudication/layer-choice.ts';
import type { ExportFormat, ExportScope } from '../../../contract/calls.ts';
import type { Annotation } from '../../../core/annotation/annotation.ts';
import type { Layer } from '../../../core/annotation/layer.ts';
import { PostilError } from '../../../core/errors.ts';
import type { EvidenceFilter } from '../../../core/evidence/evidence.ts';
import { EvidenceIndex } from '../../../core/evidence/evidence-index.ts';
import { selectAnnotations } from '../../../core/evidence/query-evidence.ts';
import { buildSegment } from '../../../core/evidence/segment.ts';
import type { Source } from '../../../core/document/document.ts';
import type { ExportDocument, ExportInput } from '../../../core/exchange/exchange.ts';
import {
  filterInScope,
  layerNotes,
  layerNoteSentence,
  layersInScope,
  type LayerNote,
} from '../../../core/exchange/export-layers.ts';
import { giveAdjudication, type Give } from '../../../core/exchange/give-adjudication.ts';
import {
  codebookWithoutNotes,
  EVERYTHING,
  makePseudonyms,
  pseudonymOf,
  sourceWithoutNotes,
  withoutNotes,
  type ExportOptions,
} from '../../../core/exchange/export-options.ts';
import { labelOf, writeEntry } from '../../../core/exchange/format-table.ts';
import type { AnnotatorId } from '../../../core/ids.ts';
import type { Memo } from '../../../core/memo/memo.ts';
import { makeLocate, needsText } from '../../../core/document/locate.ts';
import { deriveUuid } from '../../../core/exchange/derive-uuid.ts';
import { wellFormed } from '../../../core/exchange/well-formed.ts';
import { timestamp, type Job } from '../../../core/ports.ts';
import type { Annotator, DocumentSummary, Project } from '../../../core/project/project.ts';
import { describeHidden, NOTHING_HIDDEN, type HiddenCounts } from '../../../core/team/visibility.ts';
import type { ExchangeEnvironment, ExchangeSource } from './exchange-source.ts';

/** Hears of everything in scope as it is gathered, before texts are made well-formed. */
export interface GatherListener {
  document?(document: ExportDocument): void;
  layer?(layer: Layer): void;
  annotation?(original: Annotation, given: Annotation): void;
}

/** What is exported: which annotations, what goes along with them, and of when. */
export interface ExportRequest {
  readonly format: ExportFormat;
  readonly scope: ExportScope;
  readonly options?: ExportOptions | undefined;
}

/**
 * What is in scope, document by document, read as it is asked for.
 * @param at when the export is said to be made, where it is gathered again
 * @throws PostilError `bad-request` where the format cannot do without what is to be left out; `not-found`
 */
export function gather(
  source: ExchangeSource,
  request: ExportRequest,
  env: Pick<ExchangeEnvironment, 'clock' | 'sha256'>,
  job: Job,
  listener: GatherListener = {},
  at?: string,
): ExportInput {
  const options = request.options ?? EVERYTHING;
  const { texts } = writeEntry(request.format);
  if (texts === 'always' && !options.texts) {
    throw new PostilError(
      'bad-request',
      `${labelOf(request.format)} holds the documents’ texts; it cannot be exported without them. Nothing was exported.`,
    );
  }
  checkLayers(source, request.scope);
  const exportedAt = at ?? timestamp(env.clock);
  const project = projectInScope(source.project(), request.scope);
  const exportId = deriveUuid(env.sha256, `${project.id} ${exportedAt}`);
  const pseudonyms = options.pseudonyms ? makePseudonyms(project, exportId, env.sha256) : null;
  const named = pseudonyms ? { ...project, annotators: [...pseudonyms.values()].toSorted(byId) } : project;
  const sources = options.notes ? source.sources() : source.sources().map(sourceWithoutNotes);
  const called = (id: AnnotatorId): AnnotatorId => (pseudonyms ? pseudonymOf(pseudonyms, id).id : id);
  const give: Give = {
    called,
    notes: options.notes,
    annotation(original) {
      const given = options.notes ? original : withoutNotes(original);
      return pseudonyms ? { ...given, annotator: called(given.annotator) } : given;
    },
  };
  return {
    project: named,
    codebook: options.notes ? source.codebook() : codebookWithoutNotes(source.codebook()),
    sources: pseudonyms ? sources.map((one) => underPseudonyms(one, pseudonyms)) : sources,
    memos: options.notes ? memosInScope(source, request.scope).map((memo) => calledMemo(memo, called)) : [],
    exportedAt,
    exportId,
    includesTexts: texts === 'always' || (texts === 'optional' && options.texts),
    documents: documentsInScope(source, request.scope, give, job, listener),
  };
}

/** Memos are on more than documents: they go along when all of these do. Nobody writes one as an adjudicator. */
function memosInScope(source: ExchangeSource, scope: ExportScope): readonly Memo[] {
  const { documents, filter } = scope;
  if ((documents?.length ?? 0) > 0 || filter !== undefined) return [];
  const isChosen = isLayerChosen(layersInScope(scope));
  return (source.memos?.() ?? []).filter(({ author }) => isChosen(author));
}

/** What is in scope but for the team's blind phase, and therefore left out. */
export function hiddenInScope(source: ExchangeSource, { scope, options }: ExportRequest): HiddenCounts {
  const { layers, memos } = source.hidden?.() ?? NOTHING_HIDDEN;
  const isChosen = isLayerChosen(layersInScope(scope));
  const documents = new Set<string>(scope.documents);
  const isNarrow = documents.size > 0 || scope.filter !== undefined || options?.notes === false;
  return {
    layers: layers.filter(
      ({ documentId, annotator }) =>
        isChosen(annotator) && (documents.size === 0 || documents.has(documentId)),
    ).length,
    memos: isNarrow ? 0 : memos,
  };
}

function calledMemo(memo: Memo, called: (annotator: AnnotatorId) => AnnotatorId): Memo {
  const { target } = memo;
  return {
    ...memo,
    author: called(memo.author),
    target: target.kind === 'annotation' ? { ...target, annotator: called(target.annotator) } : target,
  };
}

function byId(a: Annotator, b: Annotator): number {
  return a.id.localeCompare(b.id, 'en', { numeric: true });
}

function underPseudonyms(source: Source, pseudonyms: ReadonlyMap<AnnotatorId, Annotator>): Source {
  const grades = source.grades.map((grade) =>
    grade.annotator === null ? grade : { ...grade, annotator: pseudonymOf(pseudonyms, grade.annotator).id },
  );
  return { ...source, grades };
}

async function* documentsInScope(
  source: ExchangeSource,
  scope: ExportScope,
  give: Give,
  job: Job,
  listener: GatherListener,
): AsyncGenerator<ExportDocument> {
  const documents = chooseDocuments(source, scope);
  const { layers: choice } = layersInScope(scope);
  const isNarrowed = scope.filter !== undefined || (scope.annotators?.length ?? 0) > 0;
  for (const [done, document] of documents.entries()) {
    job.signal.throwIfAborted();
    job.progress({ done, total: documents.length, message: document.title });
    const layers = await readLayers(source, document, scope);
    // A narrowed scope names what it wants; documents without any of it are not part of it.
    if (isNarrowed && layers.every((layer) => layer.annotations.length === 0)) continue;
    if (choice === 'adjudicated' && layers.length === 0) continue;
    const given = layers.map((layer) => {
      const annotations = layer.annotations.map((original) => {
        const chosen = give.annotation(original);
        const annotation = wellFormed(chosen);
        listener.annotation?.(chosen, annotation);
        return annotation;
      });
      const { adjudications } = layer;
      return {
        ...layer,
        annotator: give.called(layer.annotator),
        annotations,
        ...(adjudications && { adjudications: adjudications.map((one) => giveAdjudication(one, give)) }),
      };
    });
    given.sort((a, b) => (a.annotator < b.annotator ? -1 : 1));
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

/** @throws PostilError `not-found`; `refused` where one adjudicated layer was asked for and a document has two */
function checkLayers(source: ExchangeSource, scope: ExportScope): void {
  const { annotators } = source.project();
  const nameOf = (id: AnnotatorId): string => annotators.find((one) => one.id === id)?.name ?? id;
  assertOneAdjudicated(chooseDocuments(source, scope), layersInScope(scope), nameOf);
  for (const id of scope.annotators ?? []) {
    if (!source.project().annotators.some((annotator) => annotator.id === id)) {
      throw new PostilError(
        'not-found',
        `There is no annotator ${id} in this project. Nothing was exported.`,
      );
    }
  }
}

async function readLayers(
  source: ExchangeSource,
  document: DocumentSummary,
  scope: ExportScope,
): Promise<Layer[]> {
  const annotators = (await source.layersOf(document.id)).toSorted();
  const isChosen = isLayerChosen(layersInScope(scope));
  const layers: Layer[] = [];
  for (const annotator of annotators) {
    if (isChosen(annotator)) layers.push(await source.readLayer(document.id, annotator));
  }
  const filter = filterInScope(scope);
  const filtered = filter ? applyFilter(layers, document, filter) : layers;
  return filtered.filter(
    ({ annotations, mentions = [], state }) => annotations.length + mentions.length > 0 || state !== 'unread',
  );
}

/** The filter of the evidence table, over an index of this document alone. */
function applyFilter(layers: readonly Layer[], document: DocumentSummary, filter: EvidenceFilter): Layer[] {
  const index = new EvidenceIndex();
  index.setDocuments([document]);
  for (const layer of layers) index.putSegment(buildSegment(layer, index.interner));
  const ids = new Set(selectAnnotations(index, filter).annotationIdsOf(document.id));
  // A filter names annotations; decisions about mentions are none.
  return layers.map((layer) => {
    const { mentions: _mentions, adjudications = [], ...rest } = layer;
    const annotations = layer.annotations.filter((annotation) => ids.has(annotation.id));
    // Of an adjudication, what the annotations that pass came from.
    const decided = adjudications.filter(({ results }) => results.some((id) => ids.has(id)));
    return { ...rest, annotations, ...(decided.length > 0 && { adjudications: decided }) };
  });
}

/** Without the adjudicators' layers as annotators, unless theirs are asked for. */
function projectInScope(project: Project, scope: ExportScope): Project {
  if (layersInScope(scope).layers !== 'annotators') return project;
  return { ...project, annotators: peopleOf(project.annotators) };
}

/** What must be said of the layers in scope. */
export function layerNotesOf(source: ExchangeSource, { scope }: ExportRequest): LayerNote[] {
  return layerNotes(chooseDocuments(source, scope), scope);
}

/** What was chosen, in sentences for the dataset card; without names where the export is without them. */
export function describeRequest(source: ExchangeSource, request: ExportRequest): string[] {
  const { scope, options = EVERYTHING } = request;
  const { annotators = [], documents = [], filter } = scope;
  const names = new Map(source.project().annotators.map(({ id, name }) => [id, name]));
  const who = options.pseudonyms
    ? `${annotators.length} of ${names.size} annotators`
    : annotators.map((id) => names.get(id) ?? id).join(', ');
  const hidden = describeHidden(hiddenInScope(source, request));
  const { annotators: filtered, ...others } = filter ?? {};
  const shown = filtered && !options.pseudonyms ? filter : others;
  return [
    ...layerNotesOf(source, request).map(layerNoteSentence),
    ...(annotators.length > 0 ? [`Annotations of ${who} only.`] : []),
    ...(documents.length > 0
      ? [`${documents.length} of the project’s documents: ${documents.join(', ')}.`]
      : []),
    ...(filter ? [`What the filter ${JSON.stringify(shown)} lets through.`] : []),
    ...(writeEntry(request.format).texts === 'optional' && !options.texts
      ? ['The documents’ texts were left out.']
      : []),
    ...(hidden === null ? [] : [`Not complete: ${hidden}`]),
    ...(options.notes ? [] : ['Notes were left out.']),
    ...(options.pseudonyms ? ['Annotators go by pseudonyms.'] : []),
  ];
}
