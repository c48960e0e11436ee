import type { ReactNode } from 'react';
import type { Actor, Code, Codebook } from '../../core/codebook/codebook.ts';
import { isOffered } from '../../core/codebook/entries.ts';
import { t } from '../i18n/texts.ts';
import { showUses } from './codebook-edits.ts';
import { EndedBanner } from './ended-banner.tsx';
import { EntryActions } from './entry-actions.tsx';
import type { EntryKind } from './entry-kind.ts';
import { DETAIL_NAME_ID } from './focus.ts';
import { RequiredText } from './required-text.tsx';
import { UseCount } from './use-count.tsx';

interface EntryDetailProps {
  readonly kind: EntryKind;
  readonly entry: Actor | Code;
  readonly codebook: Codebook;
  /** Null while it is not known. */
  readonly uses: number | null;
  readonly isProjectReadOnly: boolean;
  onRename(name: string): void;
  onOpen(id: string): void;
  onDelete(): void;
  /** What only this kind of entry has. */
  readonly children: ReactNode;
}

/** What an actor and a code have alike: name, use, what became of it, and what can be done with it as a whole. */
export function EntryDetail(props: EntryDetailProps) {
  const { kind, entry, codebook, isProjectReadOnly } = props;
  const { name } = entry;
  return (
    <section
      className="entry-detail"
      aria-label={kind === 'actor' ? t('codebook.actor', { name }) : t('codebook.code', { name })}
    >
      <header className="entry-detail__head">
        <RequiredText
          id={DETAIL_NAME_ID}
          className="entry-detail__name"
          label={t('codebook.name')}
          maxLength={200}
          value={name}
          isReadOnly={isProjectReadOnly || !isOffered(entry)}
          onCommit={props.onRename}
        />
        <UseCount
          uses={props.uses}
          onShow={() =>
            showUses(
              kind === 'actor' ? { actors: [entry.id as Actor['id']] } : { codes: [entry.id as Code['id']] },
            )
          }
        />
      </header>
      <EndedBanner
        kind={kind}
        entry={entry}
        codebook={codebook}
        isReadOnly={isProjectReadOnly}
        onOpen={props.onOpen}
      />
      {props.children}
      <EntryActions kind={kind} entry={entry} isReadOnly={isProjectReadOnly} onDelete={props.onDelete} />
    </section>
  );
}

interface ChildEntriesProps<Entry extends Actor | Code> {
  readonly label: string;
  readonly entries: readonly Entry[];
  onOpen(id: Entry['id']): void;
  /** After the last of them. */
  readonly children?: ReactNode;
}

/** What stands under an entry, to go to. */
export function ChildEntries<Entry extends Actor | Code>(props: ChildEntriesProps<Entry>) {
  return (
    <div className="field">
      <h2 className="field__label">{props.label}</h2>
      <ul className="entry-detail__children">
        {props.entries.map((child) => (
          <li key={child.id}>
            <button type="button" className="link" dir="auto" onClick={() => props.onOpen(child.id)}>
              {child.name}
            </button>
          </li>
        ))}
        {props.children}
      </ul>
    </div>
  );
}
