import { Highlighter, MessageSquareText, Scale, Tag, UserRound, ArrowLeftRight } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { setState, usePostil, type TagPalette } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { highlightSelection } from './tag-actions.ts';

const TOOLS: readonly { palette: Exclude<TagPalette, 'certainty'>; key: string; icon: typeof Tag }[] = [
  { palette: 'actor', key: 'A', icon: UserRound },
  { palette: 'stance', key: 'S', icon: ArrowLeftRight },
  { palette: 'reliability', key: 'R', icon: Scale },
  { palette: 'code', key: 'C', icon: Tag },
  { palette: 'note', key: 'N', icon: MessageSquareText },
];

const GAP = 8;

interface SelectionToolbarProps {
  rectOfSelection(): DOMRect | null;
  onDone(): void;
}

/** What can be done with the selected text, over it. Every tool has its key; the toolbar never takes the focus. */
export function SelectionToolbar({ rectOfSelection, onDone }: SelectionToolbarProps) {
  const selection = usePostil((state) => state.selection);
  const palette = usePostil((state) => state.palette);
  const isReadOnly = usePostil((state) => state.project?.readOnly !== null);
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  const isPlacing = usePostil((state) => state.placing !== null);
  const isShown = selection.length > 0 && palette === null && !isReadOnly && !isPlacing;

  useLayoutEffect(() => {
    if (!isShown) {
      setPlace(null);
      return;
    }
    function position(): void {
      const rect = rectOfSelection();
      const box = ref.current;
      if (!rect || !box) return;
      const left = rect.left + rect.width / 2 - box.offsetWidth / 2;
      const above = rect.top - box.offsetHeight - GAP;
      setPlace({
        left: Math.min(Math.max(GAP, left), window.innerWidth - box.offsetWidth - GAP),
        top: above > 56 ? above : rect.bottom + GAP,
      });
    }
    position();
    window.addEventListener('resize', position);
    document.addEventListener('scroll', position, true);
    return () => {
      window.removeEventListener('resize', position);
      document.removeEventListener('scroll', position, true);
    };
  }, [isShown, selection, rectOfSelection]);

  if (!isShown) return null;
  return (
    <div
      ref={ref}
      className="selection-toolbar"
      role="toolbar"
      aria-label={t('tagging.tagTheSelectedText')}
      style={place ? { left: place.left, top: place.top } : { visibility: 'hidden' }}
      // A press on the toolbar must not move the selection that it is about.
      onMouseDown={(event) => event.preventDefault()}
    >
      <button
        type="button"
        className="selection-toolbar__tool"
        onClick={() => {
          highlightSelection();
          onDone();
        }}
      >
        <Highlighter size={15} aria-hidden="true" />
        {t('tagging.highlight')}
        <kbd className="kbd">H</kbd>
      </button>
      {TOOLS.map(({ palette: opens, key, icon: Icon }) => (
        <button
          key={opens}
          type="button"
          className="selection-toolbar__tool"
          onClick={() => setState({ palette: opens })}
        >
          <Icon size={15} aria-hidden="true" />
          {t(`tagging.tool.${opens}`)}
          <kbd className="kbd">{key}</kbd>
        </button>
      ))}
    </div>
  );
}
