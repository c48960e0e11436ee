import { PostilError } from '../../core/errors.ts';
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

export function messageOf(error: unknown): string {
  return error instanceof PostilError ? error.message : t('app.mistake', { error: String(error) });
}

/** Runs what nobody awaits, and says so when it fails. A cancellation is the user's own wish and is not said. */
export function run(task: () => Promise<unknown>): void {
  task().catch((error: unknown) => {
    if (error instanceof PostilError && error.code === 'cancelled') return;
    notify('error', messageOf(error));
  });
}
