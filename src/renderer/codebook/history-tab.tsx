import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import type { CodebookRevision } from '../../core/codebook/codebook.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { Button } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';
import { formatDateTime } from '../i18n/format.ts';
import { describeChange } from './describe-change.ts';

const STEP = 100;
/** A code set or an import changes dozens of entries; the first ones say enough. */
const LINES_SHOWN = 8;

/** Every revision of the codebook, newest first: what was done, by whom, when, and what it changed. */
export function HistoryTab({ project }: { readonly project: ProjectSnapshot }) {
  const [shown, setShown] = useState(STEP);
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
      <ol className="revisions__list" reversed>
        {history
          .slice(-shown)
          .toReversed()
          .map((revision) => (
            <Revision key={revision.revision} revision={revision} project={project} />
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
}

function Revision({ revision, project }: RevisionProps) {
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
        <ul>
          {drawn.map((line, at) => (
            // A revision never changes, so a line's place names it.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={at} className="revision__line">
              <span className="revision__what" dir="auto">
                {line.what}
              </span>
              <span dir="auto">
                {line.before === undefined ? null : <del>{line.before}</del>}
                {line.before === undefined || line.after === undefined ? null : (
                  <ArrowRight size={12} aria-label={t('codebook.became')} />
                )}
                {line.after === undefined ? null : <ins>{line.after}</ins>}
              </span>
            </li>
          ))}
        </ul>
        {lines.length > LINES_SHOWN ? (
          <button type="button" className="link" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? t('codebook.showFewer') : t('codebook.showAllChanges', { length: lines.length })}
          </button>
        ) : null}
      </div>
    </li>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
