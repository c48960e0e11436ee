import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Scene } from './scenes.ts';
import { conflictBundle } from './team-bundle.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** The team: exchange, and what would go out. */
export const TEAM_SCENES: readonly Scene[] = [
  {
    name: '97-team',
    place: 'sample',
    isSmallToo: true,
    reach: ({ page }) => openTeam(page),
  },
  {
    name: '98-team-publish',
    place: 'sample',
    isSmallToo: true,
    async reach({ page, work }) {
      await openTeam(page);
      await askToPublish(page, work);
      await page.getByRole('dialog', { name: 'What would be published' }).waitFor();
      await page.locator('.job').waitFor({ state: 'detached' });
    },
  },
  {
    name: '98b-team-plan',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openTeam(page);
      const screen = page.getByRole('main', { name: 'Team' });
      await screen.getByRole('button', { name: 'Assign', exact: true }).click();
      const begin = page.getByRole('button', { name: 'Lead the team' });
      // A scene before may have begun the plan.
      await begin.or(screen.locator('.team__readings')).first().waitFor();
      if (await begin.isVisible()) await begin.click();
      await screen.locator('.team__readings summary').first().click();
      await screen.getByRole('heading', { name: 'Phases' }).scrollIntoViewIfNeeded();
      await screen.getByRole('heading', { name: 'Phases' }).evaluate((element) => element.scrollIntoView());
      await page.locator('.notice').first().waitFor({ state: 'detached' });
    },
  },
  {
    name: '98c-team-settle',
    place: 'sample',
    isSmallToo: true,
    async reach({ page, work }) {
      await openTeam(page);
      const settle = page.getByRole('heading', { name: /^To settle/ });
      await page.getByTestId('team-bundle').setInputFiles(await conflictBundle(work));
      const would = page.getByRole('dialog', { name: 'What would come' });
      const receive = would.getByRole('button', { name: 'Receive', exact: true });
      await receive.waitFor();
      // A run before may have received it.
      if (await receive.isEnabled()) {
        await receive.click();
        await page
          .getByRole('dialog', { name: 'What came' })
          .getByRole('button', { name: 'Close' })
          .last()
          .click();
      } else await would.getByRole('button', { name: 'Cancel' }).click();
      await settle.waitFor();
      await settle.evaluate((element) => element.scrollIntoView());
      await page.locator('.job').waitFor({ state: 'detached' });
      await page.locator('.notice').first().waitFor({ state: 'detached' });
    },
  },
  {
    name: '98d-team-history',
    place: 'sample',
    isSmallToo: true,
    async reach({ page, work }) {
      await openHistory(page, work);
    },
  },
  {
    name: '98e-team-history-look',
    place: 'sample',
    isSmallToo: true,
    async reach({ page, work }) {
      await openHistory(page, work);
      await page
        .getByRole('button', { name: /^Look at revision/ })
        .first()
        .click();
      await page
        .getByRole('dialog', { name: /revision/ })
        .getByRole('listitem')
        .first()
        .waitFor();
    },
  },
  {
    name: '98h-team-identity',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openTeam(page);
      await page.getByRole('button', { name: 'Write your identity…' }).click();
      await page.getByRole('dialog', { name: 'Write your identity into a file' }).waitFor();
    },
  },
  {
    name: '98i-team-identity-read',
    place: 'sample',
    async reach({ page }) {
      await openTeam(page);
      await page.getByRole('button', { name: 'Read an identity…' }).click();
      await page.getByRole('dialog', { name: 'Read an identity' }).waitFor();
    },
  },
  {
    name: '99-team-read-only',
    place: 'locked',
    reach: ({ page }) => openTeam(page),
  },
];

async function openTeam(page: Page): Promise<void> {
  await new WorkbenchPage(page).goTo('Team');
  await page.getByRole('heading', { name: 'People' }).waitFor();
}

/** In a folder of the scenes' own, whichever is known already. */
async function askToPublish(page: Page, work: string): Promise<void> {
  const folder = join(work, 'shared by the scenes');
  await mkdir(folder, { recursive: true });
  await page.getByRole('button', { name: /^(Choose a|Another) folder…$/ }).click();
  await new WorkbenchPage(page).enterFolder(folder);
  await page.getByRole('button', { name: 'Use this folder' }).click();
  await page.getByRole('button', { name: 'Publish…' }).click();
}

/** Of a passage that is marked here, by way of a publication: then there is a revision. */
async function openHistory(page: Page, work: string): Promise<void> {
  const bench = new WorkbenchPage(page);
  await bench.openTitle(/truce frays/i);
  await bench.dragWords(bench.paragraphs().nth(3), 1, 6);
  await page.keyboard.press('h');
  await bench.expectSaved();
  await openTeam(page);
  await askToPublish(page, work);
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await page.locator('.notice').first().waitFor();
  for (const notice of (await page.locator('.notice').all()).toReversed())
    await notice.getByRole('button').last().click();
  await page
    .getByRole('button', { name: /^Look at revision/ })
    .first()
    .waitFor();
  await page.getByRole('heading', { name: 'History' }).evaluate((element) => element.scrollIntoView());
}
