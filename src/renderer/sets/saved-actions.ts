import { v7 as uuidV7 } from 'uuid';
import { isEqual } from '../../core/equal.ts';
import { savedFilterIdSchema } from '../../core/ids.ts';
import { nameTwice } from '../../core/sets/edit-sets.ts';
import type { SavedFilter, SavedFilterKind } from '../../core/sets/saved-filter.ts';
import { commit } from '../app/session.ts';
import { getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';

/** Of one screen, by name. */
export function savedOf(kind: SavedFilterKind): readonly SavedFilter[] {
  return (getState().project?.savedFilters ?? [])
    .filter((filter) => filter.kind === kind)
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** What the screen asks now, as a filter that could be saved under this name. */
function presentFilter(kind: SavedFilterKind, id: SavedFilter['id'], name: string): SavedFilter {
  const { evidence, search } = getState();
  return kind === 'evidence'
    ? { id, name, kind, filter: evidence.filter, sort: evidence.sort }
    : { id, name, kind, request: search };
}

/** Whether the screen asks just this now. */
export function isApplied(saved: SavedFilter): boolean {
  return isEqual(saved, presentFilter(saved.kind, saved.id, saved.name));
}

export function applySaved(saved: SavedFilter): void {
  if (saved.kind === 'evidence') {
    setState({ screen: 'evidence', evidence: { filter: saved.filter, sort: saved.sort } });
  } else {
    setState({
      screen: 'search',
      search: structuredClone(saved.request) as ReturnType<typeof getState>['search'],
    });
  }
}

function refuseTaken(kind: SavedFilterKind, own?: SavedFilter['id']): (name: string) => string | null {
  return (name) => {
    const others = savedOf(kind).filter(({ id }) => id !== own);
    return others.some((other) => nameTwice([other, { name }]) !== null) ? t('sets.filterNameTaken') : null;
  };
}

/** Asks for a name, and keeps what the screen asks now under it. */
export function askToSave(kind: SavedFilterKind): void {
  setState({
    dialog: {
      kind: 'name',
      title: t('sets.saveTitle'),
      hint: t('sets.saveHint'),
      value: '',
      action: t('sets.save'),
      refuse: refuseTaken(kind),
      onName(name) {
        const after = presentFilter(kind, savedFilterIdSchema.parse(uuidV7()), name);
        commit({ label: t('sets.didSave', { name }), edits: [{ kind: 'savedFilter', before: null, after }] });
      },
    },
  });
}

/** What the screen asks now takes the place of what was saved. */
export function updateSaved(before: SavedFilter): void {
  const after = presentFilter(before.kind, before.id, before.name);
  commit({
    label: t('sets.didUpdate', { name: before.name }),
    edits: [{ kind: 'savedFilter', before, after }],
  });
}

export function askForSavedName(before: SavedFilter): void {
  setState({
    dialog: {
      kind: 'name',
      title: t('sets.renameFilterTitle'),
      value: before.name,
      action: t('sets.rename'),
      refuse: refuseTaken(before.kind, before.id),
      onName(name) {
        if (name === before.name) return;
        commit({
          label: t('sets.didRenameFilter', { name: before.name }),
          edits: [{ kind: 'savedFilter', before, after: { ...before, name } }],
        });
      },
    },
  });
}

export function deleteSaved(before: SavedFilter): void {
  commit({
    label: t('sets.didDeleteFilter', { name: before.name }),
    edits: [{ kind: 'savedFilter', before, after: null }],
  });
}

/** Which of the screen's saved filters is to be dealt with. */
export function askWhichSaved(kind: SavedFilterKind, title: string, act: (saved: SavedFilter) => void): void {
  setState({
    dialog: {
      kind: 'choose',
      title,
      placeholder: t('sets.name'),
      groups: [
        {
          heading: t('sets.savedFilters'),
          items: savedOf(kind).map((saved) => ({
            key: saved.id,
            text: saved.name,
            value: () => act(saved),
          })),
        },
      ],
    },
  });
}
