import { expect } from '@playwright/test';
import { test } from './staged-test.ts';
import {
  anaAndBen,
  personAt,
  publish,
  receive,
  sharedFolder,
  takeFolder,
  teamScreen,
  type Person,
} from './team-people.ts';

test.use({ kind: 'sample' });

async function rewordActor({ page, bench }: Person, actor: string, note: string): Promise<void> {
  await bench.goTo('Codebook');
  await page.getByLabel('Search actors').fill(actor);
  await page.getByRole('option', { name: actor }).first().click();
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill(note);
  await page.keyboard.press('ControlOrMeta+Enter');
  await bench.expectSaved();
}

test('two that changed one actor at a time see both values side by side, and one settles it for both', async ({
  stage,
  browser,
}) => {
  test.setTimeout(120_000);
  const { ana, ben } = await anaAndBen(stage, browser);
  for (const one of [ana, ben]) await publish(one);
  await receive(ana);
  await expect(teamScreen(ana.page).getByRole('heading', { name: /^To settle/ })).toHaveCount(0);

  await rewordActor(ana, 'Islamic State', 'As Ana has it');
  await rewordActor(ben, 'Islamic State', 'As Ben has it');
  for (const one of [ana, ben]) await publish(one);
  await receive(ben);
  const settle = teamScreen(ben.page).getByRole('region', { name: /^To settle/ });
  const card = settle.getByRole('article', { name: /^Actor “.*Islamic State.*” was changed by several/ });
  await expect(card.getByRole('columnheader')).toHaveText(['Benyou', 'Ana']);
  const row = card.getByRole('row').filter({ has: ben.page.getByRole('rowheader', { name: 'Note' }) });
  await expect(row.getByRole('cell')).toHaveText(['As Ben has it', 'As Ana has it']);
  await expect(card.getByText(/^The same in each: Name, /)).toBeVisible();
  await card.getByRole('button', { name: /^Use this: what Ana said of Actor/ }).click();
  await expect(ben.page.getByText('Settled. Others have it once you publish.')).toBeVisible();
  await expect(settle).toHaveCount(0);
  await ben.bench.goTo('Codebook');
  await ben.page.getByLabel('Search actors').fill('Islamic State');
  await ben.page.getByRole('option', { name: 'Islamic State' }).first().click();
  await expect(ben.page.getByRole('textbox', { name: 'Note', exact: true })).toHaveValue('As Ana has it');

  await publish(ben);
  await receive(ana);
  await expect(teamScreen(ana.page).getByRole('heading', { name: /^To settle/ })).toHaveCount(0);
  for (const { context } of [ana, ben]) await context.close();
});

test('work of one person on two machines is settled after a word that both stay', async ({
  stage,
  browser,
}) => {
  test.setTimeout(120_000);
  const desk = await personAt(stage, browser, { name: 'the desk', person: 'Ana' });
  await desk.bench.openTitle(/truce frays/i);
  await desk.bench.dragWords(desk.bench.paragraphs().nth(1), 1, 3);
  await desk.page.keyboard.press('h');
  await desk.bench.expectSaved();
  await takeFolder(desk, await sharedFolder(stage));
  await publish(desk);
  const laptop = await personAt(stage, browser, { name: 'the laptop', person: 'Ana', homeOf: desk });
  for (const [one, at] of [
    [desk, 3],
    [laptop, 5],
  ] as const) {
    await one.bench.goTo('Workbench');
    await one.bench.openTitle(/truce frays/i);
    await one.bench.dragWords(one.bench.paragraphs().nth(at), 1, 6);
    await one.page.keyboard.press('h');
    await one.bench.expectSaved();
    await publish(one);
  }
  await receive(desk);
  const { page, bench } = desk;
  const settle = teamScreen(page).getByRole('region', { name: /^To settle/ });
  await expect(settle).toContainText('was annotated under your name on another machine, too.');
  await expect(settle.getByRole('listitem')).toHaveText([/^Revision 2, .*here$/, /^Revision 2, /]);
  await settle.getByRole('button', { name: 'Both in one' }).click();
  const question = page.getByRole('dialog', { name: /^Settle “/ });
  await expect(question).toContainText('Both states stay in the history.');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(settle).toHaveCount(1);
  await settle.getByRole('button', { name: 'Both in one' }).click();
  await question.getByRole('button', { name: 'Both in one' }).click();
  await expect(page.getByText(/^Settled\. Others have it once you publish/)).toBeVisible();
  await expect(settle).toHaveCount(0);
  await publish(desk);
  await receive(laptop);
  await expect(teamScreen(laptop.page).getByRole('heading', { name: /^To settle/ })).toHaveCount(0);
  // What each had, and nothing twice.
  const quotes = async (one: Person) => {
    await one.bench.goTo('Workbench');
    await one.bench.openTitle(/truce frays/i);
    return one.page.locator('.passage-list__head .count').innerText();
  };
  expect(await quotes(laptop)).toBe(await quotes(desk));
  await bench.goTo('Team');
  for (const { context } of [desk, laptop]) await context.close();
});
