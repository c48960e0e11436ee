import {
  BookOpenText,
  ChartNoAxesGantt,
  Check,
  CloudAlert,
  Gavel,
  LoaderCircle,
  Redo2,
  StickyNote,
  Scale,
  Search,
  Table2,
  Tags,
  TextSearch,
  ArrowLeftRight,
  Undo2,
  UserRoundSearch,
  Users,
  Lock,
} from 'lucide-react';
import { runCommand } from './commands.ts';
import { keyLabel } from './key-label.ts';
import { usePostil, setState, type Screen } from './state.ts';
import { t } from '../i18n/texts.ts';
import { readOnlyText } from './notices.ts';
import { ReadingButton } from '../reading/reading-popover.tsx';
import { IconButton } from '../ui/button.tsx';

const PLACES: readonly { screen: Exclude<Screen, 'start' | 'versions'>; icon: typeof Tags }[] = [
  { screen: 'workbench', icon: BookOpenText },
  { screen: 'codebook', icon: Tags },
  { screen: 'mentions', icon: UserRoundSearch },
  { screen: 'evidence', icon: Table2 },
  { screen: 'search', icon: TextSearch },
  { screen: 'memos', icon: StickyNote },
  { screen: 'progress', icon: ChartNoAxesGantt },
  { screen: 'agreement', icon: Scale },
  { screen: 'adjudication', icon: Gavel },
  { screen: 'team', icon: Users },
  { screen: 'exchange', icon: ArrowLeftRight },
];

/** Where one is, what can be undone, and whether everything is on disk. */
export function TopBar() {
  const project = usePostil((state) => state.project);
  const screen = usePostil((state) => state.screen);
  const history = usePostil((state) => state.history);
  const undoLabel = history.undoable.at(-1)?.label;
  const redoLabel = history.redoable.at(-1)?.label;
  return (
    <header className="top-bar">
      <button
        type="button"
        className="top-bar__project"
        title={t('app.projects')}
        aria-current={screen === 'start' ? 'page' : undefined}
        onClick={() => setState({ screen: 'start' })}
      >
        <span className="top-bar__mark" aria-hidden="true" />
        <span className="top-bar__title">{project?.project.title ?? t('app.postil')}</span>
      </button>
      {project ? (
        <nav className="top-bar__places" aria-label={t('app.screens')}>
          {PLACES.map(({ screen: place, icon: Icon }) => (
            <button
              key={place}
              type="button"
              className="top-bar__place"
              aria-current={screen === place ? 'page' : undefined}
              title={t(`app.place.${place}`)}
              onClick={() => setState({ screen: place, palette: null })}
            >
              <Icon size={15} aria-hidden="true" />
              <span>{t(`app.place.${place}`)}</span>
            </button>
          ))}
        </nav>
      ) : (
        <span className="top-bar__places" />
      )}
      <div className="top-bar__tools">
        {project ? (
          <>
            {screen === 'workbench' ? <ReadingButton /> : null}
            <SaveState />
            <IconButton
              label={undoLabel ? t('app.undoOf', { undoLabel }) : t('app.nothingToUndo')}
              disabled={!undoLabel}
              onClick={() => runCommand('edit.undo')}
            >
              <Undo2 size={16} />
            </IconButton>
            <IconButton
              label={redoLabel ? t('app.redoOf', { redoLabel }) : t('app.nothingToRedo')}
              disabled={!redoLabel}
              onClick={() => runCommand('edit.redo')}
            >
              <Redo2 size={16} />
            </IconButton>
          </>
        ) : null}
        <button
          type="button"
          className="top-bar__search"
          // Where there is little room, neither of its words is shown.
          aria-label={`${t('app.commands')} ${keyLabel('mod+k')}`}
          onClick={() => setState({ isCommandPaletteOpen: true })}
        >
          <Search size={14} aria-hidden="true" />
          <span>{t('app.commands')}</span>
          <kbd className="kbd">{keyLabel('mod+k')}</kbd>
        </button>
        {project ? (
          <button
            type="button"
            className="top-bar__person"
            title={t('app.youAnnotateAs', { name: project.annotator.name })}
            // Who speaks to the machine says what is to be read on the button.
            aria-label={t('app.youAnnotateAsChange', {
              initials: initials(project.annotator.name),
              name: project.annotator.name,
            })}
            onClick={() => setState({ dialog: { kind: 'settings' } })}
          >
            {initials(project.annotator.name)}
          </button>
        ) : null}
      </div>
    </header>
  );
}

/** *Saved* is said only when every change is on the disk. */
function SaveState() {
  const { pending, failure } = usePostil((state) => state.saving);
  const link = usePostil((state) => state.link);
  const readOnly = usePostil((state) => state.project?.readOnly ?? null);
  const [tone, text, title] =
    link === 'lost'
      ? (['error', t('app.save.lost'), t('app.save.lost.title')] as const)
      : readOnly
        ? (['read-only', t('app.save.readOnly'), readOnlyText(readOnly)] as const)
        : failure && pending === 0
          ? (['error', t('app.save.failed'), failure] as const)
          : pending > 0
            ? (['saving', t('app.save.pending'), t('app.save.pending.title', { count: pending })] as const)
            : (['saved', t('app.save.saved'), t('app.save.saved.title')] as const);
  const Icon = { error: CloudAlert, 'read-only': Lock, saving: LoaderCircle, saved: Check }[tone];
  return (
    <span className="save-state" data-tone={tone} role="status" title={title}>
      <Icon size={14} aria-hidden="true" />
      <span>{text}</span>
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!] : [words[0]!];
  return letters.map((word) => Array.from(word)[0]!.toUpperCase()).join('');
}
