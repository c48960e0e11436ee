import { Archive, Merge, Split, Trash2 } from 'lucide-react';
import type { Actor, Code } from '../../core/codebook/codebook.ts';
import { isOffered } from '../../core/codebook/entries.ts';
import { Button } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';
import { askToMerge, askToSplit, retire } from './codebook-edits.ts';
import { useShownEntry, type EntryKind } from './entry-kind.ts';

interface EntryActionsProps {
  readonly kind: EntryKind;
  readonly entry: Actor | Code;
  readonly isReadOnly: boolean;
  onDelete(): void;
}

/** What can be done with an entry as a whole. One that has ended can only be deleted, or brought back above. */
export function EntryActions({ kind, entry, isReadOnly, onDelete }: EntryActionsProps) {
  useShownEntry(kind, entry.id);
  return (
    <footer className="entry-detail__foot">
      <span className="entry-detail__id">{entry.id}</span>
      <div className="entry-detail__actions">
        {isOffered(entry) ? (
          <>
            <Button disabled={isReadOnly} onClick={() => askToMerge(kind, entry)}>
              <Merge size={14} aria-hidden="true" /> {t('codebookChanges.action.merge')}
            </Button>
            <Button disabled={isReadOnly} onClick={() => askToSplit(kind, entry)}>
              <Split size={14} aria-hidden="true" /> {t('codebookChanges.action.split')}
            </Button>
            <Button disabled={isReadOnly} onClick={() => retire(kind, entry)}>
              <Archive size={14} aria-hidden="true" /> {t('codebookChanges.action.retire')}
            </Button>
          </>
        ) : null}
        <Button tone="danger" disabled={isReadOnly} onClick={onDelete}>
          <Trash2 size={14} aria-hidden="true" />{' '}
          {t(kind === 'actor' ? 'codebook.deleteActor' : 'codebook.deleteCode')}
        </Button>
      </div>
    </footer>
  );
}
