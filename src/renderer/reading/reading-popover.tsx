import { ALargeSmall, Minus, Plus } from 'lucide-react';
import { useRef } from 'react';
import { THEMES, type Settings } from '../../contract/calls.ts';
import { setTheme } from '../app/settings-actions.ts';
import { usePostil } from '../app/state.ts';
import type { PlainKey } from '../i18n/catalogue.ts';
import { t } from '../i18n/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { changeReading, DEFAULT_READING, MEASURES, stepReading } from './apply-reading.ts';
import { setReadingState, useReading } from './reading-state.ts';
import './reading.css';

const TYPEFACES = ['serif', 'sans', 'dyslexic'] as const;

/** Opens the choices of how the text is set. */
export function ReadingButton() {
  const anchor = useRef<HTMLSpanElement>(null);
  const isOpen = useReading((state) => state.isPopoverOpen);
  function close(): void {
    setReadingState({ isPopoverOpen: false });
  }
  return (
    <span ref={anchor} className="reading-button">
      <IconButton
        label={t('reading.reading')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setReadingState({ isPopoverOpen: !isOpen })}
      >
        <ALargeSmall size={17} />
      </IconButton>
      {isOpen ? (
        <Popover label={t('reading.reading')} anchor={anchor} onClose={close}>
          <Choices />
        </Popover>
      ) : null}
    </span>
  );
}

function Choices() {
  const theme = usePostil((state) => state.settings?.theme);
  const reading = usePostil((state) => state.settings?.reading ?? DEFAULT_READING);
  const { isFocused, isUnmarked } = useReading();
  const isDefault = Object.entries(DEFAULT_READING).every(
    ([key, value]) => reading[key as keyof typeof reading] === value,
  );
  return (
    <div className="reading">
      <div className="reading__row">
        <span className="field__label">{t('reading.typeface')}</span>
        <Segmented
          label={t('reading.typeface')}
          options={TYPEFACES.map((value) => ({ value, text: t(`reading.face.${value}`) }))}
          value={reading.typeface}
          onChange={(typeface) => typeface && changeReading({ typeface })}
        />
      </div>
      <Stepper measure="size" text="reading.size" value={t('reading.percent', { value: reading.size })} />
      <Stepper
        measure="measure"
        text="reading.measure"
        value={t('reading.characters', { value: reading.measure })}
      />
      <Stepper
        measure="lineHeight"
        text="reading.lineHeight"
        value={t('reading.percent', { value: reading.lineHeight })}
      />
      <div className="reading__row">
        <span className="field__label">{t('reading.paper')}</span>
        <Segmented<Settings['theme']>
          label={t('reading.paper')}
          options={(['system', ...THEMES.filter((each) => each !== 'system')] as const).map((value) => ({
            value,
            text: t(`reading.theme.${value}`),
          }))}
          value={theme}
          onChange={(value) => value && setTheme(value)}
        />
      </div>
      <label className="reading__check">
        <input
          type="checkbox"
          checked={isFocused}
          onChange={(event) => setReadingState({ isFocused: event.target.checked })}
        />
        <span>
          {t('reading.focusMode')} <kbd className="kbd">F</kbd>
          <span className="field__hint">{t('reading.focusMode.hint')}</span>
        </span>
      </label>
      <label className="reading__check">
        <input
          type="checkbox"
          checked={isUnmarked}
          onChange={(event) => setReadingState({ isUnmarked: event.target.checked })}
        />
        <span>
          {t('reading.readingMode')} <kbd className="kbd">U</kbd>
          <span className="field__hint">{t('reading.readingMode.hint')}</span>
        </span>
      </label>
      <Button tone="quiet" disabled={isDefault} onClick={() => changeReading(DEFAULT_READING)}>
        {t('reading.reset')}
      </Button>
    </div>
  );
}

interface StepperProps {
  readonly measure: keyof typeof MEASURES;
  readonly text: PlainKey;
  readonly value: string;
}

/** A measure between a minus and a plus. */
function Stepper({ measure, text, value }: StepperProps) {
  const now = usePostil((state) => (state.settings?.reading ?? DEFAULT_READING)[measure]);
  const { min, max } = MEASURES[measure];
  return (
    <div className="reading__row" role="group" aria-label={t(text)}>
      <span className="field__label">{t(text)}</span>
      <span className="reading__stepper">
        <IconButton
          label={t('reading.less', { what: t(text) })}
          disabled={now <= min}
          onClick={() => stepReading(measure, -1)}
        >
          <Minus size={14} />
        </IconButton>
        <output aria-live="polite">{value}</output>
        <IconButton
          label={t('reading.more', { what: t(text) })}
          disabled={now >= max}
          onClick={() => stepReading(measure, 1)}
        >
          <Plus size={14} />
        </IconButton>
      </span>
    </div>
  );
}
