import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffWords } from '../../../src/core/anchoring/word-diff.ts';

const words = (pieces: readonly { text: string; isChanged: boolean }[], isChanged: boolean) =>
  pieces.filter((piece) => piece.isChanged === isChanged).map((piece) => piece.text);

it('names the words that differ', () => {
  const { before, after } = diffWords(
    'the dead were four, the army said',
    'the dead were three, as the army said',
  );
  expect(words(before, true)).toEqual(['four, ']);
  expect(words(after, true)).toEqual(['three, as ']);
});

it('is each text again, whatever it is, and has the same words unchanged on both sides', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'ج', ',') });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const { before, after } = diffWords(a, b);
      expect(before.map((piece) => piece.text).join('')).toBe(a);
      expect(after.map((piece) => piece.text).join('')).toBe(b);
      const plain = (pieces: string[]) => pieces.join(' ').split(/\s+/u).filter(Boolean);
      expect(plain(words(before, false))).toEqual(plain(words(after, false)));
      if (a === b) expect(words(after, true)).toEqual([]);
    }),
  );
});

it('leaves very long passages alone', () => {
  const long = 'word '.repeat(600);
  expect(diffWords(long, `${long}more`).after).toEqual([{ text: `${long}more`, isChanged: false }]);
});
