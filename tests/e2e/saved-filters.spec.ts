import { expect } from '@playwright/test';
import { test } from './staged-test.ts';

test.use({ kind: 'sample' });

test('filters are saved under a name, applied, renamed, deleted and brought back, by mouse and by palette', async ({
  page,
  stage,
}) => {
  const { bench, address } = stage;
  const status = page.locator('.evidence__status [role=status]');
  const text = page.getByRole('searchbox', { name: 'Search quotes and notes' });
  const command = page.getByPlaceholder('What would you like to do?');

  await bench.goTo('Evidence');
  await expect(status).toHaveText(/^\d+ annotations/);

  await test.step('save', async () => {
    await text.fill('truce');
    await expect(status).toHaveText(/match$/);
    await page.keyboard.press('Control+k');
    await command.fill('Save this filter');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Name').fill('About the truce');
    await page.keyboard.press('Enter');
    await bench.expectSaved();
    await expect(page.getByRole('button', { name: 'About the truce', exact: true })).toBeVisible();
  });
  const found = await status.innerText();

  await test.step('apply, after another filter and in another window', async () => {
    await text.fill('soldiers');
    await expect(page.getByRole('button', { name: 'Saved', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Saved', exact: true }).click();
    await page
      .getByRole('dialog', { name: 'Saved filters' })
      .getByRole('button', { name: 'About the truce', exact: true })
      .click();
    await expect(text).toHaveValue('truce');
    await expect(status).toHaveText(found);

    await page.goto(address);
    await page.getByRole('main').waitFor();
    await page.keyboard.press('Control+k');
    await command.fill('About the truce');
    await page.keyboard.press('Enter');
    await expect(status).toHaveText(found);
  });

  await test.step('rename, delete, undo', async () => {
    await page.getByRole('button', { name: 'About the truce', exact: true }).click();
    await page.getByRole('button', { name: 'Rename “About the truce”' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('The truce');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'The truce', exact: true })).toBeVisible();
    await page.keyboard.press('Control+k');
    await command.fill('Delete a saved filter');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'The truce' }).click();
    await expect(page.getByRole('button', { name: 'Saved', exact: true })).toBeVisible();
    await bench.expectSaved();
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('button', { name: 'The truce', exact: true })).toBeVisible();
    await bench.expectSaved();
  });

  await test.step('a search is saved with all that it asks', async () => {
    await page.keyboard.press('Control+Shift+f');
    await page.getByRole('searchbox', { name: 'Search the corpus' }).fill('truce OR ceasefire');
    await page.getByRole('radio', { name: 'All', exact: true }).click();
    await expect(page.locator('.concordance mark').first()).toBeVisible();
    await page.getByRole('button', { name: 'Saved', exact: true }).click();
    await page.getByRole('button', { name: 'Save this filter…' }).click();
    // The evidence has one of that name; the search may have its own.
    await page.getByRole('dialog').getByLabel('Name').fill('The truce');
    await page.keyboard.press('Enter');
    await bench.expectSaved();
    await page.getByRole('searchbox', { name: 'Search the corpus' }).fill('soldiers');
    // What is typed is searched for when it rests.
    await expect(page.getByRole('button', { name: 'Saved', exact: true })).toBeVisible();
    await page.getByRole('radio', { name: 'Texts' }).click();
    await page.getByRole('button', { name: 'Saved', exact: true }).click();
    await page
      .getByRole('dialog', { name: 'Saved filters' })
      .getByRole('button', { name: 'The truce', exact: true })
      .click();
    await expect(page.getByRole('searchbox', { name: 'Search the corpus' })).toHaveValue(
      'truce OR ceasefire',
    );
    await expect(page.getByRole('radio', { name: 'All', exact: true })).toBeChecked();
  });
});
