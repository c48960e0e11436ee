import { expect, type Page } from '@playwright/test';
import { test } from './staged-test.ts';
import { postilJson, WorkbenchPage } from './workbench-page.ts';

const screenOf = (page: Page) => page.getByRole('main', { name: 'Team' });

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('What would you like to do?').fill(name);
  await page.keyboard.press('Enter');
}

/** A set of the first documents of the list. */
async function makeSet(page: Page, name: string, size: number): Promise<void> {
  await page.getByRole('button', { name: 'Select documents' }).click();
  for (let i = 0; i < size; i++) await page.locator('.documents__row').nth(i).getByRole('checkbox').check();
  await command(page, 'New document set');
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Select no more' }).click();
}

test('a set’s phase and an assignment are named, opened and taken back', async ({ page, stage }) => {
  page.setDefaultTimeout(8_000);
  await makeSet(page, 'First wave', 3);
  await command(page, 'Go to the team');
  const screen = screenOf(page);
  const phase = screen.getByLabel('Phase of First wave');
  await expect(phase).toHaveValue('');
  await phase.selectOption('Blind');
  await page.getByRole('dialog').getByRole('button', { name: 'Lead the team' }).click();
  await expect(phase).toHaveValue('blind');
  await phase.selectOption('as all others');
  await expect(phase).toHaveValue('');
  await expect(page.getByText('The plan is changed.').first()).toBeVisible();

  await screen.getByRole('combobox', { name: 'Documents', exact: true }).selectOption('First wave');
  await screen.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(screen.getByText('First wave (everybody reads 20%, seed 1)')).toBeVisible();
  const readings = screen.locator('.team__readings');
  await expect(readings).toContainText('3 documents');
  await readings.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(readings.locator('li li')).toHaveCount(3);

  await screen.getByRole('button', { name: 'Take the assignment of “First wave” back…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
  await expect(screen.getByText('Nobody is assigned anything yet.')).toBeVisible();
  const [status] = (await postilJson('team', stage.project)) as { phases: unknown; assignments: unknown }[];
  expect(status).toMatchObject({ phases: [], assignments: [] });
});

test('the palette publishes, receives, writes a bundle and looks in the folder', async ({ page, stage }) => {
  page.setDefaultTimeout(8_000);
  await command(page, 'Look in the team’s folder again');
  await expect(page.getByText(/No folder chosen yet/)).toBeVisible();
  await command(page, 'Publish to the team');
  const chooser = page.getByRole('dialog', { name: 'Which folder is shared?' });
  await expect(chooser).toBeVisible();
  await new WorkbenchPage(page).enterFolder(stage.work);
  await page.getByRole('button', { name: 'Use this folder' }).click();
  await command(page, 'Publish to the team');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText(/put into/)).toBeVisible();
  await new WorkbenchPage(page).goTo('Workbench');
  await command(page, 'Look in the team’s folder again');
  await expect(page.getByText('Nothing new in the folder.')).toBeVisible();
  await command(page, 'Receive from the team');
  await expect(page.getByRole('dialog', { name: 'What would come' })).toContainText('Nothing new was there.');
  await page.keyboard.press('Escape');
  await new WorkbenchPage(page).goTo('Workbench');
  await command(page, 'Write a bundle');
  await expect(page.getByRole('dialog', { name: 'Where shall the bundle go?' })).toBeVisible();
  await page.keyboard.press('Escape');
  const upload = page.waitForEvent('filechooser');
  await command(page, 'Receive a bundle');
  await upload;
});
