import { t } from '../i18n/texts.ts';

const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

const ARROWS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** A key as it is shown. */
export function keyLabel(key: string): string {
  return key
    .split('+')
    .map((part) => {
      if (part === 'mod') return isMac ? '⌘' : t('commands.key.control');
      if (part === 'shift') return isMac ? '⇧' : t('commands.key.shift');
      if (part === 'alt') return isMac ? '⌥' : t('commands.key.alt');
      const arrow = ARROWS[part];
      if (arrow) return arrow;
      if (part === 'Escape') return t('commands.key.escape');
      if (part === '') return '+';
      if (part === 'Space') return t('commands.key.space');
      if (part === 'Enter') return t('commands.key.enter');
      if (part === 'Delete') return t('commands.key.delete');
      if (part === 'Backspace') return t('commands.key.backspace');
      return part.length === 1 ? part.toUpperCase() : part;
    })
    .filter((part, i, parts) => !(part === '+' && i > 0 && parts[i - 1] === '+'))
    .join(isMac ? '' : ' ');
}
