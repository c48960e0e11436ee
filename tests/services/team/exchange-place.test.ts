import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectIdSchema } from '../../../src/core/ids.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { openFolderPlace } from '../../../src/main/services/team/exchange-place.ts';

const PROJECT = projectIdSchema.parse('019c1a2b-0000-7000-8000-000000000001');
const ANA = 'layers/harbour/ana';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-place-'));
  await mkdir(join(folder, ...ANA.split('/')), { recursive: true });
  await mkdir(join(folder, 'people/ana'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

test('every name at every depth is listed, in one order', async () => {
  await writeFile(join(folder, 'people/ana/1-0123456789ab.json'), 'a');
  await writeFile(join(folder, ANA, '1-0123456789ab.json'), 'ä');
  await writeFile(join(folder, ANA, '10-0123456789ab.json'), 'b');
  await writeFile(join(folder, ANA, '1-0123456789ab.sync-conflict.json'), 'c');
  await mkdir(join(folder, '.stfolder'));
  const place = await openFolderPlace(nodeFileSystem, folder, PROJECT, false, 'receive');
  expect(await place.list()).toEqual({
    published: [
      `${ANA}/1-0123456789ab.json`,
      `${ANA}/10-0123456789ab.json`,
      'people/ana/1-0123456789ab.json',
    ],
    foreign: ['.stfolder/', `${ANA}/1-0123456789ab.sync-conflict.json`],
  });
  expect(await place.read(`${ANA}/1-0123456789ab.json`)).toBe('ä');
});

test('a link and a pipe under a good name are refused; nothing is read through them, and nobody waits', async ({
  skip,
}) => {
  if (process.platform === 'win32') skip('Windows has no pipes among its files.');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await symlink(join(folder, 'secret.txt'), join(folder, ANA, '1-0123456789ab.json'));
  await promisify(execFile)('mkfifo', [join(folder, ANA, '2-0123456789ab.json')]);
  const place = await openFolderPlace(nodeFileSystem, folder, PROJECT, false, 'receive');
  const { published } = await place.list();
  expect(published).toHaveLength(2);
  for (const name of published) {
    await expect(place.read(name)).rejects.toMatchObject({
      code: 'refused',
      message: `“${name}” is no file. It is not used.`,
    });
  }
});
