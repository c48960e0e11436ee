import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { annotatorIdSchema, type ActorId } from '../../../src/core/ids.ts';
import type { Job } from '../../../src/core/ports.ts';
import type { Edit } from '../../../src/core/project/edit.ts';
import { collectFiles } from '../../../src/main/services/import/collect-files.ts';
import { importInto } from '../../../src/main/services/workbench/import-into.ts';
import { makeActor } from '../../core/mentions/actors.ts';
import { makePlace, type Place } from '../workbench/fixture.ts';
import { openTestSession, type TestSession } from './open-test-session.ts';

const file = join(import.meta.dirname, '../../../../shared/seed-corpus/001_dbfe7d5b51ee9459.txt');
const isThere = existsSync(file);
if (!isThere) console.warn('The seed corpus is not beside this checkout: its mentions are not counted.');

/**
 * Counted by hand in this document, paragraph by paragraph, before the program was asked: names with a possessive, in
 * compounds (“anti-…”, “…-…”) and in captions are mentions; words made of a name (the people of a state) are not.
 */
const COUNTED: readonly (readonly [ReturnType<typeof makeActor>, number])[] = [
  [makeActor('ttp', 'Tehreek-e-Taliban Pakistan', 'TTP', 'TPP'), 50],
  [makeActor('afghan-taliban', 'Afghan Taliban', 'Taliban'), 29],
  [makeActor('isis-k', 'Islamic State-Khorasan', 'ISIS-K'), 11],
  [makeActor('al-qaeda', 'al-Qaeda'), 5],
  [makeActor('pakistan', 'Pakistan', 'Islamabad'), 32],
];

const job: Job = { progress: () => undefined, signal: { aborted: false, throwIfAborted: () => undefined } };

let place: Place;
let opened: TestSession;

beforeEach(async () => {
  place = await makePlace();
  opened = await openTestSession(place, { id: annotatorIdSchema.parse('anna'), name: 'Anna' });
});
afterEach(async () => {
  await opened.close();
  await place.remove();
});

test.runIf(isThere)(
  'five actors are found in a real text as often as they were counted by hand',
  async () => {
    const { session } = opened;
    await importInto(session, await collectFiles([file]), () => undefined, job);
    const edits = COUNTED.map(([after]): Edit => ({ kind: 'actor', before: null, after }));
    await session.apply({ label: 'registry', edits });
    const [document] = session.index.summaries();
    const found = new Map<ActorId | null, number>();
    for (const { actorId } of await session.mentions.ofDocument(document!.id, session.annotator.id)) {
      found.set(actorId, (found.get(actorId) ?? 0) + 1);
    }
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(COUNTED.map(([{ id }, count]) => [id, count])),
    );
  },
);
