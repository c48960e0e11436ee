import type { SavedFilterKind } from '../../core/sets/saved-filter.ts';
import type { Command } from '../app/commands.ts';
import { getState } from '../app/state.ts';
import { isFilterEmpty } from '../evidence/filter-words.ts';
import { t } from '../i18n/texts.ts';
import {
  applySaved,
  askForSavedName,
  askToSave,
  askWhichSaved,
  deleteSaved,
  savedOf,
} from './saved-actions.ts';

/** The screen that asks what can be saved; null on any other. */
function kindHere(): SavedFilterKind | null {
  const { project, screen } = getState();
  return project && (screen === 'evidence' || screen === 'search') ? screen : null;
}

function hasSaved(): boolean {
  const kind = kindHere();
  return kind !== null && savedOf(kind).length > 0;
}

const canWrite = () => getState().project?.readOnly === null;

/** Whether there is anything worth saving. */
export function isAsking(kind: SavedFilterKind): boolean {
  const { evidence, search } = getState();
  return kind === 'evidence' ? !isFilterEmpty(evidence.filter) : search.query.trim() !== '';
}

export const SAVED_COMMANDS: readonly Command[] = [
  {
    id: 'filters.save',
    title: () => t('commands.saveFilter'),
    isEnabled: () => {
      const kind = kindHere();
      return kind !== null && canWrite() && isAsking(kind);
    },
    run: () => askToSave(kindHere() ?? 'evidence'),
  },
  {
    id: 'filters.apply',
    title: () => t('commands.applyFilter'),
    isEnabled: hasSaved,
    run: () => askWhichSaved(kindHere() ?? 'evidence', t('sets.applyTitle'), applySaved),
  },
  {
    id: 'filters.rename',
    title: () => t('commands.renameFilter'),
    isEnabled: () => hasSaved() && canWrite(),
    run: () => askWhichSaved(kindHere() ?? 'evidence', t('sets.renameFilterTitle'), askForSavedName),
  },
  {
    id: 'filters.delete',
    title: () => t('commands.deleteFilter'),
    isEnabled: () => hasSaved() && canWrite(),
    run: () => askWhichSaved(kindHere() ?? 'evidence', t('sets.deleteFilterTitle'), deleteSaved),
  },
];
