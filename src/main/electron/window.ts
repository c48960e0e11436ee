import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { START_URL } from './origin.ts';
import { loadWindowState, placeWindow, saveWindowState, SMALLEST } from './window-state.ts';

/** The one window, hidden until its first frame is painted, where it was the last time. Loading has not begun. */
export function makeWindow(preloadFile: string, stateFile: string): BrowserWindow {
  const state = loadWindowState(stateFile);
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const bounds = placeWindow(
    state?.bounds ?? null,
    [primary, ...others].map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: Math.min(SMALLEST.width, bounds.width),
    minHeight: Math.min(SMALLEST.height, bounds.height),
    show: false,
    title: 'Postil',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1b1d' : '#ffffff',
    webPreferences: {
      preload: preloadFile,
      // Most of these are the defaults. They are said, and tested, because everything else rests on them.
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => {
    if (state?.isMaximized) window.maximize();
    if (state?.isFullScreen) window.setFullScreen(true);
    window.show();
  });
  return window;
}

export function loadPage(window: BrowserWindow): Promise<void> {
  return window.loadURL(START_URL);
}

export function rememberWindow(window: BrowserWindow, stateFile: string): void {
  saveWindowState(stateFile, {
    bounds: window.getNormalBounds(),
    isMaximized: window.isMaximized(),
    isFullScreen: window.isFullScreen(),
  });
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
