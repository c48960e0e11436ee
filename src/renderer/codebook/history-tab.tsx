import { GitCompareArrows, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { CodebookRevision } from '../../core/codebook/codebook.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { Button } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';
import { formatDateTime } from '../i18n/format.ts';
import { ChangeLines } from './change-lines.tsx';
import { takeBack } from './codebook-edits.ts';
import { CompareView } from './compare-view.tsx';
import { describeChange } from './describe-change.ts';
import type { Usage } from './use-usage.ts';

const STEP = 100;
/** A code set or an import changes dozens of entries; the first ones say enough. */
const LINES_SHOWN = 8;

interface HistoryTabProps {
  readonly project: ProjectSnapshot;
  readonly usage: Usage | null;
}

/** Every revision of the codebook, newest first: what was done, by whom, when, and what it changed. */
export function HistoryTab({ project, usage }: HistoryTabProps) {
  const [shown, setShown] = useState(STEP);
  const [comparedFrom, setComparedFrom] = useState<number | null>(null);
  const { history } = project.codebook;
  if (history.length === 0) {
    return (
      <div className="empty">
        <h2>{t('codebook.noChangesYet')}</h2>
        <p>{t('codebook.eachChangeOfActorsCodes')}</p>
      </div>
    );
  }
  return (
    // It scrolls, so the keyboard must reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="revisions" tabIndex={0} aria-label={t('codebook.historyOfTheCodebook')}>
      {comparedFrom === null ? (
        <div>
          <Button onClick={() => setComparedFrom(Math.max(0, project.codebook.revision - 1))}>
            <GitCompareArrows size={14} aria-hidden="true" /> {t('codebookChanges.compare.do')}
          </Button>
        </div>
      ) : (
        <CompareView
          key={comparedFrom}
          project={project}
          usage={usage}
          from={comparedFrom}
          onClose={() => setComparedFrom(null)}
        />
      )}
      <ol className="revisions__list" reversed>
        {history
          .slice(-shown)
          .toReversed()
          .map((revision) => (
            <Revision
              key={revision.revision}
              revision={revision}
              project={project}
              onCompare={() => setComparedFrom(revision.revision)}
            />
          ))}
      </ol>
      {history.length > shown ? (
        <Button onClick={() => setShown(shown + STEP)}>
          {t('codebook.olderRevisions', { count: Math.min(STEP, history.length - shown) })}
        </Button>
      ) : null}
    </section>
  );
}

interface RevisionProps {
  readonly revision: CodebookRevision;
  readonly project: ProjectSnapshot;
  onCompare(): void;
}

function Revision({ revision, project, onCompare }: RevisionProps) {
  const [isWhole, setIsWhole] = useState(false);
  // Whoever has changed the codebook only has no layer yet, and so is not among the annotators.
  const person = [...project.project.annotators, project.annotator].find(
    (candidate) => candidate.id === revision.annotator,
  );
  const lines = revision.changes.flatMap((change) =>
    describeChange(change, (id) => partyName(project.codebook, id)),
  );
  const drawn = isWhole ? lines : lines.slice(0, LINES_SHOWN);
  return (
    <li className="revision">
      <span className="revision__number" title={t('codebook.revision', { revision: revision.revision })}>
        {revision.revision}
      </span>
      <div className="revision__body">
        <h2 dir="auto">{capitalised(revision.label)}</h2>
        <p className="revision__by">
          {person?.name ?? revision.annotator ?? t('codebook.postil')},{' '}
          <time dateTime={revision.at}>{formatDateTime(revision.at)}</time>
        </p>
        <ChangeLines lines={drawn} />
        {lines.length > LINES_SHOWN ? (
          <button type="button" className="link" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? t('codebook.showFewer') : t('codebook.showAllChanges', { length: lines.length })}
          </button>
        ) : null}
        <div className="revision__actions">
          {revision.revision < project.codebook.revision ? (
            <Button
              tone="quiet"
              className="button--small"
              aria-label={t('codebookChanges.compare.withNow', { revision: revision.revision })}
              onClick={onCompare}
            >
              <GitCompareArrows size={13} aria-hidden="true" /> {t('codebookChanges.compare.sinceThen')}
            </Button>
          ) : null}
          <Button
            tone="quiet"
            className="button--small"
            disabled={project.readOnly !== null}
            aria-label={t('codebookChanges.takeBackRevision', { revision: revision.revision })}
            onClick={() => takeBack(revision)}
          >
            <Undo2 size={13} aria-hidden="true" /> {t('codebookChanges.takeBack')}
          </Button>
        </div>
      </div>
    </li>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
