import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { isOffered } from '../../core/codebook/entries.ts';
import type { ActorId, CodeId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { remember } from '../app/view-memory.ts';
import { setState } from '../app/state.ts';
import { Button } from '../ui/button.tsx';
import { ActorsTab } from './actors-tab.tsx';
import { CodesTab } from './codes-tab.tsx';
import {
  CODEBOOK_TABS,
  PLACE_KEY,
  recalledPlace,
  type CodebookPlace,
  type CodebookTab,
} from './entry-kind.ts';
import { HistoryTab } from './history-tab.tsx';
import { ScalesTab } from './scales-tab.tsx';
import { t } from '../i18n/texts.ts';
import { formatNumber } from '../i18n/format.ts';
import { inlineArrow } from '../ui/inline-arrow.ts';
import { useWorklist } from './use-worklist.ts';
import { PRESSING, WorklistTab } from './worklist-tab.tsx';
import { useUsage } from './use-usage.ts';
import './codebook.css';
import './entry-list.css';
import './entry-detail.css';
import './scales.css';
import './history.css';
import './change-dialogs.css';
import './worklist.css';
import './codebook-files.css';

/** Actors, codes, scales, and how they came to be what they are. */
export function CodebookScreen({ project }: { readonly project: ProjectSnapshot }) {
  const [place, setPlace] = useState(recalledPlace);
  const usage = useUsage(project.folder);
  const tabs = useRef<HTMLDivElement>(null);
  const id = useId();
  const { codebook } = project;
  const worklist = useWorklist(project.folder, project.annotator.id, PRESSING, 1);

  function go(patch: Partial<CodebookPlace>): void {
    const next = { ...place, ...patch };
    setPlace(next);
    remember(PLACE_KEY, next);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const arrow = inlineArrow(event.key);
    if (arrow === null) return;
    const step = arrow === 'forward' ? 1 : -1;
    event.preventDefault();
    event.stopPropagation();
    const at = (CODEBOOK_TABS.indexOf(place.tab) + step + CODEBOOK_TABS.length) % CODEBOOK_TABS.length;
    go({ tab: CODEBOOK_TABS[at]! });
    (tabs.current?.children[at] as HTMLElement | undefined)?.focus();
  }
  const counts: Readonly<Record<CodebookTab, number | null>> = {
    actors: codebook.actors.filter(isOffered).length,
    codes: codebook.codes.filter(isOffered).length,
    scales: null,
    worklist: worklist ? worklist.total : null,
    history: codebook.revision,
  };

  return (
    <main className="codebook" aria-label={t('codebook.codebook')}>
      <h1 className="visually-hidden">{t('codebook.codebook')}</h1>
      <div ref={tabs} className="tabs" role="tablist" aria-label={t('codebook.codebook')}>
        {CODEBOOK_TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`${id}-${tab}`}
            className="tabs__tab"
            aria-selected={tab === place.tab}
            aria-controls={`${id}-panel`}
            tabIndex={tab === place.tab ? 0 : -1}
            onClick={() => go({ tab })}
            onKeyDown={onKeyDown}
          >
            {t(`codebook.tab.${tab}`)}{' '}
            {counts[tab] === null ? null : <span className="count">{formatNumber(counts[tab])}</span>}
          </button>
        ))}
      </div>
      <div className="codebook__files">
        <Button
          tone="quiet"
          className="button--small"
          disabled={project.readOnly !== null}
          onClick={() => setState({ dialog: { kind: 'codebook-import' } })}
        >
          {t('codebookChanges.import.open')}
        </Button>
        <Button
          tone="quiet"
          className="button--small"
          onClick={() => setState({ dialog: { kind: 'codebook-export' } })}
        >
          {t('codebookChanges.export.open')}
        </Button>
      </div>
      <div
        id={`${id}-panel`}
        className="codebook__panel"
        role="tabpanel"
        aria-labelledby={`${id}-${place.tab}`}
      >
        {place.tab === 'actors' ? (
          <ActorsTab
            project={project}
            usage={usage}
            chosen={place.actorId}
            onChoose={(actorId: ActorId | null) => go({ actorId })}
          />
        ) : place.tab === 'codes' ? (
          <CodesTab
            project={project}
            usage={usage}
            chosen={place.codeId}
            onChoose={(codeId: CodeId | null) => go({ codeId })}
          />
        ) : place.tab === 'scales' ? (
          <ScalesTab project={project} />
        ) : place.tab === 'worklist' ? (
          <WorklistTab project={project} />
        ) : (
          <HistoryTab project={project} usage={usage} />
        )}
      </div>
    </main>
  );
}
