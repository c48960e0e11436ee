import { createHash } from 'node:crypto';
import { PostilError } from '../../../core/errors.ts';
import type { ProjectId } from '../../../core/ids.ts';
import { replaceFile, UnconfirmedWrite } from './atomic-write.ts';
import { findNewestBackup } from './backups.ts';
import { keepDamagedBytes } from './damage.ts';
import { damaged, decodeFile } from './envelope.ts';
import type { StoreEnvironment } from './environment.ts';
import { errnoOf, fileError, isMissing } from './file-error.ts';
import { listProject } from './project-files.ts';
import { takeLock, type ProjectLock } from './project-lock.ts';
import {
  absolute,
  annotatorIdOf,
  CODEBOOK_FILE,
  documentFile,
  documentIdOf,
  DOCUMENTS_FOLDER,
  FILTERS_FILE,
  LAYERS_FOLDER,
  MEMOS_FOLDER,
  PROJECT_FILE,
  SETS_FILE,
  SOURCES_FILE,
} from './project-paths.ts';
import {
  codebookFormat,
  documentFormat,
  documentSetsFormat,
  layerFormat,
  memosFormat,
  projectFormat,
  savedFiltersFormat,
  sourcesFormat,
} from './record-formats.ts';
import { assertNamed } from './stored-record.ts';

interface Restoration {
  /** Relative to the project. */
  readonly file: string;
  readonly path: string;
  /** What is there now; `null` when nothing is. */
  readonly before: Uint8Array | null;
  readonly backup: Uint8Array;
}

/**
 * Puts the newest good backup in the place of each damaged or missing file: of all of them, or of none. The damaged
 * bytes are kept beside. A file that can be read again is left as it is. The project must not be open in this process;
 * it is locked meanwhile.
 * @param files relative to the project, as `ReadOnlyReason.faults` names them
 * @throws PostilError `refused` when a file has no good backup, is of a newer Postil, or is none that has backups;
 *   `locked`; `conflict` when a file changes meanwhile; `disk-full`, `io`
 */
export async function restoreBackups(
  environment: StoreEnvironment,
  folder: string,
  projectId: ProjectId,
  files: readonly string[],
): Promise<void> {
  try {
    await asWriter(environment, folder, async (lock) => {
      const restorations = await plan(environment, folder, projectId, [...new Set(files)]);
      for (const { path, before } of restorations) {
        if (before !== null) await keepDamagedBytes(environment, path, before);
      }
      await putInPlace(environment, lock, restorations);
    });
  } catch (error) {
    throw fileError(error, `restore ${files.join(', ')}`, folder, 'Nothing was restored.');
  }
}

async function asWriter(
  environment: StoreEnvironment,
  folder: string,
  work: (lock: ProjectLock) => Promise<void>,
): Promise<void> {
  const { fs } = environment;
  const taken = await takeLock(environment, folder, () => undefined);
  if (taken.kind === 'other') {
    throw new PostilError('locked', 'Another Postil has this project open. Nothing was restored.');
  }
  try {
    // Whoever takes the lock sweeps first: see project-lock.ts.
    const { orphans } = await listProject(fs, folder);
    for (const orphan of orphans) await fs.unlink(absolute(folder, orphan));
    await work(taken.lock);
  } finally {
    try {
      await taken.lock.release();
    } catch (error) {
      environment.onProblem({
        code: 'lock',
        message: `${fileError(error, `give back the lock on ${folder}`, folder).message} It will be taken as that of a Postil that ended.`,
      });
    }
  }
}

/** All that is to be read is read and found good before anything is written. */
async function plan(
  environment: StoreEnvironment,
  folder: string,
  projectId: ProjectId,
  files: readonly string[],
): Promise<Restoration[]> {
  const restorations: Restoration[] = [];

  async function textHashes(id: NonNullable<ReturnType<typeof documentIdOf>>) {
    const file = documentFile(id);
    const bytes =
      restorations.find((restoration) => restoration.file === file)?.backup ??
      (await environment.fs.readFile(absolute(folder, file)));
    const { text, original } = decodeFile(documentFormat, bytes, file, environment.sha256).content;
    return { text: text.sha256, original: original.sha256 };
  }

  async function assertGood(file: string, bytes: Uint8Array): Promise<void> {
    const { sha256 } = environment;
    if (file === PROJECT_FILE) {
      assertNamed(decodeFile(projectFormat, bytes, file, sha256).content.id === projectId, file);
      return;
    }
    if (file === CODEBOOK_FILE) return void decodeFile(codebookFormat, bytes, file, sha256);
    if (file === SOURCES_FILE) return void decodeFile(sourcesFormat, bytes, file, sha256);
    if (file === SETS_FILE) return void decodeFile(documentSetsFormat, bytes, file, sha256);
    if (file === FILTERS_FILE) return void decodeFile(savedFiltersFormat, bytes, file, sha256);
    const [room, name, inner, ...rest] = file.split('/');
    if (room === LAYERS_FOLDER && name !== undefined && inner !== undefined && rest.length === 0) {
      const documentId = documentIdOf(`${name}.json`, '.json');
      const annotator = annotatorIdOf(inner);
      if (documentId !== null && annotator !== null) {
        const { content } = decodeFile(layerFormat, bytes, file, sha256);
        assertNamed(content.documentId === documentId && content.annotator === annotator, file);
        return;
      }
    }
    if (room === MEMOS_FOLDER && name !== undefined && inner === undefined) {
      const author = annotatorIdOf(name);
      if (author !== null) {
        assertNamed(decodeFile(memosFormat, bytes, file, sha256).content.author === author, file);
        return;
      }
    }
    if (room === DOCUMENTS_FOLDER && name !== undefined && inner === undefined) {
      const recordOf = documentIdOf(name, '.json');
      if (recordOf !== null) {
        assertNamed(decodeFile(documentFormat, bytes, file, sha256).content.id === recordOf, file);
        return;
      }
      const textOf = documentIdOf(name, '.txt');
      const originalOf = documentIdOf(name, '.original');
      const id = textOf ?? originalOf;
      if (id !== null) {
        const hashes = await textHashes(id);
        const expected = textOf === null ? hashes.original : hashes.text;
        if (createHash('sha256').update(bytes).digest('hex') === expected) return;
        throw damaged(file, `is not what was imported as document ${id}`);
      }
    }
    throw new PostilError('refused', `${file} is no file of a project that has backups.`, { file });
  }

  async function isGood(file: string, bytes: Uint8Array): Promise<boolean> {
    try {
      await assertGood(file, bytes);
      return true;
    } catch (error) {
      if (error instanceof PostilError && error.code === 'damaged') return false;
      throw error;
    }
  }

  // Records before texts: a text is compared with the hash in its document's record.
  for (const file of files.toSorted((a, b) => Number(isRecord(b)) - Number(isRecord(a)))) {
    const path = absolute(folder, file);
    const before = await readOrNull(environment, path);
    if (before !== null && (await isGood(file, before))) continue;
    const backup = await findNewestBackup(environment, projectId, folder, file);
    if (!backup || !(await isGood(file, backup.bytes))) {
      throw new PostilError(
        'refused',
        `There is no good backup of ${file} on this computer. Nothing was restored.`,
        { file },
      );
    }
    restorations.push({ file, path, before, backup: backup.bytes });
  }
  return restorations;
}

function isRecord(file: string): boolean {
  return file.endsWith('.json');
}

async function readOrNull({ fs }: StoreEnvironment, path: string): Promise<Uint8Array | null> {
  try {
    return await fs.readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function putInPlace(
  environment: StoreEnvironment,
  lock: ProjectLock,
  restorations: readonly Restoration[],
): Promise<void> {
  const begun: Restoration[] = [];
  try {
    for (const restoration of restorations) {
      const { file, path, before, backup } = restoration;
      if (before === null) await makeParent(environment, path);
      begun.push(restoration);
      await replaceFile(environment.fs, path, backup, async () => {
        await lock.assertHeld();
        if (isSame(await readOrNull(environment, path), before)) return;
        throw new PostilError('conflict', `Another program changed ${file}. Nothing was restored.`, { file });
      });
    }
  } catch (error) {
    const kept = await takeBack(environment, lock, begun);
    const cause = error instanceof UnconfirmedWrite ? error.cause : error;
    if (kept.length === 0) throw cause;
    throw new PostilError(
      cause instanceof PostilError ? cause.code : fileError(cause, '', '').code,
      `Not every file could be restored, and it could not be taken back for ${kept.join(', ')}: there the backup may be in place. The damaged bytes are kept beside.`,
      { file: kept[0]!, errno: errnoOf(cause) },
      cause,
    );
  }
}

/** Puts back what was there, and answers with the files where that failed. */
async function takeBack(
  environment: StoreEnvironment,
  lock: ProjectLock,
  begun: readonly Restoration[],
): Promise<string[]> {
  const { fs } = environment;
  const kept: string[] = [];
  for (const { file, path, before } of begun.toReversed()) {
    try {
      if (isSame(await readOrNull(environment, path), before)) continue;
      if (before === null) {
        await lock.assertHeld();
        await fs.unlink(path);
      } else {
        await replaceFile(fs, path, before, () => lock.assertHeld());
      }
    } catch {
      // Said by its name: the caller tells the first failure, and where this left it.
      kept.push(file);
    }
  }
  return kept;
}

function isSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.from(a).equals(b);
}

/** The folder of a document's layers may be gone with them. */
async function makeParent({ fs }: StoreEnvironment, path: string): Promise<void> {
  const parent = absolute(path, '..');
  try {
    await fs.makeFolder(parent);
    await fs.syncFolder(absolute(parent, '..'));
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}
