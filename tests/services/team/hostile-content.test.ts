import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { documentIdSchema, memoIdSchema } from '../../../src/core/ids.ts';
import { publishedName, type PublishedFile, type Unsigned } from '../../../src/core/team/published.ts';
import { seal, type Identity } from '../../../src/main/services/team/identity.ts';
import { sha256, uuidSource } from '../../../src/main/services/workbench/machine.ts';
import type { MemoryDisk } from '../../faults/memory-disk.ts';
import {
  annotate,
  makeActor,
  makeAnaAndBen,
  makeAnnotation,
  makeIdentity,
  makeRecord,
  PROJECT,
  QUIET,
  signed,
  TEXT,
  writeTo,
  type Machine,
} from './fixture.ts';

/*
 * Files that are whole, signed and of a known person, and whose content cannot stand: of a broken or a hostile program.
 * Each is refused or waits, by name, and stops nothing else, now and later.
 */

const DOCUMENT = documentIdSchema.parse('harbour');
const RECEIVE = { isDryRun: false };
const PUBLISH = { isDryRun: false, withDocuments: true };

let keys: Identity[];
beforeAll(async () => {
  keys = await Promise.all(Array.from({ length: 2 }, makeIdentity));
});

let memory: MemoryDisk;
let ana: Machine;
let ben: Machine;
beforeEach(async () => {
  ({ memory, ana, ben } = await makeAnaAndBen(keys));
  await ana.team.publish('/shared', PUBLISH, QUIET);
  await ben.team.receive('/shared', RECEIVE, QUIET);
});

/** As Ana signed it; put into the shared folder. */
async function publishAs(changes: Partial<Unsigned>): Promise<PublishedFile> {
  const file = signed(keys[0]!, changes);
  await writeTo(memory, `/shared/${publishedName(file)}`, file.text);
  return file;
}

/** Ana's next write to what is in common. */
async function writeEntry(key: string, value: unknown): Promise<void> {
  const names = (await memory.fs.list('/shared/registry/ana')).map(({ name }) => name);
  const last = names.toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b)).at(-1)!;
  const text = Buffer.from(await memory.fs.readFile(`/shared/registry/ana/${last}`)).toString();
  await publishAs({
    kind: 'registry',
    document: null,
    revision: Number.parseInt(last) + 1,
    previous: sha256(text),
    payload: {
      kind: 'plain',
      content: { writes: [{ id: uuidSource.uuid(), key, value, replaces: [], earlier: [] }] },
    },
  });
}

/** What Ana publishes next comes through in spite of it, and everything that looks at it goes on. */
async function expectGoesOn(): Promise<void> {
  const another = makeAnnotation(documentIdSchema.parse('strike'), ana.project.annotator.id, 4, 18);
  ana.project.state.documents.set(another.documentId, makeRecord('strike'));
  await annotate(ana, another);
  await ana.team.publish('/shared', PUBLISH, QUIET);
  for (let i = 0; i < 2; i++) await ben.team.receive('/shared', RECEIVE, QUIET);
  const layer = await ben.project.readLayer(another.documentId, ana.project.annotator.id);
  expect(layer.annotations).toEqual([another]);
  const again = await ben.reopen();
  await again.team.status();
  await again.team.history({}, QUIET);
  await again.team.memoHistory({}, QUIET);
}

const layer = (changes: object): object => ({
  documentId: 'harbour',
  annotator: 'ana',
  state: 'inProgress',
  annotations: [],
  ...changes,
});

describe('a layer', () => {
  const cases: [string, string, () => unknown][] = [
    ['that is none', 'is no layer', () => ['layer']],
    [
      'with a passage beyond the end of the text',
      'beyond the end of the text',
      () => {
        const annotation = makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18);
        const target = { ...annotation.target, ranges: [{ start: 4, end: TEXT.length + 50 }] };
        return layer({ annotations: [{ ...annotation, target }] });
      },
    ],
    [
      'with a mention beyond the end of the text',
      'beyond the end of the text',
      () => layer({ mentions: [{ start: 5, end: TEXT.length + 9, alias: 'x', status: 'rejected' }] }),
    ],
  ];
  test.each(cases)('%s is refused by name', async (_, reason, content) => {
    await publishAs({ payload: { kind: 'plain', content: content() } });
    const report = await ben.team.receive('/shared', RECEIVE, QUIET);
    expect(report.refused).toMatchObject([
      { name: 'layers/harbour/ana 1', reason: expect.stringContaining(reason) },
    ]);
    await expectGoesOn();
  });

  test('with a mention of an actor that is still on its way waits for it', async () => {
    const mentions = [{ start: 4, end: 8, alias: 'port', actorId: 'a-port', status: 'accepted' }];
    await publishAs({ payload: { kind: 'plain', content: layer({ mentions }) } });
    const report = await ben.team.receive('/shared', RECEIVE, QUIET);
    expect(report).toMatchObject({ refused: [], waiting: [{ reason: 'unknownEntry', about: 'a-port' }] });
    await expectGoesOn();
    await writeEntry('actor:a-port', { id: 'a-port', name: 'Port', kind: 'other', aliases: [] });
    await ben.team.receive('/shared', RECEIVE, QUIET);
    const { mentions: here } = await ben.project.readLayer(DOCUMENT, ana.project.annotator.id);
    expect(here).toEqual(mentions);
  });

  test('with a mention of an actor that was deleted since comes in', async () => {
    const actor = makeActor('a-port', 'Port');
    await ana.project.apply({ label: 'new', edits: [{ kind: 'actor', before: null, after: actor }] }, []);
    await ana.team.publish('/shared', PUBLISH, QUIET);
    await ben.team.receive('/shared', RECEIVE, QUIET);
    await ben.project.apply({ label: 'gone', edits: [{ kind: 'actor', before: actor, after: null }] }, []);
    const mentions = [{ start: 4, end: 8, alias: 'Port', actorId: 'a-port', status: 'accepted' }];
    await publishAs({ payload: { kind: 'plain', content: layer({ mentions }) } });
    await ben.team.receive('/shared', RECEIVE, QUIET);
    const { mentions: here } = await ben.project.readLayer(DOCUMENT, ana.project.annotator.id);
    expect(here).toEqual(mentions);
  });

  test('that is sealed to its reader and no JSON', async () => {
    const age = await seal('no JSON', [keys[1]!.boxKey]);
    await publishAs({ payload: { kind: 'sealed', age } });
    expect((await ben.team.receive('/shared', RECEIVE, QUIET)).refused).toHaveLength(1);
    await expectGoesOn();
  });
});

describe('a memo', () => {
  const memo = memoIdSchema.parse(uuidSource.uuid());
  test('that is none', async () => {
    await publishAs({ kind: 'memo', document: null, memo, payload: { kind: 'plain', content: [] } });
    expect((await ben.team.receive('/shared', RECEIVE, QUIET)).refused).toHaveLength(1);
    await expectGoesOn();
  });
  test('that is sealed to its reader and no JSON', async () => {
    const age = await seal('no JSON', [keys[1]!.boxKey]);
    await publishAs({ kind: 'memo', document: null, memo, payload: { kind: 'sealed', age } });
    expect((await ben.team.receive('/shared', RECEIVE, QUIET)).refused).toHaveLength(1);
    await expectGoesOn();
  });
});

describe('an entry in common', () => {
  const settings = (changes: object): object => ({ metadata: {}, zones: [], ...changes });
  const zone = { id: 'z1', kind: 'notice', start: 1, end: 9999, status: 'kept', why: '' };
  test.each([
    ['a document of a source that is not here', settings({ sourceId: 's-nowhere' }), 'sourceAway'],
    ['a version of a document that is not here', settings({ versionOf: 'nowhere' }), 'documentsAway'],
    ['a zone beyond the end of the text', settings({ zones: [zone] }), 'otherText'],
  ])('%s is held, and said', async (_, value, reason) => {
    await writeEntry('document:harbour', value);
    const report = await ben.team.receive('/shared', RECEIVE, QUIET);
    expect(report.conflicts).toEqual([
      expect.objectContaining({ key: 'document:harbour', kind: 'held', reason }),
    ]);
    await expectGoesOn();
  });

  test('a source that comes later makes what was held stand', async () => {
    await writeEntry('document:harbour', settings({ sourceId: 's-gazette' }));
    await ben.team.receive('/shared', RECEIVE, QUIET);
    await writeEntry('source:s-gazette', { id: 's-gazette', name: 'Gazette', kind: 'newspaper', grades: [] });
    const report = await ben.team.receive('/shared', RECEIVE, QUIET);
    expect(report.conflicts).toEqual([]);
    expect(ben.project.state.documents.get(DOCUMENT)!.settings.sourceId).toBe('s-gazette');
  });

  test.each([
    ['a document that is a version of itself', 'document:harbour', settings({ versionOf: 'harbour' })],
    [
      'a zone that ends before it begins',
      'document:harbour',
      settings({ zones: [{ ...zone, start: 9, end: 2 }] }),
    ],
    [
      'a set of one document twice',
      `set:${PROJECT}`,
      { id: PROJECT, name: 'a', documents: ['harbour', 'harbour'] },
    ],
  ])('%s is not used', async (_, key, value) => {
    await writeEntry(key, value);
    expect((await ben.team.receive('/shared', RECEIVE, QUIET)).registryChanges).toEqual([]);
    await expectGoesOn();
  });
});

test('a document whose text is not that of its record', async () => {
  const bad = makeRecord('strange');
  await publishAs({
    kind: 'document',
    document: bad.id,
    payload: {
      kind: 'plain',
      content: { record: bad, text: 'Another text.', original: Buffer.from(TEXT).toString('base64') },
    },
  });
  const report = await ben.team.receive('/shared', RECEIVE, QUIET);
  expect(report.refused).toHaveLength(1);
  expect(ben.project.state.documents.has(bad.id)).toBe(false);
  await expectGoesOn();
});
