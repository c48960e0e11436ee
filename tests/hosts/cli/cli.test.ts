import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { actorSchema } from '../../../src/core/codebook/codebook.ts';
import { machineEnvironment } from '../../../src/main/services/workbench/machine.ts';
import { openProject } from '../../../src/main/services/store/project-store.ts';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { requireBuild, root, runPostil, type Ended } from './run-postil.ts';

const seedCorpus = join(root, '..', 'shared', 'seed-corpus');
const documentSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  source: z.string().nullable(),
  date: z.string().nullable(),
  language: z.string().nullable(),
  fileName: z.string(),
  characters: z.int(),
  annotationCount: z.int(),
});

let folder: string;
let project: string;

beforeAll(requireBuild, 300_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-cli-'));
  project = join(folder, 'project');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function postil(...args: string[]): Promise<Ended> {
  return runPostil(args, { home: join(folder, 'home') });
}

/** Runs it, expects success, and parses what `--json` printed. */
async function records<T>(schema: z.ZodType<T>, ...args: string[]): Promise<T[]> {
  const ended = await postil(...args, '--json');
  expect(ended, ended.error).toMatchObject({ status: 0 });
  return z.array(schema).parse(JSON.parse(ended.out));
}

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

async function makeProject(): Promise<void> {
  expect(await postil('init', project, '--name', 'Border talks')).toMatchObject({ status: 0, error: '' });
}

/** The same without a process of its own, for what touches no project. */
async function inProcess(...args: string[]): Promise<Ended> {
  let [out, error] = ['', ''];
  const output = {
    out: async (text: string) => void (out += text),
    error: (text: string) => void (error += text),
  };
  return { status: await runCli(args, output, root), out, error };
}

const COMMANDS = [
  'init',
  'import',
  'documents',
  'actors',
  'annotations',
  'mentions',
  'read',
  'export',
  'check',
  'serve',
];

describe('the command itself', () => {
  test.each(['--help', 'help', '-h'])('%s says how it is used', async (word) => {
    const ended = await inProcess(word);
    expect(ended).toMatchObject({ status: 0, error: '' });
    for (const name of COMMANDS) expect(ended.out).toContain(`postil ${name}`);
  });

  test.each(COMMANDS)('%s has its own help', async (name) => {
    const help = await inProcess(name, '--help');
    expect(help).toMatchObject({ status: 0, error: '' });
    expect(help.out).toContain(`Usage: postil ${name}`);
  });

  test('alone prints the usage, and is no success', async () => {
    const ended = await postil();
    expect(ended).toMatchObject({ status: 2, error: '' });
    expect(ended.out).toContain('Usage: postil');
  });

  test.each([
    [['nonsense']],
    [['documents']],
    [['documents', 'a', 'b']],
    [['documents', 'a', '--nonsense']],
    [['actors', 'a', '--alias', 'x']],
    [['export', 'a', '--format', 'nonsense', '--out', 'x']],
    [['export', 'a', '--format', 'jsonl', '--out', 'x', '--filter', '{']],
    [['export', 'a', '--format', 'jsonl', '--out', 'x', '--filter', '{"actor":[]}']],
    [['export', 'a', '--format', 'csv']],
    [['read', 'a', 'file']],
    [['read', 'a', '--format', 'jsonl']],
    [['serve', '--port', 'x']],
    [['serve', 'a', 'b']],
  ])('%j is wrong: status 2, the usage on stderr, nothing on stdout', async (args) => {
    const ended = await inProcess(...args);
    expect(ended).toMatchObject({ status: 2, out: '' });
    expect(ended.error).toContain('Usage: postil');
  });

  test('works as `npx postil` in the clone', async () => {
    const ended = await runPostil(['init', project, '--json'], {
      home: join(folder, 'home'),
      program: join(root, 'bin', 'postil.mjs'),
    });
    expect(ended.status).toBe(0);
    // Others may change a source in between; then it says that it builds, and that only.
    expect(ended.error).toMatch(/^(Building Postil…\n)?$/);
    expect(JSON.parse(ended.out)).toMatchObject([{ title: 'project', folder: project }]);
  });
});

describe('a project', () => {
  test('is made once', async () => {
    await makeProject();
    const again = await postil('init', project);
    expect(again.status).toBe(1);
    expect(again.error).toContain('not empty');
    expect(await records(documentSchema, 'documents', project)).toEqual([]);
  });

  test.each(['documents', 'actors', 'annotations', 'check'])(
    'that is not there: %s fails',
    async (command) => {
      const ended = await postil(command, join(folder, 'none'), '--json');
      expect(ended).toMatchObject({ status: 1, out: '' });
      expect(ended.error).toContain(join(folder, 'none'));
      expect(existsSync(join(folder, 'none'))).toBe(false);
    },
  );

  test('in use by another Postil can be read, and says who has it to whoever would write', async () => {
    await makeProject();
    await postil('import', project, await file('a.txt', 'One sentence.\n'));
    const holder = await openProject(
      machineEnvironment(join(folder, 'holder'), () => undefined),
      project,
    );
    try {
      expect(await records(documentSchema, 'documents', project)).toHaveLength(1);
      expect(await records(actorSchema, 'actors', project)).toEqual([]);
      expect(await postil('check', project)).toMatchObject({ status: 0 });
      for (const args of [
        ['import', project, await file('b.txt', 'Another.\n')],
        ['actors', project, '--add', 'X'],
      ]) {
        const ended = await postil(...args);
        expect(ended.status).toBe(1);
        expect(ended.error).toContain(`process ${process.pid}`);
      }
      expect(holder.documentIds()).toHaveLength(1);
    } finally {
      await holder.close();
    }
    expect(await postil('actors', project, '--add', 'X')).toMatchObject({ status: 0 });
  });
});

describe('import', () => {
  test('takes files and folders, and says what it refuses', async () => {
    await makeProject();
    await file('texts/one.txt', 'The first text.\n\nIt has two paragraphs.\n');
    await file('texts/deep/two.md', '# Second\n\nA *marked* text.\n');
    await file('texts/photo.jpg', 'x');
    const binary = await file('binary.txt', Buffer.from([0, 1, 2, 0, 255, 0, 7]));
    const empty = await file('empty.txt', '');
    const ended = await postil(
      'import',
      project,
      join(folder, 'texts'),
      binary,
      empty,
      join(folder, 'none.txt'),
    );
    expect(ended.status).toBe(1);
    for (const name of ['binary.txt', 'empty.txt', 'none.txt']) {
      expect(ended.error).toMatch(new RegExp(`^${name}: refused: `, 'm'));
    }
    expect(ended.out).toContain('2 imported, 0 there already, 3 refused.');
    const documents = await records(documentSchema, 'documents', project);
    expect(documents.map(({ fileName }) => fileName).sort()).toEqual(['one.txt', 'two.md']);
    expect(documents.find(({ fileName }) => fileName === 'one.txt')).toMatchObject({
      characters: 'The first text.\n\nIt has two paragraphs.\n'.length,
      annotationCount: 0,
    });

    const again = await postil('import', project, join(folder, 'texts'), '--json');
    expect(again.status).toBe(0);
    expect(again.error).toContain('is there already');
    expect((JSON.parse(again.out) as { id: string }[]).map(({ id }) => id).sort()).toEqual(
      documents.map(({ id }) => id).sort(),
    );
    expect(await records(documentSchema, 'documents', project)).toHaveLength(2);
  });

  test('of a removed document brings it back with what it had', async () => {
    await makeProject();
    const path = await file('a.txt', 'A sentence that comes back.\n');
    await postil('import', project, path);
    const store = await openProject(
      machineEnvironment(join(folder, 'remover'), () => undefined),
      project,
    );
    const [id] = store.documentIds();
    const { settings } = await store.readDocument(id!);
    const removed = { ...settings, removedAt: '2026-01-01T00:00:00.000Z' };
    await store.apply(
      { label: 'remove', edits: [{ kind: 'document', documentId: id!, before: settings, after: removed }] },
      null,
    );
    await store.close();
    expect(await records(documentSchema, 'documents', project)).toEqual([]);
    expect((await postil('import', project, path)).out).toContain('1 imported');
    expect((await records(documentSchema, 'documents', project)).map((document) => document.id)).toEqual([
      id,
    ]);
  });

  test('of a corrected version links it, carries what is certain, and changes nothing the second time', async () => {
    await makeProject();
    const first =
      'The council met on Friday. Its speaker said that the talks were over. Nobody in the hall rose to answer him, and the envoy of the other side was seen to leave before the tea was served.\n';
    await postil('import', project, await file('talks.txt', first));
    const sheet =
      'document,quote,note\ntalks.txt,Its speaker said that the talks were over,sure\ntalks.txt,on Friday,gone\n';
    expect(
      await postil('read', project, await file('sheet.csv', sheet), '--format', 'coding-sheet'),
    ).toMatchObject({ status: 0 });
    const corrected = await file('talks-2.txt', first.replace('Friday', 'Thursday'));
    const offered = await postil('import', project, corrected);
    expect(offered.error).toContain('--version-of talks-');
    const version = await postil('import', project, corrected, '--version-of', 'talks.txt', '--json');
    expect(version).toMatchObject({ status: 0 });
    expect(version.error).toContain('1 of your passages carried over, 1 to be placed');
    const again = await postil('import', project, corrected, '--version-of', 'talks.txt');
    expect(again).toMatchObject({ status: 0 });
    expect(again.error).toContain('0 of your passages carried over, 1 to be placed');
    expect(
      (await records(documentSchema, 'documents', project)).map(({ annotationCount }) => annotationCount),
    ).toEqual([2, 1]);
    expect((await postil('check', project)).status).toBe(0);
    const nowhere = await postil('import', project, corrected, '--version-of', 'nowhere');
    expect(nowhere.error).toContain('nowhere');
    expect(nowhere.status).not.toBe(0);
  });
});

describe('actors', () => {
  test('are added, and given further aliases', async () => {
    await makeProject();
    await postil('actors', project, '--add', 'Border Council', '--alias', 'the Council', 'BC');
    await postil('actors', project, '--add', 'border council', '--alias', 'BC', '--alias', 'شوریٰ');
    await postil('actors', project, '--add', 'Ärztekammer');
    expect(await records(actorSchema, 'actors', project)).toEqual([
      {
        id: 'a-border-council',
        name: 'Border Council',
        kind: 'other',
        aliases: [{ text: 'the Council' }, { text: 'BC' }, { text: 'شوریٰ' }],
      },
      { id: 'a-arztekammer', name: 'Ärztekammer', kind: 'other', aliases: [] },
    ]);
  });
});

describe('check', () => {
  test('lists what is wrong, file by file', async () => {
    await makeProject();
    await postil('import', project, await file('a.txt', 'The text.\n'));
    expect(await postil('check', project)).toMatchObject({ status: 0, error: '' });
    const [text] = (await readdir(join(project, 'documents'))).filter((name) => name.endsWith('.txt'));
    await writeFile(join(project, 'documents', text!), 'The tixt.\n');
    const ended = await postil('check', project, '--json');
    expect(ended.status).toBe(1);
    expect(ended.error).toMatch(new RegExp(`^documents/${text}: `, 'm'));
    expect(JSON.parse(ended.out)).toMatchObject([{ file: `documents/${text}` }]);
  });
});

test('the seed corpus is imported', async () => {
  if (!existsSync(seedCorpus)) {
    console.warn('Not tested with the seed corpus, which is not beside this clone.');
    return;
  }
  const copy = join(folder, 'corpus');
  await cp(seedCorpus, copy, { recursive: true });
  await makeProject();
  const ended = await postil('import', project, copy, '--json');
  expect(ended.status).toBe(0);
  const documents = z.array(documentSchema).parse(JSON.parse(ended.out));
  expect(documents).toHaveLength(5);
  for (const { id, characters } of documents) {
    const text = await readFile(join(project, 'documents', `${id}.txt`), 'utf8');
    expect(text).toHaveLength(characters);
  }
  expect(await postil('check', project)).toMatchObject({ status: 0 });
});
