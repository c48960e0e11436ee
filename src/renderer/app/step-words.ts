import type { Progress } from '../../core/ports.ts';
import { t } from '../i18n/texts.ts';

/** What a job is at, in the interface’s language. A message without a step is a name, and stays as it is. */
export function stepWords({ step, about = '', message }: Omit<Progress, 'done' | 'total'>): string {
  return step === undefined ? message : t(`app.step.${step}`, { about });
}
