import { PostilError } from '../../../core/errors.ts';
import type { Annotator } from '../../../core/project/project.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { keepKeys, keptHow, makeKeys, readKeys, type IdentityKeys, type SecretBox } from './identity-file.ts';
import { sealIdentity, unsealIdentity } from './identity-transfer.ts';

/** Where a user of this machine is known by. */
export interface IdentityPlace {
  readonly userData: string;
  readonly secretBox: SecretBox | null;
  readonly settings: SettingsStore;
}

/**
 * This user, with their keys, as an encrypted file: to be the same person on another machine.
 * @throws PostilError as `readKeys`, `sealIdentity`
 */
export async function exportIdentity(
  { userData, secretBox, settings }: IdentityPlace,
  passphrase: string,
): Promise<string> {
  const annotator = await settings.annotator();
  let keys = await readKeys(userData, secretBox);
  if (!keys) {
    keys = await makeKeys();
    await keepKeys(userData, keys, secretBox);
  }
  return sealIdentity({ annotator, keys }, passphrase);
}

/**
 * Makes this user the person whose identity the file holds. What was kept before stays beside it.
 * @param file as the user knows it
 * @param replace whether another person, or other keys, may give way
 * @throws PostilError as `unsealIdentity`, `keepKeys`; `refused` with `exists` where somebody else works here
 */
export async function importIdentity(
  { userData, secretBox, settings }: IdentityPlace,
  text: string,
  { passphrase, file, replace }: { passphrase: string; file: string; replace: boolean },
): Promise<Annotator> {
  const { annotator, keys } = await unsealIdentity(text, passphrase, file);
  const before = (await settings.get()).annotator;
  const known = await knownKeys(userData, secretBox);
  const isOther =
    (before !== null && before.id !== annotator.id) ||
    (known !== null && known !== 'unreadable' && known.sign !== keys.sign);
  // One who has no keys yet has published nothing: their layers stay theirs, and nothing is lost.
  if (isOther && known !== null && !replace) {
    throw new PostilError(
      'refused',
      `${before?.name ?? 'Somebody'} works here, with keys of their own, and “${file}” is ${annotator.name}’s. Replacing them keeps the old keys beside the new ones; what ${before?.name ?? 'they'} annotated stays theirs. Nothing was changed.`,
      { file, exists: true },
    );
  }
  if (known === null || known === 'unreadable' || known.sign !== keys.sign)
    await keepKeys(userData, keys, secretBox);
  await settings.update({ annotator });
  return annotator;
}

async function knownKeys(
  userData: string,
  secretBox: SecretBox | null,
): Promise<IdentityKeys | 'unreadable' | null> {
  if (secretBox === null && (await keptHow(userData)) === 'keyStore') return 'unreadable';
  return readKeys(userData, secretBox);
}
