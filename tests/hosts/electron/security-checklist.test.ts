/**
 * The 20 points of Electron's security checklist (electronjs.org/docs/latest/tutorial/security), each over the built
 * main and preload.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FUSES } from '../../../scripts/package-fuses.mjs';
import { readSources } from '../../house/source-files.ts';
import { buildStandIn, startStandIn, type BuiltStandIn, type StandIn } from './stand-in/run-stand-in.ts';

const root = join(import.meta.dirname, '../../..');

let built: BuiltStandIn;
let app: StandIn;

beforeAll(async () => {
  built = await buildStandIn();
  app = await startStandIn(built);
}, 180_000);

afterAll(async () => {
  await app?.dispose();
  await built?.remove();
});

function webPreferences(): Promise<Record<string, unknown>> {
  return app.evaluate(({ world }) => {
    const { preload, ...rest } = world.windows[0]!.options.webPreferences!;
    return { ...rest, hasPreload: preload !== undefined };
  });
}

describe('the 20 points of Electron’s security checklist', () => {
  test('1. only secure content is loaded: one scheme of our own, and no request leaves the machine', async () => {
    const { schemes, urls, cancelled } = await app.evaluate(({ world }) => {
      const ask = (url: string): boolean => {
        let answer: unknown;
        world.beforeRequest!({ url }, (value) => {
          answer = value;
        });
        return (answer as { cancel: boolean }).cancel;
      };
      return {
        schemes: world.schemes,
        urls: world.windows.map((window) => window.webContents.mainFrame.url),
        cancelled: Object.fromEntries(
          [
            'app://postil/index.html',
            'http://example.org/',
            'https://example.org/x.js',
            'ws://127.0.0.1:1/',
            'wss://example.org/',
            'file:///etc/hostname',
            'ftp://example.org/',
            'chrome://gpu/',
            'no url',
          ].map((url) => [url, ask(url)]),
        ),
      };
    });
    expect(urls).toEqual(['app://postil/']);
    expect(schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
    ]);
    const { 'app://postil/index.html': own, ...others } = cancelled;
    expect(own).toBe(false);
    expect(Object.values(others)).toEqual(Object.values(others).map(() => true));
  });

  test('2. no Node integration', async () => {
    expect(await webPreferences()).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
  });

  test('3. context isolation', async () => {
    expect(await webPreferences()).toMatchObject({ contextIsolation: true, hasPreload: true });
  });

  test('4. every process is sandboxed, and the preload needs nothing that the sandbox has not', async () => {
    expect(await webPreferences()).toMatchObject({ sandbox: true });
    const { everywhere, required } = await app.evaluate(({ world }) => ({
      everywhere: world.sandboxEnabled,
      required: world.windows[0]!.webContents.page!.required,
    }));
    expect(everywhere).toBe(true);
    expect([...new Set(required)]).toEqual(['electron']);
  });

  test('5. every permission is refused, asked for or looked up', async () => {
    const refused = await app.evaluate(({ world }) => {
      const permissions = [
        'media',
        'geolocation',
        'notifications',
        'clipboard-read',
        'fileSystem',
        'openExternal',
        'unknown',
      ];
      return permissions.map((permission) => {
        const answers: unknown[] = [];
        world.permission.request!(null, permission, (answer) => answers.push(answer));
        world.permission.displayMedia!({}, (answer) => answers.push(answer));
        return [...answers, world.permission.check!(null, permission), world.permission.device!({})];
      });
    });
    expect(refused).toHaveLength(7);
    for (const answers of refused) expect(answers).toEqual([false, null, false, false]);
  });

  test('6. web security stays on', async () => {
    expect(await webPreferences()).toMatchObject({ webSecurity: true });
  });

  test('7. a content security policy on everything that is served', async () => {
    const answers = await app.evaluate(({ world }) =>
      Promise.all([
        world.fetch('app://postil/'),
        world.fetch('app://postil/none'),
        world.fetch('app://postil/', 'POST'),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 405]);
    for (const { headers } of answers) {
      const policy = new Map(
        headers['content-security-policy']!.split('; ').map((part) => {
          const [name, ...values] = part.split(' ');
          return [name, values.join(' ')] as const;
        }),
      );
      expect(policy.get('default-src')).toBe("'none'");
      for (const name of ['script-src', 'style-src', 'font-src', 'img-src'])
        expect(policy.get(name)).toBe("'self'");
      for (const name of ['connect-src', 'object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
        expect(policy.get(name)).toBe("'none'");
      }
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('8. no insecure content', async () => {
    expect(await webPreferences()).toMatchObject({ allowRunningInsecureContent: false });
  });

  test('9. no experimental features', async () => {
    expect(await webPreferences()).toMatchObject({ experimentalFeatures: false });
  });

  test('10. no Blink features are switched on', async () => {
    expect(await webPreferences()).not.toHaveProperty('enableBlinkFeatures');
    const code = await readFile(join(root, 'out/main/index.js'), 'utf8');
    expect(code).not.toMatch(/enable-?blink-?features/i);
  });

  test('11. no webview, and so none with popups', async () => {
    expect(await webPreferences()).toMatchObject({ webviewTag: false });
    const pages = await app.evaluate(({ world }) => world.fetch('app://postil/'));
    expect(pages.body).not.toMatch(/<webview|allowpopups/i);
  });

  test('12. a webview that is attached all the same is stopped', async () => {
    const isStopped = await app.evaluate(({ world }) => {
      let isPrevented = false;
      const event = { preventDefault: () => (isPrevented = true) };
      world.windows[0]!.webContents.emit('will-attach-webview', event, {}, {});
      return isPrevented;
    });
    expect(isStopped).toBe(true);
  });

  test('13. the page goes nowhere, neither itself nor a frame in it; it may only be loaded again', async () => {
    const went = await app.evaluate(({ world }) => {
      const contents = world.windows[0]!.webContents;
      world.navigations.length = 0;
      const results = [
        'file:///etc/passwd',
        'http://example.org/',
        'javascript:alert(1)',
        'data:text/html,hello',
        'app://postil/assets/x.svg',
        'app://postil@evil/',
        'app://other/',
        'about:blank',
      ].flatMap((url) => [contents.navigate(url), contents.navigate(url, false)]);
      let isRedirectStopped = false;
      contents.emit('will-redirect', {
        url: 'app://postil/',
        preventDefault: () => (isRedirectStopped = true),
      });
      return {
        results,
        isRedirectStopped,
        again: contents.navigate('app://postil/'),
        all: world.navigations,
      };
    });
    expect(new Set(went.results)).toEqual(new Set([false]));
    expect(went.isRedirectStopped).toBe(true);
    expect(went.again).toBe(true);
    expect(went.all).toEqual(['app://postil/']);
  });

  test('14. no new window', async () => {
    const actions = await app.evaluate(({ world }) =>
      ['app://postil/', 'http://example.org/', 'about:blank', 'file:///'].map((url) =>
        world.windows[0]!.webContents.windowOpenHandler!({ url }),
      ),
    );
    expect(actions).toEqual(actions.map(() => ({ action: 'deny' })));
    expect(await app.evaluate(({ world }) => world.windows.length)).toBe(1);
  });

  test('15. nothing is opened outside but https, and only after the user said so', async () => {
    const visit = (url: string, answer: number | null): Promise<{ asked: string[]; opened: string[] }> =>
      app.evaluate(
        async ({ world }, arg) => {
          world.questions.length = 0;
          world.openedExternally.length = 0;
          world.answers.messageBox = arg.answer === null ? [] : [arg.answer];
          world.windows[0]!.webContents.windowOpenHandler!({ url: arg.url });
          await new Promise((resolve) => setTimeout(resolve, 5));
          return {
            asked: world.questions.map(({ message, detail }) => `${message} ${detail}`),
            opened: [...world.openedExternally],
          };
        },
        { url, answer },
      );
    for (const url of [
      'http://example.org/',
      'file:///bin/sh',
      'smb://host/share',
      'ms-msdt:/id',
      'javascript:alert(1)',
      'https://user:secret@example.org/',
      `https://example.org/${'x'.repeat(3000)}`,
      'https://',
      'app://postil/',
    ]) {
      expect({ url, ...(await visit(url, 1)) }).toEqual({ url, asked: [], opened: [] });
    }
    const asked = ['Open example.org in your browser? https://example.org/a?b=c'];
    expect(await visit('https://example.org/a?b=c', 0)).toEqual({ asked, opened: [] });
    expect(await visit('https://example.org/a?b=c', 1)).toEqual({
      asked,
      opened: ['https://example.org/a?b=c'],
    });
  });

  test('16. the version of Electron is pinned, and a current one', async () => {
    const manifest = z
      .object({ devDependencies: z.object({ electron: z.string() }) })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    expect(manifest.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Number.parseInt(manifest.devDependencies.electron, 10)).toBeGreaterThanOrEqual(45);
  });

  test('17. the sender of every message is checked', async () => {
    const answered = await app.evaluate(async ({ world }) => {
      const contents = world.windows[0]!.webContents;
      const page = contents.page!;
      const good = contents.mainFrame;
      const sent: unknown[] = [];
      const { send } = contents;
      contents.send = (_channel: string, frame: unknown) => void sent.push(frame);
      const call = {
        page: 'f'.repeat(32),
        kind: 'message',
        message: { kind: 'call', id: 7, name: 'app.info', args: {} },
      };
      const cases: [string, unknown, unknown, unknown][] = [
        ['a frame in the page', { ...good, parent: good, frameTreeNodeId: 99 }, contents, call],
        ['another top frame', { ...good, frameTreeNodeId: 98 }, contents, call],
        ['another origin', { ...good, origin: 'https://example.org' }, contents, call],
        ['a file', { ...good, origin: 'file://' }, contents, call],
        ['an origin that begins like ours', { ...good, origin: 'app://postil.evil' }, contents, call],
        ['an opaque origin', { ...good, origin: 'null' }, contents, call],
        ['a frame that is gone', null, contents, call],
        ['another window', good, {}, call],
        ['no frame of ours', good, contents, 'text'],
        ['a page without a name', good, contents, { ...call, page: '' }],
        ['no message', good, contents, { page: call.page }],
      ];
      const results: Record<string, number> = {};
      for (const [name, frame, sender, message] of cases) {
        sent.length = 0;
        // Not cloned: the stand-in's own frames and contents cannot be.
        world.ipcMain.emit('postil', { senderFrame: frame, sender, type: 'frame' }, message);
        await new Promise((resolve) => setTimeout(resolve, 5));
        results[name] = sent.length;
      }
      sent.length = 0;
      page.sendAs(good, contents, 'postil', [call]);
      while (sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      contents.send = send;
      return { results, good: sent.length };
    });
    expect(answered.results).toEqual(
      Object.fromEntries(Object.keys(answered.results).map((name) => [name, 0])),
    );
    expect(Object.keys(answered.results)).toHaveLength(11);
    expect(answered.good).toBe(1);
  });

  test('18. never file://, but a scheme of our own that serves a list and nothing else', async () => {
    const sources = await readSources('src/main', 'src/preload');
    for (const { path } of sources) {
      const code = await readFile(join(root, path), 'utf8');
      expect(`${path}: ${code}`).not.toMatch(/\.loadFile\(|pathToFileURL|registerFileProtocol|net\.fetch/);
    }
    const statuses = await app.evaluate(async ({ world }) => {
      const results: Record<string, number> = {};
      for (const url of [
        'app://postil/../main/index.js',
        'app://postil/..%2fmain%2findex.js',
        'app://postil/%2e%2e/main/index.js',
        'app://postil/..%5cmain%5cindex.js',
        'app://postil//index.html',
        'app://postil/./index.html/',
        'app://postil/assets',
        'app://postil/assets/',
        'app://postil/index.html%00.js',
        'app://postil/INDEX.HTML',
        'app://postil/package.json',
        'app://other/index.html',
        'app://postil:80/index.html',
        'app://postil/etc/passwd',
      ]) {
        results[url] = (await world.fetch(url)).status;
      }
      return results;
    });
    expect(statuses).toEqual(Object.fromEntries(Object.keys(statuses).map((url) => [url, 404])));
    const { page, script } = await app.evaluate(async ({ world }) => {
      const page = await world.fetch('app://postil/index.html?x#y');
      const src = /<script[^>]+src="([^"]+)"/.exec(page.body)![1]!;
      return { page, script: await world.fetch(new URL(src, 'app://postil/').href) };
    });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  test('19. the fuses that packaging sets', () => {
    expect(FUSES).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('20. the page is given no API of Electron: three plain things, and events without their sender', async () => {
    const seen = await app.evaluate(async ({ world }) => {
      const page = world.windows[0]!.webContents.page!;
      const postil = page.exposed['postil'] as Record<string, unknown> & {
        onMessage(listener: (...args: unknown[]) => void): () => void;
        send(message: unknown): void;
      };
      const heard: unknown[][] = [];
      const unsubscribe = postil.onMessage((...args) => heard.push(args));
      postil.send({ kind: 'call', id: 1_000_000, name: 'app.info', args: {} });
      while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      unsubscribe();
      const before = heard.length;
      postil.send({ kind: 'call', id: 1_000_001, name: 'app.info', args: {} });
      await new Promise((resolve) => setTimeout(resolve, 30));
      return {
        exposed: Object.keys(page.exposed),
        parts: Object.fromEntries(Object.entries(postil).map(([name, value]) => [name, typeof value])),
        host: postil['host'],
        argumentCounts: heard.map((args) => args.length),
        isFrozen: Object.isFrozen(postil),
        heardAfterUnsubscribing: heard.length - before,
      };
    });
    expect(seen.exposed).toEqual(['postil']);
    expect(seen.parts).toEqual({ host: 'string', send: 'function', onMessage: 'function' });
    expect(seen.host).toBe('electron');
    expect(new Set(seen.argumentCounts)).toEqual(new Set([1]));
    expect(seen.isFrozen).toBe(true);
    expect(seen.heardAfterUnsubscribing).toBe(0);
  });
});

describe('besides the list', () => {
  test('downloads are refused and no dictionary is fetched', async () => {
    const state = await app.evaluate(({ world }) => {
      let isStopped = false;
      world.session.emit('will-download', { preventDefault: () => (isStopped = true) }, {}, {});
      return { isStopped, spelling: world.spellCheckerEnabled };
    });
    expect(state).toEqual({ isStopped: true, spelling: false });
    expect(await webPreferences()).toMatchObject({ spellcheck: false, navigateOnDragDrop: false });
  });

  test('a page that was taken over reads and writes no path that the user did not choose', async () => {
    const { client } = await app.openPage();
    const codes = await Promise.all(
      [
        client.call('project.open', { folder: root }),
        client.call('project.create', { folder: join(app.home, 'x', 'y'), title: 'x' }),
        client.call('folders.list', { path: '/' }),
        client.call('folders.create', { parent: app.home, name: 'x' }),
        client
          .call('settings.update', {
            recentProjects: [{ folder: root, title: 'x', openedAt: new Date(0).toISOString() }],
          })
          .then(() => client.call('project.open', { folder: root })),
      ].map((call) =>
        call.then(
          () => 'done',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(codes).toEqual(codes.map(() => 'not-allowed'));
    expect((await client.call('folders.list', {})).entries).toEqual([]);
  });
});
