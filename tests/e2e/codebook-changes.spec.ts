import { expect, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';
import { actorSchema } from '../../src/core/codebook/codebook.ts';
import { test } from './staged-test.ts';
import { postilJson, WorkbenchPage } from './workbench-page.ts';

test.use({ kind: 'sample' });

const TTP = 'Tehreek-e-Taliban Pakistan';
const JUA = 'Jamaat-ul-Ahrar';

async function openActor(page: Page, name: string): Promise<Locator> {
  await new WorkbenchPage(page).goTo('Codebook');
  await page.getByRole('searchbox', { name: 'Search actors' }).fill(name);
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  const detail = page.getByRole('region', { name: `Actor ${name}` });
  await expect(detail).toBeVisible();
  return detail;
}

async function actorsOf(project: string) {
  return z.array(actorSchema).parse(await postilJson('actors', project));
}

/** How many annotations the details say that use the entry. */
async function usesOf(detail: Locator): Promise<number> {
  const text = await detail.locator('.use-count').innerText();
  const number = /\d+/.exec(text)?.[0];
  return number === undefined ? (/one/.test(text) ? 1 : 0) : Number(number);
}

test('two actors are merged in a preview, evidence follows, no layer is written, and undo takes it back', async ({
  page,
  stage,
}) => {
  const { bench, project } = stage;
  const before = await actorsOf(project);
  const annotations = JSON.stringify(await postilJson('annotations', project));
  const jua = await openActor(page, JUA);
  await expect(jua.locator('.use-count')).toContainText(/annotation/);
  const own = await usesOf(jua);
  const ttp = await openActor(page, TTP);
  await expect(ttp.locator('.use-count')).toContainText(/annotation/);
  const others = await usesOf(ttp);

  // By the palette and the keyboard alone.
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill(`Merge “${TTP}`);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Merge actor “${TTP}”` });
  await dialog.getByRole('button', { name: 'Choose an actor…' }).press('Enter');
  await page.getByPlaceholder('Choose an actor…').fill(JUA);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('checkbox', { name: JUA })).toBeChecked();
  await dialog.getByRole('checkbox', { name: 'TPP (from 2007-12-14)' }).uncheck();
  await dialog.getByLabel('Note').fill('Both of them.');
  const said = await dialog.getByText(/annotations will stand under/).innerText();
  const united = Number(/\d+/.exec(said)![0]);
  expect(united).toBeGreaterThanOrEqual(Math.max(own, others));
  expect(united).toBeLessThanOrEqual(own + others);
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(ttp.locator('.use-count')).toContainText(String(united));
  await bench.expectSaved();

  const merged = await actorsOf(project);
  const into = merged.find(({ name }) => name === TTP)!;
  expect(into.aliases.map(({ text }) => text)).toEqual(expect.arrayContaining([JUA, 'JuA', 'TTP']));
  expect(into.aliases.map(({ text }) => text)).not.toContain('TPP');
  expect(into.note).toBe('Both of them.');
  expect(merged.find(({ name }) => name === JUA)!.ended).toMatchObject({ kind: 'merged', into: into.id });
  expect(JSON.stringify(await postilJson('annotations', project))).toBe(annotations);

  await test.step('its rows are found and shown under the new name', async () => {
    await ttp.locator('.use-count').click();
    await expect(page.getByText(new RegExp(`^${united}\\b`)).first()).toBeVisible();
    await expect(page.getByRole('grid')).not.toContainText(JUA);
  });

  await test.step('undo', async () => {
    await page.keyboard.press('Control+z');
    await bench.expectSaved();
    const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
    expect((await actorsOf(project)).toSorted(byId)).toEqual(before.toSorted(byId));
  });
});

test('a retired actor is offered no more, is shown as retired, and comes back', async ({ page, stage }) => {
  const { bench, project } = stage;
  const jua = await openActor(page, JUA);
  await jua.getByRole('button', { name: 'Retire' }).click();
  await expect(jua.getByText(/Retired on/)).toBeVisible();
  await bench.expectSaved();
  await expect(page.getByRole('option', { name: new RegExp(`^${JUA}`) })).toHaveCount(0);
  await page.getByRole('button', { name: 'Show one no longer in use' }).click();
  await expect(page.getByRole('option', { name: new RegExp(`^${JUA}`) })).toContainText('Retired');

  await jua.locator('.use-count').click();
  await expect(page.getByRole('grid')).toContainText(`${JUA} (retired)`);
  await new WorkbenchPage(page).goTo('Workbench');
  await bench.openDocument(0);
  await bench.dragWords(bench.paragraphs().first(), 0, 3);
  await page.keyboard.press('a');
  const palette = page.getByRole('dialog', { name: 'Tag an actor' });
  await palette.getByPlaceholder('Actor, or a new name…').fill(JUA);
  await expect(palette.getByRole('option', { name: new RegExp(`^${JUA}`) })).toHaveCount(0);
  await page.keyboard.press('Escape');

  await new WorkbenchPage(page).goTo('Codebook');
  await page.getByRole('button', { name: 'Bring back' }).click();
  await bench.expectSaved();
  expect((await actorsOf(project)).find(({ name }) => name === JUA)!.ended).toBeUndefined();
});
