import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';
import { annotationSchema, type Annotation } from '../../src/core/annotation/annotation.ts';
import { test } from './staged-test.ts';
import { postilJson, WorkbenchPage } from './workbench-page.ts';

test.use({ kind: 'sample' });

const TTP = 'Tehreek-e-Taliban Pakistan';

async function annotationsOf(project: string): Promise<Annotation[]> {
  return z.array(annotationSchema).parse(await postilJson('annotations', project));
}

async function openActor(page: Page, name: string): Promise<Locator> {
  await new WorkbenchPage(page).goTo('Codebook');
  // The list draws only the rows in sight.
  await page.getByRole('searchbox', { name: 'Search actors' }).fill(name);
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  const detail = page.getByRole('region', { name: `Actor ${name}` });
  await expect(detail).toBeVisible();
  return detail;
}

function uses(annotations: readonly Annotation[], actorId: string): number {
  return annotations.filter(
    ({ actors, stances }) =>
      actors.some((reference) => reference.actorId === actorId) ||
      stances.some(
        (stance) =>
          stance.holder === actorId ||
          stance.target === actorId ||
          stance.attribution.some((one) => one === actorId),
      ),
  ).length;
}

test('an actor is made, renamed everywhere, deleted after a question that says how often it is used, and brought back', async ({
  page,
  stage,
}) => {
  const { bench, project } = stage;
  const before = await annotationsOf(project);
  const actors = z
    .array(z.object({ id: z.string(), name: z.string() }))
    .parse(await postilJson('actors', project));
  const ttp = actors.find(({ name }) => name === TTP)!;
  const count = uses(before, ttp.id);
  expect(count).toBeGreaterThan(20);

  await test.step('make one', async () => {
    await new WorkbenchPage(page).goTo('Codebook');
    await page.getByRole('button', { name: 'New actor' }).click();
    await page.getByLabel('Name of the new actor').fill('Spin Kotal customs office');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Actor Spin Kotal customs office' })).toBeVisible();
    await bench.expectSaved();
    expect(JSON.stringify(await postilJson('actors', project))).toContain('Spin Kotal customs office');
    await page.getByRole('button', { name: /Delete actor/ }).click();
    // Nothing uses it: there is nothing to ask.
    await expect(page.getByRole('region', { name: 'Actor Spin Kotal customs office' })).toHaveCount(0);
    await bench.expectSaved();
  });

  await test.step('rename one that is in use', async () => {
    const detail = await openActor(page, TTP);
    await expect(detail.getByText(`Used by ${count} annotations`)).toBeVisible();
    await detail.getByRole('textbox', { name: 'Name', exact: true }).fill('TTP (renamed)');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Actor TTP (renamed)' })).toBeVisible();
    await bench.expectSaved();
    expect(await annotationsOf(project)).toEqual(before);
    await new WorkbenchPage(page).goTo('Workbench');
    await bench.openTitle(/truce frays/i);
    await expect(
      page.locator('.passage-list__tags').filter({ hasText: 'TTP (renamed)' }).first(),
    ).toBeVisible();
    await page.getByRole('group', { name: 'Passages' }).focus();
    await page.keyboard.press('Control+z');
    await expect(page.locator('.passage-list__tags').filter({ hasText: TTP }).first()).toBeVisible();
    await expect(page.locator('.passage-list__tags').filter({ hasText: 'TTP (renamed)' })).toHaveCount(0);
  });

  await test.step('delete it', async () => {
    const detail = await openActor(page, TTP);
    await detail.getByRole('button', { name: /Delete actor/ }).click();
    const question = page.getByRole('dialog', { name: `Delete “${TTP}”?` });
    await expect(question).toContainText(`${count} annotations use “${TTP}”`);
    await expect(question).toContainText('by Amina Rahimi');
    await expect(question).toContainText('by Jonas Weber');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(detail).toBeVisible();
    await detail.getByRole('button', { name: /Delete actor/ }).click();
    await question.getByRole('button', { name: 'Delete actor' }).click();
    await expect(detail).toHaveCount(0);
    await bench.expectSaved();
    // The annotations keep their tag, and show it as deleted.
    expect(await annotationsOf(project)).toEqual(before);
    await new WorkbenchPage(page).goTo('Workbench');
    await expect(
      page
        .locator('.passage-list__tags')
        .filter({ hasText: `${TTP} (deleted)` })
        .first(),
    ).toBeVisible();
    expect(await postilJson('check', project)).toEqual([]);
  });

  await test.step('undo', async () => {
    await page.getByRole('group', { name: 'Passages' }).focus();
    await page.keyboard.press('Control+z');
    await expect(page.locator('.passage-list__tags').filter({ hasText: '(deleted)' })).toHaveCount(0);
    await bench.expectSaved();
    const after = z.array(z.object({ id: z.string() }).loose()).parse(await postilJson('actors', project));
    expect(after.find(({ id }) => id === ttp.id)).toMatchObject(ttp);
    expect(await annotationsOf(project)).toEqual(before);
  });

  await test.step('the history tells all of it', async () => {
    await new WorkbenchPage(page).goTo('Codebook');
    await page.getByRole('tab', { name: /^History/ }).click();
    const history = page.getByRole('region', { name: 'History of the codebook' });
    await expect(history.getByRole('heading', { name: `Delete actor ${TTP}`, exact: true })).toBeVisible();
    await expect(
      history.getByRole('heading', { name: `Rename actor ${TTP}`, exact: true }).first(),
    ).toBeVisible();
  });
});

test.describe('the evidence', () => {
  test('is narrowed by actor, stance, grade, annotator and text, and is sorted', async ({ page, stage }) => {
    const all = await annotationsOf(stage.project);
    const actors = z
      .array(z.object({ id: z.string(), name: z.string() }))
      .parse(await postilJson('actors', stage.project));
    const ttp = actors.find(({ name }) => name === TTP)!.id;
    await openEvidence(page);
    const status = page.locator('.evidence__status').getByRole('status');
    await expect(status).toHaveText(`${all.length} annotations`);

    await choose(page, 'Actor', TTP);
    const ofTtp = all.filter((annotation) => uses([annotation], ttp) > 0);
    await expect(status).toHaveText(`${ofTtp.length} annotations match`);
    await choose(page, 'Annotator', 'Jonas Weber');
    const ofJonas = ofTtp.filter(({ annotator }) => /jonas/.test(annotator));
    expect(ofJonas.length).toBeGreaterThan(1);
    await expect(status).toHaveText(`${ofJonas.length} annotations match`);
    await choose(page, 'Source grade', 'B');
    const graded = ofJonas.filter(({ reliability }) => reliability?.source === 'B');
    expect(graded.length).toBeGreaterThan(1);
    await expect(status).toHaveText(`${graded.length} annotations match`);
    await page.getByRole('button', { name: 'Remove filter Annotator: Jonas Weber' }).click();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect(status).toHaveText(`${all.length} annotations`);

    await choose(page, 'Stance', 'Unclear');
    const unclear = all.filter(({ stances }) => stances.some(({ polarity }) => polarity === 'unclear'));
    await expect(status).toHaveText(
      `${unclear.length} ${unclear.length === 1 ? 'annotation matches' : 'annotations match'}`,
    );
    await page.getByRole('button', { name: 'Clear all' }).click();

    await page.keyboard.press('Escape');
    await page.getByRole('grid', { name: 'Annotations' }).focus();
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Search quotes and notes' })).toBeFocused();
    await page.keyboard.type('overrun');
    const texts = all.filter(({ target, note }) => /overrun/i.test(`${target.quote.exact}\n${note ?? ''}`));
    expect(texts.length).toBeGreaterThan(0);
    await expect(status).toHaveText(new RegExp(`^${texts.length} annotation`));
    await page.getByRole('button', { name: 'Clear all' }).click();

    const grades = all.flatMap(({ reliability }) => reliability?.source ?? []).toSorted();
    const first = page.locator('.evidence__grid .row-grid__body .grade').first();
    await page.getByRole('button', { name: /sort by source grade/i }).click();
    await expect(first).toHaveText(new RegExp(`^${grades[0]}`));
    await page.getByRole('button', { name: /sort by source grade/i }).click();
    // F is missing data and no grade below E: it does not come first because it is the last letter.
    const worst = grades.filter((grade) => grade !== 'F').at(-1);
    expect(worst).not.toBe(grades[0]);
    await expect(first).toHaveText(new RegExp(`^${worst}`));
  });

  test('opens a row in the reader, and is found again as it was left', async ({ page, stage }) => {
    await openEvidence(page);
    const status = page.locator('.evidence__status').getByRole('status');
    const ofAll = Number.parseInt(await status.innerText(), 10);
    await choose(page, 'Annotator', 'Amina Rahimi');
    // The words change at once, the number when the answer is there.
    await expect(status).toContainText('match');
    await expect(status).not.toContainText(String(ofAll));
    const told = await status.innerText();
    const quotes = page.locator('.evidence__quote');
    await expect(page.locator('.evidence__cell--annotator').nth(6)).toContainText('Amina Rahimi');
    const quote = await quotes.nth(5).innerText();
    const grid = page.getByRole('grid', { name: 'Annotations' });
    await grid.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(stage.bench.currentQuote()).toHaveText(quote);
    const passage = page
      .locator('.workbench__text .reader-block')
      .filter({ hasText: quote.slice(0, 30) })
      .first();
    await expect(passage).toBeInViewport();
    await new WorkbenchPage(page).goTo('Evidence');
    await expect(status).toHaveText(told);
    await expect(grid).toHaveAttribute('aria-activedescendant', 'evidence-row-5');
    // Once more with the mouse, from another document.
    await grid.press('End');
    const last = page.getByRole('row').last();
    await expect(last).toHaveAttribute('aria-busy', 'false');
    await last.dblclick();
    await expect(stage.bench.currentQuote()).toBeVisible();
    await expect(stage.bench.currentQuote()).not.toHaveText(quote);
  });

  test('exports just the rows that are selected', async ({ page, stage }) => {
    const { project, work, bench } = stage;
    await openEvidence(page);
    const boxes = page.locator('.evidence__grid .row-grid__body [data-check]');
    await boxes.nth(1).click();
    await boxes.nth(3).click();
    const status = page.locator('.evidence__status').getByRole('status');
    await expect(status).toContainText('2 selected');
    await page.getByRole('button', { name: 'Export selection…' }).click();
    const panel = page.getByRole('region', { name: 'Export', exact: true });
    await expect(panel).toContainText('The selection of the evidence table.');
    await panel.getByRole('radio', { name: /^Postil JSONL/ }).check();
    await expect(panel.getByText(/^2 annotations with/)).toBeVisible();
    await panel.getByRole('button', { name: 'Export…' }).click();
    await bench.enterFolder(work);
    await page.getByRole('dialog').getByLabel('Name').fill('two.jsonl');
    await page.getByRole('button', { name: 'Export here' }).click();
    await expect(panel.getByText('all 2 annotations are equal')).toBeVisible();
    const lines = (await readFile(join(work, 'two.jsonl'), 'utf8')).trimEnd().split('\n');
    const written = lines.filter((line) => /"quote"/.test(line));
    expect(written).toHaveLength(2);
    const all = await annotationsOf(project);
    for (const line of written) expect(all.some(({ id }) => line.includes(id))).toBe(true);
  });

  test('a row that is opened before it is there opens as soon as it is', async ({ page }) => {
    const held: (() => void)[] = [];
    let isSlow = false;
    await page.routeWebSocket(/.*/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => server.send(message));
      server.onMessage((message) => {
        if (isSlow) held.push(() => socket.send(message));
        else socket.send(message);
      });
    });
    await page.reload();
    await openEvidence(page);
    isSlow = true;
    const grid = page.locator('.evidence__grid');
    await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    const last = grid.locator('#evidence-row-237');
    await expect(last).toHaveAttribute('aria-busy', 'true');
    await last.dblclick();
    isSlow = false;
    for (const send of held.splice(0)) send();
    await expect(page.locator('.passage-list__item[aria-current=true]')).toBeVisible();
  });
});

async function openEvidence(page: Page): Promise<void> {
  await new WorkbenchPage(page).goTo('Evidence');
  await expect(page.locator('.evidence__quote').first()).toBeVisible();
}

async function choose(page: Page, menu: string, option: string): Promise<void> {
  await page
    .getByRole('group', { name: 'Filters', exact: true })
    .getByRole('button', { name: new RegExp(`^${menu}(?:$|\\s?\\d)`) })
    .click();
  const list = page.getByRole('dialog', { name: `Filter by ${menu.toLowerCase()}` });
  await list
    .getByRole('checkbox', { name: new RegExp(`^${option}`) })
    .first()
    .check();
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
}
