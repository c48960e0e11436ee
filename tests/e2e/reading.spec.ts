import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { annotationSchema, type Annotation } from '../../src/core/annotation/annotation.ts';
import { corpusFolder, test } from './staged-test.ts';
import { postilJson } from './workbench-page.ts';

async function annotationsOf(project: string): Promise<Annotation[]> {
  return z.array(annotationSchema).parse(await postilJson('annotations', project));
}

/** The texts of the current passage's parts, as they are on the disk. */
async function onlyQuote(project: string): Promise<string> {
  const annotations = await annotationsOf(project);
  expect(annotations).toHaveLength(1);
  return annotations[0]!.target.quote.exact;
}

test.describe('selecting', () => {
  test('takes whole clusters: a family emoji, a flag, letters with combining marks', async ({
    page,
    stage,
  }) => {
    const { bench, project } = stage;
    await bench.openTitle(/digest/i);

    // By keyboard: from before the teacher one step to the right is the whole of her, of four code points.
    const teacher = '👩🏽‍🏫';
    const { x1, y1 } = await bench.pointsOf(teacher);
    await page.mouse.click(x1, y1);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('h');
    await expect(bench.currentQuote()).toHaveText(teacher);
    await bench.expectSaved();
    expect(await onlyQuote(project)).toBe(teacher);
    await page.keyboard.press('Delete');
    await bench.expectPassages(0);

    // By mouse: what the browser selected in the midst of a cluster grows to the whole of it.
    const flags = '🚛🇵🇰';
    await page.keyboard.press('Escape');
    const at = await bench.pointsOf(flags);
    await page.mouse.move(at.x1, at.y1);
    await page.mouse.down();
    await page.evaluate((wanted) => {
      const walker = document.createTreeWalker(document.querySelector('.ProseMirror')!, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const start = node.textContent!.indexOf(wanted);
        // From between the lorry's surrogates to between the two letters of the flag.
        if (start !== -1) getSelection()!.setBaseAndExtent(node, start + 1, node, start + 4);
      }
    }, flags);
    await page.mouse.up();
    await page.keyboard.press('h');
    await expect(bench.currentQuote()).toHaveText(flags);
    await bench.expectSaved();
    expect(await onlyQuote(project)).toBe(flags);
  });

  test('grows to words with w and to sentences with e; two clicks take a word, three a sentence', async ({
    page,
    stage,
  }) => {
    const { bench } = stage;
    await bench.openTitle(/truce frays/i);
    await bench.dragText('akfast the argument over who had bro');
    await page.keyboard.press('w');
    await page.keyboard.press('h');
    await expect(bench.currentQuote()).toHaveText('breakfast the argument over who had broken');
    await page.keyboard.press('Control+z');
    await bench.expectPassages(0);

    await bench.dragText('argument over');
    await page.keyboard.press('e');
    await page.keyboard.press('h');
    const sentence =
      'By breakfast the argument over who had broken the truce was louder than the news that it was broken.';
    await expect(bench.currentQuote()).toHaveText(sentence);
    await page.keyboard.press('Control+z');
    await bench.expectPassages(0);

    const { x1, y1 } = await bench.pointsOf('argument', 0.5);
    await page.mouse.click(x1, y1, { clickCount: 2 });
    await page.keyboard.press('h');
    await expect(bench.currentQuote()).toHaveText('argument');
    await page.keyboard.press('Escape');
    await page.mouse.click(x1, y1, { clickCount: 3 });
    await page.keyboard.press('h');
    await expect(bench.currentQuote()).toHaveText(sentence);
  });

  for (const [language, title, words] of [
    ['Urdu', /مارغان/, 'مارغان میں برسوں بعد ہوائی'],
    ['Pashto', /اوربند/, 'سپین‌ږیري یې شاهدان دي. زما'],
    ['Arabic', /هدنة/, 'المُلّا رحمت قائدٌ حدوديّ لدى'],
  ] as const) {
    test(`selects and highlights ${language} from right to left; no letter moves`, async ({
      page,
      stage,
    }) => {
      const { bench, project } = stage;
      await bench.openTitle(title);
      await page.evaluate(() => document.fonts.ready);
      const before = await wordBoxes(page, words);
      expect(before.boxes.length).toBe(5);
      // The first word stands at the right.
      expect(before.boxes[0]!.left).toBeGreaterThan(before.boxes[4]!.left);
      await bench.highlight(words);
      await expect(bench.currentQuote()).toHaveText(words);
      expect(await onlyQuote(project)).toBe(words);
      await page.keyboard.press('Escape');
      await expect
        .poll(() => page.evaluate(() => CSS.highlights.get('postil-own-plain')?.size ?? 0))
        .toBeGreaterThan(0);
      // Painted, not wrapped: each word has the width and the place that it had, so its letters are joined as before.
      expect(await wordBoxes(page, words)).toEqual(before);
    });
  }
});

/** The boxes of a quote's words, and into how many pieces the paragraph's text is cut. */
async function wordBoxes(page: Page, quote: string) {
  return page.evaluate((wanted) => {
    const block = [...document.querySelectorAll('.reader-block')].find((element) =>
      element.textContent!.includes(wanted),
    )!;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const pieces: Text[] = [];
    while (walker.nextNode()) pieces.push(walker.currentNode as Text);
    const text = pieces.find((piece) => piece.data.includes(wanted))!;
    const origin = block.getBoundingClientRect();
    const boxes = [...wanted.matchAll(/\S+/g)].map((match) => {
      const range = document.createRange();
      const start = text.data.indexOf(wanted) + match.index;
      range.setStart(text, start);
      range.setEnd(text, start + match[0].length);
      const { left, top, width } = range.getBoundingClientRect();
      return { left: left - origin.left, top: top - origin.top, width };
    });
    return { pieces: pieces.length, boxes };
  }, quote);
}

test('from anywhere in the workbench one key leads into the text, without the way through all documents', async ({
  page,
  stage,
}) => {
  const { bench, project } = stage;
  await bench.openTitle(/digest/i);
  const text = page.locator('.ProseMirror').first();
  await page.locator('.documents__open').first().focus();
  await page.keyboard.press('g');
  await expect(text).toBeFocused();
  await page.keyboard.press('2');
  await expect(page.getByRole('main')).toBeVisible();
  await page.keyboard.press('1');
  await expect(text).toBeFocused();
  for (let i = 0; i < 2; i++) await page.keyboard.press('Control+Shift+ArrowRight');
  await page.keyboard.press('h');
  await bench.expectSaved();
  expect((await onlyQuote(project)).length).toBeGreaterThan(0);
});

test.describe('passages', () => {
  const outer = 'breakfast the argument over who had broken the truce';
  const inner = 'argument over who';

  test('that overlap are both within reach, by repeated clicks and by [ and ]', async ({ page, stage }) => {
    const { bench } = stage;
    await bench.openTitle(/truce frays/i);
    await bench.highlight(outer);
    await page.keyboard.press('Escape');
    await bench.highlight(inner);
    await bench.expectPassages(2);
    await page.keyboard.press('Escape');
    await expect(bench.inspector()).toHaveCount(0);

    const { x1, y1 } = await bench.pointsOf('over who', 0.5);
    const seen: string[] = [];
    for (let i = 0; i < 3; i++) {
      const before = seen.at(-1);
      // Apart in time, as clicks are that are not a double click.
      await page.mouse.click(x1, y1);
      if (before) await expect(bench.currentQuote()).not.toHaveText(before);
      seen.push(await bench.currentQuote().innerText());
    }
    expect(seen).toEqual([inner, outer, inner]);

    await page.keyboard.press(']');
    await expect(bench.currentQuote()).toHaveText(outer);
    await page.keyboard.press('[');
    await expect(bench.currentQuote()).toHaveText(inner);
    await expect(page.locator('.reader-bar')).toHaveCount(2);
    await expect(page.locator('.reader-bar.is-current')).toHaveCount(1);
  });

  test('deleted and brought back are the same to the last field', async ({ page, stage }) => {
    const { bench, project } = stage;
    await bench.openTitle(/truce frays/i);
    await bench.highlight(outer);
    await page.keyboard.press('n');
    await page.keyboard.type('Second hand');
    await page.keyboard.press('Control+Enter');
    await expect(bench.inspector().locator('textarea')).toHaveValue('Second hand');
    await bench.expectSaved();
    const before = await annotationsOf(project);
    await page.keyboard.press('Delete');
    await bench.expectPassages(0);
    await bench.expectSaved();
    expect(await annotationsOf(project)).toEqual([]);
    await expect(page.getByRole('button', { name: 'Undo: delete a passage (Ctrl Z)' })).toBeEnabled();
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Undone: delete a passage');
    await bench.expectPassages(1);
    await bench.expectSaved();
    expect(await annotationsOf(project)).toEqual(before);
  });

  test('are found again after a reload, with the place, the panes and what was current', async ({
    page,
    stage,
  }) => {
    const { bench, address } = stage;
    const told: string[] = [];
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => told.push(String(payload))));
    await page.reload();
    await bench.openTitle(/leash/i);
    const quote = 'Look again at the truce in Marghan';
    await bench.highlight(quote);
    const separator = page.getByRole('separator', { name: 'Resize the list of documents' });
    await separator.focus();
    const before = await page.locator('.documents').evaluate((pane) => pane.clientWidth);
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.locator('.documents').evaluate((pane) => pane.clientWidth))
      .toBeGreaterThan(before);
    const width = await page.locator('.documents').evaluate((pane) => pane.clientWidth);
    // A small window squeezes the panes, but not what is remembered of them.
    await page.setViewportSize({ width: 800, height: 800 });
    await expect
      .poll(() => page.locator('.documents').evaluate((pane) => pane.clientWidth))
      .toBeLessThan(width);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(() => page.locator('.documents').evaluate((pane) => pane.clientWidth)).toBe(width);
    await page.locator('.reader-scroller').evaluate((scroller) => {
      scroller.scrollTop = scroller.scrollHeight * 0.6;
    });
    const top = await firstVisibleText(page);
    // What is remembered is sent when it has rested for a while.
    await expect
      .poll(() => told.some((frame) => frame.includes('view.put') && /"offset":[1-9]/.test(frame)))
      .toBe(true);
    await expect
      .poll(() => told.some((frame) => frame.includes('view.put') && frame.includes('panes')))
      .toBe(true);

    await page.goto(address);
    await expect(page.locator('.documents__open[aria-current=page]')).toHaveText(/leash/i);
    await expect(bench.currentQuote()).toHaveText(quote);
    await expect.poll(() => page.locator('.documents').evaluate((pane) => pane.clientWidth)).toBe(width);
    await expect.poll(() => firstVisibleText(page)).toBe(top);
  });
});

/** The first words of the block that is highest on the screen and not cut off at the top. */
async function firstVisibleText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const top = document.querySelector('.reader-scroller')!.getBoundingClientRect().top;
    const block = [...document.querySelectorAll('.reader-block')].find(
      (element) => element.getBoundingClientRect().bottom > top + 20,
    );
    return block?.textContent?.slice(0, 40) ?? '';
  });
}

test.describe('the document', () => {
  test('zones are kept, set aside, and put back by undo', async ({ page, stage }) => {
    const { bench } = stage;
    await bench.openTitle(/truce frays/i);
    const zone = page.locator('.reader-zone').filter({ hasText: 'Comments' });
    const dimmed = page.locator('.reader-block.is-set-aside').filter({ hasText: 'Abuse will be removed' });
    await expect(zone).toContainText('Comments · set aside?');
    await expect(dimmed).toHaveCount(1);
    await zone.getByRole('button', { name: 'Keep: Comments' }).click();
    await expect(zone).toContainText('Comments · kept');
    await expect(dimmed).toHaveCount(0);
    await bench.expectSaved();
    await page.keyboard.press('Control+z');
    await expect(zone).toContainText('Comments · set aside?');
    await zone.getByRole('button', { name: 'Set aside: Comments' }).click();
    await expect(zone.locator('span')).toHaveText('Comments · set aside');
    await expect(dimmed).toHaveCount(1);
    await bench.expectSaved();
    await page.reload();
    await expect(zone.locator('span')).toHaveText('Comments · set aside');
  });

  test('metadata is accepted, corrected, undone, and shown where it stands', async ({ page, stage }) => {
    const { bench } = stage;
    await bench.openTitle(/truce frays/i);
    await page.getByRole('tab', { name: 'Document' }).click();
    const panel = page.getByRole('region', { name: 'About this document' });
    const author = panel
      .locator('.document-panel__field')
      .filter({ has: page.getByRole('textbox', { name: 'Author' }) });
    await expect(author.getByRole('textbox', { name: 'Author' })).toHaveValue('Farhan Qazalbash');
    await expect(author).toContainText('Found in the text');
    await author.getByRole('button', { name: 'Accept' }).click();
    await expect(author).toContainText('Accepted');
    await author.getByRole('textbox', { name: 'Author' }).fill('F. Qazalbash');
    await page.keyboard.press('Enter');
    await expect(author).toContainText('Corrected by you');
    await bench.expectSaved();
    await bench.focusText();
    await page.keyboard.press('Control+z');
    await expect(author.getByRole('textbox', { name: 'Author' })).toHaveValue('Farhan Qazalbash');
    await expect(author).toContainText('Accepted');

    const byline = page.locator('.reader-block').filter({ hasText: 'By Farhan Qazalbash' });
    await page.locator('.reader-scroller').evaluate((scroller) => {
      scroller.scrollTop = scroller.scrollHeight;
    });
    await expect(byline).not.toBeInViewport();
    await author.getByRole('button', { name: 'Show where the author stands' }).click();
    await expect(byline).toBeInViewport();
  });

  test('goes from unread to in progress to done, and stays so', async ({ page, stage }) => {
    const { bench } = stage;
    const head = page.getByRole('navigation', { name: 'Documents' }).getByRole('heading');
    await expect(head).toContainText('0 of 12 done');
    const state = page.locator('.documents__state').nth(1);
    await state.click();
    await expect(state).toHaveAccessibleName(/^In progress/);
    await state.click();
    await expect(state).toHaveAccessibleName(/^Done/);
    await expect(head).toContainText('1 of 12 done');
    await bench.expectSaved();
    await page.reload();
    await expect(head).toContainText('1 of 12 done');
    await expect(state).toHaveAccessibleName(/^Done/);
  });

  test('is searched, forward and backward', async ({ page, stage }) => {
    const { bench } = stage;
    await bench.openTitle(/truce frays/i);
    await bench.focusText();
    await page.keyboard.press('/');
    const field = page.getByPlaceholder('Find in the document');
    await expect(field).toBeFocused();
    await page.keyboard.type('taliban');
    const count = page.locator('.find-bar__count');
    await expect(count).toHaveText('1 of 7');
    const found = () =>
      page.evaluate(() => {
        // What is painted are static ranges, which have no text of their own.
        const [painted] = CSS.highlights.get('postil-find-current') ?? [];
        return painted?.startContainer.textContent?.slice(painted.startOffset, painted.endOffset);
      });
    await expect.poll(found).toBe('Taliban');
    await page.keyboard.press('Enter');
    await expect(count).toHaveText('2 of 7');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await expect(count).toHaveText('7 of 7');
    await field.fill('no such words');
    await expect(count).toHaveText('Not found');
    await page.keyboard.press('Escape');
    await expect(field).toHaveCount(0);
    await expect.poll(() => page.evaluate(() => CSS.highlights.get('postil-find')?.size ?? 0)).toBe(0);
  });
});

test.describe('importing', () => {
  test('by dropping files on the window', async ({ page }) => {
    const drop = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(
        new File(['A note from the pass\n\nNothing moved before noon.\n'], 'pass-note.txt', {
          type: 'text/plain',
        }),
      );
      return transfer;
    });
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: drop });
    await expect(page.getByText('Drop to import into')).toBeVisible();
    await page.dispatchEvent('body', 'drop', { dataTransfer: drop });
    await expect(page.getByText('Drop to import into')).toHaveCount(0);
    await expect(page.locator('.documents__row')).toHaveCount(13);
    await expect(page.locator('.documents__open').filter({ hasText: 'A note from the pass' })).toBeVisible();
  });

  test('says what is there already and what is refused, and takes the rest', async ({ page }) => {
    await page.keyboard.press('Control+i');
    await page.getByTestId('import-files').setInputFiles([
      {
        name: 'truce-again.txt',
        mimeType: 'text/plain',
        buffer: await readFile(join(corpusFolder, '01-border-truce-frays.txt')),
      },
      {
        name: 'photo.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]),
      },
      { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
      {
        name: 'new.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('A new text\n\nIt holds one sentence.\n'),
      },
    ]);
    const report = page.getByRole('dialog', { name: 'Import' });
    await expect(report).toContainText('1 imported, 1 there already, 2 refused.');
    await expect(report.locator('li').filter({ hasText: 'truce-again.txt' })).toContainText(
      'as “A Border Truce Frays”',
    );
    await expect(report.locator('li').filter({ hasText: 'photo.txt' })).toContainText('It is not text');
    await expect(report.locator('li').filter({ hasText: 'nothing.txt' })).toContainText(/empty/i);
    await report.getByRole('button', { name: 'Open “A new text”' }).click();
    await expect(report).toHaveCount(0);
    await expect(page.locator('.documents__open[aria-current=page]')).toHaveText(/A new text/);
    await expect(page.locator('.documents__row')).toHaveCount(13);
  });
});

test.describe('two at once', () => {
  test('a second tab sees what the first one does, and the first what the second undoes', async ({
    context,
    stage,
  }) => {
    const { bench, address } = stage;
    await bench.openTitle(/truce frays/i);
    const other = await context.newPage();
    await other.goto(address);
    await other
      .locator('.documents__open')
      .filter({ hasText: /truce frays/i })
      .click();
    const count = other.locator('.passage-list__head .count');
    await expect(count).toHaveText('0');
    await bench.highlight('argument over who');
    await expect(count).toHaveText('1');
    await other.locator('.passage-list__item').first().click();
    await other.getByRole('button', { name: 'Delete this passage (Delete)' }).click();
    await bench.expectPassages(0);
    await expect(other.locator('.save-state')).toHaveText('Saved');
  });

  test('a second Postil opens the project for reading only, and says why', async ({ browser, stage }) => {
    const { bench, project, work, startAnother } = stage;
    await bench.openTitle(/truce frays/i);
    await bench.highlight('argument over who');
    const second = await startAnother({ userDataFolder: join(work, 'second-user'), project });
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(second.url);
      await expect(page.getByRole('alert')).toContainText('Read only');
      await expect(page.getByRole('alert')).toContainText(/Another Postil/);
      await expect(page.locator('.save-state')).toHaveText('Read only');
      await page.locator('.passage-list__item').first().click();
      const inspector = page.getByRole('region', { name: 'Current passage' });
      await expect(inspector.locator('.passage-panel__quote')).toHaveText('argument over who');
      await expect(inspector.getByRole('button', { name: /add|untag|delete/i })).toHaveCount(0);
      await expect(page.getByRole('button', { name: 'Import documents' })).toBeDisabled();
      await expect(page.locator('.documents__state').first()).toBeDisabled();
      await expect(page.getByRole('button', { name: /^(?:Keep|Set aside): / })).toHaveCount(0);
      const first = page
        .locator('.workbench__text p')
        .filter({ hasText: /(?:\S+\s+){14}/ })
        .first();
      await first.click({ clickCount: 2 });
      await page.keyboard.press('h');
      await page.keyboard.press('a');
      await expect(page.locator('.tag-popover')).toHaveCount(0);
      await expect(page.locator('.passage-list__head .count')).toHaveText('1');
    } finally {
      await context.close();
    }
    expect(await annotationsOf(project)).toHaveLength(1);
  });
});

test('a save that fails is said and shown as not saved; “Try again” saves once the cause is gone', async ({
  page,
  stage,
}) => {
  const { bench, project } = stage;
  await bench.openTitle(/truce frays/i);
  const documents = z.array(z.object({ id: z.string(), title: z.string() }));
  const [first] = documents.parse(await postilJson('documents', project));
  // Where the layer's folder would be made there is a file in the way: root too meets that.
  const obstacle = join(project, 'layers', first!.id);
  await rm(obstacle, { recursive: true, force: true });
  await writeFile(obstacle, 'in the way');
  await bench.dragText('argument over who');
  await page.keyboard.press('h');
  const notice = page.locator('.notice[data-tone=error]');
  await expect(notice).toContainText('Not saved: “highlight a passage”.');
  await expect(page.locator('.save-state')).toHaveText('Not saved');
  // The screen shows what is on the disk, and that is nothing.
  await bench.expectPassages(0);
  await rm(obstacle);
  await notice.getByRole('button', { name: 'Try again' }).click();
  await bench.expectPassages(1);
  await bench.expectSaved();
  expect(await onlyQuote(project)).toBe('argument over who');
});

test.describe('a press while a jump settles', () => {
  test.use({ kind: 'sample' });

  // Each of these ended the page in Chromium 156 (“Target crashed”), until a jump let go of the chunks that it had laid
  // out in a frame of its own instead of within the press.
  for (const { how, keys } of [
    { how: 'opened from the list', keys: [] },
    { how: 'opened by key', keys: [']', ']'] },
  ]) {
    test(`does not end the page: a passage ${how}`, async ({ page, stage }) => {
      for (let round = 0; round < 5; round++) {
        await page.goto(stage.address);
        await stage.bench.openTitle(/truce frays/i);
        await page.locator('.passage-list__item').first().click();
        await stage.bench.currentQuote().waitFor();
        for (const key of keys) await page.keyboard.press(key);
        await page.mouse.move(500, 300);
        await page.mouse.down();
        await page.mouse.move(700, 360);
        await page.mouse.up();
        await page.keyboard.press('Escape');
      }
      await expect(page.locator('.save-state')).toHaveText('Saved');
    });
  }
});
