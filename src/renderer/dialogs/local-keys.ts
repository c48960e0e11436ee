import type { PlainKey } from '../i18n/catalogue.ts';

interface LocalKey {
  readonly press: readonly string[];
  readonly does: PlainKey;
}

/** What the mouse does beyond a click: the gesture, and what for. */
export const GESTURES: readonly (readonly [gesture: PlainKey, does: PlainKey])[] = [
  ['dialogs.gesture.doubleClick', 'dialogs.move.doubleClick'],
  ['dialogs.gesture.tripleClick', 'dialogs.move.tripleClick'],
  ['dialogs.gesture.altDrag', 'dialogs.move.add'],
  ['dialogs.gesture.back', 'dialogs.move.back'],
];

/** Keys that a part of a screen reads by itself while it has the focus; they are no commands of the whole window. */
export const LOCAL_KEYS: readonly {
  readonly place: 'text' | 'lists' | 'mentions' | 'palettes';
  readonly keys: readonly LocalKey[];
}[] = [
  {
    place: 'text',
    keys: [
      { press: ['ArrowLeft', 'ArrowRight'], does: 'dialogs.move.character' },
      { press: ['mod+ArrowLeft', 'mod+ArrowRight'], does: 'dialogs.move.word' },
      { press: ['j', 'k'], does: 'dialogs.move.sentence' },
      { press: ['mod+ArrowUp', 'mod+ArrowDown'], does: 'dialogs.move.paragraph' },
      { press: ['shift+…'], does: 'dialogs.move.select' },
      { press: ['mod+a'], does: 'dialogs.move.all' },
    ],
  },
  {
    place: 'palettes',
    keys: [
      { press: ['1', '…', '9'], does: 'dialogs.palette.recent' },
      { press: ['ArrowUp', 'ArrowDown'], does: 'dialogs.palette.choose' },
      { press: ['Enter'], does: 'dialogs.palette.take' },
      { press: ['Escape'], does: 'dialogs.palette.leave' },
    ],
  },
  {
    place: 'lists',
    keys: [
      { press: ['ArrowUp', 'ArrowDown'], does: 'dialogs.list.move' },
      { press: ['PageUp', 'PageDown'], does: 'dialogs.list.page' },
      { press: ['Home', 'End'], does: 'dialogs.list.end' },
      { press: ['Space', 'shift+Space'], does: 'dialogs.list.select' },
      { press: ['mod+a'], does: 'dialogs.list.all' },
      { press: ['Enter'], does: 'dialogs.list.open' },
      { press: ['/'], does: 'dialogs.list.search' },
      { press: ['Delete'], does: 'dialogs.list.remove' },
    ],
  },
  {
    place: 'mentions',
    keys: [
      { press: ['Enter'], does: 'dialogs.mentions.accept' },
      { press: ['1', '…', '9'], does: 'dialogs.mentions.who' },
      { press: ['x', 'Delete'], does: 'dialogs.mentions.reject' },
      { press: ['n'], does: 'dialogs.mentions.notActor' },
      { press: ['d'], does: 'dialogs.mentions.here' },
      { press: ['shift+d'], does: 'dialogs.mentions.everywhere' },
      { press: ['u'], does: 'dialogs.mentions.again' },
      { press: ['o'], does: 'dialogs.mentions.open' },
    ],
  },
];
