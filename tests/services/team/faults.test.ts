import { beforeAll, expect, test } from 'vitest';
import { PostilError } from '../../../src/core/errors.ts';
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

/*
 * Every call to the file system that publishing and receiving make is made to fail, one after the other. After each, a
 * Postil that is started anew does it again, and all is as if nothing had failed. What is told is a failure of the disk, with
 * the file, and no fault of Postil.
 */

const DOCUMENT = documentIdSchema.parse('harbour');
const RECEIVE = { isDryRun: false };
const PUBLISH = { isDryRun: false, withDocuments: true };

let keys: Identity[];
beforeAll(async () => {
  keys = await Promise.all([makeIdentity(), makeIdentity()]);
});

async function stage(): Promise<{ memory: MemoryDisk; ana: Machine; ben: Machine }> {
  const memory = makeMemoryDisk();
  for (const folder of ['/shared', '/ana', '/ben']) await memory.fs.makeFolder(folder);
  const ana = await makeMachine(memory.fs, '/ana', annotatorOf('Ana'), keys[0]!, { documents: ['harbour'] });
  const ben = await makeMachine(memory.fs, '/ben', annotatorOf('Ben'), keys[1]!);
  const actor = makeActor('a-union', 'Union');
  await ana.project.apply({ label: 'actor', edits: [{ kind: 'actor', before: null, after: actor }] }, []);
  await annotate(
    ana,
    makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18, {
      actors: [{ actorId: actor.id, role: 'about' }],
      codebookRevision: 1,
    }),
  );
  return { memory, ana, ben };
}

/** Fails the call number `at`; answers whether there was one. */
async function failing(memory: MemoryDisk, at: number, work: () => Promise<unknown>): Promise<boolean> {
  let calls = 0;
  memory.onCall = (call, path) => {
    if (calls++ === at) throw Object.assign(new Error(`EIO: ${call} ${path}`), { code: 'EIO' });
  };
  const [outcome] = await Promise.allSettled([work()]);
  memory.onCall = () => undefined;
  if (outcome.status === 'rejected') {
    const reason: unknown = outcome.reason;
    if (!(reason instanceof PostilError)) throw reason;
    expect(reason).toMatchObject({
      code: 'io',
      message: expect.stringMatching(
        /^Postil could not .*\/.*, because the disk reported a fault\. \w/,
      ) as string,
      details: { file: expect.stringMatching(/^\//) as string },
    });
  }
  return calls > at;
}

async function expectWhole(ana: Machine, ben: Machine, where: string): Promise<void> {
  const author = await ana.reopen();
  await author.team.publish('/shared', PUBLISH, QUIET);
  const other = await ben.reopen();
  const report = await other.team.receive('/shared', RECEIVE, QUIET);
  expect(report, where).toMatchObject({ refused: [], waiting: [], held: [], conflicts: [], forks: [] });
  const layer = await ana.project.readLayer(DOCUMENT, ana.project.annotator.id);
  expect(await other.project.readLayer(DOCUMENT, ana.project.annotator.id), where).toEqual(layer);
  expect(other.project.codebook().actors, where).toEqual(ana.project.codebook().actors);
  expect(await other.team.receive('/shared', RECEIVE, QUIET), where).toMatchObject({
    accepted: 0,
    documents: [],
    layers: [],
  });
  expect((await author.team.publish('/shared', PUBLISH, QUIET)).put, where).toBe(0);
}

test('publishing: whichever call fails, publishing again makes it whole', async () => {
  let at = 0;
  for (let struck = true; struck; at++) {
    const { memory, ana, ben } = await stage();
    struck = await failing(memory, at, () => ana.team.publish('/shared', PUBLISH, QUIET));
    await expectWhole(ana, ben, `call ${at}`);
  }
  expect(at).toBeGreaterThan(30);
}, 120_000);

test('receiving: whichever call fails, receiving again makes it whole', async () => {
  let at = 0;
  for (let struck = true; struck; at++) {
    const { memory, ana, ben } = await stage();
    await ana.team.publish('/shared', PUBLISH, QUIET);
    struck = await failing(memory, at, () => ben.team.receive('/shared', RECEIVE, QUIET));
    await expectWhole(ana, ben, `call ${at}`);
  }
  expect(at).toBeGreaterThan(20);
}, 120_000);

test.each([false, true])(
  'publishing more: whichever call fails, nobody is taken for two machines (annotating on in between: %s)',
  async (goesOn) => {
    let at = 0;
    for (let struck = true; struck; at++) {
      const { memory, ana, ben } = await stage();
      await ana.team.publish('/shared', PUBLISH, QUIET);
      const { id } = ana.project.annotator;
      await annotate(ana, makeAnnotation(DOCUMENT, id, 20, 30));
      struck = await failing(memory, at, () => ana.team.publish('/shared', PUBLISH, QUIET));
      if (goesOn) await annotate(ana, makeAnnotation(DOCUMENT, id, 40, 50));
      await expectWhole(ana, ben, `call ${at}`);
    }
    expect(at).toBeGreaterThan(20);
  },
  120_000,
);

test('receiving what one did on another machine: whichever call fails, nobody is taken for two', async () => {
  let at = 0;
  for (let struck = true; struck; at++) {
    const { memory, ana, ben } = await stage();
    await memory.fs.makeFolder('/ana2');
    const other = await makeMachine(memory.fs, '/ana2', annotatorOf('Ana'), keys[0]!, {
      documents: ['harbour'],
    });
    await ana.team.publish('/shared', PUBLISH, QUIET);
    await other.team.receive('/shared', RECEIVE, QUIET);
    await annotate(other, makeAnnotation(DOCUMENT, ana.project.annotator.id, 20, 30));
    await other.team.publish('/shared', PUBLISH, QUIET);
    struck = await failing(memory, at, () => ana.team.receive('/shared', RECEIVE, QUIET));
    const again = await ana.reopen();
    expect(await again.team.receive('/shared', RECEIVE, QUIET), `call ${at}`).toMatchObject({ forks: [] });
    await expectWhole(again, ben, `call ${at}`);
    expect((await ana.project.readLayer(DOCUMENT, ana.project.annotator.id)).annotations).toHaveLength(2);
  }
  expect(at).toBeGreaterThan(10);
}, 120_000);
