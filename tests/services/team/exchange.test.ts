import { because } from '../../../src/core/team/reasons.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src/core/exchange/exchange.ts';
import { documentIdSchema } from '../../../src/core/ids.ts';
import type { Identity } from '../../../src/main/services/team/identity.ts';
import { makeMemoryDisk, type MemoryDisk } from '../../faults/memory-disk.ts';
import {
  annotate,
  annotatorOf,
  makeActor,
  makeAnnotation,
  makeIdentity,
  makeMachine,
  QUIET,
  type Machine,
} from './fixture.ts';

const FOLDER = '/shared';
const DOCUMENT = documentIdSchema.parse('harbour');
const PUBLISH = { isDryRun: false, withDocuments: true };
const RECEIVE = { isDryRun: false };

let keys: Identity[];
beforeAll(async () => {
  keys = await Promise.all(Array.from({ length: 4 }, makeIdentity));
});

async function disk(): Promise<MemoryDisk> {
  const made = makeMemoryDisk();
  for (const folder of [FOLDER, '/ana', '/ana2', '/ben', '/cleo']) await made.fs.makeFolder(folder);
  return made;
}

async function trio(): Promise<{
  readonly memory: MemoryDisk;
  readonly ana: Machine;
  readonly ben: Machine;
  readonly cleo: Machine;
}> {
  const memory = await disk();
  const documents = ['harbour'];
  const [ana, ben, cleo] = await Promise.all([
    makeMachine(memory.fs, '/ana', annotatorOf('Ana'), keys[0]!, { documents }),
    makeMachine(memory.fs, '/ben', annotatorOf('Ben'), keys[1]!, { documents }),
    makeMachine(memory.fs, '/cleo', annotatorOf('Cleo'), keys[2]!),
  ]);
  return { memory, ana: ana!, ben: ben!, cleo: cleo! };
}

async function filesIn(memory: MemoryDisk, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await memory.fs.list(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.kind === 'folder') found.push(...(await filesIn(memory, path)));
    else found.push(path);
  }
  return found.sort();
}

async function write(memory: MemoryDisk, path: string, data: Uint8Array): Promise<void> {
  const writer = await memory.fs.createFile(path);
  await writer.write(data);
  await writer.close();
}

const layerOf = (machine: Machine, owner: Machine) =>
  machine.project.readLayer(DOCUMENT, owner.project.annotator.id);

describe('two annotators and a third', () => {
  test('what one publishes the others have, a document and the codebook with it; twice changes nothing', async () => {
    const { memory, ana, ben, cleo } = await trio();
    const union = makeActor('a-union', 'Dockers’ Union');
    await ana.project.apply({ label: 'actor', edits: [{ kind: 'actor', before: null, after: union }] }, []);
    await annotate(
      ana,
      makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18, {
        actors: [{ actorId: union.id, role: 'about' }],
        codebookRevision: 1,
      }),
    );
    const made = await ana.team.publish(FOLDER, PUBLISH, QUIET);
    expect(made.made.map(({ kind }) => kind).sort()).toEqual(['document', 'layer', 'person', 'registry']);
    expect(await filesIn(memory, FOLDER)).toEqual([
      expect.stringMatching(/^\/shared\/documents\/harbour\/ana\/1-[0-9a-f]{12}\.json$/),
      expect.stringMatching(/^\/shared\/layers\/harbour\/ana\/1-[0-9a-f]{12}\.json$/),
      expect.stringMatching(/^\/shared\/people\/ana\/1-[0-9a-f]{12}\.json$/),
      '/shared/postil-team.json',
      expect.stringMatching(/^\/shared\/registry\/ana\/1-[0-9a-f]{12}\.json$/),
    ]);
    const dry = await ben.team.receive(FOLDER, { isDryRun: true }, QUIET);
    expect(dry.layers).toEqual([expect.objectContaining({ annotator: 'ana', added: 1 })]);
    expect((await layerOf(ben, ana)).annotations).toEqual([]);
    expect(await filesIn(memory, '/ben')).toEqual([]);

    for (const other of [ben, cleo]) {
      const report = await other.team.receive(FOLDER, RECEIVE, QUIET);
      expect(report.refused).toEqual([]);
      expect(report.newPeople).toEqual([expect.objectContaining({ id: 'ana', name: 'Ana' })]);
      expect(await layerOf(other, ana)).toEqual(await layerOf(ana, ana));
      expect(other.project.codebook().actors).toEqual([union]);
      const again = await (await other.reopen()).team.receive(FOLDER, RECEIVE, QUIET);
      expect({ ...again, known: 0 }).toMatchObject({
        accepted: 0,
        layers: [],
        documents: [],
        registryChanges: [],
        conflicts: [],
      });
    }
    expect([...cleo.project.state.documents.keys()]).toEqual(['harbour']);
    expect((await ana.team.publish(FOLDER, PUBLISH, QUIET)).made).toEqual([]);
  });

  test('two that change one actor at a time see both values, keep their own, and settle it once for all', async () => {
    const { ana, ben } = await trio();
    const common = makeActor('a-port', 'Port authority');
    for (const one of [ana, ben]) {
      await one.project.apply(
        { label: 'actor', edits: [{ kind: 'actor', before: null, after: common }] },
        [],
      );
    }
    const rename = async (machine: Machine, name: string): Promise<void> => {
      const before = machine.project.codebook().actors[0]!;
      await machine.project.apply(
        { label: 'rename', edits: [{ kind: 'actor', before, after: { ...before, name } }] },
        [],
      );
    };
    await rename(ana, 'Velmora port authority');
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    // Ben only kept what Ana changed: no conflict.
    const first = await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(first.conflicts).toEqual([]);
    expect(ben.project.codebook().actors[0]!.name).toBe('Velmora port authority');

    await rename(ana, 'The Port');
    await rename(ben, 'The Authority');
    for (const one of [ana, ben]) await one.team.publish(FOLDER, PUBLISH, QUIET);
    const reports = [
      await ana.team.receive(FOLDER, RECEIVE, QUIET),
      await ben.team.receive(FOLDER, RECEIVE, QUIET),
    ];
    expect(reports.map(({ conflicts }) => conflicts.map(({ key }) => key))).toEqual([
      ['actor:a-port'],
      ['actor:a-port'],
    ]);
    expect(ana.project.codebook().actors[0]!.name).toBe('The Port');
    expect(ben.project.codebook().actors[0]!.name).toBe('The Authority');

    const [conflict] = (await ben.team.status()).conflicts;
    const chosen = conflict!.options.find(({ authors }) => authors.includes('ana'))!;
    await ben.team.settleConflict('actor:a-port', chosen.hash);
    await ben.team.publish(FOLDER, PUBLISH, QUIET);
    await ana.team.receive(FOLDER, RECEIVE, QUIET);
    for (const one of [ana, ben]) {
      expect(one.project.codebook().actors[0]!.name).toBe('The Port');
      expect((await one.team.status()).conflicts).toEqual([]);
    }
  });

  test('an actor that one deletes while another puts a child under it is held back, and said', async () => {
    const { ana, ben } = await trio();
    const parent = makeActor('a-union', 'Union');
    await ana.project.apply({ label: 'actor', edits: [{ kind: 'actor', before: null, after: parent }] }, []);
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    await ben.team.receive(FOLDER, RECEIVE, QUIET);
    await ana.project.apply({ label: 'delete', edits: [{ kind: 'actor', before: parent, after: null }] }, []);
    const child = makeActor('a-branch', 'Branch', { parent: parent.id });
    await ben.project.apply({ label: 'actor', edits: [{ kind: 'actor', before: null, after: child }] }, []);
    for (const one of [ana, ben]) await one.team.publish(FOLDER, PUBLISH, QUIET);
    const report = await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(report.conflicts).toEqual([expect.objectContaining({ key: 'actor:a-union', kind: 'held' })]);
    expect(
      ben.project
        .codebook()
        .actors.map(({ id }) => id)
        .sort(),
    ).toEqual(['a-branch', 'a-union']);
  });
});

describe('what must not be used', () => {
  test('copies of synchronising programs, cut-off and changed files are named, never used and never deleted', async () => {
    const { memory, ana, ben } = await trio();
    await annotate(ana, makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18));
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    const layer = (await filesIn(memory, FOLDER)).find((path) => path.includes('/layers/'))!;
    const bytes = Buffer.from(await memory.fs.readFile(layer));
    const folder = layer.slice(0, layer.lastIndexOf('/'));
    const name = layer.slice(folder.length + 1, -'.json'.length);
    const strange = [
      `${name}.sync-conflict-20260304-050607-ABCDEFG.json`,
      `${name} (Ana's conflicted copy 2026-03-04).json`,
      `${name}-DESKTOP-7.json`,
      `${name} (1).json`,
      `.${name}.json.partial`,
      `~syncthing~${name}.json.tmp`,
    ];
    for (const one of strange) await write(memory, `${folder}/${one}`, bytes);
    await write(memory, `${folder}/2-0123456789ab.json`, bytes);
    await write(memory, `${folder}/1-${'0'.repeat(12)}.json`, bytes.subarray(0, 100));
    const before = await filesIn(memory, FOLDER);
    const report = await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(report.notRecognised).toEqual(strange.map((one) => `layers/harbour/ana/${one}`).sort());
    expect(report.refused.map((one) => one.name)).toEqual([
      'layers/harbour/ana/1-000000000000.json',
      'layers/harbour/ana/2-0123456789ab.json',
    ]);
    expect(report.layers).toHaveLength(1);
    expect(await filesIn(memory, FOLDER)).toEqual(before);
  });

  test('one’s own file that was cut off on its way is put there whole with the next publishing', async () => {
    const { memory, ana, ben } = await trio();
    await annotate(ana, makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18));
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    const file = (await filesIn(memory, FOLDER)).find((path) => path.includes('/layers/'))!;
    const whole = Buffer.from(await memory.fs.readFile(file));
    await memory.fs.unlink(file);
    await write(memory, file, whole.subarray(0, 100));
    expect((await ben.team.receive(FOLDER, RECEIVE, QUIET)).refused).toHaveLength(1);
    const { made, put } = await ana.team.publish(FOLDER, PUBLISH, QUIET);
    expect([made, put]).toEqual([[], 1]);
    expect(Buffer.from(await memory.fs.readFile(file))).toEqual(whole);
    const report = await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(report.refused).toEqual([]);
    expect(report.layers).toHaveLength(1);
    expect((await ana.team.publish(FOLDER, PUBLISH, QUIET)).put).toBe(0);
  });

  test('one’s own file that was changed at the same length is named by receiving, and put there whole', async () => {
    const { memory, ana, ben } = await trio();
    await annotate(ana, makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18));
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    const file = (await filesIn(memory, FOLDER)).find((path) => path.includes('/layers/'))!;
    const name = file.slice(FOLDER.length + 1);
    const whole = Buffer.from(await memory.fs.readFile(file));
    await memory.fs.unlink(file);
    await write(memory, file, Buffer.alloc(whole.length));
    await memory.fs.touch(file, Date.now() + 5000);
    for (const isDryRun of [true, false]) {
      const { refused } = await ana.team.receive(FOLDER, { isDryRun }, QUIET);
      expect(refused).toMatchObject([
        {
          name,
          reason: `“${name}” is not what its name says: cut off, or changed. It is not used. It is your own, and whole in this project: publish, and it is put there anew.`,
        },
      ]);
    }
    const { made, put } = await ana.team.publish(FOLDER, PUBLISH, QUIET);
    expect([made, put]).toEqual([[], 1]);
    expect(Buffer.from(await memory.fs.readFile(file))).toEqual(whole);
    expect((await ana.team.receive(FOLDER, RECEIVE, QUIET)).refused).toEqual([]);
    expect((await ben.team.receive(FOLDER, RECEIVE, QUIET)).layers).toHaveLength(1);
  });

  test('one’s own files are read again only where their size or time is another', async () => {
    const { memory, ana } = await trio();
    await annotate(ana, makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18));
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    const files = (await filesIn(memory, FOLDER)).filter((path) => !path.endsWith('postil-team.json'));
    let machine = ana;
    async function readBy(work: () => Promise<unknown>): Promise<string[]> {
      const read = new Set<string>();
      memory.onCall = (call, path) => {
        if ((call === 'readFile' || call === 'openFile') && files.includes(path)) read.add(path);
      };
      await work();
      memory.onCall = () => undefined;
      return [...read].sort();
    }
    const publish = () => readBy(() => machine.team.publish(FOLDER, PUBLISH, QUIET));
    const receive = () => readBy(() => machine.team.receive(FOLDER, RECEIVE, QUIET));
    for (const open of [async () => ana, () => ana.reopen()]) {
      machine = await open();
      expect([await publish(), await receive()]).toEqual([[], []]);
    }
    await memory.fs.touch(files[0]!, Date.now() + 5000);
    expect([await receive(), await publish(), await receive()]).toEqual([[files[0]], [], []]);
    // Of another folder nothing is known.
    await memory.fs.makeFolder('/other');
    await machine.team.publish('/other', PUBLISH, QUIET);
    expect([await publish(), await publish()]).toEqual([files, []]);
  });

  test('a forged signature is refused; another key for a known person is held until somebody confirms it', async () => {
    const { memory, ana, ben } = await trio();
    await annotate(ana, makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18));
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    await ben.team.receive(FOLDER, RECEIVE, QUIET);
    const before = await layerOf(ben, ana);

    // Somebody with other keys who says to be Ana.
    const impostor = await makeMachine(memory.fs, '/ana2', annotatorOf('Ana'), keys[3]!, {
      documents: ['harbour'],
    });
    await annotate(impostor, makeAnnotation(DOCUMENT, impostor.project.annotator.id, 20, 30));
    await impostor.team.publish(FOLDER, { isDryRun: false, withDocuments: false }, QUIET);
    const report = await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(report.held.map(({ kind }) => kind).sort()).toEqual(['layer', 'person', 'registry']);
    expect(report.held[0]!.why).toMatch(/not known as that of ana/);
    expect(await layerOf(ben, ana)).toEqual(before);

    await ben.team.trust(annotatorOf('Ana').id, keys[3]!.signKey);
    const forked = await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(forked.held).toEqual([]);
    expect(forked.forks).toEqual([expect.objectContaining({ document: 'harbour', annotator: 'ana' })]);

    // A body with another content under Ana's signature, and a name that fits it.
    const file = (await filesIn(memory, FOLDER)).find((path) => /\/layers\/harbour\/ana\/1-/.test(path))!;
    const text = Buffer.from(await memory.fs.readFile(file))
      .toString('utf8')
      .replace('"state":"unread"', '"state":"done"');
    const { sha256 } = ben.environment;
    const forged = `/shared/layers/harbour/ana/1-${sha256(text).slice(0, 12)}.json`;
    await write(memory, forged, Buffer.from(text));
    const last = await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(last.refused).toEqual([expect.objectContaining({ reason: expect.stringContaining('signature') })]);
  });

  test('a folder that is not mounted, or another project’s, changes nothing', async () => {
    const { memory, ana } = await trio();
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    await expect(ana.team.receive('/nowhere', RECEIVE, QUIET)).rejects.toMatchObject({ code: 'not-found' });
    for (const path of (await filesIn(memory, FOLDER)).reverse()) await memory.fs.unlink(path);
    const was = memory.describe();
    await expect(ana.team.receive(FOLDER, RECEIVE, QUIET)).rejects.toThrow(/not mounted/);
    await expect(ana.team.publish(FOLDER, PUBLISH, QUIET)).rejects.toThrow(/not mounted/);
    expect(memory.describe()).toBe(was);
    await write(
      memory,
      '/shared/postil-team.json',
      Buffer.from(`{"format":"postil-team-folder","project":"other"}`),
    );
    await expect(ana.team.receive(FOLDER, RECEIVE, QUIET)).rejects.toThrow(/another project/);
  });
});

describe('the blind phase', () => {
  test('a layer is sealed to the adjudicators until the lead opens the set, and then published plain', async () => {
    const { memory, ana, ben, cleo } = await trio();
    for (const one of [ana, ben, cleo])
      await one.team.publish(FOLDER, { isDryRun: false, withDocuments: one === ana }, QUIET);
    for (const one of [ana, ben, cleo]) await one.team.receive(FOLDER, RECEIVE, QUIET);
    await ana.team.changePlan({ kind: 'phase', set: '', phase: 'blind' });
    await annotate(ana, makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18));
    await expect(ana.team.publish(FOLDER, PUBLISH, QUIET)).rejects.toThrow(/nobody who adjudicates/);
    await ana.team.changePlan({ kind: 'member', id: cleo.project.annotator.id, role: 'adjudicator' });
    const made = await ana.team.publish(FOLDER, PUBLISH, QUIET);
    expect(made.made).toContainEqual(expect.objectContaining({ kind: 'layer', isSealed: true }));
    const file = (await filesIn(memory, FOLDER)).find((path) => path.includes('/layers/'))!;
    expect(Buffer.from(await memory.fs.readFile(file)).toString('utf8')).not.toContain('port authority');

    const atBen = await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(atBen.waiting).toEqual([{ document: 'harbour', annotator: 'ana', ...because('blind') }]);
    expect((await layerOf(ben, ana)).annotations).toEqual([]);
    await cleo.team.receive(FOLDER, RECEIVE, QUIET);
    expect(await layerOf(cleo, ana)).toEqual(await layerOf(ana, ana));

    await expect(ben.team.changePlan({ kind: 'phase', set: '', phase: 'open' })).rejects.toThrow(
      /Only who leads/,
    );
    await ana.team.changePlan({ kind: 'phase', set: '', phase: 'open' });
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(await layerOf(ben, ana)).toEqual(await layerOf(ana, ana));
    const history = await ana.team.history({}, QUIET);
    expect(history.map(({ revision }) => revision)).toEqual([1, 2]);
  });
});

describe('the plan', () => {
  test('a set’s phase and an assignment can be taken back; what is not there cannot', async () => {
    const { ana } = await trio();
    const assignment = { set: 's-one', seed: 1, overlap: 1, readers: { ana: [DOCUMENT] } } as const;
    await ana.team.changePlan({ kind: 'phase', set: 's-one', phase: 'blind' });
    await ana.team.changePlan({ kind: 'assignment', assignment });
    expect(await ana.team.status()).toMatchObject({
      phases: [{ set: 's-one', phase: 'blind', stillBlind: [] }],
      assignments: [assignment],
    });
    await ana.team.changePlan({ kind: 'phase', set: 's-one', phase: null });
    await ana.team.changePlan({ kind: 'unassign', set: 's-one' });
    const after = await (await ana.reopen()).team.status();
    expect(after).toMatchObject({ phases: [], assignments: [], planConflicts: [], hasPlan: true });
    for (const change of [
      { kind: 'phase', set: 's-one', phase: null },
      { kind: 'unassign', set: 's-two' },
    ] as const)
      await expect(ana.team.changePlan(change)).rejects.toMatchObject({ code: 'not-found' });
    await ana.team.changePlan({ kind: 'phase', set: 's-one', phase: 'open' });
    expect((await ana.team.status()).phases).toEqual([{ set: 's-one', phase: 'open', stillBlind: [] }]);
  });

  test('where one lead takes a phase back while another sets it, the set shows no more than all others', async () => {
    const { ana, ben } = await trio();
    for (const one of [ana, ben]) await one.team.publish(FOLDER, PUBLISH, QUIET);
    for (const one of [ana, ben]) await one.team.receive(FOLDER, RECEIVE, QUIET);
    await ana.team.changePlan({ kind: 'member', id: ben.project.annotator.id, role: 'lead' });
    await ana.team.changePlan({ kind: 'phase', set: '', phase: 'blind' });
    await ana.team.changePlan({ kind: 'phase', set: 's-one', phase: 'open' });
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    await ben.team.receive(FOLDER, RECEIVE, QUIET);
    await ana.team.changePlan({ kind: 'phase', set: 's-one', phase: null });
    await ben.team.changePlan({ kind: 'phase', set: 's-one', phase: 'adjudicated' });
    for (const one of [ana, ben]) await one.team.publish(FOLDER, PUBLISH, QUIET);
    for (const one of [ana, ben]) {
      await one.team.receive(FOLDER, RECEIVE, QUIET);
      const status = await one.team.status();
      expect(status.planConflicts).toEqual(['phase:s-one']);
      expect(status.phases).toContainEqual({ set: 's-one', phase: 'blind', stillBlind: [] });
    }
    // Whoever names it next settles it.
    await ben.team.changePlan({ kind: 'phase', set: 's-one', phase: 'open' });
    await ben.team.publish(FOLDER, PUBLISH, QUIET);
    await ana.team.receive(FOLDER, RECEIVE, QUIET);
    const settled = await ana.team.status();
    expect(settled.planConflicts).toEqual([]);
    expect(settled.phases).toContainEqual({ set: 's-one', phase: 'open', stillBlind: [] });
  });
});

describe('two who both begin a plan', () => {
  const everybody = (...machines: Machine[]) => ({
    publish: async () => {
      for (const one of machines)
        await one.team.publish(FOLDER, { isDryRun: false, withDocuments: one === machines[0] }, QUIET);
    },
    receive: async () => {
      for (const one of machines) await one.team.receive(FOLDER, RECEIVE, QUIET);
    },
  });

  test('stand side by side in every copy, until each copy’s user says whose counts, and may say so anew', async () => {
    const { ana, ben, cleo } = await trio();
    const all = everybody(ana, ben, cleo);
    await all.publish();
    await all.receive();
    await ana.team.changePlan({ kind: 'phase', set: '', phase: 'blind' });
    await ana.team.changePlan({ kind: 'member', id: cleo.project.annotator.id, role: 'adjudicator' });
    await ben.team.changePlan({ kind: 'phase', set: '', phase: 'open' });
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    await ben.team.publish(FOLDER, PUBLISH, QUIET);
    await all.receive();

    // Whoever began one goes on with it, and sees the other; who met both has neither, and shows nothing.
    for (const [machine, own] of [
      [ana, 'ana'],
      [ben, 'ben'],
    ] as const) {
      const status = await machine.team.status();
      expect(status).toMatchObject({ isLead: true, rivals: [] });
      expect(status.plans.filter(({ isFollowed }) => isFollowed).map(({ id }) => id)).toEqual([own]);
      expect(status.plans.map(({ id }) => id).sort()).toEqual(['ana', 'ben']);
    }
    expect(await cleo.team.status()).toMatchObject({ isLead: false, phases: [{ set: '', phase: 'blind' }] });
    expect((await cleo.team.status()).plans.map(({ isFollowed }) => isFollowed)).toEqual([false, false]);

    for (const one of [ben, cleo]) await one.team.follow(ana.project.annotator.id);
    for (const one of [ben, await cleo.reopen()]) {
      const status = await one.team.status();
      expect(status).toMatchObject({ isLead: false, rivals: [], phases: [{ set: '', phase: 'blind' }] });
      expect(status.plans.filter(({ isFollowed }) => isFollowed).map(({ id }) => id)).toEqual(['ana']);
    }
    await expect(ben.team.changePlan({ kind: 'phase', set: '', phase: 'open' })).rejects.toThrow(
      /Only who leads/,
    );
    await ben.team.follow(ben.project.annotator.id);
    expect(await ben.team.status()).toMatchObject({ isLead: true, phases: [{ set: '', phase: 'open' }] });
    await expect(ben.team.follow(cleo.project.annotator.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a lead whom a lead named began none: who joins later follows the first without being asked', async () => {
    const { ana, ben, cleo } = await trio();
    await everybody(ana, ben).publish();
    await everybody(ana, ben).receive();
    await ana.team.changePlan({ kind: 'member', id: ben.project.annotator.id, role: 'lead' });
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    await ben.team.receive(FOLDER, RECEIVE, QUIET);
    await ben.team.changePlan({ kind: 'phase', set: '', phase: 'open' });
    await ben.team.publish(FOLDER, PUBLISH, QUIET);
    await cleo.team.receive(FOLDER, RECEIVE, QUIET);
    const status = await cleo.team.status();
    expect(status).toMatchObject({
      rivals: [],
      plans: [],
      hasPlan: true,
      phases: [{ set: '', phase: 'open' }],
    });
    expect(
      status.people
        .filter(({ role }) => role === 'lead')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['ana', 'ben']);
  });
});

describe('one annotator on two machines', () => {
  test('work that follows goes on; work at a time shows as a fork, and nothing of it is lost', async () => {
    const { memory, ana } = await trio();
    const other = await makeMachine(memory.fs, '/ana2', annotatorOf('Ana'), keys[0]!, {
      documents: ['harbour'],
    });
    const id = ana.project.annotator.id;
    const [first, second, third] = [
      makeAnnotation(DOCUMENT, id, 4, 18),
      makeAnnotation(DOCUMENT, id, 20, 30),
      makeAnnotation(DOCUMENT, id, 32, 40),
    ];
    await annotate(ana, first);
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    await other.team.receive(FOLDER, RECEIVE, QUIET);
    expect((await layerOf(other, other)).annotations).toEqual([first]);
    await annotate(other, second);
    await other.team.publish(FOLDER, PUBLISH, QUIET);
    await ana.team.receive(FOLDER, RECEIVE, QUIET);
    expect((await layerOf(ana, ana)).annotations).toEqual([first, second]);

    await annotate(ana, third);
    const fourth = makeAnnotation(DOCUMENT, id, 50, 60);
    await annotate(other, fourth);
    for (const one of [ana, other]) await one.team.publish(FOLDER, PUBLISH, QUIET);
    const report = await ana.team.receive(FOLDER, RECEIVE, QUIET);
    expect(report.forks[0]!.heads).toHaveLength(2);
    expect((await layerOf(ana, ana)).annotations).toEqual([first, second, third]);
    await ana.team.settleFork(DOCUMENT, 'layer', 'both');
    expect((await layerOf(ana, ana)).annotations).toEqual([first, second, third, fourth]);
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    const after = await other.team.receive(FOLDER, RECEIVE, QUIET);
    expect(after.forks).toEqual([]);
    expect(await layerOf(other, other)).toEqual(await layerOf(ana, ana));
  });

  test('an earlier state is looked at and restored, and the present one is kept', async () => {
    const { ana } = await trio();
    const id = ana.project.annotator.id;
    const first = makeAnnotation(DOCUMENT, id, 4, 18);
    await annotate(ana, first);
    expect(await ana.team.checkpoint()).toBeGreaterThan(0);
    await annotate(ana, makeAnnotation(DOCUMENT, id, 20, 30));
    const before = await ana.team.history({}, QUIET);
    expect(before.map(({ revision, added }) => [revision, added])).toEqual([[1, 1]]);
    const [revision] = before;
    expect((await ana.team.layerAt(revision!.sha256)).annotations).toEqual([first]);
    expect(await ana.team.restore(revision!.sha256)).toEqual({ added: 0, changed: 0, removed: 1 });
    expect((await layerOf(ana, ana)).annotations).toEqual([first]);
    expect((await ana.team.history({}, QUIET)).map(({ added, removed }) => [added, removed])).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
  });
});

test('a bundle carries what one knows to another, others’ work too', async () => {
  const { memory, ana, ben, cleo } = await trio();
  await annotate(ana, makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18));
  await ana.team.publish('/ana/one.postil-bundle', PUBLISH, QUIET);
  await ben.team.receive('/ana/one.postil-bundle', RECEIVE, QUIET);
  await annotate(ben, makeAnnotation(DOCUMENT, ben.project.annotator.id, 20, 30));
  await ben.team.publish('/ben/two.postil-bundle', PUBLISH, QUIET);
  const report = await cleo.team.receive('/ben/two.postil-bundle', RECEIVE, QUIET);
  expect(report.layers.map(({ annotator }) => annotator).sort()).toEqual(['ana', 'ben']);
  expect(canonicalJson(await layerOf(cleo, ana))).toBe(canonicalJson(await layerOf(ana, ana)));
  expect((await filesIn(memory, '/cleo')).length).toBeGreaterThan(0);
});
