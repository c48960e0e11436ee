import { X } from 'lucide-react';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { LibraryFilter } from '../app/state.ts';
import { NO_SET, setLibrary } from '../sets/set-actions.ts';
import { t } from '../i18n/texts.ts';
import { stateWord } from '../sets/set-words.ts';

interface LibraryFiltersProps {
  readonly project: ProjectSnapshot;
  readonly filter: LibraryFilter;
}

/** Which set is listed, and whose reading state it is narrowed to; nothing while there is nothing to choose. */
export function LibraryFilters({ project, filter }: LibraryFiltersProps) {
  const sets = project.documentSets.toSorted((a, b) => a.name.localeCompare(b.name));
  const { state } = filter;
  if (sets.length === 0 && !state) return null;
  const person =
    state && [project.annotator, ...project.project.annotators].find(({ id }) => id === state.annotator);
  const words = !state
    ? ''
    : state.annotator === project.annotator.id
      ? stateWord(state.state)
      : t('sets.stateBy', { state: stateWord(state.state), name: person?.name ?? state.annotator });
  return (
    <div className="documents__filters">
      {sets.length > 0 ? (
        <select
          className="input input--slim"
          aria-label={t('sets.listed')}
          value={filter.set ?? ''}
          onChange={(event) => {
            const { value } = event.target;
            const set = value === NO_SET ? NO_SET : (sets.find(({ id }) => id === value)?.id ?? null);
            setLibrary({ filter: { ...filter, set } });
          }}
        >
          <option value="">{t('sets.all')}</option>
          {sets.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value={NO_SET}>{t('sets.inNoSet')}</option>
        </select>
      ) : null}
      {state ? (
        <span className="chip">
          <span className="chip__text" dir="auto">
            {words}
          </span>
          <button
            type="button"
            className="chip__remove"
            aria-label={t('sets.removeFilter', { words })}
            onClick={() => setLibrary({ filter: { ...filter, state: null } })}
          >
            <X size={12} />
          </button>
        </span>
      ) : null}
    </div>
  );
}
