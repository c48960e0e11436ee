import { expect } from '@playwright/test';
import { test } from './staged-test.ts';

test.use({ kind: 'sample' });

test('in a wide window the pages of text and tables stand in the middle, all at one measure', async ({
  page,
  stage,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  const edges = new Map<string, readonly [number, number]>();
  for (const [screen, content] of [
    ['Progress', '.progress__set'],
    ['Team', '.team__section'],
    ['Export and import', '.exchange__page > *'],
  ] as const) {
    await stage.bench.goTo(screen);
    const box = await page.getByRole('main').locator(content).first().boundingBox();
    edges.set(screen, [box!.x, box!.x + box!.width]);
    const right = await page.getByRole('main').evaluate((main) => main.clientWidth);
    expect(Math.abs(box!.x - (right - box!.x - box!.width)), `${screen} is in the middle`).toBeLessThan(2);
  }
  expect(new Set([...edges.values()].map(([start]) => Math.round(start))).size).toBe(1);
});
