import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Annotation, TextRange } from '../../../src/core/annotation/annotation.ts';
import { annotationSchema } from '../../../src/core/annotation/annotation.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import { annotatorIdSchema, type DocumentId } from '../../../src/core/ids.ts';
import type { Job } from '../../../src/core/ports.ts';
import { invertChange, type Edit } from '../../../src/core/project/edit.ts';
import { collectFiles } from '../../../src/main/services/import/collect-files.ts';
import { importInto } from '../../../src/main/services/workbench/import-into.ts';
import { sha256, uuidSource } from '../../../src/main/services/workbench/machine.ts';
import type { ProjectSession } from '../../../src/main/services/workbench/project-session.ts';
import { openTestSession, type TestSession } from '../mentions/open-test-session.ts';
import { makePlace, type Place } from '../workbench/fixture.ts';

const OLD = `The truce in the valley

The council met on Friday to talk about the truce. Its speaker said that the talks were over, and that nobody would return to them before the spring.

The envoy left in the night. The drivers said that they had seen him go.

A trader put the number of the dead at four, and the army put it at six.

${'No comment. '.repeat(8)}
`;
const CORRECTED = OLD.replace('on Friday', 'on Thursday')
  .replace('A trader put the number of the dead at four', 'A trader put the number of the dead at three')
  .replace('The envoy left', '[Corrected.]\n\nThe envoy left');
const AMINA = { id: annotatorIdSchema.parse('amina'), name: 'Amina' };
const JONAS = { id: annotatorIdSchema.parse('jonas'), name: 'Jonas' };
const job: Job = { progress: () => undefined, signal: { aborted: false, throwIfAborted: () => undefined } };

let place: Place;
let opened: TestSession;
let session: ProjectSession;

beforeEach(async () => {
  place = await makePlace();
  opened = await openTestSession(place, AMINA);
  session = opened.session;
});
afterEach(async () => {
  await opened.close();
  await place.remove();
});

async function importText(name: string, text: string, versionOf?: DocumentId) {
  const path = join(place.root, name);
  await writeFile(path, text);
  return importInto(session, await collectFiles([path]), () => undefined, job, versionOf);
}

async function importOlder(): Promise<DocumentId> {
  return (await importText('truce.txt', OLD)).added[0]!.id;
}

function passage(documentId: DocumentId, annotator = AMINA, ...quotes: string[]): Annotation {
  const ranges = quotes.map((quote) => {
    const start = OLD.indexOf(quote);
    return { start, end: start + quote.length };
  });
  return passageAt(documentId, ranges, annotator);
}

function fourthOf(words: string): TextRange {
  let start = -1;
  for (let i = 0; i < 4; i++) start = OLD.indexOf(words, start + 1);
  return { start, end: start + words.length };
}

function passageAt(documentId: DocumentId, ranges: readonly TextRange[], annotator = AMINA): Annotation {
  const at = '2026-02-03T04:05:06.007Z';
  return annotationSchema.parse({
    id: uuidSource.uuid(),
    documentId,
    annotator: annotator.id,
    target: makeTarget(OLD, sha256(OLD), ranges),
    actors: [],
    stances: [],
    codes: [],
    note: ranges.map(({ start, end }) => OLD.slice(start, end)).join('; '),
    codebookRevision: 0,
    createdAt: at,
    updatedAt: at,
  });
}

async function add(...annotations: Annotation[]): Promise<void> {
  const edits = annotations.map((after): Edit => ({
    kind: 'annotation',
    documentId: after.documentId,
    annotator: after.annotator,
    before: null,
    after,
  }));
  await session.apply({ label: 'add', edits });
}

async function carry(newer?: DocumentId) {
  const { edits, pairs } = await session.versions.carry(session.annotator.id, job, newer);
  const change = { label: 'carry', edits };
  if (edits.length > 0) await session.apply(change);
  return { change, pairs };
}

async function layer(id: DocumentId) {
  return session.store.readLayer(id, session.annotator.id);
}

describe('a corrected version', () => {
  it('is a document of its own, linked to the older one, which stays as it was', async () => {
    const older = await importOlder();
    const before = await session.store.readDocument(older);
    const report = await importText('truce-corrected.txt', CORRECTED, older);
    const newer = report.added[0]!;
    expect(newer.versionOf).toBe(older);
    expect((await session.store.readDocument(newer.id)).settings.versionOf).toBe(older);
    expect(await session.store.readText(newer.id)).toBe(CORRECTED);
    expect(await session.store.readDocument(older)).toEqual(before);
    expect((await session.store.check(job)).faults).toEqual([]);
  });

  it('takes the passages that are certain with it, and leaves the others and the originals where they are', async () => {
    const older = await importOlder();
    const sure = passage(older, AMINA, 'Its speaker said that the talks were over');
    const changed = passage(older, AMINA, 'A trader put the number of the dead at four, and the army');
    const twice = passageAt(older, [fourthOf('No comment.')]);
    const parts = passage(older, AMINA, 'The envoy left in the night', 'The drivers said that they');
    const gone = passage(older, AMINA, 'on Friday');
    await add(sure, changed, twice, parts, gone);
    const original = await layer(older);
    const newer = (await importText('truce-2.txt', CORRECTED, older)).added[0]!.id;

    expect(await session.versions.carry(session.annotator.id, job, undefined, [newer])).toEqual({
      edits: [],
      pairs: [],
    });
    const { change, pairs } = await carry();
    expect(pairs).toEqual([{ older, newer, carried: 2, waiting: 3 }]);
    const carried = await layer(newer);
    expect(carried.annotations.map(({ note, target }) => [note, target.quote.exact])).toEqual([
      [sure.note, sure.target.quote.exact],
      [parts.note, parts.target.quote.exact],
    ]);
    expect(carried.carried).toMatchObject([
      { from: sure.id, outcome: 'carried', to: carried.annotations[0]!.id, confidence: 1 },
      { from: parts.id, outcome: 'carried', to: carried.annotations[1]!.id, confidence: 1 },
    ]);
    expect(await layer(older)).toEqual(original);
    expect((await session.store.check(job)).faults).toEqual([]);

    // Done twice, it changes nothing.
    expect((await carry()).change.edits).toEqual([]);
    expect(await layer(newer)).toEqual(carried);
    // Undone, nothing is left of it; done again, it is the same again.
    await session.apply(invertChange(change));
    expect(await layer(newer)).toEqual({
      documentId: newer,
      annotator: AMINA.id,
      state: 'unread',
      annotations: [],
    });
    await carry();
    expect((await layer(newer)).annotations.map(({ id }) => id)).toEqual(
      carried.annotations.map(({ id }) => id),
    );
  });

  it('queues what is not certain, with old and new side by side, to be placed or dropped', async () => {
    const older = await importOlder();
    const changed = passage(older, AMINA, 'A trader put the number of the dead at four, and the army');
    const twice = passageAt(older, [fourthOf('No comment.')]);
    const gone = passage(older, AMINA, 'on Friday');
    await add(gone, twice, changed);
    const newer = (await importText('truce-2.txt', CORRECTED, older)).added[0]!.id;
    await carry();
    const { total, waiting, byDocument } = await session.versions.queue(
      AMINA.id,
      { offset: 0, limit: 10 },
      job,
    );
    expect(total).toBe(3);
    expect(byDocument).toEqual([{ newer, waiting: 3 }]);
    expect(waiting.map(({ annotation }) => annotation.id)).toEqual([gone.id, changed.id, twice.id]);
    expect(waiting.map(({ proposal }) => proposal.kind)).toEqual(['missing', 'likely', 'ambiguous']);
    expect(waiting[2]!.places.length).toBeGreaterThan(2);
    const [likely] = waiting[1]!.places;
    expect(likely!.exact).toBe('A trader put the number of the dead at three, and the army');
    expect(waiting[1]!.before.exact).toBe(changed.target.quote.exact);
    expect(waiting[1]!.before.before).toContain('seen him go');
    const window = await session.versions.queue(AMINA.id, { offset: 1, limit: 1 }, job);
    expect(window).toMatchObject({ total: 3, waiting: [{ annotation: { id: changed.id } }] });

    const { versions } = session;
    const accept = await versions.decide(AMINA.id, newer, changed.id, {
      ranges: likely!.ranges,
      confidence: 0.9,
    });
    await session.apply({ label: 'place', edits: accept });
    const choose = await versions.decide(AMINA.id, newer, twice.id, {
      ranges: waiting[2]!.places[1]!.ranges,
    });
    await session.apply({ label: 'place', edits: choose });
    const drop = await versions.decide(AMINA.id, newer, gone.id, null);
    await session.apply({ label: 'drop', edits: drop });
    const after = await layer(newer);
    expect(after.annotations.map(({ note, target }) => [note, target.ranges])).toEqual([
      [changed.note, likely!.ranges],
      [twice.note, waiting[2]!.places[1]!.ranges],
    ]);
    expect(after.carried?.map(({ outcome }) => outcome).toSorted()).toEqual(['dropped', 'placed', 'placed']);
    expect(await session.versions.queue(AMINA.id, { offset: 0, limit: 10 }, job)).toEqual({
      total: 0,
      waiting: [],
      byDocument: [],
    });
    await expect(versions.decide(AMINA.id, newer, gone.id, null)).rejects.toMatchObject({ code: 'stale' });
    // Taken back, it waits again.
    await session.apply(invertChange({ label: 'drop', edits: drop }));
    expect((await versions.queue(AMINA.id, { offset: 0, limit: 10 }, job)).total).toBe(1);
    // What was placed and deleted afterwards does not come back.
    const placed = after.annotations[0]!;
    await session.apply({
      label: 'delete',
      edits: [{ kind: 'annotation', documentId: newer, annotator: AMINA.id, before: placed, after: null }],
    });
    expect((await carry()).change.edits).toEqual([]);
  });

  it('refuses a place outside of the text, and what is no passage of the older version', async () => {
    const older = await importOlder();
    const gone = passage(older, AMINA, 'on Friday');
    await add(gone);
    const newer = (await importText('truce-2.txt', CORRECTED, older)).added[0]!.id;
    const { versions } = session;
    const outside = { ranges: [{ start: 5, end: 1e6 }] };
    await expect(versions.decide(AMINA.id, newer, gone.id, outside)).rejects.toMatchObject({
      code: 'bad-request',
    });
    await expect(versions.decide(AMINA.id, older, gone.id, null)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(versions.decide(JONAS.id, newer, gone.id, null)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('writes one’s own layer only: another’s passages come when they open the project', async () => {
    const older = await importOlder();
    session.annotator = JONAS;
    await add(passage(older, JONAS, 'Its speaker said that the talks were over'));
    session.annotator = AMINA;
    const newer = (await importText('truce-2.txt', CORRECTED, older)).added[0]!.id;
    expect((await carry()).change.edits).toEqual([]);
    expect(await session.store.layersOf(newer)).toEqual([]);
    session.annotator = JONAS;
    await carry();
    expect(await session.store.layersOf(newer)).toEqual([JONAS.id]);
  });

  it('of a version: what was carried once goes on, all in one go', async () => {
    const older = await importOlder();
    await add(passage(older, AMINA, 'Its speaker said that the talks were over'));
    const second = (await importText('truce-2.txt', CORRECTED, older)).added[0]!.id;
    const third = (await importText('truce-3.txt', `Third.\n\n${CORRECTED}`, second)).added[0]!.id;
    const { pairs } = await carry();
    expect(pairs).toEqual([
      { older, newer: second, carried: 1, waiting: 0 },
      { older: second, newer: third, carried: 1, waiting: 0 },
    ]);
    expect((await layer(third)).annotations).toHaveLength(1);
    expect((await session.store.check(job)).faults).toEqual([]);
  });
});

describe('importing a version', () => {
  it('twice changes nothing, and a text that is there already is linked', async () => {
    const older = await importOlder();
    const loose = (await importText('truce-2.txt', CORRECTED)).added[0]!;
    expect(loose.versionOf).toBeUndefined();
    const linked = await importText('truce-2.txt', CORRECTED, older);
    expect(linked).toMatchObject({ added: [], refused: [] });
    expect(session.index.summary(loose.id)?.versionOf).toBe(older);
    const filesNow = async () =>
      (await session.store.fileStats()).documents.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const files = await filesNow();
    await importText('truce-2.txt', CORRECTED, older);
    expect(await filesNow()).toEqual(files);
  });

  it('is refused for the same text, for what has a newer version, and in a circle', async () => {
    const older = await importOlder();
    expect((await importText('same.txt', OLD, older)).refused).toMatchObject([
      { reason: expect.stringContaining('same text') },
    ]);
    const newer = (await importText('truce-2.txt', CORRECTED, older)).added[0]!.id;
    expect((await importText('truce-3.txt', `${CORRECTED}More.`, older)).refused).toMatchObject([
      { reason: expect.stringContaining(newer) },
    ]);
    expect((await importText('truce.txt', OLD, newer)).refused).toMatchObject([
      { reason: expect.stringContaining('itself a newer version') },
    ]);
    expect(session.index.summaries()).toHaveLength(2);
  });

  it('needs one file and a document that is there', async () => {
    const older = await importOlder();
    await expect(importText('x.txt', 'X.', 'nowhere' as DocumentId)).rejects.toMatchObject({
      code: 'not-found',
    });
    await writeFile(join(place.root, 'a.txt'), 'One.');
    await writeFile(join(place.root, 'b.txt'), 'Two.');
    const two = await collectFiles([join(place.root, 'a.txt'), join(place.root, 'b.txt')]);
    await expect(importInto(session, two, () => undefined, job, older)).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(session.index.summaries()).toHaveLength(1);
  });

  it('is offered for a very similar text and for the same name, and never done unasked', async () => {
    const older = await importOlder();
    const alike = await importText('other-name.txt', CORRECTED);
    expect(alike.likelyVersions).toEqual([{ documentId: alike.added[0]!.id, older, why: 'text' }]);
    expect(alike.added[0]!.versionOf).toBeUndefined();
    const namesake = await importText(
      'truce.txt',
      'Quite another text, on the price of flour in the bazaar of Kamar.',
    );
    expect(namesake.likelyVersions).toEqual([{ documentId: namesake.added[0]!.id, older, why: 'name' }]);
    const stranger = await importText(
      'flour.txt',
      'Salt and sugar were dear that year, as everybody there remembers.',
    );
    expect(stranger.likelyVersions).toEqual([]);
  });
});
