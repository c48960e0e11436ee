import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOMS } from './plants.ts';
import { root } from './source-files.ts';

test.each(ROOMS)('src/%s has a README.md that outlines it', async (room) => {
  const folder = join(root, 'src', room);
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  expect(readme).toMatch(/^# /);
  expect(readme.split('\n').filter((line) => line.trim() !== '').length).toBeGreaterThanOrEqual(4);
  const folders = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !readme.includes(name))).toEqual([]);
});
