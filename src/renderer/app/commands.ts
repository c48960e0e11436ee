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
import { setReadingState } from '../library/document-actions.ts';
import { setTheme } from './settings-actions.ts';
import { askForProject } from '../dialogs/project-dialogs.tsx';

export interface Command {
  readonly id: string;
  readonly title: string;
  /** As KeyboardEvent.key, with `mod+` for Ctrl or Cmd and `shift+`. Plain keys work in the workbench only. */
  readonly keys?: readonly string[];
  readonly isEnabled?: () => boolean;
  run(): void;
}

const hasProject = () => getState().project !== null;
const isReading = () => getState().screen === 'workbench' && getState().open !== null;
const canWrite = () => getState().project?.readOnly === null;
const canTag = () => isReading() && canWrite();

function tagCommand(palette: TagPalette, title: string, key: string): Command {
  return { id: `tag.${palette}`, title, keys: [key], isEnabled: canTag, run: () => setState({ palette }) };
}

function screenCommand(screen: Screen, title: string, digit: string): Command {
  return {
    id: `view.${screen}`,
    title,
    // Browsers keep Ctrl+digit for their tabs, so the digit alone does it too.
    keys: [`mod+${digit}`, digit],
    isEnabled: screen === 'start' ? () => true : hasProject,
    run() {
      // A field that is being typed in commits when it is left; going away from its screen is leaving it.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      setState({ screen, palette: null });
    },
  };
}

/** Everything that can be done, for the palette, the keys and the native menu. */
export const COMMANDS: readonly Command[] = [
  {
    id: 'app.commandPalette',
    title: 'All commands',
    keys: ['mod+k'],
    run: () => setState({ isCommandPaletteOpen: !getState().isCommandPaletteOpen }),
  },
  screenCommand('workbench', 'Go to the workbench', '1'),
  screenCommand('codebook', 'Go to the codebook', '2'),
  screenCommand('evidence', 'Go to the evidence', '3'),
  screenCommand('exchange', 'Go to export and import', '4'),
  {
    id: 'view.search',
    title: 'Search all documents',
    keys: ['mod+shift+f'],
    isEnabled: hasProject,
    run: () => setState({ screen: 'search', palette: null }),
  },
  screenCommand('start', 'Go to the start screen', '5'),
  screenCommand('mentions', 'Go to the mentions', '6'),
  {
    id: 'edit.undo',
    title: 'Undo',
    keys: ['mod+z'],
    isEnabled: () => getState().history.undoable.length > 0,
    run: undo,
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    keys: ['mod+shift+z', 'mod+y'],
    isEnabled: () => getState().history.redoable.length > 0,
    run: redo,
  },
  {
    id: 'edit.find',
    title: 'Find in the document',
    keys: ['/', 'mod+f'],
    isEnabled: isReading,
    run: openFind,
  },
  {
    id: 'passage.highlight',
    title: 'Highlight the selection',
    keys: ['h'],
    isEnabled: () => canTag() && getState().selection.length > 0,
    run: highlightSelection,
  },
  tagCommand('actor', 'Tag an actor', 'a'),
  tagCommand('stance', 'Tag a stance', 's'),
  tagCommand('reliability', 'Rate reliability', 'r'),
  tagCommand('code', 'Tag a code', 'c'),
  tagCommand('note', 'Write a note', 'n'),
  tagCommand('certainty', 'Set certainty', 'y'),
  {
    id: 'passage.addRange',
    title: 'Add another part to the passage',
    keys: ['+'],
    isEnabled: canTag,
    run: startAddingRange,
  },
  {
    id: 'passage.boundaries',
    title: 'Change what the passage spans',
    keys: ['b'],
    isEnabled: () => canTag() && currentAnnotation(getState()) !== null,
    run: changeBoundaries,
  },
  {
    id: 'selection.words',
    title: 'Grow the selection to whole words',
    keys: ['w'],
    isEnabled: () => isReading() && getState().selection.length > 0,
    run: () => snapSelection('word'),
  },
  {
    id: 'selection.sentences',
    title: 'Grow the selection to whole sentences',
    keys: ['e'],
    isEnabled: () => isReading() && getState().selection.length > 0,
    run: () => snapSelection('sentence'),
  },
  {
    id: 'passage.done',
    title: 'Done with the passage',
    keys: ['Enter'],
    isEnabled: isReading,
    run: finishPassage,
  },
  { id: 'passage.drop', title: 'Let go', keys: ['Escape'], isEnabled: isReading, run: dropPending },
  {
    id: 'passage.previous',
    title: 'Previous passage',
    keys: ['['],
    isEnabled: isReading,
    run: () => goToPassage(-1),
  },
  { id: 'passage.next', title: 'Next passage', keys: [']'], isEnabled: isReading, run: () => goToPassage(1) },
  {
    id: 'passage.delete',
    title: 'Delete the passage',
    keys: ['Delete', 'Backspace'],
    isEnabled: () => {
      const current = currentAnnotation(getState());
      return canTag() && current !== null && isOwn(getState(), current);
    },
    run: deleteCurrent,
  },
  {
    id: 'document.done',
    title: 'Mark the document as done',
    isEnabled: canTag,
    run: () => {
      const { open } = getState();
      if (open) setReadingState(open.document.id, 'done');
    },
  },
  {
    id: 'file.import',
    title: 'Import documents…',
    keys: ['mod+i'],
    isEnabled: () => hasProject() && canWrite(),
    run: () => setState({ dialog: { kind: 'import' } }),
  },
  {
    id: 'file.export',
    title: 'Export…',
    keys: ['mod+e'],
    isEnabled: hasProject,
    run: () => setState({ screen: 'exchange' }),
  },
  {
    id: 'file.readAnnotations',
    title: 'Read annotations…',
    isEnabled: hasProject,
    run: () => setState({ screen: 'exchange' }),
  },
  { id: 'project.new', title: 'New project…', run: () => setState({ dialog: { kind: 'new-project' } }) },
  {
    id: 'project.open',
    title: 'Open a project…',
    keys: ['mod+o'],
    run: askForProject,
  },
  { id: 'project.sample', title: 'Open the sample project', run: openSample },
  { id: 'project.close', title: 'Close the project', isEnabled: hasProject, run: closeProject },
  { id: 'view.light', title: 'Light appearance', run: () => setTheme('light') },
  { id: 'view.dark', title: 'Dark appearance', run: () => setTheme('dark') },
  { id: 'view.system', title: 'Appearance as the system has it', run: () => setTheme('system') },
  {
    id: 'app.settings',
    title: 'Your name and appearance…',
    run: () => setState({ dialog: { kind: 'settings' } }),
  },
  { id: 'help.keys', title: 'Keyboard help', keys: ['?'], run: () => setState({ dialog: { kind: 'keys' } }) },
];

export function isCommandEnabled(command: Command): boolean {
  return command.isEnabled?.() ?? true;
}

export function runCommand(id: string): void {
  const command = COMMANDS.find((candidate) => candidate.id === id);
  if (command && isCommandEnabled(command)) command.run();
}

/** The keys of the whole window. Answers with its unsubscribe. */
export function listenToKeys(): () => void {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const hasModifier = event.ctrlKey || event.metaKey;
    if (event.altKey && !hasModifier) return;
    const isTyping = isTextField(event.target);
    // A dialog has the keys to itself; the browser's own undo serves a field that is being typed in.
    if (document.querySelector('dialog[open]') && !(hasModifier && event.key === 'k')) return;
    // A tag palette reads letters and digits itself.
    if (getState().palette && !hasModifier) return;
    if (isTyping && (!hasModifier || event.key === 'z' || event.key === 'y')) return;
    const pressed = keyName(event, hasModifier);
    const command = COMMANDS.find(
      (candidate) => candidate.keys?.includes(pressed) && isCommandEnabled(candidate),
    );
    if (!command) return;
    // Enter and Space on a focused control belong to that control.
    if (
      pressed === 'Enter' &&
      event.target instanceof Element &&
      event.target.closest('button, a, select, summary, [role=option]')
    )
      return;
    event.preventDefault();
    command.run();
  }
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

function keyName(event: KeyboardEvent, hasModifier: boolean): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!hasModifier) return key;
  return `mod+${event.shiftKey ? 'shift+' : ''}${key}`;
}

/** A command of the native menu. In a field that is being typed in, undo and redo are the field's. */
export function runMenuCommand(id: string): void {
  if ((id === 'edit.undo' || id === 'edit.redo') && isTextField(document.activeElement)) {
    // Deprecated and without a successor: the only way to the browser's own undo of a text field.
    document.execCommand(id === 'edit.undo' ? 'undo' : 'redo');
    return;
  }
  runCommand(id);
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}

const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

export function keyLabel(key: string): string {
  return key
    .split('+')
    .map((part) => {
      if (part === 'mod') return isMac ? '⌘' : 'Ctrl';
      if (part === 'shift') return isMac ? '⇧' : 'Shift';
      if (part === 'Escape') return 'Esc';
      if (part === '') return '+';
      return part.length === 1 ? part.toUpperCase() : part;
    })
    .filter((part, i, parts) => !(part === '+' && i > 0 && parts[i - 1] === '+'))
    .join(isMac ? '' : ' ');
}
