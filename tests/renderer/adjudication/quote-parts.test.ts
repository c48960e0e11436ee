import { expect, test } from 'vitest';
import fc from 'fast-check';
import { normaliseRanges } from '../../../src/core/annotation/target.ts';
import { quoteParts } from '../../../src/renderer/adjudication/quote-parts.ts';

const text = 'Islamabad blames the TTP, and Kabul says it was never a party to it. '.repeat(3);
const ranges = fc
  .array(fc.record({ start: fc.nat(180), length: fc.integer({ min: 1, max: 20 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((items) => normaliseRanges(items.map(({ start, length }) => ({ start, end: start + length }))));

test('says what only one has, what some have and what all have', () => {
  const [own, same, short] = [
    { start: 0, end: 24 },
    { start: 0, end: 24 },
    { start: 10, end: 30 },
  ];
  expect(quoteParts(text, [own], [[same]])).toEqual([
    { text: text.slice(0, 24), heldBy: 'all', isApart: false },
  ]);
  expect(quoteParts(text, [own], [[short]])).toEqual([
    { text: 'Islamabad ', heldBy: 'one', isApart: false },
    { text: 'blames the TTP', heldBy: 'all', isApart: false },
  ]);
  expect(quoteParts(text, [own], [[same], [short]]).map(({ heldBy }) => heldBy)).toEqual(['some', 'all']);
});

test('the pieces are the passage, whatever the others have', () => {
  fc.assert(
    fc.property(ranges, fc.array(ranges, { maxLength: 3 }), (own, others) => {
      const parts = quoteParts(text, own, others);
      expect(parts.map((part) => part.text).join('')).toBe(
        own.map(({ start, end }) => text.slice(start, end)).join(''),
      );
      expect(parts.filter(({ isApart }) => isApart)).toHaveLength(own.length - 1);
      for (const [i, part] of parts.entries()) {
        // No two neighbours are the same in all but their words.
        if (i > 0 && !part.isApart) expect(part.heldBy).not.toBe(parts[i - 1]!.heldBy);
      }
    }),
  );
});
