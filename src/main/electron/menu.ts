import type { MenuItemConstructorOptions } from 'electron';
import { SCREENS, type Screen, type ScreenEntry } from '../../contract/screens.ts';
import type { LabelledRole, ShellTexts } from './shell-texts.ts';

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
  readonly texts: ShellTexts;
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
  const { menu, roles, screen } = state.texts;

  function role(name: LabelledRole): Item {
    return roles ? { role: name, label: roles[name] } : { role: name };
  }

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
    label: menu.openRecent,
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
      role('about'),
      separator,
      role('services'),
      separator,
      role('hide'),
      role('hideOthers'),
      role('unhide'),
      separator,
      role('quit'),
    ],
  };

  const fileMenu: Item = {
    label: menu.file,
    submenu: [
      item(menu.newProject, 'project.new', 'CmdOrCtrl+N'),
      item(menu.openProject, 'project.open', 'CmdOrCtrl+O'),
      recent,
      projectItem(menu.closeProject, 'project.close', 'CmdOrCtrl+Shift+W'),
      separator,
      projectItem(menu.importDocuments, 'file.import', 'CmdOrCtrl+I'),
      projectItem(menu.readAnnotations, 'file.readAnnotations'),
      projectItem(menu.export, 'file.export', 'CmdOrCtrl+E'),
      separator,
      isMac ? role('close') : role('quit'),
    ],
  };

  const editMenu: Item = {
    label: menu.edit,
    submenu: [
      shownOnly(item(menu.undo, 'edit.undo', 'CmdOrCtrl+Z')),
      shownOnly(item(menu.redo, 'edit.redo', isMac ? 'Cmd+Shift+Z' : 'Ctrl+Y')),
      separator,
      role('cut'),
      role('copy'),
      role('paste'),
      role('pasteAndMatchStyle'),
      role('delete'),
      role('selectAll'),
      separator,
      projectItem(menu.find, 'edit.find', 'CmdOrCtrl+F'),
    ],
  };

  const viewMenu: Item = {
    label: menu.view,
    submenu: [
      item(menu.palette, 'app.commandPalette', 'CmdOrCtrl+K'),
      separator,
      ...SCREENS.map(({ id, keys, needsProject }) =>
        item(screen(id), `view.${id}`, acceleratorOf(keys), state.hasProject || !needsProject),
      ),
      separator,
      role('resetZoom'),
      role('zoomIn'),
      role('zoomOut'),
      separator,
      role('togglefullscreen'),
      ...(state.isPackaged
        ? []
        : [separator, { role: 'reload' as const }, { role: 'toggleDevTools' as const }]),
    ],
  };

  // Electron's own submenu is English whatever the language.
  const windowMenu: Item = {
    role: 'windowMenu',
    label: menu.window,
    submenu: [role('minimize'), role('zoom'), ...(isMac ? [separator, role('front')] : [role('close')])],
  };

  const helpMenu: Item = {
    role: 'help',
    label: menu.help,
    submenu: [
      item(menu.keyboard, 'help.keys', isMac ? 'Cmd+/' : 'F1'),
      ...(isMac ? [] : [separator, role('about')]),
    ],
  };

  return [...(isMac ? [appMenu] : []), fileMenu, editMenu, viewMenu, windowMenu, helpMenu];
}

/** The first key with a modifier, as Electron writes it: the others would be taken from what is typed. */
function acceleratorOf(keys: ScreenEntry['keys']): string | undefined {
  const key = keys.find((candidate) => candidate.startsWith('mod+'));
  return key
    ?.split('+')
    .map((part) => (part === 'mod' ? 'CmdOrCtrl' : `${part[0]!.toUpperCase()}${part.slice(1)}`))
    .join('+');
}
