import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { buildIfNeeded } from '../../../scripts/build-if-needed.mjs';
import { chromiumArguments, findOrInstallChromium } from '../../../scripts/find-chromium.mjs';
import { startHost } from '../../e2e/start-host.ts';
import type { SearchRequest } from '../../../src/contract/calls.ts';
import type { DocumentRecord } from '../../../src/core/document/document.ts';
import { annotatorIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import type { Job } from '../../../src/core/ports.ts';
import type { ConcordanceSort } from '../../../src/core/search/concordance.ts';
import { nodeStoreEnvironment } from '../../../src/main/services/store/node-environment.ts';
import { createProject, openProject } from '../../../src/main/services/store/project-store.ts';
import { openSession } from '../../../src/main/services/workbench/open-session.ts';
import { buildSearchWorker } from '../../services/search/search-worker-file.ts';
import type { BenchOptions, BenchReport } from '../report.ts';
import { watchStalls } from '../watch-stalls.ts';

const DOCUMENTS = 2200;
const CHARACTERS = 45_500;
const LINES = 50;
const FIRST = 'the first search, with reading all texts';
const CACHED = 'the first search after opening, texts in the cache';
const ANN = { id: annotatorIdSchema.parse('ann'), name: 'Ann' };
const QUERIES: readonly [string, string, ConcordanceSort][] = [
  ['a middling word', 'ceasefire', 'position'],
  ['a rare word', 'plebiscite', 'position'],
  ['a phrase', '"ceasefire commission"', 'position'],
  ['a phrase that is in nearly every document', '"border crossing"', 'position'],
  ['two words, both', 'ceasefire jirga', 'position'],
  ['a prefix', 'negotiat*', 'position'],
  ['one but not the other', 'ceasefire -jirga', 'position'],
  ['in Arabic script', 'مذاکرات', 'position'],
  ['a middling word, by what follows', 'ceasefire', 'right'],
];
const JOB: Job = {
  progress: () => undefined,
  signal: { aborted: false, throwIfAborted: () => undefined },
};

/** 100 MB of text in the search's own worker, through the service that the contract's call runs. */
export async function run({ runs, log }: BenchOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-bench-'));
  const worker = await buildSearchWorker();
  try {
    log('generating …');
    const bytes = await generate(folder);
    const environment = nodeStoreEnvironment({ backupsFolder: join(folder, 'backups'), onProblem: fail });
    const frames = await watchFrames(join(folder, 'project'), log);
    const open = async () =>
      openSession(
        await openProject(environment, join(folder, 'project')),
        {
          environment,
          cacheFolder: join(folder, 'cache'),
          annotator: ANN,
          searchWorkerFile: worker.file,
          onProblem: fail,
          onFault: (fault) => fail({ message: String(fault) }),
        },
        JOB,
      );
    let session = await open();
    const times = new Map<string, number[]>();
    const counts = new Map<string, number>();
    async function ask(name: string, query: string, sort: ConcordanceSort): Promise<void> {
      const request: SearchRequest = { query, scope: 'texts', sort, within: 'documents' };
      const start = performance.now();
      const { total } = await session.search.query(request, 0, LINES, JOB);
      times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
      counts.set(name, total);
    }

    const stalls = watchStalls();
    await ask(FIRST, 'zzz', 'position');
    const longest = stalls.stop();
    for (let i = 0; i < Math.min(runs, 5); i++) {
      await session.close();
      session = await open();
      await ask(CACHED, 'zzz', 'position');
    }
    for (let i = 0; i < runs; i++) {
      // No question is asked twice in a row: the worker keeps its last answer for the next window.
      for (const [name, query, sort] of QUERIES) await ask(name, query, sort);
    }
    await session.close();
    return report({ runs, bytes, times, counts, longest, frames });
  } finally {
    await worker.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Frames {
  /** Milliseconds between the frames of the page, the longest of them: while nothing happens, and while texts are read. */
  readonly idle: number;
  readonly building: number;
  readonly late: number;
  readonly count: number;
}

/** The real program in the real browser: how evenly its page draws while the search reads all texts, unasked. */
async function watchFrames(project: string, log: (line: string) => void): Promise<Frames> {
  if (process.env['POSTIL_INSTALLATION'] === undefined && !(await buildIfNeeded()))
    throw new Error('Postil could not be built.');
  const user = await mkdtemp(join(tmpdir(), 'postil-bench-user-'));
  const host = await startHost({ userDataFolder: user, openSample: false, project });
  const browser = await chromium.launch({
    executablePath: findOrInstallChromium(),
    args: chromiumArguments(),
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(host.url);
    await page.locator('.documents__row').first().waitFor();
    // Reading begins a moment after the project is open; the cache's last byte is its end.
    const building = await gaps(page, () => settled(join(user, 'cache')));
    const idle = await gaps(page, () => page.waitForTimeout(3000).then(() => undefined));
    const longest = (all: readonly number[]) => all.reduce((most, gap) => Math.max(most, gap), 0);
    log(`frames: longest ${longest(building).toFixed(0)} ms building, ${longest(idle).toFixed(0)} ms idle`);
    return {
      idle: longest(idle),
      building: longest(building),
      late: building.filter((gap) => gap > LATE_FRAME).length,
      count: building.length,
    };
  } finally {
    await browser.close();
    await host.stop();
    await rm(user, { recursive: true, force: true });
  }
}

/** A frame that comes later than this is one that was dropped, at 60 a second. */
const LATE_FRAME = 2000 / 60 - 1;

/** The times between the page's frames as long as something goes on. */
async function gaps(page: Page, during: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { frameTimes: times });
    const frame = (at: number) => {
      times.push(at);
      if ((window as unknown as { frameTimes: number[] }).frameTimes === times) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await during();
  const times = await page.evaluate(() => {
    const { frameTimes } = window as unknown as { frameTimes: number[] };
    Object.assign(window, { frameTimes: null });
    return frameTimes;
  });
  return times.slice(1).map((at, i) => at - times[i]!);
}

/** Until the search's cache has been there, and has not grown, for a second. */
async function settled(cacheFolder: string): Promise<void> {
  let size = -1;
  let since = performance.now();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const now = await cacheSize(cacheFolder);
    if (now !== size) {
      size = now;
      since = performance.now();
    } else if (size > 0 && performance.now() - since > 1000) return;
  }
}

async function cacheSize(cacheFolder: string): Promise<number> {
  const files = await readdir(cacheFolder, { recursive: true }).catch(() => []);
  const file = files.find((name) => name.endsWith('search-v1.bin'));
  return file === undefined ? 0 : (await stat(join(cacheFolder, file))).size;
}

function fail(problem: { readonly message: string }): never {
  throw new Error(problem.message);
}

/** @returns bytes of text */
async function generate(folder: string): Promise<number> {
  const environment = nodeStoreEnvironment({ backupsFolder: join(folder, 'backups'), onProblem: fail });
  const store = await createProject(environment, join(folder, 'project'), { title: 'Bench', annotator: ANN });
  const random = mulberry32(7);
  let bytes = 0;
  for (let i = 0; i < DOCUMENTS; i++) {
    const text = prose(random, i % 20 === 0);
    const original = Buffer.from(text);
    bytes += original.length;
    await store.addDocument({ record: makeRecord(`document-${i}`, text, original), text, original });
  }
  await store.close();
  return bytes;
}

const COMMON =
  'the of and to in a that it was for on with as by at from they said which had been were not its their would about after who when more than other some could over into there only new also two first most last many such under where those while between because'.split(
    ' ',
  );
const TOPIC =
  'government official council border village soldier commander district province army police minister report attack convoy elder family school market road hospital crossing refugee meeting group fighter spokesman statement region valley morning evening week'.split(
    ' ',
  );
const URDU = 'حکومت نے کہا کہ سرحد پر بات چیت ہوئی اور مذاکرات کے بعد لوگ واپس گئے جب فوج'.split(' ');

/** English with curly quotes and accents here and there, or Urdu; a middling word about every 90 KB, as in news. */
function prose(random: () => number, isUrdu: boolean): string {
  const parts: string[] = [];
  let length = 0;
  let inParagraph = 0;
  while (length < CHARACTERS) {
    let word = isUrdu ? pick(URDU, random) : pick(random() < 0.55 ? COMMON : TOPIC, random);
    const rare = random();
    if (!isUrdu) {
      if (rare < 0.00007) word = 'ceasefire';
      else if (rare < 0.00014) word = 'Jirga';
      else if (rare < 0.0002) word = 'negotiations';
      else if (rare < 0.000202) word = 'plebiscite';
      else if (rare < 0.000205) word = 'ceasefire commission';
      else if (rare < 0.0003) word = 'border crossing';
      else if (rare < 0.003) word = `“${word},”`;
      else if (rare < 0.004) word = 'Café';
      else if (rare < 0.06) word = word[0]!.toUpperCase() + word.slice(1);
      else if (rare < 0.12) word += rare < 0.09 ? ',' : '.';
    }
    inParagraph += word.length + 1;
    const gap = inParagraph > 600 ? '\n\n' : ' ';
    if (gap !== ' ') inParagraph = 0;
    parts.push(word, gap);
    length += word.length + gap.length;
  }
  return `${parts.join('').trim()}\n`;
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)]!;
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

function makeRecord(id: string, text: string, original: Buffer): DocumentRecord {
  const hash = createHash('sha256').update(original).digest('hex');
  return {
    id: documentIdSchema.parse(id),
    fileName: `${id}.txt`,
    mediaType: 'text/plain',
    importedAt: '2026-01-02T03:04:05.006Z',
    text: { sha256: hash, length: text.length },
    original: { sha256: hash, bytes: original.length, encoding: 'utf-8', lineEnds: 'lf' },
    structure: { blocks: [{ kind: 'paragraph', start: 0, end: text.length - 1 }], inlines: [] },
    settings: { metadata: {}, zones: [] },
  };
}

function report({
  runs,
  bytes,
  times,
  counts,
  longest,
  frames,
}: {
  readonly runs: number;
  readonly bytes: number;
  readonly times: ReadonlyMap<string, readonly number[]>;
  readonly counts: ReadonlyMap<string, number>;
  readonly longest: number;
  readonly frames: Frames;
}): BenchReport {
  const median = (name: string): number => {
    const sorted = times.get(name)!.toSorted((a, b) => a - b);
    return sorted[sorted.length >>> 1]!;
  };
  const row = (name: string): string[] => [
    name,
    counts.get(name)!.toLocaleString('en'),
    median(name).toFixed(median(name) < 10 ? 1 : 0),
  ];
  const middle = QUERIES.map(([name]) => median(name)).toSorted((a, b) => a - b)[QUERIES.length >>> 1]!;
  return {
    title: `Search over ${Math.round(bytes / 1e6)} MB of text`,
    introduction: `${DOCUMENTS.toLocaleString('en')} documents, one in twenty in Urdu, seeded; the real store and worker; medians of ${runs} runs of asking for the first ${LINES} lines and the count of all hits, none of it asked just before. Left out: the socket, the screen, and reading the files from a cold disk.`,
    columns: ['what', 'hits', 'ms'],
    rows: [
      ...QUERIES.map(([name]) => row(name)),
      [FIRST, '', row(FIRST)[2]!],
      [CACHED, '', row(CACHED)[2]!],
      ['longest stall of the host’s thread while it reads them', '', longest.toFixed(0)],
      [
        `longest time between two frames of the page while it reads them (${frames.count} frames, ${frames.late} late)`,
        '',
        frames.building.toFixed(0),
      ],
      ['the same while nothing happens', '', frames.idle.toFixed(0)],
    ],
    goals: [
      {
        what: `first ${LINES} lines and the count, the median of these kinds of queries`,
        value: middle,
        limit: 50,
        unit: 'ms',
        kind: 'most',
        isMet: middle <= 50,
      },
    ],
  };
}
