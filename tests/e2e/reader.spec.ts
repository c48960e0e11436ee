import { expect, test, type Page } from '@playwright/test';
import axe from 'axe-core';
import type { PreviewInput } from '../bench/reader/preview.tsx';
import { serveReaderPage } from './reader-page.ts';

/** The reader alone: hand and eye in the real browser, where layout, selection and painting are real. */
let site: Awaited<ReturnType<typeof serveReaderPage>>;
test.beforeAll(async () => {
  site = await serveReaderPage();
});
test.afterAll(() => site.close());

const WORDS = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove'];
/** Paragraphs that begin with their number, over many chunks. */
function longText(paragraphs: number): string {
  return Array.from({ length: paragraphs }, (_, i) => {
    const words = Array.from({ length: 90 }, (_unused, j) => WORDS[(i * 5 + j * 3) % WORDS.length]);
    return `P${i} ${words.join(' ')}. Second sentence of ${i}.`;
  }).join('\n\n');
}
const long = longText(400);
const at = (paragraph: number): number => long.indexOf(`P${paragraph} `);

async function show(page: Page, input: PreviewInput): Promise<void> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(site.url);
  await page.evaluate((shown) => window.preview(shown), input);
  await page.locator('.reader-block').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(150);
  expect(faults).toEqual([]);
}

async function boxOf(page: Page, start: number, end: number) {
  return page.evaluate(
    (range) => {
      const box = window.readerHandle!.rectOf(range)!;
      return { left: box.left, right: box.right, top: box.top, middle: (box.top + box.bottom) / 2 };
    },
    { start, end },
  );
}

async function drag(page: Page, text: string, words: string, isBackward = false): Promise<void> {
  const start = text.indexOf(words);
  const box = await boxOf(page, start, start + words.length);
  const [from, to] = isBackward ? [box.right - 1, box.left + 1] : [box.left + 1, box.right - 1];
  await page.mouse.move(from, box.middle);
  await page.mouse.down();
  await page.mouse.move((from + to) / 2, box.middle, { steps: 3 });
  await page.mouse.move(to, box.middle, { steps: 3 });
  await page.mouse.up();
}

async function selected(page: Page, text: string): Promise<string[]> {
  const ranges = await page.evaluate(() => window.log.selection);
  return ranges.map((range) => text.slice(range.start, range.end));
}

const caret = (page: Page): Promise<number> => page.evaluate(() => window.readerHandle!.caretOffset());

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function setCaret(page: Page, offset: number): Promise<void> {
  await page.evaluate((to) => {
    window.readerHandle!.focus();
    window.readerHandle!.setCaret(to);
  }, offset);
}

const short =
  'The gate was shut on Friday. Nobody said who shut it, or why.\n\nA second paragraph waits here.';

test('selects by dragging either way, adds a range with a modifier, takes one away by a click', async ({
  page,
}) => {
  await show(page, { text: short, passages: [] });
  await drag(page, short, 'gate was shut');
  expect(await selected(page, short)).toEqual(['gate was shut']);
  await page.keyboard.down('Control');
  await drag(page, short, 'second paragraph', true);
  await page.keyboard.up('Control');
  expect(await selected(page, short)).toEqual(['gate was shut', 'second paragraph']);
  const gate = await boxOf(page, 4, 8);
  await page.keyboard.down('Control');
  await page.mouse.click(gate.left + 8, gate.middle);
  await page.keyboard.up('Control');
  expect(await selected(page, short)).toEqual(['second paragraph']);
  await page.mouse.click(gate.left + 8, gate.middle);
  expect(await selected(page, short)).toEqual([]);
});

test('takes a word, a sentence and a paragraph by two, three and four clicks', async ({ page }) => {
  await show(page, { text: short, passages: [] });
  const box = await boxOf(page, 4, 8);
  for (const [clicks, words] of [
    [2, 'gate'],
    [3, 'The gate was shut on Friday.'],
    [4, 'The gate was shut on Friday. Nobody said who shut it, or why.'],
  ] as const) {
    await page.mouse.click(box.left + 8, box.middle, { clickCount: clicks });
    expect(await selected(page, short)).toEqual([words]);
  }
});

test('snaps to whole clusters', async ({ page }) => {
  const text = 'Flags 🇵🇰🇦🇫 and a family 👩‍👩‍👧 stand here, e\u0301tude.';
  await show(page, { text, passages: [] });
  const family = text.indexOf('👩');
  await setCaret(page, family);
  await press(page, 'Shift+ArrowRight');
  expect(await selected(page, text)).toEqual(['👩‍👩‍👧']);
  await setCaret(page, text.indexOf('🇵🇰'));
  await press(page, 'Shift+ArrowRight');
  expect(await selected(page, text)).toEqual(['🇵🇰']);
});

test('moves and extends by keyboard, keeps a range and adds another, clears', async ({ page }) => {
  await show(page, { text: short, passages: [] });
  await setCaret(page, 0);
  await expect(page.locator('.reader-caret')).toBeVisible();
  await press(page, 'j', 'Shift+j');
  expect(await selected(page, short)).toEqual(['Nobody said who shut it, or why.']);
  await press(page, '+', 'j', 'Control+Shift+ArrowRight', 'Control+Shift+ArrowRight');
  expect(await selected(page, short)).toEqual(['Nobody said who shut it, or why.', 'A second']);
  await press(page, 'Escape');
  expect(await selected(page, short)).toEqual([]);
  await press(page, 'Control+a');
  expect(await selected(page, short)).toEqual([short]);
});

test('walks line by line and page by page over many chunks, and back to the same place', async ({ page }) => {
  await show(page, { text: long, passages: [] });
  await setCaret(page, at(100));
  let last = await caret(page);
  for (let i = 0; i < 100; i++) {
    await press(page, 'ArrowDown');
    const now = await caret(page);
    expect(now).toBeGreaterThan(last);
    last = now;
  }
  for (let i = 0; i < 100; i++) await press(page, 'ArrowUp');
  expect(await caret(page)).toBe(at(100));
  for (let i = 0; i < 12; i++) await press(page, 'Shift+PageDown');
  const [range] = await page.evaluate(() => window.log.selection);
  expect(range!.start).toBe(at(100));
  expect(range!.end - range!.start).toBeGreaterThan(12_000);
});

test('goes to any place of a long document and stays there while heights settle', async ({ page }) => {
  await show(page, { text: long, passages: [], initialOffset: at(250) });
  const first = await boxOf(page, at(250), at(250) + 4);
  expect(Math.abs(first.top)).toBeLessThan(40);
  await expect.poll(() => page.evaluate(() => window.log.offset)).toBe(at(250));
  for (const paragraph of [399, 2, 200, 201, 320]) {
    await page.evaluate((range) => window.readerHandle!.scrollToRange(range), {
      start: at(paragraph),
      end: at(paragraph) + 4,
    });
    await page.waitForTimeout(250);
    const box = await boxOf(page, at(paragraph), at(paragraph) + 4);
    expect(box.top).toBeGreaterThan(60);
    expect(box.top).toBeLessThan(760);
  }
});

test('opens the passages under a click, innermost first, and one by its bar', async ({ page }) => {
  const range = (words: string) => ({
    start: short.indexOf(words),
    end: short.indexOf(words) + words.length,
  });
  await show(page, {
    text: short,
    passages: [
      { ranges: [range('The gate was shut on Friday.')] },
      { ranges: [range('gate was')], isOwn: false },
      { ranges: [range('Nobody'), range('waits')] },
    ],
  });
  const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const box = await boxOf(page, 4, 8);
  await page.mouse.move(box.left + 8, box.middle);
  await expect.poll(() => page.evaluate(() => window.log.hovered)).toEqual([id(1), id(0)]);
  await page.mouse.click(box.left + 8, box.middle);
  expect(await page.evaluate(() => window.log.opened)).toEqual([id(1), id(0)]);
  await expect(page.locator('.reader-bar.is-current')).toHaveAttribute('data-passage', id(1));

  const bars = page.locator('.reader-bar');
  await expect(bars).toHaveCount(3);
  const lefts = await bars.evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().left));
  expect(new Set(lefts).size).toBe(3);
  const broken = page.locator('.reader-bar.is-broken');
  await expect(broken.locator('span')).toHaveCount(2);
  await broken.click({ position: { x: 3, y: 4 } });
  expect(await page.evaluate(() => window.log.opened)).toEqual([id(2)]);

  const painted = await page.evaluate(() =>
    [...CSS.highlights].map(([name, highlight]) => [name, [...highlight].map(String)] as const),
  );
  const sizes = Object.fromEntries(painted.map(([name, ranges]) => [name, ranges.length]));
  expect(sizes['postil-own-plain']).toBe(1);
  expect(sizes['postil-other-actor']).toBe(1);
  expect(sizes['postil-own-stance']).toBe(2);
  expect(sizes['postil-overlap']).toBe(1);
});

test('paints no more than what is near the viewport', async ({ page }) => {
  const passages = Array.from({ length: 400 }, (_, i) => ({ ranges: [{ start: at(i), end: at(i) + 30 }] }));
  await show(page, { text: long, passages });
  const count = () =>
    page.evaluate(() => [...CSS.highlights.values()].reduce((sum, highlight) => sum + highlight.size, 0));
  const first = await count();
  expect(first).toBeGreaterThan(5);
  expect(first).toBeLessThan(120);
  await page.evaluate((range) => window.readerHandle!.scrollToRange(range), {
    start: at(390),
    end: at(390) + 4,
  });
  await expect(page.locator('.reader-bar').first()).toBeVisible();
  await expect.poll(count).toBeLessThan(120);
  // What is far away gets its elements in idle time; in the end everything is there.
  await expect(page.locator('.reader-block')).toHaveCount(400);
});

test('dims a zone, keeps it by one click and sets it aside again', async ({ page }) => {
  const second = short.indexOf('A second');
  await show(page, {
    text: short,
    passages: [],
    zones: [
      { id: 'z1', kind: 'comments', start: second, end: short.length, status: 'setAside', why: 'test' },
    ],
  });
  await expect(page.locator('.is-set-aside')).toHaveText('A second paragraph waits here.');
  await page.getByRole('button', { name: 'Keep: Comments' }).click();
  await expect(page.locator('.is-set-aside')).toHaveCount(0);
  expect(await page.evaluate(() => window.log.zone)).toEqual(['z1', 'kept']);
  await page.getByRole('button', { name: 'Set aside: Comments' }).click();
  await expect(page.locator('.is-set-aside')).toHaveCount(1);
});

test('reads, moves and selects from right to left, with every word in one piece', async ({ page }) => {
  const text = 'یہ پہلا جملہ ہے۔ دوسرا جملہ یہاں ہے۔\n\nThis one runs the other way.';
  await show(page, { text, language: 'ur', passages: [{ ranges: [{ start: 3, end: 7 }] }] });
  const block = page.locator('.reader-block').first();
  await expect(block).toHaveCSS('direction', 'rtl');
  await expect(page.locator('.reader-block').nth(1)).toHaveCSS('direction', 'ltr');
  expect(await block.evaluate((element) => element.childNodes.length)).toBe(1);
  await setCaret(page, 0);
  await press(page, 'Control+Shift+ArrowLeft', 'Control+Shift+ArrowLeft');
  expect(await selected(page, text)).toEqual(['یہ پہلا']);
  await press(page, 'Control+Shift+ArrowRight');
  expect(await selected(page, text)).toEqual(['یہ']);
  await drag(page, text, 'دوسرا جملہ', true);
  expect(await selected(page, text)).toEqual(['دوسرا جملہ']);
});

test('copies what is selected, and lets every other key through', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await show(page, { text: short, passages: [] });
  await page.evaluate(() => {
    window.addEventListener('keydown', (event) => {
      document.title += `${event.key},`;
    });
    document.title = '';
  });
  await setCaret(page, 0);
  await press(page, 'Shift+j', 'Control+c');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('The gate was shut on Friday.');
  await press(page, 'a', 's', '[', '/', 'Enter', 'ArrowRight', 'j');
  expect(await page.title()).toBe('Shift,Control,c,a,s,[,/,Enter,');
});

for (const theme of ['light', 'dark'] as const) {
  test(`has nothing serious for axe, ${theme}`, async ({ page }) => {
    await show(page, {
      text: short,
      title: 'Short',
      kinds: { 0: 'title' },
      passages: [{ ranges: [{ start: 0, end: 20 }] }, { ranges: [{ start: 10, end: 24 }], isOwn: false }],
      zones: [
        {
          id: 'z1',
          kind: 'comments',
          start: short.indexOf('A second'),
          end: short.length,
          status: 'proposed',
          why: '',
        },
      ],
    });
    await page.evaluate((name) => {
      document.documentElement.dataset['theme'] = name;
    }, theme);
    // As a script of the page it would break the page's own policy.
    const results = await page
      .evaluate(async (source) => {
        new Function(source)();
        const { axe: checker } = window as unknown as { axe: typeof axe };
        return checker.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        });
      }, axe.source)
      .catch((error: unknown) => {
        throw new Error('axe could not run', { cause: error });
      });
    const serious = results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
}

test('goes, selects and copies over the edges of sections in a text of several million characters', async ({
  page,
}) => {
  const paragraphs = Array.from(
    { length: 6000 },
    (_, i) => `Paragraph ${i} of the long text. ${'It goes on and on, as long texts do. '.repeat(10).trim()}`,
  );
  const starts: number[] = [];
  let length = 0;
  for (const paragraph of paragraphs) {
    starts.push(length);
    length += paragraph.length + 2;
  }
  await show(page, { text: paragraphs.join('\n\n'), passages: [] });
  await expect(page.locator('.reader-section').nth(5)).toBeAttached();
  for (const paragraph of [5999, 3, 2500, 480, 5000]) {
    const start = starts[paragraph]!;
    await page.evaluate((range) => window.readerHandle!.scrollToRange(range), { start, end: start + 9 });
    await page.waitForTimeout(250);
    const box = await boxOf(page, start, start + 9);
    expect(box.top).toBeGreaterThan(-1);
    expect(box.top).toBeLessThan(780);
    await expect.poll(() => page.evaluate(() => window.log.offset)).toBeLessThanOrEqual(start);
  }
  const from = starts[400]!;
  const to = starts[1400]! + 9;
  await setCaret(page, from);
  await page.evaluate((offset) => window.readerHandle!.setCaret(offset, true), to);
  await expect.poll(() => page.evaluate(() => window.log.selection)).toEqual([{ start: from, end: to }]);
  await page.evaluate(() => window.readerHandle!.focus());
  const copied = await page.evaluate(() => {
    const data = new DataTransfer();
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }),
    );
    return data.getData('text/plain');
  });
  expect(copied).toHaveLength(to - from);
});
