import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentIdSchema } from '../../src/core/ids.ts';
import type { Edit } from '../../src/core/project/edit.ts';
import { createProject, openProject } from '../../src/main/services/store/project-store.ts';
import {
  adding,
  ANNA,
  annotation,
  documentInput,
  idsOf,
  quietJob,
  REPORT,
  testEnvironment,
  withFolder,
} from '../services/store/fixtures.ts';

/*
 * A real full disk and a real read-only disk, on a tmpfs of 1 MB. Mounting needs root on Linux; where that cannot be
 * had, these tests say so and the injected faults in every-call-fails.test.ts stand alone.
 */

function run(command: string, args: readonly string[]): { readonly isDone: boolean; readonly said: string } {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  return { isDone: result.status === 0, said: result.stderr || String(result.error ?? '') };
}

/** Answers with `false` when nothing can be mounted here. */
async function withSmallDisk(use: (disk: string, elsewhere: string) => Promise<void>): Promise<boolean> {
  return withFolder(async (root) => {
    const disk = join(root, 'disk');
    await mkdir(disk);
    const mounted = run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    if (!mounted.isDone) {
      console.warn(
        `\n*** NOT TESTED: a full disk and a read-only disk. No tmpfs can be mounted here (${mounted.said.trim()}). ***\n`,
      );
      return false;
    }
    try {
      await use(disk, root);
    } finally {
      expect(run('umount', [disk]).isDone).toBe(true);
    }
    return true;
  });
}

function longNote(from: number, text: string): Edit {
  return adding({ ...annotation(from, from + 1), note: text });
}

test('a disk that becomes full: the old files stay whole, the user is told, and work goes on when there is room', async ({
  skip,
}) => {
  const isTested = await withSmallDisk(async (disk, elsewhere) => {
    const environment = testEnvironment(join(elsewhere, 'backups'));
    const folder = join(disk, 'project');
    const store = await createProject(environment, folder, { title: 'Test', annotator: ANNA });
    await store.addDocument(documentInput());
    const kept = annotation(4, 11);
    await store.apply({ label: 'kept', edits: [adding(kept)] }, ANNA.id);
    // Fill it up to the last 60 KB: what is saved next needs more, and its beginning has room.
    const filler = join(disk, 'filler');
    await writeFile(filler, Buffer.alloc(1024 * 1024 - 60 * 1024 - 40 * 1024));
    const before = await readFile(join(folder, 'layers', REPORT, 'anna.json'));

    const tooMuch = 'x'.repeat(300_000);
    for (let round = 0; round < 3; round++) {
      await expect(
        store.apply({ label: 'big', edits: [longNote(1, tooMuch)] }, ANNA.id),
      ).rejects.toMatchObject({
        code: 'disk-full',
      });
      expect(await readFile(join(folder, 'layers', REPORT, 'anna.json'))).toEqual(before);
      expect(idsOf(await store.readLayer(REPORT, ANNA.id))).toEqual([kept.id]);
    }
    await expect(
      store.addDocument(documentInput(documentIdSchema.parse('big'), tooMuch)),
    ).rejects.toMatchObject({ code: 'disk-full' });
    expect((await readdir(join(folder, 'documents'))).filter((name) => name.includes('big'))).toEqual([]);
    expect((await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await expect(
      createProject(testEnvironment(join(disk, 'backups')), join(disk, 'other'), {
        title: 'x'.repeat(200),
        annotator: ANNA,
      }).then(async (other) => {
        await other.addDocument(documentInput(REPORT, tooMuch));
      }),
    ).rejects.toMatchObject({ code: 'disk-full' });

    // Room again: the same session goes on.
    await rm(filler);
    const next = annotation(0, 3);
    await store.apply({ label: 'next', edits: [adding(next)] }, ANNA.id);
    await store.close();
    const again = await openProject(environment, folder);
    expect(again.readOnly).toBeNull();
    expect((await again.check(quietJob)).faults).toEqual([]);
    expect(idsOf(await again.readLayer(REPORT, ANNA.id))).toEqual([next.id, kept.id]);
    await again.close();
  });
  if (!isTested) skip('no tmpfs can be mounted here');
});

test('a disk without a single free block: opens read-only or writable, never damaged', async ({ skip }) => {
  const isTested = await withSmallDisk(async (disk, elsewhere) => {
    const environment = testEnvironment(join(elsewhere, 'backups'));
    const folder = join(disk, 'project');
    const store = await createProject(environment, folder, { title: 'Test', annotator: ANNA });
    await store.addDocument(documentInput());
    await store.close();
    const filled = await writeFile(join(disk, 'filler'), Buffer.alloc(2 * 1024 * 1024)).then(
      () => 'room',
      (error: { code?: string }) => error.code,
    );
    expect(filled).toBe('ENOSPC');
    const opened = await openProject(environment, folder);
    expect(opened.readOnly?.code).toBe('not-writable');
    expect(opened.readOnly?.message).toMatch(/disk is full/);
    expect(await opened.readText(REPORT)).toContain('council');
    await opened.close();
    expect((await readdir(folder)).filter((name) => name.startsWith('.postil-lock'))).toEqual([]);
  });
  if (!isTested) skip('no tmpfs can be mounted here');
});

test('backups on a full disk fail aloud, and the project is saved', async ({ skip }) => {
  const isTested = await withSmallDisk(async (disk, elsewhere) => {
    const environment = testEnvironment(join(disk, 'backups'));
    const store = await createProject(environment, join(elsewhere, 'project'), {
      title: 'Test',
      annotator: ANNA,
    });
    await store.addDocument(documentInput());
    await store.apply({ label: 'big', edits: [longNote(1, 'x'.repeat(1_500_000))] }, ANNA.id);
    await store.backUp();
    expect(environment.problems.map(({ code }) => code)).toEqual(['backup-failed']);
    expect(environment.problems[0]!.message).toMatch(/project itself is saved/);
    await store.close();
    const again = await openProject(testEnvironment(join(elsewhere, 'backups')), join(elsewhere, 'project'));
    expect((await again.readLayer(REPORT, ANNA.id)).annotations).toHaveLength(1);
    await again.close();
  });
  if (!isTested) skip('no tmpfs can be mounted here');
});

test('a disk that can only be read opens read-only, and becomes so in mid-work without loss', async ({
  skip,
}) => {
  const isTested = await withSmallDisk(async (disk, elsewhere) => {
    const environment = testEnvironment(join(elsewhere, 'backups'));
    const folder = join(disk, 'project');
    const store = await createProject(environment, folder, { title: 'Test', annotator: ANNA });
    await store.addDocument(documentInput());
    const kept = annotation(4, 11);
    await store.apply({ label: 'kept', edits: [adding(kept)] }, ANNA.id);
    expect(run('mount', ['-o', 'remount,ro', disk]).isDone).toBe(true);
    await expect(
      store.apply({ label: 'late', edits: [adding(annotation(0, 3))] }, ANNA.id),
    ).rejects.toMatchObject({
      code: 'io',
    });
    expect(idsOf(await store.readLayer(REPORT, ANNA.id))).toEqual([kept.id]);

    const opened = await openProject({ ...environment, pid: 1 }, folder);
    expect(opened.readOnly?.code).toBe('locked');
    await opened.close();
    const later = await openProject({ ...environment, pid: -1, isProcessAlive: () => false }, folder);
    expect(later.readOnly?.code).toBe('not-writable');
    expect(idsOf(await later.readLayer(REPORT, ANNA.id))).toEqual([kept.id]);
    await later.close();

    expect(run('mount', ['-o', 'remount,rw', disk]).isDone).toBe(true);
    await store.apply({ label: 'now', edits: [adding(annotation(0, 3))] }, ANNA.id);
    await store.close();
  });
  if (!isTested) skip('no tmpfs can be mounted here');
});

test('a share that is gone in mid-work: told, nothing made in its place, not found when opened', async ({
  skip,
}) => {
  const isTested = await withFolder(async (root) => {
    const environment = testEnvironment(join(root, 'backups'));
    const disk = join(root, 'share');
    await mkdir(disk);
    if (!run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).isDone) {
      console.warn('\n*** NOT TESTED: an unmounted share. No tmpfs can be mounted here. ***\n');
      return false;
    }
    const store = await createProject(environment, join(disk, 'project'), { title: 'Test', annotator: ANNA });
    await store.addDocument(documentInput());
    await store.apply({ label: 'kept', edits: [adding(annotation(4, 11))] }, ANNA.id);
    expect(run('umount', [disk]).isDone).toBe(true);
    await expect(store.apply({ label: 'late', edits: [adding(annotation(0, 3))] }, ANNA.id)).rejects.toThrow(
      /could not/,
    );
    await store.close();
    await expect(openProject(environment, join(disk, 'project'))).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await readdir(disk)).toEqual([]);
    return true;
  });
  if (!isTested) skip('no tmpfs can be mounted here');
});
