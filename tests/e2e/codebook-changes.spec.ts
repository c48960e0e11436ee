import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';
import { annotationSchema } from '../../src/core/annotation/annotation.ts';
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

test('revisions are compared with use counts, and one is taken back long after', async ({ page, stage }) => {
  const { bench, project } = stage;
  const jua = await openActor(page, JUA);
  await jua.getByRole('button', { name: 'Retire' }).click();
  await new WorkbenchPage(page).goTo('Codebook');
  await page.getByRole('searchbox', { name: 'Search actors' }).fill('');
  await page.getByRole('button', { name: 'New actor' }).click();
  await page.getByLabel('Name of the new actor').fill('Customs office');
  await page.keyboard.press('Enter');
  await bench.expectSaved();
  await page.getByRole('tab', { name: /^History/ }).click();
  await page.getByRole('button', { name: 'Compare revisions…' }).click();
  const compared = page.getByRole('region', { name: 'Two revisions compared' });
  await compared.getByLabel('Revision', { exact: true }).fill('2');
  await expect(compared.getByRole('status')).toHaveText('1 added, 0 removed, 1 changed.');
  await expect(compared).toContainText(/Customs office actor · Not used yet/);
  await expect(compared).toContainText(`${JUA} actor · Used by one annotation`);
  await expect(compared).toContainText(`Use of ${JUA}`);
  await compared.getByLabel('with revision').fill('99');
  await expect(compared.getByRole('alert')).toBeVisible();

  await page.getByRole('button', { name: 'Take back revision 3', exact: true }).click();
  await bench.expectSaved();
  const actors = await actorsOf(project);
  expect(actors.find(({ name }) => name === JUA)!.ended).toBeUndefined();
  expect(actors.some(({ name }) => name === 'Customs office')).toBe(true);
  // What was taken back cannot be taken back once more: it is said, and nothing happens.
  await page.getByRole('button', { name: 'Take back revision 3', exact: true }).click();
  await expect(page.getByText(/Something else changed actor/)).toBeVisible();
});

test('a codebook goes out and comes in with a preview; a broken file changes nothing', async ({
  page,
  stage,
}) => {
  const { bench, project, work } = stage;
  await bench.goTo('Codebook');
  await page.getByRole('button', { name: 'Export…', exact: true }).click();
  const exporting = page.getByRole('dialog', { name: 'Export the codebook' });
  await exporting.getByRole('radio', { name: /REFI-QDA/ }).check();
  await exporting.getByRole('button', { name: 'Choose where…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('book.qdc');
  await bench.enterFolder(work);
  await page.getByRole('button', { name: 'Export here' }).click();
  await expect(exporting).toContainText('37 actors and 23 codes written, and read back.');
  await expect(exporting).toContainText('the wording of the scales');
  await expect(exporting).not.toContainText('not the same');
  await exporting.getByRole('button', { name: 'Close' }).last().click();
  const qdc = await readFile(join(work, 'book.qdc'), 'utf8');
  expect(qdc).toContain('name="Tehreek-e-Taliban Pakistan"');

  // By the palette.
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill('Read a codebook');
  await page.keyboard.press('Enter');
  const importing = page.getByRole('dialog', { name: 'Read a codebook' });
  const choose = async (name: string, text: string) => {
    const chooser = page.waitForEvent('filechooser');
    await importing.getByRole('button', { name: 'Choose files…' }).click();
    await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  };
  await choose('book.qdc', qdc);
  await expect(importing.getByRole('status')).toHaveText('0 new, 0 changed, 60 the same, 0 refused.');
  await expect(importing.getByRole('button', { name: 'Nothing to take' })).toBeDisabled();
  const before = await readFile(join(project, 'codebook.json'), 'utf8');
  await choose('cut.qdc', qdc.slice(0, 900));
  await expect(page.getByText(/is not well-formed XML/)).toBeVisible();
  expect(await readFile(join(project, 'codebook.json'), 'utf8')).toBe(before);

  const renamed = qdc.replace('name="Punjabi Taliban"', 'name="Punjabi Taliban faction"');
  await choose(
    'book.qdc',
    renamed.replace(
      '</Codes>',
      '<Code guid="12345678-1234-4123-8123-123456789abc" name="Ransom" isCodable="true" color="#c00"/></Codes>',
    ),
  );
  await expect(importing.getByRole('status')).toHaveText('1 new, 1 changed, 59 the same, 0 refused.');
  await expect(importing).toContainText('Punjabi Taliban faction');
  await importing.getByLabel('Change the entries that are there already').uncheck();
  await importing.getByRole('button', { name: 'Take one change' }).click();
  await expect(importing).toBeHidden();
  await expect(page.getByRole('tab', { name: 'Codes 24' })).toBeVisible();
  await bench.expectSaved();
  expect((await actorsOf(project)).some(({ name }) => name === 'Punjabi Taliban')).toBe(true);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('tab', { name: 'Codes 23' })).toBeVisible();
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

test('who is split is asked for in the worklist, one by one; done ones stay done, and undo brings them back', async ({
  page,
  stage,
}) => {
  const { bench, project, address } = stage;
  await bench.goTo('Workbench');
  await bench.openDocument(0);
  for (const [from, to] of [
    [0, 3],
    [5, 8],
    [10, 13],
  ] as const) {
    await bench.dragWords(bench.paragraphs().first(), from, to);
    await page.keyboard.press('a');
    await page
      .getByRole('dialog', { name: 'Tag an actor' })
      .getByPlaceholder('Actor, or a new name…')
      .fill(TTP);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
  }
  await bench.expectSaved();
  const own = async () =>
    z
      .array(annotationSchema)
      .parse(await postilJson('annotations', project))
      .filter(({ annotator }) => !['amina-rahimi', 'jonas-weber'].includes(annotator));
  expect(await own()).toHaveLength(3);

  const ttp = await openActor(page, TTP);
  await ttp.getByRole('button', { name: 'Split…' }).click();
  const dialog = page.getByRole('dialog', { name: `Split actor “${TTP}”` });
  await expect(dialog.getByRole('button', { name: 'Split', exact: true })).toBeDisabled();
  await dialog.getByLabel('Name of part 1').fill('TTP leadership');
  await dialog.getByLabel('Name of part 2').fill('TTP field commanders');
  await dialog.getByLabel('TTP to TTP leadership').check();
  await dialog.getByLabel('Where Marghan shura goes').selectOption({ label: 'TTP field commanders' });
  await dialog.getByRole('button', { name: 'Split', exact: true }).click();
  await expect(ttp.getByText(/Split into TTP leadership, TTP field commanders on/)).toBeVisible();
  await bench.expectSaved();
  const actors = await actorsOf(project);
  const [leadership, field] = ['TTP leadership', 'TTP field commanders'].map((name) =>
    actors.find((actor) => actor.name === name)!,
  );
  expect(leadership!.aliases.map(({ text }) => text)).toEqual(['TTP']);
  expect(actors.find(({ name }) => name === 'Marghan shura')!.parent).toBe(field!.id);

  const tab = page.getByRole('tab', { name: 'Worklist 3' });
  await tab.click();
  const items = page.locator('[data-item]');
  await expect(items).toHaveCount(3);
  await expect(items.first()).toContainText(`“${TTP}” was split`);
  // By key the first, by mouse the second, as it is the third.
  await items.first().focus();
  await page.keyboard.press('2');
  await expect(items).toHaveCount(2);
  await items.first().getByRole('button', { name: 'TTP leadership' }).click();
  await expect(items).toHaveCount(1);
  await items.first().focus();
  await page.keyboard.press('y');
  await expect(page.getByText('Nothing to look at again')).toBeVisible();
  await bench.expectSaved();
  const { revision } = z
    .object({ content: z.object({ revision: z.int() }) })
    .parse(JSON.parse(await readFile(join(project, 'codebook.json'), 'utf8'))).content;
  const done = await own();
  expect(done.map(({ actors: tags }) => tags.map(({ actorId }) => actorId))).toEqual([
    [field!.id],
    [leadership!.id],
    ['a-tehreek-e-taliban-pakistan'],
  ]);
  expect(done.every(({ codebookRevision }) => codebookRevision === revision)).toBe(true);

  await page.keyboard.press('Control+z');
  await expect(items).toHaveCount(1);
  await page.keyboard.press('Control+Shift+z');
  await expect(items).toHaveCount(0);
  await bench.expectSaved();

  // Others' are theirs; and what is done stays done in the next session.
  await page.goto(address);
  await bench.goTo('Codebook');
  await expect(page.getByText('Nothing to look at again')).toBeVisible();
  await page.getByLabel('Annotations of').selectOption('Amina Rahimi');
  await expect(items.first()).toContainText(`“${TTP}” was split`);
  await expect(items.first().getByRole('button', { name: 'Still right' })).toHaveCount(0);
  await items.first().focus();
  await page.keyboard.press('Enter');
  await expect(bench.inspector()).toContainText(`${TTP} (split)`);
});
