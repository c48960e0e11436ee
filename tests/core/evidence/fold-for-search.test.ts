import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldForSearch, foldedWords } from '../../../src/core/evidence/fold-for-search.ts';

describe('foldForSearch', () => {
  it.each([
    ['Café', 'cafe'],
    ['Cafe\u0301', 'cafe'],
    ['İSTANBUL', 'istanbul'],
    ['ﬁle', 'file'],
    ['con\u00adsolidate', 'consolidate'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['آپ', 'اپ'],
    ['طَالِبَان', 'طالبان'],
    ['TTP (2014)', 'ttp (2014)'],
    ['“Qandar’s” – café', '"qandar\'s" - cafe'],
    ['re\u2011route \u2018so\u2019 ', "re-route 'so' "],
  ])('folds %s', (text, folded) => {
    expect(foldForSearch(text)).toBe(folded);
  });

  it('is the same in composed and in decomposed form', () => {
    const text = 'Kâbul, Şırnak, Đà Nẵng, ئۇيغۇر';
    expect(foldForSearch(text.normalize('NFD'))).toBe(foldForSearch(text.normalize('NFC')));
  });
});

describe('folding run by run', () => {
  it('is the folding of the whole', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'Cafe\u0301',
        'İ',
        'I\u0307',
        'ΟΔΟΣ ',
        'Σ',
        'ﬁ½',
        'a\u0323\u0307',
        '\u0301',
        '“x’s” – ',
        'طَالِبَان',
        'Å',
        '가',
        '👩‍👧',
      ),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme-ascii' }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const whole = text
          .replace(/[‘’ʼ]/g, "'")
          .replace(/[“”]/g, '"')
          .replace(/[‐‑–—]/g, '-')
          .normalize('NFKD')
          .toLowerCase()
          .replace(/[\p{M}\p{Cf}]+/gu, '')
          .replaceAll('ς', 'σ');
        expect(foldForSearch(text)).toBe(whole);
      }),
      { numRuns: 500 },
    );
  });
});

describe('foldedWords', () => {
  it('splits at any white space, once each', () => {
    expect(foldedWords('  Peace\u00a0talks \n peace ')).toEqual(['peace', 'talks']);
    expect(foldedWords(' \t')).toEqual([]);
  });
});
