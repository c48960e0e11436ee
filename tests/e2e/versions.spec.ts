import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { annotationSchema } from '../../src/core/annotation/annotation.ts';
import { test, type EmptyHost } from './empty-host-test.ts';
import { postilJson, WorkbenchPage } from './workbench-page.ts';

const OLD = `The truce in the valley

The council met on Friday in the old hall to talk about the truce, and its speaker said that the talks were over for good.

A trader in the bazaar put the number of the dead at four, and the army on the same evening put it at six or more.

Nobody knows today what became of the drivers who had waited at the pass since the early morning of that same day.
`;
const CORRECTED = OLD.replace('on Friday', 'on Thursday')
  .replace('at four', 'at five')
  .replace(
    /Nobody knows .*/u,
    'Of the drivers who waited at the pass nothing has been heard since, this newspaper has learnt, and their families were told so.',
  );

const list = (page: Page) => page.getByRole('listbox', { name: 'Waiting passages' });
const rows = (page: Page) => list(page).getByRole('option');
const saved = (page: Page) => expect(page.locator('.save-state')).toHaveText('Saved');

async function annotationsOf(project: string) {
  return z.array(annotationSchema).parse(await postilJson('annotations', project));
}

async function highlight(page: Page, paragraph: number, from: number, to: number): Promise<void> {
  const bench = new WorkbenchPage(page);
  await bench.dragWords(bench.paragraphs().nth(paragraph), from, to);
  await page.keyboard.press('h');
  await page.keyboard.press('Escape');
}

/** A project with the old text in it and open; the corrected one lies beside. */
async function openOld(
  { bench, work, writeTexts }: EmptyHost,
  name = 'truce-corrected.txt',
): Promise<{ readonly project: string; readonly corrected: string }> {
  const [old, corrected] = await writeTexts({ 'truce.txt': OLD, [name]: CORRECTED });
  const project = await bench.makeProject(work, 'Versions');
  await bench.importFiles([old!]);
  await bench.openDocument(0);
  return { project, corrected: corrected! };
}

/** From the row of the first document. */
async function askForCorrected(page: Page): Promise<void> {
  const row = page.locator('.documents__row').first();
  await row.hover();
  await row.getByRole('button', { name: 'Import a corrected version of “The truce in the valley”' }).click();
}

test('a corrected version: what is certain goes along, the rest is placed by hand, all of it undone', async ({
  page,
  emptyHost,
}) => {
  const { project, corrected } = await openOld(emptyHost);
  const { bench } = emptyHost;
  await highlight(page, 0, 15, 23);
  await highlight(page, 1, 4, 12);
  await highlight(page, 2, 0, 4);
  await expect(page.locator('.passage-list__item')).toHaveCount(3);
  await saved(page);

  await test.step('imported from the document’s row, it opens with what is certain', async () => {
    await askForCorrected(page);
    const dialog = page.getByRole('dialog', { name: /Import a corrected version/ });
    await expect(dialog).toContainText('stays as it is');
    await page.getByTestId('import-files').setInputFiles(corrected);
    await expect(page.getByText('1 passage was carried into a new version')).toBeVisible();
    await expect(page.locator('.passage-list__item')).toHaveCount(1);
    await expect(page.locator('.version-banner')).toContainText('2 of your passages');
    await expect(page.locator('.documents__superseded')).toHaveCount(1);
  });

  await test.step('what is not certain waits, old and new side by side', async () => {
    await page.locator('.version-banner').getByRole('button', { name: 'Decide' }).click();
    await expect(rows(page)).toHaveCount(2);
    await expect(list(page)).toBeFocused();
    await expect(page.locator('.versions__text del')).toHaveText(/four/);
    await expect(page.locator('.versions__text ins')).toHaveText(/five/);
  });

  await test.step('accepted by the keyboard', async () => {
    await page.keyboard.press('Enter');
    await expect(rows(page)).toHaveCount(1);
    await expect(page.locator('.versions__missing')).toBeVisible();
    await saved(page);
  });

  await test.step('placed by selecting', async () => {
    await page.keyboard.press('p');
    await expect(page.locator('.version-banner--placing')).toContainText('Nobody knows today');
    await bench.dragWords(bench.paragraphs().nth(2), 8, 12);
    await expect(page.getByRole('toolbar', { name: 'Tag the selected text' })).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Every passage has its place' })).toBeVisible();
    await saved(page);
    expect((await annotationsOf(project)).map(({ target }) => target.quote.exact).toSorted()).toEqual(
      [
        'its speaker said that the talks were over for',
        'its speaker said that the talks were over for',
        'bazaar put the number of the dead at four,',
        'bazaar put the number of the dead at five,',
        'Nobody knows today what became',
        'nothing has been heard since,',
      ].toSorted(),
    );
  });

  await test.step('undone it waits again, and dropped it is gone from the queue and stays in the earlier version', async () => {
    await page.keyboard.press('Control+z');
    await expect(rows(page)).toHaveCount(1);
    await saved(page);
    await rows(page).first().click();
    await page.getByRole('button', { name: /^Drop it/ }).click();
    await expect(page.getByRole('heading', { name: 'Every passage has its place' })).toBeVisible();
    await saved(page);
    expect(await annotationsOf(project)).toHaveLength(5);
  });

  await test.step('opened anew there is nothing left to do, and the earlier version can be read', async () => {
    await page.reload();
    await page.locator('.documents__row').first().waitFor();
    await bench.openDocument(0);
    await expect(page.locator('.version-banner')).toContainText('There is a newer version');
    await expect(page.locator('.passage-list__item')).toHaveCount(3);
    await page.locator('.version-banner').getByRole('button', { name: 'Open it' }).click();
    await expect(page.locator('.passage-list__item')).toHaveCount(2);
    await expect(page.locator('.version-banner')).toHaveCount(0);
    expect(await annotationsOf(project)).toHaveLength(5);
  });
});

test('a very similar text is offered as a new version, and taken for one only when it is said to be', async ({
  page,
  emptyHost,
}) => {
  const { corrected } = await openOld(emptyHost, 'other-name.txt');
  const { bench } = emptyHost;
  await highlight(page, 0, 15, 23);
  await saved(page);
  await page.keyboard.press('Control+i');
  await page.getByTestId('import-files').setInputFiles(corrected);
  const report = page.getByRole('dialog', { name: 'Import' });
  await expect(report).toContainText('is very like');
  await expect(page.locator('.documents__superseded')).toHaveCount(0);
  await report.getByRole('button', { name: 'It is a new version' }).click();
  await expect(report).toContainText('Taken for a new version.');
  await expect(page.locator('.documents__superseded')).toHaveCount(1);
  await report.getByRole('button', { name: 'Done' }).click();
  await bench.openDocument(1);
  await expect(page.locator('.passage-list__item')).toHaveCount(1);
  // Two changes: the passages, and the link.
  await saved(page);
  await page.keyboard.press('Control+z');
  await expect(page.locator('.passage-list__item')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.locator('.documents__superseded')).toHaveCount(0);
});

test('a carrying that was taken back does not come back by itself; its passages wait', async ({
  page,
  emptyHost,
}) => {
  const { project, corrected } = await openOld(emptyHost);
  await highlight(page, 0, 15, 23);
  await saved(page);
  await askForCorrected(page);
  await page.getByTestId('import-files').setInputFiles(corrected);
  await expect(page.getByText('1 passage was carried into a new version')).toBeVisible();
  await saved(page);
  expect(await annotationsOf(project)).toHaveLength(2);

  await page.getByRole('button', { name: /^Undo: carry 1 passage/ }).click();
  await expect(page.locator('.passage-list__item')).toHaveCount(0);
  await saved(page);
  await page.reload();
  await page.locator('.documents__row').first().waitFor();
  await expect(page.locator('.version-banner')).toContainText('1 of your passages');
  await expect(page.locator('.passage-list__item')).toHaveCount(0);
  await expect(page.getByText('was carried into a new version')).toHaveCount(0);
  expect(await annotationsOf(project)).toHaveLength(1);

  // It can still be placed where Postil would have put it.
  await page.locator('.version-banner').getByRole('button', { name: 'Decide' }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(list(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Every passage has its place' })).toBeVisible();
  await saved(page);
  expect(await annotationsOf(project)).toHaveLength(2);
});
