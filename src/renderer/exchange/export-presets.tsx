import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { rememberChoice } from '../app/settings-actions.ts';
import { usePostil } from '../app/state.ts';
import { isEqual } from '../../core/equal.ts';
import { t } from '../i18n/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { rememberedPresets, type ExportChoice, type ExportPreset } from './export-choices.ts';

interface ExportPresetsProps {
  readonly choice: ExportChoice;
  onChoose(choice: ExportChoice): void;
}

/** Choices under a name: format, whose annotations, what goes along. Kept for the user, not the project. */
export function ExportPresets({ choice, onChoose }: ExportPresetsProps) {
  const settings = usePostil((state) => state.settings);
  const presets = rememberedPresets(settings);
  const current = presets.find((preset) => isEqual(preset.choice, choice));
  const [name, setName] = useState<string | null>(null);

  function keep(kept: ExportPreset[]): void {
    rememberChoice('exportPresets', kept);
    setName(null);
  }

  function save(): void {
    const trimmed = name?.trim() ?? '';
    if (trimmed === '') return;
    keep([...presets.filter((preset) => preset.name !== trimmed), { name: trimmed, choice }]);
  }

  if (name !== null) {
    return (
      <div className="exchange__preset">
        <Field label={t('exchange.presetName')}>
          <input
            className="input"
            autoFocus
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') save();
              else if (event.key === 'Escape') setName(null);
              else return;
              event.preventDefault();
              event.stopPropagation();
            }}
          />
        </Field>
        <Button tone="primary" disabled={name.trim() === ''} onClick={save}>
          {t('exchange.presetKeep')}
        </Button>
        <Button onClick={() => setName(null)}>{t('exchange.cancel')}</Button>
      </div>
    );
  }
  return (
    <div className="exchange__preset">
      {presets.length > 0 ? (
        <Field label={t('exchange.preset')}>
          <select
            className="input"
            value={current?.name ?? ''}
            onChange={(event) => {
              const chosen = presets.find((preset) => preset.name === event.target.value);
              if (chosen) onChoose(chosen.choice);
            }}
          >
            {current ? null : <option value="">{t('exchange.presetNone')}</option>}
            {presets.map((preset) => (
              <option key={preset.name} value={preset.name}>
                {preset.name}
              </option>
            ))}
          </select>
        </Field>
      ) : null}
      {current ? (
        <IconButton
          label={t('exchange.presetForget', { name: current.name })}
          onClick={() => keep(presets.filter((preset) => preset !== current))}
        >
          <Trash2 size={15} />
        </IconButton>
      ) : (
        <Button tone="quiet" onClick={() => setName('')}>
          {t('exchange.presetSave')}
        </Button>
      )}
    </div>
  );
}
