import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { writeFileAtomically } from './atomic-write.ts';
import { openEnvelope } from './envelope.ts';
import { timingsOf, type StoreEnvironment } from './environment.ts';
import { isMissing } from './file-error.ts';
import type { FileSystem } from './file-system.ts';
import { compactTimestamp } from './json-file.ts';
import { makeFolders } from './make-folders.ts';
import { filesOf, inParallel, listOrEmpty, type ProjectListing } from './project-files.ts';
import {
  absolute,
  annotatorIdOf,
  documentIdOf,
  DOCUMENTS_FOLDER,
  LAYERS_FOLDER,
  MEMOS_FOLDER,
} from './project-paths.ts';

const DAY_MS = 24 * 60 * 60_000;
const KEEP_ALL_MS = 7 * DAY_MS;
const KEEP_DAILY_MS = 60 * DAY_MS;
/** Files that have no backup at all (a project that came from elsewhere) are caught up by so many a run. */
const CATCH_UP = 300;

/**
 * `<sequence>-<timestamp>-<first 16 digits of the file's SHA-256>`. The sequence orders them even when the clock went
 * backwards; the hash shows a backup that is no longer what it was.
 */
const BACKUP_NAME =
  /^([0-9]{8})-([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{3})Z-([0-9a-f]{16})$/;

interface Backup {
  readonly name: string;
  readonly sequence: number;
  readonly at: number;
  readonly hash: string;
}

function parseBackup(name: string): Backup | null {
  const match = BACKUP_NAME.exec(name);
  if (!match) return null;
  const [, sequence, year, month, day, hour, minute, second, ms, hash] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return { name, sequence: Number(sequence), at, hash: hash! };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/** The place of a folder's backups: by project and by folder, so that two copies of a project do not mix. */
function backupsOf(environment: StoreEnvironment, projectId: string, folder: string): string {
  return join(environment.backupsFolder, `${projectId}-${hashOf(Buffer.from(resolve(folder)))}`);
}

async function listBackups(fs: FileSystem, folder: string): Promise<Backup[]> {
  try {
    const entries = await fs.list(folder);
    return entries.flatMap((entry) => parseBackup(entry.name) ?? []).sort((a, b) => b.sequence - a.sequence);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** @throws PostilError `damaged` when `bytes` are not a whole file of Postil's */
function verify(environment: StoreEnvironment, file: string, bytes: Uint8Array): void {
  if (file.endsWith('.json')) openEnvelope(bytes, file, environment.sha256);
}

/**
 * The newest backup of a project's file that is whole: its own hash holds, and its envelope's.
 * @param projectId `null` when `project.json` itself cannot be read
 * @param file relative to the project
 */
export async function findNewestBackup(
  environment: StoreEnvironment,
  projectId: string | null,
  folder: string,
  file: string,
): Promise<{ readonly path: string; readonly at: number; readonly bytes: Uint8Array } | null> {
  const { fs, backupsFolder } = environment;
  for (const place of await placesFor(environment, projectId, folder)) {
    const backups = absolute(join(backupsFolder, place), file);
    for (const backup of await listBackups(fs, backups)) {
      const path = join(backups, backup.name);
      const bytes = await fs.readFile(path);
      if (hashOf(bytes) === backup.hash && isWhole(environment, file, bytes)) {
        return { path, at: backup.at, bytes };
      }
    }
  }
  return null;
}

function isWhole(environment: StoreEnvironment, file: string, bytes: Uint8Array): boolean {
  try {
    verify(environment, file, bytes);
    return true;
  } catch {
    // Not whole: the answer is false, and the next older one is tried.
    return false;
  }
}

/**
 * Files of the project that this folder's backups hold and that `listing` has no more: layers, memos, and documents with
 * their texts. Postil itself never removes one. Names alone are compared; backups of other places do not count, since a
 * copy of the project may hold less.
 */
export async function findVanished(
  environment: StoreEnvironment,
  projectId: string,
  folder: string,
  listing: ProjectListing,
): Promise<string[]> {
  const { fs } = environment;
  const place = backupsOf(environment, projectId, folder);
  const there = new Set(filesOf(listing));
  const vanished: string[] = [];
  const add = (file: string): void => {
    if (!there.has(file)) vanished.push(file);
  };
  for (const { name } of await listOrEmpty(fs, absolute(place, DOCUMENTS_FOLDER))) {
    if (documentIdOf(name, '.json') !== null) add(`${DOCUMENTS_FOLDER}/${name}`);
  }
  for (const { name } of await listOrEmpty(fs, absolute(place, MEMOS_FOLDER))) {
    if (annotatorIdOf(name) !== null) add(`${MEMOS_FOLDER}/${name}`);
  }
  await inParallel(await listOrEmpty(fs, absolute(place, LAYERS_FOLDER)), async ({ name: document }) => {
    const within = `${LAYERS_FOLDER}/${document}`;
    for (const { name } of await listOrEmpty(fs, absolute(place, within))) {
      if (annotatorIdOf(name) !== null) add(`${within}/${name}`);
    }
  });
  for (const record of vanished.filter((file) => file.startsWith(`${DOCUMENTS_FOLDER}/`))) {
    // The record makes a document exist; what goes with it may be gone, too.
    for (const ending of ['.txt', '.original']) {
      const file = record.replace(/\.json$/, ending);
      if (!listing.strays.includes(file)) vanished.push(file);
    }
  }
  return vanished.sort();
}

/** First this folder's, then those of the same project in another place (it was moved, or came on a stick). */
async function placesFor(
  environment: StoreEnvironment,
  projectId: string | null,
  folder: string,
): Promise<string[]> {
  const suffix = `-${hashOf(Buffer.from(resolve(folder)))}`;
  try {
    const names = (await environment.fs.list(environment.backupsFolder)).map((entry) => entry.name);
    const here = names.filter((name) =>
      projectId === null ? name.endsWith(suffix) : name === `${projectId}${suffix}`,
    );
    const elsewhere = projectId === null ? [] : names.filter((name) => name.startsWith(`${projectId}-`));
    return [...new Set([...here, ...elsewhere])];
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Which backups to remove: all of seven days stay, then one a day, after sixty days one a month; the newest always. */
export function backupsToThin<T extends { readonly at: number }>(
  newestFirst: readonly T[],
  now: number,
): T[] {
  const seen = new Set<string>();
  return newestFirst.filter((backup, index) => {
    const age = now - backup.at;
    const day = new Date(backup.at).toISOString().slice(0, 10);
    const bucket = age < KEEP_DAILY_MS ? day : day.slice(0, 7);
    const isFirst = !seen.has(bucket);
    seen.add(bucket);
    return index > 0 && age >= KEEP_ALL_MS && !isFirst;
  });
}

export interface Backups {
  /** A file of the project is on disk anew; a backup of it follows within five minutes. */
  noteSaved(file: string): void;
  /** Backs up now what was noted. Failures go to `onProblem`, and are tried again the next time. */
  run(): Promise<void>;
  /** Stops the timer, after a last run. */
  close(): Promise<void>;
}

/**
 * Backups of one project's files, outside of it.
 * @param listFiles every file of the project, relative to it
 */
export function makeBackups(
  environment: StoreEnvironment,
  projectId: string,
  folder: string,
  listFiles: () => Promise<readonly string[]>,
): Backups {
  const { fs } = environment;
  const place = backupsOf(environment, projectId, folder);
  const noted = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<void> = Promise.resolve();
  let isCaughtUp = false;
  let isClosed = false;

  async function backUp(file: string): Promise<void> {
    const bytes = await fs.readFile(absolute(folder, file));
    verify(environment, file, bytes);
    const hash = hashOf(bytes);
    const target = absolute(place, file);
    const existing = await listBackups(fs, target);
    if (existing[0]?.hash !== hash) {
      await makeFolders(fs, target);
      const sequence = String((existing[0]?.sequence ?? 0) + 1).padStart(8, '0');
      const name = `${sequence}-${compactTimestamp(environment.clock)}-${hash}`;
      const path = join(target, name);
      await writeFileAtomically(fs, path, [bytes]);
      if (hashOf(await fs.readFile(path)) !== hash) {
        await fs.unlink(path);
        throw new Error(`The backup ${path} is not what was written.`);
      }
      existing.unshift(parseBackup(name)!);
    }
    for (const old of backupsToThin(existing, environment.clock.now()))
      await fs.unlink(join(target, old.name));
  }

  async function filesWithout(): Promise<string[]> {
    const without: string[] = [];
    for (const file of await listFiles()) {
      if (without.length === CATCH_UP) return without;
      if ((await listBackups(fs, absolute(place, file))).length === 0) without.push(file);
    }
    isCaughtUp = true;
    return without;
  }

  async function runOnce(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    const failures: unknown[] = [];
    const files = [...noted];
    noted.clear();
    try {
      if (!isCaughtUp && !isClosed)
        files.push(...(await filesWithout()).filter((file) => !files.includes(file)));
    } catch (error) {
      failures.push(error);
    }
    for (const file of files) {
      try {
        await backUp(file);
      } catch (error) {
        failures.push(error);
        noted.add(file);
      }
    }
    if (failures.length > 0) {
      environment.onProblem({
        code: 'backup-failed',
        message: `${failures.length === 1 ? 'A backup' : `${failures.length} backups`} could not be made in ${place} (${failures[0] instanceof Error ? failures[0].message : String(failures[0])}). The project itself is saved.`,
      });
    }
    if (noted.size > 0 || !isCaughtUp) schedule();
  }

  function schedule(): void {
    if (timer || isClosed) return;
    timer = setTimeout(() => void run(), timingsOf(environment).backupIntervalMs);
    timer.unref();
  }

  function run(): Promise<void> {
    running = running.then(runOnce);
    return running;
  }

  return {
    noteSaved(file) {
      noted.add(file);
      schedule();
    },
    run,
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      timer = null;
      await running;
      if (noted.size > 0) await run();
    },
  };
}
