import type { Annotation, Stance } from '../../annotation/annotation.ts';
import type { Scales } from '../../codebook/codebook.ts';
import { titleOf, type DocumentRecord } from '../../document/document.ts';
import { describeLocator, type Locate, type Locator } from '../../document/locate.ts';
import type { Origin } from '../origins.ts';
import type { ExportNames } from '../export-names.ts';
import { encodeCell, joinList } from './cells.ts';
import type { CsvTables } from './csv-tables.ts';
import { CSV_TABLES, type ColumnOf, type CsvTable } from './tables.ts';

/** What the cells of a row are made of. One object for all rows, filled anew for each. */
interface Row {
  documentId: string;
  /** Encoded. */
  title: string;
  locate: Locate;
  locator: Locator;
  annotation: Annotation;
  origin: Origin | undefined;
  /** Encoded. */
  quote: string;
  stance: Stance;
}

type Columns<Table extends CsvTable> = Readonly<Record<ColumnOf<Table>, (row: Row) => string>>;

/**
 * The rows of annotations and their stances. Ids, times and numbers go in as they are: their patterns hold nothing
 * that a cell must be protected from.
 */
export function annotationCells(names: ExportNames, scales: Scales) {
  const entryList = makeListCell((id) => names.entry(id));
  const idList = makeListCell((id) => id);
  const entry = memo((id) => encodeCell(names.entry(id)));
  const annotator = memo((id) => encodeCell(names.annotator(id)));
  const label = memo((polarity) => encodeCell(scales.polarity[polarity] ?? ''));

  const ofAnnotation: Columns<'annotations.csv'> = {
    annotation_id: ({ annotation }) => annotation.id,
    document_id: ({ documentId }) => documentId,
    document: ({ title }) => title,
    annotator_id: ({ annotation }) => annotation.annotator,
    annotator: ({ annotation }) => annotator(annotation.annotator),
    quote: ({ quote }) => quote,
    start: ({ annotation }) => String(annotation.target.ranges[0]!.start),
    end: ({ annotation }) => String(annotation.target.ranges.at(-1)!.end),
    ranges: ({ annotation }) => rangesCell(annotation.target.ranges),
    page: ({ locator }) => (locator.page ? encodeCell(span(locator.page)) : ''),
    section: ({ locator }) => (locator.section ? encodeCell(joinList(locator.section)) : ''),
    paragraph: ({ locator }) => (locator.paragraph ? span(locator.paragraph) : ''),
    locator: ({ locator }) => encodeCell(describeLocator(locator)),
    prefix: ({ annotation }) => encodeCell(annotation.target.quote.prefix),
    suffix: ({ annotation }) => encodeCell(annotation.target.quote.suffix),
    text_hash: ({ annotation }) => annotation.target.textHash,
    actors: ({ annotation }) => entryList(annotation.actors.map(({ actorId }) => actorId)),
    actor_ids: ({ annotation }) => idList(annotation.actors.map(({ actorId }) => actorId)),
    actor_roles: ({ annotation }) => idList(annotation.actors.map(({ role }) => role)),
    codes: ({ annotation }) => entryList(annotation.codes),
    code_ids: ({ annotation }) => idList(annotation.codes),
    stances: ({ annotation }) => String(annotation.stances.length),
    source_grade: ({ annotation }) => annotation.reliability?.source ?? '',
    information_grade: ({ annotation }) => String(annotation.reliability?.information ?? ''),
    reliability_why: ({ annotation }) => encodeCell(annotation.reliability?.why ?? ''),
    certainty: ({ annotation }) => annotation.certainty ?? '',
    note: ({ annotation }) => encodeCell(annotation.note ?? ''),
    codebook_revision: ({ annotation }) => String(annotation.codebookRevision),
    created_at: ({ annotation }) => annotation.createdAt,
    updated_at: ({ annotation }) => annotation.updatedAt,
    adjudicated_from: ({ origin }) => (origin ? idList(origin.from) : ''),
    adjudicated_by: ({ origin }) => origin?.by ?? '',
    adjudication_outcome: ({ origin }) => origin?.outcome ?? '',
    adjudication_reason: ({ origin }) => encodeCell(origin?.reason ?? ''),
  };
  const {
    annotation_id,
    document_id,
    document,
    annotator_id,
    annotator: annotatorCell,
    quote,
  } = ofAnnotation;
  const ofStance: Columns<'stances.csv'> = {
    stance_id: ({ stance }) => stance.id,
    annotation_id,
    document_id,
    document,
    annotator_id,
    annotator: annotatorCell,
    quote,
    holder: ({ stance }) => entry(stance.holder),
    holder_id: ({ stance }) => stance.holder,
    target: ({ stance }) => entry(stance.target),
    target_id: ({ stance }) => stance.target,
    polarity: ({ stance }) => String(stance.polarity),
    polarity_label: ({ stance }) => label(String(stance.polarity)),
    expression: ({ stance }) => stance.expression,
    attribution: ({ stance }) => entryList(stance.attribution),
    attribution_ids: ({ stance }) => idList(stance.attribution),
    note: ({ stance }) => encodeCell(stance.note ?? ''),
  };
  const annotationColumns = CSV_TABLES['annotations.csv'].map((column) => ofAnnotation[column]);
  const stanceColumns = CSV_TABLES['stances.csv'].map((column) => ofStance[column]);
  const annotationRow = annotationColumns.map(() => '');
  const stanceRow = stanceColumns.map(() => '');
  const row = {} as Row;

  return {
    /** What follows are annotations of this document. */
    begin(record: DocumentRecord, locate: Locate): void {
      row.documentId = record.id;
      row.title = encodeCell(titleOf(record));
      row.locate = locate;
    },
    put(tables: CsvTables, annotation: Annotation, origin: Origin | undefined): void {
      row.annotation = annotation;
      row.origin = origin;
      row.locator = row.locate(annotation.target.ranges);
      row.quote = encodeCell(annotation.target.quote.exact);
      for (let i = 0; i < annotationColumns.length; i++) annotationRow[i] = annotationColumns[i]!(row);
      tables.putEncoded('annotations.csv', annotationRow);
      for (const stance of annotation.stances) {
        row.stance = stance;
        for (let i = 0; i < stanceColumns.length; i++) stanceRow[i] = stanceColumns[i]!(row);
        tables.putEncoded('stances.csv', stanceRow);
      }
    },
  };
}

/** Most lists have one value, and that one of few. */
function makeListCell(name: (id: string) => string): (ids: readonly string[]) => string {
  const single = memo((id) => encodeCell(joinList([name(id)])));
  return (ids) => {
    if (ids.length === 0) return '';
    return ids.length === 1 ? single(ids[0]!) : encodeCell(joinList(ids.map(name)));
  };
}

function memo(make: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}

/** Two points: spreadsheets take 3-12 for a date and 3:12 for a time. */
function rangesCell(ranges: Annotation['target']['ranges']): string {
  if (ranges.length === 1) return `${ranges[0]!.start}..${ranges[0]!.end}`;
  return encodeCell(joinList(ranges.map(({ start, end }) => `${start}..${end}`)));
}

/** One value, or `first..last`. */
function span({ first, last }: { readonly first: string | number; readonly last: string | number }): string {
  return first === last ? String(first) : `${first}..${last}`;
}
