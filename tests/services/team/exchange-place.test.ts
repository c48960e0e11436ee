import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { annotatorIdSchema, projectIdSchema } from '../../../src/core/ids.ts';
import { makePublished, publishedName } from '../../../src/core/team/published.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { openFolderPlace, projectOfExchange } from '../../../src/main/services/team/exchange-place.ts';
import { sha256 } from '../../../src/main/services/workbench/machine.ts';
import { makeIdentity, QUIET } from './fixture.ts';

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

async function* twoCards(): AsyncGenerator<ReturnType<typeof makePublished>> {
  const identity = await makeIdentity();
  for (const author of ['ana', 'ben']) {
    yield makePublished(
      {
        kind: 'person',
        project: PROJECT,
        author: annotatorIdSchema.parse(author),
        document: null,
        revision: 1,
        previous: null,
        alsoAfter: [],
        createdAt: '2026-03-04T05:06:07.008Z',
        payload: { kind: 'plain', content: {} },
      },
      identity,
      sha256,
    );
  }
}

describe('what lies in the way of what is published', () => {
  test('a link in place of a folder is not written through; the others are put, and it is said', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'postil-elsewhere-'));
    try {
      await rm(join(folder, 'people/ana'), { recursive: true });
      await symlink(elsewhere, join(folder, 'people/ana'));
      const place = await openFolderPlace(nodeFileSystem, folder, PROJECT, false, 'publish');
      await expect(place.put(twoCards(), {})).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringContaining('people/ana'),
      });
      expect(await readdir(elsewhere)).toEqual([]);
      expect(await readdir(join(folder, 'people/ben'))).toHaveLength(1);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  test('a folder in place of a file is said: others would never have it', async () => {
    const files: ReturnType<typeof makePublished>[] = [];
    for await (const file of twoCards()) files.push(file);
    async function* same() {
      yield* files;
    }
    const [first] = files;
    await mkdir(join(folder, publishedName(first!)), { recursive: true });
    const place = await openFolderPlace(nodeFileSystem, folder, PROJECT, false, 'publish');
    await expect(place.put(same(), {})).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(publishedName(first!)),
    });
    expect(await readdir(join(folder, 'people/ben'))).toHaveLength(1);
  });
});

test.each(['a link', 'a pipe', 'a folder', 'far too large'])(
  'a marker that is %s is refused; nothing is read of it, and nobody waits',
  async (kind) => {
    const marker = join(folder, 'postil-team.json');
    if (kind === 'a link') await symlink('/dev/zero', marker);
    else if (kind === 'a pipe') await promisify(execFile)('mkfifo', [marker]);
    else if (kind === 'a folder') await mkdir(marker);
    else await writeFile(marker, 'x'.repeat(2 * 1024 ** 2));
    const refusal = expect.objectContaining({ code: expect.stringMatching(/refused|damaged/) });
    await expect(openFolderPlace(nodeFileSystem, folder, PROJECT, false, 'receive')).rejects.toEqual(refusal);
    await expect(projectOfExchange(nodeFileSystem, folder, QUIET)).rejects.toMatchObject({
      code: expect.stringMatching(/refused|damaged|not-found/),
    });
  },
);
