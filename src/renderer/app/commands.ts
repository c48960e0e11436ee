import { redo, undo } from './session.ts';
import { currentAnnotation, getState, isOwn, setState, type Screen, type TagPalette } from './state.ts';
import { deleteCurrent, highlightSelection } from '../tagging/tag-actions.ts';
import { closeProject, openSample } from './project-actions.ts';
import {
  changeBoundaries,
  snapSelection,
  dropPending,
  finishPassage,
  goToPassage,
  openFind,
  startAddingRange,
} from './reading-actions.ts';
import { getReader } from './current-reader.ts';
import { setReadingState } from '../library/document-actions.ts';
import { MEMO_COMMANDS } from '../memos/memo-commands.ts';
import { TEAM_COMMANDS } from '../team/team-commands.ts';
import { LAYER_COMMANDS } from '../evidence/layer-commands.ts';
import { SAVED_COMMANDS } from '../sets/saved-commands.ts';
import { DOCUMENT_COMMANDS } from '../sets/set-commands.ts';
import type { PlainKey } from '../i18n/catalogue.ts';
import { LANGUAGE_NAMES, t } from '../i18n/texts.ts';
import { chooseLanguage, setTheme } from './settings-actions.ts';
import { ADJUDICATION_COMMANDS } from '../adjudication/adjudication-commands.ts';
import { CODEBOOK_COMMANDS } from '../codebook/codebook-commands.ts';
import { LANGUAGES } from '../../contract/calls.ts';
import { SCREENS } from '../../contract/screens.ts';
import { READING_COMMANDS } from '../reading/reading-commands.ts';
import { cancelPlacing, finishPlacing, openQueue } from '../versions/version-actions.ts';
import { PANE_COMMANDS } from './pane-actions.ts';
import { askForProject } from '../dialogs/project-dialogs.tsx';

export interface Command {
  readonly id: string;
  /** In the interface's language at the time. */
  title(): string;
  /** As KeyboardEvent.key, with `mod+` for Ctrl or Cmd and `shift+`. Plain keys work in the workbench only. */
  readonly keys?: readonly string[];
  readonly isEnabled?: () => boolean;
  /** Not in the keyboard help: the first of its kind stands there for all. */
  readonly isOneOfMany?: true;
  run(): void;
}

const hasProject = () => getState().project !== null;
const isReading = () => getState().screen === 'workbench' && getState().open !== null;
const canWrite = () => getState().project?.readOnly === null;
/** While a passage of an older version is being placed, a selection is its place and no passage of its own. */
const canTag = () => isReading() && canWrite() && getState().placing === null;

function tagCommand(palette: TagPalette, title: PlainKey, key: string): Command {
  return {
    id: `tag.${palette}`,
    title: () => t(title),
    keys: [key],
    isEnabled: canTag,
    run: () => setState({ palette }),
  };
}

const SCREEN_TITLES: Readonly<Record<Screen, PlainKey>> = {
  start: 'commands.goToStart',
  workbench: 'commands.goToWorkbench',
  codebook: 'commands.goToCodebook',
  mentions: 'commands.goToMentions',
  evidence: 'commands.goToEvidence',
  search: 'commands.search',
  memos: 'commands.goToMemos',
  progress: 'commands.goToProgress',
  agreement: 'commands.goToAgreement',
  adjudication: 'commands.goToAdjudication',
  team: 'commands.goToTeam',
  versions: 'commands.goToVersions',
  exchange: 'commands.goToExchange',
};

function screenCommand({ id: screen, keys, needsProject }: (typeof SCREENS)[number]): Command {
  return {
    id: `view.${screen}`,
    title: () => t(SCREEN_TITLES[screen]),
    keys,
    ...(needsProject ? { isEnabled: hasProject } : {}),
    run() {
      // A field that is being typed in commits when it is left; going away from its screen is leaving it.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      if (screen === 'versions') openQueue();
      else setState({ screen, palette: null });
      // The other screens take an idle keyboard by themselves.
      if (screen === 'workbench') requestAnimationFrame(() => getReader()?.focus());
    },
  };
}

/** Everything that can be done, for the palette, the keys and the native menu. */
export const COMMANDS: readonly Command[] = [
  {
    id: 'app.commandPalette',
    title: () => t('commands.all'),
    keys: ['mod+k'],
    run: () => setState({ isCommandPaletteOpen: !getState().isCommandPaletteOpen }),
  },
  ...ADJUDICATION_COMMANDS,
  ...SCREENS.map(screenCommand),
  ...DOCUMENT_COMMANDS,
  ...SAVED_COMMANDS,
  ...LAYER_COMMANDS,
  ...MEMO_COMMANDS,
  ...TEAM_COMMANDS,
  {
    id: 'edit.undo',
    title: () => t('commands.undo'),
    keys: ['mod+z'],
    isEnabled: () => getState().history.undoable.length > 0,
    run: undo,
  },
  {
    id: 'edit.redo',
    title: () => t('commands.redo'),
    keys: ['mod+shift+z', 'mod+y'],
    isEnabled: () => getState().history.redoable.length > 0,
    run: redo,
  },
  {
    id: 'reading.text',
    title: () => t('commands.goToText'),
    keys: ['g'],
    isEnabled: isReading,
    run: () => getReader()?.focus(),
  },
  {
    id: 'edit.find',
    title: () => t('commands.find'),
    keys: ['/', 'mod+f'],
    isEnabled: isReading,
    run: openFind,
  },
  {
    id: 'passage.highlight',
    title: () => t('commands.highlight'),
    keys: ['h'],
    isEnabled: () => canTag() && getState().selection.length > 0,
    run: highlightSelection,
  },
  tagCommand('actor', 'commands.tagActor', 'a'),
  tagCommand('stance', 'commands.tagStance', 's'),
  tagCommand('reliability', 'commands.tagReliability', 'r'),
  tagCommand('code', 'commands.tagCode', 'c'),
  tagCommand('note', 'commands.tagNote', 'n'),
  tagCommand('certainty', 'commands.tagCertainty', 'y'),
  {
    id: 'passage.addRange',
    title: () => t('commands.addRange'),
    keys: ['+'],
    isEnabled: () => isReading() && canWrite(),
    run: startAddingRange,
  },
  {
    id: 'passage.boundaries',
    title: () => t('commands.boundaries'),
    keys: ['b'],
    isEnabled: () => canTag() && currentAnnotation(getState()) !== null,
    run: changeBoundaries,
  },
  {
    id: 'selection.words',
    title: () => t('commands.words'),
    keys: ['w'],
    isEnabled: () => isReading() && getState().selection.length > 0,
    run: () => snapSelection('word'),
  },
  {
    id: 'selection.sentences',
    title: () => t('commands.sentences'),
    keys: ['e'],
    isEnabled: () => isReading() && getState().selection.length > 0,
    run: () => snapSelection('sentence'),
  },
  {
    id: 'passage.done',
    title: () => t('commands.done'),
    keys: ['Enter'],
    isEnabled: isReading,
    run: finishPassage,
  },
  {
    id: 'passage.drop',
    title: () => t('commands.drop'),
    keys: ['Escape'],
    isEnabled: isReading,
    run: dropPending,
  },
  {
    id: 'passage.previous',
    title: () => t('commands.previousPassage'),
    keys: ['['],
    isEnabled: isReading,
    run: () => goToPassage(-1),
  },
  {
    id: 'passage.next',
    title: () => t('commands.nextPassage'),
    keys: [']'],
    isEnabled: isReading,
    run: () => goToPassage(1),
  },
  {
    id: 'passage.delete',
    title: () => t('commands.deletePassage'),
    keys: ['Delete', 'Backspace'],
    isEnabled: () => {
      const current = currentAnnotation(getState());
      return canTag() && current !== null && isOwn(getState(), current);
    },
    run: deleteCurrent,
  },
  {
    id: 'document.done',
    title: () => t('commands.documentDone'),
    isEnabled: canTag,
    run: () => {
      const { open } = getState();
      if (open) setReadingState(open.document.id, 'done');
    },
  },
  {
    id: 'file.import',
    title: () => t('commands.import'),
    keys: ['mod+i'],
    isEnabled: () => hasProject() && canWrite(),
    run: () => setState({ dialog: { kind: 'import' } }),
  },
  {
    id: 'file.importVersion',
    title: () => t('commands.importVersion'),
    isEnabled: () => isReading() && canWrite(),
    run: () => {
      const { open } = getState();
      if (open) setState({ dialog: { kind: 'import', versionOf: open.document.id } });
    },
  },
  {
    id: 'versions.place',
    title: () => t('commands.placeHere'),
    isEnabled: () => isReading() && getState().placing !== null,
    run: finishPlacing,
  },
  {
    id: 'versions.cancelPlacing',
    title: () => t('commands.cancelPlacing'),
    isEnabled: () => getState().placing !== null,
    run: cancelPlacing,
  },
  {
    id: 'file.export',
    title: () => t('commands.export'),
    keys: ['mod+e'],
    isEnabled: hasProject,
    run: () => setState({ screen: 'exchange', exchangeSide: 'export' }),
  },
  {
    id: 'file.readAnnotations',
    title: () => t('commands.readAnnotations'),
    isEnabled: hasProject,
    run: () => setState({ screen: 'exchange', exchangeSide: 'read' }),
  },
  ...READING_COMMANDS,
  ...PANE_COMMANDS,
  {
    id: 'project.new',
    title: () => t('commands.newProject'),
    run: () => setState({ dialog: { kind: 'new-project' } }),
  },
  {
    id: 'project.open',
    title: () => t('commands.openProject'),
    keys: ['mod+o'],
    run: askForProject,
  },
  { id: 'project.sample', title: () => t('commands.sample'), run: openSample },
  { id: 'project.close', title: () => t('commands.closeProject'), isEnabled: hasProject, run: closeProject },
  { id: 'view.light', title: () => t('commands.light'), run: () => setTheme('light') },
  { id: 'view.sepia', title: () => t('commands.sepia'), run: () => setTheme('sepia') },
  { id: 'view.dark', title: () => t('commands.dark'), run: () => setTheme('dark') },
  { id: 'view.system', title: () => t('commands.systemTheme'), run: () => setTheme('system') },
  {
    id: 'app.settings',
    title: () => t('commands.settings'),
    run: () => setState({ dialog: { kind: 'settings' } }),
  },
  ...LANGUAGES.map((language) => ({
    id: `language.${language}`,
    title: () => t('settings.language.command', { name: LANGUAGE_NAMES[language] }),
    run: () => chooseLanguage(language),
  })),
  {
    id: 'language.system',
    title: () => t('settings.language.systemCommand'),
    run: () => chooseLanguage('system'),
  },
  ...CODEBOOK_COMMANDS,
  {
    id: 'help.keys',
    title: () => t('commands.keys'),
    keys: ['?'],
    run: () => setState({ dialog: { kind: 'keys' } }),
  },
];

export function isCommandEnabled(command: Command): boolean {
  return command.isEnabled?.() ?? true;
}

export function runCommand(id: string): void {
  const command = COMMANDS.find((candidate) => candidate.id === id);
  if (command && isCommandEnabled(command)) command.run();
}
