import { expect } from '@playwright/test';
import { test } from './staged-test.ts';

/*
 * Keys go where the focus is, as a person's do: `fill` of other tests would put it into the field itself.
 */

test.use({ kind: 'sample' });

test('the palette takes what is typed as soon as it is open, and leads there', async ({ page }) => {
  await page.locator('.documents__row').first().waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  const field = page.getByPlaceholder('What would you like to do?');
  await expect(field).toBeFocused();
  await page.keyboard.type('Go to the adjudication');
  await expect(field).toHaveValue('Go to the adjudication');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: 'Adjudication' })).toBeVisible();
});

test('a dialog with a list to choose from takes what is typed', async ({ page }) => {
  await page.locator('.documents__row').first().waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('set…');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
});
