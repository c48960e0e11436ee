import { isOffered } from '../../core/codebook/entries.ts';
import type { Command } from '../app/commands.ts';
import { getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { askToMerge, askToSplit, bringBack, retire } from './codebook-edits.ts';
import { shownEntry } from './entry-kind.ts';

function chosen() {
  const { project, screen } = getState();
  return screen === 'codebook' && project?.readOnly === null ? shownEntry(project.codebook) : null;
}

function entryCommand(
  id: string,
  title: 'codebookChanges.command.merge' | 'codebookChanges.command.split' | 'codebookChanges.command.retire',
  run: typeof askToMerge,
): Command {
  return {
    id,
    title: () => t(title, { name: chosen()?.entry.name ?? '' }),
    isEnabled() {
      const one = chosen();
      return one !== null && isOffered(one.entry);
    },
    run() {
      const one = chosen();
      if (one) run(one.kind, one.entry);
    },
  };
}

/** What the codebook's screen adds to the palette: about the entry whose details it shows. */
export const CODEBOOK_COMMANDS: readonly Command[] = [
  entryCommand('codebook.merge', 'codebookChanges.command.merge', askToMerge),
  entryCommand('codebook.split', 'codebookChanges.command.split', askToSplit),
  entryCommand('codebook.retire', 'codebookChanges.command.retire', retire),
  {
    id: 'codebook.bringBack',
    title: () => t('codebookChanges.command.bringBack', { name: chosen()?.entry.name ?? '' }),
    isEnabled() {
      const one = chosen();
      return one !== null && !isOffered(one.entry);
    },
    run() {
      const one = chosen();
      if (one) bringBack(one.kind, one.entry);
    },
  },
  {
    id: 'codebook.import',
    title: () => t('codebookChanges.command.import'),
    isEnabled: () => getState().project?.readOnly === null,
    run: () => setState({ dialog: { kind: 'codebook-import' } }),
  },
  {
    id: 'codebook.export',
    title: () => t('codebookChanges.command.export'),
    isEnabled: () => getState().project !== null,
    run: () => setState({ dialog: { kind: 'codebook-export' } }),
  },
];
