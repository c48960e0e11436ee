import { dirname, join } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import { renameWithRetry, temporaryPath } from '../store/atomic-write.ts';
import { fileError, isMissing, settled } from '../store/file-error.ts';
import type { FileSystem, FileWriter } from '../store/file-system.ts';

/**
 * An export that is being written: under temporary names beside its place until `commit` renames it as a whole. One
 * file, or a folder of files.
 */
export interface Staging {
  /** Appends to a file of the export; '' is the single file. */
  write(file: string, text: string): Promise<void>;
  /** Full size, fsync and close of every file. */
  seal(): Promise<void>;
  /** A sealed file as it is on disk. */
  read(file: string): Promise<Uint8Array>;
  /** Puts the export in its place; nothing is undone after it. */
  commit(): Promise<{ readonly path: string; readonly bytes: number }[]>;
  /** Removes what was staged. Does nothing after `commit`. */
  discard(): Promise<void>;
}

const KEPT = 'Nothing was exported.';

/**
 * @param files names in the folder `out`, or [''] when `out` is a single file
 * @throws PostilError `refused` when `out` holds what must not be replaced; `not-found`, `disk-full`, `io`
 */
export async function openStaging(
  fs: FileSystem,
  out: string,
  files: readonly string[],
  overwrite: boolean,
): Promise<Staging> {
  const isFolder = files[0] !== '';
  const staged = temporaryPath(out);
  const pathOf = (file: string): string => (isFolder ? join(staged, file) : staged);
  const encoder = new TextEncoder();
  const open = new Map<string, { readonly writer: FileWriter; bytes: number }>();
  const sizes = new Map<string, number>();
  let isCommitted = false;

  async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw fileError(error, what, out, KEPT);
    }
  }

  async function discard(): Promise<void> {
    if (isCommitted) return;
    for (const { writer } of open.values()) await settled(writer.close());
    for (const file of files) await settled(fs.unlink(pathOf(file)));
    if (isFolder) await settled(fs.removeFolder(staged));
  }

  /** What is there now, if it may be replaced. */
  async function checkPlace(): Promise<'nothing' | 'file' | 'folder'> {
    const kind = await kindOf(fs, out);
    if (kind === 'nothing') return kind;
    if (!isFolder) {
      if (kind !== 'file') throw refused(out, 'is a folder, and the export is a file');
      if (!overwrite) throw refused(out, 'exists already');
      return kind;
    }
    if (kind !== 'folder') throw refused(out, 'is a file, and the export is a folder');
    const there = await fs.list(out);
    // An export may replace an export. Whatever else a folder holds is the user's.
    const strange = there.find((entry) => entry.kind !== 'file' || !files.includes(entry.name));
    if (strange) throw refused(out, `holds “${strange.name}”, which is not of an export`);
    if (there.length > 0 && !overwrite) throw refused(out, 'holds an export already');
    return kind;
  }

  async function commitFolder(replaced: boolean): Promise<void> {
    if (!replaced) {
      await renameWithRetry(fs, staged, out);
      return;
    }
    const old = temporaryPath(out);
    await renameWithRetry(fs, out, old);
    try {
      await renameWithRetry(fs, staged, out);
    } catch (error) {
      await settled(fs.rename(old, out));
      throw error;
    }
    for (const file of files) await settled(fs.unlink(join(old, file)));
    await settled(fs.removeFolder(old));
  }

  await attempt(`look at ${out}`, checkPlace);
  try {
    await attempt(`write ${out}`, async () => {
      if (isFolder) await fs.makeFolder(staged);
      for (const file of files) open.set(file, { writer: await fs.createFile(pathOf(file)), bytes: 0 });
    });
  } catch (error) {
    await discard();
    throw error;
  }

  return {
    write: (file, text) =>
      attempt(`write ${out}`, async () => {
        const stream = open.get(file)!;
        const bytes = encoder.encode(text);
        await stream.writer.write(bytes);
        stream.bytes += bytes.byteLength;
      }),
    seal: () =>
      attempt(`write ${out}`, async () => {
        for (const [file, { writer, bytes }] of open) {
          await writer.sync();
          const size = await writer.size();
          if (size !== bytes) {
            throw Object.assign(new Error(`Only ${size} of ${bytes} bytes were written.`), {
              code: 'ENOSPC',
            });
          }
          await writer.close();
          open.delete(file);
          sizes.set(file, size);
        }
        if (isFolder) await fs.syncFolder(staged);
      }),
    read: (file) => attempt(`read ${out} back`, () => fs.readFile(pathOf(file))),
    async commit() {
      await attempt(`put ${out} in its place`, async () => {
        const place = await checkPlace();
        if (isFolder) await commitFolder(place === 'folder');
        else await renameWithRetry(fs, staged, out);
      });
      isCommitted = true;
      try {
        await fs.syncFolder(dirname(out));
      } catch (error) {
        const kept = 'The export is in its place, but the disk did not confirm it.';
        throw fileError(error, `make sure of ${out}`, out, kept);
      }
      return files.map((file) => ({ path: isFolder ? join(out, file) : out, bytes: sizes.get(file)! }));
    },
    discard,
  };
}

async function kindOf(fs: FileSystem, path: string): Promise<'nothing' | 'file' | 'folder'> {
  try {
    const { kind } = await fs.stat(path);
    return kind === 'folder' ? 'folder' : 'file';
  } catch (error) {
    if (isMissing(error)) return 'nothing';
    throw error;
  }
}

function refused(out: string, problem: string): PostilError {
  return new PostilError('refused', `“${out}” ${problem}. ${KEPT}`, { file: out });
}
