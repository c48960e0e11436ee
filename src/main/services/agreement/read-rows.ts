import { basename, resolve } from 'node:path';
import type { FileRow } from '../../../core/agreement/read-table.ts';
import { PostilError } from '../../../core/errors.ts';
import type { Job } from '../../../core/ports.ts';
import { csvRows } from '../exchange/csv-rows.ts';
import { decodeChunks, refusedFile } from '../exchange/decode-file.ts';
import { fileSource } from '../exchange/files-over.ts';
import { fileError } from '../store/file-error.ts';
import type { FileSystem } from '../store/file-system.ts';

/**
 * All rows of a CSV file, whose cells are parted by what its first line has most of: commas, semicolons or tabs.
 * @throws PostilError `not-found`, `io`; `refused` with file and line for what is no CSV or no text
 */
export async function readRows(fs: FileSystem, path: string, job: Job): Promise<FileRow[]> {
  const fileName = basename(path);
  const full = resolve(path);
  try {
    const { kind, size } = await fs.stat(full);
    if (kind !== 'file') throw refusedFile(path, 'is no file');
    const source = fileSource(fs, full, fileName, size, '');
    const delimiter = mostFrequent(new TextDecoder().decode(await fs.readHead(full, 4096)));
    const rows: FileRow[] = [];
    for await (const row of csvRows(decodeChunks(source.chunks(), fileName, size, job), delimiter))
      rows.push(row);
    return rows;
  } catch (error) {
    const failure = fileError(error, `read ${fileName}`, path);
    throw new PostilError(failure.code, failure.message, { ...failure.details, file: path }, error);
  }
}

function mostFrequent(head: string): string {
  const line = (/^[^\r\n]*/.exec(head)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const occurs = (delimiter: string): number => line.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, delimiter) => (occurs(delimiter) > occurs(best) ? delimiter : best));
}
