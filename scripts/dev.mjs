// `npm run dev [-- <what the host takes>]`: builds anew on every change and keeps Postil running. In Electron where its
// binary is there (start `npm run dev` anew to see a change of anything but the page), else in the loopback host, which
// starts anew, with a new address, when its own code changed. A change of the page needs a reload only.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build } from 'vite';
import { findElectronBinary, whyNoWindow } from './electron-binary.mjs';
import { root } from './run.mjs';

const args = process.argv.slice(2);
const isBrowser = Boolean(process.env.POSTIL_BROWSER) || process.getuid?.() === 0 || Boolean(whyNoWindow());
const binary = isBrowser ? null : findElectronBinary();

// What is built here is no release: `npm start` must not take it for one.
rmSync(join(root, 'out', 'stamp.json'), { force: true });
process.env.NODE_ENV_ELECTRON_VITE = 'development';
const { config } = await resolveConfig(
  { root, mode: 'development', logLevel: 'warn' },
  'build',
  'development',
);

/** Names of the parts that were built, each once at least. */
const built = new Set();
const watchers = [];
let host = null;
/** The host was told to end, and another is started when it did. */
let isReplacing = false;
let isEnding = false;

for (const [name, part] of Object.entries(config)) watchers.push(await watch(name, part));
process.on('SIGINT', end);
process.on('SIGTERM', end);

/** @returns the watcher of one part, which reports by `onBuilt` */
async function watch(name, part) {
  const watcher = await build({ ...part, build: { ...part.build, watch: {} } });
  watcher.on('event', (event) => {
    if (event.code === 'BUNDLE_END') void event.result?.close();
    if (event.code === 'ERROR') {
      console.error(
        `${name} could not be built:\n${event.error.message}\nIt is tried again at the next change.`,
      );
    }
    if (event.code === 'END') onBuilt(name);
  });
  return watcher;
}

function onBuilt(name) {
  const isFirst = !built.has(name);
  built.add(name);
  if (built.size < watchers.length || built.size < Object.keys(config).length || isEnding) return;
  if (!host) start();
  else if (isFirst) return;
  else if (name === 'renderer') console.error('The page was built anew: reload it.');
  else if (binary)
    console.error(`${name} was built anew: end Postil and run \`npm run dev\` again to see it.`);
  else if (name === 'main') restart();
}

function start() {
  if (!binary) console.error('Electron’s binary or a window is not here, or not wanted: using the browser.');
  const [command, first] = binary
    ? [binary, [root]]
    : [process.execPath, [join(root, 'out/main/loopback.js')]];
  const child = spawn(command, [...first, ...args], { cwd: root, stdio: 'inherit' });
  host = child;
  isReplacing = false;
  child.on('exit', (code) => {
    if (isEnding) return;
    if (binary) void end(code ?? 0);
    else if (isReplacing) start();
    else {
      host = null;
      console.error(`The host ended (${code}); it starts anew at the next change.`);
    }
  });
}

/** SIGTERM: it saves, closes the project and goes; then the new one may take the project's lock. */
function restart() {
  if (isReplacing) return;
  isReplacing = true;
  console.error('The host was built anew: starting it again. Open its new address.');
  host.kill('SIGTERM');
}

async function end(code = 0) {
  if (isEnding) return;
  isEnding = true;
  host?.kill('SIGTERM');
  await Promise.all(watchers.map((watcher) => watcher.close()));
  process.exitCode = typeof code === 'number' ? code : 0;
}
