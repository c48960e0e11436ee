import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { TeamStatusValue } from '../../contract/team-calls.ts';
import { ALL_DOCUMENTS, PHASES } from '../../core/team/plan.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { changePlan } from './plan-actions.ts';

/** More titles than these are counted. */
const TITLES_SHOWN = 4;

interface PhasesPanelProps {
  readonly project: ProjectSnapshot;
  readonly status: TeamStatusValue;
  readonly mayPlan: boolean;
  titleOf(document: string): string;
}

/** In which phase each document set is. Without a plan all is open. */
export function PhasesPanel({ project, status, mayPlan, titleOf }: PhasesPanelProps) {
  const sets = [...project.documentSets, { id: ALL_DOCUMENTS, name: t('team.allDocuments') }];
  return (
    <section className="team__section" aria-labelledby="team-phases">
      <h2 id="team-phases" tabIndex={-1}>
        {t('team.phases')}
      </h2>
      <p className="team__note">{t('team.phasesAbout')}</p>
      <ul className="team__list">
        {sets.map(({ id, name }) => {
          const { phase, stillBlind = [] } = status.phases.find(({ set }) => set === id) ?? {};
          const isOfAll = id === ALL_DOCUMENTS;
          return (
            <li key={id}>
              <span dir="auto">{name}</span>
              {mayPlan ? (
                <select
                  className="input team__select"
                  aria-label={t('team.phaseOfSet', { name })}
                  value={phase ?? (isOfAll ? 'open' : '')}
                  onChange={(event) => {
                    // The empty choice takes the set's own phase back.
                    const chosen = PHASES.find((one) => one === event.target.value) ?? null;
                    changePlan({ kind: 'phase', set: id, phase: chosen });
                  }}
                >
                  {isOfAll ? null : <option value="">{t('team.phase.none')}</option>}
                  {PHASES.map((one) => (
                    <option key={one} value={one}>
                      {t(`team.phase.${one}`)}
                    </option>
                  ))}
                </select>
              ) : (
                <span>{t(`team.phase.${phase ?? (isOfAll ? 'open' : 'none')}`)}</span>
              )}
              {phase && stillBlind.length > 0 ? (
                <div className="team__late">
                  <p className="team__note" dir="auto">
                    {t('team.stillBlind', {
                      count: stillBlind.length,
                      titles: titlesOf(stillBlind.map(titleOf)),
                    })}
                  </p>
                  {mayPlan ? (
                    <Button
                      className="button--small"
                      aria-label={t('team.openTooIn', { name })}
                      onClick={(event) => {
                        // The button goes with the note.
                        event.currentTarget.closest('li')?.querySelector('select')?.focus();
                        changePlan({ kind: 'phase', set: id, phase });
                      }}
                    >
                      {t('team.openToo')}
                    </Button>
                  ) : null}
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function titlesOf(titles: readonly string[]): string {
  const more = titles.length - TITLES_SHOWN;
  return formatList(
    more > 0 ? [...titles.slice(0, TITLES_SHOWN), t('team.moreDocuments', { count: more })] : titles,
  );
}
