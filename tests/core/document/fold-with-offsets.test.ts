import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  foldTerm,
  foldWithOffsets,
  isFoldedBoundary,
  originalRangeOf,
} from '../../../src/core/document/fold-with-offsets.ts';

const fold = (text: string) => foldWithOffsets(text).text;

describe('folds', () => {
  test.each([
    ['case', 'KABUL Straße ẞ ΟΔΟΣ', 'kabul strasse ss οδοσ'],
    ['accents, composed or not', 'Café Cafe\u0301 naïve Łódź Ærø', 'cafe cafe naive lodz aero'],
    ['dashes', 'Tehreek‑e–Taliban—x − y', 'tehreek-e-taliban-x - y'],
    ['quotes and apostrophes', '“Qur’an” «ʿulama»', '"qur\'an" "\'ulama"'],
    ['white space and line ends', 'peace \r\n\r\n\t talks\u00a0now', 'peace talks now'],
    ['white space around invisible characters', 'a \u200e\u200f b', 'a b'],
    ['invisible characters', 'con\u00adsoli\u200bdation', 'consolidation'],
    ['harakat and tatweel', 'مُحَمَّد محمـــد', 'محمد محمد'],
    ['letter variants', 'أإآٱا يىی كک هہةە ګگ', 'ااااا ییی کک هههه گگ'],
    ['presentation forms', 'ﷲ ﻻ', 'الله لا'],
    ['digits', '٢٠٢٤ ۲۰۲۴ ２０２４', '2024 2024 2024'],
    ['ligatures and fractions', 'oﬃce ½', 'office 1⁄2'],
    ['Turkish dotted and dotless', 'İstanbul ısı', 'istanbul isi'],
  ])('%s', (_what, text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test('a vowel sign of another script is no accent', () => {
    expect(fold('की')).not.toBe(fold('क'));
  });

  test('composed and decomposed alike', () => {
    const composable = fc.constantFrom('é', 'ü', 'ﬁ', 'أ', 'ئ', '한', 'ক', 'ো', 'ŵ', 'x', ' ');
    fc.assert(
      fc.property(fc.array(composable), (parts) => {
        const text = parts.join('');
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
      }),
    );
  });
});

describe('finds the way back', () => {
  test.each([
    ['a letter with its accents', 'xe\u0301\u0323y', 'e', 'e\u0301\u0323'],
    ['not what is dropped beside it', 'x\u200be\u200by', 'e', 'e'],
    ['what is dropped inside', 'ab\u00adcd', 'bc', 'b\u00adc'],
    ['a run of white space', 'a \n\n b', 'a b', 'a \n\n b'],
    ['a letter that became two', 'xßy', 'ss', 'ß'],
    ['beyond the first plane', 'x𝐀y', 'a', '𝐀'],
    ['after a run', 'a \n\n bcd', 'cd', 'cd'],
    ['a stretched word', 'محمـــد', 'محمد', 'محمـــد'],
  ])('%s', (_what, text, found, original) => {
    const folded = foldWithOffsets(text);
    const at = folded.text.indexOf(found);
    const { start, end } = originalRangeOf(folded, at, at + found.length);
    expect(text.slice(start, end)).toBe(original);
  });

  const messy = fc.array(
    fc.constantFrom(
      'a',
      'B',
      ' ',
      '\n',
      '\t',
      'é',
      '\u0301',
      '\u064e',
      'ß',
      'ﬃ',
      '½',
      '\u00ad',
      '\u200c',
      'ـ',
      'ب',
      'أ',
      '𝐀',
      '😀',
      '\ud800',
      '…',
      '´',
      '—',
      '’',
      '한',
      '\u00a0',
      '\u200e',
    ),
    { maxLength: 40 },
  );

  test('every stretch between two boundaries folds to itself again', () => {
    fc.assert(
      fc.property(messy, fc.nat(), fc.nat(), (parts, first, second) => {
        const text = parts.join('');
        const folded = foldWithOffsets(text);
        const from = Math.min(first, second) % (folded.text.length + 1);
        const to = Math.max(first, second) % (folded.text.length + 1);
        if (from >= to || !isFoldedBoundary(folded, from) || !isFoldedBoundary(folded, to)) return;
        const { start, end } = originalRangeOf(folded, from, to);
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(fold(text.slice(start, end))).toBe(folded.text.slice(from, to));
      }),
      { numRuns: 3000 },
    );
  });

  test('the stretches of all clusters follow each other and do not overlap', () => {
    fc.assert(
      fc.property(messy, (parts) => {
        const folded = foldWithOffsets(parts.join(''));
        let last = 0;
        let from = 0;
        for (let to = 1; to <= folded.text.length; to++) {
          if (!isFoldedBoundary(folded, to)) continue;
          const { start, end } = originalRangeOf(folded, from, to);
          expect(start).toBeGreaterThanOrEqual(last);
          last = end;
          from = to;
        }
      }),
    );
  });

  test('folding what is folded changes nothing', () => {
    fc.assert(
      fc.property(messy, (parts) => {
        const folded = fold(parts.join(''));
        expect(fold(folded)).toBe(folded);
      }),
    );
  });

  test('a term has no white space at its ends', () => {
    expect(foldTerm('  The  Ceasefire ')).toBe('the ceasefire');
  });
});
