import { join } from 'node:path';
import type { ExportShape } from '../../../core/exchange/format-table.ts';
import type { Job } from '../../../core/ports.ts';
import { fileError } from '../store/file-error.ts';
import type { FileSystem } from '../store/file-system.ts';
import { refusedFile } from './decode-file.ts';
import { fileSource, filesOver, isDebris, tooLarge, type FileSource, type OpenFiles } from './files-over.ts';
import { openZip } from './open-zip.ts';

/** Above this, a single file is surely no annotations; text is read piece by piece up to here. */
export const READ_LIMIT_BYTES = 4 * 1024 ** 3;
const MAX_FILES = 100_000;
const MAX_FOLDER_DEPTH = 8;
const KEPT = 'Nothing was read in.';

/**
 * What the user wants read: a file, a folder, or an archive where the format comes in one.
 * @param options.isPart which files of a folder or archive are opened
 * @throws PostilError `not-found`, `io`; `refused` for what is empty, over a limit, no file, or no sound archive
 */
export async function openExchangeFiles(
  fs: FileSystem,
  path: string,
  options: {
    readonly label: string;
    readonly from: readonly ExportShape[];
    readonly isPart?: ((name: string) => boolean) | undefined;
  },
  job: Job,
): Promise<OpenFiles> {
  const { label, from } = options;
  const isPart = options.isPart ?? (() => true);
  try {
    const { kind, size } = await fs.stat(path);
    if (kind === 'folder') {
      if (!from.includes('folder')) throw refusedFile(label, 'is no file');
      return await openFolder(fs, path, label, isPart, job);
    }
    if (kind !== 'file') throw refusedFile(label, 'is no file');
    if (size === 0) throw refusedFile(label, 'is empty');
    if (size > READ_LIMIT_BYTES) throw tooLarge(label, size, READ_LIMIT_BYTES);
    if (from.includes('zip') && isZip(await fs.readHead(path, 4))) {
      return await openZip(await fs.openFile(path), label, isPart, job);
    }
    if (!from.includes('file')) {
      const wanted = from.map((shape) => (shape === 'zip' ? 'an archive (.zip)' : 'a folder')).join(' or ');
      throw refusedFile(label, `is one file; this format comes as ${wanted}`);
    }
    const source = fileSource(fs, path, label, size, KEPT);
    return { ...filesOver(label, new Map([['', source]]), job), skipped: [], close: async () => {} };
  } catch (error) {
    throw fileError(error, `read ${label}`, label, KEPT);
  }
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 0x03 || head[2] === 0x05);
}

/** Links are not followed: they may lead out of the folder. */
async function openFolder(
  fs: FileSystem,
  folder: string,
  label: string,
  isPart: (name: string) => boolean,
  job: Job,
): Promise<OpenFiles> {
  const sources = new Map<string, FileSource>();
  const skipped: string[] = [];
  async function walk(path: string, prefix: string, depth: number): Promise<void> {
    if (depth > MAX_FOLDER_DEPTH)
      throw refusedFile(label, `holds folders more than ${MAX_FOLDER_DEPTH} deep`);
    for (const entry of await fs.list(path)) {
      job.signal.throwIfAborted();
      const name = prefix + entry.name;
      const inside = join(path, entry.name);
      if (entry.kind === 'folder') {
        await walk(inside, `${name}/`, depth + 1);
      } else if (entry.kind === 'file' && isPart(name)) {
        const { size } = await fs.stat(inside);
        if (size > READ_LIMIT_BYTES) throw tooLarge(name, size, READ_LIMIT_BYTES);
        sources.set(name, fileSource(fs, inside, name, size, KEPT));
        if (sources.size > MAX_FILES) throw refusedFile(label, `holds more than ${MAX_FILES} files`);
      } else if (!isDebris(name)) {
        skipped.push(name);
      }
    }
  }
  await walk(folder, '', 1);
  return { ...filesOver(label, sources, job), skipped: skipped.toSorted(), close: async () => {} };
}
