import {
  BookOpenText,
  Check,
  CloudAlert,
  LoaderCircle,
  Redo2,
  Search,
  Table2,
  Tags,
  TextSearch,
  ArrowLeftRight,
  Undo2,
  UserRoundSearch,
  Lock,
} from 'lucide-react';
import { runCommand } from './commands.ts';
import { usePostil, setState, type Screen } from './state.ts';
import { IconButton } from '../ui/button.tsx';

const PLACES: readonly { screen: Screen; text: string; icon: typeof Tags }[] = [
  { screen: 'workbench', text: 'Workbench', icon: BookOpenText },
  { screen: 'codebook', text: 'Codebook', icon: Tags },
  { screen: 'mentions', text: 'Mentions', icon: UserRoundSearch },
  { screen: 'evidence', text: 'Evidence', icon: Table2 },
  { screen: 'search', text: 'Search', icon: TextSearch },
  { screen: 'exchange', text: 'Export and import', icon: ArrowLeftRight },
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
        title="Projects"
        aria-current={screen === 'start' ? 'page' : undefined}
        onClick={() => setState({ screen: 'start' })}
      >
        <span className="top-bar__mark" aria-hidden="true" />
        <span className="top-bar__title">{project?.project.title ?? 'Postil'}</span>
      </button>
      {project ? (
        <nav className="top-bar__places" aria-label="Screens">
          {PLACES.map(({ screen: place, text, icon: Icon }) => (
            <button
              key={place}
              type="button"
              className="top-bar__place"
              aria-current={screen === place ? 'page' : undefined}
              title={text}
              onClick={() => setState({ screen: place, palette: null })}
            >
              <Icon size={15} aria-hidden="true" />
              <span>{text}</span>
            </button>
          ))}
        </nav>
      ) : (
        <span className="top-bar__places" />
      )}
      <div className="top-bar__tools">
        {project ? (
          <>
            <SaveState />
            <IconButton
              label={undoLabel ? `Undo: ${undoLabel} (Ctrl Z)` : 'Nothing to undo'}
              disabled={!undoLabel}
              onClick={() => runCommand('edit.undo')}
            >
              <Undo2 size={16} />
            </IconButton>
            <IconButton
              label={redoLabel ? `Redo: ${redoLabel} (Ctrl Shift Z)` : 'Nothing to redo'}
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
          onClick={() => setState({ isCommandPaletteOpen: true })}
        >
          <Search size={14} aria-hidden="true" />
          <span>Commands</span>
          <kbd className="kbd">Ctrl K</kbd>
        </button>
        {project ? (
          <button
            type="button"
            className="top-bar__person"
            title={`You annotate as ${project.annotator.name}`}
            aria-label={`You annotate as ${project.annotator.name}. Change…`}
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
      ? (['error', 'Disconnected', 'Postil’s host is gone. What was said to be saved is on disk.'] as const)
      : readOnly
        ? (['read-only', 'Read only', readOnly.message] as const)
        : failure && pending === 0
          ? (['error', 'Not saved', failure] as const)
          : pending > 0
            ? (['saving', 'Saving…', `${pending} changes on their way to the disk`] as const)
            : (['saved', 'Saved', 'Every change is on the disk'] as const);
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
