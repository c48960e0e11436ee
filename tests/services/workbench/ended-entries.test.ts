import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, type Client } from '../../../src/contract/client.ts';
import type { Actor, Codebook } from '../../../src/core/codebook/codebook.ts';
import { mergeActors, uniteAliases } from '../../../src/core/codebook/merge-entries.ts';
import { retireActor } from '../../../src/core/codebook/retire-entry.ts';
import { confirmTags } from '../../../src/core/codebook/settle-doubt.ts';
import { splitActor } from '../../../src/core/codebook/split-entry.ts';
import type { Edit } from '../../../src/core/project/edit.ts';
import { encodeFile } from '../../../src/main/services/store/envelope.ts';
import { codebookFormat } from '../../../src/main/services/store/record-formats.ts';
import { memoryWire } from '../../contract/transports.ts';
import { actor } from '../../core/codebook/samples.ts';
import { makePlace, type Place } from './fixture.ts';

const AT = '2026-01-02T03:04:05.678Z';

let place: Place;
let client: Client;

beforeEach(async () => {
  place = await makePlace();
  const wire = await memoryWire.start(place.workbench(), '');
  client = connect(await wire.open(), { checkValues: true });
  await writeFile(join(place.root, 'note.txt'), 'A note.\n\nThe Front met the Movement. The Front left.\n');
  await writeFile(
    join(place.root, 'sheet.csv'),
    'document,quote,actors\r\nnote.txt,met,The Front;The Movement\r\nnote.txt,left,The Front\r\n',
  );
  await client.call('project.create', { folder: join(place.root, 'project'), title: 'Ended' });
  await client.call('import.files', { files: [{ kind: 'path', path: join(place.root, 'note.txt') }] });
  await readSheet();
});
afterEach(async () => {
  await place.remove();
  expect(place.faults).toEqual([]);
});

function readSheet() {
  return client.call('read.run', {
    format: 'coding-sheet',
    file: { kind: 'path', path: join(place.root, 'sheet.csv') },
  });
}

async function codebook(): Promise<Codebook> {
  return (await client.call('project.current', {})).snapshot!.codebook;
}

async function apply(edits: readonly Edit[]): Promise<void> {
  await client.call('project.apply', { label: 'change', edits: edits as never });
}

async function rowsOf(actorId: string): Promise<number> {
  const { total } = await client.call('evidence.query', {
    filter: { actors: [actorId as Actor['id']] },
    sort: { by: 'document', descending: false },
    offset: 0,
    limit: 10,
  });
  return total;
}

async function mentions() {
  const { rows } = await client.call('mentions.query', {
    filter: { statuses: ['suggested', 'accepted'] },
    offset: 0,
    limit: 10,
  });
  return rows.map(({ text, mention }) => [text, mention.status, mention.actorId]);
}

async function accept(start: number, end: number, actorId: Actor['id']): Promise<void> {
  const { snapshot } = await client.call('project.current', {});
  const after = { start, end, alias: 'The Front', status: 'accepted' as const, actorId };
  const documentId = snapshot!.documents[0]!.id;
  const annotator = snapshot!.annotator.id;
  await apply([{ kind: 'mentionDecision', documentId, annotator, before: null, after }]);
}

test('a merge is followed by evidence, counts, mentions and sheets, and no layer is written', async () => {
  const start = await codebook();
  const [front, movement] = start.actors as [Actor, Actor];
  await accept(9, 18, front.id);
  const layers = async () => {
    const { snapshot } = await client.call('project.current', {});
    const { id, layers: all } = snapshot!.documents[0]!;
    const file = join(place.root, 'project', 'layers', id, `${all[0]!.annotator}.json`);
    return readFile(file, 'utf8');
  };
  const before = await layers();
  const aliases = uniteAliases(movement.name, [movement, front]);
  await apply(mergeActors(start, movement.id, [front.id], { ...movement, aliases }, AT));

  expect(await rowsOf(movement.id)).toBe(2);
  expect(await rowsOf(front.id)).toBe(2);
  expect((await client.call('evidence.usage', {})).actors).toEqual({ [movement.id]: 2 });
  expect(await mentions()).toEqual([
    ['The Front', 'accepted', movement.id],
    ['the Movement', 'suggested', movement.id],
    ['The Front', 'suggested', movement.id],
  ]);
  expect(await layers()).toBe(before);
  expect((await client.call('project.check', {})).faults).toEqual([]);

  // A sheet that still says the old name means the new one.
  await writeFile(join(place.root, 'sheet.csv'), 'document,quote,actors\r\nnote.txt,A note,The Front\r\n');
  expect((await readSheet()).newActors).toEqual([]);
  expect((await client.call('evidence.usage', {})).actors).toEqual({ [movement.id]: 3 });
});

test('who was split is asked for anew, and found by the names of the parts', async () => {
  const start = await codebook();
  const front = start.actors[0]!;
  await accept(9, 18, front.id);
  const parts = [
    actor('front-east', 'Front (east)', { aliases: [{ text: 'The Front' }] }),
    actor('front-west', 'Front (west)', { aliases: [{ text: 'The Front' }] }),
  ];
  await apply(splitActor(start, { of: front.id, parts, children: new Map() }, AT));
  expect(await rowsOf(front.id)).toBe(2);
  expect(await rowsOf(parts[0]!.id)).toBe(0);
  expect(await mentions()).toEqual([
    ['The Front', 'suggested', null],
    ['the Movement', 'suggested', 'a-the-movement'],
    ['The Front', 'suggested', null],
  ]);
  await writeFile(join(place.root, 'sheet.csv'), 'document,quote,actors\r\nnote.txt,A note,a-the-front\r\n');
  const { refused } = await readSheet();
  expect(refused[0]!.reason).toContain('say which is meant: Front (east), Front (west)');
});

test('the worklist has what is doubtful of one annotator, in windows, and forgets what was settled or removed', async () => {
  const start = await codebook();
  const front = start.actors[0]!;
  await apply([retireActor(front, AT)]);
  const { snapshot } = await client.call('project.current', {});
  const annotator = snapshot!.annotator.id;
  const ask = (kinds: ('retired' | 'split' | 'older')[], offset = 0, limit = 10) =>
    client.call('codebook.worklist', { annotator, kinds, offset, limit });

  const all = await ask(['retired']);
  expect(all.counts).toEqual({ split: 0, deleted: 0, retired: 2, definition: 0, scale: 0, older: 0 });
  expect(all).toMatchObject({ total: 2 });
  expect(all.rows.map(({ annotation }) => annotation.target.quote.exact)).toEqual(['met', 'left']);
  expect((await ask(['retired'], 1, 1)).rows).toEqual([all.rows[1]]);
  expect((await ask(['split', 'older'])).total).toBe(0);
  expect(
    (
      await client.call('codebook.worklist', {
        annotator: 'nobody' as never,
        kinds: ['retired'],
        offset: 0,
        limit: 1,
      })
    ).total,
  ).toBe(0);

  const before = all.rows[0]!.annotation;
  const after = confirmTags(before, await codebook(), '2026-02-03T04:05:06.789Z');
  const { documentId } = before;
  await apply([{ kind: 'annotation', documentId, annotator, before, after }]);
  expect((await ask(['retired'])).rows.map(({ annotation }) => annotation.id)).toEqual([
    all.rows[1]!.annotation.id,
  ]);

  const settings = (await client.call('document.open', { documentId })).document.settings;
  await apply([{ kind: 'document', documentId, before: settings, after: { ...settings, removedAt: AT } }]);
  expect((await ask(['retired'])).total).toBe(0);
});

test('who was retired is looked for no more; what was accepted stays', async () => {
  const start = await codebook();
  const front = start.actors[0]!;
  await accept(9, 18, front.id);
  await apply([retireActor(front, AT)]);
  expect(await mentions()).toEqual([
    ['The Front', 'accepted', front.id],
    ['the Movement', 'suggested', 'a-the-movement'],
  ]);
  expect(await rowsOf(front.id)).toBe(2);
  expect((await client.call('project.check', {})).faults).toEqual([]);
});

test('a codebook of the first format opens, and one in which merges go in circles is said to', async () => {
  const book = await codebook();
  await client.call('project.close', {});
  const file = join(place.root, 'project', 'codebook.json');
  const first = { ...codebookFormat, version: 1 };
  await writeFile(file, encodeFile(first, book, 90).bytes);
  await client.call('project.open', { folder: join(place.root, 'project') });
  expect(await codebook()).toEqual(book);
  await client.call('project.close', {});

  const [front, movement] = book.actors as [Actor, Actor];
  const circle = (one: Actor, into: Actor): Actor => ({
    ...one,
    ended: { kind: 'merged', at: AT, into: into.id },
  });
  const bad = { ...book, actors: [circle(front, movement), circle(movement, front)] };
  await writeFile(file, encodeFile(codebookFormat, bad, 91).bytes);
  await client.call('project.open', { folder: join(place.root, 'project') });
  const { faults } = await client.call('project.check', {});
  expect(faults.map(({ problem }) => problem)).toEqual([
    'a-the-front was merged into itself.',
    'a-the-movement was merged into itself.',
  ]);
});
