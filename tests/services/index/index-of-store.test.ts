import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import type { EvidenceSort } from '../../../src/core/evidence/evidence.ts';
import { documentIdSchema } from '../../../src/core/ids.ts';
import { invertChange, type Change } from '../../../src/core/project/edit.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { openProjectIndex, type IndexFault } from '../../../src/main/services/index/project-index.ts';
import { touchedBy } from '../../../src/main/services/index/touched.ts';
import {
  createProject,
  openProject,
  type ProjectStore,
} from '../../../src/main/services/store/project-store.ts';
import {
  actor,
  adding,
  ANNA,
  annotation,
  documentInput,
  layerEdit,
  REPORT,
  stance,
  TEXT,
  testEnvironment,
  withFolder,
} from '../store/fixtures.ts';

const BY_DOCUMENT: EvidenceSort = { by: 'document', descending: false };
const SECOND = documentIdSchema.parse('second');

/** A store with one document, an index of it, and changes that reach both, as the workbench makes them. */
async function withProject(
  use: (opened: {
    store: ProjectStore;
    openIndex(of?: ProjectStore): ReturnType<typeof openProjectIndex>;
    faults: IndexFault[];
    reopen(): Promise<ProjectStore>;
    project: string;
  }) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const environment = testEnvironment(folder);
    const project = join(folder, 'project');
    let store = await createProject(environment, project, { title: 'Reports', annotator: ANNA });
    const faults: IndexFault[] = [];
    try {
      await store.addDocument(documentInput());
      await use({
        store,
        faults,
        project,
        openIndex: (of = store) =>
          openProjectIndex(of, {
            fs: nodeFileSystem,
            clock: { now: () => Date.now() + 60_000 },
            cacheFolder: join(folder, 'cache'),
            onFault: (fault) => faults.push(fault),
          }),
        async reopen() {
          await store.close();
          store = await openProject(environment, project);
          return store;
        },
      });
    } finally {
      await store.close();
    }
  });
}

function change(...edits: Change['edits']): Change {
  return { label: 'test', edits };
}

async function rowsOf(index: Awaited<ReturnType<typeof openProjectIndex>>): Promise<Annotation[]> {
  return (await index.query({}, BY_DOCUMENT, 0, 1000)).rows;
}

describe('the index over the store', () => {
  it('follows changes, their undoing, and added documents, and is the same after reopening', async () => {
    await withProject(async ({ store, openIndex, reopen, faults }) => {
      const index = await openIndex();
      expect(index.summaries().map(({ id, layers }) => ({ id, layers }))).toEqual([
        { id: REPORT, layers: [] },
      ]);

      const [council, militia] = [actor('council'), actor('militia')];
      const first = annotation(TEXT.indexOf('militia'), TEXT.indexOf(', its'), {
        stances: [stance(militia, council)],
      });
      const added = change(
        { kind: 'actor', before: null, after: council },
        { kind: 'actor', before: null, after: militia },
        adding(first),
      );
      await store.apply(added, ANNA.id);
      await index.didChange(touchedBy(added.edits));
      const [stored] = (await store.readLayer(REPORT, ANNA.id)).annotations;
      expect(await rowsOf(index)).toEqual([stored]);
      expect((await index.usage()).actors).toEqual({ [council.id]: 1, [militia.id]: 1 });
      expect((await index.query({ text: 'MILITIA opposes' }, BY_DOCUMENT, 0, 10)).rows).toEqual([stored]);
      expect((await index.query({ text: 'Monday' }, BY_DOCUMENT, 0, 10)).rows).toEqual([]);

      const noted = change(layerEdit(stored!, { ...stored!, note: 'Überraschend' }));
      await store.apply(noted, ANNA.id);
      await index.didChange(touchedBy(noted.edits));
      expect((await index.query({ text: 'uberraschend' }, BY_DOCUMENT, 0, 10)).total).toBe(1);
      await store.apply(invertChange(noted), ANNA.id);
      await index.didChange(touchedBy(invertChange(noted).edits));
      expect((await index.query({ text: 'uberraschend' }, BY_DOCUMENT, 0, 10)).total).toBe(0);

      await store.addDocument(documentInput(SECOND, 'Another text.'));
      await index.didChange([SECOND]);
      expect(index.summaries()).toHaveLength(2);

      const before = { summaries: index.summaries(), rows: await rowsOf(index), usage: await index.usage() };
      await index.close();
      for (const opening of ['without a cache of it', 'with a cache of it']) {
        const again = await openIndex(await reopen());
        const after = { summaries: again.summaries(), rows: await rowsOf(again), usage: await again.usage() };
        expect(after, opening).toEqual(before);
        await again.close();
      }
      expect(faults).toEqual([]);
    });
  });

  it('shows a project that was opened read-only since one of its layers is damaged', async () => {
    await withProject(async ({ store, openIndex, reopen, faults, project }) => {
      const added = change(adding(annotation(0, 11)));
      await store.apply(added, ANNA.id);
      const path = join(project, 'layers', REPORT, `${ANNA.id}.json`);
      const reopened = await reopen();
      await truncate(path, 100);
      const index = await openIndex(reopened);
      expect(faults).toMatchObject([{ kind: 'layer', cause: { code: 'damaged' } }]);
      expect(reopened.readOnly).toMatchObject({ code: 'damaged' });
      expect(await rowsOf(index)).toEqual([]);
      expect(index.summaries()).toHaveLength(1);
      await index.close();
    });
  });
});
