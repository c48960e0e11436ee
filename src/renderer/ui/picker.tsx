import { Command } from 'cmdk';
import { useState, type ReactNode } from 'react';
import { Plus } from 'lucide-react';
import { t } from '../i18n/texts.ts';
import { foldText } from '../../core/text-fold.ts';

export interface PickerItem<T> {
  readonly key: string;
  readonly value: T;
  readonly text: string;
  /** Searched as well: aliases, keys. */
  readonly keywords?: readonly string[];
  readonly hint?: string | undefined;
  readonly icon?: ReactNode;
}

export interface PickerGroup<T> {
  readonly heading: string;
  readonly items: readonly PickerItem<T>[];
}

interface PickerProps<T> {
  readonly label: string;
  readonly placeholder: string;
  readonly groups: readonly PickerGroup<T>[];
  /** Offers to make what was typed when no item has just that name. */
  readonly create?: { readonly noun: 'actor' | 'code' | 'set'; onCreate(name: string): void };
  /** Digits 1 to 9 choose from the list while nothing is typed. */
  readonly hasDigits?: boolean;
  onPick(value: T): void;
  onClose(): void;
}

/** How many items are drawn; more match only a query that is still too short to mean anything. */
const SHOWN = 60;

/** A list that narrows as one types; arrows move, Enter takes, Escape leaves. */
export function Picker<T>({
  label,
  placeholder,
  groups,
  create,
  hasDigits,
  onPick,
  onClose,
}: PickerProps<T>) {
  const [query, setQuery] = useState('');
  const folded = foldText(query.trim());
  const matching = groups
    .map((group) => ({ ...group, items: rank(group.items, folded).slice(0, SHOWN) }))
    .filter((group) => group.items.length > 0);
  const flat = matching.flatMap((group) => group.items);
  const hasExact = flat.some((item) => foldText(item.text) === folded);
  let number = 0;

  return (
    <Command
      className="picker"
      label={label}
      shouldFilter={false}
      loop
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          onClose();
        } else if (
          hasDigits &&
          query === '' &&
          /^[1-9]$/.test(event.key) &&
          !event.ctrlKey &&
          !event.metaKey
        ) {
          const item = flat[Number(event.key) - 1];
          if (item) {
            event.preventDefault();
            onPick(item.value);
          }
        }
      }}
    >
      <Command.Input
        className="picker__input"
        value={query}
        onValueChange={setQuery}
        placeholder={placeholder}
        autoFocus
        data-autofocus=""
      />
      <Command.List label={label}>
        {matching.map((group) => (
          <Command.Group key={group.heading} heading={group.heading}>
            {group.items.map((item) => {
              number += 1;
              return (
                <Command.Item key={item.key} value={item.key} onSelect={() => onPick(item.value)}>
                  {item.icon}
                  <span className="picker__main" dir="auto">
                    {item.text}
                  </span>
                  {item.hint ? <span className="picker__hint">{item.hint}</span> : null}
                  {hasDigits && query === '' && number <= 9 ? <kbd className="kbd">{number}</kbd> : null}
                </Command.Item>
              );
            })}
          </Command.Group>
        ))}
        {create && folded !== '' && !hasExact ? (
          <Command.Item value={`create:${query}`} onSelect={() => create.onCreate(query.trim())}>
            <Plus size={14} aria-hidden="true" />
            <span className="picker__main">{t(`ui.new.${create.noun}`, { name: query.trim() })}</span>
          </Command.Item>
        ) : null}
        {flat.length === 0 && !(create && folded !== '') ? (
          <div cmdk-empty="">{t('ui.nothingFound')}</div>
        ) : null}
      </Command.List>
    </Command>
  );
}

/** Items that hold every typed word, those that begin with the query first; otherwise the order given. */
function rank<T>(items: readonly PickerItem<T>[], folded: string): readonly PickerItem<T>[] {
  if (folded === '') return items;
  const words = folded.split(/\s+/);
  const starting: PickerItem<T>[] = [];
  const containing: PickerItem<T>[] = [];
  for (const item of items) {
    const names = [item.text, ...(item.keywords ?? [])].map(foldText);
    if (names.some((name) => name.startsWith(folded))) starting.push(item);
    else if (words.every((word) => names.some((name) => name.includes(word)))) containing.push(item);
  }
  return [...starting, ...containing];
}
