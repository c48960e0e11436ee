import { join } from 'node:path';
import { app, ipcMain, Menu, nativeTheme, safeStorage, type BrowserWindow } from 'electron';
import type { ProjectSnapshot, Settings } from '../../contract/calls.ts';
import type { Connection } from '../../contract/dispatcher.ts';
import { languageFor } from '../../contract/language.ts';
import type { UserFolders } from '../services/settings/user-folders.ts';
import { createWorkbench } from '../services/workbench/create-workbench.ts';
import type { DesktopPlaces } from './app.ts';
import { makeDialogs } from './dialogs.ts';
import { listenToPages, type PageTransport } from './ipc-transport.ts';
import { menuTemplate } from './menu.ts';
import { PATIENCE_MS, waitOrAsk } from './patience.ts';
import { servePage } from './protocol.ts';
import { askToLeaveUnsaved, askToReload, askToWait, sayProblem } from './questions.ts';
import { makeSecretBox } from './secret-box.ts';
import { lockDown } from './security.ts';
import { shellTexts, type ShellTexts } from './shell-texts.ts';
import { connectShell } from './shell-client.ts';
import { bringToFront, loadPage, makeWindow, rememberWindow } from './window.ts';

/** The running app: the services, the window over them, the menu. */
export interface Desktop {
  /** The first window, with the project that was asked for; at the very first start, with the sample project. */
  begin(folder: string | null): Promise<void>;
  /** The window, in front; made anew when it was closed. */
  showWindow(): Promise<void>;
  /** A project that the user asked for from outside the page. What keeps it from opening is told to the user. */
  openFolder(folder: string): Promise<void>;
  /** Saves everything. False when something could not be saved and the user wants to stay. */
  close(): Promise<boolean>;
}

/** After `ready`. @throws when the page is not built. */
export async function openDesktop(
  places: DesktopPlaces,
  folders: UserFolders,
  onFault: (fault: unknown) => void,
): Promise<Desktop> {
  const windowStateFile = join(folders.userData, 'window.json');
  let window: BrowserWindow | null = null;
  let page: { readonly transport: PageTransport; readonly connection: Connection } | null = null;
  let project: { readonly folder: string; readonly title: string } | null = null;
  let settings: Settings | null = null;
  let isClosed = false;

  const ownerWindow = (): BrowserWindow | null => (window && !window.isDestroyed() ? window : null);
  /** In the language of the interface; the system's until the settings are known. */
  const texts = (): ShellTexts =>
    shellTexts(languageFor(settings?.language ?? 'system', app.getPreferredSystemLanguages()));
  lockDown(ownerWindow, texts);
  await servePage(places.rendererFolder);

  const secretBox = makeSecretBox(safeStorage, process.platform);
  const workbench = createWorkbench({
    host: 'electron',
    version: app.getVersion(),
    platform: process.platform,
    userDataFolder: folders.userData,
    cacheFolder: folders.cache,
    sampleFolder: places.sampleFolder,
    dialogs: makeDialogs(ownerWindow, texts),
    allowedRoots: null,
    ...(secretBox && { secretBox }),
    onFault,
  });

  const shell = connectShell((transport) => workbench.connect(transport));
  shell.on('project.didOpen', ({ snapshot }) => showProject(snapshot));
  shell.on('project.didChange', ({ edits }) => {
    for (const edit of edits)
      if (edit.kind === 'title' && project) project = { ...project, title: edit.after };
    showTitle();
  });
  shell.on('settings.didChange', (change) => showSettings(change.settings));
  // The page tells its user; while there is none, the shell does.
  shell.on('project.problem', ({ message }) => {
    if (!page) sayProblem(ownerWindow(), texts(), message).catch(onFault);
  });
  showMenu();
  // Settings that cannot be read cost the theme and the recent projects, not the start.
  await shell.call('settings.get', {}).then(showSettings, onFault);

  function showSettings(changed: Settings): void {
    settings = changed;
    // Windows know light and dark; sepia is a light one.
    const theme = changed.theme === 'sepia' ? 'light' : changed.theme;
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
    showMenu();
  }

  function showProject(snapshot: ProjectSnapshot | null): void {
    project = snapshot && { folder: snapshot.folder, title: snapshot.project.title };
    if (snapshot) app.addRecentDocument(snapshot.folder);
    showTitle();
    showMenu();
  }

  function showTitle(): void {
    const owner = ownerWindow();
    owner?.setTitle(project ? `${project.title} — Postil` : 'Postil');
    if (process.platform === 'darwin') owner?.setRepresentedFilename(project?.folder ?? '');
  }

  function showMenu(): void {
    const template = menuTemplate(
      {
        platform: process.platform,
        texts: texts(),
        isPackaged: app.isPackaged,
        hasProject: project !== null,
        recentProjects: settings?.recentProjects ?? [],
      },
      {
        command: (command) => {
          showWindow()
            .then(() => workbench.emitCommand(command))
            .catch(onFault);
        },
        openRecent: (folder) => {
          openFolder(folder).catch(onFault);
        },
      },
    );
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  /**
   * Lets the page send what it holds back, and waits until everything it asked for is answered. False when something
   * could not be saved and the user wants to stay.
   */
  async function settlePage(): Promise<boolean> {
    if (!page) return true;
    page.connection.emit('app.willLeave', {});
    try {
      await waitOrAsk(page.transport.settle(), PATIENCE_MS, () => askToWait(ownerWindow(), texts()));
      return true;
    } catch (error) {
      return askToLeaveUnsaved(ownerWindow(), texts(), error);
    }
  }

  async function showWindow(): Promise<void> {
    const existing = ownerWindow();
    if (existing) {
      bringToFront(existing);
      return;
    }
    const made = makeWindow(places.preloadFile, windowStateFile);
    window = made;
    const stopListening = listenToPages(ipcMain, made.webContents, {
      onPage(transport) {
        const connected = { transport, connection: workbench.connect(transport) };
        page = connected;
        transport.onClose(() => {
          if (page === connected) page = null;
        });
      },
      onDropped: (reason) => onFault(new Error(`A message was dropped: it came from ${reason}.`)),
    });
    // The page's own <title> would name no project.
    made.on('page-title-updated', (event) => event.preventDefault());
    made.on('close', (event) => {
      event.preventDefault();
      closeWindow(made).catch(onFault);
    });
    made.on('closed', stopListening);
    // Windows ends the session: hold it for as long as saving takes.
    made.on('query-session-end', (event) => {
      event.preventDefault();
      app.quit();
    });
    made.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit' || isClosed) return;
      onFault(new Error(`The page's process is gone: ${details.reason} (${details.exitCode}).`));
      revive(made, details.reason).catch(onFault);
    });
    showTitle();
    await loadPage(made);
  }

  async function revive(broken: BrowserWindow, reason: string): Promise<void> {
    if (await askToReload(broken, texts(), reason)) await loadPage(broken);
    else app.quit();
  }

  let closing: Promise<void> | null = null;

  /** Only when the page has nothing left to save is the window destroyed; until then it stays and says so. */
  function closeWindow(closed: BrowserWindow): Promise<void> {
    closing ??= settlePage()
      .then((mayLeave) => {
        if (mayLeave) removeWindow(closed);
      })
      .finally(() => {
        closing = null;
      });
    return closing;
  }

  function removeWindow(removed: BrowserWindow): void {
    if (removed.isDestroyed()) return;
    try {
      rememberWindow(removed, windowStateFile);
    } catch (error) {
      onFault(error); // The next start puts the window in the middle; nobody's work hangs on it.
    }
    removed.destroy();
  }

  async function openFolder(folder: string): Promise<void> {
    if (await settlePage()) await workbench.openFolder(folder);
  }

  async function begin(folder: string | null): Promise<void> {
    // The page loads while the project opens.
    const shown = showWindow();
    if (folder !== null) await openFolder(folder);
    else await workbench.openAtFirstStart();
    await shown;
  }

  async function close(): Promise<boolean> {
    if (!(await settlePage())) return false;
    try {
      await workbench.close();
    } catch (error) {
      onFault(error);
      if (!(await askToLeaveUnsaved(ownerWindow(), texts(), error))) {
        await showWindow();
        return false;
      }
    }
    isClosed = true;
    const owner = ownerWindow();
    if (owner) removeWindow(owner);
    return true;
  }

  return { begin, showWindow, openFolder, close };
}
