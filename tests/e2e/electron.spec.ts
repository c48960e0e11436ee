import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { findElectronBinary, whyNoWindow } from '../../scripts/electron-binary.mjs';

const root = join(import.meta.dirname, '../..');
const binary = findElectronBinary();
const obstacle = binary === null ? 'Electron’s program is not here' : whyNoWindow();

// Each worker loads this file too; once is loud enough.
if (obstacle !== null && process.env['TEST_WORKER_INDEX'] === undefined) {
  const line = '*'.repeat(100);
  console.warn(
    `${line}\nNOT RUN: the end-to-end tests in Electron itself: ${obstacle}.\n` +
      `The built main and preload were tested over a stand-in only (tests/hosts/electron).\n${line}`,
  );
}

test.describe('in Electron itself', () => {
  test.skip(obstacle !== null, obstacle ?? undefined);

  let home: string;
  let app: ElectronApplication;
  let page: Page;

  test.beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'postil-electron-'));
    app = await launch();
    page = await app.firstWindow();
  });

  test.afterEach(async () => {
    await app.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  function launch(): Promise<ElectronApplication> {
    return _electron.launch({
      executablePath: binary ?? '',
      // Root has no sandbox to run in; nobody else is let out of it.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
      env: { ...(process.env as Record<string, string>), POSTIL_HOME: home },
    });
  }

  test('starts, opens the sample and shows the workbench', async () => {
    expect(page.url()).toBe('app://postil/');
    await expect(page.getByRole('navigation', { name: 'Documents' })).toBeVisible();
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle()))
      .toMatch(/ — Postil$/);
    expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'postil') as object).sort())).toEqual([
      'host',
      'onMessage',
      'send',
    ]);
  });

  test('the page is confined: no Node, no network, no inline script, no other page', async () => {
    await expect(page.getByRole('navigation', { name: 'Documents' })).toBeVisible();
    const found = await page.evaluate(async () => {
      const isReachable = async (url: string): Promise<boolean> =>
        fetch(url).then(
          () => true,
          () => false, // Refused, which is what is asked.
        );
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      return {
        node: typeof Reflect.get(window, 'require') + typeof Reflect.get(window, 'process'),
        network: await isReachable('https://example.org/'),
        file: await isReachable('file:///'),
        isInlineRun: Reflect.get(window, 'inlineRan') === true,
        popup: window.open('https://example.org/') === null,
        permission: await Notification.requestPermission(),
        isSecure: isSecureContext,
      };
    });
    expect(found).toEqual({
      node: 'undefinedundefined',
      network: false,
      file: false,
      isInlineRun: false,
      popup: true,
      permission: 'denied',
      isSecure: true,
    });
    expect(app.windows()).toHaveLength(1);
    const outside = await app.evaluate(async ({ net }) =>
      Promise.all(
        ['app://postil/../main/index.js', 'app://postil/%2e%2e/main/index.js', 'app://other/'].map((url) =>
          net.fetch(url).then(
            ({ status }) => status,
            () => 404,
          ),
        ),
      ),
    );
    expect(outside).toEqual([404, 404, 404]);
  });

  test('a native menu item is a command of the page', async () => {
    await expect(page.getByRole('navigation', { name: 'Documents' })).toBeVisible();
    await app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()?.getMenuItemById('app.commandPalette')?.click(),
    );
    await expect(page.getByRole('dialog')).toBeVisible();
  });
});
