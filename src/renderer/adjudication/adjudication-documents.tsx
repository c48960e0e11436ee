import { CircleCheck, RotateCcw } from 'lucide-react';
import { useMemo } from 'react';
import type { DocumentId } from '../../core/ids.ts';
import { documentsOfSets } from '../../core/sets/resolve-sets.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { setState, usePostil } from '../app/state.ts';
import { formatPercent } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { HiddenNote } from '../team/hidden-note.tsx';
import { Button } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { VirtualList, type RowTarget } from '../ui/virtual-list.tsx';
import { openForAdjudication } from './adjudication-actions.ts';
import {
  filterDocuments,
  listDocuments,
  setAdjudication,
  toDoIn,
  useAdjudication,
  type ListedDocument,
} from './adjudication-state.ts';
import type { AdjudicationView } from './adjudication-view.ts';
import { nothingHere } from './words.ts';

const ROW_HEIGHT = 84;
const FILTERS = ['toDo', 'reopened', 'all'] as const;
const STATUSES = ['open', 'reopened', 'agreed', 'decided'] as const;

interface AdjudicationDocumentsProps {
  readonly project: ProjectSnapshot;
  readonly view: AdjudicationView | null;
  readonly mayDecide: boolean;
}

/** The documents that others have read, and how far each is adjudicated. */
export function AdjudicationDocuments({ project, view, mayDecide }: AdjudicationDocumentsProps) {
  const { overview, progress, failure, filter, set } = useAdjudication();
  const opening = usePostil((state) => state.opening);
  const openId = opening ?? view?.open.document.id ?? null;
  const listed = useMemo(
    () => listDocuments(project, overview ?? [], view, mayDecide),
    [project, overview, view, mayDecide],
  );
  const shown = useMemo(
    () => filterDocuments(listed, filter, documentsOfSets(set ? [set] : [], project.documentSets)),
    [listed, filter, set, project.documentSets],
  );

  return (
    <nav className="adjudication-documents" aria-label={t('adjudication.documents')}>
      <header className="adjudication-documents__head">
        <h2>{t('adjudication.documentsShort')}</h2>
        <Segmented
          label={t('adjudication.filter.label')}
          options={FILTERS.map((value) => ({ value, text: t(`adjudication.filter.${value}`) }))}
          value={filter}
          onChange={(next) => setAdjudication({ filter: next ?? 'all' })}
        />
        {project.documentSets.length > 0 ? (
          <select
            className="input input--slim"
            aria-label={t('adjudication.inSet')}
            value={set ?? ''}
            onChange={(event) =>
              setAdjudication({
                set: project.documentSets.find(({ id }) => id === event.target.value)?.id ?? null,
              })
            }
          >
            <option value="">{t('adjudication.everywhere')}</option>
            {project.documentSets.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        ) : null}
      </header>
      <HiddenNote layers={project.hidden.layers.length} />
      {failure ? <p role="alert">{failure}</p> : null}
      {overview === null ? (
        <p className="adjudication-documents__note" role="status">
          {progress ? t('adjudication.lookingAt', progress) : failure ? '' : t('adjudication.looking')}
        </p>
      ) : listed.length === 0 ? (
        <div className="adjudication-documents__note">
          <h3>{t(`adjudication.${nothingHere(project)}Title`)}</h3>
          <p>{t(`adjudication.${nothingHere(project)}`)}</p>
          <Button onClick={() => setState({ screen: 'team' })}>{t('adjudication.goToTeam')}</Button>
        </div>
      ) : shown.length === 0 ? (
        <div className="adjudication-documents__note">
          <p>
            {filter === 'toDo' && set === null ? t('adjudication.allDone') : t('adjudication.noneLikeThat')}
          </p>
          <button
            type="button"
            className="link-button"
            onClick={() => setAdjudication({ filter: 'all', set: null })}
          >
            {t('adjudication.showAll')}
          </button>
        </div>
      ) : null}
      <VirtualList
        rows={shown}
        rowHeight={ROW_HEIGHT}
        keyOf={({ id }) => id}
        renderRow={(document, target) => (
          <DocumentRow
            document={document}
            isOpen={document.id === openId}
            target={target}
            onOpen={openForAdjudication}
          />
        )}
      />
    </nav>
  );
}

interface DocumentRowProps {
  readonly document: ListedDocument;
  readonly isOpen: boolean;
  readonly target: RowTarget;
  onOpen(id: DocumentId): void;
}

function DocumentRow({ document, isOpen, target, onOpen }: DocumentRowProps) {
  const { id, title, readers, counts, isDone, others } = document;
  const total = toDoIn(counts) + counts.decided;
  const isReopened = isDone && toDoIn(counts) > 0;
  return (
    <button
      {...target}
      type="button"
      className="adjudication-documents__open"
      aria-current={isOpen ? 'page' : undefined}
      onClick={() => onOpen(id)}
    >
      <span className="documents__title" dir="auto">
        {title}
      </span>
      <span className="adjudication-documents__facts">
        {isReopened ? (
          <span className="adjudication-status" data-status="reopened">
            <RotateCcw size={13} aria-hidden="true" /> {t('adjudication.status.reopened')}
          </span>
        ) : isDone ? (
          <span className="adjudication-status" data-status="decided">
            <CircleCheck size={13} aria-hidden="true" /> {t('adjudication.markedDone')}
          </span>
        ) : null}
        <span>{t('adjudication.readers', { count: readers })}</span>
        {others > 0 ? <span>{t('adjudication.alsoBy', { count: others })}</span> : null}
      </span>
      <span className="adjudication-documents__facts">
        {total === 0 ? (
          <span>{t('adjudication.noPlaces')}</span>
        ) : (
          STATUSES.filter((status) => counts[status] > 0).map((status) => (
            <span key={status} data-status={status} className="adjudication-documents__count">
              {t(`adjudication.counts.${status}`, { count: counts[status] })}
            </span>
          ))
        )}
      </span>
      {total > 0 ? (
        <span
          className="adjudication-documents__bar"
          title={formatPercent(counts.decided / total)}
          aria-hidden="true"
        >
          <span style={{ flexGrow: counts.decided }} data-status="decided" />
          <span style={{ flexGrow: toDoIn(counts) }} />
        </span>
      ) : null}
    </button>
  );
}
