import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentSetIdSchema, memoIdSchema } from '../../../src/core/ids.ts';
import type { Memo } from '../../../src/core/memo/memo.ts';
import type { Change } from '../../../src/core/project/edit.ts';
import {
  createProject,
  openProject,
  restoreBackups,
} from '../../../src/main/services/store/project-store.ts';
import { actor, ANNA, documentInput, quietJob, REPORT, testEnvironment, withFolder } from './fixtures.ts';

const MILITIA = actor('militia');
const AT = '2026-01-02T03:04:05.006Z';
const WAVE = {
  id: documentSetIdSchema.parse('00000000-0000-7000-8000-000000000001'),
  name: 'Wave 1',
  documents: [REPORT],
};
const MEMO: Memo = {
  id: memoIdSchema.parse('00000000-0000-7000-8000-000000000002'),
  author: ANNA.id,
  title: 'On the militia',
  target: { kind: 'actor', actorId: MILITIA.id },
  content: [{ kind: 'paragraph', content: [{ kind: 'text', text: 'Who pays them?' }] }],
  createdAt: AT,
  updatedAt: AT,
};
const MAKING: Change = {
  label: 'make',
  edits: [
    { kind: 'actor', before: null, after: MILITIA },
    { kind: 'documentSet', before: null, after: WAVE },
    { kind: 'memo', annotator: ANNA.id, before: null, after: MEMO },
  ],
};

/** A closed project with a document, a set and a memo, and its backups. */
async function withProject(
  use: (place: {
    folder: string;
    environment: ReturnType<typeof testEnvironment>;
    projectId: ReturnType<Awaited<ReturnType<typeof openProject>>['project']>['id'];
  }) => Promise<void>,
): Promise<void> {
  await withFolder(async (root) => {
    const environment = testEnvironment(join(root, 'backups'));
    const folder = join(root, 'project');
    const store = await createProject(environment, folder, { title: 'Test', annotator: ANNA });
    await store.addDocument(documentInput());
    expect(store.documentSets()).toEqual([]);
    expect(store.memos()).toEqual([]);
    await store.apply(MAKING, ANNA.id);
    const projectId = store.project().id;
    await store.close();
    await use({ folder, environment, projectId });
  });
}

test('sets and memos come back, and a deleted target keeps its memo', async () => {
  await withProject(async ({ folder, environment }) => {
    const store = await openProject(environment, folder);
    expect(store.documentSets()).toEqual([WAVE]);
    await store.apply({ label: 'x', edits: [{ kind: 'actor', before: MILITIA, after: null }] }, ANNA.id);
    expect(store.memos()).toEqual([MEMO]);
    // It is edited further, too; only onto another entry that is not there it cannot go.
    const after = { ...MEMO, title: 'On those who were the militia' };
    await store.apply(
      { label: 'x', edits: [{ kind: 'memo', annotator: ANNA.id, before: MEMO, after }] },
      ANNA.id,
    );
    expect((await store.check(quietJob)).faults).toEqual([]);
    await store.close();
  });
});

test.each(['sets.json', 'memos/anna.json'])(
  '%s: gone or damaged, it is said, kept and restored',
  async (file) => {
    await withProject(async ({ folder, environment, projectId }) => {
      const path = join(folder, file);
      const whole = await readFile(path);
      for (const damage of [
        () => rm(path),
        () => writeFile(path, whole.subarray(0, 40)),
        () => writeFile(path, ''),
      ]) {
        await damage();
        const store = await openProject(environment, folder);
        expect(store.readOnly).toMatchObject({ code: 'damaged', faults: [{ file }] });
        // What the backup held is shown, and nothing is written.
        expect(store.documentSets()).toEqual([WAVE]);
        expect(store.memos()).toEqual([MEMO]);
        const before = { ...WAVE, name: 'Wave 2' };
        await expect(
          store.apply({ label: 'x', edits: [{ kind: 'documentSet', before: WAVE, after: before }] }, ANNA.id),
        ).rejects.toMatchObject({ code: 'read-only' });
        await store.close();

        await restoreBackups(environment, folder, projectId, [file]);
        expect(await readFile(path)).toEqual(whole);
        const again = await openProject(environment, folder);
        expect(again.readOnly).toBeNull();
        await again.close();
      }
    });
  },
);

test('a project of before has no such files, and is none the worse', async () => {
  await withFolder(async (root) => {
    const environment = testEnvironment(join(root, 'backups'));
    const folder = join(root, 'project');
    const store = await createProject(environment, folder, { title: 'Test', annotator: ANNA });
    await store.backUp();
    await store.close();
    const again = await openProject(environment, folder);
    expect(again.readOnly).toBeNull();
    expect([again.documentSets(), again.savedFilters(), again.memos()]).toEqual([[], [], []]);
    expect((await again.check(quietJob)).faults).toEqual([]);
    await again.close();
  });
});

test('check says what is wrong with them', async () => {
  await withProject(async ({ folder, environment }) => {
    await rm(join(folder, 'documents', `${REPORT}.json`));
    const store = await openProject(environment, folder);
    const faults = (await store.check(quietJob)).faults.filter(({ file }) => file === 'sets.json');
    expect(faults).toEqual([
      { file: 'sets.json', problem: `The set “Wave 1” holds ${REPORT}, which is not there.` },
    ]);
    await store.close();
  });
});

test('a folder of memos that is a link is refused', async () => {
  await withFolder(async (root) => {
    const environment = testEnvironment(join(root, 'backups'));
    const folder = join(root, 'project');
    await (await createProject(environment, folder, { title: 'Test', annotator: ANNA })).close();
    await mkdir(join(root, 'elsewhere'));
    await symlink(join(root, 'elsewhere'), join(folder, 'memos'));
    await expect(openProject(environment, folder)).rejects.toMatchObject({ code: 'refused' });
  });
});
