import { Search } from 'lucide-react';
import { useEffect, useMemo, useState, type RefObject } from 'react';
import type { QueryFault } from '../../core/search/parse-query.ts';
import { SEARCH_SCOPES } from '../../core/search/search-corpus.ts';
import type { ProjectSnapshot, SearchRequest } from '../../contract/calls.ts';
import type { Usage } from '../codebook/use-usage.ts';
import { FilterMenu } from '../evidence/filter-menu.tsx';
import { actorOptions, codeOptions, documentOptions } from '../evidence/filter-options.tsx';
import { t } from '../i18n/texts.ts';
import { SavedMenu } from '../sets/saved-menu.tsx';
import { setOptions } from '../sets/set-options.ts';
import { Segmented } from '../ui/segmented.tsx';

/** How long a query must rest before it is searched for. */
const SEARCH_AFTER_MS = 160;

interface SearchFormProps {
  readonly project: ProjectSnapshot;
  readonly usage: Usage | null;
  readonly request: SearchRequest;
  /** What is wrong with `request.query`. */
  readonly fault: QueryFault | null;
  readonly fieldRef: RefObject<HTMLInputElement | null>;
  onChange(request: SearchRequest): void;
  /** Down from the field, into the hits. */
  onLeave(): void;
}

/** What is asked, and where it is looked for. */
export function SearchForm({ project, usage, request, fault, fieldRef, onChange, onLeave }: SearchFormProps) {
  const options = useOptions(project, usage);
  const hasTags = Boolean(request.actors?.length) || Boolean(request.codes?.length);
  return (
    <search className="search__form">
      <div className="search__ask">
        <QueryField
          query={request.query}
          isFaulty={fault !== null}
          fieldRef={fieldRef}
          onChange={(query) => onChange({ ...request, query })}
          onLeave={onLeave}
        />
        <Segmented
          label={t('search.searchIn')}
          options={SEARCH_SCOPES.map((value) => ({ value, text: t(`search.scope.${value}`) }))}
          value={request.scope}
          onChange={(scope) => onChange({ ...request, scope: scope ?? 'texts' })}
        />
      </div>
      <p id="search-fault" className="search__fault" role="status">
        {fault ? (
          <>
            <span>{t(`search.fault.${fault.code}`, { word: fault.word })}</span>{' '}
            <FaultPlace query={request.query} fault={fault} />
          </>
        ) : null}
      </p>
      <div className="filter-bar__menus" role="group" aria-label={t('search.filters')}>
        <SavedMenu kind="search" />
        <FilterMenu
          label={t('search.document')}
          options={options.documents}
          chosen={request.documents ?? []}
          emptyText={t('evidence.empty.documents')}
          onChange={(documents) => onChange({ ...request, documents: [...documents] })}
        />
        {options.sets.length > 0 || request.sets?.length ? (
          <FilterMenu
            label={t('sets.filterLabel')}
            options={options.sets}
            chosen={request.sets ?? []}
            emptyText={t('sets.filterEmpty')}
            onChange={(sets) => onChange({ ...request, sets: [...sets] })}
          />
        ) : null}
        <FilterMenu
          label={t('search.actor')}
          options={options.actors}
          chosen={request.actors ?? []}
          emptyText={t('evidence.empty.actors')}
          onChange={(actors) => onChange({ ...request, actors: [...actors] })}
        />
        <FilterMenu
          label={t('search.code')}
          options={options.codes}
          chosen={request.codes ?? []}
          emptyText={t('evidence.empty.codes')}
          onChange={(codes) => onChange({ ...request, codes: [...codes] })}
        />
        {hasTags ? (
          <Segmented
            label={t('search.whereTheseAreTagged')}
            options={[
              {
                value: 'documents',
                text: t('search.inTheirDocuments'),
                title: t('search.anywhereInTheirDocuments'),
              },
              {
                value: 'passages',
                text: t('search.inThePassages'),
                title: t('search.onlyInThePassagesThemselves'),
              },
            ]}
            value={request.within}
            onChange={(within) => onChange({ ...request, within: within ?? 'documents' })}
          />
        ) : null}
      </div>
    </search>
  );
}

interface QueryFieldProps {
  readonly query: string;
  readonly isFaulty: boolean;
  readonly fieldRef: RefObject<HTMLInputElement | null>;
  onChange(query: string): void;
  onLeave(): void;
}

function QueryField({ query, isFaulty, fieldRef, onChange, onLeave }: QueryFieldProps) {
  const [draft, setDraft] = useState(query);
  const [shown, setShown] = useState(query);
  if (shown !== query) {
    setShown(query);
    setDraft(query);
  }
  useEffect(() => {
    if (draft === query) return;
    const timer = setTimeout(() => {
      setShown(draft);
      onChange(draft);
    }, SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, query, onChange]);

  return (
    <label className="text-filter search__field">
      <Search size={15} aria-hidden="true" />
      <input
        ref={fieldRef}
        className="input"
        type="search"
        aria-label={t('search.searchTheCorpus')}
        placeholder={t('search.wordsAPhraseBegin')}
        aria-invalid={isFaulty}
        aria-describedby="search-fault"
        dir="auto"
        spellCheck={false}
        maxLength={2000}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault();
            if (draft === query) onLeave();
            else onChange(draft);
          } else if (event.key === 'Escape' && draft !== '') {
            event.preventDefault();
            event.stopPropagation();
            setDraft('');
          }
        }}
      />
    </label>
  );
}

/** The query with the place that is meant. */
function FaultPlace({ query, fault }: { readonly query: string; readonly fault: QueryFault }) {
  return (
    <code className="search__place" dir="auto">
      <span className="visually-hidden">{t('search.column', { column: fault.start + 1 })} </span>
      {query.slice(0, fault.start)}
      <mark>{query.slice(fault.start, fault.end)}</mark>
      {query.slice(fault.end)}
    </code>
  );
}

function useOptions({ codebook, documents, documentSets }: ProjectSnapshot, usage: Usage | null) {
  return useMemo(
    () => ({
      documents: documentOptions(documents),
      sets: setOptions(documentSets),
      actors: actorOptions(codebook, usage),
      codes: codeOptions(codebook, usage),
    }),
    [codebook, documents, documentSets, usage],
  );
}
