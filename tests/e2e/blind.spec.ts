import { expect } from '@playwright/test';
import { test } from './staged-test.ts';
import { WorkbenchPage } from './workbench-page.ts';

test.use({ kind: 'sample' });

test('in the blind phase others’ layers leave every screen, which says so; opened, they come back', async ({
  page,
}) => {
  const bench = new WorkbenchPage(page);
  const evidence = page.getByRole('main', { name: 'Evidence' });
  const hidden = page.locator('.hidden-note');
  const phase = page.getByLabel('Phase of All other documents');

  await bench.goTo('Evidence');
  await expect(evidence.getByRole('status').first()).toContainText('238');
  await expect(hidden).toHaveCount(0);

  await bench.goTo('Team');
  await phase.selectOption('Blind');
  await page.getByRole('button', { name: 'Lead the team' }).click();
  await expect(phase).toHaveValue('blind');

  await bench.goTo('Evidence');
  await expect(hidden).toHaveText(/^\d+ layers of others are hidden until the team opens them\.$/);
  await expect(evidence.getByText('No annotations yet')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('evidence.png') });

  await bench.goTo('Agreement');
  await expect(hidden).toBeVisible();
  await bench.goTo('Export and import');
  await expect(hidden).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('export.png') });

  await bench.goTo('Search');
  await page.locator('.search input').first().fill('the');
  await expect(page.locator('.search__status')).toBeVisible();
  await expect(hidden).toHaveCount(0);
  await page.getByRole('radio', { name: 'All', exact: true }).click();
  await expect(hidden).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('search.png') });
  await bench.goTo('Adjudication');
  await expect(hidden.first()).toBeVisible();
  // Somebody has read them all: what is hidden is not said to be missing.
  await expect(page.getByRole('heading', { name: 'Nothing to decide yet', level: 2 })).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('adjudication.png') });

  await bench.goTo('Team');
  await phase.selectOption('Open');
  await bench.goTo('Evidence');
  await expect(hidden).toHaveCount(0);
  await expect(evidence.getByRole('status').first()).toContainText('238');
});
