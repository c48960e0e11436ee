import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { PostilError } from '../../core/errors.ts';
import type { ShellTexts } from './shell-texts.ts';

async function ask(owner: BrowserWindow | null, question: MessageBoxOptions): Promise<number> {
  const { response } =
    owner && !owner.isDestroyed()
      ? await dialog.showMessageBox(owner, question)
      : await dialog.showMessageBox(question);
  return response;
}

/** A sentence of our own errors is for the user; the text of any other is for the log. */
function describe(texts: ShellTexts, error: unknown): string {
  return error instanceof PostilError ? error.message : texts.mistake;
}

/** Waits for no answer and works before `ready`. */
export function showFault(texts: ShellTexts, error: unknown): void {
  dialog.showErrorBox(texts.noStart, describe(texts, error));
}

export async function sayProblem(
  owner: BrowserWindow | null,
  texts: ShellTexts,
  message: string,
): Promise<void> {
  await ask(owner, {
    type: 'warning',
    message: texts.problem,
    detail: message,
    buttons: [texts.ok],
    noLink: true,
  });
}

/** True to wait on. */
export async function askToWait(owner: BrowserWindow | null, { working }: ShellTexts): Promise<boolean> {
  const { message, detail, answers } = working;
  return (await choose(owner, { type: 'question', message, detail, buttons: [...answers] })) === 0;
}

/** True to leave although something could not be saved. */
export async function askToLeaveUnsaved(
  owner: BrowserWindow | null,
  texts: ShellTexts,
  error: unknown,
): Promise<boolean> {
  const { message, answers } = texts.unsaved;
  const detail = describe(texts, error);
  return (await choose(owner, { type: 'error', message, detail, buttons: [...answers] })) === 1;
}

/** True to load the page again; false to leave. */
export async function askToReload(
  owner: BrowserWindow | null,
  { stopped }: ShellTexts,
  reason: string,
): Promise<boolean> {
  const { message, answers } = stopped;
  const detail = stopped.detail.replace('{{reason}}', () => reason);
  return (await choose(owner, { type: 'error', message, detail, buttons: [...answers] })) === 0;
}

/** The first answer is the one that keeps things as they are: Enter and Escape give it. */
function choose(owner: BrowserWindow | null, question: MessageBoxOptions): Promise<number> {
  return ask(owner, { ...question, defaultId: 0, cancelId: 0, noLink: true });
}
