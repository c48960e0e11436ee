import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { requireBuild, runPostil } from './run-postil.ts';

const hitSchema = z.strictObject({
  documentId: z.string(),
  start: z.int(),
  end: z.int(),
  left: z.string(),
  hit: z.string(),
  right: z.string(),
});
const TEXTS: Readonly<Record<string, string>> = {
  'alpha.txt':
    'Peace talks\n\nThe peace\ntalks with the al‑Qaeda envoy went on. Peaceful or not, nobody said.\n',
  'beta.txt': 'Peace of mind\n\nNo talks of any kind, and no envoy. مُذاکرات ہوئے۔\n',
};

let folder: string;
let project: string;

beforeAll(async () => {
  await requireBuild();
  folder = await mkdtemp(join(tmpdir(), 'postil-cli-search-'));
  project = join(folder, 'project');
  for (const [name, text] of Object.entries(TEXTS)) await writeFile(join(folder, name), text);
  expect(await postil('init', project)).toMatchObject({ status: 0 });
  const files = Object.keys(TEXTS).map((name) => join(folder, name));
  expect(await postil('import', project, ...files)).toMatchObject({ status: 0 });
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const postil = (...args: string[]) => runPostil(args, { home: join(folder, 'home') });

async function search(...args: string[]) {
  const ended = await postil('search', project, '--json', ...args);
  expect(ended, ended.error).toMatchObject({ status: 0, error: '' });
  return z.array(hitSchema).parse(JSON.parse(ended.out));
}

describe('postil search', () => {
  test('prints each hit with its exact place and context, by document and position', async () => {
    const documents = z
      .array(z.looseObject({ id: z.string(), fileName: z.string() }))
      .parse(JSON.parse((await postil('documents', project, '--json')).out));
    const hits = await search('"peace talks" OR env*');
    expect(hits.map((hit) => hit.hit)).toEqual(['Peace talks', 'peace\ntalks', 'envoy', 'envoy']);
    for (const { documentId, start, end, left, hit, right } of hits) {
      const text = TEXTS[documents.find((document) => document.id === documentId)!.fileName]!;
      expect(text.slice(start, end)).toBe(hit);
      expect(text.slice(0, start).replace(/\s/g, ' ').endsWith(left)).toBe(true);
      expect(text.slice(end).replace(/\s/g, ' ').startsWith(right)).toBe(true);
      expect(`${left}${right}`).not.toContain('\n');
    }
  });

  test('knows words and not, and folds', async () => {
    expect((await search('peace -qaeda')).map(({ hit }) => hit)).toEqual(['Peace']);
    expect((await search('peace*')).map(({ hit }) => hit)).toEqual(['Peace', 'peace', 'Peaceful', 'Peace']);
    expect((await search('مذاکرات')).map(({ hit }) => hit)).toEqual(['مُذاکرات']);
    expect(await search('nothing')).toEqual([]);
    expect((await search('--', '-qaeda mind')).map(({ hit }) => hit)).toEqual(['mind']);
  });

  test('prints a table, too', async () => {
    const { out, status } = await postil('search', project, 'envoy');
    expect(status).toBe(0);
    expect(out.split('\n').filter((line) => line.includes('envoy'))).toHaveLength(2);
  });

  test('explains a query that it cannot read', async () => {
    const { status, out, error } = await postil('search', project, 'peace (talks', '--json');
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toContain('not closed');
    expect(error).toContain('^ column 7');
    expect(await postil('search', project, '')).toMatchObject({ status: 2 });
  });
});
