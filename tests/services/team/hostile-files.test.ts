import { because } from '../../../src/core/team/reasons.ts';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src/core/exchange/exchange.ts';
import { documentIdSchema } from '../../../src/core/ids.ts';
import { publishedName } from '../../../src/core/team/published.ts';
import { seal, type Identity } from '../../../src/main/services/team/identity.ts';
import { sha256 } from '../../../src/main/services/workbench/machine.ts';
import type { MemoryDisk } from '../../faults/memory-disk.ts';
import {
  annotate,
  annotatorOf,
  makeAnaAndBen,
  makeAnnotation,
  makeIdentity,
  makeMachine,
  QUIET,
  signed,
  writeTo,
  type Machine,
} from './fixture.ts';

const DOCUMENT = documentIdSchema.parse('harbour');
const RECEIVE = { isDryRun: false };
const PUBLISH = { isDryRun: false, withDocuments: true };

let keys: Identity[];
beforeAll(async () => {
  keys = await Promise.all(Array.from({ length: 3 }, makeIdentity));
});

let memory: MemoryDisk;
let ana: Machine;
let ben: Machine;
beforeEach(async () => {
  ({ memory, ana, ben } = await makeAnaAndBen(keys));
  await annotate(ana, makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18));
  await ana.team.publish('/shared', PUBLISH, QUIET);
  await ben.team.receive('/shared', RECEIVE, QUIET);
});

const write = (path: string, data: string | Uint8Array): Promise<void> => writeTo(memory, path, data);

/** The text under the name that its own hash gives it. */
async function put(text: string, folder = 'layers/harbour/ana', revision = 1): Promise<string> {
  const name = `${folder}/${revision}-${sha256(text).slice(0, 12)}.json`;
  await write(`/shared/${name}`, text);
  return name;
}

/** As `makePublished`, of text that no record of Postil could become. */
function signText(content: string): string {
  const { signature: _, ...body } = signed(keys[0]!, { payload: { kind: 'plain', content: 'PLACE' } }).body;
  const message = canonicalJson(body).replace('"PLACE"', () => content);
  return `${message.slice(0, -1)},"signature":"${keys[0]!.sign(message)}"}\n`;
}

const emptyLayer = (changes: object): object => ({
  documentId: 'harbour',
  annotator: 'ana',
  state: 'unread',
  annotations: [],
  ...changes,
});

describe('a signed file of a known person is refused, and named', () => {
  test.each([
    ['that is nested too deeply', '['.repeat(100_000) + ']'.repeat(100_000), 'nested deeper'],
    ['with a key that would change every object', '{"__proto__":{"state":"done"}}', '__proto__'],
    ['with a number beyond 2^53', '{"state":9007199254740993}', 'beyond 2^53'],
    ['with half of a surrogate pair', '{"state":"\\ud800"}', 'surrogate'],
    ['that is not JSON', '{"state":}', 'is not JSON'],
  ])('%s', async (_, content, reason) => {
    const name = await put(signText(content));
    const before = await ben.project.readLayer(DOCUMENT, ana.project.annotator.id);
    const report = await ben.team.receive('/shared', RECEIVE, QUIET);
    expect(report.refused).toMatchObject([
      { name, reason: expect.stringContaining(reason), refusal: 'content' },
    ]);
    expect(report).toMatchObject({ accepted: 0, layers: [] });
    expect(await ben.project.readLayer(DOCUMENT, ana.project.annotator.id)).toEqual(before);
    // Named again the next time, and still nothing else.
    expect((await (await ben.reopen()).team.receive('/shared', RECEIVE, QUIET)).refused).toHaveLength(1);
  });

  test.each([
    [
      'replayed from another project',
      { project: '0192f3a4-0000-7000-8000-00000000ffff' as never },
      'another project',
    ],
    ['that claims a revision without one before it', { revision: 3 }, 'schema'],
  ])('%s', async (_, changes, reason) => {
    const file = signed(keys[0]!, changes);
    const name = publishedName(file);
    await write(`/shared/${name}`, file.text);
    const report = await ben.team.receive('/shared', RECEIVE, QUIET);
    expect(report.refused).toMatchObject([{ name, reason: expect.stringContaining(reason) }]);
  });

  test('signed by one person in the name of another: held, until somebody confirms the key', async () => {
    const file = signed(keys[2]!, { payload: { kind: 'plain', content: emptyLayer({ state: 'done' }) } });
    await write(`/shared/${publishedName(file)}`, file.text);
    const report = await ben.team.receive('/shared', RECEIVE, QUIET);
    expect(report.held).toEqual([
      expect.objectContaining({ author: 'ana', kind: 'layer', signKey: keys[2]!.signKey }),
    ]);
    expect(report.layers).toEqual([]);
  });

  test.each([
    ['holds the layer of another person', emptyLayer({ annotator: 'ben', state: 'done' }), 'of another'],
    [
      'holds the layer of another document',
      emptyLayer({ documentId: 'strike', state: 'done' }),
      'of another',
    ],
    ['holds no layer at all', ['layer'], 'is no layer'],
  ])('that %s', async (_, content, reason) => {
    const [link] = (await ben.team.history({ annotator: ana.project.annotator.id }, QUIET)).slice(-1);
    const file = signed(keys[0]!, {
      revision: 2,
      previous: link!.sha256,
      payload: { kind: 'plain', content },
    });
    await write(`/shared/${publishedName(file)}`, file.text);
    const report = await ben.team.receive('/shared', RECEIVE, QUIET);
    expect(report.refused).toMatchObject([
      { name: 'layers/harbour/ana 2', reason: expect.stringContaining(reason) },
    ]);
    expect((await ben.project.readLayer(DOCUMENT, ana.project.annotator.id)).annotations).toHaveLength(1);
    await expect(ben.team.status()).resolves.toMatchObject({ forks: [] });
  });

  test('sealed to the reader with something that is no layer, or no JSON: refused, not “sealed to others”', async () => {
    const [link] = await ben.team.history({ annotator: ana.project.annotator.id }, QUIET);
    const age = await seal('{"__proto__":1}', [keys[1]!.boxKey]);
    const file = signed(keys[0]!, { revision: 2, previous: link!.sha256, payload: { kind: 'sealed', age } });
    await write(`/shared/${publishedName(file)}`, file.text);
    const report = await ben.team.receive('/shared', RECEIVE, QUIET);
    expect(report.refused).toMatchObject([
      { name: 'layers/harbour/ana 2', reason: expect.stringContaining('__proto__') },
    ]);
    expect(report.waiting).toEqual([]);
  });
});

test('half of a surrogate pair in a note is published as U+FFFD, which everybody can read', async () => {
  const annotation = makeAnnotation(DOCUMENT, ana.project.annotator.id, 20, 30, {
    note: 'half \ud83d of it',
  });
  await annotate(ana, annotation);
  await ana.team.publish('/shared', PUBLISH, QUIET);
  expect((await ana.team.publish('/shared', PUBLISH, QUIET)).made).toEqual([]);
  const report = await ben.team.receive('/shared', RECEIVE, QUIET);
  expect(report.refused).toMatchObject([]);
  const layer = await ben.project.readLayer(DOCUMENT, ana.project.annotator.id);
  expect(layer.annotations.find(({ id }) => id === annotation.id)!.note).toBe('half \ufffd of it');
  expect((await (await ana.reopen()).team.status()).published).toHaveLength(1);
});

test('thousands of strange names, in other Unicode forms too, are listed and harm nothing', async () => {
  const names = Array.from({ length: 3000 }, (_, i) => `layers/harbour/ana/1-${i}.json`);
  names.push(
    'layers/harbour/ána/1-0123456789ab.json',
    'layers/harbour/a\u0301na/1-0123456789ab.json',
    'layers/harbour/ana/１-0123456789ab.json',
    'layers/harbour/ana/1-0123456789AB.json',
    'layers/harbour/ana/01-0123456789ab.json',
    'layers/con.txt/ana/1-0123456789ab.json',
    'LAYERS/harbour/ana/1-0123456789ab.json',
    `${'n'.repeat(200)}.json`,
  );
  for (const name of names) await write(`/shared/${name}`, 'x');
  const report = await ben.team.receive('/shared', RECEIVE, QUIET);
  expect(report.refused).toMatchObject([]);
  expect(new Set(report.notRecognised)).toEqual(new Set(names));
  expect(report.accepted).toBe(0);
});

test('a file larger than any that Postil publishes is refused before it is read', async () => {
  const name = 'layers/harbour/ana/9-0123456789ab.json';
  await write(`/shared/${name}`, '');
  const fs = {
    ...memory.fs,
    async openFile(path: string) {
      const reader = await memory.fs.openFile(path);
      if (!path.endsWith(name)) return reader;
      return { ...reader, size: 200 * 1024 ** 2, read: () => Promise.reject(new Error('It was read.')) };
    },
  };
  const cleo = await makeMachine(fs, '/ben', annotatorOf('Ben'), keys[1]!, { documents: ['harbour'] });
  const report = await cleo.team.receive('/shared', RECEIVE, QUIET);
  expect(report.refused).toMatchObject([
    { name, reason: expect.stringContaining('more than 128 MB'), refusal: 'tooLarge', about: '128 MB' },
  ]);
});

test('clocks that are wrong by ten years decide nothing', async () => {
  const [link] = await ben.team.history({ annotator: ana.project.annotator.id }, QUIET);
  const file = signed(keys[0]!, {
    revision: 2,
    previous: link!.sha256,
    createdAt: '2016-03-04T05:06:07.008Z',
    payload: { kind: 'plain', content: emptyLayer({ state: 'done' }) },
  });
  await write(`/shared/${publishedName(file)}`, file.text);
  await ben.team.receive('/shared', RECEIVE, QUIET);
  expect(await ben.project.readLayer(DOCUMENT, ana.project.annotator.id)).toMatchObject({ state: 'done' });
  const later = signed(keys[0]!, {
    createdAt: '2036-03-04T05:06:07.008Z',
    payload: { kind: 'plain', content: emptyLayer({}) },
  });
  await write(`/shared/${publishedName(later)}`, later.text);
  // A first revision that nothing follows is a fork beside the second, however late it says to be.
  const report = await ben.team.receive('/shared', RECEIVE, QUIET);
  expect(report.forks).toHaveLength(1);
  expect(await ben.project.readLayer(DOCUMENT, ana.project.annotator.id)).toMatchObject({ state: 'done' });
});

test('a layer over another text of the document waits, is not lost, and is taken in once that text is here', async () => {
  const { documents } = ben.project.state;
  const right = documents.get(DOCUMENT)!;
  documents.set(DOCUMENT, { ...right, text: { ...right.text, sha256: sha256('another text') } });
  const annotation = makeAnnotation(DOCUMENT, ana.project.annotator.id, 20, 30);
  await annotate(ana, annotation);
  await ana.team.publish('/shared', PUBLISH, QUIET);
  const wait = {
    document: 'harbour',
    annotator: 'ana',
    ...because('otherText'),
  };
  for (let i = 0; i < 2; i++) {
    const report = await ben.team.receive('/shared', RECEIVE, QUIET);
    expect(report).toMatchObject({ refused: [], layers: [], waiting: [wait] });
  }
  expect((await ben.project.readLayer(DOCUMENT, ana.project.annotator.id)).annotations).toHaveLength(1);
  documents.set(DOCUMENT, right);
  const report = await (await ben.reopen()).team.receive('/shared', RECEIVE, QUIET);
  expect(report).toMatchObject({ accepted: 0, waiting: [], layers: [{ annotator: 'ana', added: 1 }] });
  expect(await ben.project.readLayer(DOCUMENT, ana.project.annotator.id)).toEqual(
    await ana.project.readLayer(DOCUMENT, ana.project.annotator.id),
  );
});
