import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { TeamStatusValue } from '../../contract/team-calls.ts';
import { adjudicatedIdOf } from '../../core/adjudication/adjudicated-id.ts';
import { formatDateTime, formatList, formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { ConflictCard } from './conflict-card.tsx';
import { planEntryName } from './entry-name.ts';
import { settleFork } from './settle-actions.ts';

interface SettlePanelProps {
  readonly project: ProjectSnapshot;
  readonly status: TeamStatusValue;
  readonly isLocked: boolean;
  nameOf(annotator: string): string;
  titleOf(document: string): string;
}

/** What the team has not agreed on; nothing where it has. */
export function SettlePanel({ project, status, isLocked, nameOf, titleOf }: SettlePanelProps) {
  const { conflicts, forks, planConflicts } = status;
  const count = conflicts.length + forks.length + planConflicts.length;
  if (count === 0) return null;
  return (
    <section className="team__section" aria-labelledby="team-settle">
      <h2 id="team-settle" tabIndex={-1}>
        {t('team.conflicts')} <span className="team__count">{formatNumber(count)}</span>
      </h2>
      <p className="team__note">{t('team.conflictsAbout')}</p>
      {planConflicts.length > 0 ? (
        <article className="team__card">
          <h3>{t('team.planConflicts')}</h3>
          <p dir="auto">{formatList(planConflicts.map((key) => planEntryName(key, project, nameOf)))}</p>
          <p className="team__note">{t('team.planConflictsAbout')}</p>
        </article>
      ) : null}
      {forks.map((fork) => (
        <ForkCard
          key={`${fork.document} ${fork.annotator}`}
          fork={fork}
          isOwn={[status.self.id, adjudicatedIdOf(status.self.id)].includes(fork.annotator)}
          isLocked={isLocked}
          name={nameOf(fork.annotator)}
          title={titleOf(fork.document)}
        />
      ))}
      {conflicts.map((conflict) => (
        <ConflictCard
          key={`${conflict.key} ${conflict.kind}`}
          conflict={conflict}
          project={project}
          isLocked={isLocked}
          nameOf={nameOf}
        />
      ))}
    </section>
  );
}

interface ForkCardProps {
  readonly fork: TeamStatusValue['forks'][number];
  readonly isOwn: boolean;
  readonly isLocked: boolean;
  readonly name: string;
  readonly title: string;
}

const CHOICES = ['here', 'other', 'both'] as const;

/** A layer that went on on two machines at a time. Only whose it is says which goes on. */
function ForkCard({ fork, isOwn, isLocked, name, title }: ForkCardProps) {
  return (
    <article className="team__card">
      <h3 dir="auto">
        {isOwn
          ? t(`team.forkLine.${fork.kind}`, { document: title })
          : t('team.forkOfOther', { document: title, name })}
      </h3>
      <ul className="team__list">
        {fork.heads
          .toSorted((one, other) => Number(other.isHere) - Number(one.isHere))
          .map(({ sha256, revision, createdAt, isHere }) => (
            <li key={sha256}>
              <span>
                {t('team.forkHead', { revision, when: formatDateTime(createdAt) })}
                {isHere ? <span className="team__tag">{t('team.forkIsHere')}</span> : null}
              </span>
            </li>
          ))}
      </ul>
      {isOwn ? (
        <div className="team__buttons">
          {CHOICES.map((choice) => (
            <Button
              key={choice}
              disabled={isLocked}
              onClick={() => settleFork({ documentId: fork.document, kind: fork.kind, choice }, title)}
            >
              {t(`team.fork.${choice}`)}
            </Button>
          ))}
        </div>
      ) : (
        <p className="team__note">{t('team.forkOfOtherAbout', { name })}</p>
      )}
    </article>
  );
}
