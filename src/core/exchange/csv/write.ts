import type { Annotation } from '../../annotation/annotation.ts';
import { titleOf, type DocumentRecord } from '../../document/document.ts';
import { occurring, READING_STATE_LOSS, type ExportInput, type LossCounter } from '../exchange.ts';
import { originsOf } from '../origins.ts';
import { exportNames } from '../export-names.ts';
import { annotationCells } from './annotation-cells.ts';
import { actorCells, codeCells } from './codebook-cells.ts';
import { CsvTables, type CsvOutput } from './csv-tables.ts';

/** The tables of an export, interleaved, in pieces of about 64 KB. Every table begins with its header. */
export async function* writeCsv(input: ExportInput): AsyncGenerator<CsvOutput> {
  const tables = new CsvTables();
  const names = exportNames(input);
  for (const actor of input.codebook.actors) {
    tables.put('actors.csv', actorCells(actor, input.codebook));
    if (tables.isFull) yield* tables.flush();
  }
  for (const code of input.codebook.codes) {
    tables.put('codes.csv', codeCells(code, input.codebook));
    if (tables.isFull) yield* tables.flush();
  }
  const cells = annotationCells(names, input.codebook.scales);
  for await (const { record, layers, ...document } of input.documents) {
    const isEmpty = layers.every((layer) => layer.annotations.length === 0);
    if (!isEmpty) cells.begin(record, await document.locate());
    let annotations = 0;
    for (const layer of layers) {
      const origins = originsOf(layer);
      for (const annotation of layer.annotations) {
        annotations++;
        cells.put(tables, annotation, origins.get(annotation.id));
        if (tables.isFull) yield* tables.flush();
      }
    }
    tables.put('documents.csv', documentCells(record, input, annotations));
    if (tables.isFull) yield* tables.flush();
  }
  yield* tables.flush();
}

function documentCells(record: DocumentRecord, input: ExportInput, annotations: number) {
  const { metadata, sourceId } = record.settings;
  const source = input.sources.find((one) => one.id === sourceId);
  return {
    document_id: record.id,
    title: titleOf(record),
    file_name: record.fileName,
    author: metadata.author?.value,
    outlet: metadata.outlet?.value,
    date: metadata.date?.value,
    language: metadata.language?.value,
    source_id: sourceId,
    source: source?.name,
    source_grade: source?.grades.at(-1)?.grade,
    characters: record.text.length,
    text_hash: record.text.sha256,
    annotations,
  };
}

/** An empty cell says *none*: a note that is there and empty cannot be told from no note. */
export function csvCannotHold(): LossCounter {
  let emptyNotes = 0;
  let states = 0;
  return {
    addLayer(layer) {
      if (layer.state !== 'unread') states++;
    },
    add(annotation) {
      emptyNotes += notesOf(annotation).filter((note) => note === '').length;
    },
    losses: () =>
      occurring([
        { what: 'a note that is there and empty (it becomes no note)', count: emptyNotes },
        { what: READING_STATE_LOSS, count: states },
      ]),
  };
}

/** An annotation as CSV holds it. */
export function asCsvHolds(annotation: Annotation): Annotation {
  return notesOf(annotation).includes('') ? (withoutEmptyNotes(annotation) as Annotation) : annotation;
}

function notesOf({ note, reliability, stances }: Annotation): (string | undefined)[] {
  return [note, reliability?.why, ...stances.map((stance) => stance.note)];
}

function withoutEmptyNotes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutEmptyNotes);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => !((key === 'note' || key === 'why') && item === ''))
      .map(([key, item]) => [key, withoutEmptyNotes(item)]),
  );
}
