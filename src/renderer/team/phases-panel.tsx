import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { TeamStatusValue } from '../../contract/team-calls.ts';
import { ALL_DOCUMENTS, PHASES } from '../../core/team/plan.ts';
import { t } from '../i18n/texts.ts';
import { changePlan } from './plan-actions.ts';

interface PhasesPanelProps {
  readonly project: ProjectSnapshot;
  readonly status: TeamStatusValue;
  readonly mayPlan: boolean;
}

/** In which phase each document set is. Without a plan all is open. */
export function PhasesPanel({ project, status, mayPlan }: PhasesPanelProps) {
  const sets = [...project.documentSets, { id: ALL_DOCUMENTS, name: t('team.allDocuments') }];
  return (
    <section className="team__section" aria-labelledby="team-phases">
      <h2 id="team-phases" tabIndex={-1}>
        {t('team.phases')}
      </h2>
      <p className="team__note">{t('team.phasesAbout')}</p>
      <ul className="team__list">
        {sets.map(({ id, name }) => {
          const phase = status.phases.find(({ set }) => set === id)?.phase;
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
                    changePlan(status, { kind: 'phase', set: id, phase: chosen });
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
            </li>
          );
        })}
      </ul>
    </section>
  );
}
