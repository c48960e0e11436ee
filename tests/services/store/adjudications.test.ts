import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Adjudication } from '../../../src/core/adjudication/adjudication.ts';
import type { Layer } from '../../../src/core/annotation/layer.ts';
import { encodeFile } from '../../../src/main/services/store/envelope.ts';
import {
  createProject,
  openProject,
  restoreBackups,
  type ProjectStore,
} from '../../../src/main/services/store/project-store.ts';
import { layerFormat } from '../../../src/main/services/store/record-formats.ts';
import { ADJUDICATED, ANN, BOB, idOf, JUDGE } from '../adjudication/adjudicated-layers.ts';
import { fillAdjudicated } from '../adjudication/adjudicated-project.ts';
import { quietJob, REPORT, testEnvironment, withFolder, type TestEnvironment } from './fixtures.ts';

const FILE = `layers/${REPORT}/${ADJUDICATED.id}.json`;

interface Filled {
  readonly folder: string;
  readonly environment: TestEnvironment;
  readonly store: ProjectStore;
  readonly layer: Layer;
}

function withAdjudicated(use: (filled: Filled) => Promise<void>): Promise<void> {
  return withFolder(async (base) => {
    const folder = join(base, 'project');
    const environment = testEnvironment(join(base, 'backups'));
    const store = await createProject(environment, folder, { title: 'Test', annotator: JUDGE });
    const layer = await fillAdjudicated(store, REPORT);
    await use({ folder, environment, store, layer });
  });
}

/** Puts another layer in the file's place, hash and all, and says what the check finds. */
async function faultsWith(
  { folder, environment }: Filled,
  change: (adjudications: readonly Adjudication[], layer: Layer) => Partial<Layer>,
  layer: Layer,
): Promise<string[]> {
  const path = join(folder, FILE);
  const before = await readFile(path);
  const next = { ...layer, ...change(layer.adjudications!, layer) };
  await writeFile(path, encodeFile(layerFormat, next, 99).bytes);
  const opened = await openProject(environment, folder);
  const { faults } = await opened.check(quietJob);
  await opened.close();
  await writeFile(path, before);
  expect(faults.every(({ file }) => file === FILE)).toBe(true);
  return faults.map(({ problem }) => problem);
}

describe('an adjudicated layer', () => {
  test('is sound as it was made, and opened again as it was', () =>
    withAdjudicated(async ({ store, folder, environment, layer }) => {
      expect((await store.check(quietJob)).faults).toEqual([]);
      await store.close();
      const again = await openProject(environment, folder);
      expect(again.readOnly).toBeNull();
      expect(await again.readLayer(REPORT, ADJUDICATED.id)).toEqual(layer);
      await again.close();
    }));

  test('is checked for decisions that nothing came of, of others, and about what cannot be', () =>
    withAdjudicated(async (filled) => {
      const { store, layer } = filled;
      await store.close();
      const taken = layer.adjudications!.find(({ outcome }) => outcome === 'taken')!;
      const result = taken.results[0]!;
      const but = (changes: Partial<Adjudication>) => (all: readonly Adjudication[]) => ({
        adjudications: all.map((one) => (one.id === taken.id ? { ...one, ...changes } : one)),
      });
      const say = (problem: string) => [`Adjudication ${taken.id}: ${problem}`];
      const faults = (change: Parameters<typeof faultsWith>[1]) => faultsWith(filled, change, layer);

      expect(
        await faults((_, { annotations }) => ({
          annotations: annotations.filter(({ id }) => id !== result),
        })),
      ).toEqual(say('it is taken, and nothing that came of it is in the layer.'));
      expect(await faults(but({ by: BOB.id }))).toEqual(
        say(`it was made by ${BOB.id}, whose layer this is not.`),
      );
      expect(await faults(but({ taken: [idOf(99)] }))).toEqual(
        say(`it rests on ${idOf(99)}, which it does not say how it was.`),
      );
      expect(await faults(but({ outcome: 'rejected' }))).toEqual(
        say('it rejects the place and has results.'),
      );
      const [first] = layer.adjudications!.filter(({ id }) => id !== taken.id);
      const shared = await faults(but({ results: [...taken.results, first!.results[0] ?? result] }));
      expect(shared.join()).toContain('too.');
      const of = taken.of.map((one) => ({ ...one, target: { ...one.target, textHash: 'f'.repeat(64) } }));
      expect(await faults(but({ of }))).toEqual(
        of.map(({ id }) => say(`of annotation ${id}, it is of another text.`)[0]),
      );
      const elsewhere = taken.of.map((one) => ({ ...one, documentId: 'another' as typeof REPORT }));
      expect((await faults(but({ of: elsewhere }))).join()).toContain('about another document');
    }));

  test('that is damaged is named with its backup, and restored from it', () =>
    withAdjudicated(async ({ store, folder, environment, layer }) => {
      await store.close();
      const path = join(folder, FILE);
      const before = await readFile(path);
      await writeFile(path, before.subarray(0, before.length / 2));
      const opened = await openProject(environment, folder);
      await expect(opened.readLayer(REPORT, ADJUDICATED.id)).rejects.toMatchObject({ code: 'damaged' });
      expect(opened.readOnly?.faults).toMatchObject([{ file: FILE, backup: expect.any(String) as string }]);
      const { id } = opened.project();
      await opened.close();
      await rm(path);
      await restoreBackups(environment, folder, id, [FILE]);
      const mended = await openProject(environment, folder);
      expect(await mended.readLayer(REPORT, ADJUDICATED.id)).toEqual(layer);
      expect((await mended.check(quietJob)).faults).toEqual([]);
      await mended.close();
    }));
});

test('layers of the version before adjudication open as they are, and are written in the present one', () =>
  withAdjudicated(async ({ store, folder, environment }) => {
    const own = await store.readLayer(REPORT, ANN.id);
    await store.close();
    const path = join(folder, `layers/${REPORT}/${ANN.id}.json`);
    await writeFile(path, encodeFile({ ...layerFormat, version: 3 }, own, 2).bytes);
    const opened = await openProject(environment, folder);
    expect(opened.readOnly).toBeNull();
    expect((await opened.check(quietJob)).faults).toEqual([]);
    expect(await opened.readLayer(REPORT, ANN.id)).toEqual(own);
    const edit = {
      kind: 'readingState' as const,
      documentId: REPORT,
      annotator: ANN.id,
      before: 'done' as const,
      after: 'inProgress' as const,
    };
    await opened.apply({ label: 'again', edits: [edit] }, ANN.id);
    await opened.close();
    expect(await readFile(path, 'utf8')).toContain(`"formatVersion":${layerFormat.version}`);
  }));
