import { randomUUID } from 'node:crypto';
import { mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import type { AnnotatorId, DocumentId } from '../../../src/core/ids.ts';
import { nodeStoreEnvironment } from '../../../src/main/services/store/node-environment.ts';
import { absolute, layerFile } from '../../../src/main/services/store/project-paths.ts';
import { openProject, type ProjectStore } from '../../../src/main/services/store/project-store.ts';
import { generateProject, type ProjectSize } from '../generate-project.ts';
import { median } from '../median.ts';
import type { BenchGoal, BenchOptions, BenchReport } from '../report.ts';

const LAYER: ProjectSize = { documents: 1, annotators: 1, annotations: 1000, characters: 100_000 };
const PAIRS = 80;
const WARM_UP = 10;

/** Layers of the same size in all of them: what may differ is the size of the project alone. */
const SMALL: ProjectSize = { documents: 10, annotations: 1000, seed: 2 };
const LARGE: ProjectSize = { documents: 1000, annotations: 100_000, seed: 3 };
/** Generated only when asked for by POSTIL_BENCH_LARGE=1: it takes minutes and some gigabytes. */
const LARGEST: ProjectSize = { documents: 10_000, annotations: 1_000_000, characters: 4000, seed: 4 };
const SAVES = 80;

/** What a save costs beside the bare writing of its bytes, and whether the size of the project around it matters. */
export async function run({ log }: BenchOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-bench-'));
  try {
    const layer = await measureLayer(folder, log);
    const sizes = [SMALL, LARGE, ...(process.env['POSTIL_BENCH_LARGE'] === '1' ? [LARGEST] : [])];
    const bySize = await measureSizes(folder, sizes, log);
    return report(layer, sizes, bySize);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface LayerTimes {
  readonly bytes: number;
  readonly save: number[];
  readonly bare: number[];
  readonly bareWithFolder: number[];
}

async function measureLayer(folder: string, log: (line: string) => void): Promise<LayerTimes> {
  const path = join(folder, 'layer');
  await generateProject(path, LAYER);
  const store = await openProject(environment(folder), path);
  const editor = await makeEditor(store, 0);
  const file = absolute(path, layerFile(editor.documentId, editor.annotator));
  const beside = join(dirname(file), 'bare');
  const times: LayerTimes = {
    bytes: (await readFile(file)).byteLength,
    save: [],
    bare: [],
    bareWithFolder: [],
  };
  log(`${PAIRS} saves of ${times.bytes} bytes …`);
  for (let i = 0; i < WARM_UP + PAIRS; i++) {
    const bytes = await readFile(file);
    const works: [number[], () => Promise<void>][] = [
      [times.save, () => editor.change(i)],
      [times.bare, () => writeBarely(beside, bytes, false)],
      [times.bareWithFolder, () => writeBarely(beside, bytes, true)],
    ];
    // Each comes first as often as the others: a disk that is busy with the last write makes the next one wait.
    for (let k = 0; k < works.length; k++) {
      const [list, work] = works[(i + k) % works.length]!;
      const start = performance.now();
      await work();
      if (i >= WARM_UP) list.push(performance.now() - start);
    }
  }
  await store.close();
  return times;
}

/** The least that a save can be: nothing of the old file is lost, and nothing is known of who else writes it. */
async function writeBarely(path: string, bytes: Uint8Array, isFolderSynced: boolean): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  const handle = await open(temporary, 'wx');
  await handle.writeFile(bytes);
  await handle.sync();
  await handle.close();
  await rename(temporary, path);
  if (!isFolderSynced) return;
  const parent = await open(dirname(path), 'r');
  await parent.sync();
  await parent.close();
}

async function measureSizes(
  folder: string,
  sizes: readonly ProjectSize[],
  log: (line: string) => void,
): Promise<number[][]> {
  const stores: ProjectStore[] = [];
  for (const size of sizes) {
    log(`generating ${size.annotations} annotations …`);
    const path = join(folder, `project-${size.annotations}`);
    await generateProject(path, size);
    stores.push(await openProject(environment(folder), path));
  }
  const times = sizes.map((): number[] => []);
  for (let i = 0; i < WARM_UP + SAVES; i++) {
    for (let k = 0; k < stores.length; k++) {
      const at = (i + k) % stores.length;
      // Few documents, again and again: a layer's first reading is no part of a save.
      const editor = await makeEditor(stores[at]!, i % 8);
      const start = performance.now();
      await editor.change(i);
      if (i >= WARM_UP) times[at]!.push(performance.now() - start);
    }
  }
  for (const store of stores) await store.close();
  return times;
}

interface Editor {
  readonly documentId: DocumentId;
  readonly annotator: AnnotatorId;
  /** One annotation gets another note, as when somebody types; resolves when it is on disk. */
  change(number: number): Promise<void>;
}

async function makeEditor(store: ProjectStore, document: number): Promise<Editor> {
  const documentId = store.documentIds()[document]!;
  const annotator = store.project().annotators[0]!.id;
  let annotations = (await store.readLayer(documentId, annotator)).annotations;
  return {
    documentId,
    annotator,
    async change(number) {
      const at = (number * 37) % annotations.length;
      const before = annotations[at]!;
      const after: Annotation = { ...before, note: `Changed for the time number ${number}.` };
      await store.apply(
        { label: 'bench', edits: [{ kind: 'annotation', documentId, annotator, before, after }] },
        annotator,
      );
      annotations = annotations.with(at, after);
    },
  };
}

function environment(folder: string) {
  return nodeStoreEnvironment({
    backupsFolder: join(folder, 'backups'),
    onProblem(problem) {
      throw new Error(problem.message);
    },
  });
}

function report(layer: LayerTimes, sizes: readonly ProjectSize[], bySize: readonly number[][]): BenchReport {
  const save = median(layer.save);
  const bare = median(layer.bare);
  const withFolder = median(layer.bareWithFolder);
  const small = median(bySize[0]!);
  const ms = (value: number) => value.toFixed(2);
  const count = (value: number) => value.toLocaleString('en');
  return {
    title: 'Saving',
    introduction: `The real store on a real disk, seeded data. *A save* is \`ProjectStore.apply\` of a new note on one annotation: from the change to its whole layer being on disk by the protocol (serialise, hash, temporary file, fsync, size, lock and revision, rename, fsync of the folder). *Bare* is the least that it takes to replace the same bytes in the same folder: write, fsync, rename; the store also syncs the folder, without which a power cut may undo an acknowledged save. Medians of ${PAIRS} rounds, in each all in turn. In the projects of different sizes the layers are of the same size. Left out: backups, which are made minutes later. The project of 1,000,000 annotations is made and measured only with POSTIL_BENCH_LARGE=1. Other work ran at the same time.`,
    columns: ['what', 'ms', '÷ bare'],
    rows: [
      [
        `a save of a layer of 1,000 annotations (${count(Math.round(layer.bytes / 1024))} KB)`,
        ms(save),
        ms(save / bare),
      ],
      ['bare write + fsync + rename', ms(bare), '1'],
      ['the same + fsync of the folder', ms(withFolder), ms(withFolder / bare)],
      ...sizes.map((size, i) => [
        `a save in a project of ${count(size.annotations)} annotations`,
        ms(median(bySize[i]!)),
        '–',
      ]),
    ],
    goals: [
      goal('a save of 1,000 annotations ÷ bare write + fsync + rename', save / bare, 3),
      ...sizes
        .slice(1)
        .map((size, i) =>
          goal(
            `a save at ${count(size.annotations)} ÷ at 1,000 annotations in the project`,
            median(bySize[i + 1]!) / small,
            1.5,
          ),
        ),
    ],
  };
}

function goal(what: string, value: number, limit: number): BenchGoal {
  return { what, value, limit, unit: '×', kind: 'most', isMet: value <= limit };
}
