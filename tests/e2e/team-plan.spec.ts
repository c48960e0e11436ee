import { expect, type Page } from '@playwright/test';
import { test } from './staged-test.ts';
import { anaAndBen, publish, receive, runCommand, teamScreen } from './team-people.ts';
import { postilJson, WorkbenchPage } from './workbench-page.ts';

/** A set of the first documents of the list. */
async function makeSet(page: Page, name: string, size: number): Promise<void> {
  await page.getByRole('button', { name: 'Select documents' }).click();
  for (let i = 0; i < size; i++) await page.locator('.documents__row').nth(i).getByRole('checkbox').check();
  await runCommand(page, 'New document set');
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Select no more' }).click();
}

test('a set’s phase and an assignment are named, opened and taken back', async ({ page, stage }) => {
  page.setDefaultTimeout(8_000);
  await makeSet(page, 'First wave', 3);
  await runCommand(page, 'Go to the team');
  const screen = teamScreen(page);
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

  await screen.getByRole('button', { name: 'Take back… the assignment of “First wave”' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
  await expect(screen.getByText('Nobody is assigned anything yet.')).toBeVisible();
  const [status] = (await postilJson('team', stage.project)) as { phases: unknown; assignments: unknown }[];
  expect(status).toMatchObject({ phases: [], assignments: [] });
});

test('a second choice made before the first is saved is asked nothing more, and is made, too', async ({
  page,
}) => {
  page.setDefaultTimeout(8_000);
  await makeSet(page, 'First wave', 2);
  await runCommand(page, 'Go to the team');
  const screen = teamScreen(page);
  const [one, all] = [
    screen.getByLabel('Phase of First wave'),
    screen.getByLabel('Phase of All other documents'),
  ];
  await one.selectOption('Blind');
  // In one turn of the page: nothing can be saved between the two.
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Lead the team' })
    .evaluate((button) => {
      (button as HTMLButtonElement).click();
      const other = document.querySelector<HTMLSelectElement>('[aria-label="Phase of All other documents"]')!;
      other.value = 'adjudicated';
      other.dispatchEvent(new Event('change', { bubbles: true }));
    });
  await expect(all).toHaveValue('adjudicated');
  await expect(one).toHaveValue('blind');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('what came into a set after it was opened is named, and opened by a button', async ({ page, stage }) => {
  page.setDefaultTimeout(8_000);
  await makeSet(page, 'First wave', 3);
  await runCommand(page, 'Go to the team');
  const screen = teamScreen(page);
  await screen.getByLabel('Phase of All other documents').selectOption('Blind');
  await page.getByRole('dialog').getByRole('button', { name: 'Lead the team' }).click();
  await expect(screen.getByLabel('Phase of All other documents')).toHaveValue('blind');
  await screen.getByLabel('Phase of First wave').selectOption('Open');
  await expect(screen.getByLabel('Phase of First wave')).toHaveValue('open');
  const late = screen.locator('.team__late');
  await expect(late).toHaveCount(0);

  await new WorkbenchPage(page).goTo('Workbench');
  await page.getByRole('button', { name: 'Select documents' }).click();
  const row = page.locator('.documents__row').nth(4);
  const title = await row.locator('.documents__title').innerText();
  await row.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Set…' }).click();
  await page.getByPlaceholder('Name of a set, or of a new one').fill('First wave');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Select no more' }).click();
  await runCommand(page, 'Go to the team');
  await expect(late).toContainText(`Still blind, since it was added after this phase was set: ${title}.`);

  const open = late.getByRole('button', { name: 'Open too: what was added to First wave' });
  await open.focus();
  await page.keyboard.press('Enter');
  await expect(late).toHaveCount(0);
  await expect(screen.getByLabel('Phase of First wave')).toBeFocused();
  const [status] = (await postilJson('team', stage.project)) as { phases: { stillBlind: unknown[] }[] }[];
  expect(status!.phases.map(({ stillBlind }) => stillBlind)).toEqual([[], []]);
});

test('the palette publishes, receives, writes a bundle and looks in the folder', async ({ page, stage }) => {
  page.setDefaultTimeout(8_000);
  await runCommand(page, 'Look in the team’s folder again');
  await expect(page.getByText(/No folder chosen yet/)).toBeVisible();
  await runCommand(page, 'Publish to the team');
  const chooser = page.getByRole('dialog', { name: 'Which folder is shared?' });
  await expect(chooser).toBeVisible();
  await new WorkbenchPage(page).enterFolder(stage.work);
  await page.getByRole('button', { name: 'Use this folder' }).click();
  await runCommand(page, 'Publish to the team');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText(/put into/)).toBeVisible();
  await new WorkbenchPage(page).goTo('Workbench');
  await runCommand(page, 'Look in the team’s folder again');
  await expect(page.getByText('Nothing new in the folder.')).toBeVisible();
  await runCommand(page, 'Receive from the team');
  await expect(page.getByRole('dialog', { name: 'What would come' })).toContainText('Nothing new was there.');
  await page.keyboard.press('Escape');
  await new WorkbenchPage(page).goTo('Workbench');
  await runCommand(page, 'Write a bundle');
  await expect(page.getByRole('dialog', { name: 'Where shall the bundle go?' })).toBeVisible();
  await page.keyboard.press('Escape');
  const upload = page.waitForEvent('filechooser');
  await runCommand(page, 'Receive a bundle');
  await upload;
});

test('each sees in the list and in the progress what the lead gave them to read', async ({
  stage,
  browser,
}) => {
  test.setTimeout(120_000);
  const { ana, ben } = await anaAndBen(stage, browser);
  for (const one of [ben, ana]) await publish(one);
  await receive(ana);
  const plan = teamScreen(ana.page);
  await expect(plan.getByRole('checkbox', { name: 'Ben' })).toBeChecked();
  await plan.getByLabel('Read by everybody, %').fill('50');
  await plan.getByRole('button', { name: 'Assign', exact: true }).click();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Lead the team' }).click();
  // Six for both, three more for each.
  const readings = plan.locator('.team__readings');
  await expect(readings.locator('summary')).toHaveText(['Ana9 documents', 'Ben9 documents']);
  await readings.locator('summary').last().click();
  await expect(readings.locator('details[open]').getByText('read by all of them')).toHaveCount(6);
  await publish(ana);
  await receive(ben);

  const { page, bench } = ben;
  for (const isAgain of [false, true]) {
    // Known from the start, before anybody looks at the team.
    if (isAgain) await page.reload();
    await bench.goTo('Workbench');
    const mine = page.getByRole('button', { name: /^Assigned to me 9$/ });
    await expect(mine).toBeVisible();
    await expect(page.locator('.documents__row')).toHaveCount(12);
    await expect(page.locator('.documents__mine')).toHaveCount(9);
    await mine.click();
    await expect(mine).toHaveAttribute('aria-pressed', 'true');
    await expect(page.locator('.documents__row')).toHaveCount(9);
    await runCommand(page, 'List only the documents assigned to me');
    await expect(page.locator('.documents__row')).toHaveCount(12);
  }
  await runCommand(page, 'List only the documents assigned to me');
  await page.locator('.documents__open').first().click();
  await runCommand(page, 'Mark the document as done');
  await bench.goTo('Progress');
  const assigned = page.getByRole('region', { name: 'Assigned reading' });
  await expect(assigned.getByRole('listitem')).toHaveText([/^Ben \(you\)1 of 9 done/, /^Ana0 of 9 done/]);
  await assigned.getByRole('button', { name: 'Ana: 9 unread' }).click();
  await expect(page.locator('.documents__row')).toHaveCount(9);
  await page.getByRole('button', { name: 'Remove filter: assigned to Ana' }).click();
  await expect(page.getByRole('button', { name: 'Remove filter: unread by Ana' })).toBeVisible();
  await expect(page.locator('.documents__row')).toHaveCount(12);
  for (const { context } of [ana, ben]) await context.close();
});
