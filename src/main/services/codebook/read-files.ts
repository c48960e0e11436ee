import { basename, extname, join } from 'node:path';
import {
  CODEBOOK_LIMIT_BYTES,
  type CodebookFile,
  type CodebookFormat,
} from '../../../core/exchange/codebook/codebook-file.ts';
import { CODEBOOK_TABLES, codebookColumn, readCodebookCsv } from '../../../core/exchange/codebook/csv.ts';
import { readCodebookJson } from '../../../core/exchange/codebook/json.ts';
import { fromQdaCodeBook } from '../../../core/exchange/codebook/qdc.ts';
import type { CsvRow } from '../../../core/exchange/format.ts';
import { readQdc } from '../../../core/exchange/qdc/read-code-book.ts';
import { PostilError } from '../../../core/errors.ts';
import type { Job, Sha256 } from '../../../core/ports.ts';
import { csvRows } from '../exchange/csv-rows.ts';
import { decodeChunks } from '../exchange/decode-file.ts';
import { fileSource, tooLarge } from '../exchange/files-over.ts';
import { fileError } from '../store/file-error.ts';
import type { FileSystem } from '../store/file-system.ts';

/** A file to read, and what the user calls it. */
export interface NamedPath {
  readonly path: string;
  readonly fileName: string;
}

interface ReadEnvironment {
  readonly fs: FileSystem;
  readonly sha256: Sha256;
}

const KEPT = 'Nothing was read in.';

/**
 * Reads a codebook from a file, from a folder with actors.csv and codes.csv, or from several such files; what each is,
 * its name and its beginning say.
 * @throws PostilError `refused` with the file, and the line where there is one, when any of them is broken
 */
export async function readCodebookFiles(
  { fs, sha256 }: ReadEnvironment,
  places: readonly NamedPath[],
  job: Job,
): Promise<CodebookFile> {
  const files = (await Promise.all(places.map((place) => filesOf(fs, place)))).flat();
  const read: CodebookFile[] = [];
  for (const file of files) {
    job.signal.throwIfAborted();
    try {
      read.push(await readOne(fs, sha256, file, job));
    } catch (error) {
      throw inFile(error, file.fileName);
    }
  }
  return {
    entries: read.flatMap((file) => file.entries),
    scales: read.find((file) => file.scales)?.scales,
    refused: read.flatMap((file) => file.refused),
    notices: read.flatMap((file) => file.notices),
  };
}

/** Of a folder, its tables. */
async function filesOf(fs: FileSystem, place: NamedPath): Promise<NamedPath[]> {
  const { path, fileName } = place;
  try {
    if ((await fs.stat(path)).kind !== 'folder') return [place];
    const entries = await fs.list(path);
    const tables = entries.filter(
      ({ name, kind }) => kind === 'file' && CODEBOOK_TABLES.some((table) => table === name.toLowerCase()),
    );
    if (tables.length === 0) {
      throw new PostilError('refused', `“${fileName}” holds neither actors.csv nor codes.csv. ${KEPT}`, {
        file: fileName,
      });
    }
    return tables.map(({ name }) => ({ path: join(path, name), fileName: name }));
  } catch (error) {
    throw fileError(error, `read ${fileName}`, fileName, KEPT);
  }
}

async function readOne(fs: FileSystem, sha256: Sha256, file: NamedPath, job: Job): Promise<CodebookFile> {
  const text = await wholeText(fs, file, job);
  switch (formatOf(file.fileName, text)) {
    case 'json':
      return readCodebookJson(text);
    case 'qdc':
      return fromQdaCodeBook(await readQdc(whole(text)), sha256);
    case 'csv': {
      const rows: CsvRow[] = [];
      for await (const row of csvRows(whole(text), delimiterOf(text))) rows.push(row);
      return readCodebookCsv(rows, file.fileName);
    }
  }
}

async function wholeText(fs: FileSystem, { path, fileName }: NamedPath, job: Job): Promise<string> {
  let size;
  try {
    ({ size } = await fs.stat(path));
  } catch (error) {
    throw fileError(error, `read ${fileName}`, fileName, KEPT);
  }
  if (size > CODEBOOK_LIMIT_BYTES) throw tooLarge(fileName, size, CODEBOOK_LIMIT_BYTES);
  const source = fileSource(fs, path, fileName, size, KEPT);
  const parts: string[] = [];
  for await (const part of decodeChunks(source.chunks(), fileName, size, job)) parts.push(part);
  return parts.join('');
}

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}

/** By the beginning: names lie more often. */
function formatOf(fileName: string, text: string): CodebookFormat {
  const start = text.trimStart();
  if (start.startsWith('<')) return 'qdc';
  if (start.startsWith('{') || start.startsWith('[')) return 'json';
  const ending = extname(basename(fileName)).toLowerCase();
  if (ending === '.qdc' || ending === '.xml') return 'qdc';
  return ending === '.json' ? 'json' : 'csv';
}

/** Under which most heads are known: spreadsheets write `;` in many countries. */
function delimiterOf(text: string): string {
  const firstLine = text.split(/\r\n|\n|\r/, 1)[0] ?? '';
  const known = (delimiter: string): number =>
    firstLine
      .split(delimiter)
      .filter((head) => codebookColumn(head.replace(/^\s*"|"\s*$/g, '')) !== undefined).length;
  return [',', ';', '\t'].reduce((best, delimiter) => (known(delimiter) > known(best) ? delimiter : best));
}

/** Core knows lines and not files. */
function inFile(error: unknown, fileName: string): unknown {
  if (!(error instanceof PostilError) || error.code === 'cancelled' || error.details.file !== undefined) {
    return error;
  }
  const details = { ...error.details, file: fileName };
  return new PostilError(error.code, `“${fileName}”: ${error.message}`, details, error);
}
