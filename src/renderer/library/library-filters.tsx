import { X } from 'lucide-react';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { LibraryFilter } from '../app/state.ts';
import { NO_SET, setLibrary } from '../sets/set-actions.ts';
import { assignedTo } from '../../core/team/assign.ts';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { assignmentsIn, useTeam } from '../team/team-state.ts';
import { Button } from '../ui/button.tsx';
import { stateWord } from '../sets/set-words.ts';

interface LibraryFiltersProps {
  readonly project: ProjectSnapshot;
  readonly filter: LibraryFilter;
}

/** Which set is listed, and whose reading state it is narrowed to; nothing while there is nothing to choose. */
export function LibraryFilters({ project, filter }: LibraryFiltersProps) {
  const sets = project.documentSets.toSorted((a, b) => a.name.localeCompare(b.name));
  const { state, assigned } = filter;
  const self = project.annotator.id;
  const { plan, status } = useTeam();
  const own = assignedTo(assignmentsIn({ plan, status }), self).size;
  if (sets.length === 0 && !state && !assigned && own === 0) return null;
  const nameOf = (wanted: string): string =>
    [project.annotator, ...project.project.annotators, ...plan.readers, ...(status?.people ?? [])].find(
      ({ id }) => id === wanted,
    )?.name ?? wanted;
  const words = !state
    ? ''
    : state.annotator === project.annotator.id
      ? stateWord(state.state)
      : t('sets.stateBy', { state: stateWord(state.state), name: nameOf(state.annotator) });
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
      {own > 0 ? (
        <Button
          className="button--small documents__assigned"
          aria-pressed={assigned === self}
          onClick={() => setLibrary({ filter: { ...filter, assigned: assigned === self ? null : self } })}
        >
          {t('sets.assignedToMe')} <span className="count">{formatNumber(own)}</span>
        </Button>
      ) : null}
      {assigned && (assigned !== self || own === 0) ? (
        <FilterChip
          words={t('sets.assignedTo', { name: nameOf(assigned) })}
          onRemove={() => setLibrary({ filter: { ...filter, assigned: null } })}
        />
      ) : null}
      {state ? (
        <FilterChip words={words} onRemove={() => setLibrary({ filter: { ...filter, state: null } })} />
      ) : null}
    </div>
  );
}

function FilterChip({ words, onRemove }: { readonly words: string; onRemove(): void }) {
  return (
    <span className="chip">
      <span className="chip__text" dir="auto">
        {words}
      </span>
      <button
        type="button"
        className="chip__remove"
        aria-label={t('sets.removeFilter', { words })}
        onClick={onRemove}
      >
        <X size={12} />
      </button>
    </span>
  );
}
