import { Search, X } from 'lucide-react';
import { useEffect, useMemo, useState, type RefObject } from 'react';
import { INFORMATION_GRADES, POLARITIES, SOURCE_GRADES } from '../../core/annotation/annotation.ts';
import { knownEntries } from '../../core/codebook/entries.ts';
import { treeRows } from '../../core/codebook/tree.ts';
import type { EvidenceFilter } from '../../core/evidence/evidence.ts';
import { actorIdSchema, codeIdSchema } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { Usage } from '../codebook/use-usage.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { Button } from '../ui/button.tsx';
import { PolarityMark } from '../ui/polarity.tsx';
import { FilterMenu, type FilterOption } from './filter-menu.tsx';
import { filterChips, isFilterEmpty, PART_LABELS, PARTS, withField } from './filter-words.ts';

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
      <div className="filter-bar__menus" role="group" aria-label="Filters">
        <TextFilter inputRef={searchRef} text={filter.text ?? ''} onChange={set('text')} />
        <FilterMenu
          label="Document"
          options={options.documents}
          chosen={filter.documents ?? []}
          emptyText="No documents yet."
          onChange={set('documents')}
        />
        <FilterMenu
          label="Source"
          options={options.sources}
          chosen={filter.sources ?? []}
          emptyText="No document names its source yet."
          onChange={set('sources')}
        />
        <FilterMenu
          label="Actor"
          options={options.actors}
          chosen={filter.actors ?? []}
          emptyText="No actors yet."
          extraCount={filter.roles?.length ?? 0}
          onChange={set('actors')}
        >
          <PartFilter chosen={filter.roles ?? []} onChange={set('roles')} />
        </FilterMenu>
        <FilterMenu
          label="Stance"
          options={options.polarities}
          chosen={filter.polarities ?? []}
          emptyText=""
          onChange={set('polarities')}
        />
        <FilterMenu
          label="Source grade"
          options={options.sourceGrades}
          chosen={filter.sourceGrades ?? []}
          emptyText=""
          onChange={set('sourceGrades')}
        />
        <FilterMenu
          label="Information"
          options={options.informationGrades}
          chosen={filter.informationGrades ?? []}
          emptyText=""
          onChange={set('informationGrades')}
        />
        <FilterMenu
          label="Code"
          options={options.codes}
          chosen={filter.codes ?? []}
          emptyText="No codes yet."
          onChange={set('codes')}
        />
        <FilterMenu
          label="Annotator"
          options={options.annotators}
          chosen={filter.annotators ?? []}
          emptyText="Nobody has annotated yet."
          onChange={set('annotators')}
        />
      </div>
      {chips.length > 0 ? (
        <ul className="filter-bar__chips" aria-label="Filters that are set">
          {chips.map((chip) => (
            <li key={chip.key} className="chip">
              <span className="filter-bar__field">{chip.field}</span>
              <span className="chip__text" dir="auto">
                {chip.text}
              </span>
              <button
                type="button"
                className="chip__remove"
                aria-label={`Remove filter ${chip.field}: ${chip.text}`}
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
              Clear all
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
        aria-label="Search quotes and notes"
        placeholder="Search quotes and notes"
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
      <legend>Only where</legend>
      {PARTS.map((part) => (
        <label key={part} className="filter-menu__option">
          <input
            type="checkbox"
            checked={chosen.includes(part)}
            onChange={() =>
              onChange(chosen.includes(part) ? chosen.filter((other) => other !== part) : [...chosen, part])
            }
          />
          <span className="filter-menu__text">{PART_LABELS[part]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function useOptions(project: ProjectSnapshot, usage: Usage | null) {
  const { codebook, documents, sources } = project;
  const { annotators } = project.project;
  return useMemo(() => {
    const { scales } = codebook;
    const byName = (a: { readonly name: string }, b: { readonly name: string }) =>
      a.name.localeCompare(b.name);
    // Deleted entries that annotations still hold can be asked for, by their last name.
    const deleted = [...knownEntries(codebook)].filter(([, known]) => known.isDeleted).map(([id]) => id);
    const deletedActors = deleted.filter((id) => usage?.actors[id]).map((id) => actorIdSchema.parse(id));
    const deletedCodes = deleted.filter((id) => usage?.codes[id]).map((id) => codeIdSchema.parse(id));
    return {
      documents: documents
        .filter((summary) => !summary.removedAt)
        .map((summary) => ({
          value: summary.id,
          text: summary.title,
          keywords: [summary.fileName],
          hint: summary.metadata.date?.value,
        })),
      sources: sources
        .toSorted(byName)
        .map((source) => ({ value: source.id, text: source.name, hint: source.grades.at(-1)?.grade })),
      actors: [
        ...codebook.actors.toSorted(byName).map((actor) => ({
          value: actor.id,
          text: actor.name,
          keywords: actor.aliases.map((alias) => alias.text),
          hint: usage?.actors[actor.id]?.toLocaleString('en'),
        })),
        ...deletedActors.map((id) => ({
          value: id,
          text: partyName(codebook, id),
          hint: usage?.actors[id]?.toLocaleString('en'),
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
        { value: 'none' as const, text: 'No source grade' },
      ],
      informationGrades: [
        ...INFORMATION_GRADES.map((value) => ({
          value,
          text: scales.information[String(value)]!,
          icon: gradeIcon(value),
        })),
        { value: 'none' as const, text: 'No information grade' },
      ],
      codes: [
        ...treeRows(codebook.codes, () => 0).map(({ entry, depth }) => ({
          value: entry.id,
          text: entry.name,
          depth,
          icon: <span className="swatch" data-colour={entry.colour} aria-hidden="true" />,
          hint: usage?.codes[entry.id]?.toLocaleString('en'),
        })),
        ...deletedCodes.map((id) => ({
          value: id,
          text: partyName(codebook, id),
          hint: usage?.codes[id]?.toLocaleString('en'),
        })),
      ],
      annotators: annotators.map((person) => ({ value: person.id, text: person.name })),
    } satisfies Record<string, readonly FilterOption<string | number>[]>;
  }, [codebook, documents, sources, annotators, usage]);
}

function gradeIcon(grade: string | number) {
  return <b className="grade">{grade}</b>;
}
