import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'vite';
import { buildIfNeeded } from '../../../../scripts/build-if-needed.mjs';
import { connect, type Client } from '../../../../src/contract/client.ts';
import type { Transport } from '../../../../src/contract/envelope.ts';

type StandInModule = typeof import('./electron.ts');

/** Not a measure: only how long a test that hangs takes to say so. */
const PATIENCE_MS = 20_000;

const root = join(import.meta.dirname, '../../../..');

export interface BuiltStandIn {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Builds the app if it is not of today's sources, and the stand-in into a temporary folder. */
export async function buildStandIn(): Promise<BuiltStandIn> {
  if (!(await buildIfNeeded())) throw new Error('Postil could not be built; what went wrong stands above.');
  const folder = await mkdtemp(join(tmpdir(), 'postil-stand-in-'));
  await copyApp(join(folder, 'app'));
  for (const name of ['electron', 'child']) {
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: join(import.meta.dirname, `${name}.ts`),
        outDir: folder,
        emptyOutDir: false,
        target: 'node20',
        rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
      },
    });
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A copy of the built app where it runs as from a clone: a build that begins meanwhile cannot change it. */
async function copyApp(to: string): Promise<void> {
  for (const name of ['main', 'preload', 'renderer']) {
    await cp(join(root, 'out', name), join(to, 'out', name), { recursive: true });
  }
  await cp(join(root, 'package.json'), join(to, 'package.json'));
  for (const name of ['node_modules', 'corpus']) {
    await symlink(join(root, name), join(to, name), 'junction');
  }
}

export interface StandInOptions {
  /** Postil's own folder for settings; a fresh one is made and removed without it. */
  readonly home?: string;
  /** What follows the program's and the app's path on the command line. */
  readonly args?: readonly string[];
  readonly isSecond?: boolean;
  /** As Electron names it; the one that hides nothing without it. */
  readonly keyStore?: string;
  /** A folder with `out/` to run; a copy of this checkout's without it. */
  readonly app?: string;
  readonly displays?: readonly {
    readonly id: number;
    readonly workArea: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };
  }[];
}

/** The built app in its own process over the stand-in. */
export interface StandIn {
  readonly home: string;
  /** Runs a function in the app's process, with the stand-in and an argument; it sees nothing of the test's scope. */
  evaluate<Value, Arg = undefined>(
    run: (electron: StandInModule, arg: Arg) => Value | Promise<Value>,
    arg?: Arg,
  ): Promise<Value>;
  /** Waits until it is so. */
  until<Arg = undefined>(run: (electron: StandInModule, arg: Arg) => unknown, arg?: Arg): Promise<void>;
  /** Speaks as the page that is loaded now, through the built preload. */
  openPage(): Promise<{ readonly transport: Transport; readonly client: Client }>;
  /** Settles with the exit code when the app has ended by itself. */
  readonly ended: Promise<number>;
  readonly isEnded: () => boolean;
  /** Error boxes, which outlive the process. */
  readonly errorBoxes: readonly string[];
  /** What it wrote on stderr. */
  stderr(): string;
  /** Ends it if it has not ended, and removes the home if it was made here. */
  dispose(): Promise<void>;
}

type FromChild =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: string }
  | { readonly kind: 'page'; readonly message: unknown }
  | { readonly kind: 'error-box'; readonly title: string; readonly content: string }
  | { readonly kind: 'quit'; readonly code: number };

/** Starts it; resolves when the first page is loaded, or when the app has ended before that. */
export async function startStandIn(built: BuiltStandIn, options: StandInOptions = {}): Promise<StandIn> {
  const ownHome = options.home === undefined ? await mkdtemp(join(tmpdir(), 'postil-home-')) : null;
  const home = options.home ?? ownHome!;
  const app = options.app ?? join(built.folder, 'app');
  const child = fork(join(built.folder, 'child.mjs'), [app, ...(options.args ?? [])], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: {
      ...process.env,
      POSTIL_HOME: home,
      STAND_IN_MODULE: join(built.folder, 'electron.mjs'),
      STAND_IN_MAIN: join(app, 'out/main/index.js'),
      STAND_IN_APP_PATH: app,
      STAND_IN_IS_SECOND: options.isSecond ? '1' : '0',
      ...(options.keyStore === undefined ? {} : { STAND_IN_KEY_STORE: options.keyStore }),
      ...(options.displays ? { STAND_IN_DISPLAYS: JSON.stringify(options.displays) } : {}),
    },
  });
  const standIn = attach(child, home, ownHome);
  await standIn
    .until(({ world }) => world.windows.length > 0 && world.windows[0]!.webContents.page !== null)
    .catch(async (error: unknown) => {
      if (!standIn.isEnded()) throw error;
    });
  return standIn;
}

function attach(child: ChildProcess, home: string, ownHome: string | null): StandIn {
  const answers = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  const pageListeners = new Set<(message: unknown) => void>();
  const closeListeners = new Set<() => void>();
  const errorBoxes: string[] = [];
  let nextId = 0;
  let errors = '';
  let exitCode: number | null = null;
  child.stderr!.on('data', (piece) => (errors += String(piece)));
  child.stdout!.on('data', (piece) => (errors += String(piece)));

  child.on('message', (message: FromChild) => {
    if (message.kind === 'page') for (const listener of pageListeners) listener(message.message);
    if (message.kind === 'error-box') errorBoxes.push(`${message.title} ${message.content}`);
    if (message.kind !== 'answer') return;
    const waiting = answers.get(message.id);
    answers.delete(message.id);
    if (message.error === undefined) waiting?.resolve(message.value as never);
    else waiting?.reject(new Error(message.error));
  });

  const ended = once(child, 'exit').then(([code]) => {
    exitCode = (code as number | null) ?? -1;
    for (const { reject } of answers.values()) reject(new Error(`The app has ended.\n${errors}`));
    answers.clear();
    for (const listener of closeListeners) listener();
    return exitCode;
  });

  const standIn: StandIn = {
    home,
    ended,
    errorBoxes,
    isEnded: () => exitCode !== null,
    stderr: () => errors,
    evaluate(run, ...args) {
      return new Promise((resolve, reject) => {
        // An app that ends by itself may shut its channel before its exit is told, or in the midst of a message.
        const rejectAtEnd = (): void =>
          void ended.then(() => reject(new Error(`The app has ended.\n${errors}`)));
        if (!child.connected || exitCode !== null) {
          rejectAtEnd();
          return;
        }
        const id = nextId++;
        answers.set(id, { resolve, reject });
        child.send({ id, source: run.toString(), arg: args[0] }, (error) => {
          if (error) rejectAtEnd();
        });
      });
    },
    async until(run, ...args) {
      const deadline = Date.now() + PATIENCE_MS;
      while (!(await standIn.evaluate(run as never, ...args))) {
        if (Date.now() > deadline) throw new Error(`It never was so: ${run.toString()}\n${errors}`);
        await wait(10);
      }
    },
    async openPage() {
      await standIn.evaluate((electron) => electron.attachParent());
      const transport: Transport = {
        send: (message) => {
          standIn
            .evaluate((electron, sent) => electron.sendFromPage(sent), message)
            .catch((error: unknown) => console.error(error));
        },
        onMessage(listener) {
          pageListeners.add(listener);
          return () => pageListeners.delete(listener);
        },
        onClose(listener) {
          closeListeners.add(listener);
          return () => closeListeners.delete(listener);
        },
        close: () => pageListeners.clear(),
      };
      return { transport, client: connect(transport, { checkValues: true }) };
    },
    async dispose() {
      if (exitCode === null) {
        child.kill('SIGKILL');
        await ended;
      }
      if (ownHome !== null) await rm(ownHome, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return standIn;
}
