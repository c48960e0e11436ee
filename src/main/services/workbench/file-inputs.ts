import { basename } from 'node:path';
import type { FileInput } from '../../../contract/calls.ts';
import type { HandlerParts } from './app-handlers.ts';

type Parts = Pick<HandlerParts, 'access' | 'uploads'>;

/** Files that were sent are used once, whatever comes of it. */
export async function releasing<T>(
  { uploads }: Parts,
  files: readonly FileInput[],
  owner: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } finally {
    for (const file of files) if (file.kind === 'upload') await uploads.release(owner, file.uploadId);
  }
}

/** The file to read, and what the user calls it. @throws PostilError `not-allowed`, `not-found` */
export async function locateInput(
  { access, uploads }: Parts,
  file: FileInput,
  owner: string,
): Promise<{ path: string; fileName: string }> {
  if (file.kind === 'upload') {
    const { path, name } = uploads.get(owner, file.uploadId);
    return { path, fileName: name };
  }
  return { path: await access.check(file.path, 'read'), fileName: basename(file.path) };
}
