import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { requireBuild, runPostil } from './run-postil.ts';

const recordSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  documents: z.array(z.string()),
  characters: z.int(),
  annotationCount: z.int(),
});

let folder: string;
let project: string;

beforeAll(async () => {
  await requireBuild();
  folder = await mkdtemp(join(tmpdir(), 'postil-sets-'));
  project = join(folder, 'project');
  await run('init', project, '--name', 'Sets');
  for (const [name, text] of [
    ['first.txt', 'One text.\n'],
    ['second.txt', 'Another text.\n'],
  ] as const) {
    await writeFile(join(folder, name), text);
    await run('import', project, join(folder, name));
  }
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<string> {
  const { status, out, error } = await runPostil(args, { home: join(folder, 'home') });
  expect(status, error).toBe(0);
  return out;
}

async function sets(...args: string[]) {
  return z.array(recordSchema).parse(JSON.parse(await run('sets', project, ...args, '--json')));
}

async function fails(...args: string[]) {
  return runPostil(args, { home: join(folder, 'home') });
}

test('makes sets, adds to them, lists them, and exports by them', async () => {
  expect(await sets()).toEqual([]);
  const ids = z
    .array(z.object({ id: z.string() }))
    .parse(JSON.parse(await run('documents', project, '--json')))
    .map(({ id }) => id);
  const [first, second] = ids as [string, string];
  expect(await sets('--add', 'Wave 1', '--document', first)).toMatchObject([
    { name: 'Wave 1', documents: [first], characters: 10, annotationCount: 0 },
  ]);
  // The same set by its name, whatever its capitals; twice changes nothing.
  await sets('--add', 'WAVE 1', '--document', second);
  const [wave, ...others] = await sets('--add', 'wave 1', '--document', second);
  expect(others).toEqual([]);
  expect(wave).toMatchObject({ name: 'Wave 1', documents: [first, second].sort(), characters: 24 });

  await sets('--add', 'Wave 2', '--document', second);
  const out = join(folder, 'wave-2.jsonl');
  expect(await run('export', project, '--format', 'jsonl', '--out', out, '--set', 'Wave 2')).toContain(
    ' of 1 documents exported',
  );
  const hits = async (...args: string[]) =>
    JSON.parse(await run('search', project, 'text', ...args, '--json')) as { documentId: string }[];
  expect(await hits()).toHaveLength(2);
  expect((await hits('--set', 'wave 2')).map(({ documentId }) => documentId)).toEqual([second]);
  expect(await run('check', project)).toBeTruthy();
}, 60_000);

test('what is not there is refused by name', async () => {
  const missing = await fails('sets', project, '--add', 'Wave 3', '--document', 'nowhere');
  expect(missing).toMatchObject({ status: 1 });
  expect(missing.error).toContain('There is no document “nowhere”');
  const out = join(folder, 'x.jsonl');
  const unknown = await fails('export', project, '--format', 'jsonl', '--out', out, '--set', 'Wave 9');
  expect(unknown.error).toContain('There is no document set “Wave 9”');
  expect(await fails('sets', project, '--document', 'first')).toMatchObject({ status: 2 });
}, 60_000);
