import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexableLayer } from '../../../src/core/evidence/indexable.ts';
import { Interner } from '../../../src/core/evidence/interner.ts';
import { buildSegment, PART_FACTOR, type Segment } from '../../../src/core/evidence/segment.ts';
import { annotatorIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import type { Job } from '../../../src/core/ports.ts';
import type { LayerToRead } from '../../../src/main/services/index/layer-protocol.ts';
import { readInThreads } from '../../../src/main/services/index/layer-threads.ts';
import { openProjectIndex, type IndexFault } from '../../../src/main/services/index/project-index.ts';
import { scanFile } from '../../../src/main/services/store/envelope.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { layerFile } from '../../../src/main/services/store/project-paths.ts';
import { layerFormat } from '../../../src/main/services/store/record-formats.ts';
import { buildLayerWorker } from '../../bench/build-layer-worker.ts';
import { generateProject } from '../../bench/generate-project.ts';
import { openFolderStore, sha256 } from './folder-store.ts';

const DOCUMENTS = 50;
/** Enough that an index is made in threads. */
const ANNOTATIONS = 13_000;

let place: string;
let project: string;
let worker: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'postil-threads-'));
  project = join(place, 'project');
  await generateProject(project, { documents: DOCUMENTS, annotations: ANNOTATIONS, characters: 6000 });
  worker = await buildLayerWorker(place);
});
afterAll(() => rm(place, { recursive: true, force: true }));

function layers(): LayerToRead[] {
  return Array.from({ length: 2 * DOCUMENTS }, (_, i) => {
    const documentId = documentIdSchema.parse(`document-${String((i >> 1) + 1).padStart(6, '0')}`);
    const annotator = annotatorIdSchema.parse(`annotator-${(i % 2) + 1}`);
    const file = layerFile(documentId, annotator);
    return { documentId, annotator, file, path: join(project, file) };
  });
}

/** A segment with names in place of an interner's numbers. */
function named(segment: Segment, interner: Interner): unknown {
  return {
    ...segment,
    parts: Array.from(segment.parts, (part) => [
      interner.text(Math.floor(part / PART_FACTOR)),
      part % PART_FACTOR,
    ]),
    codes: Array.from(segment.codes, (code) => interner.text(code)),
  };
}

async function readHere(layer: LayerToRead, interner: Interner): Promise<Segment> {
  const content = scanFile(layerFormat, await readFile(layer.path), layer.file, sha256);
  return buildSegment(indexableLayer(content), interner);
}

describe('layers read in threads', () => {
  it('are the segments that this thread makes, whatever numbers the threads gave to names', async () => {
    const interner = new Interner(['somebody', 'a-actor-7', 'c-code-3']);
    const items = layers();
    const here = new Interner();
    let count = 0;
    const segments = new Map<LayerToRead, Segment | null>();
    await readInThreads(worker, { items, front: 0, back: items.length }, interner, (layer, segment) => {
      segments.set(layer, segment);
      count++;
    });
    expect(count).toBe(items.length);
    for (const layer of items) {
      const segment = segments.get(layer);
      expect(segment).not.toBeNull();
      expect(named(segment!, interner)).toEqual(named(await readHere(layer, here), here));
    }
  });

  it('are null where a file is damaged, missing or another’s; the others are read', async () => {
    const good = layers().slice(0, 4);
    const bad = join(place, 'bad.json');
    const bytes = await readFile(good[0]!.path);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(bad, bytes);
    const items = [
      good[0]!,
      { ...good[0]!, path: bad },
      { ...good[1]!, path: join(place, 'missing.json') },
      { ...good[2]!, path: good[3]!.path },
      good[3]!,
    ];
    const heard: boolean[] = [];
    await readInThreads(
      worker,
      { items, front: 0, back: items.length },
      new Interner(),
      (layer, segment) => (heard[items.indexOf(layer)] = segment !== null),
    );
    expect(heard).toEqual([true, false, false, false, true]);
  });

  it('end with what the listener throws, and with the end of a thread', async () => {
    const items = layers();
    await expect(
      readInThreads(worker, { items, front: 0, back: items.length }, new Interner(), () => {
        throw new Error('enough');
      }),
    ).rejects.toThrow('enough');
    const ending = join(place, 'ending.mjs');
    await writeFile(
      ending,
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(0));",
    );
    await expect(
      readInThreads(ending, { items, front: 0, back: items.length }, new Interner(), () => undefined),
    ).rejects.toThrow('ended');
  });
});

describe('an index made with threads', () => {
  async function openIndex(layerWorker: string | null, job?: Job) {
    const faults: IndexFault[] = [];
    const cacheFolder = await mkdtemp(join(place, 'cache-'));
    const store = await openFolderStore(project);
    const index = await openProjectIndex(
      store,
      {
        fs: nodeFileSystem,
        clock: { now: () => Date.now() + 60_000 },
        cacheFolder,
        layerWorker,
        onFault: (fault) => faults.push(fault),
      },
      job,
    );
    return { index, faults };
  }

  it.each(['a worker', 'a worker that fails', 'a worker that is not there'])(
    'answers as one made without, with %s',
    async (which) => {
      const failing = join(place, 'failing.mjs');
      await writeFile(failing, 'throw new Error("not today");');
      const files = { 'a worker': worker, 'a worker that fails': failing };
      const threaded = await openIndex(files[which as keyof typeof files] ?? join(place, 'none.mjs'));
      const plain = await openIndex(null);
      expect(plain.faults).toEqual([]);
      expect(threaded.faults.map(({ kind }) => kind)).toEqual(which === 'a worker' ? [] : ['cache']);
      expect(threaded.index.summaries()).toEqual(plain.index.summaries());
      expect(await threaded.index.usage()).toEqual(await plain.index.usage());
      for (const filter of [{}, { text: 'ceasefire cafe' }, { polarities: [-2 as const] }]) {
        const sort = { by: 'updatedAt', descending: true } as const;
        const answer = await threaded.index.query(filter, sort, 0, 50);
        expect(answer).toEqual(await plain.index.query(filter, sort, 0, 50));
        expect(answer.total).toBeGreaterThan(100);
      }
      await threaded.index.close();
      await plain.index.close();
    },
  );

  it('can be cancelled in the middle', async () => {
    let looks = 0;
    const job: Job = {
      progress: () => undefined,
      signal: {
        aborted: false,
        throwIfAborted() {
          if (++looks > 60) throw new Error('cancelled here');
        },
      },
    };
    await expect(openIndex(worker, job)).rejects.toThrow('cancelled here');
  });
});
