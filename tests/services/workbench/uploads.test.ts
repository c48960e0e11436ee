import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeUploads, type Uploads } from '../../../src/main/services/uploads/uploads.ts';

let uploads: Uploads;
beforeEach(() => {
  uploads = makeUploads();
});
afterEach(() => uploads.close());

async function send(owner: string, name: string, pieces: readonly Buffer[]): Promise<string> {
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const id = await uploads.begin(owner, name, bytes);
  await Promise.all(pieces.map((piece) => uploads.append(owner, id, piece.toString('base64'))));
  return id;
}

test('pieces sent at once arrive in order', async () => {
  const pieces = Array.from({ length: 20 }, (_, i) => Buffer.alloc(1000 + i * 37, i));
  const id = await send('page', 'x.txt', pieces);
  const { path, bytes } = uploads.get('page', id);
  expect(bytes).toBe(Buffer.concat(pieces).length);
  expect((await readFile(path)).equals(Buffer.concat(pieces))).toBe(true);
});

test('an empty file is whole at once', async () => {
  const id = await uploads.begin('page', 'empty.txt', 0);
  expect(await readFile(uploads.get('page', id).path, 'utf8')).toBe('');
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\texts\\a.txt', 'a.txt'],
  ['folder/b.md', 'b.md'],
  ['..', 'unnamed'],
  ['/', 'unnamed'],
  ['a\nb\u0007.txt', 'ab.txt'],
])('the name %j is %j', async (name, expected) => {
  const id = await send('page', name, [Buffer.from('x')]);
  const { name: kept, path } = uploads.get('page', id);
  expect(kept).toBe(expected);
  expect(path).not.toContain(expected);
});

test('nothing is given out before it is whole, nor to another page', async () => {
  const id = await uploads.begin('page', 'x', 2);
  expect(() => uploads.get('page', id)).toThrow(/whole/);
  await uploads.append('page', id, Buffer.from('ab').toString('base64'));
  expect(() => uploads.get('other', id)).toThrow(/not here/);
  await uploads.release('other', id);
  expect(uploads.get('page', id).name).toBe('x');
});

test('what is used, left behind or given up is removed', async () => {
  const [one, two, three] = [
    await send('page', 'one', [Buffer.from('1')]),
    await send('page', 'two', [Buffer.from('2')]),
    await send('other', 'three', [Buffer.from('3')]),
  ];
  const paths = [uploads.get('page', one), uploads.get('page', two), uploads.get('other', three)].map(
    ({ path }) => path,
  );
  await uploads.release('page', one);
  expect(paths.map((path) => existsSync(path))).toEqual([false, true, true]);
  await uploads.releaseOwner('page');
  expect(paths.map((path) => existsSync(path))).toEqual([false, false, true]);
  await uploads.close();
  expect(existsSync(dirname(paths[2]!))).toBe(false);
});

test('limits hold, and leave nothing', async () => {
  const before = (await readdir(tmpdir())).filter((name) => name.startsWith('postil-upload-')).length;
  await expect(uploads.begin('page', 'big', 2 ** 40)).rejects.toMatchObject({ code: 'refused' });
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('postil-upload-'))).toHaveLength(before);
  const id = await uploads.begin('page', 'x', 10_000_000);
  const large = Buffer.alloc(1024 * 1024 + 1).toString('base64');
  for (const piece of [large, '', '####']) {
    await expect(uploads.append('page', id, piece).then(() => piece)).rejects.toMatchObject({
      code: 'bad-request',
    });
  }
  for (let i = 0; i < 4; i++) await uploads.begin('page', `y${i}`, 250 * 1024 * 1024);
  await expect(uploads.begin('page', 'y', 250 * 1024 * 1024)).rejects.toMatchObject({ code: 'refused' });
});
