import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAME = process.platform === 'win32' ? 'syncthing.exe' : 'syncthing';

/** @returns {string | null} `POSTIL_SYNCTHING`, else the one on the path */
export function findSyncthing() {
  const named = process.env.POSTIL_SYNCTHING;
  if (named) return existsSync(named) ? named : null;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder && isExecutable(join(folder, NAME))) return join(folder, NAME);
  }
  return null;
}

export const SYNCTHING_MISSING =
  'Syncthing is not here. Install it (on Debian: `apt-get install syncthing`), or name its program in POSTIL_SYNCTHING.';

/**
 * The same; where there is none and this is root on a Debian kind of system, installs it with apt-get.
 * @returns {string | null}
 */
export function findOrInstallSyncthing() {
  const found = findSyncthing();
  if (found || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found;
  console.error('No Syncthing here; installing it with apt-get.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'syncthing']]) {
    const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] });
    if (status !== 0) console.error(`apt-get ${args.join(' ')} failed.`);
  }
  return findSyncthing();
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
