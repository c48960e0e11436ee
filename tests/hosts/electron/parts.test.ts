import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findElectronBinary, tryDownload, whyNoWindow } from '../../../scripts/electron-binary.mjs';
import { FUSES, setFuses } from '../../../scripts/package-fuses.mjs';
import { folderFromArguments, projectFolder } from '../../../src/main/electron/open-request.ts';
import { waitOrAsk } from '../../../src/main/electron/patience.ts';

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'postil-parts-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('which project a command line means', () => {
  test('a folder, a project.json, relative to where it was typed; never a switch or the app itself', () => {
    mkdirSync(join(folder, 'one'));
    mkdirSync(join(folder, 'two'));
    mkdirSync(join(folder, 'app', 'out', 'main'), { recursive: true });
    writeFileSync(join(folder, 'two', 'project.json'), '{}');
    writeFileSync(join(folder, 'text.txt'), 'x');
    const app = join(folder, 'app');
    const meant = (...argv: string[]): string | null =>
      folderFromArguments(['electron', ...argv], folder, app);
    expect(meant()).toBeNull();
    expect(meant(app)).toBeNull();
    expect(meant('app/out/main')).toBeNull();
    expect(meant('--inspect=0', app, '--no-sandbox')).toBeNull();
    expect(meant(app, 'one')).toBe(join(folder, 'one'));
    expect(meant(app, join(folder, 'two', 'project.json'))).toBe(join(folder, 'two'));
    expect(meant(app, 'one', '--flag', 'two')).toBe(join(folder, 'two'));
    expect(meant(app, 'none', 'text.txt', '')).toBeNull();
    expect(projectFolder(join(folder, 'text.txt'))).toBeNull();
  });
});

describe('waiting for work', () => {
  test('asks nothing when the work is done in time', async () => {
    await expect(
      waitOrAsk(Promise.resolve(), 60_000, () => Promise.reject(new Error('asked'))),
    ).resolves.toBe('done');
  });

  test('asks until the user leaves', async () => {
    let asked = 0;
    const never = new Promise<void>(() => {});
    await expect(waitOrAsk(never, 1, () => Promise.resolve(++asked < 3))).resolves.toBe('left');
    expect(asked).toBe(3);
  });

  test('work that ends while the question stands needs no answer', async () => {
    let finish = (): void => undefined;
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const result = waitOrAsk(work, 1, () => {
      finish();
      return new Promise(() => {});
    });
    await expect(result).resolves.toBe('done');
  });

  test('its failure is thrown', async () => {
    await expect(
      waitOrAsk(Promise.reject(new Error('disk full')), 60_000, () => Promise.resolve(true)),
    ).rejects.toThrow('disk full');
  });
});

describe('Electron’s program', () => {
  function makePackage(name: string, hasProgram: boolean): string {
    const packageFolder = join(folder, name);
    mkdirSync(join(packageFolder, 'dist'), { recursive: true });
    writeFileSync(join(packageFolder, 'path.txt'), 'electron');
    if (hasProgram) writeFileSync(join(packageFolder, 'dist', 'electron'), '');
    return packageFolder;
  }

  test('is found where it was unpacked, and only if it is there', () => {
    const whole = makePackage('whole', true);
    expect(findElectronBinary({ packageFolder: whole, environment: {} })).toBe(
      join(whole, 'dist', 'electron'),
    );
    const half = makePackage('half', false);
    expect(findElectronBinary({ packageFolder: half, environment: {} })).toBeNull();
    expect(findElectronBinary({ packageFolder: join(folder, 'none'), environment: {} })).toBeNull();
  });

  test('is found where the environment says it is', () => {
    const whole = makePackage('own', true);
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: join(whole, 'dist') };
    expect(findElectronBinary({ packageFolder: whole, environment })).toBe(join(whole, 'dist', 'electron'));
    expect(
      findElectronBinary({ packageFolder: whole, environment: { ELECTRON_OVERRIDE_DIST_PATH: folder } }),
    ).toBeNull();
  });

  test('is not fetched when that is refused, fails or hangs; each says why', async () => {
    expect(await tryDownload({ environment: { ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } })).toEqual({
      binary: null,
      reason: 'ELECTRON_SKIP_BINARY_DOWNLOAD is set',
    });
    expect(await tryDownload({ environment: {}, installer: join(folder, 'none.js') })).toMatchObject({
      binary: null,
    });
    const failing = join(folder, 'failing.cjs');
    writeFileSync(
      failing,
      `console.error('RequestError: getaddrinfo ENOTFOUND x\\n    at y'); process.exit(1);`,
    );
    expect(await tryDownload({ environment: {}, installer: failing })).toEqual({
      binary: null,
      reason: 'RequestError: getaddrinfo ENOTFOUND x',
    });
    const hanging = join(folder, 'hanging.cjs');
    writeFileSync(hanging, 'setInterval(() => {}, 1000);');
    expect(await tryDownload({ environment: {}, installer: hanging, timeoutMs: 100 })).toMatchObject({
      binary: null,
      reason: expect.stringContaining('did not end'),
    });
  });

  test('needs a display on Linux', () => {
    expect(whyNoWindow('linux', {})).toContain('display');
    expect(whyNoWindow('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeNull();
    expect(whyNoWindow('darwin', {})).toBeNull();
  });
});

describe('the fuses', () => {
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  const program = (wire: string, version = 1): Buffer =>
    Buffer.concat([
      Buffer.from(`machine code ${sentinel}`),
      Buffer.from([version, wire.length]),
      Buffer.from(`${wire} more code`),
    ]);

  test('are burnt into the wire, and nothing else is touched', () => {
    expect(setFuses(program('101100r1')).toString()).toBe(program('010011r0').toString());
    const universal = Buffer.concat([program('10110001'), program('10110001')]);
    const burnt = Buffer.concat([program('01001100'), program('01001100')]);
    expect(setFuses(universal).toString()).toBe(burnt.toString());
    expect(Object.values(FUSES)).toHaveLength(7);
  });

  test('are refused where the wire is missing, too short, of another version or has a fuse removed', () => {
    expect(() => setFuses(Buffer.from('no program'))).toThrow('no Electron program');
    expect(() => setFuses(program('1011'))).toThrow('no fuse');
    expect(() => setFuses(program('10110001', 2))).toThrow('version 2');
    expect(() => setFuses(program('r0110001'))).toThrow('runAsNode');
  });
});
