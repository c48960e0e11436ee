import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adjudicatedAnnotator, adjudicatedIdOf } from '../../../src/core/adjudication/adjudicated-id.ts';
import { adjudicationIdSchema, documentIdSchema, type AnnotatorId } from '../../../src/core/ids.ts';
import type { Edit } from '../../../src/core/project/edit.ts';
import { readAnnotations } from '../../../src/main/services/exchange/read-annotations.ts';
import { runExport } from '../../../src/main/services/exchange/run-export.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { exchangeSource } from '../../../src/main/services/workbench/exchange-source.ts';
import { sha256, systemClock, uuidSource } from '../../../src/main/services/workbench/machine.ts';
import { documentInput } from '../store/fixtures.ts';
import { annotatorOf, makeAnnotation, QUIET, TEXT } from '../team/fixture.ts';
import { openRealMachine, type RealMachine } from '../team/real-machine.ts';

const DOCUMENT = documentIdSchema.parse('harbour');
const INPUT = documentInput(DOCUMENT, TEXT);
const ANA = annotatorOf('Ana');
const CLEO = annotatorOf('Cleo');
const PUBLISH = { isDryRun: false, withDocuments: false };

let root: string;
let shared: string;
let ana: RealMachine;
let cleo: RealMachine;
const machines: RealMachine[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postil-role-'));
  shared = join(root, 'shared');
  await mkdir(shared);
  ana = await open('ana', ANA);
  cleo = await open('cleo', CLEO);
  await ana.apply('annotate', adding(ANA.id));
  for (const one of [ana, cleo]) await one.team.publish(shared, PUBLISH, QUIET);
  for (const one of [ana, cleo]) await one.team.receive(shared, { isDryRun: false }, QUIET);
});

afterEach(async () => {
  for (const one of machines.splice(0)) await one.close();
  await rm(root, { recursive: true, force: true });
});

async function open(name: string, annotator: RealMachine['annotator']): Promise<RealMachine> {
  const id = machines[0]?.session.store.project().id;
  const documents = [{ record: INPUT.record, text: INPUT.text }];
  const one = await openRealMachine(join(root, name), annotator, { documents, ...(id && { id }) });
  machines.push(one);
  return one;
}

function adding(annotator: AnnotatorId): Edit {
  const after = makeAnnotation(DOCUMENT, annotator, 0, 8);
  return { kind: 'annotation', documentId: DOCUMENT, annotator, before: null, after };
}

/** Cleo's decision to keep nothing of what Ana marked. */
function rejection(): Extract<Edit, { kind: 'adjudication' }> {
  return {
    kind: 'adjudication',
    documentId: DOCUMENT,
    annotator: adjudicatedIdOf(CLEO.id),
    before: null,
    after: {
      id: adjudicationIdSchema.parse(uuidSource.uuid()),
      outcome: 'rejected',
      of: [makeAnnotation(DOCUMENT, ANA.id, 0, 8)],
      readers: [ANA.id],
      taken: [],
      results: [],
      by: CLEO.id,
      at: '2026-01-01T00:00:00.000Z',
    },
  };
}

/** As the first decision about a document does. */
const BEGIN: Edit = {
  kind: 'readingState',
  documentId: DOCUMENT,
  annotator: adjudicatedIdOf(CLEO.id),
  before: 'unread',
  after: 'inProgress',
};

const decided = async ({ session: { store } }: RealMachine) =>
  (await store.readLayer(DOCUMENT, adjudicatedIdOf(CLEO.id))).adjudications ?? [];

/** Ana leads, and says so to Cleo's machines. */
async function name(role: 'annotator' | 'adjudicator' | 'lead', ...receivers: RealMachine[]): Promise<void> {
  await ana.team.changePlan({ kind: 'member', id: CLEO.id, role });
  await ana.team.publish(shared, PUBLISH, QUIET);
  for (const one of receivers) await one.team.receive(shared, { isDryRun: false }, QUIET);
}

const REFUSED = {
  code: 'refused',
  message:
    'Only adjudicators and leads of the team decide or take decisions back, and its plan names Cleo neither. Ask Ana, who leads the team. Nothing was changed.',
};

test('without a plan everybody adjudicates; with one, who is named adjudicator or lead', async () => {
  await cleo.apply('reject', rejection());
  expect(await decided(cleo)).toHaveLength(1);
  await name('annotator', cleo);
  await expect(cleo.apply('reject', rejection())).rejects.toMatchObject(REFUSED);
  // The refusal is of the change as a whole.
  const own = adding(CLEO.id);
  await expect(cleo.apply('both', own, rejection())).rejects.toMatchObject(REFUSED);
  expect((await cleo.session.store.readLayer(DOCUMENT, CLEO.id)).annotations).toEqual([]);
  await cleo.apply('annotate', own);
  for (const role of ['adjudicator', 'lead'] as const) {
    await name(role, cleo);
    await cleo.apply('reject', rejection());
  }
  expect(await decided(cleo)).toHaveLength(3);
});

test('whose role was taken away does not take back what they decided', async () => {
  const edit = rejection();
  await cleo.apply('reject', edit);
  await name('annotator', cleo);
  await expect(cleo.apply('undo', { ...edit, before: edit.after, after: null })).rejects.toMatchObject(
    REFUSED,
  );
  expect(await decided(cleo)).toHaveLength(1);
});

test('an earlier state of what one decided is not restored then either, and is there for later', async () => {
  await cleo.apply('reject', BEGIN, rejection());
  await cleo.team.checkpoint();
  await cleo.apply('reject', rejection());
  await name('annotator', cleo);
  const history = await cleo.team.history({ annotator: adjudicatedIdOf(CLEO.id) }, QUIET);
  expect(history.map(({ revision }) => revision)).toEqual([1, 2]);
  const [first] = history;
  await cleo.apply('annotate', adding(CLEO.id));
  await expect(cleo.team.restore(first!.sha256)).rejects.toMatchObject(REFUSED);
  expect(await decided(cleo)).toHaveLength(2);
  // Not even a revision of what was changed here meanwhile.
  expect(await cleo.team.history({ annotator: CLEO.id }, QUIET)).toEqual([]);
  await name('adjudicator', cleo);
  await cleo.team.restore(first!.sha256);
  expect(await decided(cleo)).toHaveLength(1);
});

test('a file does not bring decisions of one’s own then, and nothing else of what it holds', async () => {
  const edit = rejection();
  const own = adding(CLEO.id) as Extract<Edit, { kind: 'annotation' }>;
  await cleo.apply('both', own, BEGIN, edit);
  const env = { fs: nodeFileSystem, clock: systemClock, ids: uuidSource, sha256 };
  const path = join(root, 'all.jsonl');
  const scope = { layers: 'all' } as const;
  const request = { format: 'jsonl', scope, out: path, overwrite: false } as const;
  await runExport(exchangeSource(cleo.session), request, env, QUIET);
  const back = [
    { ...edit, before: edit.after, after: null },
    { ...BEGIN, before: BEGIN.after, after: BEGIN.before } as Edit,
    { ...own, before: own.after, after: null },
  ];
  await cleo.apply('undo', ...back);
  await name('annotator', cleo);
  const read = (preview: boolean) =>
    readAnnotations(
      exchangeSource(cleo.session),
      { format: 'jsonl', path, fileName: 'all.jsonl', self: CLEO, preview },
      env,
      QUIET,
    );
  const ownLayer = () => cleo.session.store.readLayer(DOCUMENT, CLEO.id);
  for (const preview of [true, false]) {
    await expect(read(preview)).rejects.toMatchObject({
      code: 'refused',
      message: `“all.jsonl”: ${REFUSED.message}`,
    });
  }
  expect((await ownLayer()).annotations).toEqual([]);
  await name('adjudicator', cleo);
  await read(false);
  expect((await ownLayer()).annotations).toHaveLength(1);
  expect(await decided(cleo)).toHaveLength(1);
  // What one read in oneself is no way round it.
  await name('annotator', cleo);
  await expect(cleo.apply('undo', ...back)).rejects.toMatchObject(REFUSED);
});

test('what one decided on another machine is received, and waits where the plan does not let one', async () => {
  await mkdir(join(root, 'desk'));
  await cp(join(root, 'cleo', 'user-data'), join(root, 'desk', 'user-data'), { recursive: true });
  const desk = await open('desk', CLEO);
  await cleo.apply('reject', BEGIN, rejection());
  await cleo.team.publish(shared, PUBLISH, QUIET);
  await name('annotator', desk);
  expect(await decided(desk)).toEqual([]);
  await name('adjudicator', desk);
  expect(await decided(desk)).toHaveLength(1);
  // The exchange has weighed who may; the session takes its word.
  await name('annotator', desk);
  const received = { label: 'receive', edits: [rejection()] };
  await expect(desk.session.apply(received)).rejects.toMatchObject(REFUSED);
  await desk.session.apply(received, [adjudicatedAnnotator(CLEO)]);
  expect(await decided(desk)).toHaveLength(2);
  await expect(desk.apply('reject', rejection())).rejects.toMatchObject(REFUSED);
});
