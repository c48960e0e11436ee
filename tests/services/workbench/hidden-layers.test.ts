import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CallArgs } from '../../../src/contract/calls.ts';
import { connect, type Client } from '../../../src/contract/client.ts';
import { annotatorIdSchema, documentSetIdSchema, memoIdSchema } from '../../../src/core/ids.ts';
import type { Edit } from '../../../src/core/project/edit.ts';
import { openProject } from '../../../src/main/services/store/project-store.ts';
import { machineEnvironment, uuidSource } from '../../../src/main/services/workbench/machine.ts';
import { memoryWire } from '../../contract/transports.ts';
import { buildAgreementWorker, type BuiltWorker } from '../build-worker.ts';
import { buildSearchWorker } from '../search/search-worker-file.ts';
import { DOCUMENT_ID, makeAnnotation, makePlace, makeProject, type Place } from './fixture.ts';

const BOB = annotatorIdSchema.parse('bob');
const SECRET = 'What only Bob knows';

let searchWorker: BuiltWorker;
let agreementWorker: BuiltWorker;
let place: Place;
let page: Client;
let folder: string;
let self: string;

beforeAll(async () => {
  searchWorker = await buildSearchWorker();
  agreementWorker = await buildAgreementWorker();
});
afterAll(() => Promise.all([searchWorker.remove(), agreementWorker.remove()]));

beforeEach(async () => {
  place = await makePlace(searchWorker.file);
  folder = join(place.root, 'work');
  await makeProject(folder, 'Work');
  await writeAsBob();
  const workbench = place.workbench({ agreementWorkerFile: agreementWorker.file });
  page = connect(await (await memoryWire.start(workbench, '')).open(), { checkValues: true });
  const { snapshot } = await page.call('project.open', { folder });
  self = snapshot.annotator.id;
  await page.call('project.apply', {
    label: 'annotate',
    edits: [add(makeAnnotation(snapshot.annotator.id, 'rejected the offer'))] as never,
  });
});

afterEach(async () => {
  await place.remove();
  expect(place.faults).toEqual([]);
});

/** A plain layer and two memos of another, in the project's folder before anybody planned anything. */
async function writeAsBob(): Promise<void> {
  const store = await openProject(
    machineEnvironment(place.userData, () => undefined),
    folder,
  );
  await store.ensureAnnotator({ id: BOB, name: 'Bob' });
  const at = '2026-02-03T04:05:06.007Z';
  const memo = (target: 'project' | 'document'): Edit => ({
    kind: 'memo',
    annotator: BOB,
    before: null,
    after: {
      id: memoIdSchema.parse(uuidSource.uuid()),
      author: BOB,
      title: SECRET,
      target: target === 'project' ? { kind: 'project' } : { kind: 'document', documentId: DOCUMENT_ID },
      content: [],
      createdAt: at,
      updatedAt: at,
    },
  });
  await store.apply(
    {
      label: 'annotate',
      edits: [
        add(makeAnnotation(BOB, 'rejected the offer', { note: SECRET })),
        add(makeAnnotation(BOB, 'Reporters in Kabul')),
        memo('project'),
        memo('document'),
      ],
    },
    BOB,
  );
  await store.close();
}

function add(after: ReturnType<typeof makeAnnotation>): Extract<Edit, { kind: 'annotation' }> {
  return { kind: 'annotation', documentId: DOCUMENT_ID, annotator: after.annotator, before: null, after };
}

/** As the lead of a team that is made by the first change. */
async function plan(change: CallArgs<'team.changePlan'>['change']): Promise<void> {
  const shared = join(place.root, 'shared');
  await mkdir(shared, { recursive: true });
  if ((await page.call('team.status', {})).people.length === 0)
    await page.call('team.publish', { path: shared, dryRun: false, withDocuments: false });
  await page.call('team.changePlan', { change });
}

function setPhase(phase: 'blind' | 'open', set = ''): Promise<void> {
  return plan({ kind: 'phase', set, phase });
}

/** Whatever shows annotations or memos, asked once each. */
async function askAll() {
  const { snapshot } = await page.call('project.current', {});
  await mkdir(join(place.root, 'exports'), { recursive: true });
  const out = join(place.root, 'exports', 'export.jsonl');
  const request = { format: 'jsonl' as const, scope: {} };
  const report = await page.call('export.run', { ...request, out, overwrite: true });
  const agreement = await page.call('agreement.compare', {
    scope: {},
    rounds: 0,
    seed: 1,
    byDocument: false,
  });
  const { layers } = await page.call('document.open', { documentId: DOCUMENT_ID });
  return {
    snapshot: snapshot!,
    layers,
    evidence: await page.call('evidence.query', {
      filter: {},
      sort: { by: 'document', descending: false },
      offset: 0,
      limit: 100,
    }),
    usage: await page.call('evidence.usage', {}),
    preview: await page.call('export.preview', request),
    report,
    exported: await readEverything(join(place.root, 'exports')),
    agreement,
    notes: await page.call('search.query', {
      query: '"only Bob knows"',
      scope: 'notes',
      sort: 'position',
      within: 'documents',
      offset: 0,
      limit: 10,
    }),
  };
}

async function readEverything(within: string): Promise<string> {
  const entries = await readdir(within, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}

async function expectAllShown(): Promise<void> {
  const all = await askAll();
  expect(all.snapshot.hidden).toEqual({ layers: [], memos: 0 });
  expect(all.layers.map(({ annotator }) => annotator)).toEqual([BOB, self].toSorted());
  expect(all.evidence.total).toBe(3);
  expect(all.snapshot.documents[0]!.layers).toHaveLength(2);
  expect(all.snapshot.memos).toHaveLength(2);
  expect(all.report).toMatchObject({ annotations: 3, hidden: { layers: 0, memos: 0 } });
  expect(all.exported).toContain(SECRET);
  expect(all.exported).not.toContain('hidden');
  expect(all.agreement.all.annotators).toHaveLength(2);
  expect(all.notes.total).toBe(1);
}

async function expectOthersHidden(): Promise<void> {
  const all = await askAll();
  expect(all.snapshot.hidden).toEqual({ layers: [{ documentId: DOCUMENT_ID, annotator: BOB }], memos: 2 });
  expect(all.layers.map(({ annotator }) => annotator)).toEqual([self]);
  expect(all.evidence.total).toBe(1);
  expect(all.snapshot.documents[0]!.layers.map(({ annotator }) => annotator)).toEqual([self]);
  expect(all.snapshot.memos).toEqual([]);
  expect(all.report).toMatchObject({ annotations: 1, hidden: { layers: 1, memos: 2 } });
  expect(all.preview).toMatchObject({ annotations: 1, hidden: { layers: 1, memos: 2 } });
  expect(all.exported).toContain('1 layer and 2 memos of others are hidden until the team opens them.');
  expect(all.agreement.all.annotators).toEqual([]);
  expect(all.notes.total).toBe(0);
  expect(JSON.stringify(all)).not.toContain(SECRET);
}

test('without a plan everybody sees everything', () => expectAllShown());

test('in the blind phase what others did is shown nowhere, and said to be hidden; opened, it is there', async () => {
  const told: number[] = [];
  page.on('project.didOpen', ({ snapshot }) => {
    if (snapshot) told.push(snapshot.hidden.layers.length);
  });
  await setPhase('blind');
  await expectOthersHidden();
  expect(told).toEqual([1]);
  // The files are as they were, and a project that is opened anew knows before it shows anything.
  await page.call('project.close', {});
  await page.call('project.open', { folder });
  await expectOthersHidden();
  await setPhase('open');
  await expectAllShown();
});

test('a lead who does not adjudicate is as blind as everybody; who adjudicates reads', async () => {
  await setPhase('blind');
  await expectOthersHidden();
  await plan({ kind: 'member', id: annotatorIdSchema.parse(self), role: 'adjudicator' });
  await expectAllShown();
});

test('a file does not bring the layer of another into a document in its blind phase', async () => {
  const out = join(place.root, 'all.jsonl');
  await page.call('export.run', { format: 'jsonl', scope: {}, out, overwrite: false });
  await setPhase('blind');
  const file = { kind: 'path' as const, path: out };
  await expect(page.call('read.run', { format: 'jsonl', file })).rejects.toMatchObject({ code: 'refused' });
  await expectOthersHidden();
});

test('a set that the lead keeps blind stays blind when somebody takes the document out of it', async () => {
  const set = {
    id: documentSetIdSchema.parse(uuidSource.uuid()),
    name: 'First round',
    documents: [DOCUMENT_ID],
  };
  await page.call('project.apply', {
    label: 'set',
    edits: [{ kind: 'documentSet', before: null, after: set }],
  });
  await setPhase('blind', set.id);
  await expectOthersHidden();
  await page.call('project.apply', {
    label: 'empty the set',
    edits: [{ kind: 'documentSet', before: set, after: { ...set, documents: [] } }],
  });
  await expectOthersHidden();
});

test('a set that is put under the blind phase hides what it takes in', async () => {
  const set = { id: documentSetIdSchema.parse(uuidSource.uuid()), name: 'First round', documents: [] };
  await page.call('project.apply', {
    label: 'set',
    edits: [{ kind: 'documentSet', before: null, after: set }],
  });
  await setPhase('blind', set.id);
  expect((await page.call('project.current', {})).snapshot!.hidden.layers).toEqual([]);
  await page.call('project.apply', {
    label: 'fill the set',
    edits: [{ kind: 'documentSet', before: set, after: { ...set, documents: [DOCUMENT_ID] } }],
  });
  await expectOthersHidden();
});

test('a plan that cannot be read hides what others did, and one’s own work goes on', async () => {
  await setPhase('blind');
  await page.call('project.close', {});
  const journal = join(folder, 'team', 'journal');
  for (const name of await readdir(journal)) await writeFile(join(journal, name), 'cut o');
  const problems: string[] = [];
  page.on('project.problem', ({ message }) => void problems.push(message));
  const { snapshot } = await page.call('project.open', { folder });
  expect(snapshot.hidden.layers).toHaveLength(1);
  expect(snapshot.documents[0]!.layers.map(({ annotator }) => annotator)).toEqual([self]);
  expect(problems.join()).toContain('Until it can be read, what others annotated is hidden.');
  place.faults.length = 0;
});
