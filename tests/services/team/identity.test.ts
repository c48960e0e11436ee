import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { annotatorIdSchema } from '../../../src/core/ids.ts';
import { openSettings } from '../../../src/main/services/settings/settings-store.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { openIdentity } from '../../../src/main/services/team/identity.ts';
import { keptHow, type SecretBox } from '../../../src/main/services/team/identity-file.ts';
import {
  exportIdentity,
  importIdentity,
  type IdentityPlace,
} from '../../../src/main/services/team/move-identity.ts';
import { sha256 } from '../../../src/main/services/workbench/machine.ts';

const PASSPHRASE = 'a long walk by the harbour';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-move-'));
});
afterEach(() => rm(folder, { recursive: true }));

function placeOf(name: string, secretBox: SecretBox | null = null): IdentityPlace {
  const userData = join(folder, name);
  const options = { fs: nodeFileSystem, sha256, onProblem: () => undefined };
  return { userData, secretBox, settings: openSettings(userData, options) };
}

/** A key store that hides something, of one machine. */
function boxOf(machine: number): SecretBox {
  const turn = (text: string): string =>
    String.fromCharCode(...Array.from(text, (char) => char.charCodeAt(0) ^ machine));
  return {
    seal: (text) => turn(`box${text}`),
    open(sealed) {
      const text = turn(sealed);
      if (!text.startsWith('box')) throw new Error('Of another machine.');
      return text.slice(3);
    },
  };
}

async function carry(from: IdentityPlace, to: IdentityPlace, replace = false): Promise<void> {
  const text = await exportIdentity(from, PASSPHRASE);
  await importIdentity(to, text, { passphrase: PASSPHRASE, file: 'me.age', replace });
}

async function keysOf({ userData, secretBox }: IdentityPlace): Promise<string> {
  return (await openIdentity(userData, secretBox)).signKey;
}

test('a person is the same on a second machine, with their keys', async () => {
  const [desk, laptop] = [placeOf('desk'), placeOf('laptop')];
  const text = await exportIdentity(desk, PASSPHRASE);
  expect(text).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
  expect(text).not.toContain('PRIVATE');
  await carry(desk, laptop);
  expect(await laptop.settings.annotator()).toEqual(await desk.settings.annotator());
  expect(await keysOf(laptop)).toBe(await keysOf(desk));
  expect((await stat(join(laptop.userData, 'identity.json'))).mode & 0o777).toBe(0o600);
  // Again changes nothing, and needs no leave.
  const before = await readFile(join(laptop.userData, 'identity.json'), 'utf8');
  await carry(desk, laptop);
  expect(await readFile(join(laptop.userData, 'identity.json'), 'utf8')).toBe(before);
  expect(await readdir(laptop.userData)).not.toContain('identity-before-1.json');
});

test('another passphrase, a file that was changed, and one that is none are refused; nothing changes', async () => {
  const [desk, laptop] = [placeOf('desk'), placeOf('laptop')];
  const text = await exportIdentity(desk, PASSPHRASE);
  const lines = text.trim().split('\n');
  const middle = lines[3]!;
  lines[3] = `${middle.slice(0, -1)}${middle.endsWith('A') ? 'B' : 'A'}`;
  for (const [given, passphrase] of [
    [text, 'a long walk by the harbor'],
    [lines.join('\n'), PASSPHRASE],
    ['{"kind":"plain"}', PASSPHRASE],
  ] as const) {
    await expect(
      importIdentity(laptop, given, { passphrase, file: 'me.age', replace: true }),
    ).rejects.toMatchObject({ code: 'refused', details: { file: 'me.age' } });
  }
  expect(await keptHow(laptop.userData)).toBeNull();
  await expect(exportIdentity(desk, 'too short')).rejects.toMatchObject({ code: 'bad-request' });
});

test('who works there already gives way only when asked, and their keys stay beside the new ones', async () => {
  const [desk, laptop] = [placeOf('desk'), placeOf('laptop')];
  await laptop.settings.update({ annotator: { id: annotatorIdSchema.parse('lena'), name: 'Lena' } });
  const lenas = await keysOf(laptop);
  await expect(carry(desk, laptop)).rejects.toMatchObject({ code: 'refused', details: { exists: true } });
  expect(await keysOf(laptop)).toBe(lenas);
  expect((await laptop.settings.annotator()).name).toBe('Lena');
  const kept = await readFile(join(laptop.userData, 'identity.json'));
  await carry(desk, laptop, true);
  expect(await keysOf(laptop)).toBe(await keysOf(desk));
  expect(await readFile(join(laptop.userData, 'identity-before-1.json'))).toEqual(kept);
});

test('what the key store of one machine sealed opens there alone, and is said elsewhere with what to do', async () => {
  const desk = placeOf('desk', boxOf(7));
  const signKey = await keysOf(desk);
  expect(await keptHow(desk.userData)).toBe('keyStore');
  expect(await readFile(join(desk.userData, 'identity.json'), 'utf8')).not.toContain('PRIVATE');
  expect(await keysOf(placeOf('desk', boxOf(7)))).toBe(signKey);
  await expect(openIdentity(desk.userData, boxOf(9))).rejects.toMatchObject({ code: 'damaged' });
  // The command line, on the same machine.
  await expect(openIdentity(desk.userData, null)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('postil identity import'),
  });
  await carry(desk, placeOf('desk'));
  expect(await keptHow(desk.userData)).toBe('file');
  expect(await keysOf(placeOf('desk'))).toBe(signKey);
  expect(await keysOf(desk)).toBe(signKey);
});

test('a file that is no identity is never replaced by a new one', async () => {
  const desk = placeOf('desk');
  await keysOf(desk);
  await writeFile(join(desk.userData, 'identity.json'), '{"kind":"pl');
  await expect(keysOf(desk)).rejects.toMatchObject({ code: 'damaged' });
  expect(await readFile(join(desk.userData, 'identity.json'), 'utf8')).toBe('{"kind":"pl');
});
