import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openSettings, type SettingsStore } from '../../../src/main/services/settings/settings-store.ts';
import { encodeFile } from '../../../src/main/services/store/envelope.ts';
import { nodeFileSystem, type FileSystem } from '../../../src/main/services/store/file-system.ts';
import { sha256 } from '../../../src/main/services/workbench/machine.ts';

let folder: string;
let problems: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-settings-'));
  problems = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function open(fs: FileSystem = nodeFileSystem): SettingsStore {
  return openSettings(folder, { fs, sha256, onProblem: ({ message }) => void problems.push(message) });
}

const project = (name: string) => ({ folder: `/projects/${name}`, title: name });

test('settings are there again', async () => {
  const annotator = await open().annotator();
  await open().update({ theme: 'dark', choices: { a: 1 } });
  await open().recordProject(project('one'), '2026-01-01T00:00:00.000Z');
  expect(await open().get()).toEqual({
    annotator,
    theme: 'dark',
    language: 'system',
    reading: { typeface: 'serif', size: 100, measure: 66, lineHeight: 160 },
    choices: { a: 1 },
    recentProjects: [{ ...project('one'), openedAt: '2026-01-01T00:00:00.000Z' }],
  });
  expect(problems).toEqual([]);
});

test('who works here is called otherwise from now on, and stays who they are', async () => {
  const first = await open().rename('Ana Maria');
  expect(first).toEqual({ id: expect.stringMatching(/^ana-maria-[0-9a-f]{6}$/), name: 'Ana Maria' });
  expect(await open().annotator()).toEqual(first);
  expect(await open().rename('Ana M.')).toEqual({ id: first.id, name: 'Ana M.' });
  expect(await open().annotator()).toEqual({ id: first.id, name: 'Ana M.' });
});

test('settings of the first version open: the language is the system’s, a text is set as it was', async () => {
  const first = { annotator: null, theme: 'dark', recentProjects: [], choices: { a: 1 } };
  const format = { name: 'postil-settings', version: 1, schema: z.unknown(), migrations: {} };
  await writeFile(join(folder, 'settings.json'), encodeFile(format, first, 1).bytes);
  const reading = { typeface: 'serif', size: 100, measure: 66, lineHeight: 160 };
  expect(await open().get()).toEqual({ ...first, language: 'system', reading });
  expect(problems).toEqual([]);
});

test('the last opened project is first, each once, at most twenty', async () => {
  const settings = open();
  for (let i = 0; i < 25; i++) await settings.recordProject(project(`p${i}`), '2026-01-01T00:00:00.000Z');
  const after = await settings.recordProject(project('p10'), '2026-01-02T00:00:00.000Z');
  expect(after.recentProjects).toHaveLength(20);
  expect(after.recentProjects[0]).toEqual({ ...project('p10'), openedAt: '2026-01-02T00:00:00.000Z' });
  expect(new Set(after.recentProjects.map((recent) => recent.folder)).size).toBe(20);
});

test('changes at once all count, of one Postil and of two', async () => {
  const [one, two] = [open(), open()];
  await Promise.all(Array.from({ length: 10 }, (_, i) => one.update({ choices: { [`one${i}`]: i } })));
  await two.update({ choices: { two: 2 } });
  await one.update({ choices: { three: 3 } });
  expect(Object.keys((await two.get()).choices)).toHaveLength(12);
});

test.each([
  ['empty', ''],
  ['cut off', '{"format":"postil-settings","formatVersion":1,"revision":1,"sh'],
  ['of another kind', 'x'.repeat(1000)],
])('a file that is %s is put aside, and said', async (_what, content) => {
  await open().update({ theme: 'dark' });
  await writeFile(join(folder, 'settings.json'), content);
  const settings = open();
  expect((await settings.get()).theme).toBe('system');
  expect(problems).toHaveLength(1);
  await settings.update({ theme: 'light' });
  expect((await open().get()).theme).toBe('light');
  const aside = (await readdir(folder)).filter((name) => name.includes('damaged'));
  expect(aside).toHaveLength(1);
  expect(await readFile(join(folder, aside[0]!), 'utf8')).toBe(content);
});

test('a file of a newer Postil is left as it is', async () => {
  await open().update({ theme: 'dark' });
  const file = join(folder, 'settings.json');
  const newer = (await readFile(file, 'utf8')).replace('"formatVersion":2', '"formatVersion":3');
  await writeFile(file, newer);
  await expect(open().get()).rejects.toMatchObject({ code: 'newer-format' });
  await expect(open().update({ theme: 'light' })).rejects.toMatchObject({ code: 'newer-format' });
  expect(await readFile(file, 'utf8')).toBe(newer);
});

test.each(['createFile', 'rename', 'syncFolder'] as const)(
  'a save whose %s fails is told, leaves the file whole, and the next works',
  async (call) => {
    await open().update({ theme: 'dark' });
    let isFailing = true;
    const failing: FileSystem = {
      ...nodeFileSystem,
      async [call](...args: never[]) {
        if (isFailing) throw Object.assign(new Error('EIO'), { code: 'EIO' });
        return (nodeFileSystem[call] as (...args: never[]) => never)(...args);
      },
    };
    const settings = open(failing);
    await expect(settings.update({ theme: 'light' })).rejects.toMatchObject({ code: 'io' });
    expect(['dark', 'light']).toContain((await open().get()).theme);
    isFailing = false;
    await settings.update({ theme: 'light' });
    expect((await open().get()).theme).toBe('light');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  },
);
