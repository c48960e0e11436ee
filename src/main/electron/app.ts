import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, powerMonitor } from 'electron';
import { z } from 'zod';
import { languageFor } from '../../contract/language.ts';
import { makeFaultLog } from '../services/settings/fault-log.ts';
import { userFolders } from '../services/settings/user-folders.ts';
import { openDesktop, type Desktop } from './desktop.ts';
import { folderFromArguments, projectFolder } from './open-request.ts';
import { registerScheme } from './protocol.ts';
import { showFault } from './questions.ts';
import { shellTexts } from './shell-texts.ts';

/** Where the parts of the built app are; all absolute. */
export interface DesktopPlaces {
  readonly rendererFolder: string;
  readonly preloadFile: string;
  /** The sample project that is shipped with Postil. */
  readonly sampleFolder: string;
}

/** What a second instance hands over to the first; Chromium reorders its command line, so it goes as data. */
const secondInstanceSchema = z.object({
  argv: z.array(z.string().max(32_768)).max(1000),
  workingFolder: z.string().max(32_768),
});

/** Electron's whole life cycle. Called once, at the top of the entry, before `ready`. */
export function startDesktop(places: DesktopPlaces): void {
  const folders = userFolders();
  // Chromium's own files stay out of the folder where settings and backups are.
  const chromiumFolder = join(folders.userData, 'chromium');
  mkdirSync(chromiumFolder, { recursive: true });
  app.setName('Postil');
  app.setPath('userData', chromiumFolder);

  const own = { argv: process.argv, workingFolder: process.cwd() };
  if (!app.requestSingleInstanceLock(own)) {
    app.quit();
    return;
  }

  const onFault = makeFaultLog(join(folders.userData, 'logs', 'postil.log'));
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
  registerScheme();
  app.enableSandbox();

  let desktop: Desktop | null = null;
  let waitingFolder = folderFromArguments(own.argv, own.workingFolder, app.getAppPath());
  let quitting: 'no' | 'asked' | 'ready' = 'no';

  function openOrKeep(folder: string | null): void {
    if (!desktop) {
      waitingFolder = folder ?? waitingFolder;
      return;
    }
    desktop.showWindow().catch(onFault);
    if (folder !== null) desktop.openFolder(folder).catch(onFault);
  }

  app.on('second-instance', (_event, _argv, _workingDirectory, data) => {
    const other = secondInstanceSchema.safeParse(data);
    openOrKeep(
      other.success ? folderFromArguments(other.data.argv, other.data.workingFolder, app.getAppPath()) : null,
    );
  });
  // macOS: a folder or a project.json dropped on the icon or opened with Postil; it can come before `ready`.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openOrKeep(projectFolder(path));
  });
  app.on('activate', () => openOrKeep(null));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  // Nothing ends before all work is on disk, or the user was told what is not and chose to leave it.
  app.on('before-quit', (event) => {
    if (quitting === 'ready' || !desktop) return;
    event.preventDefault();
    if (quitting === 'asked') return;
    quitting = 'asked';
    desktop
      .close()
      .catch((error: unknown) => {
        onFault(error);
        return true;
      })
      .then((mayQuit) => {
        quitting = mayQuit ? 'ready' : 'no';
        if (mayQuit) app.quit();
      })
      .catch(onFault);
  });

  app
    .whenReady()
    .then(async () => {
      // @ts-expect-error Electron's types leave out the event that the handler gets, which delays the shutdown.
      powerMonitor.on('shutdown', (event: { preventDefault(): void }) => {
        if (quitting !== 'ready') event.preventDefault();
        app.quit();
      });
      desktop = await openDesktop(places, folders, onFault);
      await desktop.begin(waitingFolder);
    })
    .catch(async (error: unknown) => {
      onFault(error);
      await onFault.settled();
      showFault(shellTexts(languageFor('system', app.getPreferredSystemLanguages())), error);
      app.exit(1);
    });
}
