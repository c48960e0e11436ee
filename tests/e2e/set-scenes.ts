import type { Page } from '@playwright/test';
import type { Scene } from './scenes.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** Document sets and progress. */
export const SET_SCENES: readonly Scene[] = [
  {
    name: '40-select-documents',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await makeWave(page);
      await showDocuments(page);
      await page.getByRole('button', { name: 'Select documents' }).click();
      for (const at of [0, 2, 3]) await page.locator('.documents__state input').nth(at).check();
    },
  },
  {
    name: '41-put-into-set',
    place: 'sample',
    async reach({ page }) {
      await makeWave(page);
      await page.getByRole('button', { name: 'Select documents' }).click();
      for (const at of [0, 2, 3]) await page.locator('.documents__state input').nth(at).check();
      await page.getByRole('button', { name: 'Set…' }).click();
      await page.getByPlaceholder('Name of a set, or of a new one').waitFor();
    },
  },
  {
    name: '42-progress',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await makeWave(page);
      await new WorkbenchPage(page).goTo('Progress');
      await page.getByRole('region', { name: 'First wave' }).waitFor();
    },
  },
  {
    name: '43-progress-empty',
    place: 'empty',
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Progress');
      await page.getByRole('heading', { name: 'No documents yet' }).waitFor();
    },
  },
  {
    name: '44-saved-filters',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Evidence');
      await page.getByRole('searchbox', { name: 'Search quotes and notes' }).fill('truce');
      await page.getByRole('button', { name: /^(?:Saved|The truce)$/ }).click();
      const menu = page.getByRole('dialog', { name: 'Saved filters' });
      await menu.waitFor();
      if ((await menu.getByRole('button', { name: 'The truce', exact: true }).count()) === 0) {
        await page.getByRole('button', { name: 'Save this filter…' }).click();
        await page.getByRole('dialog').getByLabel('Name').fill('The truce');
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: 'The truce', exact: true }).click();
      }
      await menu.getByRole('button', { name: 'The truce', exact: true }).waitFor();
    },
  },
];

async function showDocuments(page: Page): Promise<void> {
  const list = page.getByRole('group', { name: 'Panes' }).getByRole('button', { name: 'Documents' });
  if (await list.isVisible()) await list.click();
}

/** The scenes share a project: the set may be there from the one before. */
async function makeWave(page: Page): Promise<void> {
  await page.getByRole('main').waitFor();
  await page.keyboard.press('Control+k');
  const asked = page.getByPlaceholder('What would you like to do?');
  await asked.fill('First wave');
  const isThere = (await page.getByRole('option', { name: /First wave/ }).count()) > 0;
  await page.keyboard.press('Escape');
  await asked.waitFor({ state: 'detached' });
  if (isThere) return;
  await showDocuments(page);
  await page.getByRole('button', { name: 'Select documents' }).click();
  for (const at of [0, 1, 2, 3]) await page.locator('.documents__state input').nth(at).check();
  await page.getByRole('button', { name: 'Set…' }).click();
  await page.getByPlaceholder('Name of a set, or of a new one').fill('First wave');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Select no more' }).click();
  await page.locator('.save-state').filter({ hasText: 'Saved' }).waitFor();
  await page.keyboard.press('Escape');
}
