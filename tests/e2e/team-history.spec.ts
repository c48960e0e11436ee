import { expect } from '@playwright/test';
import { test } from './staged-test.ts';
import {
  personAt,
  publish,
  receive,
  runCommand,
  sharedFolder,
  takeFolder,
  teamScreen,
} from './team-people.ts';

test.use({ kind: 'sample' });

test('earlier states of a layer are looked at, compared and restored; another’s are only looked at', async ({
  stage,
  browser,
}) => {
  test.setTimeout(120_000);
  const shared = await sharedFolder(stage);
  const ana = await personAt(stage, browser, { name: 'Ana', person: 'Ana' });
  const { page, bench } = ana;
  await bench.openTitle(/truce frays/i);
  await bench.dragWords(bench.paragraphs().nth(3), 1, 6);
  await page.keyboard.press('h');
  await bench.expectSaved();
  const quote = await bench.currentQuote().innerText();
  await takeFolder(ana, shared);
  await publish(ana);

  await bench.goTo('Workbench');
  await bench.focusText();
  await page.locator('.passage-list__item').filter({ hasText: quote }).first().click();
  await bench.focusText();
  await page.keyboard.press('r');
  await page.keyboard.press('C');
  await page.keyboard.press('4');
  await page.getByRole('button', { name: 'Rate C4' }).click();
  await bench.dragWords(bench.paragraphs().nth(4), 1, 3);
  await page.keyboard.press('h');
  await bench.expectSaved();
  const second = await bench.currentQuote().innerText();
  await publish(ana);

  await bench.goTo('Workbench');
  await runCommand(page, 'History of this document');
  const history = teamScreen(page).getByRole('region', { name: 'History' });
  await expect(history.getByRole('heading', { name: 'History' })).toBeFocused();
  await expect(history.getByRole('combobox', { name: 'Document' })).toHaveValue(/border-truce|truce/);
  const rows = history.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Ana' }) });
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText(/^Ana2current.*1 added, 1 changed2/);
  await expect(rows.nth(1)).toContainText(/^Ana1.*1 added1/);

  await history.getByRole('button', { name: 'Look at revision 2 of Ana' }).click();
  const dialog = page.getByRole('dialog', { name: /^Ana on “.*”, revision 2$/ });
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await dialog.getByRole('radio', { name: '2 changes since the revision before' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(dialog.getByRole('listitem').filter({ hasText: quote })).toContainText('changed');
  await expect(dialog.locator('ins')).toContainText('C4');
  await expect(dialog.getByRole('listitem').filter({ hasText: second })).toContainText('added');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await history.getByRole('button', { name: 'Look at revision 1 of Ana' }).click();
  const first = page.getByRole('dialog', { name: /revision 1$/ });
  await expect(first.getByRole('listitem')).toHaveCount(1);
  await expect(first.getByRole('listitem')).toContainText(quote);
  await first.getByRole('button', { name: 'Restore…' }).click();
  const question = page.getByRole('dialog', { name: 'Restore revision 1?' });
  await expect(question).toContainText('is kept as a revision first');
  await question.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText('Restored: 0 added, 1 changed, 1 removed.')).toBeVisible();
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText('current');
  await bench.goTo('Workbench');
  await expect(page.locator('.passage-list__item').filter({ hasText: quote })).not.toHaveCount(0);
  await expect(page.locator('.passage-list__item').filter({ hasText: second })).toHaveCount(0);

  await test.step('another sees the same history, and restores nothing', async () => {
    await publish(ana);
    const ben = await personAt(stage, browser, { name: 'Ben', person: 'Ben' });
    await takeFolder(ben, shared);
    await receive(ben);
    const seen = teamScreen(ben.page).getByRole('region', { name: 'History' });
    await seen.getByRole('combobox', { name: 'Document' }).selectOption({ label: 'A Border Truce Frays' });
    await expect(seen.getByRole('button', { name: /^Look at revision \d of Ana/ })).toHaveCount(3);
    await expect(seen.getByRole('button', { name: /^Restore revision/ })).toHaveCount(0);
    await ben.context.close();
  });
  await ana.context.close();
});
