import type { Page } from '@playwright/test';
import type { Scene } from './scenes.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** Layers side by side, decided place by place. */
export const ADJUDICATION_SCENES: readonly Scene[] = [
  {
    name: '64-adjudication',
    place: 'sample',
    isSmallToo: true,
    reach: ({ page }) => openAdjudication(page, /truce frays/i),
  },
  {
    name: '65-adjudication-merge',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openAdjudication(page, /truce frays/i);
      await page.getByLabel('Which difference').selectOption('polarity');
      await page.locator('.place-list__facts').first().click();
      await page.getByRole('button', { name: 'Merge…' }).click();
      await page.getByRole('region', { name: 'Merge' }).waitFor();
    },
  },
  {
    name: '66-adjudication-decided',
    place: 'sample',
    reach: ({ page }) => decideFirst(page),
  },
  {
    name: '68-adjudication-many',
    place: 'many',
    isSmallToo: true,
    reach: ({ page }) => openAdjudication(page, /truce frays/i),
  },
  {
    name: '68-adjudication-many-merge',
    place: 'many',
    async reach({ page }) {
      await openAdjudication(page, /truce frays/i);
      await page.getByLabel('Which difference').selectOption('polarity');
      await page.locator('.place-list__facts').first().click();
      await page.getByRole('button', { name: 'Merge…' }).click();
      await page.getByRole('region', { name: 'Merge' }).waitFor();
    },
  },
  {
    name: '68-many-evidence-adjudicated',
    place: 'many',
    isSmallToo: true,
    reach: ({ page }) => openEvidence(page, 'adjudicated'),
  },
  {
    name: '68-many-evidence-all',
    place: 'many',
    reach: ({ page }) => openEvidence(page, 'all'),
  },
  {
    name: '68-many-agreement',
    place: 'many',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Agreement');
      await page.getByRole('heading', { name: 'By decision' }).waitFor({ timeout: 60_000 });
      await page.locator('.job').waitFor({ state: 'detached' });
    },
  },
  {
    name: '68-many-progress',
    place: 'many',
    isSmallToo: true,
    reach: ({ page }) => openProgress(page),
  },
  {
    name: '42-progress-assigned',
    place: 'team',
    isSmallToo: true,
    reach: ({ page }) => openProgress(page),
  },
  {
    name: '66-adjudication-read-only',
    place: 'locked',
    async reach({ page }) {
      await openAdjudication(page, /truce frays/i);
      await page.getByText('The project is read only').waitFor();
    },
  },
  {
    name: '66-adjudication-urdu',
    place: 'sample',
    isSmallToo: true,
    reach: ({ page }) => openAdjudication(page, /مارغان/),
  },
  {
    name: '67-adjudication-empty',
    place: 'empty',
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Adjudication');
      await page.getByRole('heading', { name: 'Nobody else has read anything yet', level: 2 }).waitFor();
    },
  },
];

async function openAdjudication(page: Page, title: RegExp): Promise<void> {
  await new WorkbenchPage(page).goTo('Adjudication');
  const documents = page.getByRole('navigation', { name: 'Documents to adjudicate' });
  const sheet = page.getByRole('group', { name: 'Panes' }).getByRole('button', { name: 'Documents' });
  if (await sheet.isVisible()) await sheet.click();
  await documents.getByRole('radio', { name: 'All' }).click();
  await documents.getByRole('button', { name: title }).first().click();
  await page.getByRole('heading', { name: /^Place \d+ of \d+/ }).waitFor();
}

async function decideFirst(page: Page): Promise<void> {
  await openAdjudication(page, /holds the leash/i);
  await page.locator('.place-list__facts').first().click();
  const decision = page.locator('.place-panel__decision');
  // A run before may have decided it.
  if (!(await decision.isVisible())) {
    await page.getByRole('button', { name: /^Take A/ }).click();
    await page.locator('.place-list__facts').first().click();
  }
  await decision.waitFor();
}

async function openEvidence(page: Page, layers: string): Promise<void> {
  await new WorkbenchPage(page).goTo('Evidence');
  await page.getByLabel('Layers').selectOption(layers);
  await page.locator('.evidence__quote').first().waitFor();
}

async function openProgress(page: Page): Promise<void> {
  await new WorkbenchPage(page).goTo('Progress');
  await page.locator('.progress__person').first().waitFor();
}
