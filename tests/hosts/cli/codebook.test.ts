import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { requireBuild, runPostil, type Ended } from './run-postil.ts';

const rowSchema = z.object({
  kind: z.enum(['actor', 'code', 'scales']),
  id: z.string().nullable(),
  name: z.string(),
  line: z.int().optional(),
  status: z.enum(['new', 'changed', 'same', 'refused']),
  reason: z.string().optional(),
  fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
});

let folder: string;
let project: string;
let other: string;

beforeAll(requireBuild, 300_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-codebook-'));
  project = join(folder, 'project');
  other = join(folder, 'other');
  await run('init', project, '--name', 'One');
  await run('init', other, '--name', 'Another');
  await run('actors', project, '--add', 'Harbour Union', '--alias', 'HU');
  await writeFile(
    join(folder, 'codes.csv'),
    'Code,Part of,Description,Color\r\nTalks,,"Meets, or calls.",blue\r\nMediation,Talks,,#00ff00\r\n',
  );
}, 60_000);

afterEach(() => rm(folder, { recursive: true, force: true }));

function ask(...args: string[]): Promise<Ended> {
  return runPostil(args, { home: join(folder, 'home'), cwd: folder });
}

async function run(...args: string[]): Promise<Ended> {
  const ended = await ask(...args);
  expect(ended, ended.error).toMatchObject({ status: 0 });
  return ended;
}

async function read(...args: string[]) {
  const { out } = await run('codebook', ...args, '--json');
  return z.array(rowSchema).parse(JSON.parse(out));
}

const statuses = (rows: z.infer<typeof rowSchema>[]): string[] =>
  rows.map(({ name, status }) => `${name}: ${status}`);

test.each(['json', 'csv', 'qdc'])(
  'a codebook goes out as %s, comes into another project, and is the same there',
  async (format) => {
    expect(statuses(await read(project, 'import', 'codes.csv', '--preview'))).toEqual([
      'Talks: new',
      'Mediation: new',
    ]);
    expect(statuses(await read(project, 'import', 'codes.csv'))).toEqual(['Talks: new', 'Mediation: new']);
    expect(statuses(await read(project, 'import', 'codes.csv'))).toEqual(['Talks: same', 'Mediation: same']);

    const out = join(folder, format === 'csv' ? 'tables' : `book.${format}`);
    const { error } = await run('codebook', project, 'export', '--format', format, '--out', out);
    expect(error.includes('the wording of the scales')).toBe(format !== 'json');
    if (format === 'csv') expect((await readdir(out)).toSorted()).toEqual(['actors.csv', 'codes.csv']);
    const rows = await read(other, 'import', out);
    expect(
      statuses(rows)
        .filter((row) => !row.startsWith(':'))
        .toSorted(),
    ).toEqual(['Harbour Union: new', 'Mediation: new', 'Talks: new']);
    expect((await read(other, 'import', out)).every(({ status }) => status === 'same')).toBe(true);
    const actorsOf = async (of: string) => JSON.parse((await run('actors', of, '--json')).out) as unknown;
    expect(await actorsOf(other)).toEqual(await actorsOf(project));
    expect((await run('codebook', other, 'diff', out)).out).toBe('Nothing differs.\n');
  },
  60_000,
);

test('two revisions, or the project and a file, are compared with fields and uses', async () => {
  await run('codebook', project, 'import', 'codes.csv');
  await run('actors', project, '--add', 'Harbour Union', '--alias', 'H.U.');
  const diff = async (...between: string[]) =>
    JSON.parse((await run('codebook', project, 'diff', ...between, '--json')).out) as {
      name: string;
      change: string;
      uses: number;
      fields: { field: string }[];
    }[];
  expect(await diff()).toEqual([
    {
      kind: 'actor',
      id: 'a-harbour-union',
      name: 'Harbour Union',
      change: 'changed',
      fields: [{ field: 'aliases', before: [{ text: 'HU' }], after: [{ text: 'HU' }, { text: 'H.U.' }] }],
      uses: 0,
    },
  ]);
  expect((await diff('1', '2')).map(({ name, change }) => `${name} ${change}`)).toEqual([
    'Talks added',
    'Mediation added',
  ]);
  expect((await diff('3', '0')).map(({ change }) => change)).toEqual(['removed', 'removed', 'removed']);
  await writeFile(join(folder, 'codes.csv'), 'id,name,definition\nc-talks,Talks,Says.\n,More,\n');
  expect((await diff('codes.csv')).map(({ name, change }) => `${name} ${change}`)).toEqual([
    'Talks changed',
    'More added',
  ]);
  const unknown = await ask('codebook', project, 'diff', '9');
  expect(unknown).toMatchObject({ status: 1 });
  expect(unknown.error).toContain('no revision 9');
}, 60_000);

test('a broken file changes nothing, and says where; what is refused in a whole one is said with its line', async () => {
  const file = join(project, 'codebook.json');
  const before = await readFile(file, 'utf8');
  await writeFile(
    join(folder, 'cut.qdc'),
    '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>\n<Code name="A"',
  );
  const cut = await ask('codebook', project, 'import', 'cut.qdc');
  expect(cut.status).toBe(1);
  expect(cut.error).toMatch(/^cut\.qdc:2: “cut\.qdc”: It is not well-formed XML/);
  await writeFile(join(folder, 'evil.qdc'), '<!DOCTYPE CodeBook><CodeBook/>');
  expect((await ask('codebook', project, 'import', 'evil.qdc')).error).toContain('DOCTYPE');
  await writeFile(join(folder, 'bad.json'), '{"format": 1');
  expect((await ask('codebook', project, 'import', 'bad.json')).error).toContain('is not JSON');
  expect(await readFile(file, 'utf8')).toBe(before);

  await writeFile(join(folder, 'codes.csv'), 'name,parent\nGood,\nLost,Nobody\n');
  const partly = await ask('codebook', project, 'import', 'codes.csv');
  expect(partly.status).toBe(1);
  expect(partly.error).toContain('codes.csv:3: “Lost” is refused: its parent “Nobody”');
  expect(partly.out).toContain('1 new, 0 changed, 0 the same, 1 refused.');

  for (const [args, message] of [
    [['export', '--format', 'xml', '--out', 'x'], '--format is one of'],
    [['export', '--format', 'csv', '--history', '--out', 'x'], '--history goes with'],
    [['export', '--format', 'json'], '--out <path> is missing'],
    [['import'], '<file…> is missing'],
    [['merge'], 'none of export, import, diff'],
  ] as const) {
    const ended = await ask('codebook', project, ...args);
    expect(ended.status).toBe(2);
    expect(ended.error).toContain(message);
  }
  const inside = await ask(
    'codebook',
    project,
    'export',
    '--format',
    'json',
    '--out',
    join(project, 'codebook.json'),
  );
  expect(inside.status).toBe(1);
  const empty = await ask('codebook', other, 'export', '--format', 'qdc', '--out', 'x.qdc');
  expect(empty.error).toContain('needs at least one code');
}, 60_000);
