import type { TeamStatusValue } from '../../contract/team-calls.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { follow } from './plan-actions.ts';

interface RivalsPanelProps {
  readonly status: TeamStatusValue;
  readonly isLocked: boolean;
}

/** Where several began a plan: whom this copy follows. Until that is said, nothing of others is shown. */
export function RivalsPanel({ status: { rivals }, isLocked }: RivalsPanelProps) {
  if (rivals.length === 0) return null;
  return (
    <section className="team__section" aria-labelledby="team-rivals">
      <h2 id="team-rivals" tabIndex={-1}>
        {t('team.rivals')}
      </h2>
      <p className="team__note">{t('team.rivalsAbout')}</p>
      <ul className="team__list team__rivals">
        {byName(rivals).map(({ id, name, fingerprint }) => (
          <li key={`${id} ${fingerprint}`}>
            <span dir="auto">{name}</span> <code>{fingerprint}</code>{' '}
            <Button className="button--small" disabled={isLocked} onClick={() => follow(id, name)}>
              {t('team.follow', { name })}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whoever looks again finds each where they were: the services give them by their keys. */
function byName(rivals: TeamStatusValue['rivals']): TeamStatusValue['rivals'] {
  return rivals.toSorted((a, b) => a.name.localeCompare(b.name) || (a.fingerprint < b.fingerprint ? -1 : 1));
}
