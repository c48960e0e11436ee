import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Locator, type Page } from '@playwright/test';
import { installation } from './start-host.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The seed corpus where it lies beside the checkout, else the sample corpus; says which. */
export async function corpusFiles(): Promise<{ readonly name: string; readonly files: string[] }> {
  const seed = join(root, '../shared/seed-corpus');
  if (existsSync(seed)) {
    const names = (await readdir(seed)).filter((name) => name.endsWith('.txt')).toSorted();
    return { name: 'seed corpus', files: names.map((name) => join(seed, name)) };
  }
  console.warn('The seed corpus is not beside this checkout; the sample corpus stands in for it.');
  const sample = join(root, 'corpus');
  const names = (await readdir(sample)).filter((name) => /^\d\d-.*\.(?:txt|md)$/.test(name)).toSorted();
  return { name: 'sample corpus', files: names.slice(0, 5).map((name) => join(sample, name)) };
}

/** The built command line with `--json`, parsed. */
export async function postilJson(...args: string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [join(installation, 'out/main/cli.js'), ...args, '--json'], {
    maxBuffer: 256 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

/** The workbench as a user has it: by what is said on the screen. */
export class WorkbenchPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async makeProject(parent: string, title: string): Promise<string> {
    const { page } = this;
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What would you like to do?').fill('New project');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Title').fill(title);
    await this.enterFolder(parent);
    await page.getByRole('button', { name: 'Make the project' }).click();
    await expect(page.getByRole('dialog', { name: 'Import documents' })).toBeVisible();
    return join(parent, title.toLowerCase().replaceAll(' ', '-'));
  }

  /** Goes to a folder in the page's own chooser, from the deepest allowed root above it. */
  async enterFolder(folder: string): Promise<void> {
    const chooser = this.page.getByRole('dialog').locator('.folder-chooser');
    await expect(chooser.locator('.folder-chooser__entry').first()).toBeVisible();
    const exact = chooser.locator('.folder-chooser__entry').filter({ hasText: new RegExp(`^${folder}$`) });
    if ((await exact.count()) > 0) {
      await exact.first().click();
    } else {
      await this.enterFolder(dirname(folder));
      await chooser.getByRole('button', { name: basename(folder), exact: true }).click();
    }
    await expect(chooser.locator('.folder-chooser__path')).toHaveText(folder);
  }

  async importFiles(files: readonly string[]): Promise<void> {
    await this.page.getByTestId('import-files').setInputFiles([...files]);
    await expect(this.page.locator('.documents__row')).toHaveCount(files.length);
    // What was worth saying about the files, if anything, is read and put away.
    const done = this.page.getByRole('dialog').getByRole('button', { name: 'Done' });
    if (await done.isVisible()) await done.click();
  }

  async openDocument(index: number): Promise<void> {
    const row = this.page.locator('.documents__open').nth(index);
    // Two texts may have one title: it is open once what stood there before is gone.
    if ((await row.getAttribute('aria-current')) !== 'page')
      await this.page.evaluate(() =>
        document.querySelector('.workbench__text .split__side > *')?.setAttribute('data-before', ''),
      );
    await row.click();
    await expect(row).toHaveAttribute('aria-current', 'page');
    await expect(this.page.locator('[data-before]')).toHaveCount(0);
    const title = await row.locator('.documents__title').innerText();
    await expect(this.page.getByRole('main', { name: title, exact: true })).toBeVisible();
    await expect(this.paragraphs().first()).toBeVisible();
  }

  /** Paragraphs of running text that are long enough to mark something in. */
  paragraphs(): Locator {
    return this.page.locator('.workbench__text p').filter({ hasText: /(?:\S+\s+){14}/ });
  }

  async focusText(): Promise<void> {
    await this.page
      .locator('.workbench__text [role=document], .workbench__text [tabindex="0"]')
      .first()
      .focus();
  }

  /** Drags from the first to the last of a paragraph's words (0-based, inclusive), as a hand would. */
  async dragWords(paragraph: Locator, from: number, to: number, modifier?: 'Alt'): Promise<void> {
    await paragraph.scrollIntoViewIfNeeded();
    const points = await paragraph.evaluate(
      (element, { first, last }) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const words: Range[] = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          for (const match of (node.textContent ?? '').matchAll(/\S+/g)) {
            const range = document.createRange();
            range.setStart(node, match.index);
            range.setEnd(node, match.index + match[0].length);
            words.push(range);
          }
        }
        const start = words[first]!.getClientRects()[0]!;
        const end = [...words[last]!.getClientRects()].at(-1)!;
        return {
          x1: start.left + 1,
          y1: start.top + start.height / 2,
          x2: end.right - 1,
          y2: end.top + end.height / 2,
        };
      },
      { first: from, last: to },
    );
    const { mouse, keyboard } = this.page;
    if (modifier) await keyboard.down(modifier);
    await mouse.move(points.x1, points.y1);
    await mouse.down();
    await mouse.move((points.x1 + points.x2) / 2, (points.y1 + points.y2) / 2, { steps: 4 });
    await mouse.move(points.x2, points.y2, { steps: 4 });
    await mouse.up();
    if (modifier) await keyboard.up(modifier);
  }

  /** By the name of the screen in the bar at the top: "Codebook". */
  async goTo(screen: string): Promise<void> {
    const place = this.page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('button', { name: screen });
    await place.click();
    await expect(place).toHaveAttribute('aria-current', 'page');
  }

  async openTitle(title: RegExp): Promise<void> {
    // In a narrow window the list lies behind a button.
    const list = this.page.getByRole('group', { name: 'Panes' }).getByRole('button', { name: 'Documents' });
    if (await list.isVisible()) await list.click();
    // Scenes before may have made a newer version of the text: the first is the one that every project has.
    await this.page.locator('.documents__open').filter({ hasText: title }).first().click();
    const text = this.page.getByRole('main', { name: title });
    await expect(text.locator('.reader-block').first()).toBeVisible();
  }

  /**
   * Where a quote stands on the screen: just inside its first and its last character, and the same a share of the way
   * into them (0.5: the middle). The quote stands in one block and is scrolled to.
   */
  async pointsOf(
    quote: string,
    share = 0.05,
  ): Promise<{ readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }> {
    await this.page
      .locator('.workbench__text .reader-block')
      .filter({ hasText: quote })
      .first()
      .scrollIntoViewIfNeeded();
    return this.page.evaluate(
      async ({ wanted, inside }) => {
        const block = [...document.querySelectorAll('.workbench__text .reader-block')].find((element) =>
          element.textContent?.includes(wanted),
        )!;
        block.scrollIntoView({ block: 'center' });
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const start = block.textContent!.indexOf(wanted);
        function rangeAt(from: number, to: number): Range {
          const range = document.createRange();
          const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
          let at = 0;
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const end = at + node.textContent!.length;
            if (from >= at && from < end) range.setStart(node, from - at);
            if (to > at && to <= end) range.setEnd(node, to - at);
            at = end;
          }
          return range;
        }
        const clusters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(wanted)];
        const last = clusters.at(-1)!.segment;
        const from = rangeAt(start, start + clusters[0]!.segment.length).getClientRects()[0]!;
        const to = [
          ...rangeAt(start + wanted.length - last.length, start + wanted.length).getClientRects(),
        ].at(-1)!;
        const isRightToLeft = getComputedStyle(block).direction === 'rtl';
        const near = (box: DOMRect, part: number) => box.left + box.width * (isRightToLeft ? 1 - part : part);
        return {
          x1: near(from, inside),
          y1: from.top + from.height / 2,
          x2: near(to, 1 - inside),
          y2: to.top + to.height / 2,
        };
      },
      { wanted: quote, inside: share },
    );
  }

  /** Drags over a quote that stands in one block. */
  async dragText(quote: string): Promise<void> {
    const { x1, y1, x2, y2 } = await this.pointsOf(quote);
    const { mouse } = this.page;
    await mouse.move(x1, y1);
    await mouse.down();
    await mouse.move((x1 + x2) / 2, (y1 + y2) / 2, { steps: 3 });
    await mouse.move(x2, y2, { steps: 3 });
    await mouse.up();
  }

  /** Drags over a quote and keeps it as a passage; answers when it is on the disk. */
  async highlight(quote: string): Promise<void> {
    await this.dragText(quote);
    await expect(this.toolbar()).toBeVisible();
    await this.page.keyboard.press('h');
    await expect(this.currentQuote()).toBeVisible();
    await this.expectSaved();
  }

  /** The words of the current passage, in the inspector. */
  currentQuote(): Locator {
    return this.inspector().locator('.passage-panel__quote');
  }

  toolbar(): Locator {
    return this.page.getByRole('toolbar', { name: 'Tag the selected text' });
  }

  palette(title: string): Locator {
    return this.page.getByRole('dialog', { name: title });
  }

  inspector(): Locator {
    return this.page.getByRole('region', { name: 'Current passage' });
  }

  async passageCount(): Promise<number> {
    const text = await this.page.locator('.passage-list__head .count').innerText();
    return Number(text.replaceAll(',', ''));
  }

  async expectPassages(count: number): Promise<void> {
    await expect(this.page.locator('.passage-list__head .count')).toHaveText(String(count));
  }

  /** Waits until the program itself says that everything is on the disk. */
  async expectSaved(): Promise<void> {
    await expect(this.page.locator('.save-state')).toHaveText('Saved');
  }
}
