import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Scene } from './scenes.ts';
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
    place: 'team',
    isSmallToo: true,
    async reach({ page }) {
      await openTeam(page);
      await scrollTo(page, /^To settle/);
    },
  },
  {
    name: '98c-team-settle-entries',
    place: 'team',
    async reach({ page }) {
      await openTeam(page);
      await page.getByRole('article', { name: /^Actor/ }).evaluate((element) => element.scrollIntoView());
    },
  },
  {
    name: '98c-team-settle-question',
    place: 'team',
    async reach({ page }) {
      await openTeam(page);
      await page.getByRole('button', { name: 'Both in one' }).first().click();
      await page.getByRole('dialog', { name: /^Settle/ }).waitFor();
    },
  },
  {
    name: '98d-team-history',
    place: 'team',
    isSmallToo: true,
    reach: ({ page }) => openHistory(page),
  },
  {
    name: '98e-team-history-look',
    place: 'team',
    isSmallToo: true,
    async reach({ page }) {
      await lookAtRevision(page);
    },
  },
  {
    name: '98e-team-history-changes',
    place: 'team',
    isSmallToo: true,
    async reach({ page }) {
      await lookAtRevision(page);
      await page
        .getByRole('dialog')
        .getByRole('radio', { name: /since the revision before/ })
        .click();
    },
  },
  {
    name: '98f-team-planned',
    place: 'team',
    isSmallToo: true,
    async reach({ page }) {
      await openTeam(page);
      await page.locator('.team__readings summary').first().click();
      await scrollTo(page, 'People');
    },
  },
  {
    name: '98g-team-rivals',
    place: 'contested',
    isSmallToo: true,
    async reach({ page }) {
      await openTeam(page);
      await page.getByRole('heading', { name: 'Who leads?' }).waitFor();
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
    name: '98j-team-still-blind',
    place: 'blind',
    isSmallToo: true,
    async reach({ page }) {
      await openTeam(page);
      await page.getByText(/^Still blind/).waitFor();
      await scrollTo(page, 'Phases');
    },
  },
  {
    name: '98k-blind-reader',
    place: 'blind',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).openTitle(/truce frays/i);
      await page.locator('.layer-bar .hidden-note').waitFor();
    },
  },
  {
    name: '98l-blind-search',
    place: 'blind',
    isSmallToo: true,
    async reach({ page }) {
      await page.keyboard.press('Control+Shift+F');
      await page.getByRole('searchbox', { name: 'Search the corpus' }).fill('truce');
      await page.getByRole('radio', { name: 'All', exact: true }).click();
      await page.locator('.hidden-note').waitFor();
    },
  },
  {
    name: '98m-blind-adjudication',
    place: 'blind',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Adjudication');
      const sheet = page.getByRole('group', { name: 'Panes' }).getByRole('button', { name: 'Documents' });
      if (await sheet.isVisible()) await sheet.click();
      await page.locator('.hidden-note').first().waitFor();
    },
  },
  {
    name: '98n-blind-evidence',
    place: 'blind',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Evidence');
      await page.locator('.hidden-note').waitFor();
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

/** Of a document of which there are several revisions. */
async function openHistory(page: Page): Promise<void> {
  await openTeam(page);
  const history = page.getByRole('region', { name: 'History' });
  await history.getByRole('combobox', { name: 'Document' }).selectOption({ label: 'A Border Truce Frays' });
  await history.getByRole('button', { name: 'Look at revision 2 of Amina Rahimi' }).waitFor();
  await scrollTo(page, 'History');
}

async function lookAtRevision(page: Page): Promise<void> {
  await openHistory(page);
  await page.getByRole('button', { name: 'Look at revision 2 of Amina Rahimi' }).click();
  await page
    .getByRole('dialog', { name: /revision 2$/ })
    .getByRole('listitem')
    .first()
    .waitFor();
}

async function scrollTo(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { name: heading }).evaluate((element) => element.scrollIntoView());
}
