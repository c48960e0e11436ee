import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { PostilError } from '../../../core/errors.ts';
import { readJson } from '../../../core/exchange/read-json.ts';
import { projectIdSchema, type ProjectId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import { parsePublishedName, publishedName, type PublishedFile } from '../../../core/team/published.ts';
import { refusedFile } from '../../../core/team/refusals.ts';
import { openZip } from '../exchange/open-zip.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { errnoOf, fileError, isMissing, orFileError } from '../store/file-error.ts';
import type { EntryKind, FileStat, FileSystem } from '../store/file-system.ts';
import { makeFolders } from '../store/make-folders.ts';
import { inParallel, listOrEmpty, lstatOrNull } from '../store/project-files.ts';
import type { WholeFiles } from './team-record.ts';

/** One file of an exchange may have this many bytes. */
export const PUBLISHED_LIMIT_BYTES = 128 * 1024 ** 2;
export const BUNDLE_ENDING = '.postil-bundle';

const MARKER = 'postil-team.json';
const markerSchema = z.object({ format: z.literal('postil-team-folder'), project: z.string() });

/** A folder that a team shares, or a bundle: where published files are found and put. */
export interface ExchangePlace {
  /** As the user knows it. */
  readonly label: string;
  /** Names that Postil gives, and all others, which are only listed. @throws PostilError `not-found`, `io` */
  list(): Promise<{ readonly published: readonly string[]; readonly foreign: readonly string[] }>;
  /** Strict UTF-8. @throws PostilError `refused`; `io`; `not-found` where the place itself is gone */
  read(name: string): Promise<string>;
  /** Null where a file is not there, and in a bundle. @throws PostilError `io` */
  stat(name: string): Promise<FileStat | null>;
  /**
   * Puts files that are not there yet, were cut off or changed; one that is there whole is never touched. Answers how many,
   * and how all of them are there now.
   * @param whole as they were found whole before: those that are as then are not read
   * @throws PostilError `disk-full`, `io`; then whole files are there; `refused`, after all others are, where something
   *   else lies where a file or its folder belongs
   */
  put(
    files: AsyncIterable<PublishedFile>,
    whole: WholeFiles,
  ): Promise<{ readonly count: number; readonly whole: WholeFiles }>;
  close(): Promise<void>;
}

export function isBundle(path: string): boolean {
  return path.endsWith(BUNDLE_ENDING);
}

/**
 * A shared folder.
 * @param isKnown whether this project has exchanged through it before: then a folder without Postil's marker is no empty
 *   one but a place where it is not mounted, and nothing is read from it or written to it
 * @throws PostilError `not-found` where it is not there, or not mounted; `refused` where it is another project's
 */
export async function openFolderPlace(
  fs: FileSystem,
  path: string,
  project: ProjectId,
  isKnown: boolean,
  use: 'receive' | 'publish',
): Promise<ExchangePlace> {
  const stat = await lookAt(fs, path);
  if (!stat) throw gone(path);
  if (stat.kind !== 'folder' && stat.kind !== 'link') {
    throw new PostilError('refused', `“${path}” is no folder. Nothing was changed.`, { file: path });
  }
  await checkMarker(fs, path, project, isKnown, use);
  /** Links, and what is neither file nor folder: opening a pipe would wait for ever. */
  const noFiles = new Set<string>();
  return {
    label: path,
    async list() {
      const published: string[] = [];
      const foreign: string[] = [];
      const found = (name: string, kind: EntryKind): void => {
        if (name === MARKER) return;
        (parsePublishedName(name) ? published : foreign).push(name);
        if (kind !== 'file') noFiles.add(name);
      };
      await orFileError(walk(fs, path, '', found), `look through ${path}`, path, UNCHANGED);
      return { published: published.sort(), foreign: foreign.sort() };
    },
    async read(name) {
      const file = join(path, ...name.split('/'));
      if (noFiles.has(name)) throw refusedFile(name, 'is no file', 'noFile');
      let bytes: Uint8Array;
      try {
        bytes = await readWhole(fs, file, name);
      } catch (error) {
        // One file may be in the way of whatever synchronises; a place that is gone is gone for all of them.
        if (!(error instanceof PostilError) && !(await lookAt(fs, join(path, MARKER)))) throw gone(path);
        if (isMissing(error)) throw refusedFile(name, 'is not there any more', 'gone', '', error);
        throw fileError(error, `read ${file}`, file, 'It is not used.');
      }
      return decode(name, bytes);
    },
    stat: (name) => lookAt(fs, join(path, ...name.split('/'))),
    async put(files, before) {
      let count = 0;
      const whole: WholeFiles = {};
      const made = new Set<string>();
      const obstacles = new Set<string>();
      const findObstacle = makeObstacleFinder(fs, path);
      for await (const file of files) {
        const parts = publishedName(file).split('/');
        const folder = join(path, ...parts.slice(0, -1));
        const target = join(folder, parts.at(-1)!);
        const obstacle = await findObstacle(parts.slice(0, -1));
        const there = obstacle === null ? await lookAt(fs, target) : null;
        if (obstacle !== null || (there && there.kind !== 'file')) {
          obstacles.add(obstacle ?? parts.join('/'));
          continue;
        }
        const bytes = Buffer.from(file.text, 'utf8');
        const digits = file.sha256.slice(0, 12);
        // A name says the hash of what it holds: what was cut off or changed on its way is of no use.
        if (
          there?.size === bytes.length &&
          (isAsBefore(there, before[digits]) || (await holds(fs, target, bytes)))
        ) {
          whole[digits] = [there.size, there.mtimeMs];
          continue;
        }
        if (!made.has(folder))
          await orFileError(makeFolders(fs, folder), `make the folder ${folder}`, folder, WHOLE);
        made.add(folder);
        await orFileError(writeFileAtomically(fs, target, [bytes]), `write ${target}`, target, WHOLE);
        const put = await lookAt(fs, target);
        if (put) whole[digits] = [put.size, put.mtimeMs];
        count++;
      }
      if (obstacles.size > 0) {
        throw new PostilError(
          'refused',
          `In the team’s folder, ${[...obstacles].map((name) => `“${name}”`).join(', ')} is a link or something else in the way, and Postil writes through no link. What belongs there was not put; everything else was. Take it away, and publish again.`,
          { file: path },
        );
      }
      return { count, whole };
    },
    close: async () => undefined,
  };
}

/**
 * Finds what lies, relative to the root, in place of one of the folders on the way to a file: a link in a folder that
 * others write must not lead what is published out of it.
 */
function makeObstacleFinder(
  fs: FileSystem,
  root: string,
): (folders: readonly string[]) => Promise<string | null> {
  const sound = new Set<string>();
  return async (folders) => {
    for (let depth = 1; depth <= folders.length; depth++) {
      const name = folders.slice(0, depth).join('/');
      if (sound.has(name)) continue;
      const there = await lookAt(fs, join(root, ...folders.slice(0, depth)));
      // What is not there yet is made, and below it nothing is.
      if (!there) return null;
      if (there.kind !== 'folder') return name;
      sound.add(name);
    }
    return null;
  };
}

async function readWhole(fs: FileSystem, path: string, name: string): Promise<Uint8Array> {
  const reader = await fs.openFile(path);
  try {
    if (reader.size > PUBLISHED_LIMIT_BYTES)
      throw refusedFile(name, `has more than ${LIMIT}`, 'tooLarge', LIMIT);
    return await reader.read(0, reader.size);
  } finally {
    await reader.close();
  }
}

/** Whether a file is of the size and time of which it was found whole. */
export function isAsBefore({ size, mtimeMs }: FileStat, before: WholeFiles[string] | undefined): boolean {
  return before?.[0] === size && before[1] === mtimeMs;
}

async function holds(fs: FileSystem, path: string, bytes: Buffer): Promise<boolean> {
  try {
    return bytes.equals(await fs.readFile(path));
  } catch (error) {
    // What its author cannot read, nobody can.
    if (errnoOf(error) !== '') return false;
    throw error;
  }
}

async function checkMarker(
  fs: FileSystem,
  path: string,
  project: ProjectId,
  isKnown: boolean,
  use: 'receive' | 'publish',
): Promise<void> {
  const file = join(path, MARKER);
  const bytes = await readMarker(fs, path);
  if (bytes) {
    const parsed = markerSchema.safeParse(safeJson(bytes));
    if (parsed.success && parsed.data.project === project) return;
    if (parsed.success) {
      throw new PostilError('refused', `“${path}” is the exchange of another project. Nothing was changed.`, {
        file: path,
      });
    }
    throw new PostilError(
      'damaged',
      `“${file}” cannot be read: another program is writing it, or it was cut off. Nothing was changed; try again.`,
      { file },
    );
  }
  if (isKnown) throw gone(path);
  if (use === 'receive') return;
  const marker = { format: 'postil-team-folder', project };
  const content = Buffer.from(`${JSON.stringify(marker)}\n`, 'utf8');
  await orFileError(
    writeFileAtomically(fs, file, [content]),
    `write ${file}`,
    file,
    'Nothing was published.',
  );
}

/** A marker has a hundred bytes. */
const MARKER_LIMIT_BYTES = 10_000;

/** Null where there is none. @throws PostilError `refused` where it is no file, `io` */
async function readMarker(fs: FileSystem, path: string): Promise<Uint8Array | null> {
  const file = join(path, MARKER);
  const there = await lookAt(fs, file);
  if (!there) return null;
  // A link may lead anywhere, and a pipe would be waited for.
  if (there.kind !== 'file') throw new PostilError('refused', `“${file}” is no file. ${UNCHANGED}`, { file });
  return orFileError(fs.readHead(file, MARKER_LIMIT_BYTES), `read ${file}`, file, UNCHANGED);
}

const UNCHANGED = 'Nothing was changed.';
const WHOLE = 'What is there already is whole.';

/** What lies at a path, links not followed; null where nothing does. @throws PostilError `io` */
export function lookAt(fs: FileSystem, path: string): Promise<FileStat | null> {
  return orFileError(lstatOrNull(fs, path), `look at ${path}`, path, UNCHANGED);
}

function safeJson(bytes: Uint8Array): unknown {
  try {
    return readJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null; // Said by the caller: it is no marker.
  }
}

function gone(path: string): PostilError {
  return new PostilError(
    'not-found',
    `The team’s folder “${path}” is not there. If it is on a network drive or a stick, it is not mounted. Nothing was changed.`,
    { file: path },
  );
}

/** Names with `/`; hidden folders (of programs that synchronise) are named and not entered, links never followed. */
async function walk(
  fs: FileSystem,
  root: string,
  within: string,
  found: (name: string, kind: EntryKind) => void,
): Promise<void> {
  const entries = await listOrEmpty(fs, within === '' ? root : join(root, ...within.split('/')));
  // On a network drive each folder is a wait of its own.
  await inParallel(entries, async ({ name, kind }) => {
    const path = within === '' ? name : `${within}/${name}`;
    const depth = path.split('/').length;
    if (kind === 'folder' && !name.startsWith('.') && depth < 4) await walk(fs, root, path, found);
    else found(kind === 'folder' ? `${path}/` : path, kind);
  });
}

/**
 * Whose project a folder or a bundle is of, for whoever joins a team.
 * @throws PostilError `not-found` where it is none
 */
export async function projectOfExchange(fs: FileSystem, path: string, job: Job): Promise<ProjectId> {
  const stat = await lookAt(fs, path);
  if (!stat) throw gone(path);
  const nothing = new PostilError('not-found', `“${path}” holds nothing that a team published.`, {
    file: path,
  });
  if (stat.kind === 'file') {
    const bundle = await openBundle(fs, path, job);
    try {
      const [first] = (await bundle.list()).published;
      if (first === undefined) throw nothing;
      const parsed = z
        .object({ project: projectIdSchema })
        .safeParse(safeJson(Buffer.from(await bundle.read(first), 'utf8')));
      if (!parsed.success) throw nothing;
      return parsed.data.project;
    } finally {
      await bundle.close();
    }
  }
  const bytes = await readMarker(fs, path);
  if (!bytes) throw nothing;
  const parsed = markerSchema.extend({ project: projectIdSchema }).safeParse(safeJson(bytes));
  if (!parsed.success) throw nothing;
  return parsed.data.project;
}

/**
 * Whether a bundle may be written there: another one of that name, or any file, is not replaced unasked.
 * @throws PostilError `refused`, with `exists` in the details where asking would help; `not-found` for its folder
 */
export async function checkBundlePlace(fs: FileSystem, path: string, overwrite: boolean): Promise<void> {
  const folder = await lookAt(fs, dirname(path));
  if (!folder) throw gone(dirname(path));
  const there = await lookAt(fs, path);
  if (!there) return;
  if (there.kind !== 'file') {
    throw new PostilError('refused', `“${path}” is no file. Nothing was written.`, { file: path });
  }
  if (overwrite) return;
  throw new PostilError(
    'refused',
    `“${path}” is there already. Nothing was written: take another name, or say that it may be replaced.`,
    { file: path, exists: true },
  );
}

/** A bundle to be received. */
export async function openBundle(fs: FileSystem, path: string, job: Job): Promise<ExchangePlace> {
  const label = basename(path);
  let reader;
  try {
    reader = await fs.openFile(path);
  } catch (error) {
    throw fileError(error, `read ${label}`, path, 'Nothing was changed.');
  }
  const opening = openZip(reader, label, (name) => parsePublishedName(name) !== null, job);
  const files = await orFileError(opening, `read ${path}`, path, UNCHANGED);
  return {
    label,
    list: async () => ({ published: [...files.names].sort(), foreign: files.skipped }),
    read: async (name) =>
      decode(name, await orFileError(files.bytes(name), `read ${path}`, path, 'It is not used.')),
    stat: async () => null,
    put: () => Promise.reject(new PostilError('bad-request', 'A bundle that is there is never changed.')),
    close: () => files.close(),
  };
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw refusedFile(name, 'is not UTF-8', 'notUtf8', '', error);
  }
}

const LIMIT = `${PUBLISHED_LIMIT_BYTES / 1024 ** 2} MB`;
