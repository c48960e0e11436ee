import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { documentIdSchema } from '../../../src/core/ids.ts';
import type { Edit } from '../../../src/core/project/edit.ts';
import { documentInput } from '../store/fixtures.ts';
import { annotatorOf, makeAnnotation, QUIET, TEXT } from '../team/fixture.ts';
import { openRealMachine, type RealMachine } from '../team/real-machine.ts';

/*
 * What the lists of documents leave out as nobody's work (a layer without annotations of who has not begun to read) may
 * still be work, or the end of some: it is published like all else.
 */

const DOCUMENT = documentIdSchema.parse('harbour');
const INPUT = documentInput(DOCUMENT, TEXT);
const ANA = annotatorOf('Ana');
const PUBLISH = { isDryRun: false, withDocuments: false };

let root: string;
let shared: string;
let ana: RealMachine;
let ben: RealMachine;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postil-small-'));
  shared = join(root, 'shared');
  await mkdir(shared);
  const documents = [{ record: INPUT.record, text: INPUT.text }];
  ana = await openRealMachine(join(root, 'ana'), ANA, { documents });
  const { id } = ana.session.store.project();
  ben = await openRealMachine(join(root, 'ben'), annotatorOf('Ben'), { documents, id });
});

afterEach(async () => {
  for (const one of [ana, ben]) await one.close();
  await rm(root, { recursive: true, force: true });
});

async function exchange(): Promise<number> {
  const { made } = await ana.team.publish(shared, PUBLISH, QUIET);
  await ben.team.receive(shared, { isDryRun: false }, QUIET);
  return made.filter(({ kind }) => kind === 'layer').length;
}
const atBen = () => ben.session.store.readLayer(DOCUMENT, ANA.id);
const atAna = () => ana.session.store.readLayer(DOCUMENT, ANA.id);

test('a layer of decisions about mentions alone is published', async () => {
  const after = { start: 0, end: 8, alias: 'The port', status: 'rejected' } as const;
  await ana.apply('reject', {
    kind: 'mentionDecision',
    documentId: DOCUMENT,
    annotator: ANA.id,
    before: null,
    after,
  });
  expect(await exchange()).toBe(1);
  expect((await atBen()).mentions).toEqual((await atAna()).mentions);
  expect(await exchange()).toBe(0);
});

test('that the only annotation of a layer was taken back is published', async () => {
  const annotation = makeAnnotation(DOCUMENT, ANA.id, 0, 8);
  const edit: Edit = {
    kind: 'annotation',
    documentId: DOCUMENT,
    annotator: ANA.id,
    before: null,
    after: annotation,
  };
  await ana.apply('annotate', edit);
  expect(await exchange()).toBe(1);
  expect((await atBen()).annotations).toHaveLength(1);
  await ana.apply('undo', { ...edit, before: annotation, after: null });
  expect(await exchange()).toBe(1);
  expect((await atBen()).annotations).toEqual([]);
  expect(await exchange()).toBe(0);
});

test('a layer that was begun and undone before it was ever published is nobody’s work', async () => {
  const annotation = makeAnnotation(DOCUMENT, ANA.id, 0, 8);
  const edit = { kind: 'annotation', documentId: DOCUMENT, annotator: ANA.id } as const;
  await ana.apply('annotate', { ...edit, before: null, after: annotation });
  await ana.apply('undo', { ...edit, before: annotation, after: null });
  expect(await exchange()).toBe(0);
});
