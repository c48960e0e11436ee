import type { ReadFormat, ReadReport } from '../../../contract/calls.ts';
import { isAdjudicatedId } from '../../../core/adjudication/adjudicated-id.ts';
import { titleOf } from '../../../core/document/document.ts';
import { PostilError } from '../../../core/errors.ts';
import { readEntry } from '../../../core/exchange/format-table.ts';
import { Intake } from '../../../core/exchange/intake.ts';
import type { DocumentId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import type { Annotator } from '../../../core/project/project.ts';
import type { ExchangeEnvironment, ExchangeSource } from './exchange-source.ts';
import { READABLE_FORMATS } from './formats.ts';
import { openExchangeFiles } from './open-exchange-files.ts';

/** Of the files that are no part of what is read. */
const TOLD = 20;

export interface ReadOptions {
  readonly format: ReadFormat;
  /** Absolute. */
  readonly path: string;
  /** As the user knows it. */
  readonly fileName: string;
  /** Whose layer everything goes to; without it, what names an annotator keeps it. */
  readonly annotator?: Annotator | undefined;
  /** This session's annotator: whose layer takes what names none, and who makes the change. */
  readonly self: Annotator;
  /** Documents that the file has and the project lacks; they come along unless they are to be left. */
  readonly documents?: 'take' | 'leave' | undefined;
  /** What the file says otherwise of annotations that are here; refused unless it is to be taken. */
  readonly changes?: 'take' | 'refuse' | undefined;
  /** Only says what reading would do. */
  readonly preview: boolean;
}

/**
 * Reads annotations from a file into the project, as one change or, when the file is broken, not at all.
 * @throws PostilError `refused` with file and line for a broken file, or for an adjudicated layer to read into, `newer-format`, `not-found`, `io`, `cancelled`;
 *   what `source.check` and `source.apply` throw
 */
export async function readAnnotations(
  source: ExchangeSource,
  options: ReadOptions,
  env: ExchangeEnvironment,
  job: Job,
): Promise<ReadReport> {
  const { fileName } = options;
  assertPerson(options.annotator);
  const format = READABLE_FORMATS[options.format];
  const { from } = readEntry(options.format);
  const files = await openExchangeFiles(
    env.fs,
    options.path,
    { label: fileName, from, isPart: format.isPart },
    job,
  );
  const intake = new Intake(
    {
      project: source.project(),
      codebook: source.codebook(),
      documents: source.documents(),
      readText: (id) => source.readText(id),
      layersOf: (id) => source.layersOf(id),
      readLayer: (id, annotator) => source.readLayer(id, annotator),
      readDocument: (id) => source.readDocument(id),
    },
    {
      annotator: options.annotator ?? null,
      self: options.self,
      documents: options.documents ?? 'take',
      changes: options.changes ?? 'refuse',
    },
    env,
  );
  try {
    for (const name of files.skipped.slice(0, TOLD))
      intake.notice(`“${name}” is no part of this format and was not read.`);
    await format.read(format.codec ? await format.codec.decode(files, job) : files, intake);
  } catch (error) {
    throw inFile(error, fileName);
  } finally {
    await files.close();
  }
  job.signal.throwIfAborted();
  const report = intake.finish(`read annotations from ${fileName}`);
  const { change, annotators, newDocuments, ...rest } = report;
  try {
    // A preview, too: what would be refused is no preview of anything.
    if (change) source.check?.(change);
  } catch (error) {
    throw inFile(error, fileName);
  }
  if (change && !options.preview) {
    for (const { record, text } of newDocuments) {
      job.signal.throwIfAborted();
      await source.addDocument({ record, text, original: Buffer.from(text, 'utf8') });
    }
    const known = new Set(source.project().annotators.map((annotator) => annotator.id));
    for (const annotator of annotators) {
      if (!known.has(annotator.id)) await source.ensureAnnotator(annotator);
    }
    await source.apply(change, options.self.id);
  }
  return {
    taken: [...rest.taken],
    changed: rest.changed.map((row) => ({ ...row, fields: [...row.fields] })),
    already: rest.already,
    refused: [...rest.refused],
    notices: [...rest.notices],
    newActors: [...rest.newActors],
    newCodes: [...rest.newCodes],
    newAnnotators: [...rest.newAnnotators],
    newDocuments: [
      ...newDocuments.map(({ record }) => describeNew(record.id, titleOf(record), record.text.length)),
      ...rest.returning.map(({ id, title }) => ({ ...describeNew(id, title), isReturning: true })),
    ],
    edits: change && !options.preview ? (structuredClone(change.edits) as ReadReport['edits']) : [],
  };
}

/** What is read into one layer is that annotator's own; an adjudicated layer is made by deciding. */
function assertPerson(annotator: Annotator | undefined): void {
  if (!annotator || !isAdjudicatedId(annotator.id)) return;
  throw new PostilError(
    'refused',
    `“${annotator.name}” is an adjudicated layer: annotations cannot be read into it. Name an annotator, or none, so that everybody whom the file names keeps theirs. Nothing was read in.`,
  );
}

function describeNew(documentId: DocumentId, title: string, characters?: number) {
  return { documentId, title, ...(characters === undefined ? {} : { characters }), isReturning: false };
}

/** Core knows lines and not files. */
function inFile(error: unknown, fileName: string): unknown {
  if (!(error instanceof PostilError) || error.code === 'cancelled' || error.details.file !== undefined)
    return error;
  return new PostilError(
    error.code,
    `“${fileName}”: ${error.message}`,
    { ...error.details, file: fileName },
    error,
  );
}
