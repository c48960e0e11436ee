import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SearchRequest } from '../../../src/contract/calls.ts';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  documentIdSchema,
  memoIdSchema,
} from '../../../src/core/ids.ts';
import type { Memo } from '../../../src/core/memo/memo.ts';
import type { Job, Progress } from '../../../src/core/ports.ts';
import type { Edit } from '../../../src/core/project/edit.ts';
import { PostilError } from '../../../src/core/errors.ts';
import { openProject, createProject } from '../../../src/main/services/store/project-store.ts';
import { machineEnvironment, sha256, uuidSource } from '../../../src/main/services/workbench/machine.ts';
import { openSession } from '../../../src/main/services/workbench/open-session.ts';
import type { ProjectSession } from '../../../src/main/services/workbench/project-session.ts';
import { makeRecord } from '../workbench/fixture.ts';
import { buildSearchWorker } from './search-worker-file.ts';

const ANN = { id: annotatorIdSchema.parse('ann'), name: 'Ann' };
const COUNCIL = actorIdSchema.parse('a-council');
const TALKS = codeIdSchema.parse('c-talks');
const TEXTS: Readonly<Record<string, string>> = {
  first: 'The council met. Talks with the council went on.\n',
  second: 'No talks here, said the other council.\n',
  urdu: 'کونسل نے مذاکرات کیے۔ مذاکرات ختم۔\n',
};
const id = (name: string) => documentIdSchema.parse(name);

let worker: Awaited<ReturnType<typeof buildSearchWorker>>;
let base: string;
let session: ProjectSession;
let faults: unknown[];

beforeAll(async () => {
  worker = await buildSearchWorker();
});
afterAll(() => worker.remove());

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'postil-search-'));
  faults = [];
  const store = await createProject(environment(), join(base, 'project'), { title: 'P', annotator: ANN });
  for (const [name, text] of Object.entries(TEXTS)) {
    await store.addDocument({ record: makeRecord(id(name), text), text, original: Buffer.from(text) });
  }
  await store.close();
  session = await open();
});
afterEach(async () => {
  await session.close();
  await rm(base, { recursive: true });
});

function environment() {
  return machineEnvironment(join(base, 'user'), (problem) => void faults.push(problem));
}

async function open(): Promise<ProjectSession> {
  return openSession(
    await openProject(environment(), join(base, 'project')),
    {
      environment: environment(),
      cacheFolder: join(base, 'cache'),
      annotator: ANN,
      searchWorkerFile: worker.file,
      onProblem: (problem) => void faults.push(problem),
      onFault: (fault) => void faults.push(fault),
    },
    makeJob(),
  );
}

function makeJob(isAborted = () => false, onProgress: (progress: Progress) => void = () => undefined): Job {
  return {
    progress: onProgress,
    signal: {
      get aborted() {
        return isAborted();
      },
      throwIfAborted() {
        if (isAborted()) throw new PostilError('cancelled', 'Cancelled.');
      },
    },
  };
}

async function hits(query: string, request: Partial<SearchRequest> = {}): Promise<string[]> {
  const whole = { query, scope: 'texts', sort: 'position', within: 'documents', ...request } as const;
  const { lines, total } = await session.search.query(whole, 0, 1000, makeJob());
  expect(total).toBe(lines.length);
  return lines.map((line) => {
    if (line.documentId === null) return `memo ${line.start} ${line.hit}`;
    const text = line.note ? null : TEXTS[line.documentId];
    if (text) expect(text.slice(line.start, line.end)).toBe(line.hit);
    return `${line.documentId}${line.note ? '/note' : ''} ${line.start} ${line.hit}`;
  });
}

function annotate(
  name: string,
  quote: string,
  changes: Partial<Annotation>,
): Extract<Edit, { kind: 'annotation' }> {
  const text = TEXTS[name]!;
  const start = text.indexOf(quote);
  const at = '2026-01-02T03:04:05.006Z';
  const after: Annotation = {
    id: annotationIdSchema.parse(uuidSource.uuid()),
    documentId: id(name),
    annotator: ANN.id,
    target: makeTarget(text, sha256(text), [{ start, end: start + quote.length }]),
    actors: [],
    stances: [],
    codes: [],
    codebookRevision: 0,
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
  return { kind: 'annotation', documentId: id(name), annotator: ANN.id, before: null, after };
}

test('every hit of every document, in their order', async () => {
  expect(await hits('council')).toEqual(['first 4 council', 'first 32 council', 'second 30 council']);
  expect(await hits('council -no')).toEqual(['first 4 council', 'first 32 council']);
  expect(await hits('مذاکرات')).toEqual(['urdu 9 مذاکرات', 'urdu 22 مذاکرات']);
  expect(faults).toEqual([]);
});

describe('follows', () => {
  test('imports, removals and what comes back', async () => {
    expect(await hits('council')).toHaveLength(3);
    const text = 'A third council.';
    await session.store.addDocument({
      record: makeRecord(id('third'), text),
      text,
      original: Buffer.from(text),
    });
    await session.index.didChange([id('third')]);
    expect(await hits('third')).toEqual(['third 2 third']);
    const { settings } = await session.store.readDocument(id('first'));
    const removal: Edit = {
      kind: 'document',
      documentId: id('first'),
      before: settings,
      after: { ...settings, removedAt: '2026-01-02T03:04:05.006Z' },
    };
    await session.apply({ label: 'remove', edits: [removal] });
    expect(await hits('council')).toEqual(['second 30 council', 'third 8 council']);
    await session.apply({
      label: 'undo',
      edits: [{ ...removal, before: removal.after, after: removal.before }],
    });
    expect(await hits('council')).toHaveLength(4);
  });

  test('notes, as they are written, changed and deleted', async () => {
    expect(await hits('doubtful', { scope: 'all' })).toEqual([]);
    const edit = annotate('second', 'talks', { note: 'Is this doubtful?' });
    await session.apply({ label: 'note', edits: [edit] });
    expect(await hits('doubtful', { scope: 'all' })).toEqual(['second/note 8 doubtful']);
    const changed = { ...edit.after!, note: 'Sure, not doubtful' };
    await session.apply({ label: 'note', edits: [{ ...edit, before: edit.after, after: changed }] });
    expect(await hits('doubtful', { scope: 'notes' })).toEqual(['second/note 10 doubtful']);
    await session.close();
    session = await open();
    expect(await hits('doubtful', { scope: 'notes' })).toEqual(['second/note 10 doubtful']);
    await session.apply({ label: 'delete', edits: [{ ...edit, before: changed, after: null }] });
    expect(await hits('doubtful', { scope: 'notes' })).toEqual([]);
  });
});

function memo(n: number, title: string, text: string, target: Memo['target']): Memo {
  const at = '2026-01-02T03:04:05.006Z';
  return {
    id: memoIdSchema.parse(`00000000-0000-7000-8000-00000000000${n}`),
    author: ANN.id,
    title,
    target,
    content: [{ kind: 'paragraph', content: [{ kind: 'text', text }] }],
    createdAt: at,
    updatedAt: at,
  };
}

test('memos, as they are written, changed and deleted, and narrowed by what they are on', async () => {
  expect(await hits('rumour', { scope: 'memos' })).toEqual([]);
  const first = memo(1, 'A rumour', 'Of a council.', { kind: 'document', documentId: id('second') });
  const edit = { kind: 'memo', annotator: ANN.id } as const;
  await session.apply({ label: 'write', edits: [{ ...edit, before: null, after: first }] });
  expect(await hits('rumour', { scope: 'memos' })).toEqual(['memo 2 rumour']);
  expect(await hits('council', { scope: 'memos' })).toEqual(['memo 14 council']);
  expect(await hits('council', { scope: 'all', documents: [id('second')] })).toEqual([
    'second 30 council',
    'memo 14 council',
  ]);
  expect(await hits('council', { scope: 'all', documents: [id('first')] })).not.toContain('memo 14 council');
  const second = memo(2, '', 'The council again', { kind: 'actor', actorId: COUNCIL });
  const actor = { id: COUNCIL, name: 'Council', kind: 'other', aliases: [] } as const;
  await session.apply({
    label: 'write',
    edits: [
      { kind: 'actor', before: null, after: actor },
      { ...edit, before: null, after: second },
    ],
  });
  expect(await hits('council', { scope: 'memos', actors: [COUNCIL] })).toEqual(['memo 4 council']);
  const changed = { ...first, title: 'Nothing' };
  await session.apply({ label: 'change', edits: [{ ...edit, before: first, after: changed }] });
  expect(await hits('rumour', { scope: 'all' })).toEqual([]);
  await session.close();
  session = await open();
  expect(await hits('council', { scope: 'memos' })).toEqual(['memo 13 council', 'memo 4 council']);
  await session.apply({ label: 'delete', edits: [{ ...edit, before: changed, after: null }] });
  expect(await hits('council', { scope: 'memos' })).toEqual(['memo 4 council']);
});

test('narrows by documents, and by what passages are tagged with', async () => {
  const actor = { id: COUNCIL, name: 'Council', kind: 'other', aliases: [] } as const;
  const code = { id: TALKS, name: 'Talks', colour: 'blue' } as const;
  await session.apply({
    label: 'tag',
    edits: [
      { kind: 'actor', before: null, after: actor },
      { kind: 'code', before: null, after: code },
      annotate('first', 'Talks with the council', {
        actors: [{ actorId: COUNCIL, role: 'about' }],
        note: 'council?',
      }),
      annotate('second', 'talks', { codes: [TALKS], note: 'no council' }),
    ],
  });
  const within = 'passages';
  expect(await hits('council', { documents: [id('second')] })).toEqual(['second 30 council']);
  expect(await hits('council', { actors: [COUNCIL] })).toEqual(['first 4 council', 'first 32 council']);
  expect(await hits('council', { actors: [COUNCIL], within })).toEqual(['first 32 council']);
  expect(await hits('council', { actors: [COUNCIL], within, scope: 'all' })).toEqual([
    'first 32 council',
    'first/note 0 council',
  ]);
  expect(await hits('council', { codes: [TALKS] })).toEqual(['second 30 council']);
  expect(await hits('council', { codes: [TALKS], within })).toEqual([]);
  expect(await hits('talks', { codes: [TALKS], actors: [COUNCIL] })).toEqual([]);
  expect(await hits('talks', { codes: [TALKS], documents: [id('first')] })).toEqual([]);
});

test('leaves out what cannot be read, and says so', async () => {
  await appendFile(join(base, 'project', 'documents', 'second.txt'), 'x');
  const whole = { query: 'council', scope: 'texts', sort: 'position', within: 'documents' } as const;
  const answer = await session.search.query(whole, 0, 10, makeJob());
  expect(answer).toMatchObject({ total: 2, unread: ['second'] });
  expect(faults).toContainEqual(expect.objectContaining({ code: 'damaged' }));
});

test('is cancelled before, and while it reads', async () => {
  const whole = { query: 'council', scope: 'texts', sort: 'position', within: 'documents' } as const;
  await expect(
    session.search.query(
      whole,
      0,
      10,
      makeJob(() => true),
    ),
  ).rejects.toMatchObject({ code: 'cancelled' });
  expect(await hits('council')).toHaveLength(3);
});

test('answers many at once, each its own', async () => {
  const answers = await Promise.all(['council', 'talks', 'مذاکرات', 'met'].map((word) => hits(word)));
  expect(answers.map((lines) => lines.length)).toEqual([3, 2, 2, 1]);
});

test('says what is wrong with a query, and where', async () => {
  await expect(hits('council (talks')).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining('Column 9'),
    details: { column: 9 },
  });
  await expect(hits('  ')).rejects.toMatchObject({ code: 'bad-request' });
});

describe('the cache', () => {
  const ALL = ['first 4 council', 'first 32 council', 'second 30 council'];

  async function reopen() {
    await session.close();
    session = await open();
    return vi.spyOn(session.store, 'scanText');
  }
  const cacheFile = () => join(base, 'cache', session.store.project().id, 'search-v1.bin');

  test('spares reading the texts at the next opening, and what came since is read and kept', async () => {
    expect(await hits('council')).toEqual(ALL);
    const scan = await reopen();
    expect(await hits('council')).toEqual(ALL);
    expect(await hits('مذاکرات')).toEqual(['urdu 9 مذاکرات', 'urdu 22 مذاکرات']);
    expect(scan).not.toHaveBeenCalled();
    const text = 'A third council.';
    await session.store.addDocument({
      record: makeRecord(id('third'), text),
      text,
      original: Buffer.from(text),
    });
    await session.index.didChange([id('third')]);
    const found = async () => (await session.search.query(COUNCIL_QUERY, 0, 9, makeJob())).total;
    expect(await found()).toBe(4);
    expect(scan).toHaveBeenCalledTimes(1);
    const again = await reopen();
    expect(await found()).toBe(4);
    expect(again).not.toHaveBeenCalled();
    expect(faults).toEqual([]);
  });

  test('is made anew where it is missing or damaged, and what it holds of another text is not used', async () => {
    expect(await hits('council')).toEqual(ALL);
    const file = cacheFile();
    const bytes = await readFile(file);
    for (const damage of [null, bytes.subarray(0, bytes.length - 3), Buffer.from('rubbish')]) {
      await session.close();
      if (damage) await writeFile(file, damage);
      else await rm(file);
      session = await open();
      expect(await hits('council')).toEqual(ALL);
      expect((await stat(file)).size).toBe(bytes.length);
    }
    expect(faults).toEqual([]);
  });

  test('that cannot be written is done without, and said once', async () => {
    await session.close();
    const folder = join(base, 'cache', session.store.project().id);
    await mkdir(join(folder, 'search-v1.bin'), { recursive: true });
    session = await open();
    expect(await hits('council')).toEqual(ALL);
    expect(faults.map(String)).toEqual([expect.stringContaining('cache cannot be used')]);
  });
});

const COUNCIL_QUERY = { query: 'council', scope: 'texts', sort: 'position', within: 'documents' } as const;

test('begins anew when its worker is gone', async () => {
  await session.close();
  const good = worker.file;
  try {
    worker = { ...worker, file: join(base, 'nothing.mjs') };
    session = await open();
    await expect(hits('council')).rejects.toMatchObject({ code: 'internal' });
  } finally {
    worker = { ...worker, file: good };
  }
  expect(faults).not.toEqual([]);
});
