// The reader against TipTap with decorations and against @recogito/text-annotator: in a real browser, on a production
// build, on the same seeded data, interleaved in one run. See docs/benchmarks.md.
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize, sep } from 'node:path';
import { chromium } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { chromiumArguments, findOrInstallChromium } from '../../../scripts/find-chromium.mjs';

const CHARACTERS = 3_000_000;
const PASSAGES = 10_000;
// The same density: what is on the screen is alike, so that only the size of the whole differs.
const FEW_PASSAGES = 100;
const FEW_CHARACTERS = 30_000;
const ADDS = 15;
const SCROLL_FRAMES = 240;
const SCROLL_STEP = 160;
const VIEWPORT = { width: 1280, height: 800 };

/**
 * @param {{ runs: number, peerRuns: number, log: (line: string) => void }} options
 *   `peerRuns`: how often the slow peer is measured (about 40 s each)
 * @returns {Promise<import('../report.ts').BenchReport>}
 */
export async function run({ runs, peerRuns, log }) {
  const folder = await mkdtemp(join(tmpdir(), 'postil-bench-'));
  try {
    await build({
      configFile: false,
      root: import.meta.dirname,
      base: './',
      logLevel: 'warn',
      plugins: [react()],
      build: {
        outDir: folder,
        emptyOutDir: true,
        chunkSizeWarningLimit: 4000,
        rollupOptions: { input: join(import.meta.dirname, 'bench.html') },
      },
    });
    const server = await serveFolder(folder);
    const browser = await chromium.launch({
      executablePath: findOrInstallChromium(),
      args: chromiumArguments(),
    });
    try {
      const address = `http://127.0.0.1:${server.address().port}/bench.html`;
      return await measure(browser, address, { runs, peerRuns, log });
    } finally {
      await browser.close();
      server.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(browser, address, { runs, peerRuns, log }) {
  const results = { reader: [], readerFew: [], readerDense: [], decorations: [], recogito: [] };
  // One unmeasured opening: the first page of a browser pays for the browser.
  await measureOnce(browser, address, 'reader', FEW_CHARACTERS, FEW_PASSAGES, false);
  for (let i = 0; i < Math.max(runs, peerRuns); i++) {
    if (i < runs) {
      results.reader.push(await measureOnce(browser, address, 'reader', CHARACTERS, PASSAGES, true));
      results.decorations.push(
        await measureOnce(browser, address, 'decorations', CHARACTERS, PASSAGES, true),
      );
      results.readerFew.push(
        await measureOnce(browser, address, 'reader', FEW_CHARACTERS, FEW_PASSAGES, false),
      );
      results.readerDense.push(await measureOnce(browser, address, 'reader', 300_000, PASSAGES, true));
    }
    if (i < peerRuns) {
      results.recogito.push(await measureOnce(browser, address, 'recogito', CHARACTERS, PASSAGES, true));
    }
    for (const [name, all] of Object.entries(results)) {
      const last = all.at(-1);
      if (last && all.length === i + 1) log(`reader bench, run ${i + 1}, ${name}: ${JSON.stringify(last)}`);
    }
  }
  return report(results, runs, peerRuns);
}

async function measureOnce(browser, address, name, characters, passages, isScrolled) {
  const page = await browser.newPage({ viewport: VIEWPORT });
  page.setDefaultTimeout(300_000);
  try {
    const faults = [];
    page.on('pageerror', (error) => faults.push(error));
    await page.goto(address);
    await page.evaluate((options) => window.bench.prepare(options), { characters, passages, seed: 7 });
    const open = await page.evaluate((which) => window.bench.open(which), name);
    const complete = name === 'reader' ? await page.evaluate(() => window.bench.complete()) : null;
    await page.waitForTimeout(300);
    const adds = [];
    for (let i = 0; i < ADDS; i++) {
      await page.keyboard.press('x');
      await page.waitForTimeout(60);
    }
    const shown = await page.evaluate((which) => window.bench.shown(which), name);
    // The first two warm the code up.
    adds.push(...(await page.evaluate(() => window.bench.takeAdds())).slice(2));
    const scroll = isScrolled
      ? await page.evaluate(({ frames, step }) => window.bench.scroll(frames, step), {
          frames: SCROLL_FRAMES,
          step: SCROLL_STEP,
        })
      : null;
    if (faults.length > 0) throw new Error(`${name}: ${faults[0].message}`, { cause: faults[0] });
    if (adds.length === 0) throw new Error(`${name}: no key press was measured`);
    if (shown === 0) throw new Error(`${name}: nothing was drawn`);
    return {
      open,
      complete,
      shown,
      add: median(adds.map((cost) => cost.latency)),
      work: median(adds.map((cost) => cost.work)),
      scroll,
    };
  } finally {
    await page.close();
  }
}

function report(results, runs, peerRuns) {
  const of = (name, pick) => median(results[name].map(pick));
  const open = (name) => of(name, (result) => result.open);
  const add = (name) => of(name, (result) => result.add);
  const work = (name) => of(name, (result) => result.work);
  const scroll = (name) => {
    const all = results[name].map((result) => result.scroll).filter(Boolean);
    return all.length === 0
      ? null
      : {
          p95: median(all.map((s) => s.p95)),
          over33: median(all.map((s) => s.over33)),
          longest: median(all.map((s) => s.longest)),
        };
  };
  const rows = [
    ['Postil’s reader, 3 MB, 10,000 passages', 'reader'],
    ['the same, 30 KB, 100 passages (same density)', 'readerFew'],
    ['the same, 0.3 MB, 10,000 passages (very dense)', 'readerDense'],
    ['TipTap, inline decorations, 3 MB, 10,000', 'decorations'],
    ['@recogito/text-annotator 4, spans, 3 MB, 10,000', 'recogito'],
  ]
    .filter(([, name]) => results[name].length > 0)
    .map(([label, name]) => {
      const s = scroll(name);
      return [
        label,
        ms(open(name)),
        ms(add(name)),
        ms(work(name)),
        s ? `${ms(s.p95)} / ${ms(s.longest)} / ${s.over33}` : '–',
      ];
    });
  const own = scroll('reader');
  const goals = [
    goal('open, 3 MB with 10,000 passages', open('reader'), 150, 'ms'),
    goal('add a passage, key to painted frame', add('reader'), 16.7, 'ms'),
    goal('frames over 33 ms in scrolling (median of the runs)', own.over33, 0, ''),
    goal(
      'adding at 10,000 in 3 MB ÷ at 100 in 30 KB (main thread)',
      work('reader') / work('readerFew'),
      1.3,
      '×',
    ),
    goal(
      'times faster to open than TipTap with decorations',
      open('decorations') / open('reader'),
      20,
      '×',
      'least',
    ),
  ];
  if (results.recogito.length > 0) {
    goals.push(
      goal(
        'times faster to open than @recogito/text-annotator',
        open('recogito') / open('reader'),
        100,
        '×',
        'least',
      ),
    );
  }
  return {
    title: 'Reader',
    introduction: `Headless Chromium, production build, ${VIEWPORT.width} × ${VIEWPORT.height}, seeded text in paragraphs of about 600 characters, passages of 20 to 140 characters; medians of ${runs} interleaved runs, of the slow peer ${peerRuns}, each in a page of its own. *Open*: data there → two animation frames after the commit; Postil’s reader then makes the elements of far chunks in idle time, all there after ${ms(of('reader', (result) => result.complete))} ms. *Add*: key event → its frame painted, median of ${ADDS - 2} presses. *Busy*: the same without the wait for the next frame. *Scroll*: ${SCROLL_FRAMES} frames of ${SCROLL_STEP} px: 95th percentile / longest / frames over 33 ms. Left out: memory, and the time to make the data.`,
    columns: ['what', 'open, ms', 'add, ms', 'busy, ms', 'scroll, ms'],
    rows,
    goals,
  };
}

function goal(what, value, limit, unit, kind = 'most') {
  return { what, value, limit, unit, kind, isMet: kind === 'most' ? value <= limit : value >= limit };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function ms(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

function serveFolder(folder) {
  const server = createServer((request, response) => {
    const file = normalize(join(folder, decodeURIComponent(new URL(request.url, 'http://x').pathname)));
    if (!file.startsWith(folder + sep)) {
      response.writeHead(404).end();
      return;
    }
    readFile(file).then(
      (bytes) =>
        response
          .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
