import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { SCREENS } from '../../../src/contract/screens.ts';
import { menuTemplate, type MenuState } from '../../../src/main/electron/menu.ts';
import { shellTexts } from '../../../src/main/electron/shell-texts.ts';
import { COMMANDS } from '../../../src/renderer/app/commands.ts';

const state: MenuState = {
  platform: 'linux',
  texts: shellTexts('en'),
  isPackaged: true,
  hasProject: true,
  recentProjects: [],
};

function flatten(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
}

function menu(changes: Partial<MenuState> = {}, commands: string[] = []): MenuItemConstructorOptions[] {
  return flatten(
    menuTemplate(
      { ...state, ...changes },
      { command: (command) => commands.push(command), openRecent: (folder) => commands.push(folder) },
    ),
  );
}

describe.each(['linux', 'win32', 'darwin'])('the menu on %s', (platform) => {
  test('has the usual roles', () => {
    const roles = menu({ platform }).map(({ role }) => role);
    for (const role of [
      'cut',
      'copy',
      'paste',
      'selectAll',
      'resetZoom',
      'zoomIn',
      'zoomOut',
      'togglefullscreen',
      'windowMenu',
      'help',
      'about',
      'quit',
    ]) {
      expect(roles).toContain(role);
    }
    const ofMac = ['services', 'hide', 'hideOthers', 'unhide', 'close'] as const;
    expect(ofMac.every((role) => roles.includes(role))).toBe(platform === 'darwin');
  });

  test('gives no two items one key, and takes none that a role has', () => {
    // The keys of the roles above, as Electron gives them.
    const ofRoles = [
      'CmdOrCtrl+0',
      'CmdOrCtrl+Plus',
      'CmdOrCtrl+-',
      'CmdOrCtrl+X',
      'CmdOrCtrl+C',
      'CmdOrCtrl+V',
      'CmdOrCtrl+A',
      'CmdOrCtrl+Q',
      'CmdOrCtrl+W',
      'CmdOrCtrl+M',
    ];
    const keys = menu({ platform })
      .flatMap(({ accelerator }) => (accelerator ? [accelerator] : []))
      .map((key) => key.replace(/^(?:Cmd|Ctrl)\+/, 'CmdOrCtrl+'));
    const all = [...keys, ...ofRoles];
    expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([]);
  });
});

test('every item asks for a command that the page has', () => {
  const known = new Set(COMMANDS.map(({ id }) => id));
  const ids = menu().flatMap(({ id }) => (id === undefined ? [] : [id]));
  expect(ids.length).toBeGreaterThan(12);
  expect(ids.filter((id) => !known.has(id))).toEqual([]);
});

test('leads to every screen, in the order of the one list, and has those without a project from the start', () => {
  const views = (items: MenuItemConstructorOptions[]) =>
    items.filter(({ id }) => id?.startsWith('view.')).map(({ id, enabled }) => [id, enabled]);
  expect(views(menu())).toEqual(SCREENS.map(({ id }) => [`view.${id}`, true]));
  expect(views(menu({ hasProject: false }))).toEqual(
    SCREENS.map(({ id, needsProject }) => [`view.${id}`, !needsProject]),
  );
  const accelerators = new Map(menu().map(({ id, accelerator }) => [id, accelerator]));
  expect(accelerators.get('view.mentions')).toBe('CmdOrCtrl+6');
  expect(accelerators.get('view.search')).toBe('CmdOrCtrl+Shift+F');
  const labels = menu().map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(['Mentions', 'Search', 'Progress']));
});

test('shows the keys that the page listens to', () => {
  const differing = menu().flatMap(({ id, accelerator }) => {
    const keys = COMMANDS.find((command) => command.id === id)?.keys ?? [];
    const shown = accelerator?.toLowerCase().replace(/^(?:cmdorctrl|ctrl)\+/, 'mod+');
    return shown !== undefined && keys.some((key) => key.startsWith('mod+')) && !keys.includes(shown)
      ? [`${id}: ${shown} is not of ${keys.join(' ')}`]
      : [];
  });
  expect(differing).toEqual([]);
});

test('without a project only what needs none can be chosen', () => {
  const enabled = menu({ hasProject: false }).filter(({ id, enabled }) => id !== undefined && enabled);
  expect(enabled.map(({ id }) => id).sort()).toEqual(
    [
      'app.commandPalette',
      'edit.redo',
      'edit.undo',
      'help.keys',
      'project.new',
      'project.open',
      'view.start',
    ].sort(),
  );
});

test('undo and redo leave the key to the page', () => {
  for (const id of ['edit.undo', 'edit.redo']) {
    expect(menu().find((item) => item.id === id)).toMatchObject({ registerAccelerator: false });
  }
});

test('a packaged app has no developer tools in its menu', () => {
  const roles = (isPackaged: boolean): unknown[] => menu({ isPackaged }).map(({ role }) => role);
  expect(roles(true)).not.toContain('toggleDevTools');
  expect(roles(false)).toContain('toggleDevTools');
});

test('recent projects stand with their folder, and an & stays one', () => {
  const commands: string[] = [];
  const items = menu({ recentProjects: [{ folder: '/a/b', title: 'Mine & yours' }] }, commands);
  const recent = items.find(({ label }) => label === 'Mine && yours — /a/b');
  (recent!.click as () => void)();
  expect(commands).toEqual(['/a/b']);
});

describe.each(['linux', 'win32', 'darwin'])('in German on %s', (platform) => {
  const german = menu({ platform, texts: shellTexts('de') });
  const english = menu({ platform });

  test('the menu has the same items, keys and roles', () => {
    const shape = (items: MenuItemConstructorOptions[]) =>
      items.map(({ id, role, type, accelerator, enabled }) => ({ id, role, type, accelerator, enabled }));
    expect(shape(german)).toEqual(shape(english));
  });

  test('every label is German, of the roles too; no access key of the bar is twice', () => {
    const alike = german.flatMap(({ type, label }, i) => {
      const isSame = label === undefined || label === english[i]!.label;
      return type !== 'separator' && isSame ? [label] : [];
    });
    // Names that both languages have.
    expect(alike.filter((label) => !['Postil', 'Start', 'Memos', 'Team'].includes(label!))).toEqual([]);
    const keys = german.flatMap(({ label }) => /&(?=\w)(.)/.exec(label ?? '')?.[1] ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
