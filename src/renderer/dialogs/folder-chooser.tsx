import { ArrowUp, Folder, FolderPlus, BookMarked, FileText } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CallValue, FolderEntry } from '../../contract/calls.ts';
import { call } from '../app/host.ts';
import { messageOf } from '../app/notices.ts';
import { t } from '../i18n/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { MessageText } from '../ui/message-text.tsx';

interface FolderChooserProps {
  readonly label: string;
  /** Folders alone, or files too with one of these endings. */
  readonly extensions?: readonly string[];
  /** The folder that is looked at, or the file that was clicked. */
  onChange(path: string | null, entry: FolderEntry | null): void;
  /** A project folder or a file was opened by double click or Enter. */
  onOpen?(entry: FolderEntry): void;
}

/** The page's own chooser, for hosts without native dialogs. It sees only what the user allowed the host to see. */
export function FolderChooser({ label, extensions, onChange, onOpen }: FolderChooserProps) {
  const [asked, setAsked] = useState<string | undefined>(undefined);
  const [listing, setListing] = useState<CallValue<'folders.list'> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [newName, setNewName] = useState<string | null>(null);

  useEffect(() => {
    let isWanted = true;
    call('folders.list', asked === undefined ? {} : { path: asked }).then(
      (value) => {
        if (!isWanted) return;
        setListing(value);
        setProblem(null);
        setChosen(null);
        onChange(value.path, null);
      },
      (error: unknown) => {
        if (isWanted) setProblem(messageOf(error));
      },
    );
    return () => {
      isWanted = false;
    };
    // `onChange` is the caller's closure and may be new with each of its renders.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [asked]);

  function makeFolder(): void {
    if (!listing?.path || !newName?.trim()) return;
    call('folders.create', { parent: listing.path, name: newName.trim() }).then(
      ({ path }) => {
        setNewName(null);
        setAsked(path);
      },
      (error: unknown) => setProblem(messageOf(error)),
    );
  }

  const entries = (listing?.entries ?? []).filter(
    (entry) =>
      entry.kind !== 'file' || extensions?.some((ending) => entry.name.toLowerCase().endsWith(`.${ending}`)),
  );
  return (
    <div className="folder-chooser" role="group" aria-label={label}>
      <div className="folder-chooser__bar">
        <IconButton
          label={t('dialogs.upOneFolder')}
          disabled={listing === null || listing.path === null}
          onClick={() => setAsked(listing?.parent ?? undefined)}
        >
          <ArrowUp size={15} />
        </IconButton>
        <span className="folder-chooser__path" title={listing?.path ?? ''}>
          {listing?.path ?? t('dialogs.placesThatPostilMayUse')}
        </span>
        <IconButton
          label={t('dialogs.newFolderHere')}
          disabled={!listing?.path}
          onClick={() => setNewName('')}
        >
          <FolderPlus size={15} />
        </IconButton>
      </div>
      {newName !== null ? (
        <div className="folder-chooser__new">
          <input
            className="input"
            aria-label={t('dialogs.nameOfTheNewFolder')}
            placeholder={t('dialogs.nameOfTheNewFolder')}
            autoFocus
            value={newName}
            onChange={(event) => setNewName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') {
                event.preventDefault();
                makeFolder();
              } else if (event.key === 'Escape') {
                event.stopPropagation();
                event.preventDefault();
                setNewName(null);
              }
            }}
          />
          <Button onClick={makeFolder}>{t('dialogs.make')}</Button>
        </div>
      ) : null}
      {problem ? (
        <p className="form-problem" role="alert">
          <MessageText>{problem}</MessageText>
        </p>
      ) : null}
      <ul className="folder-chooser__entries">
        {entries.map((entry) => {
          const Icon = entry.kind === 'project' ? BookMarked : entry.kind === 'file' ? FileText : Folder;
          return (
            <li key={entry.path}>
              <button
                type="button"
                className="folder-chooser__entry"
                aria-pressed={chosen === entry.path}
                onClick={() => {
                  if (entry.kind === 'folder') {
                    setAsked(entry.path);
                  } else {
                    setChosen(entry.path);
                    onChange(entry.path, entry);
                  }
                }}
                onDoubleClick={() => {
                  if (entry.kind !== 'folder') onOpen?.(entry);
                }}
              >
                <Icon size={15} aria-hidden="true" />
                <span className="folder-chooser__name">{entry.name}</span>
                {entry.kind === 'project' ? (
                  <span className="folder-chooser__kind">{t('dialogs.postilProject')}</span>
                ) : null}
              </button>
            </li>
          );
        })}
        {entries.length === 0 && listing ? (
          <li className="folder-chooser__none">{t('dialogs.thisFolderIsEmpty')}</li>
        ) : null}
      </ul>
    </div>
  );
}
