import { FilePen, FilePlus2, ListChecks, Trash2, UserRoundCheck, X } from 'lucide-react';
import { useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { countAnnotations } from '../../core/adjudication/layer-choice.ts';
import { READING_STATES } from '../../core/annotation/layer.ts';
import { newerVersionOf } from '../../core/document/versions.ts';
import type { DocumentId } from '../../core/ids.ts';
import type { DocumentSummary } from '../../core/project/project.ts';
import { readingStateOf } from '../../core/sets/progress.ts';
import { foldText } from '../../core/text-fold.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { getState, setState, usePostil, type Library } from '../app/state.ts';
import { filteredDocuments, setLibrary } from '../sets/set-actions.ts';
import { IconButton } from '../ui/button.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { VirtualList, type RowTarget } from '../ui/virtual-list.tsx';
import { assignedTo } from '../../core/team/assign.ts';
import { assignmentsIn, useTeam } from '../team/team-state.ts';
import { t } from '../i18n/texts.ts';
import { formatNumber } from '../i18n/format.ts';
import { removeDocument, setReadingState } from './document-actions.ts';
import { LibraryFilters } from './library-filters.tsx';
import { SelectionBar } from './selection-bar.tsx';
import './library.css';

const ROW_HEIGHT = 68;

interface DocumentsPaneProps {
  readonly project: ProjectSnapshot;
  readonly openId: DocumentId | null;
  onOpen(id: DocumentId): void;
}

/** The project's documents, each with its reading state and the number of passages. */
export function DocumentsPane({ project, openId, onOpen }: DocumentsPaneProps) {
  const library = usePostil((state) => state.library);
  /** Where a range of selected rows begins. */
  const anchor = useRef<DocumentId | null>(null);
  const present = useMemo(
    () => project.documents.filter((summary) => !summary.removedAt),
    [project.documents],
  );
  const { plan, status } = useTeam();
  const assignments = assignmentsIn({ plan, status });
  const shown = useMemo(() => shownDocuments(project, library, assignments), [project, library, assignments]);
  const own = useMemo(
    () => assignedTo(assignments, project.annotator.id),
    [assignments, project.annotator.id],
  );
  const done = shown.filter((summary) => readingStateOf(summary, project.annotator.id) === 'done').length;

  // Keys may come faster than the page is drawn: what is selected is asked for, not taken from what was drawn last.
  function toggle(id: DocumentId): void {
    anchor.current = id;
    const selected = new Set(getState().library.selected);
    if (!selected.delete(id)) selected.add(id);
    setLibrary({ isSelecting: true, selected });
  }
  /** All from the row where selecting began to this one. */
  function extendTo(id: DocumentId): void {
    const from = shown.findIndex((summary) => summary.id === (anchor.current ?? openId));
    const to = shown.findIndex((summary) => summary.id === id);
    const rows = shown.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1);
    setLibrary({
      isSelecting: true,
      selected: new Set([...getState().library.selected, ...rows.map((summary) => summary.id)]),
    });
  }
  function onRowKey(event: KeyboardEvent, index: number): boolean {
    const hasModifier = event.ctrlKey || event.metaKey;
    const { id } = shown[index]!;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && !hasModifier && event.shiftKey) {
      anchor.current ??= id;
      const next = shown[index + step];
      if (next) extendTo(next.id);
      // And on it goes.
      return false;
    }
    if (event.key === 'x' && !hasModifier) toggle(id);
    else if (event.key === 'a' && hasModifier && !event.shiftKey) {
      setLibrary({ isSelecting: true, selected: new Set(shown.map((summary) => summary.id)) });
    } else if (event.key === 'Escape' && library.isSelecting) {
      setLibrary({ isSelecting: false, selected: new Set() });
    } else return false;
    return true;
  }
  function onRowClick(event: MouseEvent, id: DocumentId): void {
    if (event.ctrlKey || event.metaKey) toggle(id);
    else if (event.shiftKey) extendTo(id);
    else {
      anchor.current = id;
      onOpen(id);
    }
  }

  return (
    <nav className="documents" aria-label={t('library.documents')}>
      <header className="documents__head">
        <h2>
          {t('library.documents')}{' '}
          {shown.length > 0 ? (
            <span className="count">{t('library.doneCount', { done, total: shown.length })}</span>
          ) : null}
        </h2>
        {present.length > 1 ? (
          <IconButton
            label={library.isSelecting ? t('sets.selectNoMore') : t('sets.selectDocuments')}
            aria-pressed={library.isSelecting}
            onClick={() => setLibrary({ isSelecting: !library.isSelecting, selected: new Set() })}
          >
            <ListChecks size={16} />
          </IconButton>
        ) : null}
        <IconButton
          label={t('library.importDocuments')}
          disabled={project.readOnly !== null}
          onClick={() => setState({ dialog: { kind: 'import' } })}
        >
          <FilePlus2 size={16} />
        </IconButton>
      </header>
      {present.length > 6 ? (
        <div className="documents__search">
          <input
            className="input input--slim"
            type="search"
            aria-label={t('library.searchTheDocumentsTitles')}
            placeholder={t('library.titleAuthorOutlet')}
            value={library.query}
            onChange={(event) => setLibrary({ query: event.target.value })}
          />
        </div>
      ) : null}
      <LibraryFilters project={project} filter={library.filter} />
      {library.isSelecting ? (
        <SelectionBar project={project} shown={shown} selected={library.selected} />
      ) : null}
      {present.length === 0 ? (
        <div className="documents__empty">
          <p>{t('library.whatYouImportIsListed')}</p>
        </div>
      ) : shown.length === 0 ? (
        <div className="documents__empty">
          <p>{t('sets.noneLikeThat')}</p>
          <button
            type="button"
            className="link-button"
            onClick={() => setLibrary({ query: '', filter: { set: null, state: null } })}
          >
            <X size={13} aria-hidden="true" /> {t('sets.showAll')}
          </button>
        </div>
      ) : null}
      <VirtualList
        rows={shown}
        rowHeight={ROW_HEIGHT}
        keyOf={({ id }) => id}
        renderRow={(summary, target) => (
          <DocumentRow
            summary={summary}
            project={project}
            isOpen={summary.id === openId}
            isAssigned={own.has(summary.id)}
            isSelected={library.isSelecting ? library.selected.has(summary.id) : null}
            target={target}
            onClick={(event) => onRowClick(event, summary.id)}
            onToggle={() => toggle(summary.id)}
          />
        )}
        onRowKey={onRowKey}
      />
    </nav>
  );
}

/** What passes the filters and holds every word that is typed. */
function shownDocuments(
  project: ProjectSnapshot,
  { query, filter }: Library,
  assignments: ReturnType<typeof assignmentsIn>,
): readonly DocumentSummary[] {
  const filtered = filteredDocuments(project, filter, assignments);
  const words = foldText(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return filtered;
  return filtered.filter((summary) => {
    const text = foldText([summary.title, summary.fileName, ...metaOf(summary)].join(' '));
    return words.every((word) => text.includes(word));
  });
}

interface DocumentRowProps {
  readonly summary: DocumentSummary;
  readonly project: ProjectSnapshot;
  readonly isOpen: boolean;
  readonly isAssigned: boolean;
  /** Null while nothing is being selected. */
  readonly isSelected: boolean | null;
  readonly target: RowTarget;
  onClick(event: MouseEvent): void;
  onToggle(): void;
}

function DocumentRow({
  summary,
  project,
  isOpen,
  isAssigned,
  isSelected,
  target,
  onClick,
  onToggle,
}: DocumentRowProps) {
  const state = readingStateOf(summary, project.annotator.id);
  const count = countAnnotations(summary, 'annotators');
  const isSuperseded = newerVersionOf(project.documents, summary.id) !== undefined;
  const stateText = t(`library.state.${state}`);
  const next = READING_STATES[(READING_STATES.indexOf(state) + 1) % READING_STATES.length]!;
  return (
    <div
      className="documents__row"
      data-open={isOpen || undefined}
      data-selected={isSelected || undefined}
      data-state={state}
      data-superseded={isSuperseded || undefined}
    >
      {isSelected === null ? (
        <button
          type="button"
          className="documents__state"
          aria-label={t(`library.next.${next}`, { state: stateText, title: summary.title })}
          title={t(`library.click.${next}`, { state: stateText })}
          disabled={project.readOnly !== null}
          onClick={() => setReadingState(summary.id, next)}
        >
          <StateIcon state={state} />
        </button>
      ) : (
        <label className="documents__state">
          <input
            type="checkbox"
            aria-label={t('sets.select', { title: summary.title, state: stateText })}
            checked={isSelected}
            onChange={onToggle}
          />
        </label>
      )}
      <button
        {...target}
        type="button"
        className="documents__open"
        aria-current={isOpen ? 'page' : undefined}
        onClick={onClick}
      >
        <span className="documents__title" dir="auto">
          {summary.title}
        </span>
        {isSuperseded ? <span className="documents__superseded">{t('versions.superseded')}</span> : null}
        <DocumentMeta summary={summary} isAssigned={isAssigned} />
      </button>
      <span className="documents__count" title={t('library.passageCount', { count })}>
        <span aria-hidden="true">{count > 0 ? formatNumber(count) : ''}</span>
        <span className="visually-hidden">{t('library.passageCount', { count })}</span>
      </span>
      <span className="documents__tools">
        <IconButton
          label={t('versions.import.of', { title: summary.title })}
          size="small"
          disabled={project.readOnly !== null || isSuperseded}
          onClick={() => setState({ dialog: { kind: 'import', versionOf: summary.id } })}
        >
          <FilePen size={13} />
        </IconButton>
        <IconButton
          label={t('library.removeFromTheProject', { title: summary.title })}
          size="small"
          disabled={project.readOnly !== null}
          onClick={() => removeDocument(summary.id)}
        >
          <Trash2 size={13} />
        </IconButton>
      </span>
    </div>
  );
}

/** Who published it and when. A date is written left to right in every script, and is never cut off. */
function DocumentMeta({
  summary,
  isAssigned,
}: {
  readonly summary: DocumentSummary;
  readonly isAssigned: boolean;
}) {
  const { outlet, author, date } = summary.metadata;
  const from = outlet?.value ?? author?.value;
  return (
    <span className="documents__meta" dir="auto">
      {isAssigned ? (
        <span className="documents__mine" title={t('sets.assignedHere')}>
          <UserRoundCheck size={12} aria-hidden="true" />
          <span className="visually-hidden">{t('sets.assignedHere')}</span>
        </span>
      ) : null}
      {from || !date ? <span className="documents__from">{from ?? summary.fileName}</span> : null}
      {from && date ? <span aria-hidden="true">{' · '}</span> : null}
      {date ? (
        <bdi dir="ltr" className="documents__date">
          {date.value}
        </bdi>
      ) : null}
    </span>
  );
}

function metaOf(summary: DocumentSummary): string[] {
  const { outlet, author, date } = summary.metadata;
  return [outlet?.value ?? author?.value, date?.value].filter((part): part is string => Boolean(part));
}
