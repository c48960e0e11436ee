import { FileText, Gavel } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { hiddenLayersOf } from '../../core/team/visibility.ts';
import { titleOf } from '../../core/document/document.ts';
import type { History } from '../../core/annotation/history.ts';
import { useIsNarrow } from '../app/narrow-workbench.tsx';
import { run } from '../app/notices.ts';
import { rememberedLayout } from '../app/remembered-layout.ts';
import { getState, usePostil } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { HiddenNote } from '../team/hidden-note.tsx';
import { loadStatus, useTeam } from '../team/team-state.ts';
import { goTo, mayTake } from './adjudication-actions.ts';
import {
  currentView,
  enterProject,
  listDocuments,
  loadOverview,
  placeAt,
  refusalOf,
  setAdjudication,
  useAdjudication,
} from './adjudication-state.ts';
import { viewOf, type AdjudicationView } from './adjudication-view.ts';
import { AdjudicationDocuments } from './adjudication-documents.tsx';
import { findPlace } from './place-order.ts';
import { PlaceList } from './place-list.tsx';
import { PlacePanel } from './place-panel.tsx';
import { TrackReader } from './track-reader.tsx';
import { nothingHere } from './words.ts';
import './adjudication.css';

/** Layers side by side need more room than a passage in the workbench. */
const NARROW = '(max-width: 62rem)';
/** How long changes must rest before the documents are looked through again. */
const LOOK_AFTER_MS = 300;

/** Several layers of a document side by side, decided place by place into one. */
export function AdjudicationScreen({ project }: { readonly project: ProjectSnapshot }) {
  // Before anything of it is drawn, once: the screen is another for another project.
  useState(() => enterProject(project.folder));
  const open = usePostil((state) => state.open);
  const status = useTeam((state) => (state.folder === project.folder ? state.status : null));
  const refusal = refusalOf(project, status);
  const view = open ? viewOf(project, open, refusal === null) : null;
  const isNarrow = useIsNarrow(NARROW);
  const main = useRef<HTMLElement>(null);
  useOverview(project);
  useUndoneShown();
  useEffect(() => run(loadStatus), [project.folder]);
  // A draft is of a place of this document.
  const documentId = open?.document.id;
  useEffect(() => () => setAdjudication({ draft: null, selection: [] }), [documentId]);

  const overview = useAdjudication((state) => state.overview);
  const isNobody = overview !== null && listDocuments(project, overview, view, true).length === 0;
  const unseen = hiddenLayersOf(project.hidden, documentId);
  const empty = unseen > 0 ? 'allHidden' : isNobody ? nothingHere(project) : view ? 'notRead' : 'choose';
  const isWorth = view !== null && (view.readers.length > 0 || view.comparison.places.length > 0);
  const panes = {
    documents: <AdjudicationDocuments project={project} view={view} mayDecide={refusal === null} />,
    text: (
      <section
        className="adjudication__text"
        aria-label={open ? titleOf(open.document) : t('adjudication.text')}
      >
        <HiddenNote layers={unseen} />
        {view && isWorth ? (
          <TrackReader key={view.open.document.id} view={view} />
        ) : (
          <div className="empty">
            <h2>{t(`adjudication.${empty}Title`)}</h2>
            <p>{t(`adjudication.${empty}`)}</p>
          </div>
        )}
      </section>
    ),
    place: view && isWorth ? <PlacePane view={view} refusal={refusal} isNarrow={isNarrow} /> : null,
  };
  return (
    <main ref={main} className="adjudication" aria-label={t('adjudication.title')} onKeyDown={keepDigits}>
      <h1 className="visually-hidden">{t('adjudication.title')}</h1>
      {isNarrow ? <NarrowPanes {...panes} /> : <WidePanes {...panes} />}
    </main>
  );
}

/** A digit takes an annotator's passage here; where it takes none, it must not go to another screen. */
function keepDigits(event: KeyboardEvent): void {
  const isTyping =
    event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !/^\d$/.test(event.key)) return;
  if (!mayTake(Number(event.key))) event.preventDefault();
}

interface Panes {
  readonly documents: ReactNode;
  readonly text: ReactNode;
  readonly place: ReactNode;
}

function WidePanes({ documents, text, place }: Panes) {
  return (
    <Group id="adjudication-panes" className="workbench" {...rememberedLayout('adjudicationPanes')}>
      <Panel id="adjudication-documents" defaultSize="18%" minSize="11rem" collapsible>
        {documents}
      </Panel>
      <Separator className="splitter splitter--vertical" aria-label={t('adjudication.resizeDocuments')} />
      <Panel id="adjudication-text" minSize="18rem">
        {text}
      </Panel>
      {place ? (
        <>
          <Separator className="splitter splitter--vertical" aria-label={t('adjudication.resizePlace')} />
          <Panel id="adjudication-place" defaultSize="38%" minSize="18rem">
            {place}
          </Panel>
        </>
      ) : null}
    </Group>
  );
}

/** The text and the place over one another; the documents beside them when they are asked for. */
function NarrowPanes({ documents, text, place }: Panes) {
  const [sheet, setSheet] = useState<'documents' | 'place' | null>('place');
  const shown = place === null && sheet === 'place' ? null : sheet;
  return (
    <div className="workbench workbench--narrow">
      <div className="workbench__switch" role="group" aria-label={t('adjudication.panes')}>
        <button
          type="button"
          className="top-bar__place"
          aria-expanded={shown === 'documents'}
          onClick={() => setSheet(shown === 'documents' ? null : 'documents')}
        >
          <FileText size={14} aria-hidden="true" />
          {t('adjudication.documentsShort')}
        </button>
        <button
          type="button"
          className="top-bar__place"
          aria-expanded={shown === 'place'}
          disabled={place === null}
          onClick={() => setSheet(shown === 'place' ? null : 'place')}
        >
          <Gavel size={14} aria-hidden="true" />
          {t('adjudication.placeShort')}
        </button>
      </div>
      <div className="adjudication__stage" data-sheet={shown ?? undefined}>
        {shown === 'documents' ? (
          // Only closes; its keys are those of the controls inside.
          // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
          <div
            className="adjudication__sheet"
            onClick={(event) => {
              if (event.target instanceof Element && event.target.closest('.adjudication-documents__open'))
                setSheet('place');
            }}
          >
            {documents}
          </div>
        ) : null}
        <div className="adjudication__rest">{text}</div>
        {shown === 'place' ? <div className="adjudication__sheet">{place}</div> : null}
      </div>
    </div>
  );
}

function PlacePane({
  view,
  refusal,
  isNarrow,
}: {
  readonly view: AdjudicationView;
  readonly refusal: ReturnType<typeof refusalOf>;
  readonly isNarrow: boolean;
}) {
  const current = useAdjudication((state) => state.current);
  const place = placeAt(view, current);
  if (isNarrow) {
    return (
      <aside className="adjudication__place adjudication__place--narrow" aria-label={t('adjudication.place')}>
        <PlacePanel view={view} place={place} refusal={refusal} />
        <PlaceList view={view} currentKey={place?.key ?? null} />
      </aside>
    );
  }
  return (
    <aside className="adjudication__place" aria-label={t('adjudication.place')}>
      <Group
        orientation="vertical"
        id="adjudication-split"
        className="inspector__split"
        {...rememberedLayout('adjudicationSplit')}
      >
        <Panel id="adjudication-top" defaultSize="72%" minSize="30%">
          <PlacePanel view={view} place={place} refusal={refusal} />
        </Panel>
        <Separator className="splitter splitter--horizontal" aria-label={t('adjudication.resizePlaces')} />
        <Panel id="adjudication-bottom" minSize="15%" collapsible>
          <PlaceList view={view} currentKey={place?.key ?? null} />
        </Panel>
      </Group>
    </aside>
  );
}

/** Looks the documents through when the screen comes, and after each change that has reached the disk. */
function useOverview(project: ProjectSnapshot): void {
  const changeCount = usePostil((state) => state.changeCount);
  const isSaving = usePostil((state) => state.saving.pending > 0);
  const annotator = project.annotator.id;
  useEffect(() => {
    if (isSaving) return;
    const stop = new AbortController();
    const wait = useAdjudication.getState().overview ? LOOK_AFTER_MS : 0;
    const timer = setTimeout(() => run(() => loadOverview(stop.signal)), wait);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [project.folder, annotator, changeCount, isSaving]);
}

/** Undo and redo lead to the place that they are about. */
function useUndoneShown(): void {
  const history = usePostil((state) => state.history);
  const before = useRef<History>(history);
  useEffect(() => {
    const { redoable } = before.current;
    before.current = history;
    const isUndo = history.redoable.length > redoable.length;
    // A new decision forgets what could be redone, too; but that is not the change that comes back.
    const isRedo = redoable.length > 0 && history.undoable.at(-1) === redoable.at(-1);
    const change = isUndo ? history.redoable.at(-1) : isRedo ? history.undoable.at(-1) : undefined;
    if (change?.edits.filter(({ kind }) => kind === 'adjudication').length !== 1) return;
    const edit = change.edits.find((each) => each.kind === 'adjudication');
    const view = currentView();
    if (!view || edit?.kind !== 'adjudication' || edit.documentId !== getState().open?.document.id) return;
    const ids = (edit.after ?? edit.before)?.of.map(({ id }) => id) ?? [];
    const place = findPlace(view.comparison.places, { key: '', ids });
    if (place) goTo(place);
  }, [history]);
}
