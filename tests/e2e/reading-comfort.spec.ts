import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { test } from './staged-test.ts';
import { postilJson } from './workbench-page.ts';

test.use({ kind: 'sample' });

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill(name);
  await page.keyboard.press('Enter');
  await expect(page.locator('.command-palette')).toHaveCount(0);
}

/** A computed style of the first paragraph of the first text. */
function styleOfText(page: Page, property: 'fontSize' | 'fontFamily' | 'lineHeight'): Promise<string> {
  return page
    .locator('.workbench__text .ProseMirror')
    .first()
    .evaluate((element, name) => getComputedStyle(element)[name as 'fontSize'], property);
}

test.describe('the language of the interface', () => {
  test('is chosen in the settings, kept, and English where it has no text yet', async ({ page, stage }) => {
    await page.locator('.top-bar__person').click();
    await page.getByLabel('Language of the interface').selectOption({ label: 'Deutsch' });
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(page.getByRole('navigation', { name: 'Dokumente' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
    await page.reload();
    await expect(page.getByRole('button', { name: 'Werkbank' })).toHaveAttribute('aria-current', 'page');
    await stage.bench.openTitle(/truce frays/i);
    await page.keyboard.press(']');
    await expect(page.getByRole('complementary', { name: 'Inspektor' })).toContainText('Akteure');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Tastatur' })).toContainText('Umschalt');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Export und Import' }).click();
    await expect(page.getByRole('region', { name: 'Exportieren', exact: true })).toBeVisible();
    // Of Urdu there is a handful so far.
    await command(page, 'اردو');
    await expect(page.getByRole('heading', { name: /Export annotations/ })).toBeVisible();
    await command(page, 'English');
    await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  });

  test('mirrors the layout from right to left; a text keeps its own direction', async ({ page, stage }) => {
    await stage.bench.openTitle(/truce frays/i);
    await command(page, 'اردو');
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    const text = page.locator('.workbench__text');
    const documents = page.locator('.documents');
    const inspector = page.locator('.workbench__inspector');
    const box = async (what: typeof text) => (await what.boundingBox())!;
    expect((await box(documents)).x).toBeGreaterThan((await box(text)).x);
    expect((await box(inspector)).x).toBeLessThan((await box(text)).x);
    await expect(text.locator('.ProseMirror')).toHaveCSS('direction', 'ltr');
    // The bars of the margin stand before the text, which runs from the left.
    const bar = page.locator('.reader-bar').first();
    const paragraph = text.locator('.reader-block').first();
    expect((await box(bar)).x).toBeLessThan((await box(paragraph)).x);
    await text.locator('.ProseMirror').focus();
    await page.keyboard.press(']');
    // What points along a line points the other way where the line runs so.
    await expect(page.locator('.lucide-undo-2')).toHaveCSS('scale', '-1 1');
    // The codebook's tabs: on is to the left.
    await page.keyboard.press('2');
    const tabs = page.getByRole('tab');
    await tabs.first().focus();
    await page.keyboard.press('ArrowLeft');
    await expect(tabs.nth(1)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ArrowRight');
    await expect(tabs.first()).toHaveAttribute('aria-selected', 'true');
  });
});

test.describe('how a text is set', () => {
  test('is chosen in one place, at once, by key too, and kept', async ({ page, stage }) => {
    await stage.bench.openTitle(/truce frays/i);
    await expect.poll(() => styleOfText(page, 'fontSize')).toBe('19px');
    await page.keyboard.press('t');
    const choices = page.getByRole('dialog', { name: 'Reading' });
    await choices.getByRole('button', { name: 'Size: more' }).click();
    await choices.getByRole('button', { name: 'Line height: more' }).click();
    await choices.getByRole('radio', { name: 'Sans serif' }).click();
    await choices.getByRole('radio', { name: 'Sepia' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'sepia');
    expect(await styleOfText(page, 'fontSize')).toBe('20.9px');
    expect(await styleOfText(page, 'fontFamily')).toContain('Inter');
    await page.keyboard.press('Escape');
    await expect(choices).toHaveCount(0);
    await page.locator('.workbench__text .ProseMirror').focus();
    await page.keyboard.press('>');
    await expect.poll(() => styleOfText(page, 'fontSize')).toBe('22.8px');
    await page.keyboard.press('<');
    await expect.poll(() => styleOfText(page, 'fontSize')).toBe('20.9px');
    await command(page, 'Read in OpenDyslexic');
    await expect.poll(() => styleOfText(page, 'fontFamily')).toContain('OpenDyslexic');
    expect(await page.evaluate(() => document.fonts.check('20px OpenDyslexic', 'text'))).toBe(true);
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'sepia');
    await expect.poll(() => styleOfText(page, 'fontSize')).toBe('20.9px');
    await command(page, 'Set the text as at first');
    await expect.poll(() => styleOfText(page, 'fontSize')).toBe('19px');
  });

  test('keeps the line that is read in sight', async ({ page, stage }) => {
    await stage.bench.openTitle(/rivals/i);
    const paragraph = stage.bench.paragraphs().nth(12);
    const words = (await paragraph.innerText()).slice(0, 40);
    // While the text that was just opened settles at its first line, a script's scrolling does not last; a hand's would.
    await expect(async () => {
      await paragraph.evaluate((element) => element.scrollIntoView({ block: 'start' }));
      await page.waitForTimeout(300);
      await expect(paragraph).toBeInViewport({ timeout: 100 });
    }).toPass();
    for (let i = 0; i < 3; i++) await command(page, 'Larger text');
    await expect(page.locator('.workbench__text .reader-block').filter({ hasText: words })).toBeInViewport();
  });

  test('focus mode leaves only the text, reading mode takes its marks away', async ({ page, stage }) => {
    const { bench } = stage;
    await bench.openTitle(/truce frays/i);
    await page.locator('.workbench__text .ProseMirror').focus();
    await page.keyboard.press('f');
    await expect(page.locator('.top-bar')).toBeHidden();
    await expect(page.locator('.documents')).toBeHidden();
    await expect(page.locator('.workbench__inspector')).toBeHidden();
    await expect(page.locator('.reader-bar').first()).toBeVisible();
    await page.keyboard.press('u');
    await expect(page.locator('.reader-bar')).toHaveCount(0);
    expect(await page.evaluate(() => CSS.highlights.get('postil-mention')?.size ?? 0)).toBe(0);
    await page.getByRole('button', { name: /Show the marks/ }).click();
    await expect(page.locator('.reader-bar').first()).toBeVisible();
    // Escape lets go of one thing after the other, and of the mode last.
    await page.locator('.workbench__text .ProseMirror').focus();
    await page.keyboard.press(']');
    await page.keyboard.press('Escape');
    await expect(page.locator('.top-bar')).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(page.locator('.top-bar')).toBeVisible();
    await expect(page.locator('.documents')).toBeVisible();
  });
});

test('Alt with the arrows, and the mouse’s own buttons, go back and forward through what was visited', async ({
  page,
  stage,
}) => {
  const { bench } = stage;
  await bench.openTitle(/truce frays/i);
  await page.locator('.workbench__text .ProseMirror').focus();
  await page.keyboard.press(']');
  const first = await bench.currentQuote().innerText();
  await page.keyboard.press(']');
  const second = await bench.currentQuote().innerText();
  await bench.openTitle(/leash/i);
  await page.locator('.workbench__text .ProseMirror').focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('main', { name: /truce frays/i })).toBeVisible();
  await expect(bench.currentQuote()).toHaveText(second);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(bench.currentQuote()).toHaveText(first);
  await page.keyboard.press('Alt+ArrowRight');
  await expect(bench.currentQuote()).toHaveText(second);
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.getByRole('main', { name: /leash/i })).toBeVisible();
  for (const [button, title] of [
    [3, /truce frays/i],
    [4, /leash/i],
  ] as const) {
    await page.locator('.workbench__text').evaluate((element, which) => {
      for (const type of ['mousedown', 'mouseup']) {
        element.dispatchEvent(new MouseEvent(type, { button: which, bubbles: true, cancelable: true }));
      }
    }, button);
    await expect(page.getByRole('main', { name: title })).toBeVisible();
  }
});

test('two texts beside one another go from mention to mention of one actor', async ({ page, stage }) => {
  const { bench, project } = stage;
  await bench.openTitle(/truce frays/i);
  await page.locator('.workbench__text .ProseMirror').first().focus();
  await page.keyboard.press('v');
  const second = page.getByRole('region', { name: 'Second text' });
  await second.getByLabel('Document of the second text').selectOption({ label: 'Kabul Holds the Leash' });
  await expect(second.locator('.reader-block').first()).toBeVisible();
  const link = second.getByLabel('Actor whose mentions link the texts');
  const option = link.locator('option').filter({ hasText: 'Tehreek-e-Taliban Pakistan' }).first();
  const words = await option.innerText();
  await link.selectOption({ label: words });

  // As many as the command line counts.
  const mentions = (await postilJson('mentions', project)) as {
    documentId: string;
    actorId: string | null;
    status: string;
  }[];
  const [here, there] = /\((\d+) · (\d+)\)/.exec(words)!.slice(1).map(Number) as [number, number];
  const counts = new Map<string, number[]>();
  for (const key of new Set(mentions.map(({ actorId, documentId }) => `${actorId} ${documentId}`))) {
    const [actorId, documentId] = key.split(' ');
    const inDocument = mentions.filter(
      (mention) =>
        mention.actorId === actorId && mention.documentId === documentId && mention.status === 'suggested',
    );
    counts.set(actorId!, [...(counts.get(actorId!) ?? []), inDocument.length]);
  }
  expect([...counts.values()]).toContainEqual(expect.arrayContaining([here, there]));

  await page.locator('.workbench__text .ProseMirror').first().focus();
  await page.keyboard.press('.');
  await expect(second.getByRole('status')).toHaveText(`1 of ${here} · 1 of ${there}`);
  await page.keyboard.press('.');
  await expect(second.getByRole('status')).toHaveText(`2 of ${here} · 2 of ${there}`);
  await page.keyboard.press(',');
  await page.keyboard.press(',');
  await expect(second.getByRole('status')).toHaveText(`${here} of ${here} · ${there} of ${there}`);
  // Both texts show the mention that they are at.
  await expect.poll(() => page.evaluate(() => CSS.highlights.get('postil-find-current')?.size ?? 0)).toBe(2);

  await second.getByRole('button', { name: 'Swap sides: tag in this one' }).click();
  await expect(page.getByRole('main', { name: /leash/i })).toBeVisible();
  await expect(second.getByLabel('Document of the second text').locator('option:checked')).toHaveText(
    'A Border Truce Frays',
  );
  await second.getByRole('button', { name: 'Close the second text' }).click();
  await expect(second).toHaveCount(0);
});

test.describe('print', () => {
  test('brings the whole document with every passage, numbered, its notes in the margin or at the end', async ({
    page,
    stage,
  }) => {
    const { bench } = stage;
    await bench.openTitle(/rivals/i);
    const count = Number(await page.locator('.passage-list__head .count').innerText());
    const blocks = await page.locator('.workbench__text .reader-block').count();
    await page.locator('.workbench__text .ProseMirror').focus();
    await page.keyboard.press('Control+p');
    const print = page.getByRole('main', { name: 'Print the document' });
    await expect(print.getByRole('status')).toHaveText(`${count} passages`);
    await expect(print.locator('.print-note')).toHaveCount(count);
    // No fewer than the reader has drawn of it yet: what is far from sight is printed too.
    expect(await print.locator('.print__block').count()).toBeGreaterThanOrEqual(blocks);
    for (const number of [1, count]) {
      await expect(print.locator('.print__number', { hasText: `${number}[` }).first()).toBeAttached();
      await expect(print.locator('.print__number', { hasText: `]${number}` }).first()).toBeAttached();
    }
    const note = print.locator('#print-note-1');
    await note.scrollIntoViewIfNeeded();
    const opening = print.locator('.print__number', { hasText: '1[' }).first();
    const [noteBox, openingBox] = [(await note.boundingBox())!, (await opening.boundingBox())!];
    expect(noteBox.x).toBeGreaterThan(openingBox.x);
    expect(Math.abs(noteBox.y - openingBox.y)).toBeLessThan(40);
    await print.getByRole('radio', { name: 'At the end' }).click();
    await expect(print.locator('.print__end .print-note')).toHaveCount(count);
    await print.getByRole('radio', { name: 'Without notes' }).click();
    await expect(print.locator('.print-note')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('main', { name: /rivals/i })).toBeVisible();
  });

  test('asks the browser to print, and gives a PDF of several pages without the interface', async ({
    page,
    stage,
  }) => {
    await stage.bench.openTitle(/truce frays/i);
    await command(page, 'Print the document with its annotations');
    await page.evaluate(() => {
      window.print = () => void (document.documentElement.dataset['printed'] = 'yes');
    });
    await page.getByRole('button', { name: 'Print or save as PDF…' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes');
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.top-bar')).toBeHidden();
    await expect(page.locator('.print__bar')).toBeHidden();
    const file = `${stage.work}/sheet.pdf`;
    await page.pdf({ path: file, format: 'A4' });
    const pages = (await readFile(file, 'latin1')).match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThan(2);
  });
});

test('the keyboard help names every key that the palette names', async ({ page, stage }) => {
  await stage.bench.openTitle(/truce frays/i);
  await page.locator('.workbench__text .ProseMirror').focus();
  await page.keyboard.press('Control+k');
  const hinted = await page
    .getByRole('dialog')
    .getByRole('option')
    .filter({ has: page.locator('.picker__hint') })
    .evaluateAll((options) =>
      options
        .filter((option) => option.closest('[cmdk-group]')?.textContent?.startsWith('Commands'))
        .map((option) => [
          option.querySelector('.picker__main')!.textContent,
          option.querySelector('.picker__hint')!.textContent,
        ]),
    );
  expect(hinted.length).toBeGreaterThan(25);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  const rows = await help
    .locator('.keys-help__list > div')
    .evaluateAll((elements) =>
      elements.map((row) => [
        row.querySelector('dd')!.textContent,
        [...row.querySelectorAll('kbd')].map((key) => key.textContent),
      ]),
    );
  const keysOf = new Map(rows as [string, string[]][]);
  for (const [title, key] of hinted) expect(keysOf.get(title!), title!).toContain(key);
});

test('panes are resized, put away and brought back without dragging', async ({ page, stage }) => {
  await stage.bench.openTitle(/truce frays/i);
  const documents = page.locator('#documents');
  const width = async () => (await documents.boundingBox())!.width;
  const before = await width();
  await command(page, 'Documents: wider');
  await expect.poll(width).toBeGreaterThan(before + 20);
  await command(page, 'Documents: narrower');
  await expect.poll(width).toBeLessThan(before + 5);
  await command(page, 'Documents: show or hide');
  await expect.poll(width).toBeLessThan(5);
  await command(page, 'Documents: show or hide');
  await expect.poll(width).toBeGreaterThan(100);
});

test.describe('the user’s own settings of the system', () => {
  test('forced colours: a look keeps its line, the chosen one its ground, the focus its frame', async ({
    page,
    stage,
  }) => {
    const { bench } = stage;
    await page.emulateMedia({ forcedColors: 'active' });
    await bench.openTitle(/truce frays/i);
    await page.locator('.workbench__text .ProseMirror').focus();
    await page.keyboard.press(']');
    const system = (name: string) =>
      page.evaluate((colour) => {
        const probe = document.createElement('span');
        probe.style.cssText = `forced-color-adjust: none; background-color: ${colour}`;
        document.body.append(probe);
        const { backgroundColor } = getComputedStyle(probe);
        probe.remove();
        return backgroundColor;
      }, name);
    const painted = (name: string, property: string) =>
      page
        .locator('.reader')
        .evaluate(
          (reader, [highlight, asked]) =>
            getComputedStyle(reader, `::highlight(${highlight})`).getPropertyValue(asked!),
          [name, property],
        );
    const highlight = await system('Highlight');
    expect(await painted('postil-current', 'background-color')).toBe(highlight);
    expect(await painted('postil-own-actor', 'background-color')).not.toBe(highlight);
    const lines = await Promise.all(
      ['plain', 'actor', 'stance', 'reliability', 'code'].map((look) =>
        painted(`postil-own-${look}`, 'text-decoration'),
      ),
    );
    expect(new Set(lines).size).toBe(5);
    // The open document, the screen one is on, and the current passage's bar.
    await expect(page.locator('.documents__row[data-open]')).toHaveCSS('background-color', highlight);
    await expect(page.locator('.top-bar__place[aria-current=page]')).toHaveCSS('background-color', highlight);
    // Signs, not hues, tell polarities apart.
    await bench.openTitle(/truce frays/i);
    const signs = await page.locator('.workbench__inspector .polarity').allInnerTexts();
    for (const sign of signs) expect(sign).toMatch(/[−+0?]/);
    await page.keyboard.press('2');
    await page.getByRole('tab').first().focus();
    await page.keyboard.press('ArrowRight');
    const tab = page.getByRole('tab', { selected: true });
    await expect(tab).toBeFocused();
    expect(
      Number.parseFloat(await tab.evaluate((element) => getComputedStyle(element).outlineWidth)),
    ).toBeGreaterThan(0);
  });

  test('reduced motion: nothing moves by itself', async ({ page, stage }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await stage.bench.openTitle(/truce frays/i);
    await page.locator('.workbench__text .ProseMirror').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('f');
    await page.keyboard.press('f');
    const moving = await page.evaluate(
      () =>
        document
          .getAnimations()
          .filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 1).length,
    );
    expect(moving).toBe(0);
  });
});
