import { Check } from 'lucide-react';
import { useId } from 'react';
import { t } from '../i18n/texts.ts';
import type { CodeColour } from '../../core/codebook/codebook.ts';

interface ColourFieldProps {
  readonly colours: readonly CodeColour[];
  readonly value: CodeColour;
  readonly isReadOnly: boolean;
  onChange(colour: CodeColour): void;
}

/** The colours of codes as radio buttons, each with its name. */
export function ColourField({ colours, value, isReadOnly, onChange }: ColourFieldProps) {
  const name = useId();
  return (
    <fieldset className="colour-field" disabled={isReadOnly}>
      <legend className="field__label">{t('codebook.colour')}</legend>
      <div className="colour-field__options">
        {colours.map((colour) => (
          <label key={colour} className="colour-field__option" title={colour}>
            <input
              type="radio"
              name={name}
              className="visually-hidden"
              aria-label={colour}
              checked={colour === value}
              onChange={() => onChange(colour)}
            />
            <span className="swatch colour-field__swatch" data-colour={colour}>
              {colour === value ? <Check size={12} aria-hidden="true" /> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
