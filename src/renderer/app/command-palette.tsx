import { useEffect, useRef } from 'react';
import { openDocument } from './session.ts';
import { run } from './notices.ts';
import { COMMANDS, isCommandEnabled, type Command } from './commands.ts';
import { keyLabel } from './key-label.ts';
import { applySaved } from '../sets/saved-actions.ts';
import { showDocuments } from '../sets/set-actions.ts';
import { documentsWord } from '../sets/set-words.ts';
import { setState, usePostil } from './state.ts';
import { t } from '../i18n/texts.ts';
import { Picker, type PickerGroup } from '../ui/picker.tsx';

type Choice =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'document'; readonly run: () => void };

/** Every action, with its key, and every document by its title. */
export function CommandPalette() {
  const project = usePostil((state) => state.project);
  const ref = useRef<HTMLDialogElement>(null);
  const returnTo = useRef<Element | null>(null);
  useEffect(() => {
    returnTo.current = document.activeElement;
    ref.current?.showModal();
    // As in `Modal`: the platform takes the first element, where nothing can be typed.
    ref.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus({ preventScroll: true });
    return () => {
      if (returnTo.current instanceof HTMLElement) returnTo.current.focus({ preventScroll: true });
    };
  }, []);

  const groups: PickerGroup<Choice>[] = [
    {
      heading: t('commands.heading'),
      items: COMMANDS.filter(
        (command) => command.id !== 'app.commandPalette' && isCommandEnabled(command),
      ).map((command) => ({
        key: command.id,
        value: { kind: 'command', command },
        text: command.title(),
        hint: command.keys?.[0] ? keyLabel(command.keys[0]) : undefined,
      })),
    },
    {
      heading: t('sets.heading'),
      items: (project?.documentSets ?? []).map((set) => ({
        key: set.id,
        value: { kind: 'document', run: () => showDocuments({ set: set.id, state: null }) },
        text: set.name,
        hint: documentsWord(set.documents.length),
      })),
    },
    {
      heading: t('sets.savedFilters'),
      items: (project?.savedFilters ?? []).map((saved) => ({
        key: saved.id,
        value: { kind: 'document', run: () => applySaved(saved) },
        text: saved.name,
        hint: t(`app.place.${saved.kind}`),
      })),
    },
    {
      heading: t('commands.documents'),
      items: (project?.documents ?? [])
        .filter((summary) => !summary.removedAt)
        .map((summary) => ({
          key: summary.id,
          value: {
            kind: 'document',
            run: () => {
              setState({ screen: 'workbench' });
              run(() => openDocument(summary.id));
            },
          },
          text: summary.title,
          keywords: [summary.fileName],
          hint: summary.metadata.date?.value,
        })),
    },
  ];

  function close(): void {
    ref.current?.close();
    setState({ isCommandPaletteOpen: false });
  }

  return (
    <dialog
      ref={ref}
      className="command-palette"
      aria-label={t('commands.all')}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === ref.current) close();
      }}
    >
      <Picker<Choice>
        label={t('commands.all')}
        placeholder={t('commands.placeholder')}
        groups={groups}
        onPick={(choice) => {
          close();
          // After the focus went back, so that the command finds the window as the user left it.
          requestAnimationFrame(() => (choice.kind === 'command' ? choice.command.run() : choice.run()));
        }}
        onClose={close}
      />
    </dialog>
  );
}
