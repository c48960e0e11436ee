import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { Annotation } from '../../core/annotation/annotation.ts';
import type { EvidenceSort } from '../../core/evidence/evidence.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { OpenHead, RowGrid, type RowGridControls } from '../ui/row-grid.tsx';
import { useIdleFocus } from '../ui/use-idle-focus.ts';
import { placeOf } from '../ui/use-locators.ts';
import { COLUMNS, nextSort, type Column } from './columns.ts';
import type { EvidenceView } from './evidence-pages.ts';
import { EvidenceCells } from './evidence-row.tsx';
import { t } from '../i18n/texts.ts';
import { countSelected, isSelected, type RowSelection } from './row-selection.ts';

const ROW_HEIGHT = 64;

interface EvidenceGridProps extends RowGridControls<Annotation> {
  readonly project: ProjectSnapshot;
  readonly view: EvidenceView;
  readonly sort: EvidenceSort;
  readonly selection: RowSelection;
  onSort(sort: EvidenceSort): void;
}

/** The table: an annotation a row. */
export function EvidenceGrid({ project, selection, sort, onSort, ...rest }: EvidenceGridProps) {
  const { view } = rest;
  const grid = useRef<HTMLDivElement>(null);
  const summaries = useMemo(
    () => new Map(project.documents.map((summary) => [summary.id, summary])),
    [project.documents],
  );
  useIdleFocus(grid, view.key !== null);
  return (
    <RowGrid<Annotation>
      {...rest}
      gridRef={grid}
      folder={project.folder}
      className="evidence__grid"
      idPrefix="evidence-row"
      label={t('evidence.annotations')}
      selectAllLabel={t('evidence.selectAllThatMatch')}
      selectAllTitle={t('evidence.selectAllThatMatchCtrl')}
      columnCount={COLUMNS.length + 2}
      rowHeight={ROW_HEIGHT}
      selectedCount={countSelected(selection, view.total)}
      isSelected={(annotation) => isSelected(selection, annotation.id)}
      placeOf={placeOf}
      head={
        <>
          {COLUMNS.map((column, at) => (
            <ColumnHead key={column.key} column={column} at={at} sort={sort} onSort={onSort} />
          ))}
          <OpenHead columnIndex={COLUMNS.length + 2} label={t('evidence.openColumn')} />
        </>
      }
      renderCells={(annotation, isChosen, locator) => (
        <EvidenceCells
          annotation={annotation}
          project={project}
          summary={summaries.get(annotation.documentId)}
          isSelected={isChosen}
          locator={locator}
        />
      )}
    />
  );
}

interface ColumnHeadProps {
  readonly column: Column;
  readonly at: number;
  readonly sort: EvidenceSort;
  onSort(sort: EvidenceSort): void;
}

function ColumnHead({ column, at, sort, onSort }: ColumnHeadProps) {
  const isSorted = column.sorts.includes(sort.by);
  return (
    <div
      role="columnheader"
      aria-colindex={at + 2}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
      className={`evidence__cell evidence__cell--${column.key}`}
    >
      {column.sorts.length === 0 ? (
        <span className="evidence__title">{t(`evidence.column.${column.key}`)}</span>
      ) : (
        column.sorts.map((by) => {
          const text = t(`evidence.head.${by}`);
          const isBy = sort.by === by;
          const Arrow = sort.descending ? ArrowDown : ArrowUp;
          return (
            <button
              key={by}
              type="button"
              className="evidence__sort"
              data-sorted={isBy ? '' : undefined}
              aria-label={column.sorts.length > 1 ? `${text} ${t(`evidence.sortBy.${by}`)}` : undefined}
              title={t(`evidence.sortBy.${by}`)}
              onClick={() => onSort(nextSort(sort, by))}
            >
              {text}
              {isBy ? <Arrow size={12} aria-hidden="true" /> : null}
            </button>
          );
        })
      )}
    </div>
  );
}
