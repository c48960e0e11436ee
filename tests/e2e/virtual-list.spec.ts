import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** The component alone in a page, bundled as the renderer is. */
async function openPage(page: Page): Promise<void> {
  const [bundle] = [
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [react()],
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        write: false,
        lib: {
          entry: join(import.meta.dirname, 'pages/virtual-list-page.tsx'),
          formats: ['iife'],
          name: 'page',
        },
      },
    }),
  ].flat();
  if (!bundle || !('output' in bundle)) throw new Error('Nothing was bundled.');
  const scripts = bundle.output.flatMap((part) => (part.type === 'chunk' ? [part.code] : []));
  const sheets = bundle.output.flatMap((part) => (part.type === 'asset' ? [String(part.source)] : []));
  await page.setContent('<!doctype html><html lang="en"><body><main id="root"></main></body></html>');
  for (const content of sheets) await page.addStyleTag({ content });
  for (const content of scripts) await page.addScriptTag({ content });
}

const row = (page: Page, index: number) =>
  page.getByRole('region', { name: 'Moved in' }).getByRole('button', { name: `Row ${index}`, exact: true });
const numbers = (page: Page) => page.getByRole('group', { name: 'Numbers' });

test('a list of a thousand rows has in the page what is in sight, and takes the keys along', async ({
  page,
}) => {
  await openPage(page);

  await test.step('only what is in sight, and a little more', async () => {
    await expect(row(page, 0)).toBeInViewport();
    const drawn = page.getByRole('region', { name: 'Moved in' }).getByRole('listitem');
    expect(await drawn.count()).toBeLessThan(30);
    await expect(row(page, 500)).toHaveCount(0);
    await numbers(page).evaluate((list) => list.scrollTo({ top: 20 * 500 }));
    await expect(numbers(page).getByRole('button', { name: 'Number 500' })).toBeInViewport();
    await expect(numbers(page).getByRole('button', { name: 'Number 0', exact: true })).toHaveCount(0);
    expect(await numbers(page).evaluate((list) => list.scrollHeight)).toBe(20 * 1000);
  });

  await test.step('the arrows move from row to row, and stop at either end', async () => {
    await row(page, 0).focus();
    await page.keyboard.press('ArrowUp');
    await expect(row(page, 0)).toBeFocused();
    for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowDown');
    await expect(row(page, 15)).toBeFocused();
    await expect(row(page, 15)).toBeInViewport();
    await page.keyboard.press('Control+ArrowDown');
    await expect(row(page, 15)).toBeFocused();
  });

  await test.step('also those that come before the next row is drawn', async () => {
    // All in one task: nothing is drawn between one key and the next.
    await page.evaluate(() => {
      for (const key of [...Array.from({ length: 60 }, () => 'ArrowDown'), 'x'])
        document.activeElement!.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
        );
    });
    await expect(row(page, 75)).toBeFocused();
    await expect(page.getByTestId('keys')).toHaveText('x at 75');
  });

  await test.step('what is beside a row’s own control keeps its keys', async () => {
    await page.keyboard.press('Tab');
    const beside = page.getByRole('button', { name: 'Beside 75' });
    await expect(beside).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await expect(beside).toBeFocused();
    await expect(page.getByTestId('keys')).toHaveText('x at 75');
  });

  await test.step('the current row comes into sight, and a list that is called something is a stop', async () => {
    await page.getByLabel('Current').fill('900');
    await expect(numbers(page).getByRole('button', { name: 'Number 900' })).toBeInViewport();
    await numbers(page).focus();
    await expect(numbers(page)).toBeFocused();
    await page.keyboard.press('Home');
    await expect(numbers(page).getByRole('button', { name: 'Number 0', exact: true })).toBeInViewport();
  });

  await test.step('with fewer rows, and none', async () => {
    await page.getByLabel('Count').fill('3');
    await expect(numbers(page).getByRole('listitem')).toHaveCount(3);
    await expect(numbers(page)).toHaveAttribute('tabindex', '0');
    await page.getByLabel('Count').fill('0');
    await expect(numbers(page).getByRole('listitem')).toHaveCount(0);
    await expect(numbers(page)).toHaveAttribute('tabindex', '-1');
  });
});
