import { FileText, Highlighter } from 'lucide-react';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { setLibrary } from '../sets/set-actions.ts';
import { getState, usePostil } from './state.ts';
import { t } from '../i18n/texts.ts';
import type { Panes } from './workbench-screen.tsx';

/** Below it the three panes at their smallest do not fit side by side: a small window, or 200 % zoom. */
const NARROW = '(max-width: 47.9rem)';

/**
 * Whether the window has too little width for three panes.
 * @param limit the media query that says so; one that stays the same
 */
export function useIsNarrow(limit = NARROW): boolean {
  const query = useMemo(() => window.matchMedia(limit), [limit]);
  const subscribe = useCallback(
    (onChange: () => void) => {
      query.addEventListener('change', onChange);
      return () => query.removeEventListener('change', onChange);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => query.matches);
}

const SHEETS = [
  { id: 'documents', icon: FileText },
  { id: 'inspector', icon: Highlighter },
] as const;

/** The text, and beside it one of the other panes when it is asked for. */
export function NarrowWorkbench({ documents, text, inspector }: Panes) {
  const [sheet, setSheet] = useState<'documents' | 'inspector' | null>(() =>
    getState().library.isAsked ? 'documents' : null,
  );
  const isAsked = usePostil((state) => state.library.isAsked);
  useEffect(() => {
    if (!isAsked) return;
    setSheet('documents');
    setLibrary({ isAsked: false });
  }, [isAsked]);
  const buttons = useRef<HTMLDivElement>(null);
  // A palette stands at the words that it is about.
  const isTagging = usePostil((state) => state.palette !== null);
  const shown = isTagging ? null : sheet;

  function close(): void {
    buttons.current?.querySelector<HTMLElement>('[aria-expanded=true]')?.focus();
    setSheet(null);
  }
  function sheetOf(pane: ReactNode): ReactNode {
    return (
      // Only closes; its keys are those of the controls inside.
      // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
      <div
        className="workbench__sheet"
        onClick={(event) => {
          // The list has done its work once a document was chosen.
          if (event.target instanceof Element && event.target.closest('.documents__open')) close();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          event.preventDefault();
          event.stopPropagation();
          close();
        }}
      >
        {pane}
      </div>
    );
  }
  return (
    <div className="workbench workbench--narrow">
      <div ref={buttons} className="workbench__switch" role="group" aria-label={t('app.panes')}>
        {SHEETS.map(({ id, icon: Icon }) => (
          <button
            key={id}
            type="button"
            className="top-bar__place"
            aria-expanded={sheet === id}
            onClick={() => setSheet(sheet === id ? null : id)}
          >
            <Icon size={14} aria-hidden="true" />
            {t(`app.sheet.${id}`)}
          </button>
        ))}
      </div>
      <div className="workbench__stage">
        {shown === 'documents' ? sheetOf(documents) : null}
        <div className="workbench__rest">{text}</div>
        {shown === 'inspector' ? sheetOf(inspector) : null}
      </div>
    </div>
  );
}
