import { readdir, readFile, rm, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layerSchema } from '../../src/core/annotation/layer.ts';
import { nodeStoreEnvironment } from '../../src/main/services/store/node-environment.ts';
import { createProject, openProject } from '../../src/main/services/store/project-store.ts';
import {
  ANNA,
  adding,
  annotation,
  documentInput,
  idsOf,
  quietJob,
  REPORT,
  withFolder,
} from '../services/store/fixtures.ts';
import { bundleChild, startChild, type Child } from './run-child.ts';

const KILLS = 200;

let bundle: Awaited<ReturnType<typeof bundleChild>>;
beforeAll(async () => {
  bundle = await bundleChild();
});
afterAll(async () => {
  await rm(bundle.folder, { recursive: true, force: true });
});

interface Place {
  readonly folder: string;
  readonly backups: string;
  readonly environment: ReturnType<typeof nodeStoreEnvironment>;
  readonly problems: string[];
  start(): Child;
}

async function withPlace(use: (place: Place) => Promise<void>): Promise<void> {
  await withFolder(async (root) => {
    const problems: string[] = [];
    const backups = join(root, 'backups');
    const folder = join(root, 'project');
    const environment = nodeStoreEnvironment({
      backupsFolder: backups,
      onProblem: ({ code, message }) => problems.push(`${code}: ${message}`),
    });
    const store = await createProject(environment, folder, { title: 'Test', annotator: ANNA });
    await store.addDocument(documentInput());
    await store.close();
    const children: Child[] = [];
    try {
      await use({
        folder,
        backups,
        environment,
        problems,
        start() {
          const child = startChild(bundle.file, folder, backups);
          children.push(child);
          return child;
        },
      });
    } finally {
      for (const child of children) child.signal('SIGKILL');
      await Promise.all(children.map(({ ended }) => ended));
    }
  });
}

function acknowledged(child: Child): string[] {
  return child.lines.filter((line) => line.startsWith('ack ')).map((line) => line.slice(4));
}

async function idsOnDisk(folder: string): Promise<Set<string>> {
  const raw = JSON.parse(await readFile(join(folder, 'layers', REPORT, 'anna.json'), 'utf8')) as {
    content: unknown;
  };
  return new Set(idsOf(layerSchema.parse(raw.content)));
}

/** Kills children of one project in mid-save; answers with what was acknowledged and how often a half-done save was left. */
async function killLoop(
  kills: number,
  seed: number,
): Promise<{ readonly acknowledged: number; readonly halfDone: number }> {
  const all = new Set<string>();
  let total = 0;
  let halfDone = 0;
  await withPlace(async ({ folder, environment, start }) => {
    for (let i = 0; i < kills; i++) {
      const child = start();
      expect(await child.heard('open')).toBe('open writable');
      child.tell('loop');
      await child.heard('ack');
      // Anywhere within the next saves, spread evenly; the order of the delays is fixed.
      const delay = ((i * 7919 + seed) % 97) / 8;
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.signal('SIGKILL');
      await child.ended;
      expect(child.lines.filter((line) => line.startsWith('err') || line.startsWith('problem'))).toEqual([]);
      for (const id of acknowledged(child)) all.add(id);
      const inLayer = await readdir(join(folder, 'layers', REPORT));
      if (inLayer.some((name) => name.endsWith('.tmp'))) halfDone++;
      // On disk at once, before any other Postil has mended anything.
      const found = await idsOnDisk(folder);
      expect([...all].filter((id) => !found.has(id))).toEqual([]);
      // The layer is kept small, so that the loop measures saves and not JSON.
      if (i % 25 === 24) {
        const store = await openProject(environment, folder);
        expect(store.readOnly).toBeNull();
        expect((await store.check(quietJob)).faults).toEqual([]);
        const layer = await store.readLayer(REPORT, ANNA.id);
        await store.apply(
          {
            label: 'clear',
            edits: layer.annotations.map((before) => ({
              kind: 'annotation',
              documentId: REPORT,
              annotator: ANNA.id,
              before,
              after: null,
            })),
          },
          ANNA.id,
        );
        await store.close();
        total += all.size;
        all.clear();
      }
    }
    const names = await readdir(folder, { recursive: true });
    expect(names.filter((name) => name.includes('conflict') || name.includes('damaged'))).toEqual([]);
  });
  return { acknowledged: total + all.size, halfDone };
}

describe('kill -9 in mid-save', () => {
  test(`${KILLS} times without a lost acknowledged change`, async () => {
    // Two projects at a time, one a core.
    const loops = await Promise.all([killLoop(KILLS / 2, 1), killLoop(KILLS / 2, 50)]);
    expect(loops[0].acknowledged + loops[1].acknowledged).toBeGreaterThan(KILLS);
    // The kills did hit saves: that many were cut between the temporary file and the rename.
    expect(loops[0].halfDone + loops[1].halfDone).toBeGreaterThan(KILLS / 10);
  }, 300_000);
});

describe('two processes on one project', () => {
  test('the second opens read-only and says who has it; when the first is gone, it may write', async () => {
    await withPlace(async ({ folder, environment, start }) => {
      const first = start();
      expect(await first.heard('open')).toBe('open writable');
      const second = await openProject(environment, folder);
      expect(second.readOnly?.code).toBe('locked');
      expect(second.readOnly?.message).toContain(`process ${first.pid}`);
      await expect(
        second.apply({ label: 'x', edits: [adding(annotation(0, 3))] }, ANNA.id),
      ).rejects.toMatchObject({
        code: 'read-only',
      });
      await expect(second.addDocument(documentInput())).rejects.toMatchObject({ code: 'read-only' });
      // It sees what the first has saved.
      first.tell('save');
      const id = (await first.heard('ack')).slice(4);
      expect(idsOf(await second.readLayer(REPORT, ANNA.id))).toEqual([id]);
      await second.close();
      first.tell('close');
      await first.ended;
      const third = await openProject(environment, folder);
      expect(third.readOnly).toBeNull();
      await third.close();
    });
  });

  test('of many that open at once, one may write', async () => {
    await withPlace(async ({ start }) => {
      const children = Array.from({ length: 6 }, start);
      const opened = await Promise.all(children.map((child) => child.heard('open')));
      expect(opened.filter((line) => line === 'open writable')).toHaveLength(1);
      expect(opened.filter((line) => line === 'open locked')).toHaveLength(5);
    });
  });

  test('of many that take over from a dead one at once, one may write, and nothing is lost', async () => {
    await withPlace(async ({ folder, start }) => {
      for (let round = 0; round < 4; round++) {
        const dead = start();
        await dead.heard('open');
        dead.tell('save');
        await dead.heard('ack');
        dead.signal('SIGKILL');
        await dead.ended;
        const children = Array.from({ length: 4 }, start);
        const opened = await Promise.all(children.map((child) => child.heard('open')));
        expect(opened.filter((line) => line === 'open writable')).toHaveLength(1);
        const winner = children[opened.indexOf('open writable')]!;
        winner.tell('save');
        await winner.heard('ack');
        for (const child of children) child.signal('SIGKILL');
        await Promise.all(children.map(({ ended }) => ended));
        const found = await idsOnDisk(folder);
        for (const id of [...acknowledged(dead), ...acknowledged(winner)]) expect(found).toContain(id);
      }
    });
  });

  test('a lock that somebody deletes does not let two write over each other', async () => {
    await withPlace(async ({ folder, environment, start }) => {
      const first = start();
      await first.heard('open');
      first.tell('save');
      const kept = (await first.heard('ack')).slice(4);
      for (const name of await readdir(folder)) {
        if (name.startsWith('.postil-lock')) await unlink(join(folder, name));
      }
      const second = await openProject(environment, folder);
      expect(second.readOnly).toBeNull();
      const mine = annotation(0, 3);
      await second.apply({ label: 'mine', edits: [adding(mine)] }, ANNA.id);
      first.tell('save');
      expect(await first.heard('err')).toBe('err conflict');
      expect(first.lines).toContain('readOnly locked');
      expect(first.lines).toContain('problem conflict');
      expect([...(await idsOnDisk(folder))].toSorted()).toEqual([kept, mine.id].toSorted());
      // What the first could not save is beside the file.
      const names = await readdir(join(folder, 'layers', REPORT));
      const copies = names.filter((name) => /^anna\.conflict-.*\.json$/.test(name));
      expect(copies).toHaveLength(1);
      expect((await second.check(quietJob)).faults.map(({ file }) => file)).toEqual([
        `layers/${REPORT}/${copies[0]}`,
      ]);
      await second.close();
    });
  });
});

describe('a process that was suspended while it held the lock', () => {
  test('finds out when it wakes, overwrites nothing and turns read-only', async () => {
    await withPlace(async ({ folder, environment, problems, start }) => {
      const asleep = start();
      await asleep.heard('open');
      asleep.tell('save');
      await asleep.heard('ack');
      asleep.signal('SIGSTOP');
      const early = await openProject(environment, folder);
      expect(early.readOnly?.code).toBe('locked');
      await early.close();
      // As if it had slept for an hour.
      const past = new Date(Date.now() - 3_600_000);
      for (const name of await readdir(folder)) {
        if (name.startsWith('.postil-lock')) await utimes(join(folder, name), past, past);
      }
      const awake = await openProject(environment, folder);
      expect(awake.readOnly).toBeNull();
      const mine = annotation(0, 3);
      await awake.apply({ label: 'mine', edits: [adding(mine)] }, ANNA.id);
      const before = await idsOnDisk(folder);
      asleep.tell('save');
      asleep.signal('SIGCONT');
      expect(await asleep.heard('err')).toBe('err conflict');
      expect(asleep.lines).toContain('readOnly locked');
      const from = asleep.lines.length;
      asleep.tell('save');
      expect(await asleep.heard('err', from)).toBe('err read-only');
      expect(await idsOnDisk(folder)).toEqual(before);
      expect(before).toContain(mine.id);
      await awake.apply({ label: 'more', edits: [adding(annotation(1, 3))] }, ANNA.id);
      await awake.close();
      expect(problems).toEqual([]);
    });
  });

  test('stopped in the midst of saves, at any point of them, and taken over: no change is lost or mixed', async () => {
    await withPlace(async ({ folder, environment, start }) => {
      for (let round = 0; round < 12; round++) {
        const asleep = start();
        expect(await asleep.heard('open')).toBe('open writable');
        asleep.tell('loop');
        await asleep.heard('ack');
        await new Promise((resolve) => setTimeout(resolve, round * 0.9));
        asleep.signal('SIGSTOP');
        const past = new Date(Date.now() - 3_600_000);
        for (const name of await readdir(folder)) {
          if (name.startsWith('.postil-lock')) await utimes(join(folder, name), past, past);
        }
        const awake = await openProject(environment, folder);
        expect(awake.readOnly).toBeNull();
        const mine = annotation(0, 3);
        await awake.apply({ label: 'mine', edits: [adding(mine)] }, ANNA.id);
        asleep.signal('SIGCONT');
        expect(await asleep.heard('err')).toMatch(/^err (conflict|read-only)$/);
        const after = annotation(1, 3);
        await awake.apply({ label: 'after', edits: [adding(after)] }, ANNA.id);
        asleep.signal('SIGKILL');
        await asleep.ended;
        const found = await idsOnDisk(folder);
        for (const id of [...acknowledged(asleep), mine.id, after.id]) expect(found).toContain(id);
        await awake.close();
      }
    });
  });
});
