import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { installation, makeTemporaryFolder, startHost } from './start-host.ts';
import { chromiumArguments, findOrInstallChromium } from '../../scripts/find-chromium.mjs';
import { MADE_PROJECTS } from './scene-projects.ts';
import { SCENES, type Place, type Scene } from './scenes.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

const THEMES = ['light', 'dark'] as const;
/** `zoom` is what 1280 × 800 leaves at 200 %. */
const SIZES = [
  { name: '1280x800', width: 1280, height: 800, isSmall: false },
  { name: '1920x1080', width: 1920, height: 1080, isSmall: false },
  { name: '800x700', width: 800, height: 700, isSmall: true },
  { name: 'zoom-640x400', width: 640, height: 400, isSmall: true },
] as const;

/**
 * Takes every scene whose name holds one of `only` (parted by commas), into screenshots/ (emptied first when all are
 * taken).
 * @throws when a scene cannot be reached, after the others were taken; with all that failed.
 */
export async function takeScreenshots(only: string, isInGerman = false): Promise<void> {
  const sample = join(installation, 'corpus/sample-project');
  if (!existsSync(sample)) throw new Error('There is no sample project; `npm run sample` makes it.');
  const out = join(root, 'screenshots');
  if (only === '') await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const scenes = SCENES.filter((scene) => only.split(',').some((part) => scene.name.includes(part)));
  if (scenes.length === 0)
    throw new Error(`No scene is called “${only}”. There are ${SCENES.map(({ name }) => name).join(', ')}.`);

  const work = await makeTemporaryFolder('postil-pictures-');
  const failures: string[] = [];
  const browser = await chromium.launch({
    executablePath: findOrInstallChromium(),
    args: chromiumArguments(),
  });
  const ends: (() => Promise<void>)[] = [];
  try {
    const project = join(work.path, 'a-truce-in-marghan');
    const empty = join(work.path, 'field-notes');
    await cp(sample, project, { recursive: true });
    await run(process.execPath, [
      join(installation, 'out/main/cli.js'),
      'init',
      empty,
      '--name',
      'Field notes',
    ]);

    /** A host with the project open, and a browser that it let in. */
    async function visit(
      name: string,
      folder: string,
      userDataFolder = join(work.path, name),
    ): Promise<{ context: BrowserContext; address: string }> {
      const options = {
        userDataFolder,
        project: folder,
        allow: [work.path],
        openSample: false,
      };
      const host = await startHost(options);
      const context = await browser.newContext({ reducedMotion: 'reduce', permissions: ['clipboard-write'] });
      ends.push(
        () => context.close(),
        () => host.stop(),
      );
      const page = await context.newPage();
      await page.goto(host.url);
      await page.locator('.top-bar__person').waitFor();
      await page.close();
      return { context, address: new URL(host.url).origin };
    }
    async function visitPlace(place: Place): ReturnType<Visit> {
      if (place === 'sample') return nameTheAnnotator(visit, project);
      if (place === 'empty') return visit(place, empty);
      if (place === 'locked') {
        // The sample's host holds the project: this one may only look.
        await (places.sample ??= visitPlace('sample'));
        return visit(place, project);
      }
      const made = await MADE_PROJECTS[place](join(work.path, `made-${place}`));
      return visit(place, made.project, made.userDataFolder);
    }
    const places: Partial<Record<Place, ReturnType<Visit>>> = {};
    for (const scene of scenes) {
      const there = await (places[scene.place] ??= visitPlace(scene.place));
      try {
        await takeScene(scene, there, work.path, out, isInGerman);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failures.push(`${scene.name}: ${reason.split('\n\n')[0]}`);
      }
    }
  } finally {
    for (const end of ends.toReversed()) await end();
    await browser.close();
    await work.remove();
  }
  if (failures.length > 0) throw new Error(`Not every picture could be taken.\n${failures.join('\n')}`);
}

type Visit = (
  name: string,
  folder: string,
  userDataFolder?: string,
) => Promise<{ context: BrowserContext; address: string }>;

/** The sample is looked at as one of those who annotated it. Whose layer is written is settled when a project opens. */
async function nameTheAnnotator(visit: Visit, project: string): ReturnType<Visit> {
  const there = await visit('sample', project);
  const page = await there.context.newPage();
  await page.goto(there.address);
  await page.locator('.top-bar__person').click();
  await page.getByLabel('Your name as an annotator').fill('Amina Rahimi');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill('Close the project');
  await page.keyboard.press('Enter');
  await page.locator('.start__project').first().click();
  await page.getByRole('navigation', { name: 'Documents' }).waitFor();
  await page.close();
  return there;
}

async function takeScene(
  scene: Scene,
  there: { context: BrowserContext; address: string },
  work: string,
  out: string,
  isInGerman: boolean,
): Promise<void> {
  for (const size of SIZES) {
    if (size.isSmall && !scene.isSmallToo) continue;
    const page = await there.context.newPage();
    page.setDefaultTimeout(8_000);
    try {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(there.address);
      await page.getByRole('main').waitFor();
      await scene.reach({ page, work, size: size.name });
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await settle(page);
        await page.screenshot({ path: join(out, `${scene.name}-${theme}-${size.name}.png`) });
      }
      if (isInGerman) await takeInGerman(page, size, join(out, `${scene.name}-dark-de-${size.name}.png`));
    } catch (error) {
      await page.screenshot({ path: join(out, `FAILED-${scene.name}-${size.name}.png`) });
      throw error;
    } finally {
      await page.close();
    }
  }
}

/**
 * The same screen once more, dark and in German, and as high as it likes: a change of the language draws it anew, from its
 * top. Dialogs go with that, and are left out.
 */
async function takeInGerman(
  page: Page,
  size: { readonly width: number; readonly height: number },
  path: string,
): Promise<void> {
  if (await page.locator('dialog[open]').isVisible()) return;
  await sayIn(page, 'Deutsch');
  await page.setViewportSize({ width: size.width, height: size.height * 2 });
  await settle(page);
  await page.screenshot({ path });
  await sayIn(page, 'English');
}

async function sayIn(page: Page, language: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill(language);
  await page.keyboard.press('Enter');
  await page.locator(`html[lang=${language === 'Deutsch' ? 'de' : 'en'}]`).waitFor();
  await page.getByRole('main').waitFor();
}

/** Fonts are there, and what was asked for is painted. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
