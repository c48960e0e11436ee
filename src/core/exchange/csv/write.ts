import type { Annotation, Speaker } from '../../annotation/annotation.ts';
import type { EntryEnd } from '../../codebook/entries.ts';
import { entryName } from '../../codebook/resolve-entry.ts';
import { titleOf, type DocumentRecord } from '../../document/document.ts';
import { describeLocator, type Locate } from '../../document/locate.ts';
import { occurring, READING_STATE_LOSS, type ExportInput, type LossCounter } from '../exchange.ts';
import { encodeRow, joinList, type Cell } from './cells.ts';
import { CSV_TABLE_NAMES, CSV_TABLES, type ColumnOf, type CsvTable } from './tables.ts';

/** A piece of one of the tables. */
export interface CsvOutput {
  readonly table: CsvTable;
  readonly text: string;
}

/**
 * Begins each file, so that Excel reads UTF-8. Data frames (pandas, readr, data.table, DuckDB), LibreOffice and
 * Postil's own reader take it off; a plain `csv` module wants `utf-8-sig`.
 */
export const BYTE_ORDER_MARK = '\ufeff';

/** The tables of an export, interleaved, in pieces of about 64 KB. Every table begins with its header. */
export async function* writeCsv(input: ExportInput): AsyncGenerator<CsvOutput> {
  const held = new Map<CsvTable, { parts: string[]; length: number }>();
  function put<Table extends CsvTable>(table: Table, row: Readonly<Record<ColumnOf<Table>, Cell>>): void {
    const columns: readonly ColumnOf<Table>[] = CSV_TABLES[table];
    const part = encodeRow(columns.map((column) => row[column]));
    const buffer = held.get(table)!;
    buffer.parts.push(part);
    buffer.length += part.length;
  }
  function* flush(least: number): Generator<CsvOutput> {
    for (const [table, buffer] of held) {
      if (buffer.length <= least) continue;
      yield { table, text: buffer.parts.join('') };
      buffer.parts = [];
      buffer.length = 0;
    }
  }
  for (const table of CSV_TABLE_NAMES) {
    const header = BYTE_ORDER_MARK + encodeRow(CSV_TABLES[table]);
    held.set(table, { parts: [header], length: header.length });
  }

  const names = makeNames(input);
  for (const actor of input.codebook.actors) {
    const bounds = actor.aliases.some((alias) => alias.from !== undefined || alias.until !== undefined);
    put('actors.csv', {
      actor_id: actor.id,
      name: actor.name,
      kind: actor.kind,
      aliases: joinList(actor.aliases.map((alias) => alias.text)),
      aliases_from: bounds ? joinList(actor.aliases.map((alias) => alias.from ?? '')) : '',
      aliases_until: bounds ? joinList(actor.aliases.map((alias) => alias.until ?? '')) : '',
      parent_id: actor.parent,
      parent: actor.parent && names.of(actor.parent),
      note: actor.note,
      ...endedCells(actor.ended),
    });
    yield* flush(CHUNK);
  }
  for (const code of input.codebook.codes) {
    put('codes.csv', {
      code_id: code.id,
      name: code.name,
      parent_id: code.parent,
      parent: code.parent && names.of(code.parent),
      definition: code.definition,
      colour: code.colour,
      ...endedCells(code.ended),
    });
    yield* flush(CHUNK);
  }
  for await (const { record, layers, ...document } of input.documents) {
    const isEmpty = layers.every((layer) => layer.annotations.length === 0);
    const locate = isEmpty ? null : await document.locate();
    let annotations = 0;
    for (const layer of layers) {
      for (const annotation of layer.annotations) {
        annotations++;
        const shared = {
          annotation_id: annotation.id,
          document_id: record.id,
          document: titleOf(record),
          annotator_id: annotation.annotator,
          annotator: names.annotator(annotation.annotator),
          quote: annotation.target.quote.exact,
        };
        put('annotations.csv', { ...shared, ...annotationCells(annotation, names, locate!) });
        for (const stance of annotation.stances) {
          put('stances.csv', {
            ...shared,
            stance_id: stance.id,
            holder: names.of(stance.holder),
            holder_id: stance.holder,
            target: names.of(stance.target),
            target_id: stance.target,
            polarity: stance.polarity,
            polarity_label: input.codebook.scales.polarity[String(stance.polarity)],
            expression: stance.expression,
            attribution: joinList(stance.attribution.map(names.of)),
            attribution_ids: joinList(stance.attribution),
            note: stance.note,
          });
        }
        yield* flush(CHUNK);
      }
    }
    put('documents.csv', documentCells(record, input, annotations));
    yield* flush(CHUNK);
  }
  yield* flush(0);
}

const CHUNK = 65_536;

/** Why an entry is offered no more; its annotations keep its id, and are named by what it stands for now. */
export function endedCells(ended: EntryEnd | undefined) {
  const into: readonly string[] =
    ended?.kind === 'merged' ? [ended.into] : ended?.kind === 'split' ? ended.into : [];
  return { ended: ended?.kind, ended_at: ended?.at, into_ids: joinList(into) };
}

interface Names {
  of(id: string): string;
  annotator(id: string): string;
}

function makeNames(input: ExportInput): Names {
  const annotators = new Map<string, string>(input.project.annotators.map((one) => [one.id, one.name]));
  return {
    of: (id: Speaker | string) => entryName(input.codebook, id),
    annotator: (id) => annotators.get(id) ?? id,
  };
}

function annotationCells(annotation: Annotation, names: Names, locate: Locate) {
  const { target, reliability } = annotation;
  const locator = locate(target.ranges);
  return {
    start: target.ranges[0]!.start,
    end: target.ranges.at(-1)!.end,
    // Two points: spreadsheets take 3-12 for a date and 3:12 for a time.
    ranges: joinList(target.ranges.map((range) => `${range.start}..${range.end}`)),
    page: locator.page && span(locator.page),
    section: locator.section && joinList(locator.section),
    paragraph: locator.paragraph && span(locator.paragraph),
    locator: describeLocator(locator),
    prefix: target.quote.prefix,
    suffix: target.quote.suffix,
    text_hash: target.textHash,
    actors: joinList(annotation.actors.map(({ actorId }) => names.of(actorId))),
    actor_ids: joinList(annotation.actors.map(({ actorId }) => actorId)),
    actor_roles: joinList(annotation.actors.map(({ role }) => role)),
    codes: joinList(annotation.codes.map(names.of)),
    code_ids: joinList(annotation.codes),
    stances: annotation.stances.length,
    source_grade: reliability?.source,
    information_grade: reliability?.information,
    reliability_why: reliability?.why,
    certainty: annotation.certainty,
    note: annotation.note,
    codebook_revision: annotation.codebookRevision,
    created_at: annotation.createdAt,
    updated_at: annotation.updatedAt,
  };
}

/** One value, or `first..last`. */
function span<T extends string | number>({
  first,
  last,
}: {
  readonly first: T;
  readonly last: T;
}): T | string {
  return first === last ? first : `${first}..${last}`;
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
      const notes = [annotation.note, annotation.reliability?.why, ...annotation.stances.map((s) => s.note)];
      emptyNotes += notes.filter((note) => note === '').length;
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
  return withoutEmptyNotes(annotation) as Annotation;
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
