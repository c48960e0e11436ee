import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import {
  layerRevisionSchema,
  publishReportSchema,
  receiveReportSchema,
  teamStatusSchema,
} from '../../../src/contract/team-calls.ts';
import { requireBuild, runPostil, type Ended } from './run-postil.ts';

const TEXT = 'The port authority of Velmora denied the claim.\n\nTwo unions called it a pretext.\n';
const SHEET =
  'document,quote,actors,holder,target,polarity\nharbour.txt,called it a pretext,Two Unions,Two Unions,Port Authority,-1\n';

let folder: string;
let shared: string;

beforeAll(requireBuild, 300_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-team-'));
  shared = join(folder, 'a shared folder');
  await mkdir(shared);
  await writeFile(join(folder, 'harbour.txt'), TEXT);
  await writeFile(join(folder, 'sheet.csv'), SHEET);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Each person is a home folder of their own, as on a machine of their own. */
async function as(person: string, ...args: string[]): Promise<Ended> {
  return runPostil(args, { home: join(folder, person) });
}

async function json<T extends z.ZodType>(
  schema: T,
  person: string,
  ...args: string[]
): Promise<z.infer<T>[]> {
  const ended = await as(person, ...args, '--json');
  expect(ended, ended.error).toMatchObject({ status: 0 });
  return z.array(schema).parse(JSON.parse(ended.out));
}

const annotationSchema = z.object({ id: z.string(), annotator: z.string() });

test('two people exchange by a folder, a third joins by a bundle, and a blind phase hides what it should', async () => {
  const [ana, ben, cleo] = ['ana', 'ben', 'cleo'].map((name) => join(folder, `${name}-project`));
  for (const args of [
    ['init', ana!, '--name', 'Harbour'],
    ['import', ana!, join(folder, 'harbour.txt')],
    ['read', ana!, '--format', 'coding-sheet', join(folder, 'sheet.csv')],
  ]) {
    const ended = await as('ana', ...args);
    expect(ended, ended.error).toMatchObject({ status: 0 });
  }
  const [published] = await json(publishReportSchema, 'ana', 'publish', ana!, '--to', shared);
  expect(published!.made.map(({ kind }) => kind).sort()).toEqual(['document', 'layer', 'person', 'registry']);
  expect((await readdir(shared)).sort()).toEqual([
    'documents',
    'layers',
    'people',
    'postil-team.json',
    'registry',
  ]);
  expect((await stat(join(folder, 'ana', 'identity.json'))).mode & 0o077).toBe(0);

  const [joined] = await json(
    receiveReportSchema,
    'ben',
    'join',
    ben!,
    '--from',
    shared,
    '--name',
    'Harbour',
  );
  expect(joined).toMatchObject({ refused: [], conflicts: [], waiting: [], documents: [expect.any(String)] });
  const own = await json(annotationSchema, 'ana', 'annotations', ana!);
  expect(await json(annotationSchema, 'ben', 'annotations', ben!)).toEqual(own);
  const again = await json(receiveReportSchema, 'ben', 'receive', ben!, '--from', shared);
  expect(again).toEqual([expect.objectContaining({ accepted: 0, layers: [], registryChanges: [] })]);

  await as('ben', 'read', ben!, '--format', 'coding-sheet', join(folder, 'sheet.csv'));
  const bundle = join(folder, 'for cleo.postil-bundle');
  await json(publishReportSchema, 'ben', 'publish', ben!, '--to', bundle);
  await json(receiveReportSchema, 'cleo', 'join', cleo!, '--from', bundle);
  const all = await json(annotationSchema, 'cleo', 'annotations', cleo!);
  expect(new Set(all.map(({ annotator }) => annotator)).size).toBe(2);

  // Cleo publishes her card; Ana, who leads, makes her the adjudicator of a blind phase.
  await json(publishReportSchema, 'cleo', 'publish', cleo!, '--to', shared);
  await json(receiveReportSchema, 'ana', 'receive', ana!, '--from', shared);
  const [status] = await json(teamStatusSchema, 'ana', 'team', ana!);
  const person = status!.people.find(({ id }) => id !== own[0]!.annotator)!;
  const [planned] = await json(
    teamStatusSchema,
    'ana',
    'team',
    ana!,
    '--member',
    person.id,
    '--role',
    'adjudicator',
    '--phase',
    'blind',
  );
  expect(planned!.phases).toEqual([{ set: '', phase: 'blind', stillBlind: [] }]);
  const [sealed] = await json(publishReportSchema, 'ana', 'publish', ana!, '--to', shared);
  expect(sealed!.made).toContainEqual(expect.objectContaining({ kind: 'layer', isSealed: true }));
  const [atCleo] = await json(receiveReportSchema, 'cleo', 'receive', cleo!, '--from', shared);
  expect(atCleo!.waiting).toEqual([]);
  const refused = await as('cleo', 'team', cleo!, '--phase', 'open');
  expect(refused).toMatchObject({ status: 1, error: expect.stringContaining('Only who leads') });

  const [open] = await json(teamStatusSchema, 'ana', 'team', ana!, '--phase', 'none');
  expect(open!.phases).toEqual([]);
  const nothing = await as('ana', 'team', ana!, '--unassign');
  expect(nothing).toMatchObject({ status: 1, error: expect.stringContaining('to take back') });

  const revisions = await json(layerRevisionSchema, 'ana', 'history', ana!);
  expect(
    revisions.filter(({ annotator }) => annotator === own[0]!.annotator).map(({ revision }) => revision),
  ).toEqual([1, 2]);
  const check = await as('ana', 'check', ana!);
  expect(check, check.error).toMatchObject({ status: 0 });
}, 120_000);

test('says what is wrong with where it is sent, and leaves the project as it was', async () => {
  const project = join(folder, 'project');
  await as('ana', 'init', project);
  const missing = await as('ana', 'receive', project, '--from', join(folder, 'nowhere'));
  expect(missing).toMatchObject({ status: 1, error: expect.stringContaining('is not there') });
  expect(await as('ana', 'publish', project)).toMatchObject({
    status: 2,
    error: expect.stringContaining('--to'),
  });
  await writeFile(join(folder, 'broken.postil-bundle'), 'no archive');
  const broken = await as('ana', 'receive', project, '--from', join(folder, 'broken.postil-bundle'));
  expect(broken).toMatchObject({ status: 1, error: expect.stringContaining('no sound archive') });
  expect(await readdir(project)).not.toContain('team');
});

test('what others named sends no control sequence to the terminal and breaks no line', async () => {
  const [ana, ben] = ['ana', 'ben'].map((name) => join(folder, `${name}-project`));
  await as('ana', 'init', ana!);
  await as('ana', 'actors', ana!, '--add', 'Union \u001b[31mred\u0007');
  await as('ana', 'publish', ana!, '--to', shared);
  await writeFile(join(shared, 'evil\u001b[31m.json'), 'x');
  await writeFile(join(shared, 'layers-\u0007.json'), 'x');
  const joined = await as('ben', 'join', ben!, '--from', shared);
  expect(joined.out + joined.error).toContain('evil');
  expect((joined.out + joined.error).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test('a key that is held is confirmed by the person’s name, as they are named everywhere else', async () => {
  const [ana, ben] = ['ana', 'ben'].map((name) => join(folder, `${name}-project`));
  await as('ana', 'identity', '--name', 'Ana');
  await as('ben', 'identity', '--name', 'Ben');
  await as('ana', 'init', ana!);
  await as('ana', 'publish', ana!, '--to', shared);
  await as('ben', 'join', ben!, '--from', shared);
  await as('ben', 'publish', ben!, '--to', shared);
  await as('ana', 'receive', ana!, '--from', shared);
  // Ben loses his keys, and makes new ones.
  await rm(join(folder, 'ben', 'identity.json'));
  await as('ben', 'publish', ben!, '--to', shared);
  const received = await as('ana', 'receive', ana!, '--from', shared);
  expect(received.error).toContain('is signed with a key that is not known');
  expect(await as('ana', 'team', ana!, '--trust', 'Nobody')).toMatchObject({ status: 1 });
  const trusted = await as('ana', 'team', ana!, '--trust', 'ben');
  expect(trusted, trusted.error).toMatchObject({ status: 0, error: '' });
  expect(await as('ana', 'team', ana!, '--trust', 'Ben')).toMatchObject({
    status: 1,
    error: expect.stringContaining('No key waits'),
  });
}, 120_000);

test('what one did on two machines at a time is said by the status, too', async () => {
  const [one, two] = ['one', 'two'].map((name) => join(folder, `${name}-project`));
  await as('one', 'init', one!);
  await as('one', 'import', one!, join(folder, 'harbour.txt'));
  await as('one', 'publish', one!, '--to', shared);
  const file = join(folder, 'me.age');
  const phrase = 'a long passphrase\n';
  await runPostil(['identity', 'export', file], { home: join(folder, 'one'), input: phrase });
  await runPostil(['identity', 'import', file], { home: join(folder, 'two'), input: phrase });
  await as('two', 'join', two!, '--from', shared);
  await writeFile(join(folder, 'other.csv'), 'document,quote\nharbour.txt,The port authority\n');
  await as('one', 'read', one!, '--format', 'coding-sheet', join(folder, 'sheet.csv'));
  await as('two', 'read', two!, '--format', 'coding-sheet', join(folder, 'other.csv'));
  await as('one', 'publish', one!, '--to', shared);
  await as('two', 'publish', two!, '--to', shared);
  await as('one', 'receive', one!, '--from', shared);
  const status = await as('one', 'team', one!);
  expect(status).toMatchObject({
    status: 0,
    error: expect.stringContaining('on 2 machines at a time; both states are kept'),
  });
}, 120_000);

test('a person says how they are called, and the team sees it', async () => {
  const project = join(folder, 'ana-project');
  const named = await as('ana', 'identity', '--name', '  Ana Maria ');
  expect(named, named.error).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^Ana Maria \(ana-maria-[0-9a-f]{6}\), key /),
  });
  expect(await as('ana', 'identity', '--name', ' ')).toMatchObject({
    status: 2,
    error: expect.stringContaining('--name has 1 to 120 characters.'),
  });
  await as('ana', 'init', project);
  expect(await as('ana', 'publish', project, '--to', shared)).toMatchObject({ status: 0 });
  expect(await as('ana', 'identity', '--name', 'Ana M.')).toMatchObject({ status: 0 });
  expect(await as('ana', 'publish', project, '--to', shared)).toMatchObject({ status: 0 });
  const joined = await as('ben', 'join', join(folder, 'ben-project'), '--from', shared);
  expect(joined, joined.error).toMatchObject({ status: 0 });
  const [team] = await json(teamStatusSchema, 'ben', 'team', join(folder, 'ben-project'));
  expect(team!.people.map(({ name }) => name)).toContain('Ana M.');
});

test('receiving says what of the plan changes, in a dry run, too, and once', async () => {
  const [ana, ben] = [join(folder, 'ana-project'), join(folder, 'ben-project')];
  await as('ana', 'init', ana);
  await as('ana', 'publish', ana, '--to', shared);
  await as('ben', 'join', ben, '--from', shared);
  expect(await as('ana', 'team', ana, '--phase', 'blind')).toMatchObject({ status: 0 });
  await as('ana', 'publish', ana, '--to', shared);
  const said = '  phase of all other documents: blind\n';
  const dry = await as('ben', 'receive', ben, '--from', shared, '--dry-run');
  expect(dry.out).toContain(said);
  expect((await as('ben', 'receive', ben, '--from', shared)).out).toContain(said);
  expect((await as('ben', 'receive', ben, '--from', shared)).out).not.toContain('phase');
});
