import { RefreshCw, Save } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { begunLayers } from '../../core/adjudication/layer-choice.ts';
import type { Decision } from '../../core/agreement/project/decision.ts';
import type { AgreementReport, GroupResult } from '../../core/agreement/project/report.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import { setState, usePostil } from '../app/state.ts';
import { ExportPlaceDialog } from '../exchange/place-dialog.tsx';
import { annotatorName } from '../app/annotator-name.ts';
import { t } from '../i18n/texts.ts';
import { HiddenNote } from '../team/hidden-note.tsx';
import { Button } from '../ui/button.tsx';
import {
  currentScope,
  enterProject,
  reckon,
  setAgreement,
  useAgreement,
  type Opened,
} from './agreement-state.ts';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { DecisionTable } from './decision-table.tsx';
import { DocumentTable } from './document-table.tsx';
import { PairMatrix } from './pair-matrix.tsx';
import { saveByDialog, saveTo, suggestedName } from './save-report.ts';
import { ScopeBar } from './scope-bar.tsx';
import { UnitList } from './unit-list.tsx';
import './agreement.css';
import { MessageText } from '../ui/message-text.tsx';

/** Agreement of a project’s annotators. Stands by itself: a screen of its own, or a part of another. */
export function AgreementPanel({ project }: { readonly project: ProjectSnapshot }) {
  const state = useAgreement();
  const changeCount = usePostil((postil) => postil.changeCount);
  const hasNative = usePostil((postil) => postil.info?.nativeDialogs ?? false);
  const [isChoosingPlace, setIsChoosingPlace] = useState(false);
  const readers = useMemo(() => readersOf(project), [project]);
  const scope = currentScope(state, readers);
  const nameOf = (id: AnnotatorId): string => annotatorName(project, id);
  const isOther = state.report !== null && JSON.stringify(scope) !== JSON.stringify(state.scope);
  const isStale = state.report !== null && !isOther && changeCount !== state.changeCount;

  useEffect(() => {
    enterProject(project.folder, project.codebook.revision);
    const { report, isReckoning } = useAgreement.getState();
    if (report === null && !isReckoning && readers.length >= 2) void reckon({});
    // Once for a project; after that the user decides.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [project.folder]);

  if (readers.length < 2) {
    return (
      <div className="empty">
        <h1>{t('agreement.onlyOneTitle')}</h1>
        <p>{t('agreement.onlyOne')}</p>
        <HiddenNote layers={project.hidden.layers.length} />
        <Button tone="primary" onClick={() => setState({ screen: 'workbench' })}>
          {t('agreement.goToWorkbench')}
        </Button>
      </div>
    );
  }
  const { report } = state;
  return (
    <div className="agreement">
      <header className="agreement__head">
        <div>
          <h1>{t('agreement.title')}</h1>
          <p className="agreement__note">{t('agreement.about')}</p>
        </div>
        <span className="agreement__tools">
          <Button
            tone={isOther || isStale ? 'primary' : undefined}
            disabled={state.isReckoning}
            onClick={() => void reckon(scope)}
          >
            <RefreshCw size={14} aria-hidden="true" />
            {report === null ? t('agreement.reckon') : t('agreement.reckonAgain')}
          </Button>
          <Button
            disabled={report === null}
            onClick={() => {
              if (report === null) return;
              if (hasNative) saveByDialog(report, project);
              else setIsChoosingPlace(true);
            }}
          >
            <Save size={14} aria-hidden="true" />
            {t('agreement.saveCsv')}
          </Button>
        </span>
      </header>
      <ScopeBar project={project} annotators={readers} nameOf={nameOf} />
      <p className="agreement__note" role="status">
        {state.failure ? (
          <MessageText>{state.failure}</MessageText>
        ) : (
          ((isOther ? t('agreement.outOfDate') : isStale ? t('agreement.stale') : null) ??
          (report ? noteOf(report) : null))
        )}
      </p>
      <HiddenNote layers={project.hidden.layers.length} />
      {report ? <Report report={report} project={project} nameOf={nameOf} version={changeCount} /> : null}
      {isChoosingPlace && report ? (
        <ExportPlaceDialog
          suggestedName={suggestedName(project)}
          onChoose={(path) => {
            setIsChoosingPlace(false);
            saveTo(report, path);
          }}
          onClose={() => setIsChoosingPlace(false)}
        />
      ) : null}
    </div>
  );
}

interface ReportProps {
  readonly report: AgreementReport;
  readonly project: ProjectSnapshot;
  readonly version: number;
  nameOf(id: AnnotatorId): string;
}

function Report({ report, project, version, nameOf }: ReportProps) {
  const { pair, decision, opened, scope } = useAgreement();
  const passages = useRef<HTMLElement>(null);
  const group: GroupResult =
    report.pairs.find(({ annotators }) => pair.length === 2 && pair.every((id) => annotators.includes(id))) ??
    report.all;
  const chosen = group.decisions.find((result) => result.decision === decision)!;

  function open(next: Partial<Opened> & { readonly decision: Decision }): void {
    setAgreement({
      decision: next.decision,
      opened: { annotators: group.annotators, onlyDisagreements: false, ...next },
    });
    // In a narrow window the list lies below.
    requestAnimationFrame(() => passages.current?.scrollIntoView({ block: 'nearest' }));
  }

  return (
    <div className="agreement__columns">
      <div className="agreement__figures">
        {report.pairs.length > 0 ? (
          <>
            <PairMatrix
              annotators={report.all.annotators}
              pairs={report.pairs}
              decision={decision}
              pair={pair}
              nameOf={nameOf}
              onChoose={(two) => setAgreement({ pair: two, opened: null })}
            />
            <p className="agreement__group">
              <b>
                {pair.length === 2
                  ? t('agreement.pair', { first: nameOf(pair[0]!), second: nameOf(pair[1]!) })
                  : t('agreement.together')}
              </b>
              {pair.length === 2 ? (
                <Button tone="quiet" onClick={() => setAgreement({ pair: [], opened: null })}>
                  {t('agreement.together')}
                </Button>
              ) : null}
            </p>
          </>
        ) : null}
        <section aria-labelledby="agreement-decisions">
          <h2 id="agreement-decisions">{t('agreement.byDecision')}</h2>
          <DecisionTable
            group={group}
            decision={decision}
            onOpen={(next, onlyDisagreements) => open({ decision: next, onlyDisagreements })}
          />
        </section>
        {report.documents.length > 1 ? (
          <DocumentTable
            report={report}
            project={project}
            onOpen={(documentId, next) =>
              open({ decision: next, documentId, annotators: report.all.annotators })
            }
          />
        ) : null}
      </div>
      <aside ref={passages} className="agreement__passages" aria-labelledby="agreement-passages">
        {group.annotators.length === 2 ? (
          <ConfusionMatrix
            result={chosen}
            annotators={group.annotators}
            codebook={project.codebook}
            cell={opened?.cell}
            nameOf={nameOf}
            onOpen={(cell) => open({ decision, cell })}
          />
        ) : (
          <p className="agreement__note">{t('agreement.confusionChoose')}</p>
        )}
        <section className="agreement-units">
          <h2 id="agreement-passages">{t('agreement.passages')}</h2>
          {opened && scope ? (
            <UnitList scope={scope} opened={opened} project={project} version={version} nameOf={nameOf} />
          ) : (
            <p className="agreement__note">{t('agreement.passagesNone')}</p>
          )}
        </section>
      </aside>
    </div>
  );
}

function noteOf({ all, unfinishedLayers, rounds }: AgreementReport): string {
  return [
    t('agreement.compared', { count: all.documents }),
    ...(unfinishedLayers > 0 ? [t('agreement.unfinished', { count: unfinishedLayers })] : []),
    t('agreement.rounds', { count: rounds }),
  ].join(' ');
}

/** Who has a layer with something in it on a document that somebody else has, too. */
function readersOf({ documents, project }: ProjectSnapshot): AnnotatorId[] {
  const readers = new Set<AnnotatorId>();
  for (const document of documents) {
    if (document.removedAt) continue;
    const begun = begunLayers(document, 'annotators');
    if (begun.length >= 2) for (const { annotator } of begun) readers.add(annotator);
  }
  return project.annotators.map(({ id }) => id).filter((id) => readers.has(id));
}
