/* oxlint-disable vitest/no-conditional-expect -- what must hold depends on what the fault struck */
import { expect, test } from 'vitest';
import { PostilError } from '../../src/core/errors.ts';
import { createProject, openProject } from '../../src/main/services/store/project-store.ts';
import { ANNA, documentInput, quietJob } from '../services/store/fixtures.ts';
import { makeMemoryDisk, type MemoryDisk } from './memory-disk.ts';
import { CHANGES, contentOf, environmentOn, FOLDER, INPUT, SECOND } from './scenario.ts';

/*
 * A power cut before every call to the file system, on a disk that forgets whatever was not synced, in every
 * combination that it may. After each: the project opens, whole, and holds all that was acknowledged.
 */

const STATES_PER_CALL = 24;

interface Moment {
  readonly call: string;
  /** How many steps of the script were acknowledged. */
  readonly acknowledged: number;
  readonly disks: readonly MemoryDisk[];
}

interface Script {
  readonly moments: Moment[];
  /** What the project holds after each step. */
  readonly contents: string[];
}

async function runScript(): Promise<Script> {
  const disk = makeMemoryDisk();
  await disk.fs.makeFolder('/home');
  await disk.fs.syncFolder('/');
  const moments: Moment[] = [];
  const contents: string[] = [];
  let acknowledged = 0;
  const environment = environmentOn(disk, 1);

  disk.onCall = (call, path) => {
    if (['readFile', 'readHead', 'stat', 'lstat', 'list', 'size', 'close'].includes(call)) return;
    moments.push({ call: `${call} ${path}`, acknowledged, disks: disk.afterCrash(STATES_PER_CALL) });
  };
  const store = await createProject(environment, FOLDER, { title: 'Test', annotator: ANNA });
  async function step(run: () => Promise<unknown>): Promise<void> {
    await run();
    acknowledged++;
    const hook = disk.onCall;
    disk.onCall = () => {};
    contents.push(await contentOf(store));
    disk.onCall = hook;
  }
  await step(async () => {});
  await step(() => store.addDocument(INPUT));
  for (const change of CHANGES) await step(() => store.apply(change, ANNA.id));
  await step(() => store.backUp());
  await step(() => store.addDocument(documentInput(SECOND, 'Another text.\n')));
  await store.close();
  moments.push({ call: 'the end', acknowledged, disks: disk.afterCrash(STATES_PER_CALL) });
  return { moments, contents };
}

// Power comes back later than a lock file takes to be written.
const LATER = { clock: { now: () => Date.parse('2026-03-04T05:06:37Z') } };

test('every acknowledged change survives a power cut at every call, and no file is torn', async () => {
  const { moments, contents } = await runScript();
  const seen = new Set<string>();
  let unmade = 0;
  let opened = 0;
  for (const { call, acknowledged, disks } of moments) {
    for (const disk of disks) {
      const key = `${acknowledged} ${disk.describe()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const environment = environmentOn(disk, 2, LATER);
      const where = `before ${call}, with ${acknowledged} acknowledged`;
      let store;
      try {
        store = await openProject(environment, FOLDER);
      } catch (error) {
        expect((error as PostilError).code, where).toBe('not-found');
        expect(acknowledged, where).toBe(0);
        // Nothing half-made stands in the way.
        const again = await createProject(environment, FOLDER, { title: 'Again', annotator: ANNA });
        await again.close();
        unmade++;
        continue;
      }
      opened++;
      expect(store.readOnly, where).toBeNull();
      const found = await contentOf(store);
      const { faults } = await store.check(quietJob);
      const known = faults.filter(
        ({ problem }) => !problem.startsWith('It belongs to a document that is not there'),
      );
      expect(known, where).toEqual([]);
      // What was acknowledged, and of the step that was under way all, nothing, or its first files.
      const before = contents[acknowledged - 1];
      const after = contents[acknowledged];
      if (before !== undefined && found !== before && found !== after) {
        expect(isBetween(found, before, after ?? before), `${where}: ${found}`).toBe(true);
      }
      await store.close();
    }
  }
  expect(unmade).toBeGreaterThan(10);
  expect(opened).toBeGreaterThan(300);
});

/** Whether each part of a project is that of one of two states: a change of several files may be half there. */
function isBetween(found: string, before: string, after: string): boolean {
  const [a, b, c] = [found, before, after].map((text) => JSON.parse(text) as Record<string, unknown>);
  const same = (x: unknown, y: unknown): boolean => JSON.stringify(x) === JSON.stringify(y);
  const documentsOf = (content: Record<string, unknown>) => content['documents'] as Record<string, unknown>[];
  const isEither = (x: unknown, y: unknown, z: unknown): boolean => same(x, y) || same(x, z);
  return (
    ['title', 'actors', 'codes', 'sources'].every((key) => isEither(a![key], b![key], c![key])) &&
    documentsOf(a!).every((document, i) =>
      Object.keys(document).every((key) =>
        isEither(document[key], documentsOf(b!)[i]?.[key], documentsOf(c!)[i]?.[key]),
      ),
    )
  );
}

test('the disk does forget: without the fsync of the folder, acknowledged changes are lost', async () => {
  const disk = makeMemoryDisk();
  await disk.fs.makeFolder('/home');
  await disk.fs.syncFolder('/');
  const { syncFolder } = disk.fs;
  (disk.fs as { syncFolder: typeof syncFolder }).syncFolder = async () => {};
  const store = await createProject(environmentOn(disk, 1), FOLDER, { title: 'Test', annotator: ANNA });
  await store.close();
  const outcomes = await Promise.allSettled(
    disk
      .afterCrash(STATES_PER_CALL)
      .map(async (state) => (await openProject(environmentOn(state, 2, LATER), FOLDER)).close()),
  );
  expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
});

test('the disk does tear: without the fsync of the file, there are torn files', async () => {
  const disk = makeMemoryDisk();
  await disk.fs.makeFolder('/home');
  await disk.fs.syncFolder('/');
  const { createFile } = disk.fs;
  (disk.fs as { createFile: typeof createFile }).createFile = async (path) => ({
    ...(await createFile(path)),
    sync: async () => {},
  });
  const store = await createProject(environmentOn(disk, 1), FOLDER, { title: 'Test', annotator: ANNA });
  await store.close();
  const reasons = await Promise.all(
    disk.afterCrash(200).map(async (state) => {
      try {
        const again = await openProject(environmentOn(state, 2, LATER), FOLDER);
        await again.close();
        return again.readOnly?.code ?? 'whole';
      } catch (error) {
        return (error as PostilError).code;
      }
    }),
  );
  expect(reasons).toContain('damaged');
});
