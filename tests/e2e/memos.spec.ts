import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './staged-test.ts';
import { postilJson } from './workbench-page.ts';

test.use({ kind: 'sample' });

interface MemoRecord {
  readonly title: string;
  readonly text: string;
  readonly target: { readonly kind: string };
  readonly links: readonly { readonly kind: string }[];
}

test('memos are written by keyboard, link to entries and to one another, are found, and stay when their target goes', async ({
  page,
  stage,
}) => {
  const { bench, project, address } = stage;
  const command = page.getByPlaceholder('What would you like to do?');
  const text = page.getByRole('textbox', { name: 'Text of the memo' });
  const offered = page.getByRole('listbox', { name: 'What to link to' });
  async function memos(): Promise<MemoRecord[]> {
    return (await postilJson('memos', project)) as MemoRecord[];
  }
  async function run(title: string): Promise<void> {
    await page.keyboard.press('Control+k');
    await command.fill(title);
    await page.keyboard.press('Enter');
  }

  await test.step('on the document: title, bold, a list, an actor and a document by name', async () => {
    await bench.openTitle(/Truce Frays/i);
    await run('New memo on the document');
    await expect(page.getByRole('textbox', { name: 'Title of the memo' })).toBeFocused();
    await page.keyboard.type('Who broke the truce?');
    await page.keyboard.press('Enter');
    await expect(text).toBeFocused();
    await page.keyboard.press('Control+b');
    await page.keyboard.type('Blame');
    await page.keyboard.press('Control+b');
    await page.keyboard.type(' is laid on @tehreek');
    await expect(offered.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await page.keyboard.type('by #kabul');
    await expect(offered).toContainText('Kabul Holds the Leash');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('- first');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('second');
    await page.getByRole('textbox', { name: 'Title of the memo' }).focus();
    await bench.expectSaved();
    const [memo] = await memos();
    expect(memo).toMatchObject({
      title: 'Who broke the truce?',
      target: { kind: 'document' },
      links: [{ kind: 'actor' }, { kind: 'document' }],
    });
    expect(memo!.text).toContain('Blame is laid on Tehreek-e-Taliban Pakistan by Kabul Holds the Leash');
    expect(memo!.text).toContain('first\nsecond');
  });

  await test.step('another, on the project, links to the first; the first shows it', async () => {
    await run('New memo on the project');
    // The memo before has a title too, to which the palette gives the keyboard back for a moment.
    await expect(page.locator('.memo__when')).toHaveText('Kept with its first words');
    await expect(page.getByRole('textbox', { name: 'Title of the memo' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(text).toBeFocused();
    await page.keyboard.type('Compare with [[who broke');
    await expect(offered.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Title of the memo' }).focus();
    await bench.expectSaved();
    await text.getByText('Who broke the truce?').click();
    const article = page.getByRole('article', { name: 'Who broke the truce?' });
    await expect(article).toBeVisible();
    await expect(article.getByRole('region', { name: 'Linked from' })).toContainText('Compare with');
  });

  await test.step('found in the list, by kind of target, and by the search', async () => {
    const list = page.locator('.memos__row');
    await expect(list).toHaveCount(2);
    await page.getByRole('searchbox', { name: 'Search memos' }).fill('"is laid on"');
    await expect(list).toHaveCount(1);
    await page.getByRole('searchbox', { name: 'Search memos' }).fill('');
    await page.getByLabel('What the memos are on').selectOption('On the project');
    await expect(list).toHaveCount(1);
    await page.getByLabel('What the memos are on').selectOption('On anything');
    await page.keyboard.press('Control+Shift+f');
    await page.getByRole('searchbox', { name: 'Search the corpus' }).fill('blame');
    await page.getByRole('radio', { name: 'Memos' }).click();
    await expect(page.locator('.search__status')).toContainText('in 1 memo');
    const line = page.locator('.concordance [data-row="0"]');
    await expect(line.locator('mark')).toHaveText(/^blame$/i);
    await expect(line).toContainText('Who broke the truce?');
    await line.dblclick();
    await expect(page.getByRole('article', { name: 'Who broke the truce?' })).toBeVisible();
    await expect
      .poll(() => page.evaluate(() => document.getSelection()?.toString().toLowerCase()))
      .toBe('blame');
    await expect(text).toBeFocused();
    // A hit in the title.
    await page.keyboard.press('Control+Shift+f');
    await page.getByRole('searchbox', { name: 'Search the corpus' }).fill('"broke the truce"');
    await expect(line.locator('mark')).toHaveText('broke the truce');
    await line.dblclick();
    await expect(page.getByRole('textbox', { name: 'Title of the memo' })).toBeFocused();
  });

  await test.step('the actor shows who links to it; deleted, the link stays and says so', async () => {
    await text.getByText('Tehreek-e-Taliban Pakistan').click();
    const actor = page.getByRole('region', { name: /^Actor Tehreek/ });
    await expect(actor.getByRole('button', { name: 'Who broke the truce?' })).toBeVisible();
    await actor.getByRole('button', { name: /^Delete/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await bench.expectSaved();
    await bench.goTo('Memos');
    await page.locator('.memos__row').filter({ hasText: 'Blame is' }).click();
    await expect(text.locator('[data-gone]')).toHaveText('Tehreek-e-Taliban Pakistan');
    expect(await memos()).toHaveLength(2);
  });

  await test.step('undo and redo, and all of it is there after a reload', async () => {
    await run('Delete the memo');
    await expect(page.locator('.memos__row')).toHaveCount(1);
    await page.keyboard.press('Control+z');
    await expect(page.locator('.memos__row')).toHaveCount(2);
    await bench.expectSaved();
    await page.goto(address);
    await bench.goTo('Memos');
    await page.locator('.memos__row').filter({ hasText: 'Blame is' }).click();
    await expect(text.getByRole('strong').or(text.locator('strong'))).toHaveText('Blame');
    await expect(text.locator('li li')).toHaveText('second');
  });
});

test('what cannot be saved stays in the editor, and is saved when it can be', async ({ page, stage }) => {
  const { project, bench } = stage;
  await bench.openTitle(/Truce Frays/i);
  // A file where the folder of memos should be.
  const place = join(project, 'memos');
  await writeFile(place, 'in the way');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill('New memo on the project');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title of the memo' })).toBeFocused();
  await page.keyboard.press('Enter');
  const text = page.getByRole('textbox', { name: 'Text of the memo' });
  await page.keyboard.type('A long thought');
  await page.getByRole('textbox', { name: 'Title of the memo' }).focus();
  await expect(page.locator('.save-state')).toHaveText('Not saved');
  await expect(page.getByText(/memos is no folder of this project/).first()).toBeVisible();
  await expect(text).toHaveText('A long thought');

  await rm(place);
  await text.focus();
  await page.keyboard.press('End');
  await page.keyboard.type(', kept');
  await page.getByRole('textbox', { name: 'Title of the memo' }).focus();
  await bench.expectSaved();
  expect(await postilJson('memos', project)).toMatchObject([{ text: 'A long thought, kept' }]);
});

test('what is typed is kept when the window goes, and somebody else’s memo is only read', async ({
  page,
  stage,
}) => {
  const { project, address, bench } = stage;
  await bench.openTitle(/Truce Frays/i);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill('New memo on the project');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title of the memo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Half a thought');
  // Kept by itself when it rests, without being left.
  await expect(page.locator('.memos__row')).toContainText('Half a thought');
  await bench.expectSaved();
  expect(await postilJson('memos', project)).toMatchObject([{ text: 'Half a thought' }]);

  await page.goto(address);
  await page.locator('.top-bar__person').click();
  await page.getByLabel('Your name as an annotator').fill('Somebody Else');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill('Close the project');
  await page.keyboard.press('Enter');
  await page.locator('.start__project').first().click();
  await bench.goTo('Memos');
  await page.locator('.memos__row').click();
  await expect(page.getByRole('textbox', { name: 'Text of the memo' })).toHaveAttribute(
    'contenteditable',
    'false',
  );
  await expect(page.getByRole('toolbar', { name: 'Format' })).toHaveCount(0);
});
