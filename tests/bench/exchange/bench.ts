import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Layer } from '../../../src/core/annotation/layer.ts';
import type { ExportDocument, ExportInput } from '../../../src/core/exchange/exchange.ts';
import type { ExportFormat } from '../../../src/core/exchange/format-table.ts';
import { writeEntry } from '../../../src/core/exchange/format-table.ts';
import { annotatorIdSchema } from '../../../src/core/ids.ts';
import type { Job } from '../../../src/core/ports.ts';
import type { ExchangeSource } from '../../../src/main/services/exchange/exchange-source.ts';
import { WRITABLE_FORMATS } from '../../../src/main/services/exchange/formats.ts';
import { gather } from '../../../src/main/services/exchange/gather.ts';
import { runExport } from '../../../src/main/services/exchange/run-export.ts';
import { readAnnotations } from '../../../src/main/services/exchange/read-annotations.ts';
import { openStaging } from '../../../src/main/services/exchange/staging.ts';
import { openProjectIndex } from '../../../src/main/services/index/project-index.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { nodeStoreEnvironment } from '../../../src/main/services/store/node-environment.ts';
import { createProject, openProject } from '../../../src/main/services/store/project-store.ts';
import { buildLayerWorker } from '../build-layer-worker.ts';
import { generateProject } from '../generate-project.ts';
import { median } from '../median.ts';
import type { BenchGoal, BenchOptions, BenchReport } from '../report.ts';

const MILLION = 1_000_000;
/** The real project that is exported whole, with reading and self-check. */
const WHOLE = { documents: 1000, annotations: 100_000 };
const CODINGS = { documents: 50, annotations: 10_000 };
const FORMATS = ['jsonl', 'csv', 'w3c'] as const satisfies readonly ExportFormat[];
const JOB: Job = { progress() {}, signal: { aborted: false, throwIfAborted() {} } };
const CHUNK = 65_536;

/** Writing a million annotations, and exporting a real project with all that belongs to it. */
export async function run({ runs, log }: BenchOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-bench-'));
  try {
    log('generating …');
    await generateProject(join(folder, 'project'), WHOLE);
    await buildLayerWorker(folder);
    const environment = nodeStoreEnvironment({ backupsFolder: join(folder, 'backups'), onProblem: fail });
    const store = await openProject(environment, join(folder, 'project'));
    const index = await openProjectIndex(store, {
      fs: environment.fs,
      clock: { now: () => Date.now() + 60_000 },
      cacheFolder: join(folder, 'cache'),
      layerWorker: join(folder, 'layer-worker.mjs'),
      onFault: fail,
    });
    const source = sourceOver(store, index);
    const rows: string[][] = [];
    const goals: BenchGoal[] = [];
    for (const format of ['jsonl', 'csv'] as const) {
      const ratios: number[] = [];
      const times: { write: number[]; base: number[] } = { write: [], base: [] };
      let memory = 0;
      let bytes = 0;
      for (let i = 0; i < runs; i++) {
        log(`${format}, a million, ${i + 1} of ${runs} …`);
        const written = await writeMillion(source, format, folder);
        const base = await stringifyAndWrite(source, written.bytes, folder);
        memory = Math.max(memory, written.memory);
        bytes = written.bytes;
        times.write.push(written.ms);
        times.base.push(base);
        ratios.push(written.ms / base);
      }
      const ratio = median(ratios);
      rows.push([
        `${format}: 1,000,000 annotations written and on disk (${Math.round(bytes / 1e6)} MB)`,
        seconds(median(times.write)),
        `${seconds(median(times.base))}; ${ratio.toFixed(2)} ×`,
        `${Math.round(memory)} MB`,
      ]);
      goals.push(goal(`${format} to stringify and write alone`, ratio, 2, '×'));
      goals.push(goal(`${format}, memory while writing, MB`, memory, 256, ''));
    }
    for (const format of FORMATS) {
      log(`${format}, whole …`);
      const out = join(folder, `whole-${format}`);
      const { result, ms, memory } = await measured(() =>
        runExport(source, { format, scope: {}, out, overwrite: true }, environment, JOB),
      );
      if (result.selfCheck.differences.length > 0) throw new Error(result.selfCheck.differences.join('\n'));
      rows.push([
        `${format}: a project of 100,000 read, written, read back, compared`,
        seconds(ms),
        '',
        `${Math.round(memory)} MB`,
      ]);
    }
    await index.close();
    await store.close();
    const reading: number[] = [];
    for (let i = 0; i < runs; i++) {
      log(`qdpx, ${i + 1} of ${runs} …`);
      reading.push(await readQdpx(folder, i));
    }
    rows.push([
      `qdpx: ${CODINGS.annotations} codings read into an empty project`,
      seconds(median(reading)),
      '',
      '',
    ]);
    goals.push(goal('a .qdpx with 10,000 codings read, s', median(reading) / 1000, 2, ''));
    return {
      title: 'Exports',
      introduction: [
        'The first rows write a million annotations of 1,000 documents as `postil export` does (format, staging, fsync),',
        'the annotations in memory; beside it, `JSON.stringify` of the same annotations, joined, encoded and written in',
        'pieces of 64 KB up to as many bytes as the export has, with fsync. The last rows are whole exports of a real project, once each: layers read from disk',
        'and checked, written, read back by the format’s own reader, compared annotation by annotation. Memory is the',
        'process’s resident set above what it was before, garbage included, at its highest.',
      ].join(' '),
      columns: ['what', 'time', 'stringify and write alone', 'memory'],
      rows,
      goals,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function fail(problem: { readonly message: string }): never {
  throw new Error(problem.message);
}

/** A project of 10,000 annotations goes out as REFI-QDA; what is timed is taking it into an empty one, up to the save. */
async function readQdpx(folder: string, n: number): Promise<number> {
  const from = join(folder, `codings-${n}`);
  await generateProject(from, CODINGS);
  const out = join(folder, `codings-${n}.qdpx`);
  await withSource(from, folder, async (source, environment) => {
    await runExport(source, { format: 'qdpx', scope: {}, out, overwrite: true }, environment, JOB);
  });
  const self = { id: annotatorIdSchema.parse('reader'), name: 'Reader' };
  const into = join(folder, `empty-${n}`);
  const environment = nodeStoreEnvironment({ backupsFolder: join(folder, 'backups'), onProblem: fail });
  await (await createProject(environment, into, { title: 'Empty', annotator: self })).close();
  return withSource(into, folder, async (source) => {
    const options = { format: 'qdpx', path: out, fileName: 'codings.qdpx', self, preview: true } as const;
    const { result, ms } = await measured(() => readAnnotations(source, options, environment, JOB));
    if (result.taken.length !== CODINGS.annotations)
      throw new Error(`Only ${result.taken.length} were read.`);
    return ms;
  });
}

async function withSource<T>(
  project: string,
  folder: string,
  work: (source: ExchangeSource, environment: ReturnType<typeof nodeStoreEnvironment>) => Promise<T>,
): Promise<T> {
  const environment = nodeStoreEnvironment({ backupsFolder: join(folder, 'backups'), onProblem: fail });
  const store = await openProject(environment, project);
  const index = await openProjectIndex(store, {
    fs: environment.fs,
    clock: { now: () => Date.now() + 60_000 },
    // Generated projects share their id.
    cacheFolder: `${project}-cache`,
    layerWorker: null,
    onFault: fail,
  });
  try {
    return await work(sourceOver(store, index), environment);
  } finally {
    await index.close();
    await store.close();
  }
}

/** A thousand documents, each with the first one's thousand annotations. */
async function millionOf(source: ExchangeSource): Promise<ExportInput> {
  const input = gather(source, { format: 'jsonl', scope: {} }, envOf(), JOB);
  const annotations: Layer['annotations'][number][] = [];
  let first: ExportDocument | null = null;
  for await (const document of input.documents) {
    first ??= document;
    annotations.push(...document.layers.flatMap((layer) => layer.annotations));
    if (annotations.length >= 1000) break;
  }
  const document: ExportDocument = {
    ...first!,
    layers: [{ ...first!.layers[0]!, annotations: annotations.slice(0, 1000) }],
  };
  async function* documents(): AsyncGenerator<ExportDocument> {
    for (let i = 0; i < MILLION / 1000; i++) yield document;
  }
  return { ...input, documents: documents() };
}

function envOf() {
  return { clock: { now: () => 0 }, sha256: () => '0'.repeat(64) };
}

async function writeMillion(source: ExchangeSource, format: ExportFormat, folder: string) {
  const input = await millionOf(source);
  const { shape } = writeEntry(format);
  const out = join(folder, `million-${format}`);
  const {
    result: staging,
    ms,
    memory,
  } = await measured(async () => {
    const opened = await openStaging(nodeFileSystem, out, shape, true, JOB);
    for await (const { file, text } of WRITABLE_FORMATS[format].write(input)) await opened.write(file, text);
    await opened.seal();
    return opened;
  });
  const bytes = staging.files().reduce((sum, file) => sum + file.bytes, 0);
  await staging.discard();
  return { ms, memory, bytes };
}

async function stringifyAndWrite(source: ExchangeSource, bytes: number, folder: string): Promise<number> {
  const input = await millionOf(source);
  const path = join(folder, 'base');
  const encoder = new TextEncoder();
  const { ms } = await measured(async () => {
    const writer = await nodeFileSystem.createFile(path);
    let written = 0;
    async function write(text: string): Promise<void> {
      const piece = encoder.encode(text).subarray(0, bytes - written);
      await writer.write(piece);
      written += piece.length;
    }
    let held: string[] = [];
    let length = 0;
    for await (const { layers } of input.documents)
      for (const { annotations } of layers)
        for (const annotation of annotations) {
          const json = JSON.stringify(annotation);
          held.push(json);
          length += json.length;
          if (length < CHUNK) continue;
          await write(held.join('\n'));
          held = [];
          length = 0;
        }
    // An export has more than the annotations; as many bytes as it has.
    const rest = 'x'.repeat(CHUNK);
    while (written < bytes) await write(rest);
    await writer.sync();
    await writer.close();
    if ((await stat(path)).size !== bytes) throw new Error('The base wrote something else.');
  });
  await rm(path);
  return ms;
}

async function measured<T>(work: () => Promise<T>): Promise<{ result: T; ms: number; memory: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let highest = before;
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 20);
  const start = performance.now();
  try {
    const result = await work();
    const ms = performance.now() - start;
    highest = Math.max(highest, process.memoryUsage.rss());
    return { result, ms, memory: (highest - before) / 1024 / 1024 };
  } finally {
    clearInterval(timer);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function goal(what: string, value: number, limit: number, unit: string): BenchGoal {
  return { what, value, limit, unit, kind: 'most', isMet: value <= limit };
}

function sourceOver(
  store: Awaited<ReturnType<typeof openProject>>,
  index: Awaited<ReturnType<typeof openProjectIndex>>,
): ExchangeSource {
  return {
    project: () => store.project(),
    codebook: () => store.codebook(),
    sources: () => store.sources(),
    documents: () => index.summaries(),
    readDocument: (id) => store.readDocument(id),
    readText: (id) => store.readText(id),
    layersOf: (id) => store.layersOf(id),
    readLayer: (id, annotator) => store.readLayer(id, annotator),
    ensureAnnotator: (annotator) => store.ensureAnnotator(annotator),
    addDocument: (document) => store.addDocument(document),
    apply: (change, annotator) => store.apply(change, annotator),
  };
}
