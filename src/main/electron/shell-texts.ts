import type { Language } from '../../contract/language.ts';
import { SCREENS, type Screen } from '../../contract/screens.ts';

/** What the native menu and the native dialogs say. `&` marks an access key. */
export interface ShellTexts {
  readonly menu: {
    readonly file: string;
    readonly edit: string;
    readonly view: string;
    readonly window: string;
    readonly help: string;
    readonly newProject: string;
    readonly openProject: string;
    readonly openRecent: string;
    readonly closeProject: string;
    readonly importDocuments: string;
    readonly readAnnotations: string;
    readonly export: string;
    readonly undo: string;
    readonly redo: string;
    readonly find: string;
    readonly palette: string;
    readonly keyboard: string;
  };
  /** Labels for what Electron's roles do. English is Electron's own: null. */
  readonly roles: Readonly<Record<LabelledRole, string>> | null;
  /** What the menu calls a screen. */
  screen(id: Screen): string;
  readonly allFiles: string;
  readonly noStart: string;
  readonly mistake: string;
  readonly problem: string;
  readonly ok: string;
  /** `{{host}}` is where the link leads. */
  readonly link: Omit<Question, 'detail'>;
  readonly working: Question;
  readonly unsaved: Omit<Question, 'detail'>;
  readonly stopped: Question;
}

/** `detail` may hold `{{reason}}`. The first answer keeps things as they are. */
interface Question {
  readonly message: string;
  readonly detail: string;
  readonly answers: readonly [string, string];
}

export type LabelledRole =
  | 'about'
  | 'services'
  | 'hide'
  | 'hideOthers'
  | 'unhide'
  | 'quit'
  | 'close'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'pasteAndMatchStyle'
  | 'delete'
  | 'selectAll'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'togglefullscreen'
  | 'minimize'
  | 'zoom'
  | 'front';

const english: ShellTexts = {
  menu: {
    file: '&File',
    edit: '&Edit',
    view: '&View',
    window: '&Window',
    help: '&Help',
    newProject: 'New Project…',
    openProject: 'Open Project…',
    openRecent: 'Open Recent',
    closeProject: 'Close Project',
    importDocuments: 'Import Documents…',
    readAnnotations: 'Read Annotations…',
    export: 'Export…',
    undo: 'Undo',
    redo: 'Redo',
    find: 'Find in Document…',
    palette: 'Command Palette…',
    keyboard: 'Keyboard',
  },
  roles: null,
  screen: (id) => SCREENS.find((screen) => screen.id === id)!.label,
  allFiles: 'All files',
  noStart: 'Postil could not start.',
  mistake: 'Postil made a mistake. The log in its folder has the details; please report it.',
  problem: 'Postil has to tell you',
  ok: 'OK',
  link: { message: 'Open {{host}} in your browser?', answers: ['Cancel', 'Open'] },
  working: {
    message: 'Postil is still working.',
    detail: 'A save, an import or an export has not ended. What is not on disk yet is lost if you leave now.',
    answers: ['Wait', 'Leave Now'],
  },
  unsaved: { message: 'Not everything could be saved.', answers: ['Stay in Postil', 'Leave'] },
  stopped: {
    message: 'The window stopped working.',
    detail: 'What was said to be saved is on disk. ({{reason}})',
    answers: ['Load Again', 'Quit'],
  },
};

const GERMAN_SCREENS: Readonly<Record<string, string>> = {
  start: 'Start',
  workbench: 'Werkbank',
  codebook: 'Codebuch',
  mentions: 'Nennungen',
  evidence: 'Belege',
  search: 'Suche',
  memos: 'Memos',
  progress: 'Fortschritt',
  agreement: 'Übereinstimmung',
  adjudication: 'Adjudikation',
  team: 'Team',
  versions: 'Stellen früherer Fassungen',
  exchange: 'Export und Import',
};

const german: ShellTexts = {
  menu: {
    file: '&Datei',
    edit: '&Bearbeiten',
    view: '&Ansicht',
    window: '&Fenster',
    help: '&Hilfe',
    newProject: 'Neues Projekt…',
    openProject: 'Projekt öffnen…',
    openRecent: 'Zuletzt geöffnet',
    closeProject: 'Projekt schließen',
    importDocuments: 'Dokumente importieren…',
    readAnnotations: 'Annotationen einlesen…',
    export: 'Exportieren…',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    find: 'Im Dokument suchen…',
    palette: 'Alle Befehle…',
    keyboard: 'Tastatur',
  },
  roles: {
    about: 'Über Postil',
    services: 'Dienste',
    hide: 'Postil ausblenden',
    hideOthers: 'Andere ausblenden',
    unhide: 'Alle einblenden',
    quit: 'Postil beenden',
    close: 'Fenster schließen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    pasteAndMatchStyle: 'Ohne Formatierung einfügen',
    delete: 'Löschen',
    selectAll: 'Alles auswählen',
    resetZoom: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    togglefullscreen: 'Vollbild',
    minimize: 'Minimieren',
    zoom: 'Zoomen',
    front: 'Alle nach vorne bringen',
  },
  screen: (id) => GERMAN_SCREENS[id] ?? english.screen(id),
  allFiles: 'Alle Dateien',
  noStart: 'Postil konnte nicht starten.',
  mistake:
    'Postil hat einen Fehler gemacht. Näheres steht im Protokoll in seinem Ordner; bitte melden Sie ihn.',
  problem: 'Postil hat Ihnen etwas zu sagen',
  ok: 'OK',
  link: { message: '{{host}} in Ihrem Browser öffnen?', answers: ['Abbrechen', 'Öffnen'] },
  working: {
    message: 'Postil arbeitet noch.',
    detail:
      'Ein Speichern, ein Import oder ein Export ist nicht zu Ende. Was noch nicht auf der Festplatte steht, ist verloren, wenn Sie jetzt gehen.',
    answers: ['Warten', 'Jetzt gehen'],
  },
  unsaved: { message: 'Nicht alles konnte gespeichert werden.', answers: ['In Postil bleiben', 'Gehen'] },
  stopped: {
    message: 'Das Fenster arbeitet nicht mehr.',
    detail: 'Was als gespeichert galt, steht auf der Festplatte. ({{reason}})',
    answers: ['Neu laden', 'Beenden'],
  },
};

/** English where a language has none. */
export function shellTexts(language: Language): ShellTexts {
  return language === 'de' ? german : english;
}
