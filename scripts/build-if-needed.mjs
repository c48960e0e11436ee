import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root, runNode, tools } from './run.mjs';

/** What the build is made of. */
const SOURCES = ['src', 'electron.vite.config.ts', 'package-lock.json', 'tsconfig.base.json'];
const STAMP = join(root, 'out', 'stamp.json');
const LOCK = join(root, 'node_modules', '.postil-build');
const PRODUCTS = ['out/main/cli.js', 'out/main/loopback.js', 'out/renderer/index.html'];

/**
 * Builds `out/` when it is missing or not of the sources as they are now. Says so on stderr, and nothing on stdout.
 * @returns {Promise<boolean>} whether there is a build to run; if not, stderr has why
 */
export async function buildIfNeeded() {
  if (!existsSync(tools.electronVite)) {
    console.error('Postil’s libraries are not installed yet. Run `npm ci` in its folder first.');
    return false;
  }
  if (isFresh()) return true;
  return withLock(async () => {
    // Another process may have built it while this one waited.
    if (isFresh()) return true;
    return build();
  });
}

/** Builds in any case. */
export async function build() {
  console.error('Building Postil…');
  const before = contentKey();
  const { code, output } = await runNode(tools.electronVite, ['build'], { capture: true });
  if (code !== 0) {
    console.error(output);
    console.error('Postil could not be built; what went wrong stands above.');
    return false;
  }
  writeFileSync(STAMP, JSON.stringify({ quick: quickKey(), content: before }));
  return true;
}

function isFresh() {
  if (!PRODUCTS.every((file) => existsSync(join(root, file)))) return false;
  let stamp;
  try {
    stamp = JSON.parse(readFileSync(STAMP, 'utf8'));
  } catch {
    return false; // No stamp, or half of one: build.
  }
  const quick = quickKey();
  if (stamp.quick === quick) return true;
  // A checkout gives the same files new times.
  if (stamp.content !== contentKey()) return false;
  writeFileSync(STAMP, JSON.stringify({ ...stamp, quick }));
  return true;
}

function* sourceFiles(path = '') {
  const entries = path === '' ? SOURCES : readdirSync(join(root, path)).map((name) => `${path}/${name}`);
  for (const entry of entries.toSorted()) {
    const stats = statSync(join(root, entry));
    if (stats.isDirectory()) yield* sourceFiles(entry);
    else yield { entry, stats };
  }
}

/** Names, sizes and times: a few milliseconds. */
function quickKey() {
  const hash = createHash('sha256');
  for (const { entry, stats } of sourceFiles()) hash.update(`${entry}\0${stats.size}\0${stats.mtimeMs}\n`);
  return hash.digest('hex');
}

function contentKey() {
  const hash = createHash('sha256');
  for (const { entry } of sourceFiles()) {
    hash
      .update(`${entry}\0`)
      .update(readFileSync(join(root, entry)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** One build at a time: two at once would write each other's files. */
async function withLock(work) {
  for (;;) {
    try {
      mkdirSync(LOCK);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!isHeld()) rmSync(LOCK, { recursive: true, force: true });
      else await wait(200);
    }
  }
  try {
    writeFileSync(join(LOCK, 'pid'), String(process.pid));
    return await work();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function isHeld() {
  let pid;
  try {
    pid = Number(readFileSync(join(LOCK, 'pid'), 'utf8'));
  } catch {
    // Just made and its pid not yet written, or just removed.
    try {
      return Date.now() - statSync(LOCK).mtimeMs < 5_000;
    } catch {
      return false;
    }
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  process.exitCode = (await buildIfNeeded()) ? 0 : 1;
}
