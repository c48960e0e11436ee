import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId } from '../../../core/ids.ts';
import { emptyMemoBook, type MemoBook } from '../../../core/memo/memo.ts';
import type { StoreEnvironment } from './environment.ts';
import { errnoOf, fileError } from './file-error.ts';
import { lstatOrNull } from './project-files.ts';
import { absolute, memosFile, MEMOS_FOLDER } from './project-paths.ts';
import { memosFormat } from './record-formats.ts';
import { assertNamed, openRecord, type StoredRecord } from './stored-record.ts';

/** With the documents that memos are on. */
const MEMOS_RANK = 2;

/**
 * An author's memos; empty where there is no file, which the first memo makes, and its folder.
 * @throws PostilError as `openRecord`
 */
export async function openMemos(
  environment: StoreEnvironment,
  folder: string,
  author: AnnotatorId,
  guard: () => Promise<void>,
): Promise<StoredRecord<MemoBook>> {
  const file = memosFile(author);
  const record = await openRecord(
    { ...environment, path: absolute(folder, file), name: file, format: memosFormat, guard },
    MEMOS_RANK,
    emptyMemoBook(author),
    () => makeMemosFolder(environment, folder),
  );
  assertNamed(record.current.author === author, file);
  return record;
}

async function makeMemosFolder({ fs }: StoreEnvironment, folder: string): Promise<void> {
  const path = absolute(folder, MEMOS_FOLDER);
  try {
    await fs.makeFolder(path);
    await fs.syncFolder(folder);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw fileError(error, `make the folder ${MEMOS_FOLDER}`, path);
    if ((await lstatOrNull(fs, path))?.kind !== 'folder') {
      throw new PostilError('refused', `${MEMOS_FOLDER} is no folder of this project.`, { file: path });
    }
  }
}
