import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findSyncthing, SYNCTHING_MISSING } from '../../../scripts/find-syncthing.mjs';
import { isEqual } from '../../../src/core/equal.ts';
import { canonicalJson } from '../../../src/core/exchange/exchange.ts';
import { documentIdSchema, type DocumentId } from '../../../src/core/ids.ts';
import { annotatorOf, makeActor, makeAnnotation, makeRecord, QUIET, TEXT } from './fixture.ts';
import { openRealMachine, type RealDocument, type RealMachine } from './real-machine.ts';
import { startPair, synchronise, until, type Syncthing } from './syncthing.ts';

const program = findSyncthing();
if (program === null) console.warn(`NOT RUN: the exchange through Syncthing. ${SYNCTHING_MISSING}`);

const ROUNDS = 5;
const DOCUMENTS = ['harbour', 'strike'];
const RECEIVE = { isDryRun: false };
const PUBLISH = { isDryRun: false, withDocuments: true };

describe.skipIf(program === null)('real folders that Syncthing synchronises', () => {
  let root: string;
  let ana: RealMachine;
  let ben: RealMachine;
  let pair: [Syncthing, Syncthing];
  const closing: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'postil-syncthing-'));
    pair = await startPair(program!, root, ['ana', 'ben']);
    closing.push(() => Promise.all(pair.map((one) => one.stop())));
    const documents = DOCUMENTS.map((name): RealDocument => ({ record: makeRecord(name), text: TEXT }));
    ana = await openRealMachine(join(root, 'ana'), annotatorOf('Ana'), { documents });
    ben = await openRealMachine(join(root, 'ben'), annotatorOf('Ben'), {
      id: ana.session.store.project().id,
      documents,
    });
    closing.push(ana.close, ben.close);
    await until('the two are connected', () => pair[0].isConnected());
  }, 120_000);

  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }, 60_000);

  const published = (one: Syncthing): Promise<string[]> =>
    names(one.folder, (name) => /^(?:layers|documents|people|registry|plan)\//.test(name));

  test(`two publish at a time, ${ROUNDS} rounds over: one project on both, nothing lost, and again nothing changes`, async () => {
    const made = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, machine] of [ana, ben].entries()) {
        const { id } = machine.annotator;
        const actor = makeActor(`a-${id}-${round}`, `Seen by ${id}, ${round}`);
        await machine.apply('actor', { kind: 'actor', before: null, after: actor });
        const documentId = documentIdSchema.parse(DOCUMENTS[(round + i) % 2]);
        const annotation = makeAnnotation(documentId, id, 4 + round, 18 + round, {
          actors: [{ actorId: actor.id, role: 'about' }],
          codebookRevision: machine.session.store.codebook().revision,
        });
        made.add(annotation.id);
        const { annotator } = annotation;
        await machine.apply('highlight', {
          kind: 'annotation',
          documentId,
          annotator,
          before: null,
          after: annotation,
        });
      }
      // At once, and received while Syncthing is at work: whatever is there by then is taken.
      await Promise.all([
        ana.team.publish(pair[0].folder, PUBLISH, QUIET),
        ben.team.publish(pair[1].folder, PUBLISH, QUIET),
        ...pair.map((one) => one.scan()),
      ]);
      const midway = await Promise.all([
        ana.team.receive(pair[0].folder, RECEIVE, QUIET),
        ben.team.receive(pair[1].folder, RECEIVE, QUIET),
      ]);
      for (const report of midway) expect(report.refused).toEqual([]);
    }
    await synchronise(pair);
    await until('the folders hold the same files', async () =>
      isEqual(await published(pair[0]), await published(pair[1])),
    );

    for (const [machine, { folder }] of [
      [ana, pair[0]],
      [ben, pair[1]],
    ] as const) {
      const last = await machine.team.receive(folder, RECEIVE, QUIET);
      expect(last).toMatchObject({ refused: [], waiting: [], held: [], conflicts: [], forks: [] });
      const state = await stateOf(machine);
      expect(await machine.team.receive(folder, RECEIVE, QUIET)).toMatchObject({
        accepted: 0,
        documents: [],
        registryChanges: [],
        layers: [],
      });
      expect(await stateOf(machine)).toBe(state);
      expect((await machine.team.publish(folder, PUBLISH, QUIET)).put).toBe(0);
    }
    expect(await stateOf(ana)).toBe(await stateOf(ben));
    expect(new Set(await annotationsOf(ben))).toEqual(made);
    expect(ben.session.store.codebook().actors).toHaveLength(2 * ROUNDS);
  }, 240_000);

  test('what Syncthing itself puts there is named, never used and never touched', async () => {
    const documentId = documentIdSchema.parse('harbour');
    const annotation = makeAnnotation(documentId, ana.annotator.id, 4, 18);
    const { annotator } = annotation;
    await ana.apply('highlight', {
      kind: 'annotation',
      documentId,
      annotator,
      before: null,
      after: annotation,
    });
    await ana.team.publish(pair[0].folder, PUBLISH, QUIET);
    const notes = join(pair[0].folder, 'notes.txt');
    for (const text of ['Call Ben.', 'Ben called.']) {
      await writeFile(notes, text);
      await synchronise(pair);
    }

    // While Ben's is off, both change the bytes of one published file. Ana's comes back as it was, and is the newer one.
    const file = (await published(pair[0])).find((name) => name.startsWith('layers/'))!;
    const [atAna, atBen] = pair.map((one) => join(one.folder, file));
    const good = await readFile(atAna!);
    await pair[1].stop();
    await appendFile(atBen!, 'a line that a program added\n');
    await utimes(atBen!, new Date('2026-01-01'), new Date('2026-01-01'));
    await appendFile(atAna!, 'another line\n');
    await pair[0].scan();
    await writeFile(atAna!, good);
    await pair[0].scan();
    pair[1] = await pair[1].startAgain();
    const conflicts = async (one: Syncthing): Promise<string[]> =>
      (await published(one)).filter((name) => name.includes('.sync-conflict-'));
    await until('both have the conflict copy', async () => {
      await Promise.all(pair.map((one) => one.scan()));
      return (await conflicts(pair[0])).length === 1 && (await conflicts(pair[1])).length === 1;
    });
    await synchronise(pair);
    expect(await readFile(atBen!)).toEqual(good);
    const [conflict] = await conflicts(pair[1]);

    await writeFile(join(pair[1].folder, '.stignore'), 'nothing-of-ours\n');
    const foreign = (await names(pair[1].folder, () => true)).filter(
      (name) => !/^(?!.*sync-conflict)[a-z]+\/.*\/\d+-[0-9a-f]{12}\.json$|^postil-team\.json$/.test(name),
    );
    // Its marker, what it is told to leave alone, the copy of the conflict, and an old version that it kept.
    expect(foreign).toContain('.stignore');
    expect(foreign).toContain(conflict);
    expect(foreign.some((name) => name.startsWith('.stversions/'))).toBe(true);
    const before = await hashes(pair[1].folder);

    const report = await ben.team.receive(pair[1].folder, RECEIVE, QUIET);
    expect(report.refused).toEqual([]);
    expect(report.notRecognised).toEqual(
      ['.stfolder/', '.stignore', '.stversions/', conflict, 'notes.txt'].sort(),
    );
    expect(report.layers).toEqual([expect.objectContaining({ annotator: 'ana', added: 1 })]);
    expect(await annotationsOf(ben)).toEqual([annotation.id]);
    await ben.team.publish(pair[1].folder, PUBLISH, QUIET);
    expect(await hashes(pair[1].folder)).toMatchObject(before);
  }, 240_000);

  test('a file that is only half here is named and left alone, and taken once it is whole', async () => {
    const text = Array.from(
      { length: 15_000 },
      (_, i) => `Line ${createHash('md5').update(`${i}`).digest('hex')}`,
    );
    const large = `${text.join('\n')}\n`;
    await addDocument(ana, 'large', large);
    for (const one of pair) await one.limit(256);
    await ana.team.publish(pair[0].folder, PUBLISH, QUIET);
    const scanned = Promise.all(pair.map((one) => one.scan()));
    const halves = (): Promise<string[]> =>
      names(pair[1].folder, (name) => /^documents\/large\/.*\.syncthing\..*\.tmp$/.test(name));
    await until('half of the file is there', async () => (await halves()).length > 0);
    const [half] = await halves();
    const early = await ben.team.receive(pair[1].folder, RECEIVE, QUIET);
    expect(early.refused).toEqual([]);
    expect(early.notRecognised).toContain(half);
    expect(early.documents).toEqual([]);
    expect(await halves()).toEqual([half]);

    await scanned;
    for (const one of pair) await one.limit(0);
    await synchronise(pair);
    const report = await ben.team.receive(pair[1].folder, RECEIVE, QUIET);
    expect(report).toMatchObject({ refused: [], documents: ['large'] });
    expect(await ben.session.store.readText(documentIdSchema.parse('large'))).toBe(large);
  }, 240_000);
});

/** Every file below a folder that `wanted` names, with `/`. */
async function names(folder: string, wanted: (name: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split('\\').join('/'))
    .filter(wanted)
    .sort();
}

async function hashes(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of await names(folder, () => true))
    found[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
  return found;
}

async function addDocument({ session }: RealMachine, name: string, text: string): Promise<void> {
  const hash = createHash('sha256').update(text).digest('hex');
  const record = makeRecord(name);
  await session.store.addDocument({
    record: {
      ...record,
      text: { sha256: hash, length: text.length },
      original: { ...record.original, sha256: hash, bytes: Buffer.byteLength(text) },
      structure: { blocks: [{ kind: 'paragraph', start: 0, end: text.length - 1 }], inlines: [] },
    },
    text,
    original: Buffer.from(text),
  });
  await session.index.didChange([{ documentId: record.id, annotator: null }]);
}

async function layersOf({ session }: RealMachine) {
  const layers = [];
  for (const documentId of [...session.store.documentIds()].sort() as DocumentId[]) {
    for (const { id } of session.store.project().annotators)
      layers.push(await session.store.readLayer(documentId, id));
  }
  return layers.filter(({ annotations }) => annotations.length > 0);
}

async function annotationsOf(machine: RealMachine): Promise<string[]> {
  return (await layersOf(machine)).flatMap(({ annotations }) => annotations.map(({ id }) => id));
}

/** All that a copy of the project holds in common, and every layer. */
async function stateOf(machine: RealMachine): Promise<string> {
  const { store } = machine.session;
  const { actors, codes, scales } = store.codebook();
  const layers = (await layersOf(machine)).toSorted((a, b) =>
    `${a.documentId} ${a.annotator}` < `${b.documentId} ${b.annotator}` ? -1 : 1,
  );
  return canonicalJson({
    actors: actors.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    codes,
    scales,
    layers,
    sources: store.sources(),
    documents: [...store.documentIds()].sort(),
  });
}
