import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildIfNeeded } from '../../scripts/build-if-needed.mjs';
import { findImports, root } from './source-files.ts';

const folder = join(root, 'out', 'preload');

beforeAll(async () => {
  if (!(await buildIfNeeded())) throw new Error('Postil could not be built.');
}, 120_000);

test('the preload is one CommonJS file that requires nothing but electron', async () => {
  expect((await readdir(folder)).filter((name) => !name.endsWith('.map'))).toEqual(['index.cjs']);
  const code = await readFile(join(folder, 'index.cjs'), 'utf8');
  expect([...new Set(findImports(code).map(({ specifier }) => specifier))]).toEqual(['electron']);
  expect(code).not.toMatch(/^\s*(?:import|export)\s/m);
});

test('it carries no library: it knows one channel and no schema', async () => {
  expect((await stat(join(folder, 'index.cjs'))).size).toBeLessThan(4000);
});
