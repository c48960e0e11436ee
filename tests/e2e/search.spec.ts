import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { annotationSchema, type Annotation } from '../../src/core/annotation/annotation.ts';
import { test } from './empty-host-test.ts';
import { postilJson } from './workbench-page.ts';

const LONG = Array.from(
  { length: 60 },
  (_, i) => `Paragraph ${i} goes on about the weather and the harvest.`,
).join('\n\n');
const TEXTS: Readonly<Record<string, string>> = {
  'alpha.txt': `Alpha report\n\nThe truce held in the north. Elders praised the truce.\n\n${LONG}\n\nAt last the truce collapsed near the border.\n`,
  'beta.txt': 'Beta report\n\nNo truce was offered here. The ceasefire talks went on.\n',
  'gamma.txt': 'جنگ بندی کی خبر\n\nمذاکرات کے بعد جنگ بندی ہوئی۔ مذاکرات پھر شروع ہوئے۔\n',
};

async function annotationsOf(project: string): Promise<Annotation[]> {
  return z.array(annotationSchema).parse(await postilJson('annotations', project));
}

const field = (page: Page) => page.getByRole('searchbox', { name: 'Search the corpus' });
const grid = (page: Page) => page.getByRole('grid', { name: 'Hits' });
const status = (page: Page) => page.locator('.search__status [role=status]');
const filter = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: new RegExp(`^${name}`) });
const hits = (page: Page) => grid(page).locator('.row-grid__body [role=row]');

async function search(page: Page, query: string): Promise<void> {
  await field(page).fill(query);
  await field(page).press('Enter');
}

test('search by keyboard, sort, open in the reader, tag all hits, undo', async ({ page, emptyHost }) => {
  const { bench, work, writeTexts } = emptyHost;
  const files = await writeTexts(TEXTS);
  const project = await bench.makeProject(work, 'Search');
  await bench.importFiles(files);

  await test.step('the screen opens by its key, with the keyboard in its field', async () => {
    await page.keyboard.press('Control+Shift+F');
    await expect(field(page)).toBeFocused();
    await expect(page.getByRole('heading', { name: 'Search all documents' })).toBeVisible();
  });

  await test.step('a fault is explained where it is', async () => {
    await search(page, 'truce OR "ceasefire talks');
    await expect(page.locator('#search-fault')).toContainText('not closed');
    await expect(page.locator('#search-fault mark')).toHaveText('"ceasefire talks');
    await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(grid(page)).toHaveCount(0);
  });

  await test.step('lines of hits, the hit in the middle', async () => {
    await search(page, 'truce OR "ceasefire talks"');
    await expect(status(page)).toHaveText('5 hits in 2 documents');
    await expect(hits(page).locator('mark')).toHaveText([
      'truce',
      'truce',
      'truce',
      'truce',
      'ceasefire talks',
    ]);
    const middles = await hits(page)
      .locator('mark')
      .evaluateAll((marks) =>
        marks.map((mark) => {
          const box = mark.getBoundingClientRect();
          return Math.round((box.left + box.right) / 2);
        }),
      );
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThanOrEqual(1);
  });

  await test.step('sorted by what comes before and after', async () => {
    await page.getByRole('radio', { name: 'Sort by the words after the hit' }).click();
    await expect(hits(page).first().locator('.kwic__right')).toHaveText(/^ collapsed near/);
    await expect(hits(page).last().locator('.kwic__right')).toHaveText(/went on/);
    await page.getByRole('radio', { name: 'Sort by document and place' }).click();
    await expect(hits(page).first().locator('.kwic__right')).toHaveText(/held in the north/);
  });

  await test.step('Enter opens the passage, found', async () => {
    await field(page).press('ArrowDown');
    await expect(grid(page)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.locator('.find-bar__count')).toHaveText('3 of 3');
    const paragraph = page.locator('.workbench__text p').filter({ hasText: 'truce collapsed' });
    await expect(paragraph).toBeInViewport();
    await page.keyboard.press('Control+Shift+F');
    await expect(grid(page)).toBeFocused();
    await expect(grid(page)).toHaveAttribute('aria-activedescendant', 'hit-2');
  });

  await test.step('all hits get a new actor as one change, which is undone as one', async () => {
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect(status(page)).toContainText('2 selected');
    await page.keyboard.press('Control+a');
    await expect(status(page)).toContainText('5 selected');
    await page.keyboard.press('a');
    await page.getByPlaceholder('Actor, or a new name…').fill('Truce party');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Tagged 5 hits with Truce party.')).toBeVisible();
    await bench.expectSaved();
    const tagged = await annotationsOf(project);
    expect(tagged).toHaveLength(5);
    for (const { target, actors, codes } of tagged) {
      expect(target.quote.exact).toMatch(/^(?:truce|ceasefire talks)$/);
      expect(actors).toEqual([{ actorId: 'a-truce-party', role: 'about' }]);
      expect(codes).toEqual([]);
    }
    await page.keyboard.press('Control+z');
    await bench.expectSaved();
    await expect.poll(async () => (await annotationsOf(project)).length).toBe(0);
    await page.keyboard.press('Control+Shift+z');
    await bench.expectSaved();
    await expect.poll(async () => (await annotationsOf(project)).length).toBe(5);
  });

  await test.step('what is tagged already gets a code besides, and no second passage', async () => {
    await page.keyboard.press('Control+a');
    await page.keyboard.press('c');
    await page.getByPlaceholder('Code, or a new name…').fill('Truces');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Tagged 5 hits with Truces.')).toBeVisible();
    await bench.expectSaved();
    const tagged = await annotationsOf(project);
    expect(tagged).toHaveLength(5);
    expect(tagged.every(({ actors, codes }) => actors.length === 1 && codes[0] === 'c-truces')).toBe(true);
  });

  await test.step('filters', async () => {
    await filter(page, 'Document').click();
    await page.getByRole('checkbox', { name: /Beta report/ }).check();
    await page.keyboard.press('Escape');
    await expect(status(page)).toHaveText('2 hits in 1 document');
    await search(page, 'the');
    await expect(status(page)).toHaveText('1 hit in 1 document');
    await filter(page, 'Code').click();
    await page.getByRole('checkbox', { name: /Truces/ }).check();
    await page.keyboard.press('Escape');
    await expect(status(page)).toHaveText('1 hit in 1 document');
    await page.getByRole('radio', { name: 'Only in the passages themselves' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    await filter(page, 'Code').click();
    await page.getByRole('button', { name: 'Any' }).click();
    await page.keyboard.press('Escape');
    await filter(page, 'Document').click();
    await page.getByRole('button', { name: 'Any' }).click();
    await page.keyboard.press('Escape');
  });

  await test.step('a right-to-left line runs from the right', async () => {
    await search(page, 'مذاكرات');
    await expect(status(page)).toHaveText('2 hits in 1 document');
    const second = hits(page).nth(1);
    await expect(second.locator('mark')).toHaveText('مذاکرات');
    const [before, hit, after] = await Promise.all(
      ['.kwic__left', 'mark', '.kwic__right'].map(
        async (part) => (await second.locator(part).boundingBox())!,
      ),
    );
    expect(before!.x).toBeGreaterThanOrEqual(hit!.x + hit!.width - 1);
    expect(after!.x + after!.width).toBeLessThanOrEqual(hit!.x + 1);
  });
});
