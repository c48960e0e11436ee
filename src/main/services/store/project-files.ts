import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import { isTemporaryName } from './atomic-write.ts';
import { isMissing } from './file-error.ts';
import type { FileStat, FileSystem } from './file-system.ts';
import {
  absolute,
  annotatorIdOf,
  CODEBOOK_FILE,
  documentFile,
  documentIdOf,
  DOCUMENTS_FOLDER,
  FILTERS_FILE,
  layerFile,
  layerFolder,
  LAYERS_FOLDER,
  memosFile,
  MEMOS_FOLDER,
  originalFile,
  PROJECT_FILE,
  SETS_FILE,
  SOURCES_FILE,
  textFile,
} from './project-paths.ts';

type Entries = Awaited<ReturnType<FileSystem['list']>>;

/** Empty for a folder that is not there. */
export async function listOrEmpty(fs: FileSystem, folder: string): Promise<Entries> {
  try {
    return await fs.list(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export async function lstatOrNull(fs: FileSystem, path: string): Promise<FileStat | null> {
  try {
    return await fs.lstat(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function refuseLinks(entries: Entries, folder: string): void {
  const link = entries.find((entry) => entry.kind === 'link');
  if (!link) return;
  throw new PostilError(
    'refused',
    `${folder}/${link.name} is a link out of the project. Postil neither follows nor replaces links; nothing was changed.`,
    { file: `${folder}/${link.name}` },
  );
}

const OPTIONAL_FILES = [SETS_FILE, FILTERS_FILE];

export interface ProjectListing {
  /** Of the files that not every project has, those that are there. */
  readonly optional: readonly string[];
  readonly documents: readonly DocumentId[];
  readonly layers: readonly { readonly documentId: DocumentId; readonly annotator: AnnotatorId }[];
  /** Who has written memos. */
  readonly memoAuthors: readonly AnnotatorId[];
  /** Relative to the project: temporary files of a writer that ended in mid-save. */
  readonly orphans: readonly string[];
  /** Copies made when another had changed a file. */
  readonly conflictCopies: readonly string[];
  /** Texts and originals whose document is not there. */
  readonly strays: readonly string[];
}

/**
 * What is in a project folder, by name alone.
 * @throws PostilError `refused` when something in it is a link; the file system's failure
 */
export async function listProject(fs: FileSystem, folder: string): Promise<ProjectListing> {
  const orphans: string[] = [];
  const conflictCopies: string[] = [];
  function sort(entries: Entries, within: string): Entries {
    for (const entry of entries) {
      if (isTemporaryName(entry.name)) orphans.push(`${within}${entry.name}`);
      else if (/\.conflict-.+\.json$/.test(entry.name)) conflictCopies.push(`${within}${entry.name}`);
    }
    return entries;
  }

  const root = sort(await fs.list(folder), '');
  refuseLinks(
    root.filter(({ name }) =>
      [
        PROJECT_FILE,
        CODEBOOK_FILE,
        SOURCES_FILE,
        ...OPTIONAL_FILES,
        DOCUMENTS_FOLDER,
        LAYERS_FOLDER,
        MEMOS_FOLDER,
      ].includes(name),
    ),
    folder,
  );
  const inDocuments = sort(await listOrEmpty(fs, absolute(folder, DOCUMENTS_FOLDER)), `${DOCUMENTS_FOLDER}/`);
  refuseLinks(inDocuments, DOCUMENTS_FOLDER);
  const documents = new Set(inDocuments.flatMap(({ name }) => documentIdOf(name, '.json') ?? []));
  const strays = inDocuments
    .filter(({ name }) => {
      const id = documentIdOf(name, '.txt') ?? documentIdOf(name, '.original');
      return id !== null && !documents.has(id);
    })
    .map(({ name }) => `${DOCUMENTS_FOLDER}/${name}`);

  const layers: { documentId: DocumentId; annotator: AnnotatorId }[] = [];
  const inLayers = await listOrEmpty(fs, absolute(folder, LAYERS_FOLDER));
  refuseLinks(inLayers, LAYERS_FOLDER);
  await inParallel(inLayers, async ({ name }) => {
    const documentId = documentIdOf(`${name}.json`, '.json');
    if (documentId === null) return;
    const within = layerFolder(documentId);
    const entries = sort(await listOrEmpty(fs, absolute(folder, within)), `${within}/`);
    refuseLinks(entries, within);
    for (const entry of entries) {
      const annotator = annotatorIdOf(entry.name);
      if (annotator !== null) layers.push({ documentId, annotator });
    }
  });
  const inMemos = sort(await listOrEmpty(fs, absolute(folder, MEMOS_FOLDER)), `${MEMOS_FOLDER}/`);
  refuseLinks(inMemos, MEMOS_FOLDER);
  return {
    memoAuthors: inMemos.flatMap(({ name }) => annotatorIdOf(name) ?? []).sort(),
    optional: OPTIONAL_FILES.filter((file) => root.some(({ name }) => name === file)),
    documents: [...documents].sort(),
    layers: layers.sort((a, b) => compare(a.documentId, b.documentId) || compare(a.annotator, b.annotator)),
    orphans,
    conflictCopies,
    strays,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every file of a project that a backup holds. */
export function filesOf(listing: ProjectListing): string[] {
  return [
    PROJECT_FILE,
    CODEBOOK_FILE,
    SOURCES_FILE,
    ...listing.optional,
    ...listing.documents.flatMap((id) => [documentFile(id), textFile(id), originalFile(id)]),
    ...listing.layers.map(({ documentId, annotator }) => layerFile(documentId, annotator)),
    ...listing.memoAuthors.map(memosFile),
  ];
}

/** Runs `work` on every item, some at a time; fails with the first failure, once all that began have ended. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    while (next < items.length && failures.length === 0) {
      const item = items[next++]!;
      try {
        await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(16, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
