import { useEffect, useRef, useState } from 'react';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { LayerRevisionValue, TeamStatusValue } from '../../contract/team-calls.ts';
import type { DocumentId } from '../../core/ids.ts';
import { call } from '../app/host.ts';
import { run } from '../app/notices.ts';
import { usePostil } from '../app/state.ts';
import { formatDateTime, formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { askToRestore, readLayerView, restorableOwners } from './history-actions.ts';
import { LayerDialog, type LayerView } from './layer-dialog.tsx';
import { setTeam, useTeam } from './team-state.ts';

interface HistoryPanelProps {
  readonly project: ProjectSnapshot;
  readonly status: TeamStatusValue;
  nameOf(annotator: string): string;
}

/** Of one document: what was found of another is not shown for it. */
interface Found {
  readonly of: DocumentId;
  readonly revisions: readonly LayerRevisionValue[];
}

/** Every revision of a document's layers: what it changed, a look at it, and one's own to be restored. */
export function HistoryPanel({ project, status, nameOf }: HistoryPanelProps) {
  const { historyOf, isHistoryAsked, historyTurn } = useTeam();
  const open = usePostil((state) => state.open);
  const changeCount = usePostil((state) => state.changeCount);
  const heading = useRef<HTMLHeadingElement>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [view, setView] = useState<LayerView | null>(null);
  const present = project.documents.filter(({ removedAt }) => !removedAt);
  const documentId = historyOf ?? open?.document.id ?? present[0]?.id ?? null;
  const title = present.find(({ id }) => id === documentId)?.title ?? documentId ?? '';

  useEffect(() => {
    if (documentId === null) return;
    let isCurrent = true;
    run(async () => {
      const { revisions: all } = await call('team.history', { documentId });
      if (isCurrent) setFound({ of: documentId, revisions: sorted(all, status.self.id) });
    });
    return () => {
      isCurrent = false;
    };
  }, [documentId, changeCount, historyTurn, status]);
  const revisions = found?.of === documentId ? found.revisions : null;
  const isReady = revisions !== null;
  useEffect(() => {
    // Once there is something to go to: what comes in above it would push it away again.
    if (!isHistoryAsked || !isReady) return;
    setTeam({ isHistoryAsked: false });
    heading.current?.scrollIntoView({ block: 'start' });
    heading.current?.focus({ preventScroll: true });
  }, [isHistoryAsked, isReady]);

  const owners = restorableOwners(project, status);
  const isRestorable = ({ annotator }: LayerRevisionValue): boolean => owners.includes(annotator);
  if (documentId === null) return null;
  return (
    <section className="team__section" aria-labelledby="team-history">
      <h2 id="team-history" ref={heading} tabIndex={-1}>
        {t('team.history')}
      </h2>
      <p className="team__note">{t('team.historyAbout')}</p>
      <Field label={t('team.historyDocument')}>
        <select
          className="input"
          value={documentId}
          onChange={(event) => {
            const chosen = present.find(({ id }) => id === event.target.value);
            if (chosen) setTeam({ historyOf: chosen.id });
          }}
        >
          {present.map(({ id, title: name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      {revisions?.length === 0 ? <p className="team__note">{t('team.noHistory')}</p> : null}
      {revisions && revisions.length > 0 ? (
        <div className="team__scroll" role="group" aria-labelledby="team-history" tabIndex={0}>
          <table className="team__table">
            <thead>
              <tr>
                {(['who', 'revisionHead', 'when', 'changes', 'passages', 'underCodebook'] as const).map(
                  (head) => (
                    <th key={head} scope="col">
                      {t(`team.${head}`)}
                    </th>
                  ),
                )}
                <td />
              </tr>
            </thead>
            <tbody>
              {revisions.map((one) => (
                <RevisionRow
                  key={one.sha256}
                  revision={one}
                  name={nameOf(one.annotator)}
                  onLook={() => run(async () => setView(await readLayerView(one)))}
                  onRestore={isRestorable(one) ? () => askToRestore(one, title) : null}
                />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {view ? (
        <LayerDialog
          view={view}
          project={project}
          title={t('team.layerTitle', {
            name: nameOf(view.revision.annotator),
            document: title,
            revision: view.revision.revision,
          })}
          onRestore={
            isRestorable(view.revision)
              ? () => {
                  setView(null);
                  askToRestore(view.revision, title);
                }
              : null
          }
          onClose={() => setView(null)}
        />
      ) : null}
    </section>
  );
}

/** Oneself first, then by name; of each the newest first, by revision and by no clock. */
function sorted(revisions: readonly LayerRevisionValue[], self: string): LayerRevisionValue[] {
  return revisions.toSorted(
    (a, b) =>
      Number(b.annotator === self) - Number(a.annotator === self) ||
      a.annotator.localeCompare(b.annotator) ||
      b.revision - a.revision ||
      (a.sha256 < b.sha256 ? -1 : 1),
  );
}

/** What a revision changed, and nothing of what it did not. */
function changeWords({ added, changed, removed }: LayerRevisionValue): string {
  const words = [
    added > 0 ? t('team.someAdded', { count: added }) : null,
    changed > 0 ? t('team.someChanged', { count: changed }) : null,
    removed > 0 ? t('team.someRemoved', { count: removed }) : null,
  ].filter((each) => each !== null);
  return words.length > 0 ? words.join(', ') : t('team.unchanged');
}

interface RevisionRowProps {
  readonly revision: LayerRevisionValue;
  readonly name: string;
  onLook(): void;
  /** Null where it is not the user's. */
  readonly onRestore: (() => void) | null;
}

function RevisionRow({ revision: one, name, onLook, onRestore }: RevisionRowProps) {
  const { revision, createdAt, annotations, codebookRevision, isSealedToOthers, isHead } = one;
  return (
    <tr>
      <th scope="row" dir="auto">
        {name}
      </th>
      <td>
        {formatNumber(revision)}
        {isHead ? <span className="team__tag">{t('team.current')}</span> : null}
        {isSealedToOthers ? <span className="team__tag">{t('team.sealedRevision')}</span> : null}
      </td>
      <td>
        <time dateTime={createdAt}>{formatDateTime(createdAt)}</time>
      </td>
      <td>{isSealedToOthers ? null : changeWords(one)}</td>
      <td>{isSealedToOthers ? null : formatNumber(annotations)}</td>
      <td>
        {codebookRevision === null
          ? null
          : t('team.codebookRevision', { revision: formatNumber(codebookRevision) })}
      </td>
      <td>
        <span className="team__row-buttons">
          <Button
            className="button--small"
            disabled={isSealedToOthers}
            aria-label={t('team.lookAt', { revision, name })}
            onClick={onLook}
          >
            {t('team.look')}
          </Button>
          {onRestore && !isSealedToOthers ? (
            <Button
              className="button--small"
              tone="quiet"
              aria-label={t('team.restoreOf', { revision })}
              onClick={onRestore}
            >
              {t('team.restore')}
            </Button>
          ) : null}
        </span>
      </td>
    </tr>
  );
}
