import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './staged-test.ts';
import { WorkbenchPage } from './workbench-page.ts';

test('one’s identity goes into a file under a passphrase, and makes a second machine the same person', async ({
  page,
  stage,
  browser,
}) => {
  test.setTimeout(90_000);
  const first = new WorkbenchPage(page);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('What would you like to do?').fill('Write your identity');
  await page.keyboard.press('Enter');
  const writing = page.getByRole('dialog', { name: 'Write your identity into a file' });
  // One may type at once, and sees where.
  await expect(writing.getByLabel('Passphrase', { exact: false }).first()).toBeFocused();
  await writing.getByLabel('Passphrase', { exact: false }).first().fill('a long walk by the harbour');
  await writing.getByLabel('The passphrase once more').fill('a long walk by the harbor');
  await expect(writing.getByText('The two differ.')).toBeVisible();
  await expect(writing.getByRole('button', { name: 'Choose a place…' })).toBeDisabled();
  await page.screenshot({ path: test.info().outputPath('export.png') });
  await writing.getByLabel('The passphrase once more').fill('a long walk by the harbour');
  await writing.getByRole('button', { name: 'Choose a place…' }).click();
  await first.enterFolder(stage.work);
  await page.getByLabel('File name').fill('me.age');
  await page.getByRole('button', { name: 'Write it here' }).click();
  // The passphrase is slow to try, on purpose.
  await expect(page.getByText(/^Your identity is in /)).toBeVisible({ timeout: 30_000 });
  expect(await readFile(join(stage.work, 'me.age'), 'utf8')).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
  const panel = page.getByRole('region', { name: 'You on other machines' });
  await expect(panel).toContainText('Your keys are kept in a file that only you can read.');
  await panel.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('panel.png') });
  const fingerprint = await page.locator('.team code').first().textContent();

  // A second machine, on which somebody works already.
  const host = await stage.startAnother({ userDataFolder: join(stage.work, 'user-2') });
  const context = await browser.newContext();
  const second = await context.newPage();
  await second.goto(host.url);
  await second
    .getByRole('button', { name: /sample/i })
    .first()
    .click();
  await second.locator('.documents__row').first().waitFor();
  await new WorkbenchPage(second).goTo('Team');
  await expect(second.locator('.team code').first()).not.toHaveText(fingerprint!);
  await second.getByRole('button', { name: 'Read an identity…' }).click();
  const reading = second.getByRole('dialog', { name: 'Read an identity' });
  await expect(reading.getByLabel('File')).toBeFocused();
  await reading.getByLabel('File').setInputFiles(join(stage.work, 'me.age'));
  await reading.getByLabel('Passphrase').fill('something else altogether');
  await reading.getByRole('button', { name: 'Read it' }).click();
  await expect(reading.getByRole('alert')).toContainText('does not open with this passphrase', {
    timeout: 30_000,
  });
  await second.screenshot({ path: test.info().outputPath('import.png') });
  await reading.getByLabel('Passphrase').fill('a long walk by the harbour');
  await reading.getByRole('button', { name: 'Read it' }).click();
  await second
    .getByRole('dialog', { name: 'Replace who works here?' })
    .getByRole('button', { name: 'Replace' })
    .click({ timeout: 30_000 });
  await expect(second.getByText(/on this machine now\.$/)).toBeVisible({ timeout: 30_000 });
  await expect(second.locator('.team code').first()).toHaveText(fingerprint!);
  await context.close();
});
