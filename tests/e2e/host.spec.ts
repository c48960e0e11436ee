import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { makeTemporaryFolder, startHost, type StartedHost } from './start-host.ts';

/* How a real browser gets in, and what it is kept from. */

let host: StartedHost;

test.beforeEach(async () => {
  host = await startHost({ openSample: false });
});
test.afterEach(() => host.stop());

test('the one-time address opens the page, which survives a reload and breaks no policy', async ({
  page,
}) => {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/.test(message.text()))
      violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(error.message));
  await page.goto(host.url);
  await expect(page).toHaveURL(`http://127.0.0.1:${host.port}/`);
  await expect(page).toHaveTitle('Postil');
  await expect(page.getByRole('heading').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading').first()).toBeVisible();
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(violations).toEqual([]);
});

test('the address is good for one browser only', async ({ page, browser }) => {
  await page.goto(host.url);
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto(host.url);
  await expect(other.getByRole('heading')).toHaveText('This address was used already');
  await other.goto(`http://127.0.0.1:${host.port}/`);
  await expect(other.getByRole('heading')).toHaveText('Postil does not know this browser');
  await stranger.close();
});

test('a file that hands the address over, as `npm start` makes one, leads in', async ({ page }) => {
  const folder = await makeTemporaryFolder();
  const file = join(folder.path, 'open.html');
  await writeFile(file, `<!doctype html><meta http-equiv="refresh" content="0;url=${host.url}">`);
  await page.goto(pathToFileURL(file).href);
  await expect(page).toHaveURL(`http://127.0.0.1:${host.port}/`);
  await expect(page).toHaveTitle('Postil');
  await expect(page.getByRole('heading').first()).toBeVisible();
  await folder.remove();
});

test('a page of another origin can neither read, frame nor connect', async ({ page, context }) => {
  await page.goto(host.url);
  // Same machine, another port: the same site for cookies, so that only Origin and the headers stand in between.
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>evil</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const evil = await context.newPage();
  await evil.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const origin = `http://127.0.0.1:${host.port}`;
  const outcome = await evil.evaluate(async (target) => {
    const fetched = await fetch(`${target}/`, { credentials: 'include', mode: 'no-cors' }).then(
      (response) => response.type,
      () => 'blocked',
    );
    const connected = await new Promise((resolve) => {
      try {
        const socket = new WebSocket(`${target.replace('http', 'ws')}/socket`);
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve('blocked'));
      } catch {
        resolve('blocked');
      }
    });
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    frame.src = `${target}/`;
    document.body.append(frame);
    await loaded;
    return { fetched, connected };
  }, origin);
  expect(outcome).toEqual({ fetched: 'blocked', connected: 'blocked' });
  for (const frame of evil.frames().slice(1)) expect(await frame.title()).not.toBe('Postil');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('the page says when its host is gone', async ({ page }) => {
  await page.goto(host.url);
  await expect(page.getByRole('heading').first()).toBeVisible();
  await host.kill();
  await expect(page.getByText(/host is gone|connection|lost|stopped/i).first()).toBeVisible();
});
