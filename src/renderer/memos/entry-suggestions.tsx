import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { EntryReference } from '../../core/memo/memo-content.ts';
import { referenceKey } from '../../core/memo/memo-content.ts';
import { t } from '../i18n/texts.ts';
import { EntryIcon } from './entry-icon.tsx';
import type { LinkedEntry } from './memo-extensions.ts';

/** What is offered for what was typed after `@`, `#` or `[[`. */
export interface Suggesting {
  readonly items: readonly LinkedEntry[];
  readonly active: number;
  /** Where it was typed, in the window. */
  readonly at: { readonly left: number; readonly top: number; readonly bottom: number } | null;
  pick(entry: LinkedEntry): void;
}

export const LIST_ID = 'entry-suggestions';
const ROOM = 280;
const GAP = 4;

export function optionId(at: number): string {
  return `${LIST_ID}-${at}`;
}

/** The keyboard stays in the text: arrows move here, Enter takes. */
export function EntrySuggestions({
  project,
  suggesting,
}: {
  readonly project: ProjectSnapshot;
  readonly suggesting: Suggesting;
}) {
  const { items, active, at, pick } = suggesting;
  if (!at) return null;
  const isAbove = window.innerHeight - at.bottom < ROOM && at.top > ROOM;
  const place = isAbove
    ? { left: at.left, bottom: window.innerHeight - at.top + GAP }
    : { left: at.left, top: at.bottom + GAP };
  return (
    <div
      id={LIST_ID}
      className="entry-suggestions"
      role="listbox"
      aria-label={t('memos.entries')}
      style={place}
    >
      {items.map((entry, index) => (
        // The text has the keyboard, and tells which one is active.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div
          key={referenceKey(entry.to)}
          id={optionId(index)}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(entry)}
        >
          <EntryIcon kind={entry.to.kind} />
          <span className="entry-suggestions__name" dir="auto">
            {entry.name}
          </span>
          <span className="picker__hint">{hintOf(project, entry.to)}</span>
        </div>
      ))}
    </div>
  );
}

function hintOf(project: ProjectSnapshot, to: EntryReference): string {
  if (to.kind === 'document') {
    return project.documents.find(({ id }) => id === to.documentId)?.metadata.date?.value ?? '';
  }
  return t(`memos.kind.${to.kind}`);
}
