import type { Page } from '@playwright/test';
import type { Scene } from './scenes.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** How far annotators agree. */
export const AGREEMENT_SCENES: readonly Scene[] = [
  {
    name: '60-agreement',
    place: 'sample',
    isSmallToo: true,
    reach: ({ page }) => reckoned(page),
  },
  {
    name: '61-agreement-passages',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await reckoned(page);
      await page.getByRole('button', { name: /^Polarity, Krippendorff’s α, ordinal/ }).click();
      await page.locator('.agreement-unit').first().waitFor();
    },
  },
  {
    name: '62-agreement-confusion',
    place: 'sample',
    async reach({ page }) {
      await reckoned(page);
      await page.getByRole('button', { name: /^Code, Krippendorff’s α, sets/ }).click();
      await page.locator('.agreement-unit').first().waitFor();
    },
  },
  {
    name: '63-agreement-empty',
    place: 'empty',
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Agreement');
      await page.getByText('Nothing to compare yet').waitFor();
    },
  },
];

async function reckoned(page: Page): Promise<void> {
  await new WorkbenchPage(page).goTo('Agreement');
  await page.getByRole('heading', { name: 'By decision' }).waitFor({ timeout: 30_000 });
  await page.locator('.job').waitFor({ state: 'detached' });
}
