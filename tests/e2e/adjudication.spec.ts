import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './staged-test.ts';
import { postilJson } from './workbench-page.ts';

interface Exported {
  readonly annotator: string;
}

test.use({ kind: 'sample' });

test('takes, takes both, rejects with a reason, goes on, and undoes, by the keyboard alone', async ({
  page,
  stage,
}) => {
  await openAdjudication(page, /truce frays/i);
  await expect(place(page)).toHaveText('Place 1 of 20');
  await expect(panel(page).getByRole('columnheader', { name: 'A Amina Rahimi' })).toBeVisible();
  await expect(panel(page).getByText('boundary', { exact: true })).toBeVisible();
  // The place is shown in the text, each layer in its own track.
  await expect(page.locator('.reader-tracks li')).toHaveCount(3);
  await expect(page.locator('.reader-bar.is-current')).toHaveCount(2);

  await page.keyboard.press('1');
  await expect(place(page)).toHaveText('Place 2 of 20');
  await stage.bench.expectSaved();
  await page.keyboard.press('[');
  await expect(panel(page).locator('.place-panel__decision')).toContainText('Taken from Amina Rahimi by');
  await expect(panel(page).getByRole('columnheader', { name: 'Adjudicated' })).toBeVisible();
  await expect(panel(page).getByText('Decided', { exact: true })).toBeVisible();

  // Where somebody marked nothing, nothing of theirs can be taken, and no digit leads away.
  await page.keyboard.press(']');
  await page.keyboard.press('2');
  await expect(page.getByText('Jonas Weber has nothing at this place.')).toBeVisible();
  await page.keyboard.press('9');
  await expect(page.getByRole('main', { name: 'Adjudication' })).toBeVisible();

  await page.keyboard.press('r');
  await page.keyboard.type('a caption, no claim');
  await page.keyboard.press('Enter');
  await page.keyboard.press('x');
  await expect(place(page)).toHaveText('Place 3 of 20');
  await page.keyboard.press('[');
  await expect(panel(page).locator('.place-panel__decision')).toContainText('Rejected by');
  await expect(panel(page).getByLabel('Reason')).toHaveValue('a caption, no claim');

  // Undo leads back to what it is about, redo likewise.
  await page.keyboard.press('ControlOrMeta+z');
  await expect(place(page)).toHaveText('Place 2 of 20');
  await expect(panel(page).locator('.place-panel__decision')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(panel(page).locator('.place-panel__decision')).toContainText('Rejected by');

  // Both, at the next place that both marked.
  await page.getByLabel('Which difference').selectOption('polarity');
  await page.locator('.place-list__facts').last().click();
  await page.keyboard.press('b');
  await page.locator('.place-list__facts').last().click();
  await expect(panel(page).locator('.place-panel__decision')).toContainText(
    'Taken beside one another from Amina Rahimi and Jonas Weber',
  );
  await page.keyboard.press('u');
  await expect(panel(page).locator('.place-panel__decision')).toHaveCount(0);
  await stage.bench.expectSaved();

  // On the disk it is a layer of its own, and what the annotators wrote is as it was.
  const annotations = (await postilJson(
    'annotations',
    stage.project,
    '--layers',
    'adjudicated',
  )) as readonly Exported[];
  expect(annotations.map(({ annotator }) => annotator.startsWith('adj--'))).toEqual([true]);
});

async function openAdjudication(page: Page, title: RegExp): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('What would you like to do?').fill('Go to the adjudication');
  await page.keyboard.press('Enter');
  const documents = page.getByRole('navigation', { name: 'Documents to adjudicate' });
  await documents.getByRole('button', { name: title }).press('Enter');
  await expect(page.getByRole('region', { name: title })).toBeVisible();
  await expect(place(page)).toBeVisible();
  // As after a click on the place; the list of documents has the keyboard otherwise.
  await panel(page).focus();
}

function panel(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Current place' }).locator('.place-panel');
}

function place(page: Page): Locator {
  return panel(page).getByRole('heading', { name: /^Place \d+ of \d+$/ });
}
