import type { Command } from '../app/commands.ts';
import { getState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { changeReading, DEFAULT_READING, stepReading } from './apply-reading.ts';
import { canGo, go } from './visited.ts';
import { closeSplit, openSplit, stepLinked, useSplit } from './split-state.ts';
import { getReader } from '../app/current-reader.ts';
import { setReadingState, useReading } from './reading-state.ts';

const isReading = () => getState().screen === 'workbench' && getState().open !== null;

const isLinked = () => isReading() && useSplit.getState().isSplit && useSplit.getState().actorId !== null;

function stepBoth(direction: 1 | -1): void {
  stepLinked({ mentions: getState().mentions ?? [], reader: getReader() }, direction);
}

/** How the text is set, and the modes of reading. */
export const READING_COMMANDS: readonly Command[] = [
  {
    id: 'reading.settings',
    title: () => t('commands.readingSettings'),
    keys: ['t'],
    isEnabled: isReading,
    run: () => setReadingState({ isPopoverOpen: true }),
  },
  {
    id: 'reading.focus',
    title: () => t('commands.focusMode'),
    keys: ['f'],
    isEnabled: isReading,
    run: () => setReadingState({ isFocused: !useReading.getState().isFocused, isPopoverOpen: false }),
  },
  {
    id: 'reading.unmarked',
    title: () => t('commands.readingMode'),
    keys: ['u'],
    isEnabled: isReading,
    run: () => setReadingState({ isUnmarked: !useReading.getState().isUnmarked }),
  },
  {
    id: 'reading.larger',
    title: () => t('commands.larger'),
    keys: ['>'],
    isEnabled: isReading,
    run: () => stepReading('size', 1),
  },
  {
    id: 'reading.smaller',
    title: () => t('commands.smaller'),
    keys: ['<'],
    isEnabled: isReading,
    run: () => stepReading('size', -1),
  },
  { id: 'reading.wider', title: () => t('commands.wider'), run: () => stepReading('measure', 1) },
  { id: 'reading.narrower', title: () => t('commands.narrower'), run: () => stepReading('measure', -1) },
  { id: 'reading.looser', title: () => t('commands.looser'), run: () => stepReading('lineHeight', 1) },
  { id: 'reading.tighter', title: () => t('commands.tighter'), run: () => stepReading('lineHeight', -1) },
  {
    id: 'reading.serif',
    title: () => t('commands.faceSerif'),
    run: () => changeReading({ typeface: 'serif' }),
  },
  { id: 'reading.sans', title: () => t('commands.faceSans'), run: () => changeReading({ typeface: 'sans' }) },
  {
    id: 'reading.dyslexic',
    title: () => t('commands.faceDyslexic'),
    run: () => changeReading({ typeface: 'dyslexic' }),
  },
  {
    id: 'reading.reset',
    title: () => t('commands.readingReset'),
    run: () => changeReading(DEFAULT_READING),
  },
  {
    id: 'reading.split',
    title: () => t('commands.split'),
    keys: ['v'],
    isEnabled: isReading,
    run: () => (useSplit.getState().isSplit ? closeSplit() : openSplit(null)),
  },
  {
    id: 'reading.nextMention',
    title: () => t('commands.nextMention'),
    keys: ['.'],
    isEnabled: isLinked,
    run: () => stepBoth(1),
  },
  {
    id: 'reading.previousMention',
    title: () => t('commands.previousMention'),
    keys: [','],
    isEnabled: isLinked,
    run: () => stepBoth(-1),
  },
  {
    id: 'document.print',
    title: () => t('commands.print'),
    keys: ['mod+p'],
    isEnabled: isReading,
    run: () => setReadingState({ isPrinting: true }),
  },
  {
    id: 'visited.back',
    title: () => t('commands.back'),
    keys: ['alt+ArrowLeft'],
    isEnabled: () => canGo(-1),
    run: () => go(-1),
  },
  {
    id: 'visited.forward',
    title: () => t('commands.forward'),
    keys: ['alt+ArrowRight'],
    isEnabled: () => canGo(1),
    run: () => go(1),
  },
];
