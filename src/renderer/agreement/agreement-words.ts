import type { Decision, StanceLine } from '../../core/agreement/project/decision.ts';
import type { CoefficientName, CoefficientResult } from '../../core/agreement/project/report.ts';
import type { Codebook } from '../../core/codebook/codebook.ts';
import { knownEntries } from '../../core/codebook/entries.ts';
import { stepText } from '../codebook/scale-words.ts';
import { formatAgreement } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';

/** What a decision is known by where there is room for one number. */
export const HEADLINES: Readonly<Record<Decision, CoefficientName>> = {
  boundaries: 'alpha-u',
  actor: 'alpha-masi',
  code: 'alpha-masi',
  polarity: 'alpha-ordinal',
  source: 'alpha-ordinal',
  information: 'alpha-ordinal',
};

export function decisionWord(decision: Decision): string {
  return t(`agreement.decision.${decision}`);
}

export function coefficientWord(coefficient: CoefficientName): string {
  return t(`agreement.coefficient.${coefficient}`);
}

/** The value, or that it is undefined. */
export function valueWord(result: CoefficientResult | undefined): string {
  return result?.value == null ? t('agreement.undefined') : formatAgreement(result.value);
}

/** One value of a reading: a tag by its name, a grade with its words. */
export function categoryWord(decision: Decision, category: string | null, codebook: Codebook): string {
  if (decision === 'boundaries') return t(category === null ? 'agreement.notMarked' : 'agreement.marked');
  if (category === null) return t('agreement.nothing');
  if (decision === 'actor' || decision === 'code')
    return knownEntries(codebook).get(category)?.name ?? category;
  return stepText(decision, category);
}

/** What somebody said of a unit, in words. */
export function readingWords(
  decision: Decision,
  reading: readonly string[] | null,
  codebook: Codebook,
): string {
  if (reading === null) return t('agreement.saidNothing');
  if (decision === 'boundaries') return t('agreement.marked');
  if (reading.length === 0) return t(decision === 'actor' ? 'agreement.noActor' : 'agreement.noCode');
  const words = reading.map((category) => {
    const word = categoryWord(decision, category, codebook);
    if (decision === 'actor' || decision === 'code') return word;
    const labels: Readonly<Record<string, string>> = codebook.scales[decision];
    const label = labels[category];
    return label === undefined ? word : `${word} ${label}`;
  });
  return words.join(' · ');
}

export function stanceWords({ holder, target }: StanceLine, codebook: Codebook): string {
  const known = knownEntries(codebook);
  const nameOf = (id: string): string =>
    id === 'author' ? t('agreement.author') : (known.get(id)?.name ?? id);
  return t('agreement.towards', { holder: nameOf(holder), target: nameOf(target) });
}
