import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const require = createRequire(import.meta.url);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) =>
    join(process.env[name] ?? 'C:\\', 'Google\\Chrome\\Application\\chrome.exe'),
  ),
];

/** @returns {string | null} `POSTIL_CHROMIUM`, else the system's own, else the one that Playwright downloaded */
export function findChromium() {
  const named = process.env.POSTIL_CHROMIUM;
  if (named) return existsSync(named) ? named : null;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) if (folder && isExecutable(join(folder, name))) return join(folder, name);
  }
  const known = PLACES.find(isExecutable);
  if (known) return known;
  const own = require('@playwright/test').chromium.executablePath();
  return own && existsSync(own) ? own : null;
}

/**
 * The same; where there is none and this is root on a Debian kind of system, installs it with apt-get.
 * @returns {string}
 * @throws with what to install
 */
export function findOrInstallChromium() {
  const found = findChromium();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.error('No Chromium here; installing it with apt-get.');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
      const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] });
      if (status !== 0) console.error(`apt-get ${args.join(' ')} failed.`);
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'The tests in a real browser need Chromium or Google Chrome. Install one (on Debian: `apt-get install chromium`), ' +
      'or name its program in POSTIL_CHROMIUM.',
  );
}

/** What Chromium needs to run headless and quiet; as root its own sandbox cannot start. */
export function chromiumArguments() {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  try {
    console.log(findOrInstallChromium());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
