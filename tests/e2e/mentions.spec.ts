import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { test } from './staged-test.ts';
import { postilJson } from './workbench-page.ts';

test.use({ kind: 'sample' });

const recordsSchema = z.array(
  z.object({
    documentId: z.string(),
    start: z.int(),
    text: z.string(),
    actorId: z.string().nullable(),
    alias: z.string(),
    status: z.string(),
  }),
);
type Records = z.infer<typeof recordsSchema>;

async function mentionsOf(project: string): Promise<Records> {
  return recordsSchema.parse(await postilJson('mentions', project));
}

async function goToMentions(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill('Go to the mentions');
  await page.keyboard.press('Enter');
}

function count(records: Records, status: string): number {
  return records.filter((record) => record.status === status).length;
}

test('the queue: accept, reject, not this actor, accept all, undo; by keyboard alone', async ({
  page,
  stage: { project, bench },
}) => {
  const before = await mentionsOf(project);
  const total = before.length;
  expect(total).toBeGreaterThan(20);
  expect(count(before, 'suggested')).toBe(total);
  const status = page.locator('.mentions__status');
  const words = (n: number, what: string) =>
    `${n.toLocaleString('en')} ${n === 1 ? 'mention' : 'mentions'} ${what}`;

  await goToMentions(page);
  await expect(page.getByRole('main', { name: 'Mentions' })).toBeVisible();
  await expect(status).toHaveText(words(total, 'to decide'));
  const names = page.getByRole('listbox', { name: 'Names' });
  const list = page.getByRole('listbox', { name: 'Mentions' });

  // The most frequent name that is one actor's, and occurs in several documents.
  const sole = before.filter(({ actorId }) => actorId !== null);
  const byName = new Map<string, Records>();
  for (const record of sole) {
    const key = `${record.actorId} ${record.alias}`;
    byName.set(key, [...(byName.get(key) ?? []), record]);
  }
  const [name] = [...byName.values()].toSorted((a, b) => b.length - a.length);
  const first = name![0]!;
  const inDocument = name!.filter(({ documentId }) => documentId === first.documentId).length;
  expect(name!.length).toBeGreaterThan(inDocument);
  expect(inDocument).toBeGreaterThan(4);

  await test.step('choose the name', async () => {
    await names.focus();
    for (let i = 0; i < 300; i++) {
      const chosen = names.locator('[aria-selected=true]');
      const text = await chosen.locator('.mention-groups__alias').innerText();
      if (text === first.alias && (await chosen.locator('.count').innerText()) === String(name!.length))
        break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await expect(status).toHaveText(words(name!.length, 'to decide'));
    await expect(list).toBeFocused();
    await expect(list.getByRole('option').first()).toContainText(first.text);
  });

  await test.step('one by one', async () => {
    await page.keyboard.press('Enter');
    await expect(status).toHaveText(words(name!.length - 1, 'to decide'));
    await page.keyboard.press('x');
    await expect(status).toHaveText(words(name!.length - 2, 'to decide'));
    await page.keyboard.press('n');
    await expect(status).toHaveText(words(name!.length - 3, 'to decide'));
    await bench.expectSaved();
    const after = await mentionsOf(project);
    expect([count(after, 'accepted'), count(after, 'rejected'), count(after, 'notActor')]).toEqual([1, 1, 1]);
  });

  await test.step('all in the document, all in the corpus, and back', async () => {
    await page.keyboard.press('d');
    await expect(status).toHaveText(words(name!.length - inDocument, 'to decide'));
    await page.keyboard.press('Shift+D');
    await expect(status).toHaveText(words(0, 'to decide'));
    await bench.expectSaved();
    expect(count(await mentionsOf(project), 'accepted')).toBe(name!.length - 2);
    await page.keyboard.press('Control+z');
    await expect(status).toHaveText(words(name!.length - inDocument, 'to decide'));
    await page.keyboard.press('Control+z');
    await expect(status).toHaveText(words(name!.length - 3, 'to decide'));
    for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
    await expect(status).toHaveText(words(name!.length, 'to decide'));
    await bench.expectSaved();
    expect(await mentionsOf(project)).toEqual(before);
  });

  await test.step('what was declined can be suggested again', async () => {
    await list.focus();
    await page.keyboard.press('x');
    await expect(status).toHaveText(words(name!.length - 1, 'to decide'));
    await page.getByRole('radio', { name: 'Declined' }).click();
    await expect(status).toHaveText(words(1, 'declined'));
    await list.focus();
    await page.keyboard.press('u');
    await expect(status).toHaveText(words(0, 'declined'));
  });
});

test('a mention opens in its text, is underlined, and tagging proposes whom a passage names', async ({
  page,
  stage: { project },
}) => {
  const sole = (await mentionsOf(project)).filter(({ actorId }) => actorId !== null);
  await goToMentions(page);
  const list = page.getByRole('listbox', { name: 'Mentions' });
  await expect(list.getByRole('option').first()).toBeVisible();
  await list.focus();
  await page.keyboard.press('o');
  await expect(page.getByRole('toolbar', { name: 'Tag the selected text' })).toBeVisible();
  const painted = () => page.evaluate(() => CSS.highlights.get('postil-mention')?.size ?? 0);
  await expect.poll(painted).toBeGreaterThan(0);
  const selected = await page.evaluate(() =>
    [...(CSS.highlights.get('postil-selection') ?? [])].map((range) =>
      (range as StaticRange).startContainer.textContent!.slice(
        (range as StaticRange).startOffset,
        (range as StaticRange).endOffset,
      ),
    ),
  );
  const shown = sole.filter(({ text }) => text === selected.join(''));
  expect(shown.length).toBeGreaterThan(0);

  await page.keyboard.press('a');
  const palette = page.getByRole('dialog', { name: 'Tag an actor' });
  await expect(palette.getByText('Named here')).toBeVisible();
  const actor = await palette.getByRole('option').first().locator('.picker__main').innerText();
  await page.keyboard.press('1');
  await expect(page.locator('[data-look=actor] .tag-row')).toContainText(actor);
});

test.describe('new names', () => {
  test.use({ kind: 'fresh' });

  test('a misprint is proposed, added as an alias by key, found at once, and taken back', async ({
    page,
    stage: { project, bench },
  }) => {
    await bench.openDocument(0);
    await bench.dragWords(bench.paragraphs().first(), 0, 3);
    await page.keyboard.press('a');
    await page.keyboard.type('TTP');
    await page.keyboard.press('Enter');
    await bench.expectSaved();
    const before = await mentionsOf(project);
    expect(before.length).toBeGreaterThan(20);

    await goToMentions(page);
    await page.getByRole('button', { name: 'New names' }).click();
    const list = page.getByRole('listbox', { name: 'New names' });
    const misprint = list.getByRole('option').filter({ hasText: 'TPP perhaps a misprint of “TTP”' });
    await misprint.click();
    await list.focus();
    await page.keyboard.press('Enter');
    await expect(misprint).toHaveCount(0);
    await bench.expectSaved();
    const added = (await mentionsOf(project)).filter(({ text }) => text === 'TPP');
    expect(added.length).toBeGreaterThan(0);
    expect(added.every(({ actorId, alias }) => actorId === 'a-ttp' && alias === 'TPP')).toBe(true);
    await page.keyboard.press('Control+z');
    await expect(misprint).toHaveCount(1);
    await bench.expectSaved();
    expect(await mentionsOf(project)).toEqual(before);
  });
});
