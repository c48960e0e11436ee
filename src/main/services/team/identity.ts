import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { z } from 'zod';
import { PostilError } from '../../../core/errors.ts';
import type { Signer, Verify } from '../../../core/team/published.ts';
import { isMissing } from '../store/file-error.ts';

/** Keeps a secret for this user of this machine: Electron's safeStorage, where it can. */
export interface SecretBox {
  seal(text: string): string;
  /** @throws where it was sealed for another user or machine */
  open(sealed: string): string;
}

/** This user's keys: Ed25519 to sign, X25519 (age) to be written to. */
export interface Identity extends Signer {
  /** A recipient of age. */
  readonly boxKey: string;
  /** @throws PostilError `refused` where it was not sealed to this identity, or was changed */
  unseal(age: string): Promise<string>;
}

const FILE = 'identity.json';

const keysSchema = z.strictObject({ sign: z.string(), box: z.string().startsWith('AGE-SECRET-KEY-1') });
const fileSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('plain'), keys: keysSchema }),
  z.strictObject({ kind: z.literal('sealed'), sealed: z.string() }),
]);

/** The prefix of an Ed25519 public key in DER (RFC 8410); what follows are its 32 bytes. */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * The user's identity, made at first use. The file can be read by its owner only; where the host has a secret box, its
 * content moreover by this user of this machine only.
 * @throws PostilError `damaged` where the file cannot be read: a new identity would be another person to the team
 */
export async function openIdentity(userData: string, secretBox: SecretBox | null): Promise<Identity> {
  const file = join(userData, FILE);
  const known = await readKeys(file, secretBox);
  return identityOf(known ?? (await makeKeys(file, secretBox)));
}

async function readKeys(
  file: string,
  secretBox: SecretBox | null,
): Promise<z.infer<typeof keysSchema> | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw new PostilError('io', `${file} cannot be read.`, { file }, error);
  }
  try {
    const stored = fileSchema.parse(JSON.parse(text));
    if (stored.kind === 'plain') return stored.keys;
    if (!secretBox)
      throw new Error('It was sealed by Postil for the desktop, and this host has no secret box.');
    return keysSchema.parse(JSON.parse(secretBox.open(stored.sealed)));
  } catch (error) {
    throw new PostilError(
      'damaged',
      `${file}, which holds your keys, cannot be read here. Nothing was made anew, since you would be another person to your team; put a copy of it back.`,
      { file },
      error,
    );
  }
}

async function makeKeys(file: string, secretBox: SecretBox | null): Promise<z.infer<typeof keysSchema>> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const keys = {
    sign: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    box: await generateX25519Identity(),
  };
  const stored = secretBox
    ? { kind: 'sealed', sealed: secretBox.seal(JSON.stringify(keys)) }
    : { kind: 'plain', keys };
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(stored)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  return keys;
}

async function identityOf(keys: z.infer<typeof keysSchema>): Promise<Identity> {
  const privateKey = createPrivateKey(keys.sign);
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return {
    signKey: der.subarray(ED25519_PREFIX.length).toString('base64'),
    boxKey: await identityToRecipient(keys.box),
    sign: (message) => sign(null, Buffer.from(message, 'utf8'), privateKey).toString('base64'),
    async unseal(age) {
      const decrypter = new Decrypter();
      decrypter.addIdentity(keys.box);
      try {
        return await decrypter.decrypt(armor.decode(age), 'text');
      } catch (error) {
        throw new PostilError('refused', 'It is not sealed to your key, or was changed.', {}, error);
      }
    },
  };
}

const publicKeys = new Map<string, KeyObject>();

function publicKeyOf(signKey: string): KeyObject {
  const known = publicKeys.get(signKey);
  if (known) return known;
  const der = Buffer.concat([ED25519_PREFIX, Buffer.from(signKey, 'base64')]);
  const key = createPublicKey({ key: der, type: 'spki', format: 'der' });
  // A team has few keys; a folder full of forged ones is not to fill the memory.
  if (publicKeys.size < 1000) publicKeys.set(signKey, key);
  return key;
}

export const verifySignature: Verify = (signKey, message, signature) => {
  try {
    const key = publicKeyOf(signKey);
    return verify(null, Buffer.from(message, 'utf8'), key, Buffer.from(signature, 'base64'));
  } catch {
    // No key at all, or no signature: what does not verify.
    return false;
  }
};

/** @param boxKeys who may read it; at least one */
export async function seal(text: string, boxKeys: readonly string[]): Promise<string> {
  const encrypter = new Encrypter();
  for (const key of new Set(boxKeys)) encrypter.addRecipient(key);
  return armor.encode(await encrypter.encrypt(text));
}
