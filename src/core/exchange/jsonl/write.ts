import type { Annotation } from '../../annotation/annotation.ts';
import { titleOf } from '../../document/document.ts';
import type { Locator } from '../../document/locate.ts';
import type { DeepReadonly } from '../../readonly.ts';
import { CHUNK, inChunks, type ExportInput, type LossCounter } from '../exchange.ts';
import { JSONL_FORMAT, JSONL_VERSION, type JsonlRecord } from './records.ts';

/** Postil's own format: one record a line, everything of the annotations and of what they refer to; not the texts. */
export function writeJsonl(input: ExportInput): AsyncGenerator<string> {
  return inChunks(writeLines(input));
}

async function* writeLines(input: ExportInput): AsyncGenerator<string> {
  const { project, codebook } = input;
  yield line({
    kind: 'header',
    format: JSONL_FORMAT,
    version: JSONL_VERSION,
    offsets: 'utf-16',
    project: { id: project.id, title: project.title, createdAt: project.createdAt },
    codebookRevision: codebook.revision,
    exportedAt: input.exportedAt,
  });
  for (const annotator of project.annotators) yield line({ kind: 'annotator', ...annotator });
  for (const source of input.sources) {
    const { kind: sourceKind, ...rest } = source;
    yield line({ kind: 'source', ...rest, sourceKind });
  }
  for (const actor of codebook.actors) {
    const { kind: actorKind, ...rest } = actor;
    yield line({ kind: 'actor', ...rest, actorKind });
  }
  for (const code of codebook.codes) yield line({ kind: 'code', ...code });
  yield line({ kind: 'scales', ...codebook.scales });
  const counts = { documents: 0, annotations: 0, stances: 0 };
  for await (const { record, layers, ...document } of input.documents) {
    counts.documents++;
    yield line({
      kind: 'document',
      id: record.id,
      title: titleOf(record),
      fileName: record.fileName,
      mediaType: record.mediaType,
      importedAt: record.importedAt,
      textHash: record.text.sha256,
      characters: record.text.length,
      metadata: record.settings.metadata,
      sourceId: record.settings.sourceId,
      removedAt: record.settings.removedAt,
    });
    const isEmpty = layers.every((layer) => layer.annotations.length === 0);
    const locate = isEmpty ? null : await document.locate();
    for (const { annotations, ...layer } of layers) {
      yield line({
        kind: 'layer',
        documentId: layer.documentId,
        annotator: layer.annotator,
        state: layer.state,
      });
      const { documentId, annotator, mentions = [], adjudications = [] } = layer;
      for (const decision of mentions) yield line({ kind: 'mention', documentId, annotator, decision });
      for (const decision of adjudications)
        yield line({ kind: 'adjudication', documentId, annotator, decision });
      // Not line by line: a million turns of the event loop cost more than the lines.
      let lines = '';
      for (const annotation of annotations) {
        counts.annotations++;
        counts.stances += annotation.stances.length;
        lines += annotationLine(annotation, locate!(annotation.target.ranges));
        if (lines.length < CHUNK) continue;
        yield lines;
        lines = '';
      }
      if (lines !== '') yield lines;
    }
  }
  const { memos = [] } = input;
  for (const memo of memos) yield line({ kind: 'memo', ...memo });
  yield line({ kind: 'end', ...counts, ...(memos.length > 0 && { memos: memos.length }) });
}

function line(record: DeepReadonly<JsonlRecord>): string {
  return `${JSON.stringify(record)}\n`;
}

/** As `line({kind: 'annotation', ...annotation, locator})`, without a copy of every annotation. */
function annotationLine(annotation: Annotation, locator: Locator): string {
  return `{"kind":"annotation",${JSON.stringify(annotation).slice(1, -1)},"locator":${JSON.stringify(locator)}}\n`;
}

/** Nothing: whatever an annotation, a layer or the codebook says has its place. */
export function jsonlCannotHold(): LossCounter {
  return { addLayer() {}, add() {}, losses: () => [] };
}
