import type { Command } from '../app/commands.ts';
import { getState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { beginMemo, deleteMemo, targetInHand } from './memo-actions.ts';
import type { MemoTarget } from '../../core/memo/memo.ts';

const canWrite = () => getState().project?.readOnly === null;

function beginCommand(
  id: string,
  title: () => string,
  targetNow: () => MemoTarget | null,
  keys?: readonly string[],
): Command {
  return {
    id,
    title,
    ...(keys && { keys }),
    isEnabled: () => canWrite() && targetNow() !== null,
    run() {
      const target = targetNow();
      if (target) beginMemo(target);
    },
  };
}

const isReading = () => getState().screen === 'workbench';

/** One's own memo that is open. */
function ownMemo() {
  const { project, memos, screen } = getState();
  if (!project || screen !== 'memos') return null;
  return (
    project.memos.find(({ id, author }) => id === memos.currentId && author === project.annotator.id) ?? null
  );
}

export const MEMO_COMMANDS: readonly Command[] = [
  beginCommand(
    'memos.project',
    () => t('commands.memoOnProject'),
    () => (getState().project ? { kind: 'project' } : null),
  ),
  beginCommand(
    'memos.document',
    () => t('commands.memoOnDocument'),
    () => (isReading() ? targetInHand('document') : null),
  ),
  beginCommand(
    'memos.passage',
    () => t('commands.memoOnPassage'),
    () => (isReading() ? targetInHand('annotation') : null),
    ['m'],
  ),
  {
    id: 'memos.delete',
    title: () => t('commands.deleteMemo'),
    isEnabled: () => canWrite() && ownMemo() !== null,
    run() {
      const memo = ownMemo();
      if (memo) deleteMemo(memo);
    },
  },
];
