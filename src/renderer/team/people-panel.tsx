import type { TeamStatusValue } from '../../contract/team-calls.ts';
import { t } from '../i18n/texts.ts';
import { formatNumber } from '../i18n/format.ts';

/** Who is in the team, by which key they are known, and what each has published. */
export function PeoplePanel({ status }: { readonly status: TeamStatusValue }) {
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
                <td>{t(`team.role.${role ?? 'none'}`)}</td>
                <td>
                  <code>{fingerprint}</code>
                </td>
                <td>{formatNumber(status.published.filter(({ annotator }) => annotator === id).length)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Oneself is there before one's own card is published. */
export function peopleOf({ self, people }: TeamStatusValue): TeamStatusValue['people'] {
  return people.some(({ id }) => id === self.id) ? people : [{ ...self, role: null }, ...people];
}
