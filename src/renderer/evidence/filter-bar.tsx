import { Search, X } from 'lucide-react';
import { useEffect, useMemo, useState, type RefObject } from 'react';
import { INFORMATION_GRADES, POLARITIES, SOURCE_GRADES } from '../../core/annotation/annotation.ts';
import { knownEntries } from '../../core/codebook/entries.ts';
import type { EvidenceFilter } from '../../core/evidence/evidence.ts';
import { actorIdSchema, codeIdSchema } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { Usage } from '../codebook/use-usage.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { Button } from '../ui/button.tsx';
import { PolarityMark } from '../ui/polarity.tsx';
import { FilterMenu, type FilterOption } from './filter-menu.tsx';
import { actorOptions, codeOptions, documentOptions } from './filter-options.tsx';
import { spokenName } from '../app/annotator-name.ts';
import { t } from '../i18n/texts.ts';
import { formatKnown } from '../i18n/format.ts';
import { SavedMenu } from '../sets/saved-menu.tsx';
import { setOptions } from '../sets/set-options.ts';
import { filterChips, isFilterEmpty, PARTS, withField } from './filter-words.ts';

/** How long a text must rest before it is searched for. */
const SEARCH_AFTER_MS = 180;

interface FilterBarProps {
  readonly project: ProjectSnapshot;
  readonly usage: Usage | null;
  readonly filter: EvidenceFilter;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  onChange(filter: EvidenceFilter): void;
}

/** What narrows the table, and what narrows it now. */
export function FilterBar({ project, usage, filter, searchRef, onChange }: FilterBarProps) {
  const options = useOptions(project, usage);
  const chips = filterChips(filter, project);

  function set<Field extends keyof EvidenceFilter>(field: Field) {
    return (value: EvidenceFilter[Field]) => onChange(withField(filter, field, value));
  }

  return (
    <div className="filter-bar">
      <div className="filter-bar__menus" role="group" aria-label={t('evidence.filters')}>
        <SavedMenu kind="evidence" />
        <TextFilter inputRef={searchRef} text={filter.text ?? ''} onChange={set('text')} />
        <FilterMenu
          label={t('evidence.document')}
          options={options.documents}
          chosen={filter.documents ?? []}
          emptyText={t('evidence.empty.documents')}
          onChange={set('documents')}
        />
        {options.sets.length > 0 || filter.sets ? (
          <FilterMenu
            label={t('sets.filterLabel')}
            options={options.sets}
            chosen={filter.sets ?? []}
            emptyText={t('sets.filterEmpty')}
            onChange={set('sets')}
          />
        ) : null}
        <FilterMenu
          label={t('evidence.source')}
          options={options.sources}
          chosen={filter.sources ?? []}
          emptyText={t('evidence.empty.sources')}
          onChange={set('sources')}
        />
        <FilterMenu
          label={t('evidence.actor')}
          options={options.actors}
          chosen={filter.actors ?? []}
          emptyText={t('evidence.empty.actors')}
          extraCount={filter.roles?.length ?? 0}
          onChange={set('actors')}
        >
          <PartFilter chosen={filter.roles ?? []} onChange={set('roles')} />
        </FilterMenu>
        <FilterMenu
          label={t('evidence.stance')}
          options={options.polarities}
          chosen={filter.polarities ?? []}
          emptyText=""
          onChange={set('polarities')}
        />
        <FilterMenu
          label={t('evidence.sourceGrade')}
          options={options.sourceGrades}
          chosen={filter.sourceGrades ?? []}
          emptyText=""
          onChange={set('sourceGrades')}
        />
        <FilterMenu
          label={t('evidence.information')}
          options={options.informationGrades}
          chosen={filter.informationGrades ?? []}
          emptyText=""
          onChange={set('informationGrades')}
        />
        <FilterMenu
          label={t('evidence.code')}
          options={options.codes}
          chosen={filter.codes ?? []}
          emptyText={t('evidence.empty.codes')}
          onChange={set('codes')}
        />
        <FilterMenu
          label={t('evidence.annotator')}
          options={options.annotators}
          chosen={filter.annotators ?? []}
          emptyText={t('evidence.empty.annotators')}
          // Whoever names annotators wants theirs, adjudicated or not.
          onChange={(chosen) =>
            onChange(withField(withField(filter, 'layers', undefined), 'annotators', chosen))
          }
        />
      </div>
      {chips.length > 0 ? (
        <ul className="filter-bar__chips" aria-label={t('evidence.filtersThatAreSet')}>
          {chips.map((chip) => (
            <li key={chip.key} className="chip">
              <span className="filter-bar__field">{chip.field}</span>
              <span className="chip__text" dir="auto">
                {chip.text}
              </span>
              <button
                type="button"
                className="chip__remove"
                aria-label={t('evidence.removeFilter', { field: chip.field, text: chip.text })}
                onClick={() => onChange(chip.without)}
              >
                <X size={12} />
              </button>
            </li>
          ))}
          <li>
            <Button
              tone="quiet"
              className="button--small"
              disabled={isFilterEmpty(filter)}
              onClick={() => onChange({})}
            >
              {t('evidence.clearAll')}
            </Button>
          </li>
        </ul>
      ) : null}
    </div>
  );
}

interface TextFilterProps {
  readonly text: string;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  onChange(text: string | undefined): void;
}

function TextFilter({ text, inputRef, onChange }: TextFilterProps) {
  const [draft, setDraft] = useState(text);
  const [shown, setShown] = useState(text);
  if (shown !== text) {
    setShown(text);
    // What is being typed is ahead of what was searched for: only a text from elsewhere replaces it.
    if (text !== draft.trim()) setDraft(text);
  }
  useEffect(() => {
    if (draft.trim() === text) return;
    const timer = setTimeout(() => onChange(draft.trim() === '' ? undefined : draft.trim()), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, text, onChange]);

  return (
    <label className="text-filter">
      <Search size={14} aria-hidden="true" />
      <input
        ref={inputRef}
        className="input"
        type="search"
        aria-label={t('evidence.searchQuotesAndNotes')}
        placeholder={t('evidence.searchQuotesAndNotes')}
        dir="auto"
        maxLength={500}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || draft === '') return;
          event.stopPropagation();
          event.preventDefault();
          setDraft('');
        }}
      />
    </label>
  );
}

interface PartFilterProps {
  readonly chosen: NonNullable<EvidenceFilter['roles']>;
  onChange(parts: NonNullable<EvidenceFilter['roles']>): void;
}

/** Which part the actor must play. */
function PartFilter({ chosen, onChange }: PartFilterProps) {
  return (
    <fieldset className="part-filter">
      <legend>{t('evidence.onlyWhere')}</legend>
      {PARTS.map((part) => (
        <label key={part} className="filter-menu__option">
          <input
            type="checkbox"
            checked={chosen.includes(part)}
            onChange={() =>
              onChange(chosen.includes(part) ? chosen.filter((other) => other !== part) : [...chosen, part])
            }
          />
          <span className="filter-menu__text">{t(`evidence.part.${part}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function useOptions(project: ProjectSnapshot, usage: Usage | null) {
  const { codebook, documents, documentSets, sources } = project;
  const { annotators } = project.project;
  return useMemo(() => {
    const { scales } = codebook;
    // Deleted entries that annotations still hold can be asked for, by their last name.
    const deleted = [...knownEntries(codebook)].filter(([, known]) => known.isDeleted).map(([id]) => id);
    const deletedActors = deleted.filter((id) => usage?.actors[id]).map((id) => actorIdSchema.parse(id));
    const deletedCodes = deleted.filter((id) => usage?.codes[id]).map((id) => codeIdSchema.parse(id));
    return {
      documents: documentOptions(documents),
      sets: setOptions(documentSets),
      sources: sources
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map((source) => ({ value: source.id, text: source.name, hint: source.grades.at(-1)?.grade })),
      actors: [
        ...actorOptions(codebook, usage),
        ...deletedActors.map((id) => ({
          value: id,
          text: partyName(codebook, id),
          hint: formatKnown(usage?.actors[id]),
        })),
      ],
      polarities: POLARITIES.map((value) => ({
        value,
        text: scales.polarity[String(value)] ?? String(value),
        icon: (
          <span aria-hidden="true">
            <PolarityMark polarity={value} scales={scales} />
          </span>
        ),
      })),
      sourceGrades: [
        ...SOURCE_GRADES.map((value) => ({ value, text: scales.source[value]!, icon: gradeIcon(value) })),
        { value: 'none' as const, text: t('evidence.noSourceGrade') },
      ],
      informationGrades: [
        ...INFORMATION_GRADES.map((value) => ({
          value,
          text: scales.information[String(value)]!,
          icon: gradeIcon(value),
        })),
        { value: 'none' as const, text: t('evidence.noInformationGrade') },
      ],
      codes: [
        ...codeOptions(codebook, usage),
        ...deletedCodes.map((id) => ({
          value: id,
          text: partyName(codebook, id),
          hint: formatKnown(usage?.codes[id]),
        })),
      ],
      annotators: annotators.map((person) => ({ value: person.id, text: spokenName(person) })),
    } satisfies Record<string, readonly FilterOption<string | number>[]>;
  }, [codebook, documents, documentSets, sources, annotators, usage]);
}

function gradeIcon(grade: string | number) {
  return <b className="grade">{grade}</b>;
}
