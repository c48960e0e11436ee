import { Eye, EyeOff } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { hiddenLayersOf } from '../../core/team/visibility.ts';
import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import type { AnnotationId, AnnotatorId, DocumentId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { titleOf } from '../../core/document/document.ts';
import { Inspector } from '../inspector/inspector.tsx';
import { DocumentsPane } from '../library/documents-pane.tsx';
import { setZoneStatus } from '../library/document-actions.ts';
import { Reader, type ReaderHandle } from '../reader/reader.tsx';
import type { ReaderPassage } from '../reader/passage.ts';
import { Button } from '../ui/button.tsx';
import { SelectionToolbar } from '../tagging/selection-toolbar.tsx';
import { TagPopover } from '../tagging/tag-popover.tsx';
import { useOpenMentions } from '../mentions/use-open-mentions.ts';
import { VersionBanner } from '../versions/version-banner.tsx';
import { annotatorName } from './annotator-name.ts';
import { FindBar } from './find-bar.tsx';
import { run } from './notices.ts';
import { getReader, setReader } from './current-reader.ts';
import { showRange } from './reading-actions.ts';
import { openDocument } from './session.ts';
import { currentAnnotation, getState, setState, usePostil, type OpenDocument } from './state.ts';
import { NarrowWorkbench, useIsNarrow } from './narrow-workbench.tsx';
import { rememberedLayout } from './remembered-layout.ts';
import { t } from '../i18n/texts.ts';
import { ReadingModes } from '../reading/reading-modes.tsx';
import { useReading } from '../reading/reading-state.ts';
import { useReaderPassages, useVisibleAnnotations } from './reader-passages.ts';
import { SplitPane, useLinkedFind } from '../reading/split-pane.tsx';
import { useSplit } from '../reading/split-state.ts';
import { setPane, setPaneGroup } from './pane-actions.ts';
import { remember, rememberedPosition, rememberPosition } from './view-memory.ts';
import { HiddenNote } from '../team/hidden-note.tsx';

/** Documents, text, inspector. */
export function WorkbenchScreen({ project }: { readonly project: ProjectSnapshot }) {
  const open = usePostil((state) => state.open);
  const opening = usePostil((state) => state.opening);
  const openId = opening ?? open?.document.id ?? null;
  const annotations = useVisibleAnnotations(open);
  const isNarrow = useIsNarrow();
  const isSplit = useSplit((state) => state.isSplit);

  const openPassage = useCallback((id: AnnotationId) => {
    setState({ currentId: id, selection: [], extendingId: null, palette: null });
    const annotation = currentAnnotation(getState());
    if (annotation) showRange(annotation.target.ranges[0]!);
  }, []);

  const panes: Panes = {
    documents: (
      <DocumentsPane
        project={project}
        openId={openId}
        onOpen={(id: DocumentId) => run(() => openDocument(id))}
      />
    ),
    text: (
      <main className="workbench__text" aria-label={open ? titleOf(open.document) : t('app.text')}>
        {open ? (
          <div className="split" data-split={isSplit || undefined}>
            <div className="split__side">
              <DocumentReader
                key={open.document.id}
                open={open}
                project={project}
                annotations={annotations}
              />
            </div>
            {isSplit ? <SplitPane project={project} beside={open.document.id} /> : null}
          </div>
        ) : opening ? (
          <div className="empty">
            <p role="status">{t('app.opening')}</p>
          </div>
        ) : (
          <NothingOpen project={project} />
        )}
      </main>
    ),
    inspector: (
      <aside className="workbench__inspector" aria-label={t('app.inspector')}>
        {open ? (
          <Inspector
            project={project}
            open={open}
            annotations={annotations}
            onOpenPassage={openPassage}
            onShowRange={showRange}
          />
        ) : null}
      </aside>
    ),
  };
  return isNarrow ? <NarrowWorkbench {...panes} /> : <WideWorkbench {...panes} />;
}

export interface Panes {
  readonly documents: ReactNode;
  readonly text: ReactNode;
  readonly inspector: ReactNode;
}

const setDocumentsPane = setPane('documents');
const setInspectorPane = setPane('inspector');

/** Side by side, with sizes that are remembered. */
function WideWorkbench({ documents, text, inspector }: Panes) {
  return (
    <Group id="workbench-panes" className="workbench" groupRef={setPaneGroup} {...rememberedLayout('panes')}>
      <Panel id="documents" panelRef={setDocumentsPane} defaultSize="20%" minSize="11rem" collapsible>
        {documents}
      </Panel>
      <Separator className="splitter splitter--vertical" aria-label={t('app.resizeTheListOfDocuments')} />
      <Panel id="text" minSize="20rem">
        {text}
      </Panel>
      <Separator className="splitter splitter--vertical" aria-label={t('app.resizeTheInspector')} />
      <Panel id="inspector" panelRef={setInspectorPane} defaultSize="27%" minSize="15rem" collapsible>
        {inspector}
      </Panel>
    </Group>
  );
}

function NothingOpen({ project }: { readonly project: ProjectSnapshot }) {
  const isEmpty = project.documents.every((summary) => summary.removedAt);
  return (
    <div className="empty">
      <h2>{isEmpty ? t('app.noDocumentsYet') : t('app.nothingIsOpen')}</h2>
      {project.readOnly ? (
        <p>{isEmpty ? t('app.thisProjectHoldsNoDocuments') : t('app.chooseADocumentFromThe')}</p>
      ) : isEmpty ? (
        <>
          <p>{t('app.importOrDrop')}</p>
          <Button tone="primary" onClick={() => setState({ dialog: { kind: 'import' } })}>
            {t('app.importDocuments')}
          </Button>
        </>
      ) : (
        <p>{t('app.chooseOrDrop')}</p>
      )}
    </div>
  );
}

const NO_PASSAGES: readonly ReaderPassage[] = [];

interface DocumentReaderProps {
  readonly open: OpenDocument;
  readonly project: ProjectSnapshot;
  readonly annotations: readonly Annotation[];
}

function DocumentReader({ open, project, annotations }: DocumentReaderProps) {
  const handle = useRef<ReaderHandle>(null);
  const currentId = usePostil((state) => state.currentId);
  const selection = usePostil((state) => state.selection);
  const find = usePostil((state) => state.find);
  const linked = useLinkedFind('here');
  const isUnmarked = useReading((state) => state.isUnmarked);
  const documentId = open.document.id;
  const mentions = useOpenMentions(documentId);
  const passages = useReaderPassages(annotations, project.annotator.id);
  const remembered = useMemo(() => rememberedPosition(documentId), [documentId]);

  useEffect(() => {
    setReader(handle.current);
    // A passage asked for from elsewhere (evidence, the list) is shown where it stands.
    const asked = currentAnnotation(getState());
    if (asked && asked.id !== remembered.currentId) showRange(asked.target.ranges[0]!);
    return () => setReader(null);
  }, [remembered]);
  useEffect(() => rememberPosition(documentId, { currentId }), [documentId, currentId]);
  useEffect(() => remember('documentId', documentId), [documentId]);

  const rectOfPassage = useCallback((): DOMRect | null => {
    const state = getState();
    const ranges: readonly TextRange[] =
      state.selection.length > 0 ? state.selection : (currentAnnotation(state)?.target.ranges ?? []);
    const range = ranges.at(-1);
    return range ? (getReader()?.rectOf(range) ?? null) : null;
  }, []);
  const focusText = useCallback(() => getReader()?.focus(), []);
  const onSelectionChange = useCallback((ranges: readonly TextRange[]) => {
    if (ranges.length === 0) setState({ selection: [], extendingId: null });
    else if (getState().extendingId) setState({ selection: ranges, palette: null });
    else setState({ selection: ranges, currentId: null, palette: null });
  }, []);
  const onOpenPassages = useCallback((ids: readonly AnnotationId[]) => {
    // A second click on the same spot goes to the passage beneath: overlapping ones are all within reach.
    const at = ids.indexOf(getState().currentId as AnnotationId);
    setState({
      currentId: ids[(at + 1) % ids.length] ?? null,
      selection: [],
      extendingId: null,
      palette: null,
    });
  }, []);
  const onScrollOffset = useCallback(
    (offset: number) => rememberPosition(documentId, { offset }),
    [documentId],
  );

  return (
    <>
      <LayerBar open={open} project={project} />
      <VersionBanner project={project} documentId={documentId} />
      <FindBar />
      <ReadingModes />
      <Reader
        ref={handle}
        document={open.document}
        text={open.text}
        passages={isUnmarked ? NO_PASSAGES : passages}
        currentId={currentId}
        selection={selection}
        onSelectionChange={onSelectionChange}
        onOpenPassages={onOpenPassages}
        onZone={setZoneStatus}
        initialOffset={remembered.offset}
        onScrollOffset={onScrollOffset}
        find={find ?? linked}
        mentions={isUnmarked ? null : mentions}
      />
      <SelectionToolbar rectOfSelection={rectOfPassage} onDone={focusText} />
      <TagPopover rectOfPassage={rectOfPassage} onDone={focusText} />
    </>
  );
}

/** Whose layers are shown; only there when there is more than one's own. */
function LayerBar({ open, project }: { readonly open: OpenDocument; readonly project: ProjectSnapshot }) {
  const hidden = usePostil((state) => state.hiddenAnnotators);
  const layers = [...open.layers.values()].filter(
    (layer) => layer.annotations.length > 0 || layer.annotator === project.annotator.id,
  );
  const unseen = hiddenLayersOf(project.hidden, open.document.id);
  const isOwnAlone = layers.every((layer) => layer.annotator === project.annotator.id);
  if (isOwnAlone && unseen === 0) return null;

  function toggle(annotator: AnnotatorId): void {
    const next = new Set(hidden);
    if (!next.delete(annotator)) next.add(annotator);
    setState({ hiddenAnnotators: next });
  }
  return (
    <div className="layer-bar" role="group" aria-label={t('app.layersShown')}>
      {(isOwnAlone ? [] : layers).map((layer) => {
        const isOwn = layer.annotator === project.annotator.id;
        const isShown = !hidden.has(layer.annotator);
        return (
          <button
            key={layer.annotator}
            type="button"
            className="layer-bar__layer"
            aria-pressed={isShown}
            data-own={isOwn || undefined}
            onClick={() => toggle(layer.annotator)}
          >
            {isShown ? <Eye size={13} aria-hidden="true" /> : <EyeOff size={13} aria-hidden="true" />}
            {isOwn ? t('app.you') : annotatorName(project, layer.annotator)}
            <span className="count">{layer.annotations.length}</span>
          </button>
        );
      })}
      <HiddenNote layers={unseen} />
    </div>
  );
}
