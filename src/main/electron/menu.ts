import type { MenuItemConstructorOptions } from 'electron';
import { SCREENS, type Screen, type ScreenEntry } from '../../contract/screens.ts';

/** Ids of the page's palette that the native menu asks for. */
type MenuCommand =
  | 'app.commandPalette'
  | 'project.new'
  | 'project.open'
  | 'project.close'
  | 'file.import'
  | 'file.export'
  | 'file.readAnnotations'
  | 'edit.undo'
  | 'edit.redo'
  | 'edit.find'
  | `view.${Screen}`
  | 'help.keys';

export interface MenuState {
  readonly platform: string;
  readonly isPackaged: boolean;
  readonly hasProject: boolean;
  readonly recentProjects: readonly { readonly folder: string; readonly title: string }[];
}

export interface MenuActions {
  command(command: MenuCommand): void;
  openRecent(folder: string): void;
}

type Item = MenuItemConstructorOptions;

const separator: Item = { type: 'separator' };

/** The whole menu, from what is so now. Pure: `Menu.buildFromTemplate` makes it real. */
export function menuTemplate(state: MenuState, actions: MenuActions): Item[] {
  const isMac = state.platform === 'darwin';

  function item(label: string, command: MenuCommand, accelerator?: string, isEnabled = true): Item {
    return {
      id: command,
      label,
      enabled: isEnabled,
      ...(accelerator === undefined ? {} : { accelerator }),
      click: () => actions.command(command),
    };
  }

  function projectItem(label: string, command: MenuCommand, accelerator?: string): Item {
    return item(label, command, accelerator, state.hasProject);
  }

  /**
   * The key is shown, and pressed it goes to the page alone: in a field that is being typed in it undoes typing, and
   * the native menu must not undo a change of the project on top.
   */
  function shownOnly(shown: Item): Item {
    return { ...shown, registerAccelerator: false };
  }

  const recent: Item = {
    label: 'Open Recent',
    enabled: state.recentProjects.length > 0,
    submenu: state.recentProjects.map(({ folder, title }) => ({
      // `&` marks an access key in native menus; doubled, it is itself.
      label: `${title} — ${folder}`.replaceAll('&', '&&'),
      click: () => actions.openRecent(folder),
    })),
  };

  const appMenu: Item = {
    label: 'Postil',
    submenu: [
      { role: 'about' },
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };

  const fileMenu: Item = {
    label: '&File',
    submenu: [
      item('New Project…', 'project.new', 'CmdOrCtrl+N'),
      item('Open Project…', 'project.open', 'CmdOrCtrl+O'),
      recent,
      projectItem('Close Project', 'project.close', 'CmdOrCtrl+Shift+W'),
      separator,
      projectItem('Import Documents…', 'file.import', 'CmdOrCtrl+I'),
      projectItem('Read Annotations…', 'file.readAnnotations'),
      projectItem('Export…', 'file.export', 'CmdOrCtrl+E'),
      separator,
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };

  const editMenu: Item = {
    label: '&Edit',
    submenu: [
      shownOnly(item('Undo', 'edit.undo', 'CmdOrCtrl+Z')),
      shownOnly(item('Redo', 'edit.redo', isMac ? 'Cmd+Shift+Z' : 'Ctrl+Y')),
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'pasteAndMatchStyle' },
      { role: 'delete' },
      { role: 'selectAll' },
      separator,
      projectItem('Find in Document…', 'edit.find', 'CmdOrCtrl+F'),
    ],
  };

  const viewMenu: Item = {
    label: '&View',
    submenu: [
      item('Command Palette…', 'app.commandPalette', 'CmdOrCtrl+K'),
      separator,
      ...SCREENS.map(({ id, label, keys, needsProject }) =>
        item(label, `view.${id}`, acceleratorOf(keys), state.hasProject || !needsProject),
      ),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...(state.isPackaged
        ? []
        : [separator, { role: 'reload' as const }, { role: 'toggleDevTools' as const }]),
    ],
  };

  const helpMenu: Item = {
    role: 'help',
    submenu: [
      item('Keyboard', 'help.keys', isMac ? 'Cmd+/' : 'F1'),
      ...(isMac ? [] : [separator, { role: 'about' as const }]),
    ],
  };

  return [...(isMac ? [appMenu] : []), fileMenu, editMenu, viewMenu, { role: 'windowMenu' }, helpMenu];
}

/** The first key with a modifier, as Electron writes it: the others would be taken from what is typed. */
function acceleratorOf(keys: ScreenEntry['keys']): string | undefined {
  const key = keys.find((candidate) => candidate.startsWith('mod+'));
  return key
    ?.split('+')
    .map((part) => (part === 'mod' ? 'CmdOrCtrl' : `${part[0]!.toUpperCase()}${part.slice(1)}`))
    .join('+');
}
