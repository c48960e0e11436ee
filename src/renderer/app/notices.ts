import type { ReadOnlyReason } from '../../contract/calls.ts';
import type { EventPayload } from '../../contract/events.ts';
import { ERROR_CODES, PostilError } from '../../core/errors.ts';
import { t } from '../i18n/texts.ts';
import { getState, setState, type Notice } from './state.ts';

const NOTICE_MS = 6000;
let nextId = 0;

/** Says something in the corner. Errors and notices with an action stay until dismissed, others go by themselves. */
export function notify(tone: Notice['tone'], message: string, action?: Notice['action']): void {
  const notice: Notice = { id: nextId++, tone, message, ...(action ? { action } : {}) };
  setState({ notices: [...getState().notices.slice(-3), notice] });
  if (tone !== 'error' && !action) setTimeout(() => dismissNotice(notice.id), NOTICE_MS);
}

export function dismissNotice(id: number): void {
  setState({ notices: getState().notices.filter((notice) => notice.id !== id) });
}

/**
 * A failure in the interface's language: by its code what kind it is and, on lines of their own, the service's sentence.
 * `MessageText` draws it.
 */
export function messageOf(error: unknown): string {
  return error instanceof PostilError
    ? t(`errors.${error.code}`, { message: error.message })
    : t('app.mistake', { error: String(error) });
}

/** What a service tells unasked. */
export function problemText({ code, message }: EventPayload<'project.problem'>): string {
  const known = ERROR_CODES.find((each) => each === code);
  if (known) return t(`errors.${known}`, { message });
  if (code === 'lock' || code === 'backup-failed') return t(`errors.problem.${code}`, { message });
  return message;
}

/** Why nothing can be written. */
export function readOnlyText({ code, message }: ReadOnlyReason): string {
  return t(`errors.readOnly.${code}`, { message });
}

/** Runs what nobody awaits, and says so when it fails. A cancellation is the user's own wish and is not said. */
export function run(task: () => Promise<unknown>): void {
  task().catch((error: unknown) => {
    if (error instanceof PostilError && error.code === 'cancelled') return;
    notify('error', messageOf(error));
  });
}
