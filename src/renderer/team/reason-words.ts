import type { Reason } from '../../core/team/reasons.ts';
import { t } from '../i18n/texts.ts';

/** Why something does not count or stand here, in the interface’s language; it continues the name of what it is about. */
export function reasonWords({ reason, about }: Omit<Reason, 'why'>): string {
  return t(`team.reason.${reason}`, { about });
}
