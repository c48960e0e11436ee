// `npm run dev`: builds on every change. In Electron where its binary is there (start it anew to see a change), else in
// the loopback host, which starts anew (with a new address) when its own code changed; a change of the page needs a
// reload only.
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findElectronBinary, whyNoWindow } from './electron-binary.mjs';
import { root, tools } from './run.mjs';

const isRoot = process.getuid?.() === 0;
const children = [];

function start(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  children.push(child);
  child.on('exit', (code) => stop(code ?? 0));
}

function stop(code) {
  for (const child of children) child.kill();
  process.exitCode = code;
}

process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));

const host = join(root, 'out/main/loopback.js');
const page = join(root, 'out/renderer/index.html');
rmSync(host, { force: true });
rmSync(page, { force: true });
start([tools.electronVite, 'build', '--watch']);
while (!existsSync(host) || !existsSync(page)) await wait(200);

if (findElectronBinary() && !whyNoWindow() && !isRoot) {
  // Not `electron-vite dev`: the window loads the built page over its own scheme and no other address.
  start([tools.electronVite, 'preview', '--skipBuild']);
} else {
  console.error(
    'Electron’s binary is not here (or this is root, for whom it has no sandbox): using the browser.',
  );
  start(['--watch', host, ...process.argv.slice(2)]);
}
