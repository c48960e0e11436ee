import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  carryPassage,
  isSameWording,
  prepareVersion,
  type CarryProposal,
} from '../../../src/core/anchoring/carry-passage.ts';
import { squeeze, squeezeText } from '../../../src/core/anchoring/squeeze.ts';
import { exactText, makeTarget } from '../../../src/core/annotation/target.ts';
import { snapToGraphemes } from '../../../src/core/document/segments.ts';
import type { TextRange } from '../../../src/core/annotation/annotation.ts';

const OLD = 'a'.repeat(64);
const NEW = 'b'.repeat(64);

function carry(before: string, after: string, quotes: readonly string[]): CarryProposal {
  const ranges = quotes.map((quote) => {
    const start = before.indexOf(quote);
    if (start === -1) throw new Error(`no “${quote}”`);
    return { start, end: start + quote.length };
  });
  return carryPassage(
    prepareVersion(before, OLD),
    prepareVersion(after, NEW),
    makeTarget(before, OLD, ranges),
  );
}

function words(text: string, proposal: CarryProposal): string | null {
  return proposal.kind === 'certain' || proposal.kind === 'likely' ? exactText(text, proposal.ranges) : null;
}

const REPORT =
  'The council met on Friday. Its speaker said that the talks were over, and that nobody would return to them before the spring. The envoy left. Nobody in the council regretted it.';

describe('a passage of an older version', () => {
  it('is carried where it stands once, however much is put in before it', () => {
    const after = `A correction was made.\n\n${REPORT.replace('Friday', 'Thursday')}`;
    const carried = carry(REPORT, after, ['the talks were over, and that nobody would return']);
    expect(carried).toMatchObject({ kind: 'certain', confidence: 1 });
    expect(words(after, carried)).toBe('the talks were over, and that nobody would return');
  });

  it('is carried over other line ends and spaces, a little less sure', () => {
    const after = REPORT.replaceAll(' ', '\u00a0\n ');
    const carried = carry(REPORT, after, ['Its speaker said that the talks were over']);
    expect(carried).toMatchObject({ kind: 'certain', confidence: 0.99 });
    expect(isSameWording(words(after, carried)!, 'Its speaker said that the talks were over')).toBe(true);
  });

  it('is carried though it is short, where a neighbour is the same', () => {
    const after = REPORT.replace('on Friday', 'on the third of May');
    expect(carry(REPORT, after, ['The envoy left'])).toMatchObject({ kind: 'certain' });
  });

  it('is carried though its words recur, where words and neighbours stand once in both', () => {
    const after = `New.\n${REPORT}`;
    const second = REPORT.lastIndexOf('council');
    const carried = carryPassage(
      prepareVersion(REPORT, OLD),
      prepareVersion(after, NEW),
      makeTarget(REPORT, OLD, [{ start: second, end: second + 7 }]),
    );
    expect(carried).toMatchObject({ kind: 'certain', ranges: [{ start: second + 5, end: second + 12 }] });
  });

  it('is carried in all its parts, or not surely', () => {
    const quotes = ['The council met', 'The envoy left'];
    const after = REPORT.replace('spring', 'winter');
    expect(words(after, carry(REPORT, after, quotes))).toBe('The council met … The envoy left');
    expect(carry(REPORT, after, quotes).kind).toBe('certain');
    expect(carry(REPORT, REPORT.replace('met on', 'gathered on'), quotes).kind).not.toBe('certain');
  });
});

describe('a proposed place', () => {
  it('takes in a changed first and last word', () => {
    const before =
      'The post was overrun for an hour. Six men of the corps were killed, the army says in its statement, with eleven of the others. By breakfast all knew.';
    const after = before.replace('Six', 'Five').replace('others', 'other men');
    const carried = carry(before, after, [
      'Six men of the corps were killed, the army says in its statement, with eleven of the others',
    ]);
    expect(carried.kind).toBe('likely');
    expect(words(after, carried)).toBe(
      'Five men of the corps were killed, the army says in its statement, with eleven of the other men',
    );
  });
});

describe('what is never certain', () => {
  it.each([
    [
      'a changed word',
      REPORT.replace('were over', 'were done'),
      ['that the talks were over, and that nobody'],
    ],
    [
      'a changed comma',
      REPORT.replace('over, and', 'over and'),
      ['that the talks were over, and that nobody'],
    ],
    ['another case', REPORT.replace('The envoy', 'the envoy'), ['The envoy left']],
    [
      'words that now stand twice, with other neighbours than before',
      `Rumours had it that nobody would return to them before the spring. ${REPORT.replace('over, and', 'over; he added')}`,
      ['that nobody would return to them before the spring'],
    ],
    [
      'a few words in quite another place',
      'Years later. Perhaps The envoy left a will to his heirs.',
      ['The envoy left'],
    ],
    [
      'a part of what is another word now',
      REPORT.replace('The envoy left.', 'The envoy lefts.'),
      ['The envoy left'],
    ],
    ['what is gone', 'Nothing of it.', ['The council met on Friday. Its speaker']],
  ])('%s', (_what, after, quotes) => {
    expect(carry(REPORT, after, quotes).kind).not.toBe('certain');
  });

  it('one of two that were, when the other is gone', () => {
    const before = 'He said no. Then she came. He said no. Then she went.';
    const after = 'He said no. Then she went.';
    expect(carry(before, after, ['He said no.']).kind).not.toBe('certain');
  });

  it('a letter that has become part of another', () => {
    const before = 'The word was e and it stood alone in its long, long sentence.';
    const after = before.replace('was e and', 'was e\u0301 and');
    const at = before.indexOf(' e ') + 1;
    const carried = carryPassage(
      prepareVersion(before, OLD),
      prepareVersion(after, NEW),
      makeTarget(before, OLD, [{ start: at, end: at + 1 }]),
    );
    expect(carried.kind).not.toBe('certain');
  });

  it('a passage that is described otherwise than its text has it', () => {
    const target = makeTarget(REPORT, OLD, [{ start: 4, end: 40 }]);
    const wrong = { ...target, quote: { ...target.quote, exact: REPORT.slice(30, 80) } };
    const version = prepareVersion(REPORT, OLD);
    expect(carryPassage(version, prepareVersion(`${REPORT}!`, NEW), wrong).kind).not.toBe('certain');
  });
});

/** Few words, so that much recurs. */
const anyWord = fc.constantFrom(
  'the',
  'council',
  'envoy',
  'said',
  'no',
  'truce',
  'holds',
  'در',
  'مذاکرات',
  'ختم',
  'می\u200cرود',
  'cafe\u0301',
  '👩‍👩‍👧',
  'a-b',
  'No',
);
const anySpace = fc.constantFrom(' ', ' ', ' ', '\n', '\n\n', '\u00a0', '. ');
const anyText = fc
  .array(fc.tuple(anyWord, anySpace), { minLength: 1, maxLength: 60 })
  .map((pairs) => pairs.flat().join(''));
const anyEdits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(30),
    put: fc.array(fc.oneof(anyWord, anySpace), { maxLength: 6 }).map((parts) => parts.join('')),
  }),
  { maxLength: 5 },
);
const anyRanges = fc.array(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 40 })),
  { minLength: 1, maxLength: 3 },
);

function edit(text: string, edits: readonly { at: number; cut: number; put: string }[]): string {
  return edits.reduce((now, { at, cut, put }) => {
    const from = Math.floor(at * now.length);
    return now.slice(0, from) + put + now.slice(from + cut);
  }, text);
}

/** How often words stand in a text, all white space being one. Written anew: the scan of a reader. */
function countIn(text: string, wanted: string): number {
  const haystack = squeeze(text);
  let count = 0;
  for (let at = 0; at + wanted.length <= haystack.length; at++) if (haystack.startsWith(wanted, at)) count++;
  return count;
}

describe('whatever was edited', () => {
  it('a certain passage says the same words, stands nowhere else with its neighbours, and is whole letters', () => {
    fc.assert(
      fc.property(anyText, anyEdits, anyRanges, (before, edits, places) => {
        const after = edit(before, edits);
        const ranges = places.map(([at, length]) => {
          const start = Math.floor(at * before.length);
          return snapToGraphemes(before, { start, end: Math.min(before.length, start + length) });
        });
        if (ranges.every(({ start, end }) => start >= end)) return;
        const target = makeTarget(
          before,
          OLD,
          ranges.filter(({ start, end }) => start < end),
        );
        const carried = carryPassage(prepareVersion(before, OLD), prepareVersion(after, NEW), target);
        if (carried.kind !== 'certain') {
          if (carried.kind === 'likely') expect(carried.confidence).toBeLessThan(0.99);
          return;
        }
        expect(carried.ranges).toHaveLength(target.ranges.length);
        carried.ranges.forEach((range, i) => {
          const old = target.ranges[i]!;
          const wanted = squeeze(before.slice(old.start, old.end)).trim();
          expect(squeeze(after.slice(range.start, range.end))).toBe(wanted);
          expect(snapToGraphemes(after, range)).toEqual(range);
          // Alone or with its neighbours it is the only one, then and now.
          if (countIn(before, wanted) === 1 && countIn(after, wanted) === 1) return;
          const piece = trimmedRange(before, old);
          const whole =
            squeeze(before.slice(0, piece.start)).slice(-24) +
            wanted +
            squeeze(before.slice(piece.end)).slice(0, 24);
          expect(countIn(before, whole)).toBe(1);
          expect(countIn(after, whole)).toBe(1);
        });
        // What makes a target of it does not object.
        expect(makeTarget(after, NEW, carried.ranges).ranges).toEqual(carried.ranges);
      }),
      { numRuns: 2000 },
    );
  });

  it('all is certain in an unchanged text, if it stands there once', () => {
    fc.assert(
      fc.property(anyText, fc.double({ min: 0, max: 1, noNaN: true }), (text, at) => {
        const start = Math.floor(at * text.length);
        const range = snapToGraphemes(text, { start, end: Math.min(text.length, start + 60) });
        const wanted = squeeze(text.slice(range.start, range.end)).trim();
        if (wanted.length < 32 || countIn(text, wanted) !== 1) return;
        const version = prepareVersion(text, OLD);
        const carried = carryPassage(version, prepareVersion(text, NEW), makeTarget(text, OLD, [range]));
        expect(carried).toEqual({
          kind: 'certain',
          ranges: [trimmedRange(text, range)],
          confidence: expect.any(Number),
        });
      }),
    );
  });

  it('a squeezed text knows where its units stand', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', '\u00a0', '😀', '\u2029') }),
        (text) => {
          const { text: squeezed, starts } = squeezeText(text);
          expect(squeezed).toBe(squeeze(text));
          expect(starts).toHaveLength(squeezed.length + 1);
          for (let i = 0; i < squeezed.length; i++) {
            const unit = text[starts[i]!]!;
            expect(squeezed[i]).toBe(/\s/u.test(unit) ? ' ' : unit);
            expect(starts[i + 1]).toBeGreaterThan(starts[i]!);
          }
        },
      ),
    );
  });
});

function trimmedRange(text: string, { start, end }: TextRange): TextRange {
  const piece = text.slice(start, end);
  const from = start + piece.length - piece.trimStart().length;
  return { start: from, end: from + piece.trim().length };
}
