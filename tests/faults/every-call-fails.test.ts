/* oxlint-disable vitest/no-conditional-expect -- what must hold depends on what the fault struck */
import { expect, test } from 'vitest';
import { ERROR_CODES, PostilError } from '../../src/core/errors.ts';
import {
  createProject,
  openProject,
  restoreBackups,
  type ProjectStore,
} from '../../src/main/services/store/project-store.ts';
import { ANNA, documentInput, quietJob } from '../services/store/fixtures.ts';
import { makeMemoryDisk, type CallName, type MemoryDisk } from './memory-disk.ts';
import { BACKUPS, CHANGES, contentOf, contentOn, environmentOn, FOLDER, INPUT, SECOND } from './scenario.ts';

/*
 * Every call to the file system is made to fail, one after the other, in every way. After each: the old files are
 * whole, the caller knows, memory is what is on disk, and what was acknowledged is there.
 */

type FaultKind = 'EIO' | 'ENOSPC' | 'EMFILE' | 'short write';

interface Fault {
  readonly kind: FaultKind;
  /** 0-based: which call fails. */
  readonly at: number;
  /** Whether every later call that writes fails too: a disk that is full or dying stays so. */
  readonly isLasting: boolean;
}

const WRITING: readonly CallName[] = [
  'createFile',
  'write',
  'sync',
  'rename',
  'makeFolder',
  'copy',
  'syncFolder',
];
const PLAIN_FAULTS: readonly FaultKind[] = ['EIO', 'ENOSPC', 'EMFILE'];

/** Arms a disk; answers with whether the fault has struck. */
function arm(disk: MemoryDisk, fault: Fault): () => boolean {
  let calls = 0;
  let hasStruck = false;
  if (fault.kind === 'short write') return armShortWrite(disk, fault);
  disk.onCall = (call, path) => {
    const index = calls++;
    const strikes = index === fault.at || (fault.isLasting && index > fault.at && WRITING.includes(call));
    if (!strikes) return;
    hasStruck = true;
    throw Object.assign(new Error(`${fault.kind}: ${call} ${path}`), { code: fault.kind });
  };
  return () => hasStruck;
}

/** A write that takes half of the bytes and says that all is well, as the libraries that were measured allow. */
function armShortWrite(disk: MemoryDisk, fault: Fault): () => boolean {
  let writes = 0;
  let hasStruck = false;
  let isArmed = true;
  // `disarm` takes the hook away; this one goes with it.
  const hook = (): void => {};
  disk.onCall = hook;
  const { createFile } = disk.fs;
  (disk.fs as { createFile: typeof createFile }).createFile = async (path) => {
    const writer = await createFile(path);
    return {
      ...writer,
      write(data) {
        const index = writes++;
        isArmed &&= disk.onCall === hook;
        if (!isArmed || (index !== fault.at && !(fault.isLasting && index > fault.at)))
          return writer.write(data);
        hasStruck = true;
        return writer.write(data.subarray(0, data.byteLength >> 1));
      },
    };
  };
  return () => hasStruck;
}

function disarm(disk: MemoryDisk): void {
  disk.onCall = () => {};
}

async function emptyDisk(): Promise<MemoryDisk> {
  const disk = makeMemoryDisk();
  await disk.fs.makeFolder('/home');
  return disk;
}

/** A project with one document and the first `changes` changes, closed. */
async function preparedDisk(changes: number): Promise<MemoryDisk> {
  const disk = await emptyDisk();
  const store = await createProject(environmentOn(disk, 1), FOLDER, { title: 'Test', annotator: ANNA });
  await store.addDocument(INPUT);
  for (const change of CHANGES.slice(0, changes)) await store.apply(change, ANNA.id);
  await store.close();
  return disk;
}

async function eachFault(
  prepare: () => Promise<MemoryDisk>,
  run: (disk: MemoryDisk, fault: Fault) => Promise<boolean>,
): Promise<number> {
  const prepared = await prepare();
  let faults = 0;
  for (const kind of [...PLAIN_FAULTS, 'short write'] as const) {
    for (const isLasting of [false, true]) {
      for (let at = 0; ; at++) {
        const fault = { kind, at, isLasting };
        let hasStruck;
        try {
          hasStruck = await run(prepared.copy(), fault);
        } catch (error) {
          throw new Error(`At ${JSON.stringify(fault)}: ${String(error)}`, { cause: error });
        }
        if (!hasStruck) break;
        faults++;
      }
    }
  }
  return faults;
}

function expectTold(error: unknown): void {
  expect(error).toBeInstanceOf(PostilError);
  const told = error as PostilError;
  expect(ERROR_CODES).toContain(told.code);
  expect(told.code).not.toBe('internal');
  expect(told.message).toMatch(/[.!]$/);
}

async function expectWhole(disk: MemoryDisk): Promise<void> {
  const store = await openProject(environmentOn(disk, 77), FOLDER);
  expect(store.readOnly).toBeNull();
  expect((await store.check(quietJob)).faults).toEqual([]);
  await store.close();
}

test('creating', async () => {
  const faults = await eachFault(emptyDisk, async (disk, fault) => {
    const hasStruck = arm(disk, fault);
    let store: ProjectStore | null = null;
    let failure: unknown = null;
    try {
      store = await createProject(environmentOn(disk, 1), FOLDER, { title: 'Test', annotator: ANNA });
      await store.close();
    } catch (error) {
      failure = error;
    }
    const struck = hasStruck();
    disarm(disk);
    const clean = disk.copy();
    if (failure !== null) {
      expectTold(failure);
      // Made whole, and only opening failed; or nothing that stands in the way of trying again.
      try {
        await contentOn(clean);
      } catch (error) {
        expect((error as PostilError).code).toBe('not-found');
        const again = await createProject(environmentOn(clean, 2), FOLDER, {
          title: 'Again',
          annotator: ANNA,
        });
        expect(again.readOnly).toBeNull();
        await again.close();
      }
    } else {
      expect(store).not.toBeNull();
      await contentOn(clean);
    }
    return struck;
  });
  expect(faults).toBeGreaterThan(100);
});

test('opening', async () => {
  const before = await contentOn(await preparedDisk(2));
  const faults = await eachFault(
    () => preparedDisk(2),
    async (disk, fault) => {
      const hasStruck = arm(disk, fault);
      const environment = environmentOn(disk, 2);
      try {
        const store = await openProject(environment, FOLDER);
        if (store.readOnly) expect(store.readOnly.message).toMatch(/reading only/);
        await store.close();
      } catch (error) {
        expectTold(error);
      }
      const struck = hasStruck();
      disarm(disk);
      const clean = disk.copy();
      expect(await contentOn(clean)).toBe(before);
      // No damage was seen where there is none.
      expect(clean.describe()).not.toContain('.damaged-');
      return struck;
    },
  );
  expect(faults).toBeGreaterThan(100);
});

test.each([0, 1, 2, 3])('saving change %i', async (number) => {
  const before = await contentOn(await preparedDisk(number));
  const after = await contentOn(await preparedDisk(number + 1));
  expect(after).not.toBe(before);
  let taken = 0;
  const faults = await eachFault(
    () => preparedDisk(number),
    async (disk, fault) => {
      const store = await openProject(environmentOn(disk, 2), FOLDER);
      const hasStruck = arm(disk, fault);
      let failure: unknown = null;
      try {
        await store.apply(CHANGES[number]!, ANNA.id);
      } catch (error) {
        failure = error;
      }
      const struck = hasStruck();
      disarm(disk);
      // As if the process died here: what the store would still do does not count.
      const clean = disk.copy();
      const found = await contentOn(clean);
      if (failure === null) {
        expect(found).toBe(after);
      } else {
        expectTold(failure);
        expect((failure as PostilError).code).not.toBe('conflict');
        if (!fault.isLasting) {
          expect(found).toBe(before);
          taken++;
        }
      }
      await expectWhole(clean);
      // Memory is what is on disk, and the store goes on working from there.
      if (!store.readOnly) {
        expect(await contentOf(store)).toBe(found);
        if (found === before) await store.apply(CHANGES[number]!, ANNA.id);
        expect(await contentOf(store)).toBe(await contentOn(disk.copy()));
      }
      await store.close();
      return struck;
    },
  );
  expect(taken).toBeGreaterThan(10);
  expect(faults).toBeGreaterThan(50);
});

test('saving several changes at once: each promise tells the truth about its own', async () => {
  const faults = await eachFault(
    () => preparedDisk(0),
    async (disk, fault) => {
      const store = await openProject(environmentOn(disk, 2), FOLDER);
      const hasStruck = arm(disk, fault);
      const outcomes = await Promise.allSettled(CHANGES.map((change) => store.apply(change, ANNA.id)));
      const struck = hasStruck();
      disarm(disk);
      const clean = disk.copy();
      const found = await contentOn(clean);
      const kept = outcomes.filter(({ status }) => status === 'fulfilled').length;
      // Each is made upon the one before: those that were kept are the first ones.
      expect(outcomes.slice(0, kept).every(({ status }) => status === 'fulfilled')).toBe(true);
      if (!fault.isLasting) expect(found).toBe(await contentOn(await preparedDisk(kept)));
      if (kept === 4) expect(found).toBe(await contentOn(await preparedDisk(4)));
      for (const outcome of outcomes) if (outcome.status === 'rejected') expectTold(outcome.reason);
      await expectWhole(clean);
      expect(await contentOf(store)).toBe(found);
      await store.close();
      return struck;
    },
  );
  expect(faults).toBeGreaterThan(50);
});

test('adding a document', async () => {
  const before = await contentOn(await preparedDisk(1));
  const faults = await eachFault(
    () => preparedDisk(1),
    async (disk, fault) => {
      const store = await openProject(environmentOn(disk, 2), FOLDER);
      const hasStruck = arm(disk, fault);
      let failure: unknown = null;
      try {
        await store.addDocument(documentInput(SECOND, 'Another text.\n'));
      } catch (error) {
        failure = error;
      }
      const struck = hasStruck();
      disarm(disk);
      const clean = disk.copy();
      if (failure === null) {
        const again = await openProject(environmentOn(clean, 3), FOLDER);
        expect(await again.readText(SECOND)).toBe('Another text.\n');
        await again.close();
      } else {
        expectTold(failure);
        expect(store.documentIds()).not.toContain(SECOND);
        expect(await contentOn(clean)).toBe(before);
      }
      await expectWhole(clean);
      await store.close();
      return struck;
    },
  );
  expect(faults).toBeGreaterThan(50);
});

test('backing up: the project is untouched, the user is told, and no bad backup counts', async () => {
  const faults = await eachFault(
    () => preparedDisk(1),
    async (disk, fault) => {
      for (const path of ['/home/backups']) expect(disk.describe()).toContain(path);
      const environment = environmentOn(disk, 2);
      const store = await openProject(environment, FOLDER);
      await store.apply(CHANGES[1]!, ANNA.id);
      const before = await contentOf(store);
      const hasStruck = arm(disk, fault);
      await store.backUp();
      const struck = hasStruck();
      disarm(disk);
      expect(await contentOf(store)).toBe(before);
      const backupsNow = disk
        .describe()
        .split('\n')
        .filter((line) => line.startsWith(BACKUPS) && / \{/.test(line));
      for (const line of backupsNow) {
        if (line.includes('.tmp ')) continue;
        expect(line.endsWith('}')).toBe(true);
      }
      if (
        struck &&
        fault.kind !== 'short write' &&
        !environment.problems.some(({ code }) => code === 'backup-failed')
      ) {
        // Then it struck where nothing was lost by it: removing a temporary file or looking for old backups.
        throw new Error('A backup failed and nobody was told.');
      }
      // It is tried again.
      await store.backUp();
      await store.close();
      const clean = disk.copy();
      const text = clean.describe().replaceAll(/\/home\/project\/.*\n/g, '');
      expect(text).toContain('Renamed');
      await expectWhole(clean);
      return struck;
    },
  );
  expect(faults).toBeGreaterThan(50);
});

test('closing', async () => {
  const before = await contentOn(await preparedDisk(1));
  const after = await contentOn(await preparedDisk(2));
  const faults = await eachFault(
    () => preparedDisk(1),
    async (disk, fault) => {
      const environment = environmentOn(disk, 2);
      const store = await openProject(environment, FOLDER);
      const applied = store.apply(CHANGES[1]!, ANNA.id).then(
        () => true,
        () => false,
      );
      const hasStruck = arm(disk, fault);
      await store.close();
      const struck = hasStruck();
      disarm(disk);
      const found = await contentOn(disk.copy());
      if (await applied) expect(found).toBe(after);
      else if (!fault.isLasting) expect(found).toBe(before);
      await expectWhole(disk.copy());
      return struck;
    },
  );
  expect(faults).toBeGreaterThan(50);
});

const LAYER = `${FOLDER}/layers/report/anna.json`;
const CODEBOOK = `${FOLDER}/codebook.json`;

/** A project whose codebook is cut off and whose layer has a flipped bit, with a good backup of each. */
async function damagedDisk(): Promise<MemoryDisk> {
  const disk = await preparedDisk(2);
  for (const path of [LAYER, CODEBOOK]) {
    const bytes = Buffer.from(await disk.fs.readFile(path));
    await disk.fs.unlink(path);
    const writer = await disk.fs.createFile(path);
    bytes[bytes.length - 20]! ^= 1;
    await writer.write(path === CODEBOOK ? bytes.subarray(0, -9) : bytes);
  }
  return disk;
}

test('restoring backups: all of the files or none, the damaged bytes kept, and again without harm', async () => {
  const good = await contentOn(await preparedDisk(2));
  const files = ['layers/report/anna.json', 'codebook.json'];
  const damagedBytes = await Promise.all(
    [LAYER, CODEBOOK].map(async (path) => Buffer.from(await (await damagedDisk()).fs.readFile(path))),
  );
  const projectId = await (async () => {
    const store = await openProject(environmentOn(await preparedDisk(2), 1), FOLDER);
    await store.close();
    return store.project().id;
  })();
  let restored = 0;
  let refused = 0;
  const faults = await eachFault(damagedDisk, async (disk, fault) => {
    const hasStruck = arm(disk, fault);
    let failure: unknown = null;
    try {
      await restoreBackups(environmentOn(disk, 2), FOLDER, projectId, files);
    } catch (error) {
      failure = error;
    }
    const struck = hasStruck();
    disarm(disk);
    const now = await Promise.all(
      [LAYER, CODEBOOK].map(async (path) => Buffer.from(await disk.fs.readFile(path))),
    );
    const isDamaged = now.map((bytes, i) => bytes.equals(damagedBytes[i]!));
    if (failure === null) {
      restored++;
      expect(isDamaged).toEqual([false, false]);
      expect(await contentOn(disk.copy())).toBe(good);
      for (const path of [LAYER, CODEBOOK]) expect(disk.describe()).toContain(`${path}.damaged-`);
    } else {
      refused++;
      expectTold(failure);
      // What is not the damaged bytes is the whole backup, and only a disk that stays broken leaves it half done.
      if (!fault.isLasting) expect(isDamaged).toEqual([true, true]);
    }
    await restoreBackups(environmentOn(disk, 3), FOLDER, projectId, files);
    expect(await contentOn(disk.copy())).toBe(good);
    return struck;
  });
  expect(refused).toBeGreaterThan(50);
  expect(restored).toBeGreaterThan(4);
  expect(faults).toBeGreaterThan(100);
});
