import { NotebookPen, StickyNote } from 'lucide-react';
import { memo, useMemo, type RefObject } from 'react';
import { describeLocator, type Locator } from '../../core/document/locate.ts';
import type { ProjectSnapshot, SearchLineValue } from '../../contract/calls.ts';
import { memoTitle } from '../memos/entries.ts';
import { isRightToLeft } from '../reader/direction.ts';
import { OpenCell, OpenHead, RowGrid, SelectCell, type RowGridControls } from '../ui/row-grid.tsx';
import { countLines, isLineSelected, type LineSelection } from './line-selection.ts';
import { t } from '../i18n/texts.ts';
import { rowIn } from '../ui/row-pages.ts';
import type { SearchView } from './search-pages.ts';

const ROW_HEIGHT = 34;

interface SearchGridProps extends RowGridControls<SearchLineValue> {
  readonly project: ProjectSnapshot;
  readonly view: SearchView;
  readonly selection: LineSelection;
  readonly gridRef: RefObject<HTMLDivElement | null>;
  onTag(kind: 'actor' | 'code'): void;
}

/** The concordance: a line per hit, the hits beneath each other in the middle. A and C tag. */
export function SearchGrid({ project, selection, onTag, ...rest }: SearchGridProps) {
  const { view } = rest;
  const titles = useMemo(
    () => new Map<string, string>(project.documents.map((summary) => [summary.id, summary.title])),
    [project.documents],
  );
  const memos = useMemo(
    () => new Map<string, string>(project.memos.map((each) => [each.id, memoTitle(each)])),
    [project.memos],
  );
  function titleOf({ documentId, memo: found }: SearchLineValue): string {
    if (found) return memos.get(found.memoId) ?? t('memos.untitled');
    return documentId === null ? '' : (titles.get(documentId) ?? documentId);
  }
  function onKey(key: string): boolean {
    if (key !== 'a' && key !== 'c') return false;
    onTag(key === 'a' ? 'actor' : 'code');
    return true;
  }
  return (
    <RowGrid
      {...rest}
      folder={project.folder}
      className="concordance"
      idPrefix="hit"
      label={t('search.hitsGrid')}
      selectAllLabel={t('search.selectAllHits')}
      selectAllTitle={t('search.selectAllHitsCtrlA')}
      columnCount={6}
      rowHeight={ROW_HEIGHT}
      selectedCount={countLines(selection, view.total)}
      isSelected={(line) => isLineSelected(selection, line)}
      placeOf={({ documentId, note, start, end }) =>
        note || documentId === null ? null : { documentId, start, end }
      }
      onKey={onKey}
      head={
        <>
          <div role="columnheader" aria-colindex={2} className="concordance__document">
            {t('search.document')}
          </div>
          {/* Above lines that run from right to left, what comes before stands on the right too. */}
          <div className="kwic" role="presentation" dir={directionOf(rowIn(view, rest.active))}>
            <div role="columnheader" aria-colindex={3} className="kwic__left">
              <span>{t('search.before')}</span>
            </div>
            <div role="columnheader" aria-colindex={4} className="kwic__hit">
              {t('search.hit')}
            </div>
            <div role="columnheader" aria-colindex={5} className="kwic__right">
              {t('search.after')}
            </div>
          </div>
          <OpenHead columnIndex={6} label={t('search.open')} />
        </>
      }
      renderCells={(line, isChosen, locator) => (
        <LineCells line={line} title={titleOf(line)} isSelected={isChosen} locator={locator} />
      )}
    />
  );
}

interface LineCellsProps {
  readonly line: SearchLineValue;
  readonly title: string;
  readonly isSelected: boolean;
  /** Undefined in a note or memo, and until it is known. */
  readonly locator: Locator | undefined;
}

const LineCells = memo(function LineCells({ line, title, isSelected, locator }: LineCellsProps) {
  const place = locator ? describeLocator(locator) : '';
  const left = inOneLine(line.left);
  const hit = inOneLine(line.hit);
  const right = inOneLine(line.right);
  return (
    <>
      <SelectCell isSelected={isSelected} />
      <div
        role="gridcell"
        aria-colindex={2}
        className="concordance__document"
        title={place ? `${title}, ${place}` : title}
      >
        {line.note ? <StickyNote size={12} aria-label={t('search.inANote')} /> : null}
        {line.memo ? <NotebookPen size={12} aria-label={t('search.inAMemo')} /> : null}
        <span dir="auto">{title}</span>
        {locator ? <small>{describeLocator(locator, { brief: true })}</small> : null}
      </div>
      {/* In a right-to-left text what comes before stands on the right. */}
      <div className="kwic" role="presentation" dir={directionOf(line)}>
        <div role="gridcell" aria-colindex={3} className="kwic__left">
          <span>{left}</span>
        </div>
        <div role="gridcell" aria-colindex={4} className="kwic__hit">
          <mark>{hit}</mark>
        </div>
        <div role="gridcell" aria-colindex={5} className="kwic__right">
          {right}
        </div>
      </div>
      <OpenCell
        columnIndex={6}
        label={t(line.memo ? 'search.openMemoHit' : 'search.openThisHitInThe')}
        title={t(line.memo ? 'search.openMemoHitEnter' : 'search.openInTheReaderEnter')}
      />
    </>
  );
});

function directionOf(line: SearchLineValue | undefined): 'rtl' | 'ltr' {
  return line && isRightToLeft(inOneLine(line.hit + line.right + line.left)) ? 'rtl' : 'ltr';
}

function inOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
