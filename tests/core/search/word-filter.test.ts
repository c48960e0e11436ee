import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldTerm, foldWithOffsets } from '../../../src/core/document/fold-with-offsets.ts';
import { findTerm } from '../../../src/core/search/find-terms.ts';
import { hashesOf, makeWordFilter, mayHold } from '../../../src/core/search/word-filter.ts';

const anyText = fc
  .array(
    fc.constantFrom(
      'a',
      'peace',
      'talks',
      'Qaeda',
      ' ',
      ' ',
      '-',
      '\n',
      '_',
      '7',
      'é',
      'مذاکرات',
      'بَ',
      'क',
      'की',
      'न्',
      '和平',
      'ไทย',
      'ก',
      'ี',
      '𐐷',
      '😀',
      '½',
      'ß',
      '\u00ad',
      '\ud801',
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

test('never says of a term that it is not there when it is', () => {
  let found = 0;
  fc.assert(
    fc.property(anyText, fc.nat(), fc.nat(), fc.boolean(), (text, first, length, isPrefix) => {
      const folded = foldWithOffsets(text);
      const from = first % (folded.text.length + 1);
      const term = { folded: foldTerm(folded.text.slice(from, from + 1 + (length % 12))), isPrefix };
      if (term.folded === '' || findTerm(folded, term).length === 0) return;
      found++;
      expect(mayHold(makeWordFilter(folded.text), hashesOf(term))).toBe(true);
    }),
    { numRuns: 5000 },
  );
  expect(found).toBeGreaterThan(1000);
});

test('says of most words that are not there that they are not', () => {
  const filter = makeWordFilter(Array.from({ length: 2000 }, (_, i) => `word${i}`).join(' '));
  const absent = Array.from({ length: 1000 }, (_, i) => ({ folded: `other${i}`, isPrefix: false }));
  expect(absent.filter((term) => mayHold(filter, hashesOf(term))).length).toBeLessThan(400);
  expect(mayHold(filter, hashesOf({ folded: 'word1999', isPrefix: false }))).toBe(true);
  expect(mayHold(filter, hashesOf({ folded: 'word', isPrefix: true }))).toBe(true);
  expect(mayHold(filter, hashesOf({ folded: 'zebr', isPrefix: true }))).toBe(false);
});
