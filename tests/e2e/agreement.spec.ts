import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './staged-test.ts';

test.use({ kind: 'sample' });

test('agreement of two annotators: from a number to its passages, and to the text', async ({
  page,
  stage,
}) => {
  await page.keyboard.press('ControlOrMeta+k');
  const command = page.getByRole('dialog').getByRole('combobox');
  await command.fill('Go to the agreement');
  await command.press('Enter');
  const screen = page.getByRole('main', { name: 'Agreement' });
  await expect(screen.getByRole('heading', { name: 'By decision' })).toBeVisible({ timeout: 30_000 });

  await test.step('every decision is there, with values and words where there is none', async () => {
    for (const name of ['Boundaries', 'Actor', 'Code', 'Polarity', 'Source grade', 'Information grade']) {
      await expect(screen.locator('.agreement-table__name', { hasText: name })).toBeVisible();
    }
    await expect(screen.getByRole('status').first()).toContainText(/\d+ documents read by two or more/);
    await expect(screen.getByRole('button', { name: /^Boundaries, Mathet’s γ: 0\.\d{3}/ })).toBeVisible();
  });

  await test.step('a value opens its passages, with what each said', async () => {
    await screen.getByRole('button', { name: /^Polarity, Krippendorff’s α, ordinal/ }).click();
    const units = screen.locator('.agreement-unit');
    await expect(units.first()).toContainText('Amina Rahimi');
    await expect(units.first()).toContainText('Jonas Weber');
    await expect(units.first()).toContainText('→');
    const all = await screen.locator('.agreement-units [role=status]').textContent();
    await screen.getByLabel('Only where they differ').check();
    await expect(screen.locator('.agreement-units [role=status]')).not.toHaveText(all!);
  });

  await test.step('a cell of the confusions opens just its units', async () => {
    const cell = screen.getByRole('button', { name: /^−1 by Amina Rahimi, −2 by Jonas Weber: / });
    const count = /: (\d+)\./.exec((await cell.getAttribute('aria-label'))!)![1]!;
    await cell.click();
    await expect(screen.locator('.agreement-units [role=status]')).toHaveText(`${count} units`);
    await expect(cell).toHaveAttribute('aria-pressed', 'true');
    for (const text of await screen.locator('.agreement-unit').allTextContents()) {
      expect(text).toContain('−1 Opposes');
      expect(text).toContain('−2 Strongly opposes');
    }
    await screen.getByRole('button', { name: 'Show all cells' }).click();
  });

  await test.step('a document by its own', async () => {
    await screen.getByRole('button', { name: /^A Border Truce Frays, Code: / }).click();
    await expect(screen.locator('.agreement-unit__place').first()).toHaveText('A Border Truce Frays');
    for (const place of await screen.locator('.agreement-unit__place').allTextContents()) {
      expect(place).toBe('A Border Truce Frays');
    }
  });

  await test.step('the report is saved as a table', async () => {
    await screen.getByRole('button', { name: 'Save as CSV…' }).click();
    const dialog = page.getByRole('dialog');
    await stage.bench.enterFolder(stage.work);
    await dialog.getByLabel('Name').fill('agreement.csv');
    await dialog.getByRole('button', { name: 'Export here' }).click();
    await expect(page.getByText(/^Saved as/)).toBeVisible();
    const csv = await readFile(join(stage.work, 'agreement.csv'), 'utf8');
    expect(csv).toContain('amina-rahimi jonas-weber,,polarity,alpha-ordinal,0.');
  });

  await test.step('another scope is reckoned when asked; a passage opens in its text, and the report stays', async () => {
    await screen.getByLabel('Documents').selectOption({ label: 'A Border Truce Frays' });
    await expect(screen.getByText('What is compared has changed.')).toBeVisible();
    await screen.getByRole('button', { name: 'Reckon again' }).click();
    await expect(screen.getByText('1 document read by two or more.')).toBeVisible({ timeout: 30_000 });
    await screen
      .getByRole('button', {
        name: /differ in Actor\. Show the passages$|differs in Actor\. Show the passages$/,
      })
      .click();
    await screen.locator('.agreement-unit__quote').first().click();
    await expect(page.locator('.app')).toHaveAttribute('data-screen', 'workbench');
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('button', { name: 'Agreement' })
      .click();
    await expect(screen.getByText('1 document read by two or more.')).toBeVisible();
  });
});

test.describe('where only one has read', () => {
  test.use({ kind: 'fresh' });
  test('there is nothing to compare, and that is said', async ({ page, stage: _stage }) => {
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('button', { name: 'Agreement' })
      .click();
    await expect(page.getByText('Nothing to compare yet')).toBeVisible();
    await page.getByRole('button', { name: 'Go to the workbench' }).click();
    await expect(page.locator('.app')).toHaveAttribute('data-screen', 'workbench');
  });
});
