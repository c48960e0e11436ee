import type { CallName } from '../../../contract/calls.ts';
import type { Handlers } from '../../../contract/dispatcher.ts';
import { PostilError } from '../../../core/errors.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { StoreEnvironment } from '../store/environment.ts';
import { UPLOAD_LIMIT_BYTES, type Uploads } from '../uploads/uploads.ts';
import type { Audience } from './audience.ts';
import type { Desk } from './desk.ts';
import { createFolder, listFolder, listRoots } from './folder-listing.ts';
import type { PathAccess } from './path-access.ts';
import { mutable } from './project-session.ts';
import type { NativeDialogs, WorkbenchOptions } from './workbench-options.ts';

/** All that the handlers work with. */
export interface HandlerParts {
  readonly options: WorkbenchOptions;
  readonly environment: StoreEnvironment;
  readonly settings: SettingsStore;
  readonly access: PathAccess;
  readonly audience: Audience;
  readonly uploads: Uploads;
  readonly desk: Desk;
}

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function appHandlers(parts: HandlerParts): Part<'app' | 'settings' | 'view'> {
  const { options, settings, audience, desk } = parts;
  return {
    'app.info': (_args, { connection }) => ({
      version: options.version,
      connection,
      host: options.host,
      platform: options.platform,
      nativeDialogs: options.dialogs !== null,
      uploadLimitBytes: UPLOAD_LIMIT_BYTES,
    }),
    'settings.get': async () => {
      await settings.annotator();
      return settings.get();
    },
    'settings.update': async (changes) => {
      const after = await settings.update(changes);
      audience.emit('settings.didChange', { settings: after });
      const session = desk.current;
      if (session && after.annotator && !isSamePerson(session.annotator, after.annotator)) {
        session.annotator = after.annotator;
        // Another person may see other layers.
        await session.index.didChange([]);
        if (desk.current === session) desk.retell();
      }
      return after;
    },
    'view.get': () => desk.view().get(),
    'view.put': async ({ state }) => {
      await desk.view().put(state);
      return {};
    },
  };
}

export function fileHandlers(parts: HandlerParts): Part<'dialog' | 'folders' | 'upload'> {
  const { options, access, uploads } = parts;

  function dialogs(): NativeDialogs {
    if (options.dialogs) return options.dialogs;
    throw new PostilError('not-allowed', 'This host has no native dialogs; the page brings its own.');
  }

  return {
    'dialog.chooseFiles': async (args) => {
      const paths = await dialogs().chooseFiles(args);
      for (const path of paths) access.grant(path, 'read');
      return { paths: mutable(paths) };
    },
    'dialog.chooseFolder': async (args) => {
      const path = await dialogs().chooseFolder(args);
      if (path !== null) access.grant(path, 'write');
      return { path };
    },
    'dialog.saveFile': async (args) => {
      const path = await dialogs().saveFile(args);
      if (path !== null) access.grant(path, 'write');
      return { path };
    },
    'folders.list': async ({ path }) =>
      path === undefined ? listRoots(access) : listFolder(await access.check(path, 'read'), access),
    'folders.create': async ({ parent, name }) => ({
      path: await createFolder(await access.check(parent, 'write'), name),
    }),
    'upload.begin': async ({ name, bytes }, { connection }) => ({
      uploadId: await uploads.begin(connection, name, bytes),
    }),
    'upload.chunk': async ({ uploadId, base64 }, { connection }) => ({
      received: await uploads.append(connection, uploadId, base64),
    }),
  };
}

function isSamePerson(a: { id: string; name: string }, b: { id: string; name: string }): boolean {
  return a.id === b.id && a.name === b.name;
}
