import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { connect, type Client } from '../../src/contract/client.ts';
import type { CallArgs } from '../../src/contract/calls.ts';
import type { Actor } from '../../src/core/codebook/codebook.ts';
import { annotatorIdSchema, documentSetIdSchema, slugify } from '../../src/core/ids.ts';
import type { Edit } from '../../src/core/project/edit.ts';
import { drawAssignment } from '../../src/core/team/assign.ts';
import { createWorkbench } from '../../src/main/services/workbench/create-workbench.ts';
import { memoryWire } from '../contract/transports.ts';
import { installation } from './start-host.ts';

const run = promisify(execFile);
const corpus = join(import.meta.dirname, '../../corpus');
const sample = join(corpus, 'sample-project');

/** What a host is started with. */
export interface SceneProject {
  readonly project: string;
  readonly userDataFolder: string;
}

/** Projects that took several people to make; each stands in a folder of its own. */
export const MADE_PROJECTS: Readonly<Record<MadePlace, (folder: string) => Promise<SceneProject>>> = {
  team: makeUnsettled,
  contested: makeContested,
  many: makeMany,
  blind: makeBlind,
};
export type MadePlace = 'team' | 'contested' | 'many' | 'blind';

/** Somebody on a machine of their own: a home, and a copy of the project. */
interface Machine extends SceneProject {
  readonly person: string;
}

function machineOf(folder: string, person: string, name = slugify(person)): Machine {
  return { person, project: join(folder, `project-${name}`), userDataFolder: join(folder, `home-${name}`) };
}

const copySample = ({ project }: Machine) => cp(sample, project, { recursive: true });

function personOf(name: string) {
  return { id: annotatorIdSchema.parse(slugify(name)), name };
}

/** Does something in the project by the services, as that person. */
async function workAs<T>(machine: Machine, work: (client: Client) => Promise<T>): Promise<T> {
  const workbench = createWorkbench({
    host: 'memory',
    version: '0',
    platform: process.platform,
    userDataFolder: machine.userDataFolder,
    cacheFolder: join(machine.userDataFolder, 'cache'),
    sampleFolder: sample,
    dialogs: null,
    allowedRoots: [join(machine.project, '..'), corpus],
    onFault(fault) {
      throw fault;
    },
  });
  const wire = await memoryWire.start(workbench, '');
  const client = connect(await wire.open(), { checkValues: true });
  try {
    await client.call('settings.update', { annotator: personOf(machine.person) });
    await client.call('project.open', { folder: machine.project });
    return await work(client);
  } finally {
    await workbench.close();
  }
}

const publish = (client: Client, shared: string) =>
  client.call('team.publish', { path: shared, dryRun: false, withDocuments: false });
const receive = (client: Client, shared: string) =>
  client.call('team.receive', { from: { kind: 'path', path: shared }, dryRun: false });
const changePlan = (client: Client, change: CallArgs<'team.changePlan'>['change']) =>
  client.call('team.changePlan', { change });
const apply = (client: Client, label: string, edit: Edit) =>
  client.call('project.apply', { label, edits: [edit] as CallArgs<'project.apply'>['edits'] });

async function currentProject(client: Client) {
  const { snapshot } = await client.call('project.current', {});
  return snapshot!;
}

/** Takes rows of a coding sheet into the layer of the user, or of another. */
async function readSheet(
  client: Client,
  file: string,
  rows: readonly Readonly<Record<string, string>>[],
  annotator?: string,
): Promise<void> {
  const columns = Object.keys(rows[0]!);
  const cell = (text = '') => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','));
  await writeFile(file, [columns.join(','), ...lines, ''].join('\n'));
  const { refused } = await client.call('read.run', {
    format: 'coding-sheet',
    file: { kind: 'path', path: file },
    ...(annotator !== undefined && { annotator: personOf(annotator) }),
  });
  if (refused.length > 0) throw new Error(`${file}: ${JSON.stringify(refused)}`);
}

async function changeActor(client: Client, name: string, change: (actor: Actor) => Actor): Promise<void> {
  const { codebook } = await currentProject(client);
  const before = codebook.actors.find((actor) => actor.name === name)!;
  await apply(client, 'change an actor', { kind: 'actor', before, after: change(before) });
}

const TRUCE = '01-border-truce-frays.txt';

/**
 * Amina Rahimi’s copy in a team of three: two entries of the codebook that several changed at a time, her own layer of a
 * document that went on on two machines, a plan that two leads changed, and several revisions of what she read.
 */
async function makeUnsettled(folder: string): Promise<SceneProject> {
  const shared = join(folder, 'shared');
  await mkdir(shared, { recursive: true });
  const amina = machineOf(folder, 'Amina Rahimi');
  const laptop = machineOf(folder, 'Amina Rahimi', 'laptop');
  const jonas = machineOf(folder, 'Jonas Weber');
  const mara = machineOf(folder, 'Mara Lind');
  for (const machine of [amina, jonas, mara]) await copySample(machine);

  await workAs(amina, async (client) => {
    const documents = (await currentProject(client)).documents.map(({ id }) => id).toSorted();
    for (const [id, name, from, to] of [
      ['0192f3a4-0000-7000-8000-00000000000a', 'First wave', 0, 4],
      ['0192f3a4-0000-7000-8000-00000000000b', 'Translations', 9, 12],
    ] as const)
      await apply(client, 'make a set', {
        kind: 'documentSet',
        before: null,
        after: { id: documentSetIdSchema.parse(id), name, documents: documents.slice(from, to) },
      });
    await publish(client, shared);
  });
  await workAs(jonas, async (client) => {
    await receive(client, shared);
    await publish(client, shared);
  });
  await workAs(mara, async (client) => {
    await receive(client, shared);
    for (const [name, role] of [
      ['Mara Lind', 'lead'],
      ['Jonas Weber', 'lead'],
      ['Amina Rahimi', 'adjudicator'],
    ] as const)
      await changePlan(client, { kind: 'member', id: personOf(name).id, role });
    await changePlan(client, { kind: 'phase', set: '', phase: 'open' });
    const { documents } = await currentProject(client);
    const readers = ['Amina Rahimi', 'Jonas Weber', 'Mara Lind'].map((name) => personOf(name).id);
    const ids = documents.map(({ id }) => id);
    await changePlan(client, {
      kind: 'assignment',
      assignment: { set: '', seed: 7, overlap: 0.25, readers: drawAssignment(ids, readers, 0.25, 7) },
    });
    await publish(client, shared);
  });
  await workAs(jonas, (client) => receive(client, shared));
  await workAs(amina, async (client) => {
    await receive(client, shared);
    await readSheet(client, join(folder, 'second.csv'), [
      {
        document: TRUCE,
        quote:
          'By breakfast the argument over who had broken the truce was louder than the news that it was broken.',
        actors: '',
        codes: 'Cease-fire breach',
        note: 'The newspaper’s own voice, and a good one.',
      },
      {
        document: TRUCE,
        quote: 'The third did not, and officials now say that the list had been padded',
        actors: 'Government of Pakistan',
        codes: '',
        note: '',
      },
    ]);
    await publish(client, shared);
  });
  await postil(amina, 'adjudication', amina.project, '--accept-agreed');
  await cp(amina.project, laptop.project, { recursive: true });
  await cp(amina.userDataFolder, laptop.userDataFolder, {
    recursive: true,
    // Derived from the project at its path.
    filter: (path) => path !== join(amina.userDataFolder, 'cache'),
  });
  for (const [machine, quote] of [
    [amina, 'The militants have offered nothing comparable.'],
    [laptop, 'Does Kabul control the TTP?'],
  ] as const)
    await workAs(machine, async (client) => {
      await readSheet(client, join(folder, 'third.csv'), [
        { document: TRUCE, quote, actors: 'Tehreek-e-Taliban Pakistan', codes: '', note: '' },
      ]);
      await publish(client, shared);
    });

  for (const [machine, alias, note] of [
    [
      amina,
      'the Movement',
      'The organisation of 2007 and its heirs; local commands are actors of their own.',
    ],
    [jonas, 'Pakistani Taliban Movement', 'All that call themselves so, whoever leads them.'],
    [mara, 'Fitna al-Khawarij', 'Named so by the state since 2024; keep the state’s name as an alias only.'],
  ] as const)
    await workAs(machine, async (client) => {
      await changeActor(client, 'Tehreek-e-Taliban Pakistan', (actor) => ({
        ...actor,
        note,
        aliases: [...actor.aliases, { text: alias }],
      }));
      if (machine === jonas || machine === mara) {
        const { codebook } = await currentProject(client);
        const before = codebook.codes.find(({ name }) => name === 'Attack')!;
        const definition =
          machine === jonas
            ? 'Armed force used against a post, a convoy or a person; an attempt counts.'
            : 'Armed force that did harm; what failed is an attempt and has a code of its own.';
        await apply(client, 'reword a code', {
          kind: 'code',
          before,
          after: { ...before, definition },
        });
        await changePlan(client, {
          kind: 'phase',
          set: '0192f3a4-0000-7000-8000-00000000000a',
          phase: machine === jonas ? 'blind' : 'adjudicated',
        });
      }
      await publish(client, shared);
    });
  await workAs(amina, (client) => receive(client, shared));
  return amina;
}

/** Amina Rahimi’s copy where two others began a plan, neither knowing of the other. */
async function makeContested(folder: string): Promise<SceneProject> {
  const shared = join(folder, 'shared');
  await mkdir(shared, { recursive: true });
  const amina = machineOf(folder, 'Amina Rahimi');
  await copySample(amina);
  for (const [person, phase] of [
    ['Jonas Weber', 'open'],
    ['Mara Lind', 'blind'],
  ] as const) {
    const leader = machineOf(folder, person);
    await copySample(leader);
    await workAs(leader, async (client) => {
      await changePlan(client, { kind: 'phase', set: '', phase });
      await publish(client, shared);
    });
  }
  await workAs(amina, (client) => receive(client, shared));
  return amina;
}

/**
 * Amina Rahimi leads: all is blind but a set that was opened, into which two documents came afterwards. What others did is
 * hidden from her in all the rest.
 */
async function makeBlind(folder: string): Promise<SceneProject> {
  await mkdir(folder, { recursive: true });
  const amina = machineOf(folder, 'Amina Rahimi');
  await copySample(amina);
  await workAs(amina, async (client) => {
    const documents = (await currentProject(client)).documents.map(({ id }) => id).toSorted();
    const id = documentSetIdSchema.parse('0192f3a4-0000-7000-8000-00000000000c');
    const opened = { id, name: 'First wave', documents: documents.slice(1, 4) };
    await apply(client, 'make a set', { kind: 'documentSet', before: null, after: opened });
    await changePlan(client, { kind: 'phase', set: '', phase: 'blind' });
    await changePlan(client, { kind: 'phase', set: id, phase: 'open' });
    await apply(client, 'put two more into it', {
      kind: 'documentSet',
      before: opened,
      after: { ...opened, documents: documents.slice(1, 6) },
    });
  });
  return amina;
}

/** Read by eight; what all who marked a place say alike is adjudicated. */
async function makeMany(folder: string): Promise<SceneProject> {
  await mkdir(folder, { recursive: true });
  const amina = machineOf(folder, 'Amina Rahimi');
  await copySample(amina);
  const sheets = await Promise.all(
    ['amina-rahimi', 'jonas-weber'].map(async (name) => {
      const text = await readFile(join(corpus, 'annotations', `${name}.csv`), 'utf8');
      return parse<Record<string, string>>(text, { columns: true, bom: true });
    }),
  );
  await workAs(amina, async (client) => {
    for (const [at, reader] of MORE_READERS.entries()) {
      const rows = sheets[at % 2]!.filter((_, row) => (row * 5 + at * 3) % 7 > 1).map((row, i) => ({
        ...row,
        note: '',
        // Now and then of another mind.
        ...((i + at) % 6 === 0 && { codes: '' }),
        ...((i + at) % 5 === 0 && { polarity: row['polarity']!.replaceAll('-1', '-2') }),
      }));
      await readSheet(client, join(folder, `${slugify(reader)}.csv`), rows, reader);
    }
  });
  await postil(amina, 'adjudication', amina.project, '--accept-agreed');
  return amina;
}

const MORE_READERS = [
  'Bettina Hofmeister-Krähenbühl',
  'Chidi Okonkwo',
  'Dariusz Wiśniewski',
  'Élodie Tremblay',
  'Farzana Qureshi',
  'Guðrún Jónsdóttir',
] as const;

/** The built command line, as that person. */
async function postil({ userDataFolder }: Machine, ...args: string[]): Promise<void> {
  await run(process.execPath, [join(installation, 'out/main/cli.js'), ...args], {
    env: { ...process.env, POSTIL_HOME: userDataFolder },
  });
}
