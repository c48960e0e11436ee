import type { Page } from '@playwright/test';
import type { Scene } from './scenes.ts';
import { WorkbenchPage } from './workbench-page.ts';

const TITLE = 'Who broke the truce?';

/** Memos: the list with one open, what is offered while one types, and what the inspector shows. */
export const MEMO_SCENES: readonly Scene[] = [
  {
    name: '45-memo',
    place: 'sample',
    isSmallToo: true,
    reach: ({ page }) => openMemo(page),
  },
  {
    name: '46-memo-suggestions',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openMemo(page);
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('What would you like to do?').fill('New memo on the project');
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: 'Title of the memo' }).press('Enter');
      await page.keyboard.type('What of @taliban');
      await page.getByRole('listbox', { name: 'What to link to' }).waitFor();
    },
  },
  {
    name: '47-memos-in-inspector',
    place: 'sample',
    async reach({ page }) {
      await openMemo(page);
      const bench = new WorkbenchPage(page);
      await bench.goTo('Workbench');
      await bench.openTitle(/Truce Frays/i);
      await page.getByRole('tab', { name: 'Document' }).click();
      await page.locator('.memos-here__memo').filter({ hasText: TITLE }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: '48-memos-empty',
    place: 'empty',
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Memos');
      await page.getByRole('heading', { name: 'No memos yet' }).waitFor();
    },
  },
];

/** The scenes share a project: the memo may be there from the one before. */
async function openMemo(page: Page): Promise<void> {
  const bench = new WorkbenchPage(page);
  await bench.goTo('Memos');
  const row = page.locator('.memos__row').filter({ hasText: TITLE });
  if ((await row.count()) === 0) await writeMemo(page, bench);
  await bench.goTo('Memos');
  if (await row.first().isVisible()) await row.first().click();
  await page.getByRole('article', { name: TITLE }).waitFor();
}

async function writeMemo(page: Page, bench: WorkbenchPage): Promise<void> {
  await bench.goTo('Workbench');
  await bench.openTitle(/Truce Frays/i);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill('New memo on the document');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Title of the memo' }).fill(TITLE);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Three accounts, and no two agree. @tehreek');
  await page.keyboard.press('Enter');
  await page.keyboard.type('denies it; compare #kabul');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('## Still open');
  await page.keyboard.press('Enter');
  await page.keyboard.type('- who fired first');
  await page.keyboard.press('Enter');
  await page.keyboard.type('who was told');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('> “It was never a party.”');
  await page.getByRole('textbox', { name: 'Title of the memo' }).focus();
  await bench.expectSaved();
}
