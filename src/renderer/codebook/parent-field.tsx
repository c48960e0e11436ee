import { ChevronDown, CornerLeftUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { isOffered, type CodebookEntry } from '../../core/codebook/entries.ts';
import { descendantsOf } from '../../core/codebook/tree.ts';
import { Button } from '../ui/button.tsx';
import { Picker, type PickerItem } from '../ui/picker.tsx';
import { t } from '../i18n/texts.ts';
import { Popover } from '../ui/popover.tsx';

interface ParentFieldProps<T extends CodebookEntry> {
  readonly entry: T;
  readonly entries: readonly T[];
  readonly isReadOnly: boolean;
  itemOf(entry: T): PickerItem<T>;
  onChange(parent: T | null): void;
}

/** Chooses what an entry stands under: never itself, never what stands under it. */
export function ParentField<T extends CodebookEntry>({
  entry,
  entries,
  isReadOnly,
  itemOf,
  onChange,
}: ParentFieldProps<T>) {
  const anchor = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const parent = entries.find((candidate) => candidate.id === entry.parent);

  function candidates(): readonly PickerItem<T>[] {
    const below = descendantsOf(entries, entry.id);
    return entries
      .filter((candidate) => isOffered(candidate) && candidate.id !== entry.id && !below.has(candidate.id))
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(itemOf);
  }

  return (
    <div className="field" ref={anchor}>
      <span className="field__label">{t('codebook.partOf')}</span>
      <Button
        className="parent-field"
        disabled={isReadOnly}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={t('codebook.partOfChange', { name: parent?.name ?? t('codebook.topLevel') })}
        onClick={() => setIsOpen(!isOpen)}
      >
        <span className="parent-field__name" dir="auto" data-empty={parent ? undefined : ''}>
          {parent?.name ?? t('codebook.topLevel')}
        </span>
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
      {isOpen ? (
        <Popover
          label={t('codebook.whatIsPartOf', { name: entry.name })}
          anchor={anchor}
          onClose={() => setIsOpen(false)}
        >
          <Picker<T | null>
            label={t('codebook.whatIsPartOf', { name: entry.name })}
            placeholder={t('codebook.partOfEllipsis')}
            groups={[
              {
                heading: t('codebook.noParent'),
                items: [
                  {
                    key: 'top-level',
                    value: null,
                    text: t('codebook.topLevel'),
                    icon: <CornerLeftUp size={14} aria-hidden="true" />,
                  },
                ],
              },
              { heading: t('codebook.under'), items: candidates() },
            ]}
            onPick={(next) => {
              setIsOpen(false);
              onChange(next);
            }}
            onClose={() => setIsOpen(false)}
          />
        </Popover>
      ) : null}
    </div>
  );
}
