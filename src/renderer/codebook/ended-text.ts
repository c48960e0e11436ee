import type { Actor, Code, Codebook } from '../../core/codebook/codebook.ts';
import { t } from '../i18n/texts.ts';
import { partyName } from '../tagging/codebook-items.tsx';

/** Why an entry is offered no more, in a word for a list; empty where it is. */
export function endedText({ ended }: Actor | Code, codebook: Codebook): string {
  if (!ended) return '';
  if (ended.kind === 'retired') return t('codebookChanges.list.retired');
  const into: readonly string[] = ended.kind === 'merged' ? [ended.into] : ended.into;
  const names = into.map((id) => partyName(codebook, id)).join(', ');
  return t(`codebookChanges.list.${ended.kind}`, { names });
}
