import type { SafeStorage } from 'electron';
import type { SecretBox } from '../services/team/identity-file.ts';

/**
 * This computer's key store (Keychain, DPAPI, Secret Service, KWallet), through Electron; null where it has none that
 * hides anything: on Linux Electron falls back to a key that is the same on every computer (`basic_text`), which is
 * worse than a file that only its owner can read, since it looks like more. Only after `ready`.
 */
export function makeSecretBox(
  storage: Pick<
    SafeStorage,
    'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
  >,
  platform: string,
): SecretBox | null {
  if (!storage.isEncryptionAvailable()) return null;
  if (platform === 'linux' && ['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend()))
    return null;
  return {
    seal: (text) => storage.encryptString(text).toString('base64'),
    open: (sealed) => storage.decryptString(Buffer.from(sealed, 'base64')),
  };
}
