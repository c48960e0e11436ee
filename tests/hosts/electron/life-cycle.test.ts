import { cp, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWorkbench } from '../../../src/main/services/workbench/create-workbench.ts';
import { connectShell } from '../../../src/main/electron/shell-client.ts';
import {
  buildStandIn,
  startStandIn,
  type BuiltStandIn,
  type StandIn,
  type StandInOptions,
} from './stand-in/run-stand-in.ts';

let built: BuiltStandIn;
let folder: string;
const running: StandIn[] = [];

beforeAll(async () => {
  built = await buildStandIn();
}, 180_000);
afterAll(() => built?.remove());

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'postil-electron-')));
});
afterEach(async () => {
  for (const app of running.splice(0)) await app.dispose();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function start(options: StandInOptions = {}): Promise<StandIn> {
  const app = await startStandIn(built, { home: join(folder, 'home'), ...options });
  running.push(app);
  return app;
}

/** With the project “first” open. */
async function startWithFirst(): Promise<StandIn> {
  const app = await start({ args: [await makeProject('first')] });
  await app.until(({ world }) => world.windows[0]?.title === 'first — Postil');
  return app;
}

/** A project on disk, made by the services themselves; closed again. */
async function makeProject(name: string): Promise<string> {
  const path = join(folder, name);
  const workbench = createWorkbench({
    host: 'memory',
    version: '0',
    platform: process.platform,
    userDataFolder: join(folder, 'maker'),
    cacheFolder: join(folder, 'maker-cache'),
    sampleFolder: join(folder, 'none'),
    dialogs: null,
    allowedRoots: [folder],
    onFault: (fault) => {
      throw fault;
    },
  });
  const client = connectShell((transport) => workbench.connect(transport));
  await client.call('project.create', { folder: path, title: name });
  await workbench.close();
  return path;
}

function title(app: StandIn): Promise<string | undefined> {
  return app.evaluate(({ world }) => world.windows.at(-1)?.title);
}

function quit(app: StandIn): Promise<number> {
  // The answer may be lost with the process.
  app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(() => undefined);
  return app.ended;
}

async function storedTitle(project: string): Promise<string> {
  return await readFile(join(project, 'project.json'), 'utf8');
}

describe('starting', () => {
  test('shows one window, after it is painted, and opens the sample at the very first start', async () => {
    const app = await start();
    await app.until(({ world }) => world.windows[0]?.title.endsWith(' — Postil'));
    expect(
      await app.evaluate(({ world }) => world.windows.map(({ isShown, options }) => [isShown, options.show])),
    ).toEqual([[true, false]]);
    const { client } = await app.openPage();
    expect(await client.call('app.info', {})).toMatchObject({ host: 'electron', nativeDialogs: true });
    const { snapshot } = await client.call('project.current', {});
    expect(snapshot?.documents.length).toBeGreaterThanOrEqual(8);
    expect(await title(app)).toBe(`${snapshot?.project.title} — Postil`);
    expect(await app.evaluate(({ world }) => world.recentDocuments)).toEqual([snapshot?.folder]);
  });

  test.each(['folder', 'project.json'])(
    'opens the project that the command line names by its %s',
    async (kind) => {
      const project = await makeProject('named');
      const app = await start({
        args: ['--some-switch', kind === 'folder' ? project : join(project, 'project.json')],
      });
      await expect.poll(() => title(app), { timeout: 20_000 }).toBe('named — Postil');
    },
  );

  test('a project that cannot be opened is told to the user', async () => {
    const app = await start({ args: [folder] });
    const { client } = await app.openPage();
    const told = new Promise<string>((resolve) => {
      client.on('project.problem', ({ message }) => resolve(message));
    });
    const asked = app
      .until(({ world }) => world.questions.length > 0)
      .then(() => app.evaluate(({ world }) => world.questions[0]?.detail ?? ''));
    expect(await Promise.race([told, asked])).toContain(folder);
    expect((await client.call('project.current', {})).snapshot).toBeNull();
    asked.catch(() => undefined);
  });

  test('a second instance hands over and ends; the first opens what it was given', async () => {
    const project = await makeProject('second');
    const first = await start({ args: [await makeProject('first')] });
    await first.until(({ world }) => world.windows[0]?.title === 'first — Postil');
    const second = await start({ isSecond: true, args: [project], home: join(folder, 'home') });
    expect(await second.ended).toBe(0);
    await first.evaluate(
      ({ world }, data) => {
        const window = world.windows[0]!;
        window.minimize();
        world.app.emit('second-instance', {}, [], '/', data);
      },
      { argv: ['postil', '--switch', 'second'], workingFolder: folder },
    );
    await first.until(({ world }) => world.windows[0]?.title === 'second — Postil');
    expect(
      await first.evaluate(({ world }) =>
        world.windows.map((window) => [window.isMinimized(), window.isFocusedNow]),
      ),
    ).toEqual([[false, true]]);
    // What is no such data only brings the window to the front.
    await first.evaluate(({ world }) => world.app.emit('second-instance', {}, [], '/', { argv: 'x' }));
    expect(await title(first)).toBe('second — Postil');
  });

  test('macOS opens a project from the Finder', async () => {
    const project = await makeProject('dropped');
    const app = await startWithFirst();
    const isHandled = await app.evaluate(({ world }, path) => world.emitOnApp('open-file', [path]), project);
    expect(isHandled).toBe(true);
    await app.until(({ world }) => world.windows[0]?.title === 'dropped — Postil');
  });

  test('settings that are damaged cost the settings, not the start', async () => {
    await mkdir(join(folder, 'home'), { recursive: true });
    await writeFile(join(folder, 'home', 'settings.json'), '{"half');
    const app = await start({ args: [await makeProject('whole')] });
    await expect.poll(() => title(app), { timeout: 20_000 }).toBe('whole — Postil');
  });

  test('without a built page it says so and ends', async () => {
    const copy = join(folder, 'copy');
    await cp(join(built.folder, 'app'), copy, { recursive: true, verbatimSymlinks: true });
    await rm(join(copy, 'out', 'renderer', 'index.html'));
    const app = await start({ app: copy });
    expect(await app.ended).toBe(1);
    expect(app.errorBoxes.join()).toContain('could not start');
    expect(await readFile(join(folder, 'home', 'logs', 'postil.log'), 'utf8')).toContain('index.html');
  });
});

describe('the page and the services', () => {
  test('a native dialog gives the page a folder to make a project in, and it alone', async () => {
    const app = await startWithFirst();
    const { client } = await app.openPage();
    const chosen = join(folder, 'chosen');
    await mkdir(chosen);
    await app.evaluate(({ world }, path) => world.answers.open.push([path], []), chosen);
    expect(await client.call('dialog.chooseFolder', { title: 'Where?' })).toEqual({ path: chosen });
    expect(await client.call('dialog.chooseFolder', { title: 'Where?' })).toEqual({ path: null });
    const { snapshot } = await client.call('project.create', { folder: chosen, title: 'Mine & yours' });
    expect(snapshot.folder).toBe(chosen);
    await app.until(({ world }) => world.windows[0]?.title === 'Mine & yours — Postil');
    await expect(
      client.call('project.create', { folder: join(folder, 'other'), title: 'x' }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await app.evaluate(({ world }) => world.fileDialogs.map(({ properties }) => properties))).toEqual([
      ['openDirectory', 'createDirectory'],
      ['openDirectory', 'createDirectory'],
    ]);
  });

  test('files are chosen and named by native dialogs', async () => {
    const app = await startWithFirst();
    const { client } = await app.openPage();
    const text = join(folder, 'a.txt');
    await writeFile(text, 'One sentence of a made-up document. And another one.\n');
    await app.evaluate(
      ({ world }, paths) => {
        world.answers.open.push([paths.text]);
        world.answers.save.push(paths.out, '');
      },
      { text, out: join(folder, 'out.jsonl') },
    );
    const { paths } = await client.call('dialog.chooseFiles', {
      title: 'Texts',
      extensions: ['txt', 'md'],
      many: true,
    });
    expect(paths).toEqual([text]);
    const report = await client.call('import.files', { files: [{ kind: 'path', path: text }] });
    expect(report.added.map(({ fileName }) => fileName)).toEqual(['a.txt']);
    expect(await client.call('dialog.saveFile', { title: 'Export', suggestedName: '../../x.jsonl' })).toEqual(
      {
        path: join(folder, 'out.jsonl'),
      },
    );
    expect(await client.call('dialog.saveFile', { title: 'Export', suggestedName: 'x' })).toEqual({
      path: null,
    });
    const dialogs = await app.evaluate(({ world }) =>
      world.fileDialogs.map((options) => [
        options.title,
        options.defaultPath ?? null,
        options.filters ?? null,
      ]),
    );
    expect(dialogs).toEqual([
      [
        'Texts',
        null,
        [
          { name: 'Texts', extensions: ['txt', 'md'] },
          { name: 'All files', extensions: ['*'] },
        ],
      ],
      ['Export', 'x.jsonl', null],
      ['Export', 'x', null],
    ]);
    await client.call('export.run', {
      format: 'jsonl',
      scope: {},
      out: join(folder, 'out.jsonl'),
      overwrite: true,
    });
    await expect(
      client.call('export.run', {
        format: 'jsonl',
        scope: {},
        out: join(folder, 'not-chosen.jsonl'),
        overwrite: true,
      }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('a page that was loaded again hears nothing that was meant for the one before', async () => {
    const app = await startWithFirst();
    const heard = await app.evaluate(async ({ world }) => {
      const window = world.windows[0]!;
      interface Bridge {
        send(message: unknown): void;
        onMessage(listener: (message: { kind: string; id?: number }) => void): () => void;
      }
      const before = window.webContents.page!.exposed['postil'] as Bridge;
      const old: unknown[] = [];
      before.onMessage((message) => old.push(message));
      before.send({ kind: 'call', id: 0, name: 'app.info', args: {} });
      await window.loadURL('app://postil/');
      const heardBefore = old.length;
      const after = window.webContents.page!.exposed['postil'] as Bridge;
      const fresh: { kind: string; id?: number }[] = [];
      after.onMessage((message) => fresh.push(message));
      after.send({ kind: 'call', id: 5, name: 'app.info', args: {} });
      while (!fresh.some(({ kind }) => kind === 'result'))
        await new Promise((resolve) => setTimeout(resolve, 2));
      // The old page is gone, but what it sent late may still arrive.
      before.send({ kind: 'call', id: 6, name: 'app.info', args: {} });
      await new Promise((resolve) => setTimeout(resolve, 50));
      return {
        late: old.length - heardBefore,
        results: fresh.filter(({ kind }) => kind === 'result').map(({ id }) => id),
      };
    });
    expect(heard).toEqual({ late: 0, results: [5] });
  });

  test('the menu’s items reach the page as commands, and follow the open project', async () => {
    const app = await startWithFirst();
    const { client } = await app.openPage();
    const commands: string[] = [];
    client.on('menu.command', ({ command }) => commands.push(command));
    // The page speaks once, so that it is connected.
    await client.call('app.info', {});
    const ids = await app.evaluate(({ world }) =>
      world.menu
        .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
        .filter(({ id, enabled }) => id !== undefined && enabled)
        .map((item) => {
          (item.click as () => void)();
          return item.id!;
        }),
    );
    expect(ids).toContain('project.close');
    await expect.poll(() => commands).toEqual(ids);
    await client.call('project.close', {});
    await app.until(({ world }) => world.windows[0]?.title === 'Postil');
    const enabled = await app.evaluate(({ world }) =>
      world.menu
        .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
        .filter((item) => item.id !== undefined && item.enabled)
        .map(({ id }) => id),
    );
    expect(enabled).not.toContain('project.close');
    expect(enabled).toContain('project.open');
  });

  test('a recent project opens from the menu', async () => {
    const first = await makeProject('first');
    const app = await start({ args: [first] });
    await app.until(({ world }) => world.windows[0]?.title === 'first — Postil');
    const { client } = await app.openPage();
    await client.call('project.close', {});
    await app.until(({ world }) => world.windows[0]?.title === 'Postil');
    const labels = await app.evaluate(({ world }) => {
      const file = world.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
      const recent = file.find(({ label }) => label === 'Open Recent')!.submenu;
      if (!Array.isArray(recent)) throw new Error('Not a submenu.');
      (recent[0]!.click as () => void)();
      return recent.map(({ label }) => label);
    });
    expect(labels).toEqual([`first — ${first}`]);
    await app.until(({ world }) => world.windows[0]?.title === 'first — Postil');
  });

  test('the theme of the settings is the native theme; a new title is the window’s', async () => {
    const app = await startWithFirst();
    const { client } = await app.openPage();
    await client.call('settings.update', { theme: 'dark' });
    await app.until(({ nativeTheme }) => nativeTheme.themeSource === 'dark');
    await client.call('project.apply', {
      label: 'rename',
      edits: [{ kind: 'title', before: 'first', after: 'renamed' }],
    });
    await expect.poll(() => title(app), { timeout: 20_000 }).toBe('renamed — Postil');
  });

  test('the menu speaks the language of the interface, from the moment it is chosen', async () => {
    const app = await startWithFirst();
    const { client } = await app.openPage();
    await app.until(({ world }) => world.menu[0]?.label === '&File');
    await client.call('settings.update', { language: 'de' });
    await app.until(({ world }) => world.menu[0]?.label === '&Datei');
    await client.call('settings.update', { language: 'system' });
    await app.until(({ world }) => world.menu[0]?.label === '&File');
  });

  test('when its process dies, the user may load it again, and it works', async () => {
    const app = await startWithFirst();
    await app.evaluate(({ world }) => {
      const { webContents } = world.windows[0]!;
      webContents.page = null;
      world.answers.messageBox.push(0);
      webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    });
    await app.until(({ world }) => world.windows[0]?.webContents.page !== null);
    const { client } = await app.openPage();
    expect((await client.call('project.current', {})).snapshot?.project.title).toBe('first');
    expect(await app.evaluate(({ world }) => world.questions.map(({ message }) => message))).toEqual([
      'The window stopped working.',
    ]);
  });
});

describe('ending', () => {
  /** A page that holds a change back until it is told that it must let go, as a note that is being typed. */
  async function holdBack(app: StandIn): Promise<void> {
    await app.evaluate(({ world }) => {
      const postil = world.windows[0]!.webContents.page!.exposed['postil'] as {
        send(message: unknown): void;
        onMessage(listener: (message: { kind: string; name?: string }) => void): void;
      };
      postil.onMessage((message) => {
        if (message.kind !== 'event' || message.name !== 'app.willLeave') return;
        postil.send({
          kind: 'call',
          id: 1,
          name: 'project.apply',
          args: { label: 'late', edits: [{ kind: 'title', before: 'first', after: 'Held back' }] },
        });
      });
      postil.send({ kind: 'call', id: 0, name: 'app.info', args: {} });
    });
    await app.until(({ world }) => world.windows[0]?.title === 'first — Postil');
  }

  test('quitting waits for what the page held back', async () => {
    const project = await makeProject('first');
    const app = await start({ args: [project] });
    await holdBack(app);
    expect(await quit(app)).toBe(0);
    expect(await storedTitle(project)).toContain('Held back');
  });

  test('closing the window does too, and ends the app where windows are the app', async () => {
    const project = await makeProject('first');
    const app = await start({ args: [project] });
    await holdBack(app);
    await app.evaluate(({ world }) => world.windows[0]!.close());
    if (process.platform === 'darwin') await app.until(({ world }) => world.windows[0]?.isDestroyed());
    else await app.ended;
    expect(await storedTitle(project)).toContain('Held back');
  });

  test('opening another project from outside does too', async () => {
    const project = await makeProject('first');
    const other = await makeProject('other');
    const app = await start({ args: [project] });
    await holdBack(app);
    await app.evaluate(({ world }, path) => world.emitOnApp('open-file', [path]), other);
    await app.until(({ world }) => world.windows[0]?.title === 'other — Postil');
    expect(await storedTitle(project)).toContain('Held back');
  });

  test('a shutdown of the system is held until all is saved', async () => {
    const project = await makeProject('first');
    const app = await start({ args: [project] });
    await holdBack(app);
    const isHeld = await app.evaluate(({ world }) => {
      let isPrevented = false;
      world.powerMonitor.emit('shutdown', { preventDefault: () => (isPrevented = true) });
      return isPrevented;
    });
    expect(isHeld).toBe(true);
    expect(await app.ended).toBe(0);
    expect(await storedTitle(project)).toContain('Held back');
  });

  test('the project is free for the next one when it has ended', async () => {
    const project = await makeProject('first');
    const app = await start({ args: [project] });
    await app.until(({ world }) => world.windows[0]?.title === 'first — Postil');
    expect(await quit(app)).toBe(0);
    const again = await start({ args: [project] });
    const { client } = await again.openPage();
    await again.until(({ world }) => world.windows[0]?.title === 'first — Postil');
    expect((await client.call('project.current', {})).snapshot?.readOnly).toBeNull();
  });

  test('a page that does not answer holds the end up until the user leaves', async () => {
    const app = await startWithFirst();
    const { client } = await app.openPage();
    await client.call('app.info', {});
    await app.evaluate(({ world, app: electronApp }) => {
      world.windows[0]!.webContents.page!.deliver = () => undefined;
      electronApp.quit();
    });
    await app.until(({ world }) => world.questions.length === 1);
    expect(await app.evaluate(({ world }) => world.questions[0])).toMatchObject({
      message: 'Postil is still working.',
      buttons: ['Wait', 'Leave Now'],
      defaultId: 0,
      cancelId: 0,
    });
    expect(app.isEnded()).toBe(false);
    app.evaluate(({ world }) => world.answerNow(1)).catch(() => undefined);
    expect(await app.ended).toBe(0);
  });

  test('what the page held back and the disk does not take is told, and the user may stay', async () => {
    const project = await makeProject('first');
    const app = await start({ args: [project] });
    await holdBack(app);
    await app.evaluate(({ world, app: electronApp }) => {
      world.isDiskBroken = true;
      world.answers.messageBox.push(0);
      electronApp.quit();
    });
    await app.until(({ world }) => world.questions.length === 1);
    expect(await app.evaluate(({ world }) => world.questions[0])).toMatchObject({
      message: 'Not everything could be saved.',
      buttons: ['Stay in Postil', 'Leave'],
      defaultId: 0,
      cancelId: 0,
    });
    await expect.poll(() => app.evaluate(({ world }) => world.answers.messageBox.length)).toBe(0);
    expect(app.isEnded()).toBe(false);
    expect(await storedTitle(project)).not.toContain('Held back');
    // The disk is well again: the same change is saved, and now it may end.
    await app.evaluate(({ world }) => {
      world.isDiskBroken = false;
    });
    expect(await quit(app)).toBe(0);
    expect(await storedTitle(project)).toContain('Held back');
  });

  test('the window comes back where it was, on a display that is there', async () => {
    const one = { id: 1, workArea: { x: 0, y: 0, width: 1600, height: 1000 } };
    const two = { id: 2, workArea: { x: 1600, y: 0, width: 1920, height: 1080 } };
    const project = await makeProject('first');
    const bounds = (app: StandIn): Promise<unknown> =>
      app.evaluate(({ world }) => {
        const { x, y, width, height } = world.windows[0]!.options;
        return { x, y, width, height };
      });
    const first = await start({ args: [project], displays: [one, two] });
    await first.evaluate(({ world }) => {
      world.windows[0]!.setBounds({ x: 1700, y: 50, width: 1000, height: 700 });
      world.windows[0]!.maximize();
    });
    expect(await quit(first)).toBe(0);
    const second = await start({ args: [project], displays: [one, two] });
    expect(await bounds(second)).toEqual({ x: 1700, y: 50, width: 1000, height: 700 });
    expect(await second.evaluate(({ world }) => world.windows[0]!.isMaximized())).toBe(true);
    expect(await quit(second)).toBe(0);
    const third = await start({ args: [project], displays: [one] });
    expect(await bounds(third)).toEqual({ x: 300, y: 150, width: 1000, height: 700 });
  });
});

describe('the user’s keys', () => {
  async function keptWith(keyStore?: string): Promise<{ kept: string; file: string }> {
    const app = await start(keyStore === undefined ? {} : { keyStore });
    const { client } = await app.openPage();
    const { kept } = await client.call('identity.get', {});
    return { kept, file: await readFile(join(folder, 'home', 'identity.json'), 'utf8') };
  }

  test('are kept by the computer’s key store, and come back from it', async () => {
    const { kept, file } = await keptWith('gnome_libsecret');
    expect(kept).toBe('keyStore');
    expect(JSON.parse(file)).toEqual({ kind: 'sealed', sealed: expect.any(String) });
    expect(file).not.toContain('PRIVATE KEY');
    for (const app of running.splice(0)) await app.dispose();
    expect(await keptWith('gnome_libsecret')).toEqual({ kept, file });
  });

  test('are kept in a file, and said to be, where the key store hides nothing', async () => {
    const { kept, file } = await keptWith('basic_text');
    expect(kept).toBe('file');
    expect(JSON.parse(file)).toMatchObject({ kind: 'plain' });
    expect((await stat(join(folder, 'home', 'identity.json'))).mode & 0o077).toBe(0);
  });
});
