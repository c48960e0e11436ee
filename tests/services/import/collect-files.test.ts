import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectFiles, nodeImportFileSystem } from '../../../src/main/services/import/collect-files.ts';

let root: string;

beforeEach(async () => {
  root = await fs.mkdtemp(path.join(tmpdir(), 'postil-collect-'));
});
afterEach(async () => {
  await fs.rm(root, { recursive: true, force: true });
});

async function write(...files: string[]): Promise<void> {
  for (const file of files) {
    await fs.mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await fs.writeFile(path.join(root, file), `text of ${file}`);
  }
}

test('a folder gives its texts in order, with all its folders, without what is hidden', async () => {
  await write(
    'c/b.md',
    'c/a.txt',
    'c/sub/z.text',
    'c/sub/y.MARKDOWN',
    'c/.hidden.txt',
    'c/.git/x.txt',
    'c/node_modules/m.md',
  );
  await write('c/photo.png', 'c/data.csv', 'c/sub/other.png', 'c/sub/paper.PDF');
  const { items, refused, notices } = await collectFiles([path.join(root, 'c')]);
  expect(items.map((item) => item.name)).toEqual([
    'c/a.txt',
    'c/b.md',
    'c/sub/paper.PDF',
    'c/sub/y.MARKDOWN',
    'c/sub/z.text',
  ]);
  expect(items[0]!.bytes).toBe('text of c/a.txt'.length);
  expect(new TextDecoder().decode(await items[0]!.read())).toBe('text of c/a.txt');
  expect(refused).toEqual([]);
  expect(notices).toEqual([{ file: 'c', notice: '3 other files were left out (.csv, .png).' }]);
});

test('named files keep their order; another ending, a missing file and an empty folder are refused by name', async () => {
  await write('b.txt', 'a.md', 'photo.png', 'noending', 'empty/.keep');
  const named = ['b.txt', 'photo.png', 'gone.txt', 'noending', 'a.md', 'empty'].map((file) =>
    path.join(root, file),
  );
  const { items, refused } = await collectFiles(named);
  expect(items.map((item) => item.name)).toEqual(['b.txt', 'a.md']);
  expect(refused).toEqual([
    { file: 'photo.png', reason: expect.stringContaining('.png') },
    { file: 'gone.txt', reason: 'It is not there.' },
    { file: 'noending', reason: expect.stringContaining('no ending') },
    {
      file: 'empty',
      reason: expect.stringContaining('none of the files that Postil reads: .txt, .md, .pdf'),
    },
  ]);
});

test('links inside a folder lead nowhere; a named link is followed; a circle ends', async () => {
  await write('outside/secret.txt', 'c/a.txt');
  await fs.symlink(path.join(root, 'outside'), path.join(root, 'c/out'));
  await fs.symlink(path.join(root, 'outside/secret.txt'), path.join(root, 'c/secret.txt'));
  await fs.symlink(path.join(root, 'c'), path.join(root, 'c/circle'));
  await fs.symlink(path.join(root, 'c/a.txt'), path.join(root, 'named.txt'));
  const { items, refused } = await collectFiles([path.join(root, 'c'), path.join(root, 'named.txt')]);
  expect(items.map((item) => item.name)).toEqual(['c/a.txt', 'named.txt']);
  expect(refused.map((one) => one.file)).toEqual(['c/circle', 'c/out', 'c/secret.txt']);
  expect(refused[0]!.reason).toContain('link');
});

test('what cannot be read is listed, at collecting and at reading', async () => {
  await write('c/a.txt', 'c/b.txt');
  const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
  const { items, refused } = await collectFiles([path.join(root, 'c')], {
    ...nodeImportFileSystem,
    describe: (file) =>
      file.endsWith('b.txt') ? Promise.reject(denied) : nodeImportFileSystem.describe(file),
    read: () => Promise.reject(Object.assign(new Error('bad disk'), { code: 'EIO' })),
  });
  expect(refused).toEqual([{ file: 'c/b.txt', reason: 'It may not be read.' }]);
  await expect(items[0]!.read()).rejects.toMatchObject({
    code: 'io',
    message: 'It could not be read (EIO).',
  });
});
