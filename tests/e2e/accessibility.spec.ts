import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { MADE_PROJECTS } from './scene-projects.ts';
import { SCENES, type Place } from './scenes.ts';
import { test, type Stage } from './staged-test.ts';
import { installation } from './start-host.ts';

const run = promisify(execFile);

test.use({ kind: 'sample' });

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The addresses at which a place is served; the first test page is let in to each. */
async function addressOf(
  place: Place,
  { project, work, address, startAnother }: Stage,
  page: Page,
): Promise<string> {
  if (place === 'sample') return address;
  let folder = project;
  let userDataFolder = join(work, place);
  if (place !== 'empty' && place !== 'locked') {
    ({ project: folder, userDataFolder } = await MADE_PROJECTS[place](join(work, `made-${place}`)));
  } else if (place === 'empty') {
    folder = join(work, 'field-notes');
    await run(process.execPath, [
      join(installation, 'out/main/cli.js'),
      'init',
      folder,
      '--name',
      'Field notes',
    ]);
  }
  const host = await startAnother({ userDataFolder, project: folder });
  await page.goto(host.url);
  return new URL(host.url).origin;
}

/** What axe says against the page as it stands, of every impact. */
async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate(
    async ({ source, tags }) => {
      // As a script of the page it would break the page's own policy.
      if (!('axe' in window)) new Function(source)();
      const { axe: checker } = window as unknown as { axe: typeof axe };
      const results = await checker.run(document, { runOnly: tags, resultTypes: ['violations'] });
      return results.violations.flatMap(({ id, impact, nodes }) =>
        nodes.map(
          (node) =>
            `${impact} ${id}: ${node.html.slice(0, 200)} (${node.any[0]?.message ?? node.failureSummary})`,
        ),
      );
    },
    { source: axe.source, tags: TAGS },
  );
  return found;
}

for (const place of ['sample', 'locked', 'empty', 'team', 'contested', 'many', 'blind'] as const) {
  test(`axe finds nothing against any screen or dialog, light and dark: ${place} project`, async ({
    page,
    stage,
  }) => {
    test.setTimeout(300_000);
    page.setDefaultTimeout(15_000);
    const address = await addressOf(place, stage, page);
    const scenes = SCENES.filter((scene) => scene.place === place);
    expect(scenes.length).toBeGreaterThan(0);
    for (const scene of scenes) {
      await test.step(scene.name, async () => {
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
        await page.goto(address);
        await page.getByRole('main').waitFor();
        await scene.reach({ page, work: stage.work, size: '1280x800' });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
          expect.soft(await violations(page), `${scene.name}, ${colorScheme}`).toEqual([]);
        }
      });
    }
  });
}

/** One scene of each kind; the others are made of the same parts. */
const VARIED = [
  '01-start',
  '02-workbench',
  '06-stance-form',
  '08-command-palette',
  '10-document-panel',
  '11-zones',
  '12-urdu',
  '14-codebook-actors',
  '15-codebook-codes',
  '16-codebook-scales',
  '18-evidence',
  '19-evidence-filters',
  '20-export',
  '26-keyboard-help',
  '27-settings',
  '50-search',
  '60-mentions',
  '70-reading',
  '71-print',
  '72-two-texts',
  '73-focus-mode',
];

test('axe finds nothing on sepia, from right to left, and in forced colours', async ({ page, stage }) => {
  test.setTimeout(290_000);
  page.setDefaultTimeout(15_000);
  for (const name of VARIED) {
    const scene = SCENES.find((candidate) => candidate.name === name);
    expect(scene, name).toBeDefined();
    await test.step(name, async () => {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.goto(stage.address);
      await page.getByRole('main').waitFor();
      await scene!.reach({ page, work: stage.work, size: 'varied' });
      await page.evaluate(() => (document.documentElement.dataset['theme'] = 'sepia'));
      expect.soft(await violations(page), `${name}, sepia`).toEqual([]);
      await page.evaluate(() => (document.documentElement.dir = 'rtl'));
      expect.soft(await violations(page), `${name}, mirrored`).toEqual([]);
      await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
      expect.soft(await violations(page), `${name}, forced colours`).toEqual([]);
      await page.emulateMedia({ forcedColors: 'none' });
    });
  }
});

test('axe finds nothing in German, and in Urdu', async ({ page, stage }) => {
  for (const [language, screens] of [
    ['Deutsch', /Ansichten/],
    ['اردو', /صفحات/],
  ] as const) {
    await page.goto(stage.address);
    await page.locator('.documents__row').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill(language);
    await page.keyboard.press('Enter');
    const places = page.getByRole('navigation', { name: screens }).getByRole('button');
    await expect(places.first()).toBeVisible();
    const count = await places.count();
    expect(count).toBeGreaterThan(5);
    for (let i = 0; i < count; i++) {
      await places.nth(i).click();
      await expect(places.nth(i)).toHaveAttribute('aria-current', 'page');
      await page.getByRole('main').waitFor();
      expect.soft(await violations(page), `${language}, screen ${i + 1}`).toEqual([]);
    }
  }
});

interface Stop {
  readonly name: string;
  readonly isShown: boolean;
  readonly isInSight: boolean;
  /** Whether it comes after the stop before it in the document. */
  readonly isInOrder: boolean;
}

/** Steps through the page, a dialog or a palette with Tab until it comes round, or out of the palette, which closes. */
async function tabThrough(page: Page): Promise<{ stops: Stop[]; missed: string[] }> {
  const scope = await page.evaluate(() => {
    const name = ['dialog[open]', '.tag-popover', 'body'].find((selector) =>
      document.querySelector(selector),
    )!;
    const element = document.querySelector(name)!;
    // Where Tab begins: before everything.
    const start = document.createElement('span');
    start.tabIndex = -1;
    element.prepend(start);
    start.focus();
    start.remove();
    for (const visited of document.querySelectorAll('[data-visited]'))
      visited.removeAttribute('data-visited');
    return name;
  });
  const controls = await page.evaluateHandle(
    (name) => [
      ...document
        .querySelector(name)!
        .querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex="0"]'),
    ],
    scope,
  );
  const stops: Stop[] = [];
  for (let i = 0; i < 250; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((name) => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return 'outside';
      if (!document.querySelector(name)?.contains(element)) return 'round';
      // A field for a date has stops of its own inside.
      if (element.dataset['visited'] === 'last') return 'same';
      if (element.dataset['visited'] !== undefined) return 'round';
      const previous = document.querySelector('[data-visited=last]');
      previous?.setAttribute('data-visited', '');
      element.dataset['visited'] = 'last';
      function isMarked(candidate: Element | null | undefined): boolean {
        if (!candidate) return false;
        const style = getComputedStyle(candidate);
        const hasOutline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
        return hasOutline || style.boxShadow !== 'none';
      }
      const box = element.getBoundingClientRect();
      const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
      const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
      const hit = document.elementFromPoint(x, y);
      const label = element.closest('label');
      const active = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
      return {
        name: `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent.slice(0, 40)}`,
        isShown: element.matches('.ProseMirror')
          ? element.closest('.reader')!.classList.contains('is-key-focused')
          : [element, label, active].some(isMarked),
        isInSight:
          box.bottom > 0 &&
          box.top < innerHeight &&
          box.right > 0 &&
          box.left < innerWidth &&
          // A line between panes is thinner than a point; the text is larger than the screen.
          (Math.min(box.width, box.height) <= 2 ||
            element.matches('.ProseMirror') ||
            (hit !== null &&
              (element.contains(hit) || hit.contains(element) || label?.contains(hit) === true))),
        isInOrder:
          !previous || (previous.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
      };
    }, scope);
    if (stop === 'same') continue;
    // Outside is the browser's own frame, from where Tab leads in again at the top.
    if (stop === 'round' || stop === 'outside') break;
    stops.push(stop);
  }
  const missed = await controls.evaluate(
    (elements, isPalette) =>
      elements
        .filter((element) => {
          const isDisabled = element.matches(':disabled, [hidden], [hidden] *');
          if (element.dataset['visited'] !== undefined || element.tabIndex < 0 || isDisabled) return false;
          // Of a group of radio buttons one is a stop.
          if (element instanceof HTMLInputElement && element.type === 'radio' && !element.checked)
            return false;
          // A palette closes when Tab leaves it; a row of a list goes when it is scrolled away.
          return isPalette || (element.isConnected && element.checkVisibility({ visibilityProperty: true }));
        })
        .map((element) => element.outerHTML.slice(0, 160)),
    scope === '.tag-popover',
  );
  return { stops, missed };
}

async function checkStops(page: Page, name: string): Promise<void> {
  const { stops, missed } = await tabThrough(page);
  expect.soft(stops.length, `${name}: stops`).toBeGreaterThan(1);
  const named = (list: readonly Stop[]) => list.map((stop) => stop.name);
  expect.soft(named(stops.filter((stop) => !stop.isShown)), `${name}: focus that cannot be seen`).toEqual([]);
  expect
    .soft(named(stops.filter((stop) => !stop.isInSight)), `${name}: focus that is off the screen`)
    .toEqual([]);
  expect.soft(named(stops.filter((stop) => !stop.isInOrder)), `${name}: focus that jumps back`).toEqual([]);
  expect.soft(missed, `${name}: out of the reach of Tab`).toEqual([]);
}

/** Screens and dialogs where the order of the keys matters; the others are made of the same parts. */
const WALKED = [
  '01-start',
  '02-workbench',
  '06-stance-form',
  '07-reliability-form',
  '09-find',
  '10-document-panel',
  '14-codebook-actors',
  '15-codebook-codes',
  '16-codebook-scales',
  '18-evidence',
  '20-export',
  '23-read-preview',
  '24-import',
  '28-new-project',
  '64-adjudication',
];
const ZOOMED = [
  '01-start',
  '02-workbench',
  '10-document-panel',
  '14-codebook-actors',
  '15-codebook-codes',
  '18-evidence',
  '20-export',
  '24-import',
  '28-new-project',
  '64-adjudication',
];

for (const [title, names, viewport] of [
  [
    'Tab goes through every screen in order, and one always sees where it is',
    WALKED,
    { width: 1280, height: 800 },
  ],
  // What 1280 × 800 leaves at 200 %.
  [
    'at 200 % zoom nothing scrolls sideways and every control is within reach',
    ZOOMED,
    { width: 640, height: 400 },
  ],
] as const) {
  test(title, async ({ page, stage }) => {
    test.setTimeout(300_000);
    page.setDefaultTimeout(15_000);
    await page.setViewportSize(viewport);
    for (const name of names) {
      const scene = SCENES.find((candidate) => candidate.name === name)!;
      await test.step(name, async () => {
        await page.goto(stage.address);
        await page.getByRole('main').waitFor();
        await scene.reach({ page, work: stage.work, size: `${viewport.width}` });
        const overflow = await page.evaluate(() => {
          const wide = [
            ...document.querySelectorAll<HTMLElement>(
              'html, body, main, .exchange, .codebook__main, .inspector__scroll',
            ),
          ];
          return wide
            .filter((element) => element.scrollWidth > element.clientWidth + 1)
            .map(
              (element) =>
                `${element.tagName} ${element.className} ${element.scrollWidth} > ${element.clientWidth}`,
            );
        });
        expect.soft(overflow, `${name}: scrolls sideways`).toEqual([]);
        await checkStops(page, name);
      });
    }
    if (viewport.width > 700) return;
    await test.step('the panes of the workbench', async () => {
      await page.goto(stage.address);
      const panes = page.getByRole('group', { name: 'Panes' });
      for (const [button, pane] of [
        ['Documents', page.getByRole('navigation', { name: 'Documents' })],
        ['Inspector', page.getByRole('complementary', { name: 'Inspector' })],
      ] as const) {
        await expect(pane).toHaveCount(0);
        await panes.getByRole('button', { name: button }).click();
        await expect(pane).toBeVisible();
        await checkStops(page, button);
        await pane.getByRole('button').first().focus();
        await page.keyboard.press('Escape');
        await expect(pane).toHaveCount(0);
        await expect(panes.getByRole('button', { name: button })).toBeFocused();
      }
    });
  });
}
