import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotatorIdSchema } from '../../../src/core/ids.ts';
import type { Job } from '../../../src/core/ports.ts';
import { collectFiles } from '../../../src/main/services/import/collect-files.ts';
import { startThreads } from '../../../src/main/services/import/import-threads.ts';
import { nodeStoreEnvironment } from '../../../src/main/services/store/node-environment.ts';
import { createProject } from '../../../src/main/services/store/project-store.ts';
import { importInto } from '../../../src/main/services/workbench/import-into.ts';
import { openSession } from '../../../src/main/services/workbench/open-session.ts';
import { buildImportWorker } from '../../services/import/import-worker-file.ts';
import { buildSearchWorker } from '../../services/search/search-worker-file.ts';
import { median } from '../median.ts';
import type { BenchOptions, BenchReport } from '../report.ts';
import { watchStalls } from '../watch-stalls.ts';

const DOCUMENTS = 600;
const CHARACTERS = 50_000;
/** A book, beside the articles. */
const LARGE_CHARACTERS = 3_000_000;
const FRAME_MS = 16.7;
const ANN = { id: annotatorIdSchema.parse('ann'), name: 'Ann' };
const JOB: Job = { progress: () => undefined, signal: { aborted: false, throwIfAborted: () => undefined } };

interface Run {
  readonly perSecond: number;
  /** Of all threads, a document; milliseconds. */
  readonly cpuMsEach: number;
  /** Of the thread that serves windows and saves; milliseconds. */
  readonly longestBlock: number;
  readonly largeLongestBlock: number;
  /** While nothing was done for three seconds. */
  readonly idleLongestBlock: number;
}

/** Text files on disk to documents of a project on disk, through the service that window and command line call. */
export async function run({ runs, log }: BenchOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-bench-'));
  const importWorker = await buildImportWorker();
  const searchWorker = await buildSearchWorker();
  try {
    log('generating …');
    const bytes = await generate(folder);
    const measured: Run[] = [];
    for (let i = 0; i < runs; i++) {
      measured.push(await importAll(folder, i, importWorker.file, searchWorker.file));
      log(JSON.stringify(measured.at(-1)));
    }
    return report(measured, bytes);
  } finally {
    await importWorker.remove();
    await searchWorker.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function importAll(
  folder: string,
  number: number,
  importWorker: string,
  searchWorkerFile: string,
): Promise<Run> {
  const environment = nodeStoreEnvironment({ backupsFolder: join(folder, 'backups'), onProblem: fail });
  const store = await createProject(environment, join(folder, `project-${number}`), {
    title: 'Bench',
    annotator: ANN,
  });
  const session = await openSession(
    store,
    {
      environment,
      cacheFolder: join(folder, 'cache'),
      annotator: ANN,
      searchWorkerFile,
      onProblem: fail,
      onFault: (fault) => fail({ message: String(fault) }),
    },
    JOB,
  );
  const importFolder = async (name: string, expected: number) => {
    const collected = await collectFiles([join(folder, name)]);
    const stalls = watchStalls();
    const cpu = process.cpuUsage();
    const start = performance.now();
    const reader = startThreads({ file: importWorker });
    const { added } = await importInto(session, collected, () => undefined, JOB, undefined, reader);
    const seconds = (performance.now() - start) / 1000;
    const longest = stalls.stop();
    const { user, system } = process.cpuUsage(cpu);
    if (added.length !== expected) throw new Error(`${added.length} of ${expected} were imported.`);
    return { seconds, longest, cpuMs: (user + system) / 1000 };
  };
  // The first run of anything compiles it.
  await importFolder('warm', 20);
  // What this machine does to a thread that has nothing to do.
  const idle = watchStalls();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const idleLongestBlock = idle.stop();
  const many = await importFolder('texts', DOCUMENTS);
  const large = await importFolder('large', 1);
  await session.close();
  return {
    perSecond: DOCUMENTS / many.seconds,
    cpuMsEach: many.cpuMs / DOCUMENTS,
    idleLongestBlock,
    longestBlock: many.longest,
    largeLongestBlock: large.longest,
  };
}

function fail(problem: { readonly message: string }): never {
  throw new Error(problem.message);
}

/** @returns bytes of the many texts */
async function generate(folder: string): Promise<number> {
  const random = mulberry32(11);
  let bytes = 0;
  for (const [name, count, characters] of [
    ['warm', 20, CHARACTERS],
    ['texts', DOCUMENTS, CHARACTERS],
    ['large', 1, LARGE_CHARACTERS],
  ] as const) {
    await mkdir(join(folder, name));
    for (let i = 0; i < count; i++) {
      const text = article(random, i, characters);
      if (name === 'texts') bytes += Buffer.byteLength(text);
      await writeFile(join(folder, name, `${name}-${i}.txt`), text);
    }
  }
  return bytes;
}

const WORDS =
  'the of and to in that it was for on with as by at from they said which had been were not its their would about after government official council border village soldier commander district province army police minister report attack convoy elder family school market road hospital crossing refugee meeting fighter spokesman statement region valley morning evening week “ceasefire” café'.split(
    ' ',
  );

/** As news is: a title, a byline, a date, headings, quotations, a list now and then, a comment section. */
function article(random: () => number, number: number, characters: number): string {
  const sentence = (words: number) => {
    const picked = Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]!);
    const text = picked.join(' ');
    return `${text[0]!.toUpperCase()}${text.slice(1)}`;
  };
  const parts = [`${sentence(7)} ${number}`, 'By Ada Example', 'June 2, 2023'];
  let length = 0;
  while (length < characters) {
    const kind = random();
    const part =
      kind < 0.06
        ? sentence(4)
        : kind < 0.1
          ? `- ${sentence(9)}.\n- ${sentence(8)}.`
          : Array.from({ length: 5 }, () => `${sentence(18)}.`).join(' ');
    parts.push(part);
    length += part.length + 2;
  }
  parts.push('COMMENTS (2)', 'Reader One June 3, 2023 at 10:00 am', `${sentence(12)}.`);
  return `${parts.join('\n\n')}\n`;
}

/** A small seeded generator (Tommy Ettinger's Mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function report(measured: readonly Run[], bytes: number): BenchReport {
  const perSecond = median(measured.map((one) => one.perSecond));
  const longest = median(measured.map((one) => one.longestBlock));
  const large = median(measured.map((one) => one.largeLongestBlock));
  const idle = median(measured.map((one) => one.idleLongestBlock));
  const cpu = median(measured.map((one) => one.cpuMsEach));
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return {
    title: 'Import',
    introduction: `${DOCUMENTS} text files of ${Math.round(bytes / DOCUMENTS / 1000)} KB, then one of ${LARGE_CHARACTERS / 1_000_000} MB, from disk into a project on disk: read, structured, zones and metadata proposed, hashed in the import's worker, three files each saved by the whole protocol (fsync of file and folder), summed up in the index. Medians of ${measured.length}. *Longest block*: of the thread that serves windows and saves; what it is while nothing is done is the machine's part.`,
    columns: ['what', 'measured'],
    rows: [
      ['documents a second', perSecond.toFixed(0)],
      ['processor time a document, all threads', ms(cpu)],
      ['longest block while nothing is done', ms(idle)],
      ['longest block, many texts', ms(longest)],
      ['longest block, the large one', ms(large)],
    ],
    goals: [
      {
        what: 'documents of 50 KB a second',
        value: perSecond,
        limit: 200,
        unit: '',
        kind: 'least',
        isMet: perSecond >= 200,
      },
      {
        what: 'longest block, many texts',
        value: longest,
        limit: FRAME_MS,
        unit: 'ms',
        kind: 'most',
        isMet: longest <= FRAME_MS,
      },
      {
        what: 'longest block, a text of 3 MB',
        value: large,
        limit: FRAME_MS,
        unit: 'ms',
        kind: 'most',
        isMet: large <= FRAME_MS,
      },
    ],
  };
}
