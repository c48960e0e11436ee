import { promisify } from 'node:util';
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { armor, Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { PostilError } from '../../../core/errors.ts';
import type { Signer, Verify } from '../../../core/team/published.ts';
import { keepKeys, makeKeys, readKeys, type IdentityKeys, type SecretBox } from './identity-file.ts';

/** This user's keys: Ed25519 to sign, X25519 (age) to be written to. */
export interface Identity extends Signer {
  /** A recipient of age. */
  readonly boxKey: string;
  /** @throws PostilError `refused` where it was not sealed to this identity, or was changed */
  unseal(age: string): Promise<string>;
}

/** The prefix of an Ed25519 public key in DER (RFC 8410); what follows are its 32 bytes. */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * The user's identity, made at first use. The file can be read by its owner only; where the host has a secret box, its
 * content moreover by this user of this machine only.
 * @throws PostilError as `readKeys`, `keepKeys`
 */
export async function openIdentity(userData: string, secretBox: SecretBox | null): Promise<Identity> {
  const known = await readKeys(userData, secretBox);
  if (known) return identityOf(known);
  const keys = await makeKeys();
  await keepKeys(userData, keys, secretBox);
  return identityOf(keys);
}

export async function identityOf(keys: IdentityKeys): Promise<Identity> {
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

// With a callback it is done beside this thread.
const verifyBeside = promisify(verify);

export const verifySignature: Verify = async (signKey, message, signature) => {
  try {
    const key = publicKeyOf(signKey);
    return await verifyBeside(null, Buffer.from(message, 'utf8'), key, Buffer.from(signature, 'base64'));
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
