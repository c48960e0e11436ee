import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { annotatorIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import { machineEnvironment } from '../../../src/main/services/workbench/machine.ts';
import { openProject } from '../../../src/main/services/store/project-store.ts';
import { requireBuild, runPostil, type Ended } from './run-postil.ts';

const recordSchema = z.strictObject({
  documentId: z.string(),
  start: z.int(),
  end: z.int(),
  text: z.string(),
  actorId: z.string().nullable(),
  alias: z.string(),
  status: z.enum(['suggested', 'accepted', 'rejected', 'notActor']),
  collision: z.literal(true).optional(),
  candidates: z.array(z.string()).optional(),
  annotator: z.string().optional(),
});
type MentionRecord = z.infer<typeof recordSchema>;

const TEXT =
  'The Harbour–Union met the 👩‍👩‍👧 council.\n\nHU men, or the HARBOUR\nUNION, spoke to the Council.\n';

let folder: string;
let project: string;

beforeAll(requireBuild, 300_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-mentions-'));
  project = join(folder, 'project');
  const text = join(folder, 'report.txt');
  await writeFile(text, TEXT);
  await run('init', project, '--name', 'Harbour');
  await run('import', project, text);
  await run('actors', project, '--add', 'Harbour Union', '--alias', 'HU');
  await run('actors', project, '--add', 'City Council', '--alias', 'Council');
  await run('actors', project, '--add', 'Elders', '--alias', 'Council');
}, 60_000);

afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<Ended> {
  const ended = await runPostil(args, { home: join(folder, 'home') });
  expect(ended, ended.error).toMatchObject({ status: 0 });
  return ended;
}

async function mentions(...args: string[]): Promise<MentionRecord[]> {
  const { out } = await run('mentions', project, ...args, '--json');
  return z.array(recordSchema).parse(JSON.parse(out));
}

test('lists every mention as it stands in the document; a shared name names nobody', async () => {
  const all = await mentions();
  expect(all.map(({ text, actorId, alias, status }) => [text, actorId, alias, status])).toEqual([
    ['Harbour–Union', 'a-harbour-union', 'Harbour Union', 'suggested'],
    ['council', null, 'Council', 'suggested'],
    ['HU', 'a-harbour-union', 'HU', 'suggested'],
    ['HARBOUR\nUNION', 'a-harbour-union', 'Harbour Union', 'suggested'],
    ['Council', null, 'Council', 'suggested'],
  ]);
  expect(all[1]).toMatchObject({ collision: true, candidates: ['a-city-council', 'a-elders'] });
  const text = await readFile(join(project, 'documents', `${all[0]!.documentId}.txt`), 'utf8');
  for (const { start, end, text: found } of all) expect(text.slice(start, end)).toBe(found);
  const table = await run('mentions', project);
  expect(table.out).toContain('a-city-council or a-elders');
});

test('says who decided what, and takes one person’s decisions', async () => {
  const [first, council] = await mentions();
  const environment = machineEnvironment(join(folder, 'home'), ({ message }) => {
    throw new Error(message);
  });
  const store = await openProject(environment, project);
  const documentId = documentIdSchema.parse(first!.documentId);
  const elders = store.codebook().actors.find(({ id }) => id === 'a-elders')!.id;
  const [anna, ben] = ['anna', 'ben'].map((id) => annotatorIdSchema.parse(id));
  for (const annotator of [anna!, ben!]) {
    await store.ensureAnnotator({ id: annotator, name: annotator === anna ? 'Anna' : 'Ben' });
    const place = { start: council!.start, end: council!.end, alias: 'Council' };
    const after =
      annotator === anna
        ? { ...place, status: 'accepted' as const, actorId: elders }
        : { ...place, status: 'rejected' as const };
    await store.apply(
      { label: 'decide', edits: [{ kind: 'mentionDecision', documentId, annotator, before: null, after }] },
      annotator,
    );
  }
  await store.close();

  const decided = (await mentions()).filter(({ annotator }) => annotator !== undefined);
  expect(decided.map(({ annotator, status, actorId }) => [annotator, status, actorId])).toEqual([
    ['anna', 'accepted', 'a-elders'],
    ['ben', 'rejected', null],
  ]);
  const annas = await mentions('--annotator', 'Anna');
  expect(annas).toHaveLength(5);
  expect(annas[1]).toMatchObject({ status: 'accepted', actorId: 'a-elders', annotator: 'anna' });
  expect(annas[1]).not.toHaveProperty('collision');
  await run('check', project);
});
