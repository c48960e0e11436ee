/**
 * A stand-in for the `electron` module: enough of it to run the built main and preload in a plain Node process where
 * Electron's binary cannot be had. It is strict where Electron is: a window before `ready`, a preload that requires
 * anything but `electron`, a message that cannot be cloned and a page that is not served all throw. What it records and
 * lets a test do stands in `world`.
 */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  OpenDialogOptions,
  Rectangle,
  SaveDialogOptions,
} from 'electron';

type Listener = (...args: never[]) => unknown;
type Answer = (value: unknown) => void;

interface StandInEvent {
  defaultPrevented: boolean;
  preventDefault(): void;
}

function makeEvent<T extends object>(extra: T): StandInEvent & T {
  const event = {
    ...extra,
    defaultPrevented: false,
    preventDefault(): void {
      event.defaultPrevented = true;
    },
  };
  return event;
}

/** What a test scripts and reads. */
export const world = {
  /** Then no file can be opened: each asks in vain, with EIO. */
  isDiskBroken: false,
  isReady: false,
  schemes: [] as CustomScheme[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  windows: [] as BrowserWindow[],
  menu: [] as MenuItemConstructorOptions[],
  recentDocuments: [] as string[],
  openedExternally: [] as string[],
  errorBoxes: [] as { title: string; content: string }[],
  questions: [] as MessageBoxOptions[],
  fileDialogs: [] as (OpenDialogOptions | SaveDialogOptions)[],
  /** What the user will answer; a question without an answer stays open. */
  answers: {
    messageBox: [] as number[],
    open: [] as string[][],
    save: [] as string[],
  },
  /** Answers the message box that stands open. */
  answerNow: (_response: number): void => {
    throw new Error('No question stands open.');
  },
  sandboxEnabled: false,
  singleInstanceData: null as unknown,
  displays: [{ id: 1, workArea: { x: 0, y: 0, width: 1600, height: 1000 } }],
  permission: {
    request: null as null | ((contents: unknown, permission: string, answer: Answer) => void),
    check: null as null | ((contents: unknown, permission: string) => boolean),
    device: null as null | ((details: unknown) => boolean),
    displayMedia: null as null | ((request: unknown, answer: Answer) => void),
  },
  spellCheckerEnabled: true,
  beforeRequest: null as null | ((details: { url: string }, answer: Answer) => void),
  navigations: [] as string[],
  /** The session's events: `will-download`. */
  session: new EventEmitter(),
  powerMonitor: new EventEmitter(),
  app: null as unknown as App,
  ipcMain: new EventEmitter(),
  /** Asks a handler of `protocol.handle` for a URL, as Chromium would. */
  async fetch(
    url: string,
    method = 'GET',
  ): Promise<{ status: number; headers: Record<string, string>; body: string }> {
    const handler = world.handlers.get(new URL(url).protocol.slice(0, -1));
    if (!handler) throw new Error(`No handler for ${url}.`);
    // A `Request` of Node normalises the URL as Chromium does for a standard scheme only for schemes that it knows.
    const response = await handler({ method, url: new URL(url).href } as Request);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  },
  emitOnApp(name: string, extra: unknown[] = []): boolean {
    const event = makeEvent({});
    world.app.emit(name, event, ...extra);
    return event.defaultPrevented;
  },
};

function requireReady(what: string): void {
  if (!world.isReady) throw new Error(`Cannot use ${what} before app is ready`);
}

class App extends EventEmitter {
  isPackaged = false;
  #name = 'Electron';
  #paths = new Map<string, string>();
  #isQuitting = false;
  #ready: Promise<void>;
  #becomeReady!: () => void;

  constructor() {
    super();
    this.#ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
  }

  becomeReady(): void {
    world.isReady = true;
    this.#becomeReady();
    this.emit('ready', {});
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }
  isReady(): boolean {
    return world.isReady;
  }
  setName(name: string): void {
    this.#name = name;
  }
  getName(): string {
    return this.#name;
  }
  getVersion(): string {
    return '0.1.0';
  }
  getPreferredSystemLanguages(): string[] {
    return ['en-GB'];
  }
  getAppPath(): string {
    return process.env['STAND_IN_APP_PATH'] ?? process.cwd();
  }
  setPath(name: string, path: string): void {
    if (name === 'userData') this.#paths.set('sessionData', path);
    this.#paths.set(name, path);
  }
  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  requestSingleInstanceLock(data: unknown): boolean {
    world.singleInstanceData = structuredClone(data);
    return process.env['STAND_IN_IS_SECOND'] !== '1';
  }
  enableSandbox(): void {
    if (world.isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    world.sandboxEnabled = true;
  }
  addRecentDocument(path: string): void {
    world.recentDocuments.push(path);
  }
  quit(): void {
    const event = makeEvent({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#isQuitting = true;
    for (const window of BrowserWindow.getAllWindows()) {
      window.close();
      if (!window.isDestroyed()) {
        this.#isQuitting = false;
        return;
      }
    }
    this.#end(0);
  }
  exit(code = 0): void {
    this.#end(code);
  }
  onWindowDestroyed(): void {
    if (BrowserWindow.getAllWindows().length > 0 || this.#isQuitting) return;
    // Electron quits by itself only while nobody listens.
    if (this.listenerCount('window-all-closed') === 0) this.quit();
    else this.emit('window-all-closed');
  }
  #end(code: number): void {
    this.emit('will-quit', makeEvent({}));
    this.emit('quit', makeEvent({}), code);
    process.exitCode = code;
    process.send?.({ kind: 'quit', code }, () => process.exit(code));
  }
}

interface Frame {
  origin: string;
  url: string;
  parent: Frame | null;
  frameTreeNodeId: number;
}

let nextFrame = 1;

export class WebContents extends EventEmitter {
  readonly mainFrame: Frame = { origin: 'null', url: '', parent: null, frameTreeNodeId: nextFrame++ };
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null;
  page: Page | null = null;
  #isDestroyed = false;

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  send(channel: string, ...args: unknown[]): void {
    if (this.#isDestroyed) throw new Error('Object has been destroyed');
    const cloned = structuredClone(args);
    const { page } = this;
    setImmediate(() => page?.deliver(channel, cloned));
  }
  /** What happens when the page follows a link, itself or in a frame. True when it got there. */
  navigate(url: string, isMainFrame = true): boolean {
    const details = makeEvent({ url, isMainFrame, isSameDocument: false, frame: this.mainFrame });
    if (isMainFrame) this.emit('will-navigate', details, url);
    this.emit('will-frame-navigate', details);
    if (!details.defaultPrevented) world.navigations.push(url);
    return !details.defaultPrevented;
  }
  async load(url: string, preload: string | undefined): Promise<void> {
    const { status, body } = await world.fetch(url);
    if (status !== 200) throw new Error(`ERR_FAILED (${status}) loading '${url}'`);
    if (!/<script[^>]+src=/.test(body)) throw new Error(`The page at ${url} has no script.`);
    const { protocol, host } = new URL(url);
    this.mainFrame.origin = `${protocol}//${host}`;
    this.mainFrame.url = url;
    this.page = new Page(this, preload);
  }
  destroyNow(): void {
    this.#isDestroyed = true;
    this.page = null;
    this.emit('destroyed');
  }
}

/** The sandboxed preload in its isolated world, and the main world that sees only what the bridge exposes. */
export class Page {
  readonly exposed: Record<string, unknown> = {};
  readonly isolated: vm.Context;
  /** What `require` was asked for by the preload. */
  readonly required: string[] = [];
  readonly received: unknown[] = [];
  readonly #ipc = new EventEmitter();
  readonly #contents: WebContents;

  constructor(contents: WebContents, preload: string | undefined) {
    this.#contents = contents;
    this.isolated = vm.createContext({
      crypto,
      console,
      setTimeout,
      clearTimeout,
      queueMicrotask,
      Uint8Array,
    });
    if (preload !== undefined) this.#runPreload(preload);
  }

  deliver(channel: string, args: unknown[]): void {
    this.#ipc.emit(channel, { sender: this.#ipcRenderer(), ports: [] }, ...args);
  }

  /** A message as from `ipcRenderer.send` of a frame, which may be forged. */
  sendAs(frame: Frame | null, sender: unknown, channel: string, args: unknown[]): void {
    const cloned = structuredClone(args);
    setImmediate(() => world.ipcMain.emit(channel, { senderFrame: frame, sender, type: 'frame' }, ...cloned));
  }

  #ipcRenderer(): object {
    const ipc = this.#ipc;
    return {
      send: (channel: string, ...args: unknown[]) =>
        this.sendAs(this.#contents.mainFrame, this.#contents, channel, args),
      on: (channel: string, listener: Listener) => void ipc.on(channel, listener as never),
      removeListener: (channel: string, listener: Listener) =>
        void ipc.removeListener(channel, listener as never),
      invoke: () => Promise.reject(new Error('Postil sends; it never invokes.')),
    };
  }

  #runPreload(file: string): void {
    const module = {
      contextBridge: {
        exposeInMainWorld: (name: string, api: unknown) => {
          this.exposed[name] = bridge(api);
        },
      },
      ipcRenderer: this.#ipcRenderer(),
    };
    const sandboxRequire = (id: string): unknown => {
      this.required.push(id);
      if (id === 'electron') return module;
      throw new Error(`module not found: ${id}`);
    };
    const source = readFileSync(file, 'utf8');
    const run = vm.compileFunction(source, ['require', 'exports', 'module'], {
      filename: file,
      parsingContext: this.isolated,
    });
    const exports = {};
    run(sandboxRequire, exports, { exports });
  }
}

/** What `contextBridge` does: values are copied, functions become stand-ins whose arguments and results are copied. */
function bridge(value: unknown): unknown {
  if (typeof value === 'function') {
    return (...args: unknown[]) => bridge((value as (...all: unknown[]) => unknown)(...args.map(bridge)));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(bridge);
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new Error('An object could not be cloned.');
  }
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, bridge(part)])));
}

export class BrowserWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new WebContents();
  isShown = false;
  isFocusedNow = false;
  title = '';
  #bounds: Rectangle;
  #isMaximized = false;
  #isFullScreen = false;
  #isMinimized = false;
  #isDestroyed = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    requireReady('BrowserWindow');
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    world.windows.push(this);
    world.app.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return world.windows.filter((window) => !window.isDestroyed());
  }
  async loadURL(url: string): Promise<void> {
    await this.webContents.load(url, this.options.webPreferences?.preload);
    this.emit('ready-to-show');
  }
  close(): void {
    const event = makeEvent({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.webContents.destroyNow();
    this.emit('closed');
    world.app.onWindowDestroyed();
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  show(): void {
    this.isShown = true;
  }
  focus(): void {
    this.isFocusedNow = true;
  }
  minimize(): void {
    this.#isMinimized = true;
  }
  restore(): void {
    this.#isMinimized = false;
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  maximize(): void {
    this.#isMaximized = true;
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  setFullScreen(isFullScreen: boolean): void {
    this.#isFullScreen = isFullScreen;
  }
  isFullScreen(): boolean {
    return this.#isFullScreen;
  }
  getNormalBounds(): Rectangle {
    return this.#bounds;
  }
  setBounds(bounds: Rectangle): void {
    this.#bounds = bounds;
  }
  setTitle(title: string): void {
    this.title = title;
  }
  setRepresentedFilename(): void {}
}

function nextAnswer<T>(answers: T[]): Promise<T> {
  const answer = answers.shift();
  return answer === undefined ? new Promise(() => {}) : Promise.resolve(answer);
}

function optionsOf<T>(args: unknown[]): T {
  return args.at(-1) as T;
}

export const dialog = {
  async showMessageBox(...args: unknown[]) {
    world.questions.push(optionsOf(args));
    const scripted = world.answers.messageBox.shift();
    const response = scripted ?? (await new Promise<number>((resolve) => (world.answerNow = resolve)));
    return { response, checkboxChecked: false };
  },
  async showOpenDialog(...args: unknown[]) {
    world.fileDialogs.push(optionsOf(args));
    const filePaths = await nextAnswer(world.answers.open);
    return { canceled: filePaths.length === 0, filePaths };
  },
  async showSaveDialog(...args: unknown[]) {
    world.fileDialogs.push(optionsOf(args));
    const filePath = await nextAnswer(world.answers.save);
    return { canceled: filePath === '', filePath };
  },
  showErrorBox(title: string, content: string) {
    world.errorBoxes.push({ title, content });
    process.send?.({ kind: 'error-box', title, content });
  },
};

export const protocol = {
  registerSchemesAsPrivileged(schemes: CustomScheme[]) {
    if (world.isReady)
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    world.schemes.push(...schemes);
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>) {
    requireReady('protocol');
    world.handlers.set(scheme, handler);
  },
};

export const session = {
  get defaultSession() {
    requireReady('session');
    return {
      on: (name: string, listener: Listener) => world.session.on(name, listener as never),
      setPermissionRequestHandler(handler: typeof world.permission.request) {
        world.permission.request = handler;
      },
      setPermissionCheckHandler(handler: typeof world.permission.check) {
        world.permission.check = handler;
      },
      setDevicePermissionHandler(handler: typeof world.permission.device) {
        world.permission.device = handler;
      },
      setDisplayMediaRequestHandler(handler: typeof world.permission.displayMedia) {
        world.permission.displayMedia = handler;
      },
      setSpellCheckerEnabled(isEnabled: boolean) {
        world.spellCheckerEnabled = isEnabled;
      },
      webRequest: {
        onBeforeRequest(handler: typeof world.beforeRequest) {
          world.beforeRequest = handler;
        },
      },
    };
  },
};

export const shell = {
  async openExternal(url: string) {
    world.openedExternally.push(url);
  },
};

export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
  setApplicationMenu(template: MenuItemConstructorOptions[]) {
    requireReady('Menu');
    world.menu = template;
  },
};

function flip(text: string): string {
  return Array.from(text, (char) => String.fromCharCode(char.charCodeAt(0) ^ 1)).join('');
}

/** As on Linux: which key store there is, the environment says; by default the one that hides nothing. */
export const safeStorage = {
  isEncryptionAvailable(): boolean {
    requireReady('safeStorage');
    return true;
  },
  getSelectedStorageBackend: (): string => process.env['STAND_IN_KEY_STORE'] ?? 'basic_text',
  encryptString: (text: string): Buffer => Buffer.from(`v11${flip(text)}`),
  decryptString(sealed: Buffer): string {
    const text = sealed.toString();
    if (!text.startsWith('v11')) throw new Error('Error while decrypting the ciphertext provided.');
    return flip(text.slice(3));
  },
};

export const nativeTheme = { shouldUseDarkColors: false, themeSource: 'system' };

export const screen = {
  getPrimaryDisplay: () => {
    requireReady('screen');
    return world.displays[0];
  },
  getAllDisplays: () => world.displays,
};

export const app = new App();
world.app = app;
export const { ipcMain, powerMonitor } = world;

const displaysFile = process.env['STAND_IN_DISPLAYS'];
if (displaysFile !== undefined) world.displays = JSON.parse(displaysFile) as typeof world.displays;

/** The page's side, for the process that runs the test: what the page receives goes to it, what it sends comes from it. */
export function attachParent(): void {
  const contents = BrowserWindow.getAllWindows()[0]?.webContents;
  const postil = contents?.page?.exposed['postil'] as
    | { onMessage(listener: (message: unknown) => void): () => void }
    | undefined;
  if (!postil) throw new Error('The page has no bridge.');
  postil.onMessage((message) => process.send?.({ kind: 'page', message }));
}

/** As the page's own code would, through what the bridge exposes. */
export function sendFromPage(message: unknown): void {
  const contents = BrowserWindow.getAllWindows()[0]?.webContents;
  const postil = contents?.page?.exposed['postil'] as { send(message: unknown): void } | undefined;
  if (!postil) throw new Error('The page has no bridge.');
  postil.send(message);
}
