import type { ReadOnlyReason } from '../../contract/calls.ts';
import { Button } from '../ui/button.tsx';
import { restoreBackups } from './project-actions.ts';
import { setState } from './state.ts';

type Fault = ReadOnlyReason['faults'][number];

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const DAY_AND_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Says why nothing can be written; of damaged files, which they are, and offers their backups. */
export function ReadOnlyBanner({ readOnly }: { readonly readOnly: ReadOnlyReason }) {
  const { code, message, faults } = readOnly;
  if (code !== 'damaged' || faults.length === 0) {
    return (
      <p className="banner" role="alert">
        <b>Read only.</b> {message}
      </p>
    );
  }
  const restorable = faults.filter((fault) => fault.backup !== undefined);
  return (
    <section className="banner banner--faults" aria-label="Damaged files">
      <div>
        <p role="alert">
          <b>Read only.</b> {faults.length === 1 ? 'A file' : `${faults.length} files`} of the project cannot
          be read. Nothing is written, so that nothing is overwritten.
        </p>
        <ul className="banner__faults">
          {faults.map((fault) => (
            <li key={fault.file}>
              {fault.problem} <span className="banner__backup">{describeBackup(fault)}</span>
            </li>
          ))}
        </ul>
      </div>
      {restorable.length > 0 ? (
        <Button onClick={() => askToRestore(restorable)}>Restore from backup…</Button>
      ) : null}
    </section>
  );
}

function describeBackup({ backup, backupAt }: Fault): string {
  if (backup === undefined) return 'There is no backup of it on this computer.';
  return backupAt === undefined ? 'There is a good backup.' : `Newest good backup: ${timeOf(backupAt)}.`;
}

function timeOf(at: string): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return (isToday ? TIME : DAY_AND_TIME).format(date);
}

function askToRestore(faults: readonly Fault[]): void {
  const files = faults.map(
    ({ file, backupAt }) => file + (backupAt === undefined ? '' : ` (${timeOf(backupAt)})`),
  );
  setState({
    dialog: {
      kind: 'confirm',
      title: 'Restore from backup?',
      message: `${faults.length === 1 ? 'This file goes' : 'These files go'} back to what the newest good backup holds: ${files.join(', ')}. What was changed after the backup is not in it. The damaged bytes are kept beside.`,
      action: 'Restore',
      isDangerous: false,
      onConfirm: () => restoreBackups(faults.map(({ file }) => file)),
    },
  });
}
