import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { annotatorIdSchema } from '../../src/core/ids.ts';
import { openSettings } from '../../src/main/services/settings/settings-store.ts';
import { nodeFileSystem } from '../../src/main/services/store/file-system.ts';
import { sha256 } from '../../src/main/services/workbench/machine.ts';
import type { Stage } from './staged-test.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** Somebody on a machine of their own: a copy of the project in a browser. */
export interface Person {
  readonly page: Page;
  readonly bench: WorkbenchPage;
  readonly project: string;
}

/** One whose home folder and browser are their own, too. */
export interface PersonApart extends Person {
  readonly home: string;
  readonly context: BrowserContext;
}

interface Machine {
  /** Tells the machines apart. */
  readonly name: string;
  /** Who works there; left out where they have not said it yet. */
  readonly person?: string;
  /** Copied as it is: the same person's second machine. */
  readonly homeOf?: PersonApart;
}

/** A host with a copy of the stage's project, for somebody, and a page in it. */
export async function personAt(
  stage: Stage,
  browser: Browser,
  { name, person, homeOf }: Machine,
): Promise<PersonApart> {
  const home = join(stage.work, `home of ${name}`);
  const project = join(stage.work, `project of ${name}`);
  if (homeOf) await cp(homeOf.home, home, { recursive: true });
  else if (person !== undefined) {
    const settings = openSettings(home, {
      fs: nodeFileSystem,
      sha256,
      onProblem: ({ message }) => {
        throw new Error(message);
      },
    });
    const id = annotatorIdSchema.parse(person.toLowerCase());
    await settings.update({ annotator: { id, name: person } });
  }
  await cp(homeOf?.project ?? stage.project, project, {
    recursive: true,
    // The other host has it open.
    filter: (path) => !path.includes('.postil-lock-'),
  });
  const host = await stage.startAnother({ userDataFolder: home, project });
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(host.url);
  await page.locator('.documents__row').first().waitFor();
  return { page, bench: new WorkbenchPage(page), project, home, context };
}

/** Ana and Ben, each with the same shared folder taken; nobody has published anything. */
export async function anaAndBen(
  stage: Stage,
  browser: Browser,
): Promise<{ readonly ana: PersonApart; readonly ben: PersonApart }> {
  const shared = await sharedFolder(stage);
  const ana = await personAt(stage, browser, { name: 'Ana', person: 'Ana' });
  const ben = await personAt(stage, browser, { name: 'Ben', person: 'Ben' });
  for (const one of [ana, ben]) await takeFolder(one, shared);
  return { ana, ben };
}

/** An empty folder beside the project, for a team to share. */
export async function sharedFolder({ work }: Stage): Promise<string> {
  const shared = join(work, 'shared');
  await mkdir(shared);
  return shared;
}

export const teamScreen = (page: Page) => page.getByRole('main', { name: 'Team' });

export async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('What would you like to do?').fill(name);
  await page.keyboard.press('Enter');
}

/** Takes a folder as the shared one, on the team's screen. */
export async function takeFolder({ page, bench }: Person, folder: string): Promise<void> {
  await bench.goTo('Team');
  await teamScreen(page).getByRole('button', { name: 'Choose a folder…' }).click();
  await bench.enterFolder(folder);
  await page.getByRole('button', { name: 'Use this folder' }).click();
}

export async function publish({ page, bench }: Person): Promise<void> {
  await bench.goTo('Team');
  await teamScreen(page).getByRole('button', { name: 'Publish…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  const said = page.locator('.notice').filter({ hasText: /put into|was already in/ });
  await said.first().waitFor();
  await dismiss(page);
}

/**
 * Receives; what the dialog of what came says, if it comes, is put away. Answers with what the look before said.
 */
export async function receive({ page, bench }: Person): Promise<string> {
  await bench.goTo('Team');
  await teamScreen(page).getByRole('button', { name: 'Receive…' }).click();
  const look = page.getByRole('dialog', { name: 'What would come' });
  const told = await look.innerText();
  await look.getByRole('button', { name: 'Receive', exact: true }).click();
  const said = page.locator('.notice').filter({ hasText: /was received|were received/ });
  await said.first().waitFor();
  const came = page.getByRole('dialog', { name: 'What came' });
  if (await came.isVisible()) await came.getByRole('button', { name: 'Close' }).last().click();
  await dismiss(page);
  return told;
}

async function dismiss(page: Page): Promise<void> {
  for (const notice of (await page.locator('.notice').all()).toReversed())
    await notice.getByRole('button').last().click();
}
