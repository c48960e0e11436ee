import { generateKeyPairSync } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateX25519Identity } from 'age-encryption';
import { z } from 'zod';
import { PostilError } from '../../../core/errors.ts';
import { isMissing } from '../store/file-error.ts';

/** Keeps a secret for this user of this machine: Electron's safeStorage, where it can. */
export interface SecretBox {
  seal(text: string): string;
  /** @throws where it was sealed for another user or machine */
  open(sealed: string): string;
}

const FILE = 'identity.json';

/** Ed25519 in PEM (PKCS 8), and an identity of age. */
export const keysSchema = z.strictObject({
  sign: z.string(),
  box: z.string().startsWith('AGE-SECRET-KEY-1'),
});
export type IdentityKeys = z.infer<typeof keysSchema>;

const fileSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('plain'), keys: keysSchema }),
  z.strictObject({ kind: z.literal('sealed'), sealed: z.string() }),
]);

/**
 * The user's keys; null where there are none yet.
 * @throws PostilError `refused` where this host cannot open what another sealed; `damaged`: a new identity would be
 *   another person to the team; `io`
 */
export async function readKeys(userData: string, secretBox: SecretBox | null): Promise<IdentityKeys | null> {
  const file = join(userData, FILE);
  const text = await readText(file);
  if (text === null) return null;
  try {
    const stored = fileSchema.parse(JSON.parse(text));
    if (stored.kind === 'plain') return stored.keys;
    if (secretBox) return keysSchema.parse(JSON.parse(secretBox.open(stored.sealed)));
  } catch (error) {
    throw new PostilError(
      'damaged',
      `${file}, which holds your keys, cannot be read here. Nothing was made anew, since you would be another person to your team; put a copy of it back.`,
      { file },
      error,
    );
  }
  throw new PostilError(
    'refused',
    'Your keys are kept by this computer’s key store, which only Postil for the desktop can open while the key store is there. To use them here too, write your identity into a file on its Team screen, and read that with `postil identity import`: from then on they are kept in a file that only you can read. Nothing was changed.',
    { file, sealed: true },
  );
}

/** By whom the keys are kept; null where there are none yet. @throws PostilError `io`, `damaged` */
export async function keptHow(userData: string): Promise<'file' | 'keyStore' | null> {
  const file = join(userData, FILE);
  const text = await readText(file);
  if (text === null) return null;
  try {
    return fileSchema.parse(JSON.parse(text)).kind === 'plain' ? 'file' : 'keyStore';
  } catch (error) {
    throw new PostilError('damaged', `${file}, which holds your keys, cannot be read.`, { file }, error);
  }
}

/** Null where there is no such file. @throws PostilError `io` */
async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw new PostilError('io', `${file} cannot be read.`, { file }, error);
  }
}

export async function makeKeys(): Promise<IdentityKeys> {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    sign: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    box: await generateX25519Identity(),
  };
}

/**
 * Keeps them, in a file that only its owner can read and, where the host has a secret box, sealed by that. What was kept
 * before stays beside it.
 * @throws PostilError `io`; then nothing was changed
 */
export async function keepKeys(
  userData: string,
  keys: IdentityKeys,
  secretBox: SecretBox | null,
): Promise<void> {
  const file = join(userData, FILE);
  const stored = secretBox
    ? { kind: 'sealed', sealed: secretBox.seal(JSON.stringify(keys)) }
    : { kind: 'plain', keys };
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await keepBefore(file);
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(stored)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    throw new PostilError('io', `Your keys cannot be kept in ${file}. Nothing was changed.`, { file }, error);
  }
}

/** Copies what is there to `identity-before-<n>.json`: keys that are gone cannot be made again. */
async function keepBefore(file: string): Promise<void> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  for (let n = 1; ; n++) {
    try {
      const handle = await open(join(dirname(file), `identity-before-${n}.json`), 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
