import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const PARTS = ['scripts', 'src', 'package.json', 'electron.vite.config.ts', 'tsconfig.base.json', 'corpus'];

/** In a copy: what it builds is no release, and other tests use the one that is. */
test('npm run dev builds, serves, and starts the host anew when its code changed', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'postil-dev-'));
  for (const part of PARTS) await cp(join(root, part), join(copy, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const child = spawn(
    process.execPath,
    ['scripts/dev.mjs', '--port', '0', '--no-sample', '--user-data', join(copy, 'user-data')],
    { cwd: copy, env: { ...process.env, POSTIL_BROWSER: '1' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  const ended = once(child, 'exit');
  const addresses = () => said.match(/http:\/\/127\.0\.0\.1:\d+\/\?key=\S+/g) ?? [];
  const waitFor = (isThere: () => boolean) =>
    expect.poll(() => isThere() || (child.exitCode !== null ? said : false), { timeout: 110_000 }).toBe(true);
  try {
    await waitFor(() => addresses().length === 1);
    expect(await pageAt(addresses()[0]!)).toContain('<script');
    await appendFile(join(copy, 'src/main/loopback/main.ts'), '\n// Touched by a test.\n');
    await waitFor(() => addresses().length === 2);
    expect(await pageAt(addresses()[1]!)).toContain('<script');
    expect(said).not.toContain('could not be built');
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(copy, { recursive: true, force: true, maxRetries: 5 });
  }
  expect(child.exitCode).toBe(0);
}, 240_000);

/** Enters by the one-time key, as a browser does. */
async function pageAt(address: string): Promise<string> {
  const entry = await fetch(address, { redirect: 'manual' });
  const cookie = entry.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await fetch(new URL('/', address), { headers: { cookie } });
  return page.text();
}
