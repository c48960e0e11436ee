import { Eye, Minimize2 } from 'lucide-react';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { ReadingButton } from './reading-popover.tsx';
import { setReadingState, useReading } from './reading-state.ts';

/** Says over the text which mode it is in, and leads out of it. */
export function ReadingModes() {
  const { isFocused, isUnmarked } = useReading();
  if (!isFocused && !isUnmarked) return null;
  return (
    <div className="reading-modes" role="group" aria-label={t('reading.modes')}>
      {isUnmarked ? (
        <Button tone="quiet" className="button--small" onClick={() => setReadingState({ isUnmarked: false })}>
          <Eye size={14} aria-hidden="true" /> {t('reading.showMarks')} <kbd className="kbd">U</kbd>
        </Button>
      ) : null}
      {isFocused ? (
        <>
          <ReadingButton />
          <Button
            tone="quiet"
            className="button--small"
            onClick={() => setReadingState({ isFocused: false })}
          >
            <Minimize2 size={14} aria-hidden="true" /> {t('reading.leaveFocus')} <kbd className="kbd">F</kbd>
          </Button>
        </>
      ) : null}
    </div>
  );
}
