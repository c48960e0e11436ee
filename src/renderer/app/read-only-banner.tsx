import type { ReadOnlyReason } from '../../contract/calls.ts';
import { Button } from '../ui/button.tsx';
import { restoreBackups } from './project-actions.ts';
import { t } from '../i18n/texts.ts';
import { formatDateTime, formatTime } from '../i18n/format.ts';
import { BOLD, rich } from '../i18n/rich.tsx';
import { MessageText } from '../ui/message-text.tsx';
import { readOnlyText } from './notices.ts';
import { setState } from './state.ts';

type Fault = ReadOnlyReason['faults'][number];

/** Says why nothing can be written; of damaged files, which they are, and offers their backups. */
export function ReadOnlyBanner({ readOnly }: { readonly readOnly: ReadOnlyReason }) {
  const { code, faults } = readOnly;
  if (code !== 'damaged' || faults.length === 0) {
    return (
      <p className="banner" role="alert">
        <MessageText own={(message) => rich(t('app.readOnlyBecause', { message }), BOLD)}>
          {readOnlyText(readOnly)}
        </MessageText>
      </p>
    );
  }
  const restorable = faults.filter((fault) => fault.backup !== undefined);
  return (
    <section className="banner banner--faults" aria-label={t('app.damagedFiles')}>
      <div>
        <p role="alert">{rich(t('app.faults', { count: faults.length }), BOLD)}</p>
        <ul className="banner__faults">
          {faults.map((fault) => (
            <li key={fault.file}>
              {fault.problem} <span className="banner__backup">{describeBackup(fault)}</span>
            </li>
          ))}
        </ul>
      </div>
      {restorable.length > 0 ? (
        <Button onClick={() => askToRestore(restorable)}>{t('app.restoreEllipsis')}</Button>
      ) : null}
    </section>
  );
}

function describeBackup({ backup, backupAt }: Fault): string {
  if (backup === undefined) return t('app.backup.none');
  return backupAt === undefined ? t('app.backup.good') : t('app.backup.newest', { time: timeOf(backupAt) });
}

function timeOf(at: string): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? formatTime(date) : formatDateTime(date);
}

function askToRestore(faults: readonly Fault[]): void {
  const files = faults.map(
    ({ file, backupAt }) => file + (backupAt === undefined ? '' : ` (${timeOf(backupAt)})`),
  );
  setState({
    dialog: {
      kind: 'confirm',
      title: t('app.restoreQuestion'),
      message: t('app.restoreMessage', { count: files.length, files: files.join(', ') }),
      action: t('app.restore'),
      isDangerous: false,
      onConfirm: () => restoreBackups(faults.map(({ file }) => file)),
    },
  });
}
