import type { TeamStatusValue } from '../../contract/team-calls.ts';
import { ROLES } from '../../core/team/plan.ts';
import type { ReasonId } from '../../core/team/reasons.ts';
import { formatList, formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { toldApart } from './told-apart.ts';
import { changePlan, trustKey } from './plan-actions.ts';
import { reasonWords } from './reason-words.ts';

interface PeoplePanelProps {
  readonly status: TeamStatusValue;
  readonly mayPlan: boolean;
  readonly isLocked: boolean;
}

/** Who is in the team, by which key they are known, and what each has published. */
export function PeoplePanel({ status, mayPlan, isLocked }: PeoplePanelProps) {
  return (
    <section className="team__section" aria-labelledby="team-people">
      <h2 id="team-people" tabIndex={-1}>
        {t('team.people')}
      </h2>
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
                        if (chosen) changePlan({ kind: 'member', id, role: chosen });
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
      <HeldFiles status={status} isLocked={isLocked} />
    </section>
  );
}

/** Oneself is there before one's own card is published. */
export function peopleOf({ self, people }: TeamStatusValue): TeamStatusValue['people'] {
  const all = people.some(({ id }) => id === self.id) ? people : [{ ...self, role: null }, ...people];
  const names = new Map(toldApart(all).map(({ id, name }) => [id, name]));
  return all.map((one) => ({ ...one, name: names.get(one.id) ?? one.name }));
}

/** Files that do not count: until somebody has compared the key, or since their author does not lead. */
function HeldFiles({ status, isLocked }: Omit<PeoplePanelProps, 'mayPlan'>) {
  const people = peopleOf(status);
  const nameOf = (id: string): string => people.find((one) => one.id === id)?.name ?? id;
  // One person's files with one key are one question.
  const distinct = (reason: ReasonId) =>
    [...new Map(status.held.map((file) => [`${file.author} ${file.signKey} ${file.reason}`, file]))].filter(
      ([, file]) => file.reason === reason,
    );
  const unknown = distinct('unknownKey');
  // Where it is open who leads, that is asked above.
  const powerless = status.rivals.length > 0 ? [] : distinct('notLead');
  return (
    <>
      {unknown.length > 0 ? (
        <div className="team__lines">
          <h3>{t('team.heldTitle')}</h3>
          <ul className="team__list">
            {unknown.map(([key, file]) => (
              <li key={key}>
                <span dir="auto">
                  {t('team.heldLine', { name: nameOf(file.author), why: reasonWords(file) })}
                </span>
                <Button disabled={isLocked} onClick={() => trustKey(file, nameOf(file.author))}>
                  {t('team.confirmKey')}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {powerless.length > 0 ? (
        <p className="team__note" dir="auto">
          {t('team.powerless', { names: formatList(powerless.map(([, { author }]) => nameOf(author))) })}
        </p>
      ) : null}
    </>
  );
}
