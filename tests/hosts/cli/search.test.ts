import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import { annotationIdSchema, memoIdSchema } from '../../../src/core/ids.ts';
import type { Memo } from '../../../src/core/memo/memo.ts';
import { openProject } from '../../../src/main/services/store/project-store.ts';
import { machineEnvironment, sha256 } from '../../../src/main/services/workbench/machine.ts';
import { requireBuild, runPostil } from './run-postil.ts';

const hitSchema = z.strictObject({
  in: z.literal('text'),
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

  test('looks into notes and memos where it is asked to', async () => {
    const environment = machineEnvironment(join(folder, 'home'), () => undefined);
    const store = await openProject(environment, project);
    const [annotator] = store.project().annotators;
    const documentId = store.documentIds()[0]!;
    const text = await store.readText(documentId);
    const at = '2026-01-02T03:04:05.006Z';
    const annotation = {
      id: annotationIdSchema.parse('01890000-0000-7000-8000-000000000001'),
      documentId,
      annotator: annotator!.id,
      target: makeTarget(text, sha256(text), [{ start: 0, end: 5 }]),
      actors: [],
      stances: [],
      codes: [],
      note: 'A ruse, the envoy says',
      codebookRevision: 0,
      createdAt: at,
      updatedAt: at,
    };
    const memo: Memo = {
      id: memoIdSchema.parse('00000000-0000-7000-8000-000000000002'),
      author: annotator!.id,
      title: 'Envoy',
      target: { kind: 'project' },
      content: [{ kind: 'paragraph', content: [{ kind: 'text', text: 'Which envoy?' }] }],
      createdAt: at,
      updatedAt: at,
    };
    const change = {
      label: 'think',
      edits: [
        { kind: 'annotation', documentId, annotator: annotator!.id, before: null, after: annotation },
        { kind: 'memo', annotator: annotator!.id, before: null, after: memo },
      ],
    } as const;
    await store.apply(change, annotator!.id);
    await store.close();

    const found = async (scope: string) =>
      JSON.parse((await postil('search', project, 'envoy', '--in', scope, '--json')).out) as unknown[];
    const inNote = {
      in: 'note',
      documentId,
      annotationId: annotation.id,
      annotator: annotator!.id,
      start: 12,
      end: 17,
      left: 'A ruse, the ',
      hit: 'envoy',
      right: ' says',
    };
    const inMemo = { in: 'memo', documentId: null, memoId: memo.id, author: annotator!.id };
    expect(await found('notes')).toEqual([inNote]);
    expect(await found('memos')).toEqual([
      { ...inMemo, start: 0, end: 5, left: '', hit: 'Envoy', right: ' Which envoy?' },
      { ...inMemo, start: 12, end: 17, left: 'Envoy Which ', hit: 'envoy', right: '?' },
    ]);
    expect(await found('all')).toHaveLength(2 + 1 + 2);
    expect(await search('envoy')).toHaveLength(2);
    expect((await postil('search', project, 'envoy', '--in', 'memos')).out).toContain('memo “Envoy”');
    expect(await postil('search', project, 'envoy', '--in', 'everything')).toMatchObject({ status: 2 });
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
