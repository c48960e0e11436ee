import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { documentIdSchema } from '../../../src/core/ids.ts';
import { createProject, openProject } from '../../../src/main/services/store/project-store.ts';
import { machineEnvironment } from '../../../src/main/services/workbench/machine.ts';
import {
  ADJUDICATED,
  ANN,
  annotatorsLayers,
  BOB,
  adjudicate,
  JUDGE,
} from '../../services/adjudication/adjudicated-layers.ts';
import { applyAs, fillAdjudicated } from '../../services/adjudication/adjudicated-project.ts';
import { requireBuild, runPostil, type Ended } from './run-postil.ts';

const REPORT = documentIdSchema.parse('report');
const listSchema = z.strictObject({
  document: z.string(),
  title: z.string(),
  readers: z.array(z.string()),
  adjudicator: z.string().nullable(),
  counts: z.strictObject({ open: z.int(), reopened: z.int(), agreed: z.int(), decided: z.int() }),
  places: z.array(
    z.strictObject({
      key: z.string(),
      start: z.int(),
      end: z.int(),
      quote: z.string(),
      status: z.string(),
      differences: z.array(z.string()),
      annotations: z.array(z.looseObject({ annotator: z.string() })),
      decision: z
        .strictObject({
          id: z.string(),
          outcome: z.string(),
          by: z.string(),
          at: z.string(),
          reason: z.string().nullable(),
          taken: z.array(z.string()),
        })
        .nullable(),
      results: z.array(z.looseObject({ id: z.string(), annotator: z.string() })),
      changes: z.array(z.strictObject({ kind: z.string(), annotator: z.string() })),
    }),
  ),
  unaccounted: z.array(z.string()),
});

let folder: string;
let project: string;
beforeAll(requireBuild, 300_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-cli-adjudication-'));
  project = join(folder, 'project');
  const store = await createProject(environment(), project, { title: 'Test', annotator: JUDGE });
  await fillAdjudicated(store, REPORT);
  await store.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function environment() {
  return machineEnvironment(join(folder, 'home'), ({ message }) => {
    throw new Error(message);
  });
}

const postil = (...args: string[]): Promise<Ended> => runPostil(args, { home: join(folder, 'home') });
async function run(...args: string[]): Promise<Ended> {
  const ended = await postil(...args);
  expect(ended, ended.error).toMatchObject({ status: 0 });
  return ended;
}
async function lists(...args: string[]) {
  const { out, error } = await run('adjudication', project, ...args, '--json');
  return { lists: z.array(listSchema).parse(JSON.parse(out)), error };
}

describe('postil adjudication', () => {
  test('lists the places with their differences, what was decided and what came of it', async () => {
    const [list, ...others] = (await lists()).lists;
    expect(others).toEqual([]);
    expect(list).toMatchObject({
      document: REPORT,
      readers: [ANN.id, BOB.id],
      adjudicator: JUDGE.id,
      counts: { open: 0, reopened: 0, agreed: 0, decided: 4 },
      unaccounted: [],
    });
    const told = list!.places.map((place) => [
      place.quote,
      place.differences.join(' '),
      place.decision?.outcome,
      place.results.length,
    ]);
    expect(told).toEqual([
      ['spoke of talks', '', 'agreed', 1],
      ['denied it', 'polarity', 'taken', 1],
      ['A convoy 🚚 left at noon', 'boundary code', 'edited', 1],
      ['Nobody saw it', 'some', 'rejected', 0],
    ]);
    expect(list!.places[1]!.decision).toMatchObject({ by: JUDGE.id, reason: 'Bob’s =reading, “flatly”.' });
    const { out } = await run('adjudication', project);
    expect(out).toContain(
      `${REPORT}: read by Ann, Bob; adjudicated by Judge; 0 open, 0 reopened, 0 agreed, 4 decided`,
    );
    expect(out).toMatch(/decided +\d+ +\d+ +2 +polarity +taken +1 +Bob’s =reading/);
  });

  test('accepts what all agree on as another adjudicator, once, and lists both then', async () => {
    const first = await lists('--accept-agreed', '--annotator', 'Cem');
    expect(first.error).toContain('1 agreed place accepted as Cem.');
    expect(first.lists.map(({ counts }) => counts)).toEqual([
      { open: 3, reopened: 0, agreed: 0, decided: 1 },
    ]);
    const cem = first.lists[0]!.adjudicator!;
    expect(first.lists[0]!.places[0]).toMatchObject({
      decision: { outcome: 'agreed', by: cem },
      results: [{ annotator: `adj--${cem}` }],
    });
    expect((await lists('--accept-agreed', '--annotator', 'Cem')).error).toContain(
      '0 agreed places accepted',
    );
    expect((await lists()).lists.map(({ adjudicator }) => adjudicator).toSorted()).toEqual(
      [cem, JUDGE.id].toSorted(),
    );
    await run('check', project);

    const refused = await postil(
      'export',
      project,
      '--format',
      'jsonl',
      '--layers',
      'adjudicated',
      '--out',
      join(folder, 'x'),
    );
    expect(refused.status).toBe(1);
    expect(refused.error).toContain('has several adjudicated layers: “Adjudicated (Cem)”');
    await run(
      'export',
      project,
      '--format',
      'jsonl',
      '--annotator',
      'Adjudicated (Judge)',
      '--out',
      join(folder, 'x'),
    );
  });

  test('accepts nothing for whom the team’s plan names neither adjudicator nor lead, and says whom to ask', async () => {
    await mkdir(join(folder, 'shared'));
    await run('publish', project, '--to', join(folder, 'shared'));
    const [{ self }] = z
      .tuple([z.looseObject({ self: z.looseObject({ id: z.string(), name: z.string() }) })])
      .parse(JSON.parse((await run('team', project, '--json')).out));
    const named = (role: string) => run('team', project, '--member', self.id, '--role', role);
    const refused = async (...args: string[]): Promise<string> => {
      const ended = await postil('adjudication', project, '--accept-agreed', ...args);
      expect(ended.status).toBe(1);
      return ended.error;
    };
    await named('lead');
    expect(await refused('--annotator', 'Cem')).toContain(
      `its plan names Cem neither. Ask ${self.name}, who leads the team. Nothing was changed.`,
    );
    await named('annotator');
    expect(await refused()).toContain(`names ${self.name} neither. Ask whoever leads the team.`);
    const { lists: unchanged } = await lists();
    expect(unchanged.map(({ adjudicator }) => adjudicator)).toEqual([JUDGE.id]);
    await named('adjudicator');
    expect((await lists('--accept-agreed')).error).toContain('1 agreed place accepted');
  });

  test('what is not there, or is an adjudicated layer itself, adjudicates nothing', async () => {
    for (const [args, why] of [
      [['--document', 'nothing'], 'There is no document “nothing”'],
      [['--annotator', 'Zoe'], 'There is no annotator “Zoe”'],
      [['--annotator', 'Adjudicated (Judge)'], 'is an adjudicated layer'],
      [['--accept-agreed', '--annotator', 'Adjudicated (Zoe)'], 'is what an adjudicated layer is called'],
    ] as const) {
      const ended = await postil('adjudication', project, ...args);
      expect(ended.status).toBe(1);
      expect(ended.error).toContain(why);
    }
  });
});

describe('the adjudicated layer elsewhere', () => {
  const annotations = async (...args: string[]) => {
    const { out, error } = await run('annotations', project, ...args, '--json');
    return { count: (JSON.parse(out) as unknown[]).length, error };
  };

  test('annotations are the annotators’ own, unless others are asked for; what is left out is said', async () => {
    const own = await annotations();
    expect(own.count).toBe(7);
    expect(own.error).toContain('the adjudicated layer of 1 document (3 annotations) was left out');
    expect((await annotations('--layers', 'adjudicated')).count).toBe(3);
    expect((await annotations('--layers', 'all')).count).toBe(10);
    expect((await annotations('--annotator', 'Adjudicated (Judge)')).count).toBe(3);
    expect((await annotations('--annotator', 'Bob')).count).toBe(3);
    expect((await postil('annotations', project, '--layers', 'some')).status).toBe(2);
  });

  test('exports take the layers that are asked for', async () => {
    const exported = async (...args: string[]) => {
      const out = join(folder, 'out.jsonl');
      const { error } = await run(
        'export',
        project,
        '--format',
        'jsonl',
        '--out',
        out,
        '--overwrite',
        ...args,
      );
      const kinds = (await readFile(out, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { kind: string }).kind);
      return {
        error,
        annotations: kinds.filter((kind) => kind === 'annotation').length,
        decisions: kinds.filter((kind) => kind === 'adjudication').length,
      };
    };
    expect(await exported()).toMatchObject({ annotations: 7, decisions: 0 });
    const adjudicated = await exported('--layers', 'adjudicated');
    expect(adjudicated).toMatchObject({ annotations: 3, decisions: 4 });
    expect(adjudicated.error).toContain(
      'note: The adjudicated layer; the annotators’ own of 1 document (7 annotations) were left out.',
    );
    expect(await exported('--layers', 'all')).toMatchObject({ annotations: 10, decisions: 4 });
  });

  test('agreement is of people, and is refused for a layer that is made of theirs', async () => {
    const agreement = await run('agreement', project, '--rounds', '0', '--json');
    const [record] = z
      .array(z.looseObject({ annotators: z.array(z.string()) }))
      .parse(JSON.parse(agreement.out));
    expect(record!.annotators).toEqual([ANN.id, BOB.id]);
    const refused = await postil('agreement', project, '--annotator', 'Ann', '--annotator', ADJUDICATED.name);
    expect(refused.status).toBe(1);
    expect(refused.error).toContain('agreement is computed on their own layers alone');
  });

  test('a second adjudicator’s decisions are listed beside the first’s', async () => {
    const store = await openProject(environment(), project);
    const { edits } = adjudicate(annotatorsLayers(REPORT), ANN, 0x3000);
    await applyAs(store, { id: `adj--${ANN.id}` as typeof ANN.id, name: 'Adjudicated (Ann)' }, edits);
    await store.close();
    expect((await lists()).lists.map(({ adjudicator }) => adjudicator).toSorted()).toEqual([
      ANN.id,
      JUDGE.id,
    ]);
    expect((await lists('--annotator', 'Ann')).lists.map(({ adjudicator }) => adjudicator)).toEqual([ANN.id]);
  });
});
