import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { getReader } from './current-reader.ts';
import { search, stepFind } from './reading-actions.ts';
import { setState, usePostil } from './state.ts';
import { t } from '../i18n/texts.ts';
import { IconButton } from '../ui/button.tsx';

/** Find in the open document. Enter and Shift+Enter step through the hits. */
export function FindBar() {
  const find = usePostil((state) => state.find);
  if (!find) return null;
  function close(): void {
    setState({ find: null });
    getReader()?.focus();
  }
  return (
    <search className="find-bar">
      <input
        className="input input--slim"
        aria-label={t('app.findInTheDocument')}
        placeholder={t('app.findInTheDocument')}
        autoFocus
        value={find.query}
        onChange={(event) => search(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            stepFind(event.shiftKey ? -1 : 1);
          } else if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            close();
          }
        }}
      />
      <span className="find-bar__count" role="status">
        {find.query === ''
          ? ''
          : find.ranges.length === 0
            ? t('app.notFound')
            : t('app.findCount', { at: find.current + 1, total: find.ranges.length })}
      </span>
      <IconButton
        label={t('app.previousHit')}
        size="small"
        disabled={find.ranges.length === 0}
        onClick={() => stepFind(-1)}
      >
        <ChevronUp size={14} />
      </IconButton>
      <IconButton
        label={t('app.nextHit')}
        size="small"
        disabled={find.ranges.length === 0}
        onClick={() => stepFind(1)}
      >
        <ChevronDown size={14} />
      </IconButton>
      <IconButton label={t('app.closeFind')} size="small" onClick={close}>
        <X size={14} />
      </IconButton>
    </search>
  );
}
