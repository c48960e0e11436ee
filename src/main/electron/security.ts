import { app, dialog, session, shell, type BrowserWindow, type WebContents } from 'electron';
import { HOST, SCHEME, START_URL } from './origin.ts';
import type { ShellTexts } from './shell-texts.ts';

/** What the page may load at all. Postil works offline: no request leaves this machine. */
const LOCAL_SCHEMES: readonly string[] = [`${SCHEME}:`, 'devtools:', 'data:', 'blob:'];

/** Refuses everything that the page has no use for, in every window and frame of the app. After `ready`. */
export function lockDown(ownerWindow: () => BrowserWindow | null, texts: () => ShellTexts): void {
  refusePermissions();
  refuseNetwork();
  const openLink = makeLinkOpener(ownerWindow, texts);
  app.on('web-contents-created', (_event, contents) => confine(contents, openLink));
}

function refusePermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  // Chromium fetches its dictionaries from the network, and what analysts type is nobody else's business.
  defaultSession.setSpellCheckerEnabled(false);
}

function refuseNetwork(): void {
  const { defaultSession } = session;
  defaultSession.webRequest.onBeforeRequest((details, answer) => {
    const scheme = URL.canParse(details.url) ? new URL(details.url).protocol : '';
    answer({ cancel: !LOCAL_SCHEMES.includes(scheme) });
  });
  defaultSession.on('will-download', (event) => event.preventDefault());
}

function confine(contents: WebContents, openLink: (url: string) => void): void {
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (details) => {
    // Reloading the page itself is the one navigation there is.
    if (details.isMainFrame && details.url === START_URL) return;
    details.preventDefault();
    if (details.isMainFrame) openLink(details.url);
  });
  contents.on('will-redirect', (details) => details.preventDefault());
  contents.setWindowOpenHandler((details) => {
    openLink(details.url);
    return { action: 'deny' };
  });
}

/**
 * A link leads out of Postil only over https, only into the user's own browser, and only after the user was shown
 * where to. One question at a time, so that a hostile page cannot bury the user in them.
 */
function makeLinkOpener(
  ownerWindow: () => BrowserWindow | null,
  texts: () => ShellTexts,
): (url: string) => void {
  let isAsking = false;

  async function ask(url: URL): Promise<void> {
    const { message, answers } = texts().link;
    const question = {
      type: 'question' as const,
      message: message.replace('{{host}}', () => url.hostname),
      detail: url.href.length > 500 ? `${url.href.slice(0, 500)}…` : url.href,
      buttons: [...answers],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    };
    const owner = ownerWindow();
    const { response } = owner
      ? await dialog.showMessageBox(owner, question)
      : await dialog.showMessageBox(question);
    if (response === 1) await shell.openExternal(url.href);
  }

  return (raw) => {
    const url = parseLink(raw);
    if (!url || isAsking) return;
    isAsking = true;
    void ask(url)
      .catch((error: unknown) => console.error('A link could not be opened.', error))
      .finally(() => {
        isAsking = false;
      });
  };
}

/** The URL when it may be offered to the user: https, with a host, without a user name or password in it. */
function parseLink(raw: string): URL | null {
  if (raw.length > 2000 || !URL.canParse(raw)) return null;
  const url = new URL(raw);
  const isPlain = url.protocol === 'https:' && url.hostname !== '' && url.hostname !== HOST;
  return isPlain && url.username === '' && url.password === '' ? url : null;
}
