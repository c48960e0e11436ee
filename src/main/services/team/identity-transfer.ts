import { armor, Decrypter, Encrypter } from 'age-encryption';
import { z } from 'zod';
import { PostilError } from '../../../core/errors.ts';
import { annotatorSchema, type Annotator } from '../../../core/project/project.ts';
import { keysSchema, type IdentityKeys } from './identity-file.ts';

/** Shorter passphrases are found by trying. */
export const PASSPHRASE_LENGTH = 10;

const transferSchema = z.strictObject({
  format: z.literal('postil-identity'),
  formatVersion: z.literal(1),
  annotator: annotatorSchema,
  keys: keysSchema,
});

/** A person, with their keys: what makes them the same on another machine. */
export interface CarriedIdentity {
  readonly annotator: Annotator;
  readonly keys: IdentityKeys;
}

/**
 * An age file (https://age-encryption.org/v1, scrypt), armoured: whoever has it and the passphrase is this person.
 * @throws PostilError `bad-request` where the passphrase is too short
 */
export async function sealIdentity(identity: CarriedIdentity, passphrase: string): Promise<string> {
  if (passphrase.length < PASSPHRASE_LENGTH) {
    throw new PostilError(
      'bad-request',
      `The passphrase needs ${PASSPHRASE_LENGTH} characters or more: with it and the file, anybody is you. Nothing was written.`,
    );
  }
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  const content = { format: 'postil-identity', formatVersion: 1, ...identity };
  return armor.encode(await encrypter.encrypt(JSON.stringify(content)));
}

/** @throws PostilError `refused` where it is none, was changed, or the passphrase is another */
export async function unsealIdentity(
  text: string,
  passphrase: string,
  file: string,
): Promise<CarriedIdentity> {
  const refused = (problem: string, cause?: unknown): PostilError =>
    new PostilError('refused', `“${file}” ${problem} Nothing was changed.`, { file }, cause);
  let sealed: Uint8Array;
  try {
    sealed = armor.decode(text.trim());
  } catch (error) {
    throw refused('is no identity that Postil wrote.', error);
  }
  let content: string;
  try {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    content = await decrypter.decrypt(sealed, 'text');
  } catch (error) {
    throw refused('does not open with this passphrase, or was changed.', error);
  }
  const parsed = transferSchema.safeParse(safeJson(content));
  if (!parsed.success) throw refused('holds no identity that this Postil knows.', parsed.error);
  const { annotator, keys } = parsed.data;
  return { annotator, keys };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Said by the caller: it is no identity.
  }
}
