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

describe('foldedWords', () => {
  it('splits at any white space, once each', () => {
    expect(foldedWords('  Peace\u00a0talks \n peace ')).toEqual(['peace', 'talks']);
    expect(foldedWords(' \t')).toEqual([]);
  });
});
