import type { CaretUnit } from './moves.ts';

export type ReaderKey =
  | {
      readonly kind: 'move';
      readonly unit: CaretUnit | 'lineEdge';
      /** `left` and `right` follow the direction of the block, as in the browsers. */
      readonly direction: 1 | -1 | 'left' | 'right';
      readonly isExtending: boolean;
    }
  | { readonly kind: 'keepRange' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'selectAll' };

export type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** What a key means to the reader, or `null`: everything but caret and selection belongs to the command layer. */
export function readerKey(press: KeyPress): ReaderKey | null {
  const isControl = press.ctrlKey || press.metaKey;
  const isPlain = !isControl && !press.altKey;
  const isExtending = press.shiftKey;
  const move = (unit: CaretUnit | 'lineEdge', direction: 1 | -1 | 'left' | 'right'): ReaderKey => ({
    kind: 'move',
    unit,
    direction,
    isExtending,
  });
  switch (press.key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const direction = press.key === 'ArrowLeft' ? 'left' : 'right';
      if (isControl && press.altKey) return null;
      // Back and forward through what was visited; sentences have J, K and Alt with the other arrows.
      if (press.altKey && !isExtending) return null;
      return move(isControl ? 'word' : press.altKey ? 'sentence' : 'character', direction);
    }
    case 'ArrowUp':
    case 'ArrowDown': {
      const direction = press.key === 'ArrowUp' ? -1 : 1;
      if (isControl && press.altKey) return null;
      return move(isControl ? 'paragraph' : press.altKey ? 'sentence' : 'line', direction);
    }
    case 'Home':
    case 'End': {
      if (press.altKey) return null;
      return move(isControl ? 'document' : 'lineEdge', press.key === 'Home' ? -1 : 1);
    }
    case 'PageUp':
    case 'PageDown':
      return isPlain ? move('page', press.key === 'PageUp' ? -1 : 1) : null;
    case 'j':
    case 'J':
      return isPlain ? move('sentence', 1) : null;
    case 'k':
    case 'K':
      return isPlain ? move('sentence', -1) : null;
    case '+':
      return isPlain ? { kind: 'keepRange' } : null;
    case 'Escape':
      return isPlain && !press.shiftKey ? { kind: 'clear' } : null;
    case 'a':
      return isControl && !press.altKey && !press.shiftKey ? { kind: 'selectAll' } : null;
    default:
      return null;
  }
}
