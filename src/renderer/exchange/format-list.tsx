import { groupFormats } from '../../core/exchange/format-groups.ts';
import type { FormatName } from '../../core/exchange/format-table.ts';
import { t } from '../i18n/texts.ts';

interface FormatListProps<Name extends FormatName> {
  /** Tells the radio buttons of two lists apart. */
  readonly name: string;
  readonly formats: readonly Name[];
  readonly value: Name;
  about(format: Name): string;
  onChange(format: Name): void;
}

/** Every format with what it is for, by what one would use it for. */
export function FormatList<Name extends FormatName>({
  name,
  formats,
  value,
  about,
  onChange,
}: FormatListProps<Name>) {
  return (
    <div className="format-list" role="radiogroup" aria-label={t('exchange.format')}>
      {groupFormats(formats).map(({ group, names }) => (
        <div key={group} className="format-list__group">
          <p className="format-list__head">{t(`exchange.group.${group}`)}</p>
          {names.map((id) => (
            <label key={id} className="format" data-chosen={id === value || undefined}>
              <input type="radio" name={name} checked={id === value} onChange={() => onChange(id)} />
              <span>
                <b>{t(`exchange.format.${id as FormatName}`)}</b>
                <span className="format__about">{about(id)}</span>
              </span>
            </label>
          ))}
        </div>
      ))}
    </div>
  );
}
