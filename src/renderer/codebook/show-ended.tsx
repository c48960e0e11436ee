import { Button } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';

interface ShowEndedProps {
  readonly count: number;
  readonly isShowing: boolean;
  onToggle(isShowing: boolean): void;
}

/** Whether a list also has what was retired, merged or split. */
export function ShowEnded({ count, isShowing, onToggle }: ShowEndedProps) {
  if (count === 0) return null;
  return (
    <Button
      tone="quiet"
      className="button--small"
      aria-pressed={isShowing}
      onClick={() => onToggle(!isShowing)}
    >
      {t('codebookChanges.list.showEnded', { count })}
    </Button>
  );
}
