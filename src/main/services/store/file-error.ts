import { PostilError } from '../../../core/errors.ts';

/** Node's code of a failed call to the file system, or ''. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function isMissing(error: unknown): boolean {
  const code = errnoOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Whether the folder cannot be written by this user at all. */
export function isNotWritable(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(errnoOf(error));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the disk can only be read',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk reported a fault',
  EBUSY: 'another program holds it',
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not there',
  ENAMETOOLONG: 'its name is too long',
};

/**
 * A failure of the file system in a whole sentence.
 * @param what what was to be done, to follow "Postil could not": "save codebook.json"
 * @param kept what the user still has: "The file is as it was before."
 */
export function fileError(error: unknown, what: string, file: string, kept = ''): PostilError {
  if (error instanceof PostilError) return error;
  const errno = errnoOf(error);
  const reason = REASONS[errno] ?? (errno === '' ? 'of an unexpected fault' : `of the fault ${errno}`);
  const code = errno === 'ENOSPC' || errno === 'EDQUOT' ? 'disk-full' : isMissing(error) ? 'not-found' : 'io';
  return new PostilError(
    code,
    `Postil could not ${what}, because ${reason}.${kept === '' ? '' : ` ${kept}`}`,
    errno === '' ? { file } : { file, errno },
    error,
  );
}

/** Waits; a failure becomes a `fileError`. */
export async function orFileError<T>(work: Promise<T>, what: string, file: string, kept = ''): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw fileError(error, what, file, kept);
  }
}

/**
 * For cleaning up after a failure: waits, and answers with the second failure in place of throwing it, so that it
 * does not hide the first.
 */
export async function settled(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}
