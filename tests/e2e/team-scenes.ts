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
      await page.getByRole('button', { name: 'Choose a folder…' }).click();
      await new WorkbenchPage(page).enterFolder(work);
      await page.getByRole('button', { name: 'Use this folder' }).click();
      await page.getByRole('button', { name: 'Publish…' }).click();
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
