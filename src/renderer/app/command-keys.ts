import { COMMANDS, isCommandEnabled, runCommand, type Command } from './commands.ts';
import { getState } from './state.ts';

/** The keys of the whole window. Answers with its unsubscribe. */
export function listenToKeys(): () => void {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const hasModifier = event.ctrlKey || event.metaKey;
    if (event.altKey && !hasModifier && !event.key.startsWith('Arrow')) return;
    const isTyping = isTextField(event.target);
    // A dialog has the keys to itself; the browser's own undo serves a field that is being typed in.
    if (document.querySelector('dialog[open]') && !(hasModifier && event.key === 'k')) return;
    // A tag palette reads letters and digits itself.
    if (getState().palette && !hasModifier) return;
    if (isTyping && (!hasModifier || event.key === 'z' || event.key === 'y')) return;
    // With Alt alone an arrow moves by word or line where something is typed.
    if (event.altKey && isTyping) return;
    const pressed = keyName(event, hasModifier);
    const command =
      (event.shiftKey && !hasModifier ? commandOf(`shift+${pressed}`) : undefined) ?? commandOf(pressed);
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

function commandOf(pressed: string): Command | undefined {
  return COMMANDS.find((candidate) => candidate.keys?.includes(pressed) && isCommandEnabled(candidate));
}

function keyName(event: KeyboardEvent, hasModifier: boolean): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!hasModifier) return event.altKey ? `alt+${key}` : key;
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
