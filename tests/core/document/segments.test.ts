import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPlainStructure } from '../../../src/core/document/plain-structure.ts';
import {
  nextBoundary,
  snapToGraphemes,
  snapToSentences,
  snapToWords,
  type SegmentUnit,
} from '../../../src/core/document/segments.ts';

function snapped(
  text: string,
  part: string,
  snap: (text: string, range: { start: number; end: number }) => { start: number; end: number },
): string {
  const start = text.indexOf(part);
  const range = snap(text, { start, end: start + part.length });
  return text.slice(range.start, range.end);
}

describe('snapping', () => {
  test.each([
    ['a family', 'x👨‍👩‍👧‍👦y', 2, 4, '👨‍👩‍👧‍👦'],
    ['a flag', 'a🇵🇰🇦🇫b', 3, 4, '🇵🇰'],
    ['the second flag', 'a🇵🇰🇦🇫b', 6, 7, '🇦🇫'],
    ['a skin tone', '🤞🏽!', 0, 1, '🤞🏽'],
    ['a combining mark', 'xe\u0301y', 2, 3, 'e\u0301'],
    ['an Arabic vowel sign', 'سنگِ', 3, 4, 'گِ'],
    ['a keycap', '1️⃣ x', 1, 2, '1️⃣'],
    ['a surrogate half', '𝗕x', 1, 3, '𝗕x'],
  ])('goes out to whole clusters: %s', (_, text, start, end, expected) => {
    const range = snapToGraphemes(text, { start, end });
    expect(text.slice(range.start, range.end)).toBe(expected);
  });

  test('an empty range between clusters stays, inside one becomes it', () => {
    expect(snapToGraphemes('ab', { start: 1, end: 1 })).toEqual({ start: 1, end: 1 });
    expect(snapToGraphemes('🇵🇰', { start: 2, end: 2 })).toEqual({ start: 0, end: 4 });
  });

  test('goes out to words; hyphens join', () => {
    const text = 'The Tehreek-e-Taliban and ISIS-K’s men, in 2021-22. طالبان نے کہا';
    expect(snapped(text, 'ehre', snapToWords)).toBe('Tehreek-e-Taliban');
    expect(snapped(text, 'alib', snapToWords)).toBe('Tehreek-e-Taliban');
    expect(snapped(text, 'SI', snapToWords)).toBe('ISIS-K’s');
    expect(snapped(text, 'en, i', snapToWords)).toBe('men, in');
    expect(snapped(text, 'لبا', snapToWords)).toBe('طالبان');
    expect(snapped(text, ', ', snapToWords)).toBe(', ');
  });

  test('goes out to sentences, past abbreviations, over soft line ends, within blocks', () => {
    const text =
      'Gen. A. Khan spoke to the U.S. envoy. He said\nno more. یہ پہلا جملہ ہے۔ یہ دوسرا ہے۔\n\nNext block here.';
    const { blocks } = findPlainStructure(text);
    const snap = (t: string, range: { start: number; end: number }) => snapToSentences(t, range, blocks);
    expect(snapped(text, 'spoke', snap)).toBe('Gen. A. Khan spoke to the U.S. envoy.');
    expect(snapped(text, 'said', snap)).toBe('He said\nno more.');
    expect(snapped(text, 'دوسرا', snap)).toBe('یہ دوسرا ہے۔');
    expect(snapped(text, 'block', snap)).toBe('Next block here.');
    expect(snapped(text, 'envoy. He', snap)).toBe('Gen. A. Khan spoke to the U.S. envoy. He said\nno more.');
    expect(snapped(text, 'block', snapToSentences)).toBe('Next block here.');
  });
});

describe('nextBoundary', () => {
  const text = 'One two-three. Four 👨‍👩‍👧!\n\nSecond paragraph. End';
  const walk = (unit: SegmentUnit, direction: 1 | -1) => {
    const { blocks } = findPlainStructure(text);
    const stops: number[] = [];
    let at = direction === 1 ? 0 : text.length;
    for (let guard = 0; guard < 100 && at !== (direction === 1 ? text.length : 0); guard++) {
      at = nextBoundary(text, at, unit, direction, blocks);
      stops.push(at);
    }
    return stops;
  };

  test('by word: ends forward, starts backward', () => {
    expect(walk('word', 1).map((at) => text.slice(0, at).split(/\s/).at(-1))).toEqual([
      'One',
      'two-three',
      'Four',
      'Second',
      'paragraph',
      'End',
    ]);
    expect(walk('word', -1).map((at) => /^[\w-]+/.exec(text.slice(at))?.[0])).toEqual([
      'End',
      'paragraph',
      'Second',
      'Four',
      'two-three',
      'One',
    ]);
  });

  test('by sentence and paragraph', () => {
    expect(walk('sentence', 1).map((at) => text.slice(at - 4, at))).toEqual([
      'ree.',
      text.slice(25, 29),
      'aph.',
      ' End',
    ]);
    expect(walk('sentence', -1).map((at) => text.slice(at, at + 3))).toEqual(['End', 'Sec', 'Fou', 'One']);
    expect(walk('paragraph', 1)).toEqual([text.indexOf('\n'), text.length]);
    expect(walk('paragraph', -1)).toEqual([text.indexOf('Second'), 0]);
  });

  test('by grapheme over a family in one step', () => {
    const at = text.indexOf('👨');
    expect(nextBoundary(text, at, 'grapheme', 1)).toBe(text.indexOf('!'));
    expect(nextBoundary(text, text.indexOf('!'), 'grapheme', -1)).toBe(at);
  });
});

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '👨‍👩‍👧‍👦',
    '🇵🇰',
    '🇦',
    'e\u0301',
    '\u200d',
    '\ufe0f',
    'گِ',
    'طالبان ',
    '\n',
    '\n\n',
    ' ',
    '. ',
    'U.S. ',
    '-',
    '\u0600',
    '각',
    'क्षि',
  ),
);
/** Long enough that cells are cut, of few pieces so that it stays quick. */
const longText = fc
  .tuple(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 60 }))
  .map(([pieces, times]) =>
    pieces
      .join('')
      .repeat(times)
      .slice(0, 9000)
      .replace(/[\ud800-\udfff]/gu, ''),
  );

describe('properties', () => {
  test('cells or not, clusters are those of the whole text', () => {
    fc.assert(
      fc.property(longText, fc.nat(), (text, seed) => {
        fc.pre(text.length > 0);
        const clusters = [...segmenter.segment(text)];
        // One cluster of thousands of letters, which no writing has, is cut: see `REACH`, and the test below.
        fc.pre(clusters.every(({ segment }) => segment.length < 3000));
        const boundaries = new Set(clusters.map((segment) => segment.index).concat(text.length));
        const at = seed % text.length;
        const range = snapToGraphemes(text, { start: at, end: Math.min(text.length, at + 1) });
        expect(boundaries.has(range.start)).toBe(true);
        expect(boundaries.has(range.end)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('one cluster without end is cut into pieces between code points, and a caret gets through it', () => {
    const text = '👨‍👩‍👧‍👦\u200d'.repeat(900);
    expect([...segmenter.segment(text)]).toHaveLength(1);
    let at = 0;
    let steps = 0;
    for (; at < text.length; steps++) {
      const next = nextBoundary(text, at, 'grapheme', 1);
      expect(next).toBeGreaterThan(at);
      expect(text.codePointAt(next) ?? 0).not.toSatisfy((point: number) => point >= 0xdc00 && point < 0xe000);
      at = next;
    }
    expect(steps).toBeLessThan(100);
  });

  test('snapping holds the range, is idempotent, and never cuts a cluster', () => {
    fc.assert(
      fc.property(longText, fc.nat(), fc.nat({ max: 40 }), (text, seed, length) => {
        fc.pre(text.length > 0);
        const start = seed % text.length;
        const range = { start, end: Math.min(text.length, start + length) };
        const { blocks } = findPlainStructure(text);
        for (const snap of [
          snapToGraphemes,
          snapToWords,
          snapToSentences,
          (t: string, r: { start: number; end: number }) => snapToSentences(t, r, blocks),
        ]) {
          const once = snap(text, range);
          expect(once.start).toBeLessThanOrEqual(range.start);
          expect(once.end).toBeGreaterThanOrEqual(range.end);
          expect(snap(text, once)).toEqual(once);
          expect(snapToGraphemes(text, once)).toEqual(once);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a caret always moves on and arrives, in every unit and direction', () => {
    fc.assert(
      fc.property(
        longText,
        fc.constantFrom<SegmentUnit>('grapheme', 'word', 'sentence', 'paragraph'),
        (text, unit) => {
          const { blocks } = findPlainStructure(text);
          for (const direction of [1, -1] as const) {
            let at = Math.floor(text.length / 2);
            for (let steps = 0; steps < 40 && at > 0 && at < text.length; steps++) {
              const next = nextBoundary(text, at, unit, direction, blocks);
              expect((next - at) * direction).toBeGreaterThan(0);
              at = next;
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('is local: a text of 3 MB is answered from a small window', () => {
    const text = 'word and another word. '.repeat(140_000);
    for (let k = 0; k < 2000; k++) snapToWords(text, { start: k * 1500 + 2, end: k * 1500 + 9 });
    expect(snapToWords(text, { start: 2_300_002, end: 2_300_003 })).toEqual({
      start: 2_300_000,
      end: 2_300_004,
    });
  });
});
