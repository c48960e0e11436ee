import { annotationSchema, type Annotation } from '../../annotation/annotation.ts';
import { withoutUndefined } from '../exchange.ts';
import { brokenFile } from '../fault.ts';
import type { CsvRow } from '../format.ts';
import { explain } from '../jsonl/read.ts';
import { withOrigin, type Origin } from '../origins.ts';
import { splitList, undoDefuse } from './cells.ts';
import { CSV_TABLES, type ColumnOf, type CsvTable } from './tables.ts';

type Record_<Table extends CsvTable> = Readonly<Record<ColumnOf<Table>, string>> & { readonly line: number };

/**
 * Reads `annotations.csv` (with what adjudicated annotations came of) and `stances.csv` side by side: the stances stand in the order of their annotations.
 * @throws PostilError `refused` with the line where a table is not as Postil writes it
 */
export async function* readCsv(
  annotationRows: AsyncIterable<CsvRow>,
  stanceRows: AsyncIterable<CsvRow>,
): AsyncGenerator<Annotation & { readonly origin?: Origin }> {
  const stances = records('stances.csv', stanceRows);
  let next = await stances.next();
  for await (const row of records('annotations.csv', annotationRows)) {
    const own: Record_<'stances.csv'>[] = [];
    while (!next.done && next.value.annotation_id === row.annotation_id) {
      own.push(next.value);
      next = await stances.next();
    }
    if (String(own.length) !== row.stances) {
      throw brokenFile(
        `annotations.csv says ${row.stances} stances and stances.csv has ${own.length}.`,
        row.line,
      );
    }
    yield withOrigin(toAnnotation(row, own), toOrigin(row));
  }
  if (!next.done) throw brokenFile('stances.csv has a stance of no annotation.', next.value.line);
}

async function* records<Table extends CsvTable>(
  table: Table,
  rows: AsyncIterable<CsvRow>,
): AsyncGenerator<Record_<Table>> {
  const columns: readonly string[] = CSV_TABLES[table];
  let isHeader = true;
  for await (const { line, cells } of rows) {
    if (isHeader) {
      const first = (cells[0] ?? '').replace(/^\ufeff/, '');
      const isOurs = columns.every((column, i) => column === (i === 0 ? first : cells[i]));
      if (!isOurs || cells.length !== columns.length) throw brokenFile(`${table} has other columns.`, line);
      isHeader = false;
      continue;
    }
    if (cells.length !== columns.length) {
      throw brokenFile(`${table} has a row of ${cells.length} cells, not ${columns.length}.`, line);
    }
    const entries = columns.map((column, i) => [column, undoDefuse(cells[i]!)]);
    yield { ...Object.fromEntries(entries), line } as Record_<Table>;
  }
  if (isHeader) throw brokenFile(`${table} is empty.`);
}

function toAnnotation(
  row: Record_<'annotations.csv'>,
  stances: readonly Record_<'stances.csv'>[],
): Annotation {
  const roles = splitList(row.actor_roles);
  const hasRating = row.source_grade !== '' || row.information_grade !== '' || row.reliability_why !== '';
  const parsed = annotationSchema.safeParse(
    withoutUndefined({
      id: row.annotation_id,
      documentId: row.document_id,
      annotator: row.annotator_id,
      target: {
        ranges: splitList(row.ranges).map((range) => {
          const [start, end] = range.split('..');
          return { start: Number(start), end: Number(end) };
        }),
        quote: { exact: row.quote, prefix: row.prefix, suffix: row.suffix },
        textHash: row.text_hash,
      },
      actors: splitList(row.actor_ids).map((actorId, i) => ({ actorId, role: roles[i] })),
      codes: splitList(row.code_ids),
      stances: stances.map((stance) => ({
        id: stance.stance_id,
        holder: stance.holder_id,
        target: stance.target_id,
        polarity: stance.polarity === 'unclear' ? 'unclear' : Number(stance.polarity),
        expression: stance.expression,
        attribution: splitList(stance.attribution_ids),
        note: optional(stance.note),
      })),
      reliability: hasRating
        ? {
            source: optional(row.source_grade),
            information: row.information_grade === '' ? undefined : Number(row.information_grade),
            why: optional(row.reliability_why),
          }
        : undefined,
      certainty: optional(row.certainty),
      note: optional(row.note),
      codebookRevision: Number(row.codebook_revision),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }),
  );
  if (!parsed.success) throw brokenFile(`annotations.csv: ${explain(parsed.error)}.`, row.line, parsed.error);
  return parsed.data;
}

/** What a decision says of the annotation that came of it; the annotation itself is checked elsewhere. */
function toOrigin(row: Record_<'annotations.csv'>): Origin | undefined {
  if (row.adjudicated_by === '') return undefined;
  const reason = optional(row.adjudication_reason);
  return {
    outcome: row.adjudication_outcome as Origin['outcome'],
    from: splitList(row.adjudicated_from) as Origin['from'] & string[],
    by: row.adjudicated_by as Origin['by'],
    ...(reason !== undefined && { reason }),
  };
}

function optional(cell: string): string | undefined {
  return cell === '' ? undefined : cell;
}
