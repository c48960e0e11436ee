import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isInside, makePathAccess } from '../../../src/main/services/workbench/path-access.ts';

let base: string;
let root: string;
let outside: string;

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'postil-paths-')));
  root = join(base, 'root');
  outside = join(base, 'outside');
  await mkdir(join(root, 'deep'), { recursive: true });
  await mkdir(outside);
  await writeFile(join(outside, 'secret.txt'), 'x');
  await symlink(outside, join(root, 'out'));
  await symlink(join(root, 'deep'), join(root, 'in'));
  await symlink(join(base, 'nowhere'), join(root, 'dangling'));
  await symlink(root, join(base, 'alias'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

const refused = { code: 'not-allowed' };

test('what lies in a root may be used, there or not yet, by its real path', async () => {
  const access = makePathAccess([root]);
  expect(await access.check(root, 'write')).toBe(root);
  expect(await access.check(join(root, 'deep', 'new', 'file.txt'), 'write')).toBe(
    join(root, 'deep/new/file.txt'),
  );
  expect(await access.check(join(root, 'in', 'x'), 'write')).toBe(join(root, 'deep', 'x'));
  expect(await access.check(join(base, 'alias', 'x'), 'read')).toBe(join(root, 'x'));
});

test('a root that is a link counts as what it leads to', async () => {
  const access = makePathAccess([join(base, 'alias')]);
  expect(access.roots).toEqual([root]);
  await expect(access.check(outside, 'read')).rejects.toMatchObject(refused);
});

test('links out, climbs and siblings are refused', async () => {
  const access = makePathAccess([root]);
  for (const path of [
    join(root, 'out'),
    join(root, 'out', 'secret.txt'),
    join(root, 'out', 'new.txt'),
    `${root}/deep/../../outside/secret.txt`,
    `${root}x`,
    base,
    '/',
  ]) {
    await expect(access.check(path, 'read'), path).rejects.toMatchObject(refused);
  }
});

test('a link that leads nowhere is not a way out', async () => {
  const access = makePathAccess([root]);
  await expect(access.check(join(root, 'dangling'), 'write')).rejects.toMatchObject(refused);
});

test.each(['relative', '', './x', '../x', 'C:x', '/a\0b'])('“%s” is no full path', async (path) => {
  await expect(makePathAccess([root]).check(path, 'read')).rejects.toMatchObject({ code: 'bad-request' });
});

test('a grant counts for the path, what lies in it, and its use', async () => {
  const access = makePathAccess(null);
  await expect(access.check(outside, 'read')).rejects.toMatchObject(refused);
  access.grant(join(outside, 'secret.txt'), 'read');
  expect(await access.check(join(outside, 'secret.txt'), 'read')).toBe(join(outside, 'secret.txt'));
  await expect(access.check(join(outside, 'secret.txt'), 'write')).rejects.toMatchObject(refused);
  await expect(access.check(outside, 'read')).rejects.toMatchObject(refused);
  access.grant(outside, 'write');
  expect(await access.check(join(outside, 'x'), 'write')).toBe(join(outside, 'x'));
  expect(await access.check(join(outside, 'x'), 'read')).toBe(join(outside, 'x'));
});

test('no path made of steps gets out of a folder that it does not name', () => {
  const step = fc.constantFrom('a', 'b', '..', '.', '', 'root', '...', '..a');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const path = join('/root', ...steps);
      expect(isInside(path, '/root')).toBe(path === '/root' || path.startsWith('/root/'));
    }),
  );
});
