import { cp, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from './staged-test.ts';
import { WorkbenchPage } from './workbench-page.ts';

test('two people exchange by a shared folder and by a bundle, looking before each step', async ({
  page,
  stage,
  browser,
}) => {
  test.setTimeout(120_000);
  const shared = join(stage.work, 'shared');
  await mkdir(shared);
  await writeFile(join(shared, 'notes of the meeting.txt'), 'no part of it');
  const other = join(stage.work, 'other');
  await cp(stage.project, other, {
    recursive: true,
    // The first host has it open.
    filter: (path) => !path.includes('.postil-lock-'),
  });
  const first = new WorkbenchPage(page);
  const host = await stage.startAnother({ userDataFolder: join(stage.work, 'user-2'), project: other });
  const context = await browser.newContext();
  const second = await context.newPage();
  for (const one of [page, second]) one.setDefaultTimeout(8_000);
  await second.goto(host.url);
  await second.locator('.documents__row').first().waitFor();

  await test.step('the first marks a passage, sees what would be published, and publishes it', async () => {
    await first.dragWords(first.paragraphs().nth(2), 2, 6);
    await page.keyboard.press('h');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByPlaceholder('What would you like to do?').fill('Go to the team');
    await page.keyboard.press('Enter');
    await takeFolder(page, shared);
    await screenOf(page).getByRole('button', { name: 'Publish…' }).click();
    const dialog = page.getByRole('dialog', { name: 'What would be published' });
    await expect(dialog.getByText(/^Your layer of/)).toBeVisible();
    // A dry run puts nothing there.
    expect(await readdir(shared)).toEqual(['notes of the meeting.txt']);
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(page.getByText(/files were put into/)).toBeVisible();
    expect(await readdir(shared)).toContain('layers');
    await expect(screenOf(page).getByText('Nothing new in the folder.')).toBeVisible();
  });

  await test.step('the second sees who is new and what is not recognised, then receives', async () => {
    await new WorkbenchPage(second).goTo('Team');
    await takeFolder(second, shared);
    await screenOf(second).getByRole('button', { name: 'Receive…' }).click();
    const dialog = second.getByRole('dialog', { name: 'What would come' });
    await expect(dialog.getByRole('region', { name: 'New people' }).getByRole('listitem')).toHaveCount(1);
    await expect(dialog.getByRole('region', { name: 'Layers' })).toContainText('1 added');
    await expect(dialog.getByRole('region', { name: 'Not recognised' })).toContainText(
      'notes of the meeting.txt',
    );
    await dialog.getByRole('button', { name: 'Receive', exact: true }).click();
    await expect(second.getByText(/files were received\.$/)).toBeVisible();
    await expect(screenOf(second).getByRole('region', { name: 'People' }).getByRole('row')).toHaveCount(3);
    await screenOf(second).getByRole('button', { name: 'Receive…' }).click();
    await expect(dialog).toContainText('Nothing new was there.');
    await expect(dialog.getByRole('button', { name: 'Receive', exact: true })).toBeDisabled();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('what the second publishes is seen by the first when the window comes forward', async () => {
    await screenOf(second).getByRole('button', { name: 'Publish…' }).click();
    await second.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(second.getByText(/put into/)).toBeVisible();
    await first.goTo('Workbench');
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(page.getByText(/new files? (is|are) in the folder/)).toBeVisible();
    await page.getByRole('button', { name: 'Go to the team' }).click();
    await expect(screenOf(page)).toContainText(/new files? (is|are) in the folder/);
  });

  await test.step('who begins the plan is asked, leads, names phases and draws who reads what', async () => {
    const screen = screenOf(page);
    await screen.getByLabel('Phase of All other documents').selectOption('Blind');
    await page
      .getByRole('dialog', { name: 'Lead this team?' })
      .getByRole('button', { name: 'Lead the team' })
      .click();
    await expect(screen.getByLabel('Phase of All other documents')).toHaveValue('blind');
    await expect(screen.getByRole('combobox', { name: /^Role of/ })).toHaveValue('lead');
    await screen.getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(screen.getByText('All documents (everybody reads 20%, seed 1)')).toBeVisible();
    await expect(screen.getByText('12 documents')).toBeVisible();
    // Blind, and nobody could read it: that is said before anything is made.
    await screen.getByRole('button', { name: 'Publish…' }).click();
    await expect(page.getByText(/name an adjudicator first/)).toBeVisible();
    await screen.getByLabel('Phase of All other documents').selectOption('Open');
    await expect(screen.getByLabel('Phase of All other documents')).toHaveValue('open');
  });

  await test.step('a bundle goes out, and is received by upload', async () => {
    await screenOf(page).getByRole('button', { name: 'Write a bundle…' }).click();
    await first.enterFolder(stage.work);
    await page.getByRole('dialog').getByLabel('File name').fill('for the second');
    await page.getByRole('button', { name: 'Write it here' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await expect.poll(() => readdir(stage.work)).toContain('for the second.postil-bundle');
    await second.getByTestId('team-bundle').setInputFiles(join(stage.work, 'for the second.postil-bundle'));
    const dialog = second.getByRole('dialog', { name: 'What would come' });
    await expect(dialog).toContainText('for the second.postil-bundle');
    await dialog
      .getByRole('button', { name: /Receive|Cancel/ })
      .first()
      .click();
  });

  await test.step('a folder that is gone is said, and nothing changes', async () => {
    await rename(shared, `${shared} elsewhere`);
    await screenOf(page).getByRole('button', { name: 'Look again' }).click();
    await expect(screenOf(page).getByText(/cannot be reached now/)).toBeVisible();
  });
  await context.close();
});

const screenOf = (page: Page) => page.getByRole('main', { name: 'Team' });

async function takeFolder(page: Page, folder: string): Promise<void> {
  await screenOf(page).getByRole('button', { name: 'Choose a folder…' }).click();
  await new WorkbenchPage(page).enterFolder(folder);
  await page.getByRole('button', { name: 'Use this folder' }).click();
}
