import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PostilError } from '../../../src/core/errors.ts';
import { writeFileAtomically } from '../../../src/main/services/store/atomic-write.ts';
import { backupsToThin, findNewestBackup, makeBackups } from '../../../src/main/services/store/backups.ts';
import type { RecordFormat } from '../../../src/main/services/store/envelope.ts';
import { nodeFileSystem, type FileSystem } from '../../../src/main/services/store/file-system.ts';
import { EnvelopeAdapter, openJsonFile } from '../../../src/main/services/store/json-file.ts';
import { takeLock } from '../../../src/main/services/store/project-lock.ts';
import { nodeStoreEnvironment } from '../../../src/main/services/store/node-environment.ts';
import { sha256, testEnvironment, withFolder } from './fixtures.ts';

const numbers: RecordFormat<{ n: number }> = {
  name: 'postil-numbers',
  version: 1,
  schema: z.object({ n: z.number() }),
  migrations: {},
};

function optionsFor(folder: string, changes: { fs?: FileSystem; guard?: () => Promise<void> } = {}) {
  return {
    ...testEnvironment(join(folder, 'backups')),
    path: join(folder, 'n.json'),
    name: 'n.json',
    format: numbers,
    ...changes,
  };
}

describe('lowdb over the adapter', () => {
  test('reads what it wrote; a missing file is the default, or not found where there is none', async () => {
    await withFolder(async (folder) => {
      await expect(openJsonFile(optionsFor(folder))).rejects.toMatchObject({ code: 'not-found' });
      const { low } = await openJsonFile(optionsFor(folder), { n: 0 });
      expect(low).toBeInstanceOf(Low);
      await low.update((data) => {
        data.n = 5;
      });
      expect((await openJsonFile(optionsFor(folder))).low.data).toEqual({ n: 5 });
    });
  });

  test('writes that come while one runs are written once, as the last of them', async () => {
    await withFolder(async (folder) => {
      let renames = 0;
      const fs: FileSystem = {
        ...nodeFileSystem,
        rename: (from, to) => {
          renames++;
          return nodeFileSystem.rename(from, to);
        },
      };
      const adapter = new EnvelopeAdapter(optionsFor(folder, { fs }));
      const done: number[] = [];
      await Promise.all(Array.from({ length: 50 }, (_, n) => adapter.write({ n }).then(() => done.push(n))));
      expect(done).toHaveLength(50);
      expect(renames).toBe(2);
      expect(adapter.version?.revision).toBe(2);
      expect(await new EnvelopeAdapter(optionsFor(folder)).read()).toEqual({ n: 49 });
    });
  });

  test('each promise tells the truth about its own change', async () => {
    await withFolder(async (folder) => {
      let isBroken = true;
      const fs: FileSystem = {
        ...nodeFileSystem,
        rename: (from, to) => {
          if (!isBroken) return nodeFileSystem.rename(from, to);
          isBroken = false;
          throw Object.assign(new Error('no'), { code: 'EIO' });
        },
      };
      const adapter = new EnvelopeAdapter(optionsFor(folder, { fs }));
      const outcomes = await Promise.allSettled([1, 2, 3].map((n) => adapter.write({ n })));
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
      expect(await adapter.read()).toEqual({ n: 3 });
    });
  });

  test('what another wrote is never overwritten: a copy, and a conflict', async () => {
    await withFolder(async (folder) => {
      const mine = await openJsonFile(optionsFor(folder), { n: 1 });
      await mine.low.write();
      const other = await openJsonFile(optionsFor(folder));
      other.low.data = { n: 2 };
      await other.low.write();
      mine.low.data = { n: 3 };
      const conflict = mine.low.write();
      await expect(conflict).rejects.toMatchObject({ code: 'conflict' });
      const { copy } = ((await conflict.catch((error: unknown) => error)) as PostilError).details;
      expect((await openJsonFile(optionsFor(folder))).low.data).toEqual({ n: 2 });
      const kept = await openJsonFile({ ...optionsFor(folder), path: String(copy) });
      expect(kept.low.data).toEqual({ n: 3 });
      expect((await readdir(folder)).toSorted()).toHaveLength(2);
    });
  });

  test.each([
    ['deleted', (path: string) => unlink(path)],
    ['replaced by one of the same revision', (path: string) => writeFile(path, 'whatever')],
  ])('a file that was %s meanwhile is a conflict', async (_, spoil) => {
    await withFolder(async (folder) => {
      const { low } = await openJsonFile(optionsFor(folder), { n: 1 });
      await low.write();
      await spoil(join(folder, 'n.json'));
      await expect(low.write()).rejects.toBeInstanceOf(PostilError);
      expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    });
  });

  test('a file made meanwhile where there was none is a conflict', async () => {
    await withFolder(async (folder) => {
      const mine = await openJsonFile(optionsFor(folder), { n: 1 });
      const other = await openJsonFile(optionsFor(folder), { n: 2 });
      await other.low.write();
      await expect(mine.low.write()).rejects.toMatchObject({ code: 'conflict' });
      expect((await openJsonFile(optionsFor(folder))).low.data).toEqual({ n: 2 });
    });
  });

  test('a lost lock stops the save before the rename', async () => {
    await withFolder(async (folder) => {
      await (await openJsonFile(optionsFor(folder), { n: 1 })).low.write();
      const guard = async (): Promise<void> => {
        throw new PostilError('locked', 'Gone.');
      };
      const { low } = await openJsonFile(optionsFor(folder, { guard }));
      low.data = { n: 2 };
      await expect(low.write()).rejects.toMatchObject({ code: 'conflict' });
      expect((await openJsonFile(optionsFor(folder))).low.data).toEqual({ n: 1 });
    });
  });

  test.each(['EPERM', 'EACCES', 'EBUSY'])(
    'a rename that fails with %s some times is tried again',
    async (code) => {
      await withFolder(async (folder) => {
        let failures = 3;
        const fs: FileSystem = {
          ...nodeFileSystem,
          rename: (from, to) => {
            if (failures-- > 0) throw Object.assign(new Error('held'), { code });
            return nodeFileSystem.rename(from, to);
          },
        };
        const { low } = await openJsonFile(optionsFor(folder, { fs }), { n: 1 });
        await low.write();
        expect(failures).toBe(-1);
      });
    },
  );

  test('a rename that fails for good gives up, and the old file stays', async () => {
    await withFolder(async (folder) => {
      const { low } = await openJsonFile(optionsFor(folder), { n: 1 });
      await low.write();
      let tries = 0;
      const fs: FileSystem = {
        ...nodeFileSystem,
        rename: () => {
          tries++;
          throw Object.assign(new Error('held'), { code: 'EBUSY' });
        },
      };
      const second = await openJsonFile(optionsFor(folder, { fs }));
      second.low.data = { n: 2 };
      await expect(second.low.write()).rejects.toMatchObject({ code: 'io' });
      expect(tries).toBe(10);
      expect((await openJsonFile(optionsFor(folder))).low.data).toEqual({ n: 1 });
      expect(await readdir(folder)).toEqual(['n.json']);
    });
  });
});

describe('writing a stream', () => {
  test('any chunks, strings and bytes, surrogate pairs cut in two', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'out.txt');
      await fc.assert(
        fc.asyncProperty(
          fc.string({ unit: 'grapheme-composite' }),
          fc.array(fc.nat({ max: 50 })),
          async (text, cuts) => {
            const at = [
              0,
              ...cuts.map((cut) => Math.min(cut, text.length)).toSorted((a, b) => a - b),
              text.length,
            ];
            const chunks = at.slice(1).map((end, i) => text.slice(at[i], end));
            const { bytes } = await writeFileAtomically(nodeFileSystem, path, chunks);
            expect(await readFile(path, 'utf8')).toBe(text);
            expect(bytes).toBe(Buffer.byteLength(text));
          },
        ),
        { numRuns: 50 },
      );
    });
  });

  test('a source that fails, or is cancelled, leaves the old file and nothing else', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'out.txt');
      await writeFileAtomically(nodeFileSystem, path, ['old']);
      async function* failing(): AsyncGenerator<string> {
        yield 'half';
        throw new Error('the source');
      }
      await expect(writeFileAtomically(nodeFileSystem, path, failing())).rejects.toThrow('the source');
      const controller = new AbortController();
      async function* cancelled(): AsyncGenerator<string> {
        yield 'half';
        controller.abort(new PostilError('cancelled', 'Cancelled.'));
        yield 'more';
      }
      await expect(
        writeFileAtomically(nodeFileSystem, path, cancelled(), { signal: controller.signal }),
      ).rejects.toMatchObject({ code: 'cancelled' });
      expect(await readFile(path, 'utf8')).toBe('old');
      expect(await readdir(folder)).toEqual(['out.txt']);
    });
  });
});

describe('the lock', () => {
  const lost = (): void => {};

  test('is one’s own, is seen by others, is given back', async () => {
    await withFolder(async (folder) => {
      const environment = testEnvironment('/none', { isProcessAlive: () => true });
      const first = await takeLock(environment, folder, lost);
      if (first.kind !== 'held') throw new Error('Not held.');
      await first.lock.assertHeld();
      // A second store of the same process, and another process.
      expect((await takeLock(environment, folder, lost)).kind).toBe('other');
      const other = await takeLock({ ...environment, pid: 12 }, folder, lost);
      expect(other).toMatchObject({ kind: 'other', holder: { host: 'test-host', pid: process.pid } });
      await first.lock.release();
      await first.lock.release();
      expect(await readdir(folder)).toEqual([]);
      await expect(first.lock.assertHeld()).rejects.toMatchObject({ code: 'locked' });
    });
  });

  test.each([
    ['a dead process of this host', { host: 'test-host', pid: 7 }, 0, true],
    ['a living process of this host', { host: 'test-host', pid: 8 }, 60_000, false],
    ['a process of this host that has not beaten for long', { host: 'test-host', pid: 8 }, 600_000, true],
    ['this process’s number, of an earlier life', { host: 'test-host', pid: process.pid }, 0, true],
    ['another host', { host: 'elsewhere', pid: 7 }, 60_000, false],
    ['another host that has not beaten for long', { host: 'elsewhere', pid: 7 }, 600_000, true],
    ['another host whose clock is ahead', { host: 'elsewhere', pid: 7 }, -3_600_000, false],
    ['another host whose clock was wrong by days', { host: 'elsewhere', pid: 7 }, -5 * 86_400_000, true],
  ])('of %s', async (_, holder, ageMs, isTaken) => {
    await withFolder(async (folder) => {
      const environment = testEnvironment('/none', { isProcessAlive: (pid) => pid === 8 });
      const path = join(folder, '.postil-lock-4.json');
      await writeFile(path, JSON.stringify({ token: 't', since: 'then', ...holder }));
      const beaten = (Date.now() - ageMs) / 1000;
      await utimes(path, beaten, beaten);
      const taken = await takeLock(environment, folder, lost);
      expect(taken.kind).toBe(isTaken ? 'held' : 'other');
      if (taken.kind !== 'held') return;
      // Never the same number again: its former holder sees a higher one, or its own gone.
      expect(await readdir(folder)).toEqual(['.postil-lock-5.json']);
      await taken.lock.release();
    });
  });

  test('a half-written lock is waited for, and taken when nobody finishes it', async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, '.postil-lock-1.json'), '{"tok');
      const taken = await takeLock(testEnvironment('/none'), folder, lost);
      expect(taken.kind).toBe('held');
      if (taken.kind === 'held') await taken.lock.release();
    });
  });

  test('the heartbeat renews it, and notices when it is lost', async () => {
    await withFolder(async (folder) => {
      const environment = testEnvironment('/none', { timings: { heartbeatMs: 20 } });
      let tell: () => void = lost;
      const wasLost = new Promise<void>((resolve) => {
        tell = resolve;
      });
      const taken = await takeLock(environment, folder, () => tell());
      if (taken.kind !== 'held') throw new Error('Not held.');
      const [name] = await readdir(folder);
      const path = join(folder, name!);
      await utimes(path, 1, 1);
      while ((await nodeFileSystem.stat(path)).mtimeMs < 10_000)
        await new Promise((resolve) => setTimeout(resolve, 5));
      const past = (Date.now() - 3_600_000) / 1000;
      await utimes(path, past, past);
      await writeFile(
        join(folder, '.postil-lock-2.json'),
        JSON.stringify({ token: 'x', host: 'h', pid: 1, since: '' }),
      );
      await wasLost;
      await expect(taken.lock.assertHeld()).rejects.toMatchObject({ code: 'locked' });
      await taken.lock.release();
    });
  });
});

describe('backups', () => {
  const DAY = 86_400_000;

  test('thinning keeps seven days whole, then one a day, then one a month, and the newest', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 400 * DAY }), { minLength: 1, maxLength: 200 }),
        (ages) => {
          const now = Date.UTC(2026, 5, 15, 12);
          const backups = ages.toSorted((a, b) => a - b).map((age) => ({ at: now - age }));
          const thinned = new Set(backupsToThin(backups, now));
          const kept = backups.filter((backup) => !thinned.has(backup));
          expect(kept).toContain(backups[0]);
          expect([...thinned].every(({ at }) => now - at >= 7 * DAY)).toBe(true);
          const days = (list: typeof backups): Set<string> =>
            new Set(
              list
                .filter(({ at }) => now - at < 60 * DAY)
                .map(({ at }) => new Date(at).toISOString().slice(0, 10)),
            );
          expect(days(kept)).toEqual(days(backups));
          const old = kept.filter(({ at }) => now - at >= 60 * DAY);
          expect(new Set(old.map(({ at }) => new Date(at).toISOString().slice(0, 7))).size).toBe(old.length);
          // To thin again changes nothing.
          expect(backupsToThin(kept, now)).toEqual([]);
        },
      ),
    );
  });

  async function withBackups(
    use: (context: {
      project: string;
      environment: ReturnType<typeof testEnvironment>;
      save(n: number): Promise<void>;
    }) => Promise<void>,
    changes: Parameters<typeof testEnvironment>[1] = {},
  ): Promise<void> {
    await withFolder(async (root) => {
      const project = join(root, 'project');
      await mkdir(project);
      const environment = testEnvironment(join(root, 'deep', 'backups'), changes);
      const { low } = await openJsonFile({ ...optionsFor(project), ...environment }, { n: 0 });
      await use({
        project,
        environment,
        async save(n) {
          low.data = { n };
          await low.write();
        },
      });
    });
  }

  test('follow the last state by the interval, without waiting for another save', async () => {
    await withBackups(
      async ({ project, environment, save }) => {
        const backups = makeBackups(environment, 'id', project, async () => ['n.json']);
        await save(1);
        backups.noteSaved('n.json');
        await save(2);
        backups.noteSaved('n.json');
        for (;;) {
          const found = await findNewestBackup(environment, 'id', project, 'n.json');
          if (found && Buffer.from(found.bytes).toString().includes('"n":2')) break;
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        await backups.close();
      },
      { timings: { backupIntervalMs: 30 } },
    );
  });

  test('the newest good one is found: not a torn one, not one of another copy of the project, whatever the clock', async () => {
    let now = Date.UTC(2026, 0, 10);
    await withBackups(
      async ({ project, environment, save }) => {
        const backups = makeBackups(environment, 'id', project, async () => []);
        for (const n of [1, 2, 3]) {
          await save(n);
          // The clock goes backwards.
          now -= DAY;
          backups.noteSaved('n.json');
          await backups.run();
        }
        const newest = await findNewestBackup(environment, 'id', project, 'n.json');
        expect(Buffer.from(newest!.bytes).toString()).toContain('"n":3');
        // Without the project's id, by the folder.
        expect((await findNewestBackup(environment, null, project, 'n.json'))?.path).toBe(newest!.path);
        await writeFile(newest!.path, Buffer.from(newest!.bytes).subarray(0, 50));
        const older = await findNewestBackup(environment, 'id', project, 'n.json');
        expect(Buffer.from(older!.bytes).toString()).toContain('"n":2');

        const twin = `${project}-copy`;
        const twins = makeBackups(environment, 'id', twin, async () => []);
        await mkdir(twin);
        await writeFile(join(twin, 'n.json'), await readFile(join(project, 'n.json')));
        twins.noteSaved('n.json');
        await twins.run();
        expect((await findNewestBackup(environment, 'id', project, 'n.json'))?.path).toBe(older!.path);
        // But for a project that was moved, those of its former place serve.
        const moved = await findNewestBackup(environment, 'id', `${project}-moved`, 'n.json');
        expect(moved).not.toBeNull();
        expect(await findNewestBackup(environment, 'other', `${project}-moved`, 'n.json')).toBeNull();
        expect(environment.problems).toEqual([]);
      },
      { clock: { now: () => now } },
    );
  });

  test('a torn backup of a text is none, though a text has no envelope', async () => {
    await withBackups(async ({ project, environment }) => {
      const backups = makeBackups(environment, 'id', project, async () => []);
      for (const text of ['first text', 'second text']) {
        await writeFile(join(project, 'n.txt'), text);
        backups.noteSaved('n.txt');
        await backups.run();
      }
      const newest = await findNewestBackup(environment, 'id', project, 'n.txt');
      expect(Buffer.from(newest!.bytes).toString()).toBe('second text');
      await writeFile(newest!.path, 'second');
      const older = await findNewestBackup(environment, 'id', project, 'n.txt');
      expect(Buffer.from(older!.bytes).toString()).toBe('first text');
    });
  });

  test('a backup that does not read back is none, and is made again', async () => {
    let isLying = true;
    const fs: FileSystem = {
      ...nodeFileSystem,
      async readFile(path) {
        const bytes = await nodeFileSystem.readFile(path);
        return isLying && path.includes('backups') ? bytes.subarray(1) : bytes;
      },
    };
    await withBackups(
      async ({ project, environment }) => {
        const backups = makeBackups(environment, 'id', project, async () => []);
        await writeFile(join(project, 'n.txt'), 'text');
        backups.noteSaved('n.txt');
        await backups.run();
        expect(environment.problems.map(({ code }) => code)).toEqual(['backup-failed']);
        isLying = false;
        expect(await findNewestBackup(environment, 'id', project, 'n.txt')).toBeNull();
        await backups.close();
        expect(await findNewestBackup(environment, 'id', project, 'n.txt')).not.toBeNull();
      },
      { fs },
    );
  });

  test('a damaged file is not backed up over good ones; files never backed up are caught up', async () => {
    await withBackups(async ({ project, environment, save }) => {
      await save(1);
      const backups = makeBackups(environment, 'id', project, async () => ['n.json', 'n.txt']);
      await writeFile(join(project, 'n.txt'), 'text');
      await backups.run();
      expect((await findNewestBackup(environment, 'id', project, 'n.txt'))?.bytes.byteLength).toBe(4);
      const good = await findNewestBackup(environment, 'id', project, 'n.json');
      await writeFile(join(project, 'n.json'), 'garbage');
      backups.noteSaved('n.json');
      await backups.run();
      expect(environment.problems.map(({ code }) => code)).toEqual(['backup-failed']);
      expect((await findNewestBackup(environment, 'id', project, 'n.json'))?.path).toBe(good!.path);
      await rm(join(project, 'n.json'));
      await backups.close();
    });
  });
});

test('the environment of this machine hashes as Node does', () => {
  const environment = nodeStoreEnvironment({ backupsFolder: '/none', onProblem() {} });
  expect(environment.sha256('é')).toBe(createHash('sha256').update(Buffer.from('é')).digest('hex'));
  expect(environment.sha256('é')).toBe(sha256('é'));
});
