import { ChevronDown } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { foldText } from '../../core/text-fold.ts';
import { Button } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';
import { Popover } from '../ui/popover.tsx';
import './filter-bar.css';

export interface FilterOption<T extends string | number> {
  readonly value: T;
  readonly text: string;
  /** Searched as well: aliases. */
  readonly keywords?: readonly string[];
  readonly hint?: string | undefined;
  readonly icon?: ReactNode;
  /** Steps of indentation, for trees. */
  readonly depth?: number;
}

interface FilterMenuProps<T extends string | number> {
  readonly label: string;
  readonly options: readonly FilterOption<T>[];
  readonly chosen: readonly T[];
  /** Shown when there is nothing to choose from. */
  readonly emptyText: string;
  /** Beneath the list: what narrows the choice further. */
  readonly children?: ReactNode;
  /** How many more filters `children` sets. */
  readonly extraCount?: number;
  onChange(chosen: readonly T[]): void;
}

/** From this many options on there is a search field. */
const SEARCH_FROM = 8;
/** More match only a search that is still too short. */
const SHOWN = 200;

/** A button with a small list of check boxes: any of the checked ones passes. Arrows move, Space checks. */
export function FilterMenu<T extends string | number>({
  label,
  options,
  chosen,
  emptyText,
  children,
  extraCount = 0,
  onChange,
}: FilterMenuProps<T>) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const count = chosen.length + extraCount;
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="filter-button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        data-active={count > 0 ? '' : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        {label}
        {count > 0 ? <span className="filter-button__count">{count}</span> : null}
        <ChevronDown size={13} aria-hidden="true" />
      </button>
      {isOpen ? (
        <Popover label={t('evidence.filterBy', { label })} anchor={anchor} onClose={() => setIsOpen(false)}>
          <FilterList
            label={label}
            options={options}
            chosen={chosen}
            emptyText={emptyText}
            onChange={onChange}
          />
          {children}
          <div className="filter-menu__foot">
            <Button
              tone="quiet"
              className="button--small"
              disabled={chosen.length === 0}
              onClick={() => onChange([])}
            >
              {t('evidence.any')}
            </Button>
            <Button className="button--small" onClick={() => setIsOpen(false)}>
              {t('evidence.done')}
            </Button>
          </div>
        </Popover>
      ) : null}
    </>
  );
}

type FilterListProps<T extends string | number> = Pick<
  FilterMenuProps<T>,
  'label' | 'options' | 'chosen' | 'emptyText' | 'onChange'
>;

function FilterList<T extends string | number>({
  label,
  options,
  chosen,
  emptyText,
  onChange,
}: FilterListProps<T>) {
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const checked = new Set(chosen);
  const words = foldText(query).split(/\s+/).filter(Boolean);
  const matching =
    words.length === 0
      ? options
      : options.filter((option) => {
          const text = foldText([option.text, ...(option.keywords ?? [])].join('\n'));
          return words.every((word) => text.includes(word));
        });
  const hasSearch = options.length >= SEARCH_FROM;

  function boxes(): HTMLInputElement[] {
    return [...(list.current?.querySelectorAll('input') ?? [])];
  }
  function move(event: KeyboardEvent): void {
    const all = boxes();
    const at = all.findIndex((box) => box === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    const isTyping = at === -1 && (event.key === 'Home' || event.key === 'End');
    if (next === undefined || isTyping) return;
    event.preventDefault();
    const search = event.currentTarget.querySelector<HTMLInputElement>('[type=search]');
    (next < 0 ? search : all[Math.min(next, all.length - 1)])?.focus();
  }

  return (
    // Only moves between the controls inside.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="filter-menu" onKeyDown={move}>
      {hasSearch ? (
        <input
          className="picker__input"
          type="search"
          aria-label={t('evidence.searchLabel', { label })}
          placeholder={t('evidence.search')}
          data-autofocus
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            // Enter takes the only one that is left, as in the palettes.
            if (event.key !== 'Enter' || matching.length === 0) return;
            event.preventDefault();
            const { value } = matching[0]!;
            onChange(checked.has(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
          }}
        />
      ) : null}
      <div ref={list} className="filter-menu__list" role="group" aria-label={label}>
        {matching.slice(0, SHOWN).map((option, at) => (
          <label
            key={option.value}
            className="filter-menu__option"
            style={
              option.depth && query === '' ? { paddingInlineStart: `${option.depth + 0.5}rem` } : undefined
            }
          >
            <input
              type="checkbox"
              tabIndex={at === 0 ? 0 : -1}
              data-autofocus={!hasSearch && at === 0 ? '' : undefined}
              checked={checked.has(option.value)}
              onChange={() =>
                onChange(
                  checked.has(option.value)
                    ? chosen.filter((other) => other !== option.value)
                    : [...chosen, option.value],
                )
              }
            />
            {option.icon}
            <span className="filter-menu__text" dir="auto">
              {option.text}
            </span>
            {option.hint ? <span className="filter-menu__hint">{option.hint}</span> : null}
          </label>
        ))}
        {matching.length === 0 ? (
          <p className="filter-menu__none">{options.length === 0 ? emptyText : t('evidence.nothingFound')}</p>
        ) : null}
        {matching.length > SHOWN ? (
          <p className="filter-menu__none">{t('evidence.moreToType', { more: matching.length - SHOWN })}</p>
        ) : null}
      </div>
    </div>
  );
}
