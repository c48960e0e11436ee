import type { TeamStatusValue } from '../../contract/team-calls.ts';
import { ROLES } from '../../core/team/plan.ts';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { changePlan, trustKey } from './plan-actions.ts';

interface PeoplePanelProps {
  readonly status: TeamStatusValue;
  readonly mayPlan: boolean;
  readonly isLocked: boolean;
}

/** Who is in the team, by which key they are known, and what each has published. */
export function PeoplePanel({ status, mayPlan, isLocked }: PeoplePanelProps) {
  return (
    <section className="team__section" aria-labelledby="team-people">
      <h2 id="team-people">{t('team.people')}</h2>
      <p className="team__note">{t('team.fingerprintHint')}</p>
      <div className="team__scroll" role="group" aria-labelledby="team-people" tabIndex={0}>
        <table className="team__table">
          <thead>
            <tr>
              <th scope="col">{t('team.person')}</th>
              <th scope="col">{t('team.role')}</th>
              <th scope="col">{t('team.fingerprint')}</th>
              <th scope="col">{t('team.layersPublished')}</th>
            </tr>
          </thead>
          <tbody>
            {peopleOf(status).map(({ id, name, fingerprint, role }) => (
              <tr key={id}>
                <th scope="row" dir="auto">
                  {name}
                  {id === status.self.id ? <span className="team__note">{t('team.self')}</span> : null}
                </th>
                <td>
                  {mayPlan ? (
                    <select
                      className="input team__select"
                      aria-label={t('team.roleOf', { name })}
                      value={role ?? ''}
                      onChange={(event) => {
                        const chosen = ROLES.find((one) => one === event.target.value);
                        if (chosen) changePlan(status, { kind: 'member', id, role: chosen });
                      }}
                    >
                      {role ? null : <option value="">{t('team.role.none')}</option>}
                      {ROLES.map((one) => (
                        <option key={one} value={one}>
                          {t(`team.role.${one}`)}
                        </option>
                      ))}
                    </select>
                  ) : (
                    t(`team.role.${role ?? 'none'}`)
                  )}
                </td>
                <td>
                  <code>{fingerprint}</code>
                </td>
                <td>{formatNumber(status.published.filter(({ annotator }) => annotator === id).length)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="team__note">
        {!status.hasPlan ? t('team.noPlan') : status.isLead ? null : t('team.onlyLead')}
      </p>
      <HeldKeys status={status} isLocked={isLocked} />
    </section>
  );
}

/** Oneself is there before one's own card is published. */
export function peopleOf({ self, people }: TeamStatusValue): TeamStatusValue['people'] {
  return people.some(({ id }) => id === self.id) ? people : [{ ...self, role: null }, ...people];
}

/** Files that count only once somebody has compared the key. */
function HeldKeys({ status, isLocked }: Omit<PeoplePanelProps, 'mayPlan'>) {
  if (status.held.length === 0) return null;
  const people = peopleOf(status);
  // One person's files with one key are one question.
  const keys = new Map(status.held.map((file) => [`${file.author} ${file.signKey}`, file]));
  return (
    <div className="team__lines">
      <h3>{t('team.heldTitle')}</h3>
      <ul className="team__list">
        {[...keys].map(([key, file]) => {
          const name = people.find(({ id }) => id === file.author)?.name ?? file.author;
          return (
            <li key={key}>
              <span dir="auto">{t('team.heldLine', { name, why: file.why })}</span>
              <Button disabled={isLocked} onClick={() => trustKey(file, name)}>
                {t('team.confirmKey')}
              </Button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
