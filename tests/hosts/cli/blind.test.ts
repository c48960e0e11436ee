import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import {
  publishReportSchema,
  receiveReportSchema,
  teamStatusSchema,
} from '../../../src/contract/team-calls.ts';
import { requireBuild, runPostil, type Ended } from './run-postil.ts';

const TEXT = 'The port authority of Velmora denied the claim.\n\nTwo unions called it a pretext.\n';
const sheet = (quote: string): string => `document,quote,actors\nharbour.txt,${quote},Two Unions\n`;

let folder: string;
let shared: string;

beforeAll(requireBuild, 300_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-blind-'));
  shared = join(folder, 'shared');
  await mkdir(shared);
  await writeFile(join(folder, 'harbour.txt'), TEXT);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Each person is a machine of their own. */
const run = (person: string, ...args: string[]): Promise<Ended> =>
  runPostil(args, { home: join(folder, person) });
const projectOf = (person: string): string => join(folder, `${person}-project`);

async function as(person: string, command: string, ...args: string[]): Promise<Ended> {
  const ended = await run(person, command, projectOf(person), ...args);
  expect(ended, ended.error).toMatchObject({ status: 0 });
  return ended;
}

async function record<T extends z.ZodType>(
  schema: T,
  person: string,
  command: string,
  ...args: string[]
): Promise<z.infer<T>> {
  return z
    .tuple([schema])
    .parse(JSON.parse((await as(person, command, ...args, '--json')).out))[0] as z.infer<T>;
}

const publish = (person: string) => record(publishReportSchema, person, 'publish', '--to', shared);
const receive = (person: string) => record(receiveReportSchema, person, 'receive', '--from', shared);
const status = (person: string) => record(teamStatusSchema, person, 'team');

async function annotate(person: string, quote: string): Promise<void> {
  await writeFile(join(folder, `${person}.csv`), sheet(quote));
  await as(person, 'read', '--format', 'coding-sheet', join(folder, `${person}.csv`));
}

/** Whose annotations a person's project shows, and what was said of others. */
async function shown(person: string): Promise<{ owners: number; note: string }> {
  const ended = await as(person, 'annotations', '--json');
  const found = z.array(z.object({ annotator: z.string() })).parse(JSON.parse(ended.out));
  return { owners: new Set(found.map(({ annotator }) => annotator)).size, note: ended.error };
}

async function everything(within: string): Promise<string> {
  const entries = await readdir(within, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}

test('from blind to open over the folders of a lead, an annotator and two adjudicators', async () => {
  await as('lead', 'init', '--name', 'Harbour');
  await as('lead', 'import', join(folder, 'harbour.txt'));
  // Plain, and in the folder before anything is blind.
  await annotate('lead', 'denied the claim');
  await publish('lead');
  for (const person of ['ada', 'judge', 'late']) {
    await run(person, 'join', projectOf(person), '--from', shared, '--name', 'Harbour');
    await publish(person);
  }
  await receive('lead');
  const people = new Map<string, string>();
  for (const person of ['ada', 'judge', 'late']) people.set(person, (await status(person)).self.id);
  await as('lead', 'team', '--member', people.get('judge')!, '--role', 'adjudicator');
  await as('lead', 'team', '--phase', 'blind');
  await publish('lead');

  // What came before is hidden from now on, and said to be.
  expect((await shown('ada')).owners).toBe(1);
  await receive('ada');
  expect(await shown('ada')).toMatchObject({
    owners: 0,
    note: 'note: 1 layer of others is hidden until the team opens it.\n',
  });
  const out = join(folder, 'export.jsonl');
  const exported = await as('ada', 'export', '--format', 'jsonl', '--out', out);
  expect(exported.error).toContain('the export is without what is hidden: 1 layer of others is hidden');
  expect(await readFile(out, 'utf8')).not.toContain('denied the claim","prefix');

  await annotate('ada', 'called it a pretext');
  expect((await publish('ada')).made).toContainEqual(
    expect.objectContaining({ kind: 'layer', isSealed: true }),
  );
  const layers = join(shared, 'layers');
  expect(await everything(layers)).not.toContain('called it a pretext');

  // The lead is as blind as all others, and is told so; the adjudicator reads.
  expect((await receive('lead')).waiting).toMatchObject([{ why: 'is in its blind phase' }]);
  expect((await status('lead')).published.filter((one) => one.isSealedToOthers)).toHaveLength(1);
  expect((await as('lead', 'team')).out).toContain('sealed to others than you');
  expect((await shown('lead')).owners).toBe(1);
  await receive('judge');
  expect(await shown('judge')).toEqual({ owners: 2, note: '' });
  expect((await status('judge')).published.filter((one) => one.isSealedToOthers)).toEqual([]);

  // Who adjudicates from now on reads what was sealed before only once its author has published again.
  await as('lead', 'team', '--member', people.get('late')!, '--role', 'adjudicator');
  await publish('lead');
  expect((await receive('late')).waiting).toMatchObject([{ why: 'is sealed to others' }]);
  expect((await status('late')).published.filter((one) => one.isSealedToOthers)).toHaveLength(1);
  await receive('ada');
  expect((await publish('ada')).made).toMatchObject([{ kind: 'layer', revision: 2, isSealed: true }]);
  await receive('late');
  expect((await shown('late')).owners).toBe(2);

  // Nobody but the lead opens it.
  const forbidden = await run('ada', 'team', projectOf('ada'), '--phase', 'open');
  expect(forbidden).toMatchObject({ status: 1 });
  expect(forbidden.error).toContain('Only who leads the team changes its plan');
  await as('lead', 'team', '--phase', 'open');
  await publish('lead');
  await receive('lead');
  // Still sealed: the key is not handed on, its author hands on the layer.
  expect((await shown('lead')).owners).toBe(1);
  await receive('ada');
  expect((await shown('ada')).owners).toBe(2);
  expect((await publish('ada')).made).toMatchObject([{ kind: 'layer', revision: 3, isSealed: false }]);
  await receive('lead');
  expect(await shown('lead')).toEqual({ owners: 2, note: '' });
  expect((await status('lead')).published.filter((one) => one.isSealedToOthers)).toEqual([]);
}, 240_000);

test('two who begin a plan: who meets both sees nothing of others until they say whom they follow', async () => {
  await as('lead', 'init', '--name', 'Harbour');
  await as('lead', 'import', join(folder, 'harbour.txt'));
  await annotate('lead', 'denied the claim');
  await publish('lead');
  await run('rogue', 'join', projectOf('rogue'), '--from', shared, '--name', 'Harbour');
  await publish('rogue');
  await receive('lead');
  await as('lead', 'team', '--member', (await status('rogue')).self.id, '--role', 'adjudicator');
  await as('lead', 'team', '--phase', 'blind');
  await as('rogue', 'team', '--phase', 'open');
  await publish('lead');
  await publish('rogue');
  await run('ada', 'join', projectOf('ada'), '--from', shared, '--name', 'Harbour');
  expect((await status('ada')).rivals).toHaveLength(2);
  await annotate('ada', 'called it a pretext');
  const refused = await run('ada', 'publish', projectOf('ada'), '--to', shared);
  expect(refused).toMatchObject({ status: 1 });
  expect(refused.error).toContain('began a plan');
  expect((await shown('ada')).owners).toBe(1);
  const { self } = await status('lead');
  await as('ada', 'team', '--follow', self.id);
  expect(await status('ada')).toMatchObject({ rivals: [], phases: [{ set: '', phase: 'blind' }] });
}, 120_000);

test('one person on two machines: the identity goes by an encrypted file, its passphrase by stdin', async () => {
  const me = join(folder, 'me.age');
  const passphrase = 'a long walk by the harbour\n';
  const identity = (person: string, input: string, ...args: string[]): Promise<Ended> =>
    runPostil(['identity', ...args], { home: join(folder, person), input });
  const first = await identity('desk', '', '--json');
  expect(await identity('desk', 'short\n', 'export', me)).toMatchObject({ status: 1 });
  expect(await identity('desk', passphrase, 'export', me)).toMatchObject({ status: 0 });
  expect(await readFile(me, 'utf8')).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
  expect(await identity('desk', passphrase, 'export', me)).toMatchObject({ status: 1 });
  expect(await identity('laptop', 'another walk altogether\n', 'import', me)).toMatchObject({ status: 1 });
  const second = await identity('laptop', passphrase, 'import', me, '--json');
  expect(second.status, second.error).toBe(0);
  expect(JSON.parse(second.out)).toEqual(JSON.parse(first.out));

  await as('desk', 'init', '--name', 'Harbour');
  await as('desk', 'import', join(folder, 'harbour.txt'));
  await publish('desk');
  await run('laptop', 'join', projectOf('laptop'), '--from', shared, '--name', 'Harbour');
  await annotate('desk', 'denied the claim');
  await annotate('laptop', 'called it a pretext');
  for (const machine of ['desk', 'laptop']) await publish(machine);
  // Both states are kept, and the person is asked.
  expect((await receive('desk')).forks).toHaveLength(1);
  expect((await shown('desk')).owners).toBe(1);
}, 120_000);
