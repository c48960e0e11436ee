// `npm start [-- <project>]`: builds if needed, then Postil in its own window where that can be, else in the browser.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfNeeded } from './build-if-needed.mjs';
import { findElectronBinary, tryDownload, whyNoWindow } from './electron-binary.mjs';
import { root } from './run.mjs';

const DOWNLOAD_TIMEOUT_MS = 120_000;
const RELEASES = 'https://github.com/electron/electron/releases';

/** The binary to start, or why there is none to start here. */
async function electronOrReason() {
  if (process.env.POSTIL_BROWSER) return { binary: null, reason: 'POSTIL_BROWSER is set' };
  // Chromium's sandbox cannot run as root, and Postil does not run without it.
  if (process.getuid?.() === 0) {
    return { binary: null, reason: 'this is root, for whom Electron’s sandbox cannot run' };
  }
  const noWindow = whyNoWindow();
  if (noWindow) return { binary: null, reason: noWindow };
  const binary = findElectronBinary();
  if (binary) return { binary };
  // A download that cannot begin should not hold the user up for its whole time limit.
  if (!(await isReachable(RELEASES))) {
    return { binary: null, reason: 'its program is not installed, and its releases cannot be reached' };
  }
  return tryDownload({ timeoutMs: DOWNLOAD_TIMEOUT_MS });
}

async function isReachable(address) {
  try {
    await fetch(address, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(4_000) });
    return true;
  } catch {
    return false; // Whatever the reason, the answer is the same.
  }
}

/** Hands the terminal over, passes signals on, and ends as the child ends. */
function become(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // On Ctrl+C the terminal tells the child itself; only what was sent to this process alone is passed on.
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`${command} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}

const args = process.argv.slice(2);
if (await buildIfNeeded()) {
  const { binary, reason } = await electronOrReason();
  if (binary) {
    become(binary, [root, ...args]);
  } else {
    console.error(`Postil runs in the browser and not in a window of its own: ${reason}.`);
    become(process.execPath, [join(root, 'out/main/loopback.js'), '--open', ...args]);
  }
} else {
  process.exitCode = 1;
}
