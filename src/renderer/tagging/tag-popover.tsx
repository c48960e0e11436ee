import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { CERTAINTIES, type Annotation } from '../../core/annotation/annotation.ts';
import { currentAnnotation, setState, usePostil } from '../app/state.ts';
import { namedHere } from '../mentions/named-here.ts';
import { Picker } from '../ui/picker.tsx';
import { DraftText } from '../ui/field.tsx';
import { actorGroups, codeGroups } from './codebook-items.tsx';
import { ReliabilityForm } from './reliability-form.tsx';
import { StanceForm } from './stance-form.tsx';
import { t } from '../i18n/texts.ts';
import {
  putStance,
  setCertainty,
  setNote,
  setReliability,
  tagActor,
  tagCode,
  tagNewActor,
  tagNewCode,
} from './tag-actions.ts';

const GAP = 10;
const MARGIN = 12;

interface TagPopoverProps {
  /** Where the passage stands on the screen now; null when it is scrolled away. */
  rectOfPassage(): DOMRect | null;
  /** Gives the keyboard back to the text. */
  onDone(): void;
}

/** The palette over the passage in hand. It never covers the passage itself where there is room beside it. */
export function TagPopover({ rectOfPassage, onDone }: TagPopoverProps) {
  const palette = usePostil((state) => state.palette);
  const project = usePostil((state) => state.project);
  const recentActors = usePostil((state) => state.recentActors);
  const recentCodes = usePostil((state) => state.recentCodes);
  const annotation = usePostil((state) => (state.selection.length > 0 ? null : currentAnnotation(state)));
  const mentions = usePostil((state) => state.mentions);
  const selection = usePostil((state) => state.selection);
  if (!palette || !project) return null;
  const ranges = selection.length > 0 ? selection : (annotation?.target.ranges ?? []);
  const named = namedHere(mentions ?? [], ranges);

  function close(): void {
    setState({ palette: null });
    onDone();
  }
  function closeAfter<Args extends readonly unknown[]>(
    action: (...args: Args) => void,
  ): (...args: Args) => void {
    return (...args) => {
      action(...args);
      close();
    };
  }

  return (
    <Floating
      key={palette}
      title={t(`tagging.title.${palette}`)}
      rectOfPassage={rectOfPassage}
      onClose={close}
    >
      {palette === 'actor' ? (
        <Picker
          label={t('tagging.title.actor')}
          placeholder={t('tagging.actorOrANewName')}
          groups={actorGroups(project.codebook, recentActors, named)}
          hasDigits
          create={{ noun: 'actor', onCreate: closeAfter(tagNewActor) }}
          onPick={closeAfter((actor) => tagActor(actor))}
          onClose={close}
        />
      ) : palette === 'code' ? (
        <Picker
          label={t('tagging.title.code')}
          placeholder={t('tagging.codeOrANewName')}
          groups={codeGroups(project.codebook, recentCodes)}
          hasDigits
          create={{ noun: 'code', onCreate: closeAfter(tagNewCode) }}
          onPick={closeAfter((code) => tagCode(code))}
          onClose={close}
        />
      ) : palette === 'stance' ? (
        <StanceForm
          codebook={project.codebook}
          recentActors={recentActors}
          stance={null}
          onSave={closeAfter(putStance)}
          onClose={close}
        />
      ) : palette === 'reliability' ? (
        <ReliabilityForm
          scales={project.codebook.scales}
          reliability={annotation?.reliability}
          onSave={closeAfter(setReliability)}
          onClose={close}
        />
      ) : palette === 'certainty' ? (
        <Picker
          label={t('tagging.title.certainty')}
          placeholder={t('tagging.certainProbablePossible')}
          groups={[
            {
              heading: t('tagging.certaintyLabel'),
              items: CERTAINTIES.map((value) => ({
                key: value,
                value,
                text: t(`tagging.certainty.${value}`),
              })),
            },
          ]}
          hasDigits
          onPick={closeAfter((value) => setCertainty(value))}
          onClose={close}
        />
      ) : (
        <NoteForm annotation={annotation} onClose={close} />
      )}
    </Floating>
  );
}

function NoteForm({ annotation, onClose }: { readonly annotation: Annotation | null; onClose(): void }) {
  return (
    <div className="note-form">
      <DraftText
        label={t('tagging.note')}
        isHeadless
        isMultiline
        autoFocus
        placeholder={t('tagging.whatYouThinkOfThis')}
        value={annotation?.note ?? ''}
        onCommit={setNote}
        onCancel={onClose}
        onDone={onClose}
      />
      <p className="field__hint">{t('tagging.ctrlEnterKeepsTheNote')}</p>
    </div>
  );
}

interface FloatingProps {
  readonly title: string;
  readonly children: ReactNode;
  rectOfPassage(): DOMRect | null;
  onClose(): void;
}

function Floating({ title, children, rectOfPassage, onClose }: FloatingProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    function position(): void {
      if (!box) return;
      setPlace(placeBeside(rectOfPassage(), box.offsetWidth, box.offsetHeight));
    }
    position();
    const observer = new ResizeObserver(position);
    observer.observe(box);
    window.addEventListener('resize', position);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', position);
    };
  }, [rectOfPassage]);

  return (
    <div
      ref={ref}
      className="tag-popover"
      role="dialog"
      aria-label={title}
      // Not `visibility: hidden`: what is hidden cannot take the focus, and a field inside must have it at once.
      style={place ? { left: place.left, top: place.top } : { opacity: 0 }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
      onBlur={(event) => {
        const next = event.relatedTarget;
        if (next instanceof Node && !event.currentTarget.contains(next)) onClose();
      }}
    >
      {children}
    </div>
  );
}

/** Below the passage, else above it, else beside the window's edge; always whole inside the window. */
function placeBeside(rect: DOMRect | null, width: number, height: number): { left: number; top: number } {
  const maxLeft = window.innerWidth - width - MARGIN;
  const maxTop = window.innerHeight - height - MARGIN;
  if (!rect) return { left: Math.max(MARGIN, maxLeft / 2), top: Math.max(MARGIN, maxTop / 3) };
  const below = rect.bottom + GAP;
  const above = rect.top - height - GAP;
  const top = below <= maxTop ? below : above >= MARGIN ? above : Math.max(MARGIN, maxTop);
  return { left: Math.min(Math.max(MARGIN, rect.left), Math.max(MARGIN, maxLeft)), top };
}
