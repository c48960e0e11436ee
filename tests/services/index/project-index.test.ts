import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { annotationSchema, type Annotation } from '../../../src/core/annotation/annotation.ts';
import { emptyLayer, type Layer } from '../../../src/core/annotation/layer.ts';
import { titleOf, type DocumentRecord } from '../../../src/core/document/document.ts';
import type { EvidenceFilter, EvidenceSort } from '../../../src/core/evidence/evidence.ts';
import {
  annotatorIdSchema,
  documentIdSchema,
  type AnnotatorId,
  type DocumentId,
} from '../../../src/core/ids.ts';
import {
  openProjectIndex,
  type IndexEnvironment,
  type IndexFault,
  type ProjectIndex,
} from '../../../src/main/services/index/project-index.ts';
import { touchedBy } from '../../../src/main/services/index/touched.ts';
import { decodeFile, encodeFile } from '../../../src/main/services/store/envelope.ts';
import { nodeFileSystem, type FileSystem } from '../../../src/main/services/store/file-system.ts';
import { documentFile, layerFile } from '../../../src/main/services/store/project-paths.ts';
import { documentFormat, layerFormat } from '../../../src/main/services/store/record-formats.ts';
import { generateProject } from '../../bench/generate-project.ts';
import { naiveEvidence } from '../../core/evidence/naive-evidence.ts';
import { openFolderStore, sha256, type FolderStore } from './folder-store.ts';

const DOCUMENTS = Array.from({ length: 5 }, (_, i) => documentIdSchema.parse(`document-00000${i + 1}`));
const [ANNE, BEN] = ['annotator-1', 'annotator-2'].map((id) => annotatorIdSchema.parse(id)) as [
  AnnotatorId,
  AnnotatorId,
];
const BY_DOCUMENT: EvidenceSort = { by: 'document', descending: false };
const LATE = { now: () => Date.now() + 60_000 };

let folder: string;
let project: string;
let cacheFolder: string;
let faults: IndexFault[];
let environment: IndexEnvironment;
let open: ProjectIndex[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-index-'));
  project = join(folder, 'project');
  cacheFolder = join(folder, 'cache', 'postil');
  await generateProject(project, { documents: 5, annotations: 60, characters: 2000 });
  faults = [];
  open = [];
  // A minute after the files were written: what is fresher is not kept in the cache.
  environment = { fs: nodeFileSystem, clock: LATE, cacheFolder, onFault: (fault) => faults.push(fault) };
});

afterEach(async () => {
  await Promise.all(open.map((index) => index.close()));
  await rm(folder, { recursive: true, force: true });
});

async function openIndex(overrides: Partial<IndexEnvironment> = {}): Promise<[ProjectIndex, FolderStore]> {
  const store = await openFolderStore(project);
  const index = await openProjectIndex(store, { ...environment, ...overrides });
  open.push(index);
  return [index, store];
}

/** Everything that can be asked of an index. */
async function answersOf(index: ProjectIndex) {
  const filters: EvidenceFilter[] = [
    {},
    { text: 'cafe' },
    { actors: ['a-actor-1', 'a-actor-2', 'a-actor-3'].map((id) => id as never), roles: ['holder', 'about'] },
    { polarities: [-2, 'unclear'], sourceGrades: ['A', 'F', 'none'] },
  ];
  const sorts: EvidenceSort[] = [BY_DOCUMENT, { by: 'updatedAt', descending: true }];
  const queries = filters.flatMap((filter) => sorts.map((sort) => index.query(filter, sort, 0, 1000)));
  return {
    summaries: index.summaries(),
    usage: await index.usage(),
    queries: await Promise.all(queries),
  };
}

async function rebuiltAnswers() {
  const [index] = await openIndex({ cacheFolder: join(folder, `cache-${open.length}`) });
  return answersOf(index);
}

async function readRecord<T>(file: string, format: Parameters<typeof decodeFile<T>>[0]): Promise<T> {
  return decodeFile(format, await readFile(join(project, file)), file, sha256).content;
}

async function writeLayer(layer: Layer): Promise<void> {
  const { bytes } = encodeFile(layerFormat, layer, 2);
  await writeFile(join(project, layerFile(layer.documentId, layer.annotator)), bytes);
}

function readLayer(id: DocumentId, annotator: AnnotatorId): Promise<Layer> {
  return readRecord(layerFile(id, annotator), layerFormat);
}

async function changeDocument(id: DocumentId, change: (record: DocumentRecord) => DocumentRecord) {
  const record = await readRecord(documentFile(id), documentFormat);
  await writeFile(join(project, documentFile(id)), encodeFile(documentFormat, change(record), 2).bytes);
}

async function allAnnotations(): Promise<Annotation[]> {
  const layers = DOCUMENTS.flatMap((id) => [readLayer(id, ANNE), readLayer(id, BEN)]);
  return (await Promise.all(layers)).flatMap((layer) => [...layer.annotations]);
}

async function cachePath(): Promise<string> {
  const [id] = await readdir(cacheFolder);
  return join(cacheFolder, id!, 'index-v1.bin');
}

describe('openProjectIndex', () => {
  it('answers with the records of the files, filtered and sorted', async () => {
    const [index] = await openIndex();
    const annotations = await allAnnotations();
    const documents = index.summaries().map(({ id, sourceId }) => ({ id, sourceId }));
    const sort: EvidenceSort = { by: 'polarity', descending: true };
    for (const filter of [{}, { text: 'CAFÉ' }, { sources: [documents[0]!.sourceId!] }]) {
      const expected = naiveEvidence(annotations, documents, filter, sort);
      expect(expected.length).toBeGreaterThan(0);
      expect(await index.query(filter, sort, 0, 1000)).toEqual({ total: expected.length, rows: expected });
      expect((await index.query(filter, sort, 3, 2)).rows).toEqual(expected.slice(3, 5));
    }
    expect(annotations).toHaveLength(60);
    expect(faults).toEqual([]);
  });

  it('lists documents with what their layers hold, and knows a text by its hash', async () => {
    const [index] = await openIndex();
    const record = await readRecord(documentFile(DOCUMENTS[1]!), documentFormat);
    expect(index.summaries().map((summary) => summary.id)).toEqual(DOCUMENTS);
    expect(index.summary(DOCUMENTS[1]!)).toEqual({
      id: record.id,
      title: titleOf(record),
      fileName: record.fileName,
      metadata: record.settings.metadata,
      sourceId: record.settings.sourceId,
      importedAt: record.importedAt,
      textHash: record.text.sha256,
      characters: record.text.length,
      layers: [
        { annotator: ANNE, state: 'inProgress', annotations: 6 },
        { annotator: BEN, state: 'inProgress', annotations: 6 },
      ],
    });
    expect(index.hasText(record.text.sha256)).toEqual({
      documentId: record.id,
      title: titleOf(record),
      removed: false,
    });
    expect(index.hasText('0'.repeat(64))).toBeNull();
  });

  it('reads nothing again when nothing changed, and answers the same', async () => {
    const [first] = await openIndex();
    await first.save();
    const [second, store] = await openIndex();
    const before = store.scanned.length;
    expect(before).toBe(0);
    expect(await answersOf(second)).toEqual(await answersOf(first));
    expect(faults).toEqual([]);
  });

  it('reads only what changed, what is new, and forgets what is gone', async () => {
    const [first] = await openIndex();
    await first.close();
    const layer = await readLayer(DOCUMENTS[2]!, BEN);
    await writeLayer({ ...layer, state: 'done', annotations: layer.annotations.slice(1) });
    await rm(join(project, layerFile(DOCUMENTS[3]!, ANNE)));
    await rm(join(project, documentFile(DOCUMENTS[4]!)));

    const [second, store] = await openIndex();
    expect(store.scanned).toEqual([layerFile(DOCUMENTS[2]!, BEN)]);
    expect(second.summaries()).toHaveLength(4);
    expect((await second.query({}, BY_DOCUMENT, 0, 1000)).total).toBe(60 - 1 - 6 - 12);
    expect(await answersOf(second)).toEqual(await rebuiltAnswers());
  });

  it('sees a change that left the size as it was', async () => {
    const [first] = await openIndex();
    await first.close();
    const path = join(project, layerFile(DOCUMENTS[0]!, ANNE));
    const before = await stat(path);
    const layer = await readLayer(DOCUMENTS[0]!, ANNE);
    await writeLayer({
      ...layer,
      annotations: layer.annotations.map((a) => ({ ...a, updatedAt: '2030-01-01T00:00:00.000Z' })),
    });
    await utimes(path, before.atime, new Date(before.mtimeMs + 5));
    expect((await stat(path)).size).toBe(before.size);

    const [second] = await openIndex();
    const { rows } = await second.query({}, { by: 'updatedAt', descending: true }, 0, 6);
    expect(rows.map((row) => row.updatedAt)).toEqual(Array(6).fill('2030-01-01T00:00:00.000Z'));
  });

  it('does not trust the time of a file that was written just now', async () => {
    const [first] = await openIndex({ clock: { now: () => Date.now() } });
    await first.close();
    const [, store] = await openIndex();
    expect(store.scanned).toHaveLength(15);
  });

  it('rejects when cancelled, and keeps nothing', async () => {
    const cancelled = new Error('cancelled');
    const store = await openFolderStore(project);
    let steps = 0;
    const job = {
      progress: () => {},
      signal: {
        aborted: false,
        throwIfAborted() {
          if (++steps > 4) throw cancelled;
        },
      },
    };
    await expect(openProjectIndex(store, environment, job)).rejects.toBe(cancelled);
    const read = store.scanned.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.scanned).toHaveLength(read);
    await expect(readdir(cacheFolder)).rejects.toThrow('ENOENT');
  });
});

describe('a damaged or foreign cache', () => {
  const damages: [string, (path: string) => Promise<void>][] = [
    ['empty', (path) => truncate(path, 0)],
    ['cut off', async (path) => truncate(path, Math.floor((await stat(path)).size / 2))],
    ['longer', (path) => appendFile(path, 'x')],
    ['of a later version', (path) => overwrite(path, 11, '2')],
    ['changed in its header', (path) => overwrite(path, 40, '~')],
    ['changed in its columns', async (path) => overwrite(path, (await stat(path)).size - 20_000, '~~~')],
    ['changed in its texts', async (path) => overwrite(path, (await stat(path)).size - 100, '~~~')],
    ['not ours', (path) => writeFile(path, '{"version":1}')],
  ];

  async function overwrite(path: string, at: number, text: string): Promise<void> {
    const bytes = await readFile(path);
    bytes.write(text, at, 'latin1');
    await writeFile(path, bytes);
  }

  it.each(damages)('that is %s is thrown away and made again', async (_, damage) => {
    const [first] = await openIndex();
    await first.close();
    const expected = await answersOf(first);
    await damage(await cachePath());

    const [second, store] = await openIndex();
    expect(faults.map((fault) => fault.kind)).toEqual(['cache']);
    expect(store.scanned).toHaveLength(15);
    expect(await answersOf(second)).toEqual(expected);
    await second.close();
    const [, third] = await openIndex();
    expect(third.scanned).toEqual([]);
  });

  it('of a copy of the project elsewhere is not used', async () => {
    const [first] = await openIndex();
    await first.close();
    const store = { ...(await openFolderStore(project)), folder: join(folder, 'copy') };
    open.push(await openProjectIndex(store, environment));
    expect(faults.map((fault) => fault.kind)).toEqual(['cache']);
    expect(store.scanned).toHaveLength(15);
  });
});

describe('a file that cannot be used', () => {
  it('leaves its layer out of evidence, says so, and comes back when mended', async () => {
    const path = join(project, layerFile(DOCUMENTS[1]!, ANNE));
    const whole = await readFile(path);
    await truncate(path, 300);
    const [index] = await openIndex();
    expect(faults).toMatchObject([{ kind: 'layer', cause: { code: 'damaged' } }]);
    expect(faults[0]!.message).toContain(DOCUMENTS[1]);
    expect((await index.query({}, BY_DOCUMENT, 0, 1)).total).toBe(54);
    await writeFile(path, whole);
    await index.didChange([{ documentId: DOCUMENTS[1]!, annotator: ANNE }]);
    expect((await index.query({}, BY_DOCUMENT, 0, 1)).total).toBe(60);
  });

  it('is not listed where it is the document, and its annotations are not shown', async () => {
    await writeFile(join(project, documentFile(DOCUMENTS[0]!)), 'nonsense');
    const [index] = await openIndex();
    expect(faults).toMatchObject([{ kind: 'document', cause: { code: 'damaged' } }]);
    expect(index.summaries().map((summary) => summary.id)).toEqual(DOCUMENTS.slice(1));
    expect((await index.query({}, BY_DOCUMENT, 0, 1)).total).toBe(48);
  });

  it('shows no record that fails the whole schema, though its hash is right', async () => {
    const layer = await readLayer(DOCUMENTS[0]!, ANNE);
    // What the columns do not hold is not checked while they are built: here the certainty.
    await writeLayer({
      ...layer,
      annotations: layer.annotations.map((a, i) => (i === 3 ? { ...a, certainty: 'perhaps' as never } : a)),
    });
    const [index] = await openIndex();
    expect(faults).toEqual([]);
    const { total, rows } = await index.query({}, BY_DOCUMENT, 0, 1000);
    expect(total).toBe(54);
    expect(rows.every((row) => annotationSchema.safeParse(row).success)).toBe(true);
    expect(faults).toMatchObject([{ kind: 'layer' }]);
    expect(index.summary(DOCUMENTS[0]!)!.layers).toHaveLength(1);
  });

  it('finds the records of a layer that another program wrote in another order', async () => {
    const layer = await readLayer(DOCUMENTS[0]!, ANNE);
    const [before] = await openIndex();
    const expected = await before.query({}, BY_DOCUMENT, 0, 1000);
    await writeLayer({ ...layer, annotations: layer.annotations.toReversed() });
    const [after] = await openIndex();
    expect(await after.query({}, BY_DOCUMENT, 0, 1000)).toEqual(expected);
  });

  it('says of a disk that fails now that the query failed, and answers the next', async () => {
    const store = await openFolderStore(project);
    let fails = false;
    const failing = {
      ...store,
      scanLayer: (documentId: DocumentId, annotator: AnnotatorId) =>
        fails ? Promise.reject(new Error('EIO')) : store.scanLayer(documentId, annotator),
    };
    const index = await openProjectIndex(failing, environment);
    open.push(index);
    fails = true;
    await expect(index.query({}, BY_DOCUMENT, 0, 5)).rejects.toThrow('EIO');
    fails = false;
    expect((await index.query({}, BY_DOCUMENT, 0, 5)).total).toBe(60);
  });
});

describe('didChange', () => {
  it('answers after changes as an index made anew does', async () => {
    const [index] = await openIndex();
    const steps: (() => Promise<Parameters<ProjectIndex['didChange']>[0]>)[] = [
      async () => {
        const layer = await readLayer(DOCUMENTS[0]!, ANNE);
        await writeLayer({ ...layer, annotations: layer.annotations.slice(2) });
        return [{ documentId: DOCUMENTS[0]!, annotator: ANNE }];
      },
      async () => {
        await writeLayer(emptyLayer(DOCUMENTS[1]!, BEN));
        return [{ documentId: DOCUMENTS[1]!, annotator: BEN }];
      },
      async () => {
        await changeDocument(DOCUMENTS[2]!, (record) => ({
          ...record,
          settings: { ...record.settings, removedAt: '2026-01-01T00:00:00.000Z' },
        }));
        return [{ documentId: DOCUMENTS[2]!, annotator: null }];
      },
      async () => {
        await rm(join(project, layerFile(DOCUMENTS[3]!, BEN)));
        return [DOCUMENTS[3]!];
      },
      async () => {
        await changeDocument(DOCUMENTS[2]!, (record) => ({
          ...record,
          importedAt: '2020-01-01T00:00:00.000Z',
          settings: { ...record.settings, removedAt: undefined },
        }));
        return [{ documentId: DOCUMENTS[2]!, annotator: null }];
      },
    ];
    for (const step of steps) {
      await index.didChange(await step());
      expect(await answersOf(index)).toEqual(await rebuiltAnswers());
    }
    expect(faults).toEqual([]);
  });

  it('reads one layer, however many there are', async () => {
    const [index, store] = await openIndex();
    store.scanned.length = 0;
    await index.didChange([{ documentId: DOCUMENTS[0]!, annotator: ANNE }]);
    expect(store.scanned).toEqual([layerFile(DOCUMENTS[0]!, ANNE)]);
  });

  it('is not kept in the cache: the next opening reads from the disk what a session changed', async () => {
    const [first] = await openIndex();
    await first.didChange([DOCUMENTS[0]!]);
    await first.close();
    const [second, store] = await openIndex();
    expect(store.scanned.toSorted()).toEqual([
      documentFile(DOCUMENTS[0]!),
      layerFile(DOCUMENTS[0]!, ANNE),
      layerFile(DOCUMENTS[0]!, BEN),
    ]);
    expect(await answersOf(second)).toEqual(await answersOf(first));
  });

  it('is waited for by what is asked after it', async () => {
    const [index] = await openIndex();
    const layer = await readLayer(DOCUMENTS[0]!, ANNE);
    await writeLayer({ ...layer, annotations: [] });
    void index.didChange([{ documentId: DOCUMENTS[0]!, annotator: ANNE }]);
    const asked = [index.query({}, BY_DOCUMENT, 0, 1), index.annotationIds({})];
    expect((await Promise.all(asked)).map((answer) => answer.total)).toEqual([54, 54]);
  });

  it('is not needed for a query to see that a layer changed under it', async () => {
    const [index] = await openIndex();
    const layer = await readLayer(DOCUMENTS[0]!, ANNE);
    await writeLayer({ ...layer, annotations: layer.annotations.slice(1) });
    const { total, rows } = await index.query({}, BY_DOCUMENT, 0, 1000);
    expect(total).toBe(59);
    expect(rows).toHaveLength(59);
  });

  it('shows a removed document in the list only', async () => {
    const [index] = await openIndex();
    await changeDocument(DOCUMENTS[0]!, (record) => ({
      ...record,
      settings: { ...record.settings, removedAt: '2026-01-01T00:00:00.000Z' },
    }));
    await index.didChange([{ documentId: DOCUMENTS[0]!, annotator: null }]);
    expect(index.summary(DOCUMENTS[0]!)!.removedAt).toBe('2026-01-01T00:00:00.000Z');
    const { rows } = await index.query({}, BY_DOCUMENT, 0, 1000);
    expect(rows.map((row) => row.documentId)).not.toContain(DOCUMENTS[0]);
    const selection = await index.annotationIds({});
    expect(selection.documents).toEqual(DOCUMENTS.slice(1));
    const { textHash } = index.summary(DOCUMENTS[0]!)!;
    expect(index.hasText(textHash)).toMatchObject({ documentId: DOCUMENTS[0], removed: true });
  });
});

describe('save', () => {
  /** The real file system, of which the call number `failing` (and every later write) fails. */
  function failingFrom(failing: number): { fs: FileSystem; calls: () => number } {
    let calls = 0;
    const check = () => {
      if (++calls >= failing) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    };
    const fs: FileSystem = {
      ...nodeFileSystem,
      async makeFolder(path) {
        check();
        await nodeFileSystem.makeFolder(path);
      },
      async createFile(path) {
        check();
        const writer = await nodeFileSystem.createFile(path);
        return {
          ...writer,
          async write(data) {
            check();
            await writer.write(data);
          },
        };
      },
      async rename(from, to) {
        check();
        await nodeFileSystem.rename(from, to);
      },
    };
    return { fs, calls: () => calls };
  }

  it('that fails, at whichever call, says so, leaves the old cache whole and nothing beside it', async () => {
    const [first] = await openIndex();
    await first.close();
    const path = await cachePath();
    const old = await readFile(path);
    const layer = await readLayer(DOCUMENTS[0]!, ANNE);
    await writeLayer({ ...layer, annotations: layer.annotations.slice(1) });
    for (let failing = 1, wasWritten = false; !wasWritten; failing++) {
      faults = [];
      const { fs, calls } = failingFrom(failing);
      const [index] = await openIndex({ fs });
      await index.save();
      wasWritten = calls() < failing;
      expect(faults.map((fault) => fault.kind)).toEqual(wasWritten ? [] : ['cache']);
      expect((await readFile(path)).equals(old)).toBe(!wasWritten);
      expect(await readdir(join(path, '..'))).toEqual(['index-v1.bin']);
      expect(failing).toBeLessThan(200);
    }
  });

  it('writes nothing when the files taught it nothing', async () => {
    const [first] = await openIndex();
    await first.close();
    const { mtimeMs } = await stat(await cachePath());
    const [second] = await openIndex();
    await second.close();
    expect((await stat(await cachePath())).mtimeMs).toBe(mtimeMs);
  });
});

describe('touchedBy', () => {
  it('names layers and records, each once, and not what the index does not hold', async () => {
    const [a, b] = (await readLayer(DOCUMENTS[0]!, ANNE)).annotations;
    const { settings } = await readRecord(documentFile(DOCUMENTS[1]!), documentFormat);
    const layer = { documentId: DOCUMENTS[0]!, annotator: ANNE };
    expect(
      touchedBy([
        { kind: 'annotation', ...layer, before: null, after: a! },
        { kind: 'annotation', ...layer, before: b!, after: null },
        { kind: 'readingState', ...layer, before: 'unread', after: 'done' },
        { kind: 'document', documentId: DOCUMENTS[1]!, before: settings, after: settings },
        { kind: 'title', before: 'x', after: 'y' },
      ]),
    ).toEqual([layer, { documentId: DOCUMENTS[1], annotator: null }]);
  });
});
