import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { actorSchema, type Actor } from '../../../src/core/codebook/codebook.ts';
import { annotatorIdSchema, documentIdSchema, type DocumentId } from '../../../src/core/ids.ts';
import { decideMention, type Verdict } from '../../../src/core/mentions/decide.ts';
import type { Mention } from '../../../src/core/mentions/mention.ts';
import type { MentionGroup } from '../../../src/core/mentions/mention-queue.ts';
import { invertChange, type Change, type Edit } from '../../../src/core/project/edit.ts';
import type { Job, Progress } from '../../../src/core/ports.ts';
import {
  acceptingEdits,
  mentionGroups,
  mentionWindow,
} from '../../../src/main/services/mentions/mention-queue.ts';
import type { ProjectSession } from '../../../src/main/services/workbench/project-session.ts';
import { openTestSession, type TestSession } from './open-test-session.ts';
import { makePlace, makeRecord, type Place } from '../workbench/fixture.ts';

const anna = { id: annotatorIdSchema.parse('anna'), name: 'Anna' };
const NORTH = documentIdSchema.parse('north');
const SOUTH = documentIdSchema.parse('south');
const TEXTS = new Map([
  [
    NORTH,
    'The Harbour Union struck. HU men left; the Council of elders did not.\nThe Council waits for the HU.',
  ],
  [SOUTH, 'In 2012 the\nCouncil and the Harbour\nUnion spoke.'],
]);

function actor(id: string, name: string, ...aliases: Actor['aliases']): Actor {
  return actorSchema.parse({ id: `a-${id}`, name, kind: 'other', aliases });
}
const union = actor('union', 'Harbour Union', { text: 'HU' });
const elders = actor('elders', 'Elders', { text: 'Council' });
const city = actor('city', 'City Council', { text: 'Council', from: '2015-01-01' });

const quiet: Job = { progress: () => undefined, signal: { aborted: false, throwIfAborted: () => undefined } };

let place: Place;
let opened: TestSession;
let session: ProjectSession;

beforeEach(async () => {
  place = await makePlace();
  opened = await openTestSession(place, anna, async (store) => {
    for (const [id, text] of TEXTS) {
      const record = makeRecord(id, text);
      const date = { value: id === NORTH ? '2020' : '2012-05', status: 'accepted' as const };
      await store.addDocument({
        record: {
          ...record,
          importedAt: `2026-01-0${id === NORTH ? 1 : 2}T00:00:00.000Z`,
          settings: { ...record.settings, metadata: { date } },
        },
        text,
        original: Buffer.from(text),
      });
    }
  });
  session = opened.session;
  await apply(
    'registry',
    ...[union, elders, city].map((after): Edit => ({ kind: 'actor', before: null, after })),
  );
});

afterEach(async () => {
  await opened.close();
  await place.remove();
});

async function apply(label: string, ...edits: Edit[]): Promise<Change> {
  const change = { label, edits };
  await session.apply(change);
  return change;
}

function of(id: DocumentId): Promise<readonly Mention[]> {
  return session.mentions.ofDocument(id, anna.id);
}

async function shown(id: DocumentId): Promise<string[]> {
  return (await of(id)).map(
    ({ start, end, status, actorId }) => `${TEXTS.get(id)!.slice(start, end)} ${status} ${actorId ?? '?'}`,
  );
}

function decide(documentId: DocumentId, mention: Mention, verdict: Verdict): Promise<Change> {
  return apply('decide', decideMention({ documentId, annotator: anna.id }, mention, verdict)!);
}

const parts = () => ({ store: session.store, finder: session.mentions, annotator: anna.id });
const brief = ({ actorId, alias, counts, documents }: MentionGroup) =>
  `${actorId ?? '?'} ${alias} ${counts.suggested}/${counts.accepted}/${counts.rejected}/${counts.notActor} in ${documents}`;
const CITY_OR_ELDERS = { actorId: null, alias: 'Council' };

describe('the mentions of a project', () => {
  test('are found by name, date and document, and what is decided about them counts', async () => {
    expect(await shown(NORTH)).toEqual([
      'Harbour Union suggested a-union',
      'HU suggested a-union',
      'Council suggested ?',
      'elders suggested a-elders',
      'Council suggested ?',
      'HU suggested a-union',
    ]);
    expect(await shown(SOUTH)).toEqual(['Council suggested a-elders', 'Harbour\nUnion suggested a-union']);

    const [name, hu, council, word] = await of(NORTH);
    await decide(NORTH, name!, { kind: 'accept', actorId: union.id });
    await decide(NORTH, hu!, { kind: 'notActor', actorId: union.id });
    const notCity = await decide(NORTH, council!, { kind: 'notActor', actorId: city.id });
    await decide(NORTH, word!, { kind: 'reject' });
    expect((await shown(NORTH)).slice(0, 4)).toEqual([
      'Harbour Union accepted a-union',
      'HU notActor a-union',
      'Council suggested a-elders',
      'elders rejected a-elders',
    ]);
    await session.apply(invertChange(notCity));
    expect((await shown(NORTH))[2]).toBe('Council suggested ?');
  });

  test('follow the registry, a document’s date and a deletion that is undone', async () => {
    const [first] = await of(NORTH);
    await decide(NORTH, first!, { kind: 'accept', actorId: union.id });
    await apply('rename', { kind: 'actor', before: union, after: { ...union, aliases: [] } });
    expect(await shown(NORTH)).not.toContain('HU suggested a-union');
    const gone = await apply('delete', { kind: 'actor', before: { ...union, aliases: [] }, after: null });
    expect((await shown(NORTH))[0]).toBe('Council suggested ?');
    await session.apply(invertChange(gone));
    expect((await shown(NORTH))[0]).toBe('Harbour Union accepted a-union');

    const { settings: before } = await session.store.readDocument(SOUTH);
    const after = { ...before, metadata: {} };
    await apply('date', { kind: 'document', documentId: SOUTH, before, after });
    expect((await shown(SOUTH))[0]).toBe('Council suggested ?');
  });

  test('are refused for a document that is not there', async () => {
    await expect(of(documentIdSchema.parse('nowhere'))).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the queue', () => {
  test('groups by actor and name, collisions first', async () => {
    expect((await mentionGroups(parts(), quiet)).map(brief)).toEqual([
      '? Council 2/0/0/0 in 1',
      'a-union HU 2/0/0/0 in 1',
      'a-union Harbour Union 2/0/0/0 in 2',
      'a-elders Council 1/0/0/0 in 1',
      'a-elders Elders 1/0/0/0 in 1',
    ]);
    const [collision] = await mentionGroups(parts(), quiet);
    expect(collision!.candidates).toEqual([elders.id, city.id]);
  });

  test('answers a window of it in context', async () => {
    const filter = { statuses: ['suggested' as const] };
    const all = await mentionWindow(parts(), filter, 0, 100, quiet);
    expect(all.total).toBe(8);
    expect(all.rows.map(({ documentId }) => documentId)).toEqual([...Array(6).fill(NORTH), SOUTH, SOUTH]);
    expect(all.rows[7]).toMatchObject({
      left: 'In 2012 the Council and the ',
      text: 'Harbour\nUnion',
      right: ' spoke.',
    });
    const window = await mentionWindow(parts(), filter, 5, 2, quiet);
    expect(window).toEqual({ total: 8, rows: all.rows.slice(5, 7) });
    const group = { actorId: union.id, alias: 'HU' };
    expect((await mentionWindow(parts(), { ...filter, group }, 0, 9, quiet)).total).toBe(2);
    expect((await mentionWindow(parts(), { ...filter, documentId: SOUTH }, 0, 9, quiet)).total).toBe(2);
  });

  test('accepts all of a name, in a document and in the corpus, as one change that is undone', async () => {
    const group = { actorId: union.id, alias: 'Harbour Union' };
    const here = await acceptingEdits(parts(), group, union.id, NORTH, quiet);
    expect(here.map(({ documentId }) => documentId)).toEqual([NORTH]);
    const all = await apply('accept', ...(await acceptingEdits(parts(), group, union.id, undefined, quiet)));
    expect(all.edits).toHaveLength(2);
    expect(brief((await mentionGroups(parts(), quiet))[2]!)).toBe('a-union Harbour Union 0/2/0/0 in 2');
    expect(await acceptingEdits(parts(), group, union.id, undefined, quiet)).toEqual([]);
    await session.apply(invertChange(all));
    expect(brief((await mentionGroups(parts(), quiet))[2]!)).toBe('a-union Harbour Union 2/0/0/0 in 2');
  });

  test('accepts a shared name only for a candidate, and leaves what was ruled out', async () => {
    expect(await acceptingEdits(parts(), CITY_OR_ELDERS, union.id, undefined, quiet)).toEqual([]);
    const council = (await of(NORTH))[2]!;
    await decide(NORTH, council, { kind: 'notActor', actorId: city.id });
    expect(await acceptingEdits(parts(), CITY_OR_ELDERS, city.id, undefined, quiet)).toHaveLength(1);
  });

  test('says how far it is, and can be cancelled', async () => {
    const said: Progress[] = [];
    await mentionGroups(parts(), { ...quiet, progress: (progress) => void said.push(progress) });
    expect(said.at(-1)).toMatchObject({ done: said.at(-1)!.total });
    const stopped = new Error('cancelled');
    const signal = {
      aborted: true,
      throwIfAborted: () => {
        throw stopped;
      },
    };
    await expect(mentionGroups(parts(), { ...quiet, signal })).rejects.toBe(stopped);
  });

  test('the check knows decisions, and finds one that leaves its text', async () => {
    const [first] = await of(NORTH);
    await decide(NORTH, first!, { kind: 'accept', actorId: union.id });
    expect((await session.store.check(quiet)).faults).toEqual([]);
    const outside = { start: 5, end: 5000, alias: 'HU', status: 'rejected' as const };
    const where = { documentId: NORTH, annotator: anna.id };
    await expect(
      apply('outside', { kind: 'mentionDecision', ...where, before: null, after: outside }),
    ).rejects.toMatchObject({ code: 'bad-request' });
    const nobody = { ...outside, end: 9, status: 'accepted' as const, actorId: actor('nobody', 'x').id };
    await expect(
      apply('nobody', { kind: 'mentionDecision', ...where, before: null, after: nobody }),
    ).rejects.toMatchObject({ code: 'bad-request' });
  });
});
