import { resolve } from 'node:path';
import { emptyCodebook } from '../../../core/codebook/scales.ts';
import { PostilError } from '../../../core/errors.ts';
import type { ProjectId } from '../../../core/ids.ts';
import { timestamp } from '../../../core/ports.ts';
import { projectSchema, type Annotator } from '../../../core/project/project.ts';
import { isTemporaryName, replaceFile } from './atomic-write.ts';
import { encodeFile, openEnvelope, type RecordFormat } from './envelope.ts';
import type { StoreEnvironment } from './environment.ts';
import { errnoOf, fileError, isMissing, settled } from './file-error.ts';
import { listOrEmpty } from './project-files.ts';
import { openProject, parentOf } from './open-project.ts';
import { isLockName, takeLock } from './project-lock.ts';
import {
  absolute,
  CODEBOOK_FILE,
  DOCUMENTS_FOLDER,
  LAYERS_FOLDER,
  PROJECT_FILE,
  SOURCES_FILE,
} from './project-paths.ts';
import type { ProjectStore } from './store-types.ts';
import { codebookFormat, projectFormat, sourcesFormat } from './record-formats.ts';

/** What file managers leave in a folder that its owner calls empty. */
const IGNORED = ['.DS_Store', 'desktop.ini', 'Thumbs.db', '.directory'];

/**
 * Makes a project in a new or empty folder and opens it. `project.json` comes last and makes it a project; when
 * anything fails before, all that was made is removed.
 * @param folder its parent must exist
 * @param input.id of a project that exists elsewhere, for a copy that joins its team; a new one without it
 * @throws PostilError `refused` when the folder is not empty; `locked`; `bad-request`; `disk-full`, `io`
 */
export async function createProject(
  environment: StoreEnvironment,
  folder: string,
  input: { readonly title: string; readonly annotator: Annotator; readonly id?: ProjectId },
): Promise<ProjectStore> {
  const path = resolve(folder);
  const parsed = projectSchema.safeParse({
    id: input.id ?? environment.ids.uuid(),
    title: input.title,
    createdAt: timestamp(environment.clock),
    annotators: [input.annotator],
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new PostilError(
      'bad-request',
      `The project’s ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`,
    );
  }
  try {
    await makeProject(environment, path, async (write) => {
      await write(CODEBOOK_FILE, codebookFormat, emptyCodebook());
      await write(SOURCES_FILE, sourcesFormat, { sources: [] });
      await write(PROJECT_FILE, projectFormat, parsed.data);
    });
  } catch (error) {
    throw fileError(
      error,
      `make a project in ${path}`,
      path,
      'Nothing of it was left behind that could be removed.',
    );
  }
  return openProject(environment, path);
}

type Write = <T>(file: string, format: RecordFormat<T>, content: T) => Promise<void>;

async function makeProject(
  environment: StoreEnvironment,
  folder: string,
  fill: (write: Write) => Promise<void>,
): Promise<void> {
  const { fs } = environment;
  const undo: (() => Promise<void>)[] = [];
  try {
    if (await makeFolderIfMissing(environment, folder)) undo.push(() => fs.removeFolder(folder));
    const leftovers = await assertEmpty(environment, folder);
    const taken = await takeLock(environment, folder, () => {});
    if (taken.kind === 'other') throw new PostilError('locked', `Another Postil is at work in ${folder}.`);
    undo.push(() => taken.lock.release());
    for (const file of leftovers) await fs.unlink(absolute(folder, file));
    for (const inner of [DOCUMENTS_FOLDER, LAYERS_FOLDER]) {
      const path = absolute(folder, inner);
      if (await makeFolderIfMissing(environment, path)) undo.push(() => fs.removeFolder(path));
    }
    await fill(async (file, format, content) => {
      const path = absolute(folder, file);
      undo.push(() => fs.unlink(path));
      await replaceFile(fs, path, encodeFile(format, content, 1).bytes, () => taken.lock.assertHeld());
    });
    await fs.syncFolder(parentOf(folder));
    await taken.lock.release();
  } catch (error) {
    // Last made, first removed; what is not there any more is as it should be.
    for (const step of undo.toReversed()) await settled(step());
    throw error;
  }
}

async function makeFolderIfMissing({ fs }: StoreEnvironment, path: string): Promise<boolean> {
  try {
    await fs.makeFolder(path);
    return true;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    if ((await fs.stat(path)).kind === 'folder') return false;
    throw new PostilError('refused', `${path} is a file; a project needs a folder.`, { file: path }, error);
  }
}

/**
 * A folder counts as empty when it holds nothing, or only what a Postil that died in the midst of making a project
 * left: never a codebook that was ever changed, which would be a project that lost its `project.json`.
 * @returns what to remove, relative to the folder
 */
async function assertEmpty(environment: StoreEnvironment, folder: string): Promise<string[]> {
  const { fs } = environment;
  const leftovers: string[] = [];
  for (const { name } of await fs.list(folder)) {
    if (IGNORED.includes(name) || isLockName(name)) continue;
    const isEmptyFolder =
      (name === DOCUMENTS_FOLDER || name === LAYERS_FOLDER) &&
      (await listOrEmpty(fs, absolute(folder, name))).length === 0;
    if (isEmptyFolder) continue;
    if (isTemporaryName(name) || (await isUnused(environment, folder, name))) {
      leftovers.push(name);
      continue;
    }
    throw new PostilError(
      'refused',
      `${folder} is not empty (it holds ${name}). A project needs a new or empty folder; nothing was changed.`,
      { file: folder },
    );
  }
  return leftovers;
}

async function isUnused(environment: StoreEnvironment, folder: string, name: string): Promise<boolean> {
  if (name !== CODEBOOK_FILE && name !== SOURCES_FILE) return false;
  try {
    const bytes = await environment.fs.readFile(absolute(folder, name));
    return openEnvelope(bytes, name, environment.sha256).version.revision === 1;
  } catch (error) {
    if (isMissing(error) || (error instanceof PostilError && error.code === 'damaged')) return false;
    throw error;
  }
}
