import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Actor, Codebook } from '../../../src/core/codebook/codebook.ts';
import { emptyCodebook } from '../../../src/core/codebook/scales.ts';
import type { ActorId, AnnotatorId, DocumentId } from '../../../src/core/ids.ts';
import type { MentionDecision } from '../../../src/core/mentions/mention.ts';
import type { Job } from '../../../src/core/ports.ts';
import { readAnnotations } from '../../../src/main/services/exchange/read-annotations.ts';
import { runExport } from '../../../src/main/services/exchange/run-export.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { AT, countingIds, MemoryProject, SELF, sha256 } from '../../core/exchange/memory-project.ts';

const JOB: Job = { progress() {}, signal: { aborted: false, throwIfAborted() {} } };
const ENV = { fs: nodeFileSystem, clock: { now: () => Date.parse(AT) }, ids: countingIds(), sha256 };
const TEXT = 'The council met 🕊️ the Border Guard. The council left.\n';
const REPORT = 'report' as DocumentId;

function actor(id: string, name: string): Actor {
  return { id: id as ActorId, name, kind: 'organisation', aliases: [] };
}

function codebook(...actors: Actor[]): Codebook {
  return { ...emptyCodebook(), actors };
}

const COUNCIL = actor('a-council', 'The council');
const GUARD = actor('a-guard', 'Border Guard');
const start = TEXT.indexOf('Border Guard');
const last = TEXT.lastIndexOf('The council');
const DECISIONS: readonly MentionDecision[] = [
  { start: 0, end: 11, alias: 'The council', status: 'accepted', actorId: COUNCIL.id },
  { start, end: start + 12, alias: 'Border Guard', status: 'notActor', actorIds: [GUARD.id] },
  { start: last, end: last + 11, alias: 'The council', status: 'rejected' },
];

function projectWith(decisions: readonly MentionDecision[], book: Codebook, n: number): MemoryProject {
  const project = new MemoryProject([{ id: REPORT, text: TEXT }], book, undefined, n);
  if (decisions.length > 0) {
    const layer = { documentId: REPORT, annotator: SELF.id, state: 'unread' as const, annotations: [] };
    project.putLayer({ ...layer, mentions: decisions });
  }
  return project;
}

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-mentions-'));
  out = join(folder, 'all.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const source = () => projectWith(DECISIONS, codebook(COUNCIL, GUARD), 1);
const exported = (project: MemoryProject, format: 'jsonl' | 'csv' | 'w3c', to = out) =>
  runExport(project, { format, scope: {}, out: to, overwrite: true }, ENV, JOB);
const read = (project: MemoryProject, path = out) =>
  readAnnotations(project, { format: 'jsonl', path, fileName: 'all', self: SELF, preview: false }, ENV, JOB);
const decisionsOf = async (project: MemoryProject, annotator: AnnotatorId = SELF.id) =>
  (await project.readLayer(REPORT, annotator)).mentions;

test('decisions about mentions go out in JSONL and come in with their actors, though there is no annotation', async () => {
  const report = await exported(source(), 'jsonl');
  expect(report.losses).toEqual([]);
  expect(report.selfCheck.differences).toEqual([]);
  const other = projectWith([], codebook(), 2);
  const taken = await read(other);
  expect(taken.newActors).toEqual(['The council', 'Border Guard']);
  expect(taken.notices.map(({ notice }) => notice)).toEqual([
    '3 decisions about mentions are read in with it.',
  ]);
  expect(await decisionsOf(other)).toEqual(DECISIONS);
});

test('read twice changes nothing', async () => {
  await exported(source(), 'jsonl');
  const other = projectWith([], codebook(COUNCIL, GUARD), 2);
  await read(other);
  const before = await decisionsOf(other);
  const again = await read(other);
  expect(again.edits).toEqual([]);
  expect(again.notices).toEqual([]);
  expect(await decisionsOf(other)).toEqual(before);
});

test('an actor who has another id here is the one of that name', async () => {
  await exported(source(), 'jsonl');
  const here = actor('a-the-council', 'The council');
  const other = projectWith([], codebook(here, GUARD), 2);
  await read(other);
  expect((await decisionsOf(other))?.[0]).toMatchObject({ status: 'accepted', actorId: here.id });
});

test('what is decided here stays; what cannot be placed or names nobody is left out, and both are said', async () => {
  await exported(source(), 'jsonl');
  const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
  const mention = (decision: object) =>
    JSON.stringify({ kind: 'mention', documentId: REPORT, annotator: SELF.id, decision });
  const inThePair = TEXT.indexOf('🕊️') + 1;
  const bad = [
    { start: 500, end: 510, alias: 'x', status: 'rejected' },
    { start: 20, end: 20, alias: 'x', status: 'rejected' },
    { start: inThePair, end: inThePair + 4, alias: 'x', status: 'rejected' },
    { start: 12, end: 15, alias: 'x', status: 'accepted', actorId: 'a-nobody' },
  ];
  await writeFile(out, [...lines.slice(0, -1), ...bad.map(mention), lines.at(-1)].join('\n'));
  const mine: MentionDecision = { start: 0, end: 11, alias: 'The council', status: 'rejected' };
  const other = projectWith([mine], codebook(COUNCIL, GUARD), 2);
  const report = await read(other);
  expect(await decisionsOf(other)).toEqual([mine, ...DECISIONS.slice(1)]);
  expect(report.notices.map(({ notice }) => notice)).toEqual([
    '2 decisions about mentions are read in with it.',
    '1 decision about a mention is left out: something else is decided here about the same places.',
    '3 decisions about mentions are left out: their place is not in the text.',
    '1 decision about a mention is left out: they name an actor whom neither the file nor this project has.',
  ]);
});

test('in a document with another text no decision is placed', async () => {
  await exported(source(), 'jsonl');
  const other = new MemoryProject([{ id: REPORT, text: `New. ${TEXT}` }], codebook(COUNCIL), undefined, 2);
  const report = await read(other);
  expect(await decisionsOf(other)).toBeUndefined();
  expect(report.notices[0]?.notice).toMatch(/^3 decisions about mentions are left out: their document/);
});

test.each([
  ['csv', 'tables'],
  ['w3c', 'all.jsonld'],
] as const)('%s says that it holds none of them', async (format, name) => {
  const report = await exported(source(), format, join(folder, name));
  expect(report.losses).toContainEqual({
    what: 'what annotators decided about mentions (accepted, rejected)',
    count: 3,
  });
});
