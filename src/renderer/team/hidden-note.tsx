import { EyeOff } from 'lucide-react';
import { t } from '../i18n/texts.ts';

interface HiddenNoteProps {
  readonly layers: number;
  readonly memos?: number;
}

/** What others did and this list leaves out, since the team has not opened it yet; nothing where nothing is hidden. */
export function HiddenNote({ layers, memos = 0 }: HiddenNoteProps) {
  if (layers + memos === 0) return null;
  return (
    <p className="hidden-note">
      <EyeOff size={14} aria-hidden="true" />
      <span>
        {layers > 0 ? t('team.hiddenLayers', { count: layers }) : null}
        {layers > 0 && memos > 0 ? ' ' : null}
        {memos > 0 ? t('team.hiddenMemos', { count: memos }) : null}
      </span>
    </p>
  );
}
