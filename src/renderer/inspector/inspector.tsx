import { useMemo, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { Annotation } from '../../core/annotation/annotation.ts';
import { describeLocator, makeLocate } from '../../core/document/locate.ts';
import type { AnnotationId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { rememberedLayout } from '../app/remembered-layout.ts';
import { currentAnnotation, isOwn, usePostil, type OpenDocument } from '../app/state.ts';
import { DocumentPanel } from './document-panel.tsx';
import { PassageList } from './passage-list.tsx';
import { t } from '../i18n/texts.ts';
import { rich } from '../i18n/rich.tsx';
import { PassagePanel } from './passage-panel.tsx';
import './inspector.css';

interface InspectorProps {
  readonly project: ProjectSnapshot;
  readonly open: OpenDocument;
  readonly annotations: readonly Annotation[];
  onOpenPassage(id: AnnotationId): void;
  onShowRange(range: { start: number; end: number }): void;
}

/** The current passage or the document above, the list of the document's passages below. */
export function Inspector({ project, open, annotations, onOpenPassage, onShowRange }: InspectorProps) {
  const [tab, setTab] = useState<'passage' | 'document'>('passage');
  const current = usePostil(currentAnnotation);
  const locate = useMemo(() => makeLocate(open.document, open.text), [open.document, open.text]);
  const isCurrentOwn = usePostil((state) => current !== null && isOwn(state, current));

  return (
    <div className="inspector">
      <div className="tabs" role="tablist" aria-label={t('inspector.inspector')}>
        {(['passage', 'document'] as const).map((id) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`inspector-tab-${id}`}
            aria-controls="inspector-panel"
            aria-selected={tab === id}
            className="tabs__tab"
            onClick={() => setTab(id)}
          >
            {id === 'passage' ? t('inspector.passage') : t('inspector.document')}
          </button>
        ))}
      </div>
      <Group
        orientation="vertical"
        className="inspector__split"
        id="inspector-split"
        {...rememberedLayout('inspectorPanes')}
      >
        <Panel id="inspector-top" defaultSize="68%" minSize="20%">
          <div
            className="inspector__scroll"
            role="tabpanel"
            id="inspector-panel"
            aria-labelledby={`inspector-tab-${tab}`}
            // Scrollable regions must be reachable by the keyboard.
            tabIndex={0}
          >
            {tab === 'document' ? (
              <DocumentPanel document={open.document} project={project} onShowRange={onShowRange} />
            ) : current ? (
              <PassagePanel
                key={current.id}
                annotation={current}
                project={project}
                isEditable={isCurrentOwn && project.readOnly === null}
                locator={describeLocator(locate(current.target.ranges)) || t('inspector.passageAlone')}
              />
            ) : (
              <div className="inspector__hint">
                <p>{t('inspector.selectTextOrClickA')}</p>
                <p>
                  {rich(t('inspector.goThrough'), {
                    open: <kbd className="kbd">[</kbd>,
                    close: <kbd className="kbd">]</kbd>,
                  })}
                </p>
              </div>
            )}
          </div>
        </Panel>
        <Separator
          className="splitter splitter--horizontal"
          aria-label={t('inspector.resizeTheListOfPassages')}
        />
        <Panel id="inspector-bottom" minSize="15%">
          <PassageList
            annotations={annotations}
            project={project}
            currentId={current?.id ?? null}
            locate={locate}
            onOpen={onOpenPassage}
          />
        </Panel>
      </Group>
    </div>
  );
}
