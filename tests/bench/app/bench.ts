import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { buildIfNeeded } from '../../../scripts/build-if-needed.mjs';
import { chromiumArguments, findOrInstallChromium } from '../../../scripts/find-chromium.mjs';
import { makeTemporaryFolder, startHost } from '../../e2e/start-host.ts';
import { generateProject, type ProjectSize } from '../generate-project.ts';
import { median } from '../median.ts';
import type { BenchGoal, BenchOptions, BenchReport } from '../report.ts';

const SIZE: ProjectSize = { documents: 1000, annotations: 100_000 };
const VIEWPORT = { width: 1280, height: 800 };
const TITLE = `Generated, ${SIZE.annotations} annotations`;

/** What one start of the program took, in milliseconds. */
interface Opening {
  /** From the click on the recent project until its list of documents is painted. */
  readonly list: number;
  /** Until the text of its first document is painted too. */
  readonly text: number;
  /** From the key for the evidence screen until its first rows are painted. */
  readonly evidence: number;
}

/** The real program in the real browser: a host of its own, its page, a large project. */
export async function run({ runs, log }: BenchOptions): Promise<BenchReport> {
  const isOther = process.env['POSTIL_INSTALLATION'] !== undefined;
  if (!isOther && !(await buildIfNeeded())) throw new Error('Postil could not be built.');
  const work = await makeTemporaryFolder('postil-bench-');
  const browser = await chromium.launch({
    executablePath: findOrInstallChromium(),
    args: chromiumArguments(),
  });
  try {
    const project = join(work.path, 'project');
    const userDataFolder = join(work.path, 'user');
    log('generating …');
    await generateProject(project, SIZE);
    // It becomes a recent project by being opened once.
    const first = await startHost({ userDataFolder, openSample: false, project });
    await first.stop();
    const cold: Opening[] = [];
    const warm: Opening[] = [];
    for (let i = 0; i < runs; i++) {
      await rm(join(userDataFolder, 'cache'), { recursive: true });
      cold.push(await open(browser, userDataFolder));
      warm.push(await open(browser, userDataFolder));
      log(`run ${i + 1}: no index ${describe(cold.at(-1)!)}, index ${describe(warm.at(-1)!)}`);
    }
    return report(runs, cold, warm);
  } finally {
    await browser.close();
    await work.remove();
  }
}

/** A fresh process of the host and a fresh page; closing writes the index into the cache. */
async function open(browser: Browser, userDataFolder: string): Promise<Opening> {
  const host = await startHost({ userDataFolder, openSample: false });
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    await page.goto(host.url);
    const recent = page.locator('.start__project', { hasText: TITLE });
    await recent.waitFor();
    await watch(page, 'click', { list: '.documents__row', text: '.workbench__text .reader-block' });
    await recent.click();
    const { list, text } = await painted(page, ['list', 'text']);
    await watch(page, 'keydown', { evidence: '.evidence__grid .evidence__quote' });
    await page.keyboard.press('Control+3');
    const { evidence } = await painted(page, ['evidence']);
    const count = await page.locator('.evidence__grid').getAttribute('aria-rowcount');
    if (count !== String(SIZE.annotations + 1)) throw new Error(`The table has ${count} rows.`);
    return { list: list!, text: text!, evidence: evidence! };
  } finally {
    await context.close();
    await host.stop();
  }
}

/** Notes when an input event happened, and when each selector first had an element and was painted. */
async function watch(
  page: Page,
  event: 'click' | 'keydown',
  selectors: Readonly<Record<string, string>>,
): Promise<void> {
  await page.evaluate(
    ({ eventName, wanted }) => {
      const times: Record<string, number> = {};
      Object.assign(window, { benchTimes: times });
      let start = 0;
      window.addEventListener(
        eventName,
        (happened) => {
          start = happened.timeStamp;
        },
        { capture: true, once: true },
      );
      const observer = new MutationObserver(() => {
        for (const [name, selector] of Object.entries(wanted)) {
          if (name in times || document.querySelector(selector) === null) continue;
          times[name] = -1;
          // The second frame begins when the first one is painted.
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              times[name] = performance.now() - start;
            }),
          );
        }
      });
      observer.observe(document.body, { childList: true, subtree: true });
    },
    { eventName: event, wanted: selectors },
  );
}

async function painted(page: Page, names: readonly string[]): Promise<Record<string, number>> {
  const handle = await page.waitForFunction((wanted) => {
    const times = (window as unknown as { benchTimes: Record<string, number> }).benchTimes;
    return wanted.every((name) => (times[name] ?? -1) > 0) ? times : null;
  }, names);
  return (await handle.jsonValue())!;
}

function describe({ list, text, evidence }: Opening): string {
  return [list, text, evidence].map((value) => Math.round(value)).join(' / ');
}

function report(runs: number, cold: readonly Opening[], warm: readonly Opening[]): BenchReport {
  const row = (what: string, pick: (opening: Opening) => number) => [
    what,
    ...[cold, warm].map((openings) => Math.round(median(openings.map(pick))).toLocaleString('en')),
  ];
  const usable = (openings: readonly Opening[]) =>
    median(openings.map(({ list, evidence }) => list + evidence)) / 1000;
  return {
    title: 'Opening a project of 1,000 documents and 100,000 annotations in the program',
    introduction: `The built loopback host, a process of its own for each run, and its page in headless Chromium, 1280 × 800; seeded data, two annotators; medians of ${runs} runs, those without and with the index in turn. From the input event to the second frame after what is waited for stands in the page. *No index*: the first opening on a machine; the cache was removed before. Left out: the start of host and browser; files are in the system’s cache. Other work ran at the same time.`,
    columns: ['what, ms', 'no index in the cache', 'index in the cache'],
    rows: [
      row('click on the recent project → list of documents painted', ({ list }) => list),
      row('the same → first document’s text painted', ({ text }) => text),
      row('key for the evidence → its first rows painted', ({ evidence }) => evidence),
      [
        'list and evidence usable, of the fastest run (what other work disturbed least)',
        ...[cold, warm].map((openings) =>
          Math.round(Math.min(...openings.map(({ list, evidence }) => list + evidence))).toLocaleString('en'),
        ),
      ],
    ],
    goals: [
      goal('list and evidence usable, no index in the cache', usable(cold)),
      goal('list and evidence usable, index in the cache', usable(warm)),
    ],
  };
}

function goal(what: string, value: number): BenchGoal {
  return { what, value, limit: 2, unit: 's', kind: 'most', isMet: value <= 2 };
}
