import { dirname, join } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import { listedFiles } from '../../../core/exchange/dataset-card.ts';
import type { ExportShape } from '../../../core/exchange/format-table.ts';
import type { ExchangeFiles } from '../../../core/exchange/format.ts';
import type { Job } from '../../../core/ports.ts';
import { renameWithRetry, temporaryPath } from '../store/atomic-write.ts';
import { fileError, isMissing, settled } from '../store/file-error.ts';
import type { FileSystem } from '../store/file-system.ts';
import { fileSource, filesOver } from './files-over.ts';
import { openZip } from './open-zip.ts';
import { stageFiles } from './staged-files.ts';
import { zipChunks } from './write-zip.ts';

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * An export that is being written: under temporary names beside its place until `commit` renames it as a whole. One
 * file, a folder of files, or an archive; and the dataset card, in the folder or beside the file.
 */
export interface Staging {
  /** Appends to a file of the export; '' is the single file. */
  write(file: string, content: string | Uint8Array): Promise<void>;
  /** Full size, fsync and close of every file; an archive is packed here. */
  seal(): Promise<void>;
  /** What the export holds, without the card, by the names in the export. */
  files(): readonly { readonly name: string; readonly bytes: number }[];
  /** The sealed export, as its own reader finds it. */
  open(): Promise<{ readonly files: ExchangeFiles; close(): Promise<void> }>;
  /** Puts the export and its card in their places; nothing is undone after it. */
  commit(card: string): Promise<WrittenFile[]>;
  /** Removes what was staged. Does nothing after `commit`. */
  discard(): Promise<void>;
}

const KEPT = 'Nothing was exported.';
const CARD = 'README.md';

/** Where the card of an export goes. */
export function cardPlace(out: string, shape: ExportShape): string {
  return shape === 'folder' ? join(out, CARD) : `${out}.${CARD}`;
}

/**
 * @throws PostilError `refused` when `out` holds what must not be replaced; `not-found`, `disk-full`, `io`
 */
export async function openStaging(
  fs: FileSystem,
  out: string,
  shape: ExportShape,
  overwrite: boolean,
  job: Job,
): Promise<Staging> {
  const isFolder = shape === 'folder';
  const staged = temporaryPath(out);
  const parts = stageFiles(fs, staged, shape !== 'file');
  const archivePath = temporaryPath(out);
  const archive = shape === 'zip' ? stageFiles(fs, archivePath, false) : null;
  const cardAt = cardPlace(out, shape);
  const stagedCardPath = isFolder ? null : temporaryPath(cardAt);
  const stagedCard = stagedCardPath ? stageFiles(fs, stagedCardPath, false) : null;
  let isCommitted = false;

  async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw fileError(error, what, out, KEPT);
    }
  }

  const readCard = async (path: string): Promise<string> => new TextDecoder().decode(await fs.readFile(path));

  /** @throws PostilError `refused` where what is there must stay */
  async function checkPlace(): Promise<'nothing' | 'file' | 'folder'> {
    const kind = await kindOf(fs, out);
    if (!isFolder) {
      if (kind === 'folder') throw refused(out, 'is a folder, and the export is a file');
      if (kind === 'file' && !overwrite) throw exists(out, 'exists already');
      const card = await kindOf(fs, cardAt);
      if (card === 'nothing') return kind;
      const isCard = card === 'file' && listedFiles(await readCard(cardAt)) !== null;
      if (!isCard) throw refused(cardAt, 'is no card of an export, and one would take its place');
      if (!overwrite) throw exists(cardAt, 'exists already');
      return kind;
    }
    if (kind === 'file') throw refused(out, 'is a file, and the export is a folder');
    if (kind === 'folder' && !overwrite && (await fs.list(out)).length > 0)
      throw exists(out, 'holds an export already');
    return kind;
  }

  /** All files of the folder that is there, if they are of an export. Whatever else it holds is the user's. */
  async function replaceable(): Promise<{ files: string[]; folders: string[] }> {
    const found = { files: [] as string[], folders: [] as string[] };
    async function walk(folder: string, prefix: string): Promise<void> {
      for (const { name, kind } of await fs.list(folder)) {
        if (kind === 'folder') {
          found.folders.push(prefix + name);
          await walk(join(folder, name), `${prefix}${name}/`);
        } else {
          if (kind !== 'file') throw refused(out, `holds “${prefix}${name}”, which is not of an export`);
          found.files.push(prefix + name);
        }
      }
    }
    await walk(out, '');
    const listed = found.files.includes(CARD) ? listedFiles(await readCard(join(out, CARD))) : null;
    const written = parts.list().flatMap(({ name }) => (name === CARD ? [] : [name]));
    const ours = new Set([...written, ...(listed ? [CARD, ...listed] : [])]);
    const strange = found.files.find((name) => !ours.has(name));
    if (strange !== undefined) throw refused(out, `holds “${strange}”, which is not of an export`);
    return found;
  }

  async function commitFolder(card: string): Promise<void> {
    await parts.write(CARD, card);
    await parts.seal();
    if ((await checkPlace()) === 'nothing') {
      await renameWithRetry(fs, staged, out);
      return;
    }
    const replaced = await replaceable();
    const old = temporaryPath(out);
    await renameWithRetry(fs, out, old);
    try {
      await renameWithRetry(fs, staged, out);
    } catch (error) {
      await settled(fs.rename(old, out));
      throw error;
    }
    for (const file of replaced.files) await settled(fs.unlink(join(old, file)));
    for (const folder of replaced.folders.toReversed()) await settled(fs.removeFolder(join(old, folder)));
    await settled(fs.removeFolder(old));
  }

  /** The card first, since the export's own rename then replaces in one step; where that fails, the old card returns. */
  async function commitFile(card: string): Promise<void> {
    await stagedCard!.write('', card);
    await stagedCard!.seal();
    await checkPlace();
    const hadCard = (await kindOf(fs, cardAt)) === 'file';
    const oldCard = temporaryPath(cardAt);
    if (hadCard) await renameWithRetry(fs, cardAt, oldCard);
    try {
      await renameWithRetry(fs, stagedCardPath!, cardAt);
      await renameWithRetry(fs, archive ? archivePath : staged, out);
    } catch (error) {
      if ((await settled(fs.unlink(stagedCardPath!))) !== undefined) await settled(fs.unlink(cardAt));
      if (hadCard) await settled(fs.rename(oldCard, cardAt));
      throw error;
    }
    if (hadCard) await settled(fs.unlink(oldCard));
  }

  await attempt(`look at ${out}`, checkPlace);

  return {
    write: (file, content) => attempt(`write ${out}`, () => parts.write(file, content)),
    seal: () =>
      attempt(`write ${out}`, async () => {
        // A writer that yields nothing still makes a file.
        if (shape === 'file') await parts.write('', '');
        await parts.seal();
        if (!archive) return;
        const packed = parts.list().map(({ name, path }) => [name, path] as const);
        for await (const chunk of zipChunks(fs, packed)) {
          job.signal.throwIfAborted();
          await archive.write('', chunk);
        }
        await archive.seal();
        await parts.discard();
      }),
    files: () => (archive ? archive : parts).list().map(({ name, bytes }) => ({ name, bytes })),
    open: () =>
      attempt(`read ${out} back`, async () => {
        if (archive) {
          const files = await openZip(await fs.openFile(archivePath), out, () => true, job);
          return { files, close: () => files.close() };
        }
        const sources = parts
          .list()
          .map(({ name, path, bytes }) => [name, fileSource(fs, path, name || out, bytes, KEPT)] as const);
        return { files: filesOver(out, new Map(sources), job), close: async () => {} };
      }),
    async commit(card) {
      await attempt(`put ${out} in its place`, () => (isFolder ? commitFolder(card) : commitFile(card)));
      isCommitted = true;
      try {
        await fs.syncFolder(dirname(out));
      } catch (error) {
        const kept = 'The export is in its place, but the disk did not confirm it.';
        throw fileError(error, `make sure of ${out}`, out, kept);
      }
      if (isFolder) return parts.list().map(({ name, bytes }) => ({ path: join(out, name), bytes }));
      return [
        { path: out, bytes: (archive ?? parts).list()[0]!.bytes },
        { path: cardAt, bytes: stagedCard!.list()[0]!.bytes },
      ];
    },
    async discard() {
      if (isCommitted) return;
      await parts.discard();
      await archive?.discard();
      await stagedCard?.discard();
    },
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

/** `exists` tells the page that it may ask about replacing. */
function exists(out: string, problem: string): PostilError {
  return new PostilError('refused', `“${out}” ${problem}. ${KEPT}`, { file: out, exists: true });
}

function refused(out: string, problem: string): PostilError {
  return new PostilError('refused', `“${out}” ${problem}. ${KEPT}`, { file: out });
}
