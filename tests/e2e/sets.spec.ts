import { expect } from '@playwright/test';
import { test as onEmptyHost } from './empty-host-test.ts';
import { test } from './staged-test.ts';
import { postilJson } from './workbench-page.ts';

async function setsOf(project: string) {
  return (await postilJson('sets', project)) as { name: string; documents: string[] }[];
}

test('documents are selected by mouse and keyboard, marked at once, put into a set and found by it', async ({
  page,
  stage,
}) => {
  const { bench, project } = stage;
  const rows = page.locator('.documents__open');
  const bar = page.getByRole('toolbar', { name: 'The selected documents' });
  const total = ((await postilJson('documents', project)) as unknown[]).length;

  await test.step('select by mouse, then by keyboard', async () => {
    await rows.nth(0).click({ modifiers: ['ControlOrMeta'] });
    await expect(bar).toContainText('1 selected');
    await rows.nth(2).click({ modifiers: ['Shift'] });
    await expect(bar).toContainText('3 selected');
    await rows.nth(2).focus();
    await page.keyboard.press('x');
    await expect(bar).toContainText('2 selected');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(bar).toContainText('4 selected');
    await expect(rows.nth(3)).toBeFocused();
    await page.keyboard.press('Control+a');
    await expect(bar).toContainText(`${total} selected`);
    await page.keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
  });

  await test.step('mark three as done, in one change', async () => {
    await rows.nth(0).focus();
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await bar.getByRole('button', { name: 'Mark the selected as done' }).click();
    await expect(page.locator('.documents__row[data-state=done]')).toHaveCount(3);
    await bench.expectSaved();
    await page.keyboard.press('Control+z');
    await expect(page.locator('.documents__row[data-state=done]')).toHaveCount(0);
    await page.keyboard.press('Control+y');
    await expect(page.locator('.documents__row[data-state=done]')).toHaveCount(3);
  });

  await test.step('put them into a new set, from the palette', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What would you like to do?').fill('Put the selected');
    await page.keyboard.press('Enter');
    await page.getByPlaceholder('Name of a set, or of a new one').fill('Wave 1');
    await page.keyboard.press('Enter');
    await bench.expectSaved();
    expect(await setsOf(project)).toMatchObject([{ name: 'Wave 1' }]);
    expect((await setsOf(project))[0]!.documents).toHaveLength(3);
  });

  await test.step('the list shows a set, or what is in none', async () => {
    const list = page.getByLabel('Which document set is listed');
    await list.selectOption('Wave 1');
    await expect(rows).toHaveCount(3);
    await list.selectOption('In no set');
    await expect(rows).toHaveCount(9);
    await list.selectOption('All documents');
    await expect(rows).toHaveCount(12);
  });

  await test.step('a name is taken once', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What would you like to do?').fill('New document set');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New document set' });
    await dialog.getByLabel('Name').fill('WAVE 1');
    await expect(dialog.getByRole('status')).toHaveText('There is a set of that name already.');
    await expect(dialog.getByRole('button', { name: 'Make the set' })).toBeDisabled();
    await dialog.getByLabel('Name').fill('Later');
    await page.keyboard.press('Enter');
    await bench.expectSaved();
  });

  await test.step('progress says how far one has come; each number opens its documents', async () => {
    await bench.goTo('Progress');
    const wave = page.getByRole('region', { name: 'Wave 1' });
    await expect(wave.locator('.progress__numbers')).toHaveText(/3 done\s*0 in progress\s*0 unread/);
    await expect(page.getByRole('region', { name: 'All documents' })).toContainText('9 unread');
    await page.getByRole('radio', { name: 'Characters' }).click();
    await expect(wave.locator('.progress__numbers')).toHaveText(/[\d,]{4,} done/);
    await page.getByRole('region', { name: 'All documents' }).getByRole('button', { name: /done/ }).click();
    await expect(rows).toHaveCount(3);
    await page.getByRole('button', { name: 'Remove filter: done' }).click();
    await expect(rows).toHaveCount(12);
  });

  await test.step('rename, delete and undo', async () => {
    await bench.goTo('Progress');
    await page.getByRole('button', { name: 'Rename “Wave 1”' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('First wave');
    await page.keyboard.press('Enter');
    await bench.expectSaved();
    await page.getByRole('button', { name: /^Delete the set “First wave”/ }).click();
    await expect(page.getByRole('region', { name: 'First wave' })).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('region', { name: 'First wave' })).toBeVisible();
    await bench.expectSaved();
    expect((await setsOf(project)).map(({ name }) => name).toSorted()).toEqual(['First wave', 'Later']);
  });
});

onEmptyHost(
  'a range grows with every key, also with those that come before its next row is drawn',
  async ({ page, emptyHost }) => {
    const { bench, work, writeTexts } = emptyHost;
    const files = await writeTexts(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, i) => [`report-${i + 10}.txt`, `Report ${i + 10}\n\nNothing new.\n`]),
      ),
    );
    await bench.makeProject(work, 'Many');
    await page.getByTestId('import-files').setInputFiles(files);
    await expect(page.locator('.documents__head')).toContainText('of 40');
    await page.setViewportSize({ width: 1280, height: 420 });
    const rows = page.locator('.documents__open');
    await rows.first().focus();
    await page.keyboard.press('x');
    // All in one task: nothing is drawn between one key and the next.
    await page.evaluate(() => {
      for (let i = 0; i < 30; i++) {
        document.activeElement!.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'ArrowDown', shiftKey: true, bubbles: true, cancelable: true }),
        );
      }
    });
    const bar = page.getByRole('toolbar', { name: 'The selected documents' });
    await expect(bar).toContainText('31 selected');
    await expect(page.locator('[data-index="30"] .documents__open')).toBeFocused();
    await page.keyboard.press('Shift+ArrowDown');
    await expect(bar).toContainText('32 selected');
  },
);

test.describe('with annotations', () => {
  test.use({ kind: 'sample' });

  test('evidence and search are narrowed by a set, and a set is made of what matches', async ({
    page,
    stage,
  }) => {
    const { bench, project } = stage;
    await bench.goTo('Evidence');
    const status = page.locator('.evidence__status [role=status]');
    await expect(status).toHaveText(/^\d+ annotations$/);
    const everything = await status.innerText();
    await page.getByRole('searchbox', { name: 'Search quotes and notes' }).fill('truce');
    await expect(status).toHaveText(/annotations? match/);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What would you like to do?').fill('Make a set of the documents whose');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Name').fill('About the truce');
    await page.keyboard.press('Enter');
    await bench.expectSaved();
    const [made] = await setsOf(project);
    expect(made).toMatchObject({ name: 'About the truce' });
    expect(made!.documents.length).toBeGreaterThan(0);

    await page.getByRole('searchbox', { name: 'Search quotes and notes' }).fill('');
    await expect(status).toHaveText(everything);
    await page.getByRole('button', { name: /^Set/ }).click();
    await page.getByRole('checkbox', { name: /About the truce/ }).check();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('list', { name: 'Filters that are set' })).toContainText('About the truce');
    await expect(status).not.toHaveText(everything);

    await page.keyboard.press('Control+Shift+f');
    await page.getByRole('searchbox', { name: 'Search the corpus' }).fill('the');
    await page.getByRole('button', { name: /^Set/ }).click();
    await page.getByRole('checkbox', { name: /About the truce/ }).check();
    await page.getByRole('button', { name: 'Done' }).click();
    const count = made!.documents.length;
    await expect(page.getByText(new RegExp(`in ${count} documents?`))).toBeVisible();

    await bench.goTo('Mentions');
    const mentions = page.locator('.mentions__status');
    await expect(mentions).toHaveText(/^[\d,]+ mentions/);
    const all = await mentions.innerText();
    await page.getByLabel('In which documents').selectOption('About the truce');
    await expect(mentions).not.toHaveText(all);
    await expect(mentions).toHaveText(/^[\d,]+ mentions?/);

    await bench.goTo('Export and import');
    const preview = page.locator('.exchange__preview [role=status]');
    await expect(preview).toContainText(everything);
    await page.getByRole('combobox', { name: 'Documents' }).selectOption('About the truce');
    await expect(preview).not.toContainText(everything);
    await expect(preview).toContainText(new RegExp(`in ${count} documents`));

    await bench.goTo('Workbench');
    await bench.openDocument(0);
    await page.getByRole('tab', { name: 'Document' }).click();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What would you like to do?').fill('Put the document into a set');
    await page.keyboard.press('Enter');
    await page.getByPlaceholder('Name of a set, or of a new one').fill('To discuss');
    await page.keyboard.press('Enter');
    await bench.expectSaved();
    await page.getByRole('button', { name: 'Take this document out of “To discuss”' }).click();
    await bench.expectSaved();
    expect((await setsOf(project)).find(({ name }) => name === 'To discuss')?.documents).toEqual([]);
  });
});
