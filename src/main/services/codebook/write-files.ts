import { join } from 'node:path';
import type { Codebook } from '../../../core/codebook/codebook.ts';
import { PostilError } from '../../../core/errors.ts';
import type { CodebookFile, CodebookFormat } from '../../../core/exchange/codebook/codebook-file.ts';
import { readCodebookCsv, writeCodebookCsv } from '../../../core/exchange/codebook/csv.ts';
import { readCodebookJson, writeCodebookJson } from '../../../core/exchange/codebook/json.ts';
import { planCodebookImport } from '../../../core/exchange/codebook/plan-import.ts';
import { fromQdaCodeBook, qdcLosses, toQdaCodeBook } from '../../../core/exchange/codebook/qdc.ts';
import type { Loss } from '../../../core/exchange/exchange.ts';
import type { CsvRow } from '../../../core/exchange/format.ts';
import { readQdc } from '../../../core/exchange/qdc/read-code-book.ts';
import { writeQdc } from '../../../core/exchange/qdc/write-code-book.ts';
import { timestamp, type Clock, type Job, type Sha256 } from '../../../core/ports.ts';
import { csvRows } from '../exchange/csv-rows.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { fileError, isMissing, settled } from '../store/file-error.ts';
import type { FileSystem } from '../store/file-system.ts';

export interface CodebookExport {
  readonly format: CodebookFormat;
  /** Absolute; a file, for CSV a folder. */
  readonly out: string;
  readonly overwrite: boolean;
  /** Own JSON only. */
  readonly hasHistory: boolean;
}

export interface CodebookExportReport {
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly actors: number;
  readonly codes: number;
  readonly losses: readonly Loss[];
  /** What was not the same when it was read back; empty when all was. */
  readonly differences: readonly string[];
}

interface WriteEnvironment {
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly sha256: Sha256;
}

/**
 * Writes the codebook alone, after reading back what would be written. Nothing appears under its name until it is whole.
 * @throws PostilError `refused` where something stands there that may not be replaced, or a format that needs a code has
 *   none; `not-found`, `disk-full`, `io`
 */
export async function exportCodebook(
  codebook: Codebook,
  { format, out, overwrite, hasHistory }: CodebookExport,
  { fs, clock, sha256 }: WriteEnvironment,
  job: Job,
): Promise<CodebookExportReport> {
  const { texts, losses, readBack } = encode(codebook, format, hasHistory, timestamp(clock), sha256);
  const { rows } = planCodebookImport(codebook, await readBack(), sha256, true);
  const differences = rows
    .filter((row) => row.status !== 'same')
    .map(
      (row) => `${row.kind} “${row.name}”: ${row.reason ?? row.fields.map(({ field }) => field).join(', ')}`,
    );
  job.signal.throwIfAborted();
  const isFolder = format === 'csv';
  const places = [...texts].map(([name, text]) => ({ path: isFolder ? join(out, name) : out, text }));
  try {
    await checkPlace(
      fs,
      out,
      places.map(({ path }) => path),
      isFolder,
      overwrite,
    );
    if (isFolder && !(await exists(fs, out))) await fs.makeFolder(out);
    return {
      files: await writeAll(fs, places),
      actors: codebook.actors.length,
      codes: codebook.codes.length,
      losses,
      differences,
    };
  } catch (error) {
    throw fileError(error, `write ${out}`, out, 'Nothing was exported.');
  }
}

interface Encoded {
  /** By name; '' is the single file. */
  readonly texts: ReadonlyMap<string, string>;
  readonly losses: readonly Loss[];
  readBack(): Promise<CodebookFile>;
}

function encode(
  codebook: Codebook,
  format: CodebookFormat,
  hasHistory: boolean,
  at: string,
  sha256: Sha256,
): Encoded {
  switch (format) {
    case 'json': {
      const text = writeCodebookJson(codebook, at, hasHistory);
      const { length } = codebook.history;
      const losses =
        hasHistory || length === 0 ? [] : [{ what: 'the history (it was left out)', count: length }];
      return { texts: new Map([['', text]]), losses, readBack: async () => readCodebookJson(text) };
    }
    case 'csv': {
      const tables = writeCodebookCsv(codebook);
      return {
        texts: new Map(Object.entries(tables)),
        losses: [{ what: 'the wording of the scales', count: 1 }],
        async readBack() {
          const files = await Promise.all(
            Object.entries(tables).map(async ([name, text]) => readCodebookCsv(await allRows(text), name)),
          );
          const entries = files.flatMap((file) => file.entries);
          return { entries, refused: files.flatMap((file) => file.refused), notices: [] };
        },
      };
    }
    case 'qdc': {
      const book = toQdaCodeBook(codebook, sha256);
      if (book.codes.length === 0) {
        throw new PostilError('refused', 'A .qdc needs at least one code. Nothing was exported.');
      }
      const text = [...writeQdc(book)].join('');
      return {
        texts: new Map([['', text]]),
        losses: qdcLosses(codebook),
        readBack: async () => fromQdaCodeBook(await readQdc(pieces(text)), sha256),
      };
    }
  }
}

async function allRows(text: string): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const row of csvRows(pieces(text.replace(/^\ufeff/, '')))) rows.push(row);
  return rows;
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}

async function exists(fs: FileSystem, path: string): Promise<boolean> {
  try {
    await fs.stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function checkPlace(
  fs: FileSystem,
  out: string,
  places: readonly string[],
  isFolder: boolean,
  overwrite: boolean,
): Promise<void> {
  const refused = (problem: string, isThere: boolean): PostilError =>
    new PostilError('refused', `“${out}” ${problem}. Nothing was exported.`, { file: out, exists: isThere });
  if (!(await exists(fs, out))) return;
  const { kind } = await fs.stat(out);
  if (isFolder && kind !== 'folder') throw refused('is a file, and the tables need a folder', false);
  if (!isFolder && kind === 'folder') throw refused('is a folder, and the export is a file', false);
  if (overwrite) return;
  for (const place of places) {
    if (await exists(fs, place))
      throw refused(isFolder ? 'holds such tables already' : 'exists already', true);
  }
}

/** One after the other; when the second fails, the first goes again where there was none before. */
async function writeAll(
  fs: FileSystem,
  places: readonly { readonly path: string; readonly text: string }[],
): Promise<{ path: string; bytes: number }[]> {
  const written: { path: string; bytes: number }[] = [];
  const fresh: string[] = [];
  try {
    for (const { path, text } of places) {
      if (!(await exists(fs, path))) fresh.push(path);
      const { bytes } = await writeFileAtomically(fs, path, [text]);
      written.push({ path, bytes });
    }
    return written;
  } catch (error) {
    for (const { path } of written) if (fresh.includes(path)) await settled(fs.unlink(path));
    throw error;
  }
}
