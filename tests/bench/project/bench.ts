import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceFilter, EvidenceSort } from '../../../src/core/evidence/evidence.ts';
import { actorIdSchema } from '../../../src/core/ids.ts';
import { openProjectIndex, type ProjectIndex } from '../../../src/main/services/index/project-index.ts';
import { touchedBy } from '../../../src/main/services/index/touched.ts';
import { nodeStoreEnvironment } from '../../../src/main/services/store/node-environment.ts';
import { openProject, type ProjectStore } from '../../../src/main/services/store/project-store.ts';
import { buildLayerWorker } from '../build-layer-worker.ts';
import { generateProject, type ProjectSize } from '../generate-project.ts';
import type { BenchGoal, BenchOptions, BenchReport } from '../report.ts';

const LARGE: ProjectSize = { documents: 1000, annotations: 100_000 };
/** Layers of the same size as in the large one: what may differ is the size of the project alone. */
const SMALL: ProjectSize = { documents: 10, annotations: 1000, seed: 2 };
const CHANGES = 25;
const WINDOW = 100;
const BY_DOCUMENT: EvidenceSort = { by: 'document', descending: false };
const QUERIES: readonly [string, EvidenceFilter, EvidenceSort][] = [
  ['by document', {}, BY_DOCUMENT],
  ['newest first (rows of many layers)', {}, { by: 'updatedAt', descending: true }],
  ['by polarity', {}, { by: 'polarity', descending: false }],
  ['text, a frequent word', { text: 'ceasefire' }, BY_DOCUMENT],
  ['text, three words', { text: 'ceasefire cafe qandar' }, BY_DOCUMENT],
  [
    'holder and polarity',
    { actors: [actorIdSchema.parse('a-actor-1')], roles: ['holder'], polarities: [-2] },
    BY_DOCUMENT,
  ],
];

interface Opened {
  readonly store: ProjectStore;
  readonly index: ProjectIndex;
}

/** Opening a large project, asking its evidence, and what a change costs by the size of the project around it. */
export async function run({ runs, log }: BenchOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-bench-'));
  try {
    const large = join(folder, 'large');
    const small = join(folder, 'small');
    log('generating …');
    await generateProject(large, LARGE);
    await generateProject(small, SMALL);
    await buildLayerWorker(folder);
    const measures = new Measures();
    for (let i = 0; i < runs; i++) await openAndAsk(folder, large, measures);
    await changeBoth(folder, small, large, measures);
    return report(runs, measures);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function open(folder: string, project: string): Promise<Opened> {
  const environment = nodeStoreEnvironment({ backupsFolder: join(folder, 'backups'), onProblem: fail });
  const store = await openProject(environment, project);
  // The project was generated a moment ago, and what is that fresh is not kept in the cache.
  const clock = { now: () => Date.now() + 60_000 };
  const index = await openProjectIndex(store, {
    fs: environment.fs,
    clock,
    cacheFolder: join(folder, 'cache'),
    layerWorker: join(folder, 'layer-worker.mjs'),
    onFault: fail,
  });
  return { store, index };
}

async function close({ store, index }: Opened): Promise<void> {
  await index.close();
  await store.close();
}

function fail(problem: { readonly message: string }): never {
  throw new Error(problem.message);
}

async function openAndAsk(folder: string, project: string, measures: Measures): Promise<void> {
  await rm(join(folder, 'cache'), { recursive: true, force: true });
  for (const state of ['no cache', 'cache']) {
    const opened = await measures.time(`open, ${state}`, async () => {
      const made = await open(folder, project);
      made.index.summaries();
      await made.index.query({}, BY_DOCUMENT, 0, WINDOW);
      return made;
    });
    if (state === 'cache') {
      for (const [name, filter, sort] of QUERIES) {
        // The answer to the last query is kept: another one between them makes each a first one.
        await opened.index.query({ polarities: ['unclear'] }, { by: 'createdAt', descending: true }, 0, 1);
        await opened.index.query({ polarities: ['unclear'] }, { by: 'position', descending: true }, 0, 1);
        await measures.time(name, () => opened.index.query(filter, sort, 0, WINDOW));
      }
      await measures.time('usage of actors and codes', () => opened.index.usage());
    }
    await close(opened);
  }
}

async function changeBoth(folder: string, small: string, large: string, measures: Measures): Promise<void> {
  const projects = [
    ['small', await open(folder, small)],
    ['large', await open(folder, large)],
  ] as const;
  for (let i = 0; i < CHANGES; i++) {
    for (const [name, { store, index }] of projects) {
      const documentId = store.documentIds()[i % store.documentIds().length]!;
      const annotator = store.project().annotators[0]!.id;
      const before = (await store.readLayer(documentId, annotator)).annotations[0]!;
      const after = { ...before, note: `Changed ${i}` };
      const edits = [{ kind: 'annotation' as const, documentId, annotator, before, after }];
      await measures.time(`save, ${name}`, () => store.apply({ label: 'bench', edits }, annotator));
      await measures.time(`index, ${name}`, () => index.didChange(touchedBy(edits)));
    }
  }
  for (const [, opened] of projects) await close(opened);
}

class Measures {
  readonly #times = new Map<string, number[]>();

  async time<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    const times = this.#times.get(name) ?? [];
    this.#times.set(name, [...times, performance.now() - start]);
    return result;
  }

  median(name: string): number {
    const times = this.#times.get(name)!.toSorted((a, b) => a - b);
    return times[times.length >>> 1]!;
  }
}

function report(runs: number, measures: Measures): BenchReport {
  const cell = (name: string) => {
    const value = measures.median(name);
    return value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en');
  };
  const seconds = (name: string) => measures.median(name) / 1000;
  const ratio = (name: string) => measures.median(`${name}, large`) / measures.median(`${name}, small`);
  return {
    title: 'A project of 1,000 documents and 100,000 annotations',
    introduction: `The real store and index on real files, seeded data, two annotators; medians of ${runs} runs, of changes ${CHANGES}, the two projects in turn. *Open*: take the lock, look at every file, read the index or make it, list the documents, show the first ${WINDOW} rows of evidence. A query counts, sorts and reads ${WINDOW} rows from their files, none of it asked before. *Small*: 10 documents and 1,000 annotations in layers of the same size. Left out: the start of the process and the screen; files are in the system’s cache.`,
    columns: ['what', 'ms'],
    rows: [
      ['open, no index in the cache', cell('open, no cache')],
      ['open, index in the cache', cell('open, cache')],
      ...QUERIES.map(([name]) => [`first ${WINDOW} rows: ${name}`, cell(name)]),
      ['usage of actors and codes', cell('usage of actors and codes')],
      ['a change saved, small / large', `${cell('save, small')} / ${cell('save, large')}`],
      ['a change indexed, small / large', `${cell('index, small')} / ${cell('index, large')}`],
    ],
    goals: [
      goal('open, no index in the cache', seconds('open, no cache'), 2, 's'),
      goal('open, index in the cache', seconds('open, cache'), 1, 's'),
      goal('saving a change, at 100,000 ÷ at 1,000 annotations', ratio('save'), 1.5, '×'),
      goal('indexing a change, at 100,000 ÷ at 1,000 annotations', ratio('index'), 1.5, '×'),
    ],
  };
}

function goal(what: string, value: number, limit: number, unit: string): BenchGoal {
  return { what, value, limit, unit, kind: 'most', isMet: value <= limit };
}
