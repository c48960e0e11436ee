import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { PostilError } from '../../core/errors.ts';

async function ask(owner: BrowserWindow | null, question: MessageBoxOptions): Promise<number> {
  const { response } =
    owner && !owner.isDestroyed()
      ? await dialog.showMessageBox(owner, question)
      : await dialog.showMessageBox(question);
  return response;
}

/** A sentence of our own errors is for the user; the text of any other is for the log. */
function describe(error: unknown): string {
  return error instanceof PostilError
    ? error.message
    : 'Postil made a mistake. The log in its folder has the details; please report it.';
}

/** Waits for no answer and works before `ready`. */
export function showFault(title: string, error: unknown): void {
  dialog.showErrorBox(title, describe(error));
}

export async function sayProblem(owner: BrowserWindow | null, message: string): Promise<void> {
  await ask(owner, {
    type: 'warning',
    message: 'Postil has to tell you',
    detail: message,
    buttons: ['OK'],
    noLink: true,
  });
}

/** True to wait on. */
export async function askToWait(owner: BrowserWindow | null): Promise<boolean> {
  const answer = await ask(owner, {
    type: 'question',
    message: 'Postil is still working.',
    detail: 'A save, an import or an export has not ended. What is not on disk yet is lost if you leave now.',
    buttons: ['Wait', 'Leave Now'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return answer === 0;
}

/** True to leave although something could not be saved. */
export async function askToLeaveUnsaved(owner: BrowserWindow | null, error: unknown): Promise<boolean> {
  const answer = await ask(owner, {
    type: 'error',
    message: 'Not everything could be saved.',
    detail: describe(error),
    buttons: ['Stay in Postil', 'Leave'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return answer === 1;
}

/** True to load the page again; false to leave. */
export async function askToReload(owner: BrowserWindow | null, reason: string): Promise<boolean> {
  const answer = await ask(owner, {
    type: 'error',
    message: 'The window stopped working.',
    detail: `What was said to be saved is on disk. (${reason})`,
    buttons: ['Load Again', 'Quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return answer === 0;
}
