import { because } from '../../../src/core/team/reasons.ts';
import { beforeEach, expect, test } from 'vitest';
import { documentIdSchema, type DocumentId } from '../../../src/core/ids.ts';
import type { Memo, MemoTarget } from '../../../src/core/memo/memo.ts';
import type { FileSystem } from '../../../src/main/services/store/file-system.ts';
import type { Identity } from '../../../src/main/services/team/identity.ts';
import { makeMemoryDisk } from '../../faults/memory-disk.ts';
import {
  annotatorOf,
  makeActor,
  makeIdentity,
  makeMachine,
  makeMemo,
  QUIET,
  type Machine,
} from './fixture.ts';

const SECRET = 'What nobody is to read yet';
const HARBOUR = documentIdSchema.parse('harbour');

let fs: FileSystem;

beforeEach(async () => {
  ({ fs } = makeMemoryDisk());
  await fs.makeFolder('/shared');
});

async function machineOf(name: string, identity?: Identity, folder = name.toLowerCase()): Promise<Machine> {
  await fs.makeFolder(`/${folder}`);
  return makeMachine(fs, `/${folder}`, annotatorOf(name), identity ?? (await makeIdentity()), {
    documents: ['harbour', 'strike'],
  });
}

function memoOf(machine: Machine, title: string, target: MemoTarget = { kind: 'project' }): Memo {
  return { ...makeMemo(machine.project.annotator.id, title), target };
}

function write(machine: Machine, before: Memo | null, after: Memo | null): Promise<void> {
  const annotator = machine.project.annotator.id;
  return machine.project.apply({ label: 'memo', edits: [{ kind: 'memo', annotator, before, after }] }, []);
}

const publish = (machine: Machine, isDryRun = false) =>
  machine.team.publish('/shared', { isDryRun, withDocuments: false }, QUIET);
const receive = (machine: Machine, isDryRun = false) => machine.team.receive('/shared', { isDryRun }, QUIET);
const titles = (machine: Machine): string[] =>
  machine.project
    .memos()
    .map(({ title }) => title)
    .sort();

async function onDisk(folder: string): Promise<string> {
  let all = '';
  for (const { name, kind } of await fs.list(folder)) {
    const path = `${folder}/${name}`;
    all += kind === 'folder' ? await onDisk(path) : Buffer.from(await fs.readFile(path)).toString('utf8');
  }
  return all;
}

test('a memo travels, is changed, is deleted; looking ahead says so and changes nothing; again is nothing', async () => {
  const [ada, ben] = [await machineOf('Ada'), await machineOf('Ben')];
  const memo = memoOf(ada, 'First thoughts');
  await write(ada, null, memo);
  const would = await publish(ada, true);
  expect(would.made).toContainEqual(
    expect.objectContaining({ kind: 'memo', memo: memo.id, document: null, revision: 1, isSealed: false }),
  );
  await publish(ada);
  expect((await publish(ada)).made).toEqual([]);
  expect((await receive(ben, true)).memos).toEqual([
    { memo: memo.id, annotator: 'ada', title: 'First thoughts', change: 'added' },
  ]);
  expect(ben.project.memos()).toEqual([]);
  await receive(ben);
  expect(ben.project.memos()).toEqual([memo]);
  expect((await receive(ben)).memos).toEqual([]);
  // What another wrote is not published anew by who has it.
  expect((await publish(ben)).made.map(({ kind }) => kind)).not.toContain('memo');

  const second = { ...memo, title: 'Second thoughts' };
  await write(ada, memo, second);
  await publish(ada);
  expect((await receive(ben)).memos).toMatchObject([{ title: 'Second thoughts', change: 'changed' }]);
  await write(ada, second, null);
  expect((await publish(ada)).made).toMatchObject([{ kind: 'memo', revision: 3 }]);
  expect((await receive(ben)).memos).toMatchObject([{ title: 'Second thoughts', change: 'removed' }]);
  expect(ben.project.memos()).toEqual([]);

  const revisions = await ben.team.memoHistory({ memo: memo.id }, QUIET);
  expect(revisions.map(({ state, isHead }) => [state?.title ?? null, isHead])).toEqual([
    ['First thoughts', false],
    ['Second thoughts', false],
    [null, true],
  ]);
  expect(await ada.team.restore(revisions[0]!.sha256)).toEqual({ added: 1, changed: 0, removed: 0 });
  expect(titles(ada)).toEqual(['First thoughts']);
  await expect(ben.team.restore(revisions[0]!.sha256)).rejects.toMatchObject({ code: 'refused' });
  await publish(ada);
  await receive(ben);
  expect(titles(ben)).toEqual(['First thoughts']);
});

test('a memo on what is not here yet waits for it', async () => {
  const [ada, ben] = [await machineOf('Ada'), await machineOf('Ben')];
  const actor = makeActor('a-port', 'The port authority');
  await ada.project.apply({ label: 'actor', edits: [{ kind: 'actor', before: null, after: actor }] }, []);
  await write(ada, null, memoOf(ada, 'On the port', { kind: 'actor', actorId: actor.id }));
  await publish(ada);
  // The codebook lags behind.
  const [{ name }] = (await fs.list('/shared/registry/ada')) as unknown as [{ name: string }];
  const bytes = await fs.readFile(`/shared/registry/ada/${name}`);
  await fs.unlink(`/shared/registry/ada/${name}`);
  expect((await receive(ben)).waitingMemos).toEqual([{ annotator: 'ada', count: 1, ...because('memoAway') }]);
  expect(ben.project.memos()).toEqual([]);
  const writer = await fs.createFile(`/shared/registry/ada/${name}`);
  await writer.write(bytes);
  await writer.close();
  await receive(ben);
  expect(titles(ben)).toEqual(['On the port']);
});

async function team(): Promise<{ lead: Machine; ada: Machine; judge: Machine }> {
  const [lead, ada, judge] = [await machineOf('Lead'), await machineOf('Ada'), await machineOf('Judge')];
  for (const one of [ada, judge]) await publish(one);
  await receive(lead);
  await lead.team.changePlan({ kind: 'member', id: judge.project.annotator.id, role: 'adjudicator' });
  return { lead, ada, judge };
}

test.each<[string, (harbour: DocumentId) => MemoTarget]>([
  ['on its document', (documentId) => ({ kind: 'document', documentId })],
  ['on the project', () => ({ kind: 'project' })],
])(
  'in the blind phase a memo %s is sealed to the adjudicators, and opened by its author later',
  async (_, on) => {
    const { lead, ada, judge } = await team();
    await lead.team.changePlan({ kind: 'phase', set: '', phase: 'blind' });
    await publish(lead);
    await receive(ada);
    await write(ada, null, memoOf(ada, SECRET, on(HARBOUR)));
    expect((await publish(ada)).made).toMatchObject([{ kind: 'memo', isSealed: true }]);
    expect(await onDisk('/shared')).not.toContain(SECRET);

    expect((await receive(lead)).waitingMemos).toEqual([
      { annotator: 'ada', count: 1, ...because('sealed') },
    ]);
    expect(titles(lead)).toEqual([]);
    const [sealed] = await lead.team.memoHistory({}, QUIET);
    expect(sealed).toMatchObject({ state: null, isSealedToOthers: true });
    await receive(judge);
    expect(titles(judge)).toEqual([SECRET]);

    await lead.team.changePlan({ kind: 'phase', set: '', phase: 'open' });
    await publish(lead);
    await receive(ada);
    expect((await publish(ada)).made).toMatchObject([{ kind: 'memo', revision: 2, isSealed: false }]);
    await receive(lead);
    expect(titles(lead)).toEqual([SECRET]);
  },
);

test('a plain revision from before the blind phase does not leave in it, neither into a folder nor in a bundle', async () => {
  const { lead, ada } = await team();
  const memo = memoOf(ada, SECRET);
  await write(ada, null, memo);
  // Kept for the history only.
  await ada.team.checkpoint();
  await lead.team.changePlan({ kind: 'phase', set: '', phase: 'blind' });
  await publish(lead);
  await receive(ada);
  expect(await publish(ada)).toMatchObject({ keptBack: 1 });
  expect(await onDisk('/shared')).not.toContain(SECRET);
  await ada.team.publish('/out.postil-bundle', { isDryRun: false, withDocuments: false }, QUIET);
  expect(Buffer.from(await fs.readFile('/out.postil-bundle')).toString('latin1')).not.toContain('"title"');
  await lead.team.changePlan({ kind: 'phase', set: '', phase: 'open' });
  await publish(lead);
  await receive(ada);
  expect(await publish(ada)).toMatchObject({ keptBack: 0 });
});

test('a memo written on two machines at a time is kept twice, the same on both, and once', async () => {
  const identity = await makeIdentity();
  const [one, two] = [await machineOf('Ada', identity, 'one'), await machineOf('Ada', identity, 'two')];
  const ben = await machineOf('Ben');
  const memo = memoOf(one, 'Begun');
  await write(one, null, memo);
  await publish(one);
  await receive(two);
  expect(titles(two)).toEqual(['Begun']);
  await write(one, memo, { ...memo, title: 'Here' });
  await write(two, memo, { ...memo, title: 'There' });
  for (const machine of [one, two, one, two, one, two, ben]) {
    await publish(machine);
    await receive(machine);
  }
  for (const machine of [one, two]) {
    expect((await publish(machine)).made).toEqual([]);
    expect((await receive(machine)).memos).toEqual([]);
  }
  await receive(ben);
  const both = titles(one);
  expect(both).toHaveLength(2);
  expect(
    [
      ['Here', 'There (2)'],
      ['Here (2)', 'There'],
    ].map((pair) => pair.toSorted()),
  ).toContainEqual(both);
  expect(titles(two)).toEqual(both);
  expect(titles(ben)).toEqual(both);

  // The copy that is thrown away stays away, and what is written next joins the fork.
  const copy = one.project.memos().find(({ title }) => title.endsWith('(2)'))!;
  const kept = one.project.memos().find(({ id }) => id === memo.id)!;
  await write(one, copy, null);
  await write(one, kept, { ...kept, title: 'Joined' });
  for (const machine of [one, two, one, ben, two]) {
    await publish(machine);
    await receive(machine);
  }
  for (const machine of [one, two, ben]) expect(titles(machine)).toEqual(['Joined']);
  const heads = (await ben.team.memoHistory({ memo: memo.id }, QUIET)).filter(({ isHead }) => isHead);
  expect(heads).toHaveLength(1);
});

test('a memo file that was put under another’s name is refused, and the memo stays whose it is', async () => {
  const [ada, ben] = [await machineOf('Ada'), await machineOf('Ben')];
  const memo = memoOf(ada, 'Not by Ada');
  await write(ada, null, memo);
  await publish(ada);
  const folder = `/shared/memos/${memo.id}`;
  const [{ name }] = (await fs.list(`${folder}/ada`)) as unknown as [{ name: string }];
  await fs.makeFolder(`${folder}/ben`);
  const writer = await fs.createFile(`${folder}/ben/${name}`);
  const bytes = Buffer.from(await fs.readFile(`${folder}/ada/${name}`)).toString('utf8');
  await writer.write(Buffer.from(bytes.replaceAll('"ada"', '"ben"'), 'utf8'));
  await writer.close();
  const report = await receive(ben);
  expect(report.refused).toHaveLength(1);
  expect(titles(ben)).toEqual(['Not by Ada']);
});
