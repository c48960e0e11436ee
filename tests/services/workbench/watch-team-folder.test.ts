import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeAudience } from '../../../src/main/services/workbench/audience.ts';
import { machineEnvironment } from '../../../src/main/services/workbench/machine.ts';
import { lookAfterUse, watchTeamFolder } from '../../../src/main/services/workbench/watch-team-folder.ts';
import { annotatorOf, makeRecord, QUIET, TEXT } from '../team/fixture.ts';
import { openRealMachine, type RealMachine } from '../team/real-machine.ts';
import { until } from '../team/syncthing.ts';

const RECEIVE = { isDryRun: false };
const PUBLISH = { isDryRun: false, withDocuments: true };

let root: string;
let ana: RealMachine;
let ben: RealMachine;
let found: unknown[];
const faults: unknown[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postil-watch-'));
  for (const name of ['one', 'two']) await mkdir(join(root, name));
  const documents = [{ record: makeRecord('harbour'), text: TEXT }];
  ana = await openRealMachine(join(root, 'ana'), annotatorOf('Ana'), { documents });
  ben = await openRealMachine(join(root, 'ben'), annotatorOf('Ben'), {
    id: ana.session.store.project().id,
    documents,
  });
  found = [];
});
afterEach(async () => {
  for (const machine of [ana, ben]) await machine.close();
  await rm(root, { recursive: true, force: true });
  expect(faults.splice(0)).toEqual([]);
});

/** @param pollMs long where only the system's notices are to be heard */
async function watchBen(pollMs: number): Promise<void> {
  const audience = makeAudience();
  audience.add({
    id: 'page',
    emit: (name, payload) => void (name === 'team.didFind' && found.push(payload)),
    dispose: () => undefined,
  });
  const userDataFolder = join(ben.folder, 'user-data');
  await watchTeamFolder(
    ben.session,
    {
      audience,
      environment: machineEnvironment(userDataFolder, () => undefined),
      options: { userDataFolder, onFault: (fault: unknown) => void faults.push(fault) } as never,
    },
    { pollMs, settleMs: 20 },
  );
}

const heard = (count: number) => until(`${count} findings`, () => found.length >= count, 20);

test('begins with the first exchange of a session, follows to another folder, and ends with the project', async () => {
  await watchBen(3_600_000);
  await ben.team.publish(join(root, 'one'), PUBLISH, QUIET);
  lookAfterUse(ben.session);
  await ana.team.publish(join(root, 'one'), PUBLISH, QUIET);
  await until('all of it was found', () => JSON.stringify(found.at(-1)) === '{"fresh":3,"isThere":true}', 20);

  await ben.team.publish(join(root, 'two'), PUBLISH, QUIET);
  await ben.team.receive(join(root, 'one'), RECEIVE, QUIET);
  await ben.team.receive(join(root, 'two'), RECEIVE, QUIET);
  lookAfterUse(ben.session);
  found = [];
  await ana.apply('rename', {
    kind: 'actor',
    before: null,
    after: { id: 'a-new' as never, name: 'New', kind: 'other', aliases: [] },
  });
  await ana.team.publish(join(root, 'two'), PUBLISH, QUIET);
  await until('the new folder was looked at', () => found.length > 0, 20);

  await ben.close();
  const before = found.length;
  await cp(join(root, 'one'), join(root, 'two', 'copy'), { recursive: true });
  lookAfterUse(ben.session);
  expect(found).toHaveLength(before);
});

test('a folder that is gone is said once, and that it is back; nothing is changed', async () => {
  await ben.team.publish(join(root, 'one'), PUBLISH, QUIET);
  await watchBen(30);
  const record = await readFile(join(ben.session.store.folder, 'team', 'local.json'));
  await rename(join(root, 'one'), join(root, 'away'));
  // As a mount point is: there, and empty.
  await mkdir(join(root, 'one'));
  await heard(1);
  expect(found).toEqual([{ fresh: 0, isThere: false }]);
  let looked = 0;
  await until('it was looked at again and again', () => ++looked > 5, 20);
  expect(found).toHaveLength(1);
  await rm(join(root, 'one'), { recursive: true });
  await rename(join(root, 'away'), join(root, 'one'));
  await heard(2);
  expect(found[1]).toEqual({ fresh: 0, isThere: true });
  await ana.team.publish(join(root, 'one'), PUBLISH, QUIET);
  await until(
    'what came afterwards was found',
    () => JSON.stringify(found.at(-1)) === '{"fresh":3,"isThere":true}',
    20,
  );
  expect(await readFile(join(ben.session.store.folder, 'team', 'local.json'))).toEqual(record);
});
