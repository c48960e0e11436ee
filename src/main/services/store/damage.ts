import { basename, dirname, join } from 'node:path';
import type { ReadOnlyReason } from '../../../contract/calls.ts';
import type { PostilError } from '../../../core/errors.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { findNewestBackup } from './backups.ts';
import type { StoreEnvironment } from './environment.ts';
import { isMissing } from './file-error.ts';
import { compactTimestamp } from './json-file.ts';
import { absolute } from './project-paths.ts';

export type DamageReport = ReadOnlyReason['faults'][number];

/**
 * What to tell of a file that cannot be read, and the newest good backup. The bytes are copied beside it, once, so
 * that nothing that is done later destroys them.
 * @param mayWrite whether this session is the project's writer
 */
export async function reportDamage(
  environment: StoreEnvironment,
  place: { readonly folder: string; readonly projectId: string | null; readonly file: string },
  cause: PostilError,
  mayWrite: boolean,
): Promise<DamageReport & { readonly backupBytes: Uint8Array | null }> {
  const { folder, projectId, file } = place;
  const backup = await findNewestBackup(environment, projectId, folder, file);
  const kept =
    mayWrite && cause.code === 'damaged' ? await keepDamaged(environment, absolute(folder, file)) : null;
  const problem = kept === null ? cause.message : `${cause.message} Its bytes are kept as ${kept}.`;
  return {
    file,
    problem,
    ...(backup ? { backup: backup.path, backupAt: new Date(backup.at).toISOString() } : {}),
    backupBytes: backup?.bytes ?? null,
  };
}

/** Copies the bytes of a damaged file beside it, unless such a copy is there; answers with its name. */
async function keepDamaged(environment: StoreEnvironment, path: string): Promise<string | null> {
  try {
    return await keepDamagedBytes(environment, path, await environment.fs.readFile(path));
  } catch (error) {
    if (isMissing(error)) return null;
    environment.onProblem({
      code: 'damaged',
      message: `The damaged ${path} could not be copied (${error instanceof Error ? error.message : String(error)}). It was not touched.`,
    });
    return null;
  }
}

/**
 * The same for bytes that were read already.
 * @throws the file system's failure
 */
export async function keepDamagedBytes(
  { fs, clock }: StoreEnvironment,
  path: string,
  damagedBytes: Uint8Array,
): Promise<string> {
  const bytes = Buffer.from(damagedBytes);
  const prefix = `${basename(path)}.damaged-`;
  for (const { name } of await fs.list(dirname(path))) {
    if (name.startsWith(prefix) && bytes.equals(await fs.readFile(join(dirname(path), name)))) return name;
  }
  const name = `${prefix}${compactTimestamp(clock)}`;
  await writeFileAtomically(fs, join(dirname(path), name), [bytes]);
  return name;
}
