import type { ReadFormat, ReadReport } from '../../../contract/calls.ts';
import { PostilError } from '../../../core/errors.ts';
import type { SheetEntry } from '../../../core/exchange/coding-sheet/columns.ts';
import { readSheet } from '../../../core/exchange/coding-sheet/read.ts';
import { csvSheetRows, jsonSheetRows } from '../../../core/exchange/coding-sheet/rows.ts';
import { Intake } from '../../../core/exchange/intake.ts';
import { readJsonItems } from '../../../core/exchange/json-items.ts';
import { readJsonl } from '../../../core/exchange/jsonl/read.ts';
import { readLines, type Line } from '../../../core/exchange/lines.ts';
import { readW3c } from '../../../core/exchange/w3c/read.ts';
import type { Job } from '../../../core/ports.ts';
import type { Annotator } from '../../../core/project/project.ts';
import { csvRows, sniffDelimiter } from './csv-rows.ts';
import { decodeFile, readBounded } from './decode-file.ts';
import type { ExchangeEnvironment, ExchangeSource } from './exchange-source.ts';

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
  /** Only says what reading would do. */
  readonly preview: boolean;
}

/**
 * Reads annotations from a file into the project, as one change or, when the file is broken, not at all.
 * @throws PostilError `refused` with file and line for a broken file, `newer-format`, `not-found`, `io`, `cancelled`;
 *   what `source.apply` throws
 */
export async function readAnnotations(
  source: ExchangeSource,
  options: ReadOptions,
  env: ExchangeEnvironment,
  job: Job,
): Promise<ReadReport> {
  const { fileName } = options;
  const bytes = await readBounded(env.fs, options.path, fileName);
  const intake = new Intake(
    {
      project: source.project(),
      codebook: source.codebook(),
      documents: source.documents(),
      readText: (id) => source.readText(id),
      layersOf: (id) => source.layersOf(id),
      readLayer: (id, annotator) => source.readLayer(id, annotator),
    },
    { annotator: options.annotator ?? null, self: options.self },
    env,
  );
  try {
    await readFormat(options.format, () => decodeFile(bytes, fileName, job), intake, source);
  } catch (error) {
    throw inFile(error, fileName);
  }
  job.signal.throwIfAborted();
  const report = intake.finish(`read annotations from ${fileName}`);
  const { change, annotators, ...rest } = report;
  if (change && !options.preview) {
    const known = new Set(source.project().annotators.map((annotator) => annotator.id));
    for (const annotator of annotators) {
      if (!known.has(annotator.id)) await source.ensureAnnotator(annotator);
    }
    await source.apply(change, options.self.id);
  }
  return {
    taken: [...rest.taken],
    already: rest.already,
    refused: [...rest.refused],
    notices: [...rest.notices],
    newActors: [...rest.newActors],
    newCodes: [...rest.newCodes],
    edits: change && !options.preview ? (structuredClone(change.edits) as ReadReport['edits']) : [],
  };
}

async function readFormat(
  format: ReadFormat,
  chunks: () => AsyncGenerator<string>,
  intake: Intake,
  source: ExchangeSource,
): Promise<void> {
  switch (format) {
    case 'jsonl':
      return readJsonl(chunks(), intake);
    case 'w3c':
      return readW3c(chunks(), intake);
    case 'coding-sheet':
      return readSheet(await sheetRows(chunks), intake, source.codebook().scales);
  }
}

/** JSONL and arrays of objects are known by their first character; all else is CSV. */
async function sheetRows(chunks: () => AsyncGenerator<string>): Promise<AsyncIterable<SheetEntry>> {
  const beginning = await firstLine(chunks());
  if (beginning.startsWith('{')) return jsonSheetRows(readLines(chunks()));
  if (beginning.startsWith('[')) return jsonSheetRows(arrayItems(chunks()));
  return csvSheetRows(csvRows(chunks(), sniffDelimiter(beginning)));
}

async function firstLine(chunks: AsyncGenerator<string>): Promise<string> {
  for await (const chunk of chunks) {
    const text = chunk.trimStart();
    if (text !== '') return text.split('\n', 1)[0]!;
  }
  return '';
}

async function* arrayItems(chunks: AsyncIterable<string>): AsyncGenerator<Line> {
  for await (const { line, json } of readJsonItems(chunks, [])) yield { line, text: json };
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
