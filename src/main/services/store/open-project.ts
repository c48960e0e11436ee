import { dirname, resolve } from 'node:path';
import type { ReadOnlyReason } from '../../../contract/calls.ts';
import { emptyCodebook } from '../../../core/codebook/scales.ts';
import { PostilError } from '../../../core/errors.ts';
import { emptyMemoBook, type MemoBook } from '../../../core/memo/memo.ts';
import { openMemos } from './open-memos.ts';
import { projectIdSchema, type AnnotatorId } from '../../../core/ids.ts';
import { findNewestBackup, findVanished } from './backups.ts';
import { reportDamage } from './damage.ts';
import { damaged, decodeFile, type RecordFormat } from './envelope.ts';
import type { StoreEnvironment } from './environment.ts';
import { fileError, isNotWritable } from './file-error.ts';
import { listOrEmpty, listProject, lstatOrNull } from './project-files.ts';
import { takeLock, type LockHolder, type ProjectLock } from './project-lock.ts';
import {
  absolute,
  CODEBOOK_FILE,
  DOCUMENTS_FOLDER,
  FILTERS_FILE,
  LAYERS_FOLDER,
  memosFile,
  PROJECT_FILE,
  SETS_FILE,
  SOURCES_FILE,
} from './project-paths.ts';
import { lockedReason, type ProjectStore } from './store-types.ts';
import {
  codebookFormat,
  documentSetsFormat,
  memosFormat,
  projectFormat,
  savedFiltersFormat,
  sourcesFormat,
} from './record-formats.ts';
import { makeStore, type MainRecords } from './store.ts';
import { openRecord, type StoredRecord } from './stored-record.ts';

/**
 * Opens a project folder. What another Postil has, what cannot be written and what is damaged opens read-only, with
 * the reason; damaged bytes are copied beside, and the newest good backup is named. Nothing that is missing is ever
 * replaced by an empty one.
 * @throws PostilError `not-found` when there is no project; `damaged` when `project.json` is and has no good backup;
 *   `newer-format`; `refused` when the project holds links; `io`
 */
export async function openProject(environment: StoreEnvironment, folder: string): Promise<ProjectStore> {
  const path = resolve(folder);
  try {
    return await open(environment, path);
  } catch (error) {
    throw fileError(error, `open the project in ${path}`, path, 'Nothing was changed.');
  }
}

/** The folder whose entries must be synced for `folder` itself to be durable. */
export function parentOf(folder: string): string {
  return dirname(folder);
}

async function open(environment: StoreEnvironment, folder: string): Promise<ProjectStore> {
  const { fs } = environment;
  if ((await lstatOrNull(fs, absolute(folder, PROJECT_FILE))) === null) {
    throw new PostilError(
      'not-found',
      `There is no project in ${folder}: it holds no project.json. If it was there before, the disk or share that holds it may not be connected. Nothing was changed.`,
      { file: folder },
    );
  }
  let lost: (() => void) | null = null;
  let isLost = false;
  const access = await takeAccess(environment, folder, () => {
    isLost = true;
    lost?.();
  });
  try {
    // Refuses links out of the project; only the lock has been written yet, beside project.json.
    // Every temporary file goes, before anything is read: see project-lock.ts for why in this order.
    const listing = await listProject(fs, folder);
    if (access.lock) {
      for (const orphan of listing.orphans) await fs.unlink(absolute(folder, orphan));
      await makeInnerFolders(environment, folder);
    }
    const { records, faults } = await readMain(environment, folder, access.lock, listing.memoAuthors);
    const vanished = await findVanished(environment, records.project.current.id, folder, listing);
    for (const file of vanished) {
      // Memos were read, and said so.
      if (faults.some((fault) => fault.file === file)) continue;
      const { backupBytes, ...fault } = await reportDamage(
        environment,
        { folder, projectId: records.project.current.id, file },
        damaged(file, 'is missing, though it was there'),
        false,
      );
      if (backupBytes !== null) faults.push(fault);
    }
    let { readOnly } = access;
    if (faults.length > 0) {
      readOnly = {
        code: 'damaged',
        message: `${faults.length === 1 ? 'A file' : `${faults.length} files`} of the project cannot be read. It is open for reading only, so that nothing is overwritten.`,
        faults,
      };
      // Whoever mends it needs the lock.
      await access.lock?.release();
    }
    const store = makeStore(environment, folder, records, {
      lock: readOnly ? null : access.lock,
      readOnly,
      documents: listing.documents,
      layers: listing.layers,
    });
    lost = store.onLockLost;
    if (isLost) store.onLockLost();
    return store.store;
  } catch (error) {
    await access.lock?.release();
    throw error;
  }
}

interface Access {
  readonly lock: ProjectLock | null;
  readonly readOnly: ReadOnlyReason | null;
}

async function takeAccess(
  environment: StoreEnvironment,
  folder: string,
  onLost: () => void,
): Promise<Access> {
  try {
    const taken = await takeLock(environment, folder, onLost);
    if (taken.kind === 'held') return { lock: taken.lock, readOnly: null };
    return { lock: null, readOnly: lockedReason(describeHolder(environment, taken.holder)) };
  } catch (error) {
    const fault = fileError(error, `write in ${folder}`, folder);
    if (!isNotWritable(error) && fault.code !== 'disk-full') throw error;
    return {
      lock: null,
      readOnly: {
        code: 'not-writable',
        message: `${fault.message} The project is open for reading only.`,
        faults: [],
      },
    };
  }
}

function describeHolder(environment: StoreEnvironment, holder: LockHolder | null): string {
  if (holder === null) return 'Another Postil has this project open.';
  const where = holder.host === environment.hostName ? 'on this computer' : `on the computer ${holder.host}`;
  return `Another Postil ${where} (process ${holder.pid}) has had this project open since ${holder.since.slice(0, 16).replace('T', ' ')} UTC.`;
}

/** Archives and version control drop empty folders; but documents that have layers must be somewhere. */
async function makeInnerFolders({ fs }: StoreEnvironment, folder: string): Promise<void> {
  for (const inner of [LAYERS_FOLDER, DOCUMENTS_FOLDER]) {
    const path = absolute(folder, inner);
    if ((await lstatOrNull(fs, path)) !== null) continue;
    if (inner === DOCUMENTS_FOLDER && (await listOrEmpty(fs, absolute(folder, LAYERS_FOLDER))).length > 0) {
      throw new PostilError(
        'not-found',
        `The folder documents of ${folder} is missing, though there are layers. Nothing was changed.`,
        { file: path },
      );
    }
    await fs.makeFolder(path);
    await fs.syncFolder(folder);
  }
}

/** After the registries: with the documents that they name. */
const CONTENT_RANK = 2;

async function readMain(
  environment: StoreEnvironment,
  folder: string,
  lock: ProjectLock | null,
  memoAuthors: readonly AnnotatorId[],
): Promise<{ readonly records: MainRecords; readonly faults: ReadOnlyReason['faults'] }> {
  const faults: ReadOnlyReason['faults'] = [];
  let projectId: string | null = null;
  const guard = async (): Promise<void> => lock?.assertHeld();

  function optionsOf<T>(file: string, format: RecordFormat<T>) {
    return { ...environment, path: absolute(folder, file), name: file, format, guard };
  }

  /** The record; of a damaged or missing one, what its newest good backup held, to be shown and never saved. */
  async function read<T>(
    file: string,
    format: RecordFormat<T>,
    rank: number,
    last: T | null,
    open: () => Promise<StoredRecord<T>> = () => openRecord(optionsOf(file, format), rank),
  ): Promise<StoredRecord<T>> {
    try {
      const record = await open();
      // What was backed up was there: it is gone, and not merely of a project that never had it.
      if (record.isNew && (await findNewestBackup(environment, projectId, folder, file)) !== null) {
        throw damaged(file, 'is missing, though it was there');
      }
      return record;
    } catch (error) {
      if (!(error instanceof PostilError)) throw error;
      const isMissingFile = error.code === 'not-found' && error.cause === undefined;
      if (error.code !== 'damaged' && !isMissingFile) throw error;
      projectId ??= await guessProjectId(environment, folder);
      const { backupBytes, ...fault } = await reportDamage(
        environment,
        { folder, projectId, file },
        error,
        lock !== null,
      );
      faults.push(fault);
      const content = backupBytes ? decodeFile(format, backupBytes, file, environment.sha256).content : last;
      if (content === null) {
        throw new PostilError(
          'damaged',
          `${fault.problem} There is no backup of it on this computer, so the project cannot be shown. Nothing was overwritten.`,
          { file },
          error,
        );
      }
      return frozen(content, file, rank);
    }
  }

  const project = await read(PROJECT_FILE, projectFormat, 0, null);
  projectId = project.current.id;
  const codebook = await read(CODEBOOK_FILE, codebookFormat, 1, emptyCodebook());
  const sources = await read(SOURCES_FILE, sourcesFormat, 1, { sources: [] });
  const documentSets = await readOptional(SETS_FILE, documentSetsFormat, { sets: [] });
  const savedFilters = await readOptional(FILTERS_FILE, savedFiltersFormat, { filters: [] });
  const memos = await readMemos();
  return { records: { project, codebook, sources, documentSets, savedFilters, memos }, faults };

  function readOptional<T>(file: string, format: RecordFormat<T>, empty: T): Promise<StoredRecord<T>> {
    return read(file, format, CONTENT_RANK, empty, () =>
      openRecord(optionsOf(file, format), CONTENT_RANK, empty),
    );
  }

  async function readMemos(): Promise<MainRecords['memos']> {
    const authors = new Set([...memoAuthors, ...project.current.annotators.map(({ id }) => id)]);
    const books = new Map<AnnotatorId, StoredRecord<MemoBook>>();
    for (const author of authors) {
      const book = await read(memosFile(author), memosFormat, CONTENT_RANK, emptyMemoBook(author), () =>
        openMemos(environment, folder, author, guard),
      );
      books.set(author, book);
    }
    return books;
  }
}

function frozen<T>(content: T, file: string, rank: number): StoredRecord<T> {
  const refuse = async (): Promise<never> => {
    throw new PostilError('read-only', `${file} is damaged and is not written.`);
  };
  return {
    rank,
    file,
    current: content,
    pins: 0,
    isNew: false,
    saved: () => content,
    save: refuse,
    saveCopy: refuse,
    revert() {},
  };
}

/** Of a `project.json` that cannot be read, the id may still be legible; it only serves to find backups. */
async function guessProjectId({ fs }: StoreEnvironment, folder: string): Promise<string | null> {
  const text = Buffer.from(await fs.readFile(absolute(folder, PROJECT_FILE))).toString('latin1');
  const found = projectIdSchema.safeParse(/"id":\s*"([0-9a-f-]{36})"/.exec(text)?.[1]);
  return found.success ? found.data : null;
}
