import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { MADE_PROJECTS, type MadePlace } from './scene-projects.ts';
import { test, type Stage } from './staged-test.ts';
import { runCommand, teamScreen } from './team-people.ts';

async function openMade(page: Page, { work, startAnother }: Stage, place: MadePlace): Promise<void> {
  const { project, userDataFolder } = await MADE_PROJECTS[place](join(work, place));
  const host = await startAnother({ project, userDataFolder });
  await page.goto(host.url);
  await page.locator('.documents__row').first().waitFor();
}

test('where two began a plan, one says whom one follows; no key that is known is asked about', async ({
  page,
  stage,
}) => {
  await openMade(page, stage, 'contested');
  await runCommand(page, 'Say who leads the team');
  await expect(page.getByRole('heading', { name: 'Who leads?' })).toBeFocused();
  await expect(teamScreen(page).getByRole('button', { name: 'Confirm the key…' })).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Follow Jonas Weber' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('You follow Jonas Weber’s plan.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Who leads?' })).toHaveCount(0);
  await expect(
    page.getByText('What Mara Lind wrote into the plan does not count: they do not lead.'),
  ).toBeVisible();
});

test('what is to settle is said in the interface’s language, and the palette leads there', async ({
  page,
  stage,
}) => {
  await openMade(page, stage, 'team');
  await runCommand(page, 'What the team has to settle');
  await expect(page.getByRole('heading', { name: /^To settle/ })).toBeFocused();
  await runCommand(page, 'Deutsch');
  await expect(
    page.getByRole('article', { name: /^Akteur „.*“ wurde von mehreren zugleich geändert\.$/ }),
  ).toBeVisible();
});

test('of eight who read a text, those who did not mark a place take no room beside those who did', async ({
  page,
  stage,
}) => {
  await openMade(page, stage, 'many');
  await stage.bench.goTo('Adjudication');
  const documents = page.getByRole('navigation', { name: 'Documents to adjudicate' });
  await documents.getByRole('button', { name: /truce frays/i }).click();
  const place = page.locator('.place-panel');
  await expect(place.getByRole('columnheader')).toHaveCount(6);
  await expect(
    place.getByText('Did not mark it: C Bettina Hofmeister-Krähenbühl and H Guðrún Jónsdóttir.'),
  ).toBeVisible();
  // The digits stay the readers' own.
  await place.focus();
  await page.keyboard.press('4');
  await page.keyboard.press('[');
  await expect(place.locator('.place-panel__decision')).toContainText('Taken from Chidi Okonkwo by');

  // A change of the language reaches what was reckoned before it.
  await runCommand(page, 'Deutsch');
  await expect(page.locator('.adjudication-tracks')).toContainText('Adjudiziert (Amina Rahimi)');
});
