// Electron's binary comes from its own releases, not from the npm registry; whether it is here is asked without
// fetching anything, and fetching it is asked for by name.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const packageFolder = join(root, 'node_modules', 'electron');

/**
 * The program to start, or null. Never downloads, as `require('electron')` would.
 * @param {{ packageFolder?: string, environment?: Record<string, string | undefined> }} [places] for the tests
 * @returns {string | null}
 */
export function findElectronBinary(places = {}) {
  const folder = places.packageFolder ?? packageFolder;
  const own = (places.environment ?? process.env).ELECTRON_OVERRIDE_DIST_PATH;
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null;
  if (own) {
    const binary = join(own, name ?? (process.platform === 'win32' ? 'electron.exe' : 'electron'));
    return existsSync(binary) ? binary : null;
  }
  if (!name) return null;
  const binary = join(folder, 'dist', name);
  return existsSync(binary) ? binary : null;
}

/** Whether a window can be shown at all, and why not. */
export function whyNoWindow(platform = process.platform, environment = process.env) {
  const isHeadless = platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY;
  return isHeadless ? 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' : null;
}

/**
 * Tries once to fetch the binary from Electron's releases. Says on stderr what it does.
 * @param {{ timeoutMs?: number, installer?: string, environment?: Record<string, string | undefined> }} [options]
 *   `ELECTRON_SKIP_BINARY_DOWNLOAD=1` in the environment refuses
 * @returns {Promise<{ binary: string } | { binary: null, reason: string }>}
 */
export async function tryDownload(options = {}) {
  const environment = options.environment ?? process.env;
  const installer = options.installer ?? join(packageFolder, 'install.js');
  const timeoutMs = options.timeoutMs ?? 120_000;
  if (environment.ELECTRON_SKIP_BINARY_DOWNLOAD) {
    return { binary: null, reason: 'ELECTRON_SKIP_BINARY_DOWNLOAD is set' };
  }
  if (!existsSync(installer)) return { binary: null, reason: 'the package `electron` is not installed' };
  console.error(
    `Electron’s program is not here yet; fetching it (at most ${Math.round(timeoutMs / 1000)} s)…`,
  );
  const { code, errors } = await runWithin(installer, timeoutMs, environment);
  if (code === 'timeout')
    return { binary: null, reason: `the download did not end in ${timeoutMs / 1000} s` };
  const binary = code === 0 ? findElectronBinary({ environment }) : null;
  if (binary) return { binary };
  return { binary: null, reason: firstReason(errors) ?? `the download ended with status ${code}` };
}

function runWithin(installer, timeoutMs, environment) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], {
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ code: 'timeout', errors });
    }, timeoutMs);
    child.stderr.on('data', (piece) => (errors += piece));
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, errors: error.message });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, errors });
    });
  });
}

/** The line that says what went wrong, not the stack under it. */
function firstReason(errors) {
  const lines = errors.split('\n').map((line) => line.trim());
  return lines.find((line) => /error|ENOTFOUND|ECONN|EAI_AGAIN/i.test(line)) ?? lines.find(Boolean) ?? null;
}
