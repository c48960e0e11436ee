import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  type Person,
} from './team-people.ts';
import { postilJson } from './workbench-page.ts';

async function sayWho({ page }: Person, name: string): Promise<void> {
  await runCommand(page, 'Your name');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your name as an annotator').fill(name);
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await expect(dialog).toBeHidden();
}

/** Marks words of a paragraph of the open document. */
async function mark({ page, bench }: Person, paragraph: number, from: number, to: number): Promise<void> {
  await bench.dragWords(bench.paragraphs().nth(paragraph), from, to);
  await page.keyboard.press('h');
  await expect(bench.currentQuote()).toBeVisible();
  await page.keyboard.press('Escape');
  await bench.expectSaved();
}

test('a team, from assignment over blind annotation, agreement and adjudication to the agreed dataset', async ({
  page,
  stage,
  browser,
}) => {
  test.setTimeout(240_000);
  page.setDefaultTimeout(10_000);
  const shared = await sharedFolder(stage);
  const mara: Person = { page, bench: stage.bench, project: stage.project };
  const ben = await personAt(stage, browser, { name: 'ben' });
  const cem = await personAt(stage, browser, { name: 'cem' });
  const maraTeam = teamScreen(page);

  await test.step('each says who they are; the annotators hand in their cards', async () => {
    await sayWho(mara, 'Mara Lind');
    await sayWho(ben, 'Ben Ito');
    await sayWho(cem, 'Cem Aksoy');
    for (const one of [ben, cem]) {
      await takeFolder(one, shared);
      await publish(one);
    }
    await takeFolder(mara, shared);
    const told = await receive(mara);
    expect(told).toContain('Ben Ito');
    expect(told).toContain('Cem Aksoy');
  });

  await test.step('Mara leads and adjudicates: roles, the blind phase, and who reads what', async () => {
    await maraTeam.getByLabel('Role of Ben Ito').selectOption('Annotator');
    await mara.page.getByRole('dialog').getByRole('button', { name: 'Lead the team' }).click();
    await expect(maraTeam.getByLabel('Role of Ben Ito')).toHaveValue('annotator');
    await maraTeam.getByLabel('Role of Cem Aksoy').selectOption('Annotator');
    await expect(maraTeam.getByLabel('Role of Cem Aksoy')).toHaveValue('annotator');
    await maraTeam.getByLabel('Role of Mara Lind').selectOption('Adjudicator');
    await expect(maraTeam.getByLabel('Role of Mara Lind')).toHaveValue('adjudicator');
    await maraTeam.getByLabel('Phase of All other documents').selectOption('Blind');
    await expect(maraTeam.getByLabel('Phase of All other documents')).toHaveValue('blind');
    await maraTeam.getByLabel('Read by everybody, %').fill('100');
    await maraTeam.getByRole('checkbox', { name: 'Mara Lind' }).uncheck();
    await maraTeam.getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(maraTeam.getByText(/everybody reads 100%/)).toBeVisible();
    await publish(mara);
    for (const one of [ben, cem]) await receive(one);
    await expect(teamScreen(ben.page).getByText(/everybody reads 100%/)).toBeVisible();
  });

  await test.step('Ben and Cem annotate for themselves, and hand it in sealed', async () => {
    for (const one of [ben, cem]) {
      await one.bench.goTo('Workbench');
      await one.bench.openDocument(0);
      await mark(one, 0, 0, 3);
      await mark(one, 1, 2, one === ben ? 6 : 8);
      if (one === ben) await mark(one, 2, 1, 4);
      await publish(one);
    }
    // What Ben handed in is not shown to Cem, nor what Cem did to Ben.
    const { count, text } = await layersOf(shared);
    expect(count).toBe(2);
    expect(text).not.toContain('"exact"');
    await receive(ben);
    await expect(ben.page.getByText(/blind/i).first()).toBeVisible();
    await ben.bench.goTo('Workbench');
    await ben.bench.expectPassages(3);
  });

  await test.step('Mara has both, sees how far they agree, and adjudicates', async () => {
    await receive(mara);
    await mara.bench.goTo('Agreement');
    const agreement = mara.page.getByRole('main', { name: 'Agreement' });
    await expect(agreement.getByText(/^1 document read by two or more/)).toBeVisible({ timeout: 30_000 });
    await mara.bench.goTo('Adjudication');
    const documents = mara.page.getByRole('navigation', { name: 'Documents to adjudicate' });
    await expect(documents.getByText('2 readers')).toBeVisible();
    await documents.getByRole('button', { name: /2 readers/ }).click();
    const place = mara.page.getByRole('complementary', { name: 'Current place' }).locator('.place-panel');
    await expect(place.getByRole('heading', { name: /^Place \d of 3$/ })).toBeVisible();
    await place.focus();
    // What both have, at a stroke; of the other two, Cem's longer passage, and what only Ben has not.
    await mara.page.keyboard.press('Shift+A');
    await expect(place.getByRole('heading')).toHaveText('Place 2 of 3');
    await place.getByRole('button', { name: /^Take B/ }).click();
    await expect(place.getByRole('heading')).toHaveText('Place 3 of 3');
    await place.focus();
    await mara.page.keyboard.press('x');
    await mara.bench.expectSaved();
    await mara.page.getByRole('button', { name: 'Mark as adjudicated' }).click();
    await mara.bench.expectSaved();
    await mara.bench.goTo('Team');
    await maraTeam.getByLabel('Phase of All other documents').selectOption('Adjudicated');
    await expect(maraTeam.getByLabel('Phase of All other documents')).toHaveValue('adjudicated');
    await publish(mara);
  });

  await test.step('the annotators get what was agreed; what comes later reopens it and changes nothing', async () => {
    const told = await receive(ben);
    expect(told).toContain('Adjudicated (Mara Lind)');
    // The set is open now: what was sealed is handed in once more, for all to read.
    await receive(cem);
    await cem.bench.goTo('Workbench');
    await cem.bench.openDocument(0);
    await mark(cem, 2, 0, 5);
    await publish(cem);
    const before = await postilJson('annotations', mara.project, '--layers', 'adjudicated');
    await receive(mara);
    expect(await postilJson('annotations', mara.project, '--layers', 'adjudicated')).toEqual(before);
    await mara.bench.goTo('Adjudication');
    const documents = mara.page.getByRole('navigation', { name: 'Documents to adjudicate' });
    await documents.getByRole('radio', { name: 'Reopened' }).click();
    await documents.getByRole('button', { name: /1 reopened/ }).click();
    const place = mara.page.getByRole('complementary', { name: 'Current place' }).locator('.place-panel');
    await expect(place).toContainText('Cem Aksoy marked it since.');
    await place.getByRole('button', { name: /^Keep the decision/ }).click();
    await mara.bench.expectSaved();
  });

  await test.step('the agreed dataset leaves the project, and it alone', async () => {
    await mara.bench.goTo('Export and import');
    const panel = mara.page.getByRole('region', { name: 'Export', exact: true });
    await panel.getByRole('radio', { name: /^Postil JSONL/ }).check();
    await panel
      .getByRole('radiogroup', { name: 'Annotations of' })
      .getByRole('radio', { name: 'Adjudicated layer' })
      .click();
    await panel.getByRole('button', { name: 'Export…' }).click();
    await mara.bench.enterFolder(stage.work);
    await mara.page.getByRole('dialog').getByLabel('Name').fill('agreed.jsonl');
    await mara.page.getByRole('button', { name: 'Export here' }).click();
    await expect(panel.getByText(/annotations are equal/)).toBeVisible();
    const lines = (await readFile(join(stage.work, 'agreed.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly kind: string; readonly annotator?: string });
    const annotations = lines.filter(({ kind }) => kind === 'annotation');
    expect(annotations).toHaveLength(2);
    for (const { annotator } of annotations) expect(annotator).toMatch(/^adj--mara-lind-/);
    expect(lines.filter(({ kind }) => kind === 'adjudication')).toHaveLength(3);
    for (const one of [mara, ben, cem]) expect(await postilJson('check', one.project)).toEqual([]);
  });
});

/** How many layers the shared folder holds, and what the files say, all together. */
async function layersOf(shared: string): Promise<{ readonly count: number; readonly text: string }> {
  const names = (await readdir(join(shared, 'layers'), { recursive: true })).filter((name) =>
    name.endsWith('.json'),
  );
  const texts = await Promise.all(names.map((name) => readFile(join(shared, 'layers', name), 'utf8')));
  return { count: names.length, text: texts.join('\n') };
}
