import type { RefusalSaid } from '../../core/team/refusals.ts';
import { t } from '../i18n/texts.ts';

/** Why a file is not used, in the interface’s language; it continues the file’s name. */
export function refusalWords({ refusal, about }: RefusalSaid): string {
  return t(`team.refusal.${refusal}`, { about });
}
