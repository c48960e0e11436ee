import type { ReadingState } from '../../core/annotation/layer.ts';
import type { PlainKey } from '../i18n/catalogue.ts';
import { t } from '../i18n/texts.ts';

/** In a sentence. */
const WORDS: Readonly<Record<ReadingState, PlainKey>> = {
  unread: 'sets.state.unread',
  inProgress: 'sets.state.inProgress',
  done: 'sets.state.done',
};
export function stateWord(state: ReadingState): string {
  return t(WORDS[state]);
}

export function documentsWord(count: number): string {
  return t('sets.documents', { count });
}
