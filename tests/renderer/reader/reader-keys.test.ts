import { describe, expect, it } from 'vitest';
import { readerKey, type KeyPress } from '../../../src/renderer/reader/reader-keys.ts';

function press(key: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...modifiers };
}

describe('readerKey', () => {
  it.each([
    ['ArrowRight', {}, 'character', 'right'],
    ['ArrowLeft', { ctrlKey: true }, 'word', 'left'],
    ['ArrowDown', {}, 'line', 1],
    ['ArrowUp', { ctrlKey: true }, 'paragraph', -1],
    ['ArrowUp', { altKey: true }, 'sentence', -1],
    ['Home', {}, 'lineEdge', -1],
    ['End', { ctrlKey: true }, 'document', 1],
    ['PageDown', {}, 'page', 1],
    ['j', {}, 'sentence', 1],
    ['k', {}, 'sentence', -1],
  ] as const)('%s with %o moves by %s', (key, modifiers, unit, direction) => {
    expect(readerKey(press(key, modifiers))).toEqual({ kind: 'move', unit, direction, isExtending: false });
    expect(readerKey(press(key, { ...modifiers, shiftKey: true }))).toEqual({
      kind: 'move',
      unit,
      direction,
      isExtending: true,
    });
  });

  it('leaves every key of the command layer alone', () => {
    for (const key of ['a', 's', 'r', 'c', 'n', 'Enter', '[', ']', '/', ' ', 'Tab', 'Delete', 'F6', '1']) {
      expect(readerKey(press(key)), key).toBeNull();
    }
    for (const key of ['k', 'j', 'z', 'y', 'f', 's', 'PageDown']) {
      expect(readerKey(press(key, { ctrlKey: true })), `Ctrl+${key}`).toBeNull();
    }
  });

  it('leaves Alt with the horizontal arrows to the places visited, and selects by sentence with Shift', () => {
    expect(readerKey(press('ArrowLeft', { altKey: true }))).toBeNull();
    expect(readerKey(press('ArrowRight', { altKey: true, shiftKey: true }))).toEqual({
      kind: 'move',
      unit: 'sentence',
      direction: 'right',
      isExtending: true,
    });
  });
});
