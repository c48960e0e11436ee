import { because } from '../../../src/core/team/reasons.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { adjudicatedIdOf } from '../../../src/core/adjudication/adjudicated-id.ts';
import { acceptAgreed, reject, take, takeAllOf } from '../../../src/core/adjudication/decide.ts';
import { comparePlaces, countPlaces } from '../../../src/core/adjudication/places.ts';
import { documentIdSchema } from '../../../src/core/ids.ts';
import { plain } from '../../../src/main/services/team/next-file.ts';
import type { Identity } from '../../../src/main/services/team/identity.ts';
import { makePublished, publishedName } from '../../../src/core/team/published.ts';
import { makeFolders } from '../../../src/main/services/store/make-folders.ts';
import { makeMemoryDisk, type MemoryDisk } from '../../faults/memory-disk.ts';
import {
  adjudicate,
  annotate,
  annotatorOf,
  makeAnnotation,
  makeIdentity,
  makeMachine,
  PROJECT,
  QUIET,
  type Machine,
} from './fixture.ts';

const FOLDER = '/shared';
const DOCUMENT = documentIdSchema.parse('harbour');
const PUBLISH = { isDryRun: false, withDocuments: false };
const RECEIVE = { isDryRun: false };

let keys: Identity[];
beforeAll(async () => {
  keys = await Promise.all(Array.from({ length: 3 }, makeIdentity));
});

/** Ana and Ben have read a document, Cleo adjudicates; all have received what all published. */
async function team(): Promise<{ memory: MemoryDisk; ana: Machine; ben: Machine; cleo: Machine }> {
  const memory = makeMemoryDisk();
  for (const folder of [FOLDER, '/ana', '/ben', '/cleo', '/cleo2']) await memory.fs.makeFolder(folder);
  const documents = ['harbour'];
  const [ana, ben, cleo] = await Promise.all([
    makeMachine(memory.fs, '/ana', annotatorOf('Ana'), keys[0]!, { documents }),
    makeMachine(memory.fs, '/ben', annotatorOf('Ben'), keys[1]!, { documents }),
    makeMachine(memory.fs, '/cleo', annotatorOf('Cleo'), keys[2]!, { documents }),
  ]);
  for (const one of [ana!, ben!]) {
    const { id } = one.project.annotator;
    await annotate(one, makeAnnotation(DOCUMENT, id, 4, 18));
    await annotate(one, makeAnnotation(DOCUMENT, id, 30, one === ana ? 40 : 44));
  }
  for (const one of [ana!, ben!, cleo!]) await one.team.publish(FOLDER, PUBLISH, QUIET);
  for (const one of [ana!, ben!, cleo!]) await one.team.receive(FOLDER, RECEIVE, QUIET);
  return { memory, ana: ana!, ben: ben!, cleo: cleo! };
}

const adjudicatedBy = (at: Machine, adjudicator: Machine) =>
  at.project.readLayer(DOCUMENT, adjudicatedIdOf(adjudicator.project.annotator.id));

function placesAt(machine: Machine, adjudicator: Machine) {
  const layers = [...machine.project.state.layers.values()];
  const own = layers.find(({ annotator }) => annotator === adjudicatedIdOf(adjudicator.project.annotator.id));
  return comparePlaces(layers, own ?? null, (id) => id).places;
}

describe('an adjudicated layer', () => {
  test('goes to all like any other layer; what comes later reopens its decisions and changes none', async () => {
    const { ana, ben, cleo } = await team();
    await adjudicate(cleo, DOCUMENT, acceptAgreed);
    await adjudicate(cleo, DOCUMENT, (desk, { places }) =>
      take(desk, places[1]!, [places[1]!.members[1]!.id], 'whole'),
    );
    const { made } = await cleo.team.publish(FOLDER, PUBLISH, QUIET);
    expect(made).toEqual([
      { kind: 'adjudication', memo: null, document: 'harbour', revision: 1, isSealed: false },
    ]);
    const report = await ana.team.receive(FOLDER, RECEIVE, QUIET);
    expect(report.layers).toEqual([expect.objectContaining({ annotator: 'adj--cleo', added: 2 })]);
    expect(await adjudicatedBy(ana, cleo)).toEqual(await adjudicatedBy(cleo, cleo));
    expect(ana.project.state.project.annotators).toContainEqual({
      id: 'adj--cleo',
      name: 'Adjudicated (Cleo)',
    });

    const decided = await adjudicatedBy(cleo, cleo);
    const before = (await ben.project.readLayer(DOCUMENT, ben.project.annotator.id)).annotations[0]!;
    await ben.project.apply(
      {
        label: 'delete',
        edits: [
          { kind: 'annotation', documentId: DOCUMENT, annotator: before.annotator, before, after: null },
        ],
      },
      [],
    );
    await ben.team.publish(FOLDER, PUBLISH, QUIET);
    await cleo.team.receive(FOLDER, RECEIVE, QUIET);
    expect(await adjudicatedBy(cleo, cleo)).toEqual(decided);
    expect(countPlaces(placesAt(cleo, cleo))).toEqual({ open: 0, reopened: 1, agreed: 0, decided: 1 });
    expect((await cleo.team.publish(FOLDER, PUBLISH, QUIET)).made).toEqual([]);
  });

  test('keeps its history, and an earlier state of it is restored by its adjudicator alone', async () => {
    const { ana, cleo } = await team();
    await adjudicate(cleo, DOCUMENT, acceptAgreed);
    await cleo.team.checkpoint();
    await adjudicate(cleo, DOCUMENT, (desk, comparison) =>
      takeAllOf(desk, comparison, ana.project.annotator.id),
    );
    await cleo.team.publish(FOLDER, PUBLISH, QUIET);
    const annotator = adjudicatedIdOf(cleo.project.annotator.id);
    const history = await cleo.team.history({ annotator }, QUIET);
    expect(history.map(({ revision, annotations, added }) => [revision, annotations, added])).toEqual([
      [1, 1, 1],
      [2, 2, 1],
    ]);
    await ana.team.receive(FOLDER, RECEIVE, QUIET);
    await expect(ana.team.restore(history[0]!.sha256)).rejects.toThrow(/Only cleo/);
    await cleo.team.restore(history[0]!.sha256);
    expect(countPlaces(placesAt(cleo, cleo))).toEqual({ open: 1, reopened: 0, agreed: 0, decided: 1 });
  });

  test('of two machines of one adjudicator shows as a fork, and both states come together', async () => {
    const of = await team();
    const { memory, cleo } = of;
    const other = await makeMachine(memory.fs, '/cleo2', annotatorOf('Cleo'), keys[2]!, {
      documents: ['harbour'],
    });
    await other.team.receive(FOLDER, RECEIVE, QUIET);
    await adjudicate(cleo, DOCUMENT, acceptAgreed);
    await adjudicate(other, DOCUMENT, (desk, { places }) => reject(desk, places[1]!));
    for (const one of [cleo, other]) await one.team.publish(FOLDER, PUBLISH, QUIET);
    const { forks } = await cleo.team.receive(FOLDER, RECEIVE, QUIET);
    expect(forks).toEqual([expect.objectContaining({ annotator: 'adj--cleo', kind: 'adjudication' })]);
    // To settle it is to decide.
    const { ana } = of;
    const nameCleo = async (role: 'annotator' | 'adjudicator'): Promise<void> => {
      await ana.team.changePlan({ kind: 'member', id: cleo.project.annotator.id, role });
      await ana.team.publish(FOLDER, PUBLISH, QUIET);
      await cleo.team.receive(FOLDER, RECEIVE, QUIET);
    };
    await nameCleo('annotator');
    for (const choice of ['here', 'other', 'both'] as const)
      await expect(cleo.team.settleFork(DOCUMENT, 'adjudication', choice)).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringContaining('Ask Ana, who leads the team.') as string,
      });
    expect((await cleo.team.status()).forks).toHaveLength(1);
    await nameCleo('adjudicator');
    await cleo.team.settleFork(DOCUMENT, 'adjudication', 'both');
    expect((await adjudicatedBy(cleo, cleo)).adjudications!.map(({ outcome }) => outcome).sort()).toEqual([
      'agreed',
      'rejected',
    ]);
    await cleo.team.publish(FOLDER, PUBLISH, QUIET);
    expect((await other.team.receive(FOLDER, RECEIVE, QUIET)).forks).toEqual([]);
    expect(await adjudicatedBy(other, cleo)).toEqual(await adjudicatedBy(cleo, cleo));
  });

  test('counts where the plan names its author adjudicator or lead, and waits otherwise', async () => {
    const { ana, ben, cleo } = await team();
    await ana.team.changePlan({ kind: 'member', id: ana.project.annotator.id, role: 'lead' });
    await ana.team.changePlan({ kind: 'member', id: cleo.project.annotator.id, role: 'annotator' });
    await adjudicate(cleo, DOCUMENT, acceptAgreed);
    for (const one of [ana, cleo]) await one.team.publish(FOLDER, PUBLISH, QUIET);
    const report = await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(report.layers).toEqual([]);
    expect(report.waiting).toEqual([
      {
        document: 'harbour',
        annotator: 'adj--cleo',
        ...because('notAdjudicator'),
      },
    ]);
    await ana.team.changePlan({ kind: 'member', id: cleo.project.annotator.id, role: 'adjudicator' });
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    expect((await ben.team.receive(FOLDER, RECEIVE, QUIET)).layers).toEqual([
      expect.objectContaining({ annotator: 'adj--cleo' }),
    ]);
  });

  test('is sealed in the blind phase, for it tells of the layers that it is made of', async () => {
    const { memory, ana, ben, cleo } = await team();
    await ana.team.changePlan({ kind: 'phase', set: '', phase: 'blind' });
    await ana.team.changePlan({ kind: 'member', id: cleo.project.annotator.id, role: 'adjudicator' });
    await ana.team.publish(FOLDER, PUBLISH, QUIET);
    await cleo.team.receive(FOLDER, RECEIVE, QUIET);
    await adjudicate(cleo, DOCUMENT, acceptAgreed);
    const { made } = await cleo.team.publish(FOLDER, PUBLISH, QUIET);
    expect(made).toEqual([expect.objectContaining({ kind: 'adjudication', isSealed: true })]);
    expect(
      (await memory.fs.list(`${FOLDER}/adjudications/harbour/cleo`)).map(({ name }) => name),
    ).toHaveLength(1);
    const report = await ben.team.receive(FOLDER, RECEIVE, QUIET);
    expect(report.waiting).toContainEqual({
      document: 'harbour',
      annotator: 'adj--cleo',
      ...because('blind'),
    });
    expect((await adjudicatedBy(ben, cleo)).annotations).toEqual([]);
  });

  test.each(['says that somebody else decided', 'holds a plain layer'])(
    'that %s is refused',
    async (kind) => {
      const { memory, ana, cleo } = await team();
      await adjudicate(cleo, DOCUMENT, acceptAgreed);
      const honest = await adjudicatedBy(cleo, cleo);
      const by = ana.project.annotator.id;
      const isPlain = kind === 'holds a plain layer';
      const layer = isPlain
        ? await cleo.project.readLayer(DOCUMENT, by)
        : { ...honest, adjudications: honest.adjudications!.map((one) => ({ ...one, by })) };
      const file = makePublished(
        {
          kind: 'adjudication',
          project: PROJECT,
          author: cleo.project.annotator.id,
          document: DOCUMENT,
          revision: 1,
          previous: null,
          alsoAfter: [],
          createdAt: '2026-03-04T05:06:07.008Z',
          payload: plain(layer),
        },
        cleo.identity,
        cleo.environment.sha256,
      );
      const path = publishedName(file);
      await makeFolders(memory.fs, `${FOLDER}/${path.slice(0, path.lastIndexOf('/'))}`);
      const writer = await memory.fs.createFile(`${FOLDER}/${path}`);
      await writer.write(Buffer.from(file.text));
      await writer.close();
      const report = await ana.team.receive(FOLDER, RECEIVE, QUIET);
      expect(report.refused.map(({ reason }) => reason)).toEqual([
        isPlain ? 'holds the layer of another' : 'says that another decided',
      ]);
      expect((await adjudicatedBy(ana, cleo)).annotations).toEqual([]);
    },
  );
});
