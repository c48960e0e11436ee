import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorQuote, type AnchorResult } from '../../../src/core/anchoring/anchor-quote.ts';
import { anchorTarget } from '../../../src/core/anchoring/anchor-target.ts';
import { prepareText } from '../../../src/core/anchoring/anchor-text.ts';
import { isEqual } from '../../../src/core/equal.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import { snapToGraphemes } from '../../../src/core/document/segments.ts';

const HASH = 'a'.repeat(64);
const OTHER_HASH = 'b'.repeat(64);

function textOf(text: string, result: AnchorResult): string[] {
  return result.kind === 'found' ? result.ranges.map((r) => text.slice(r.start, r.end)) : [];
}

describe('a quote that stands there', () => {
  it('is found with confidence 1 when it is there once', () => {
    const text = 'The river rose. The council met. Nobody came.';
    expect(anchorQuote(text, { exact: 'The council met' })).toEqual({
      kind: 'found',
      ranges: [{ start: 16, end: 31 }],
      confidence: 1,
      how: 'exact',
    });
  });

  it('is ambiguous when it is there twice and nothing tells the two apart', () => {
    const result = anchorQuote('He left. She stayed. He left.', { exact: 'He left.' });
    expect(result).toEqual({
      kind: 'ambiguous',
      candidates: [[{ start: 0, end: 8 }], [{ start: 21, end: 29 }]],
      count: 2,
    });
  });

  it('is chosen by prefix or suffix, also when they differ in white space and case', () => {
    const text = 'First the envoy\nsaid no. Later the envoy said no again.';
    const second = anchorQuote(text, { exact: 'said', prefix: 'later  THE envoy ' });
    expect(second).toMatchObject({ kind: 'found', ranges: [{ start: 41, end: 45 }] });
    const first = anchorQuote(text, { exact: 'no', suffix: '. Later' });
    expect(first).toMatchObject({ kind: 'found', ranges: [{ start: 21, end: 23 }], confidence: 1 });
  });

  it('is chosen by the offset that it once had, and not surely', () => {
    const text = `${'x '.repeat(10)}mark${' y'.repeat(500)} mark end`;
    const result = anchorQuote(text, { exact: 'mark', near: 22 });
    expect(result).toMatchObject({ kind: 'found', ranges: [{ start: 20, end: 24 }] });
    expect(result.kind === 'found' && result.confidence).toBeLessThan(1);
    expect(anchorQuote(text, { exact: 'mark', near: 500 }).kind).toBe('ambiguous');
  });

  it('prefers the one whole word to parts of words', () => {
    const result = anchorQuote('This list is his.', { exact: 'is' });
    expect(result).toMatchObject({ kind: 'found', ranges: [{ start: 10, end: 12 }] });
    expect(result.kind === 'found' && result.confidence).toBeLessThan(1);
  });

  it('is not taken where its surroundings are another’s and the passage is there, edited', () => {
    const text =
      'Long ago the delegation from the northern valleys signed the treaty. Much later, in quite another place and ' +
      'for other reasons, the delegation from the southem valleys signed the treaty and went home by train.';
    const result = anchorQuote(text, {
      exact: 'the delegation from the northern valleys signed the treaty',
      prefix: 'in quite another place and for other reasons, ',
      suffix: ' and went home by train.',
    });
    expect(result.kind).not.toBe('missing');
    expect(result.kind === 'found' && result.confidence === 1).toBe(false);
  });
});

describe('a quote that stands there in other characters', () => {
  const cases: [string, string, string, string][] = [
    [
      'line ends and no-break spaces',
      'the army\n\nhas\u00a0 left\tthe city',
      'army has left the city',
      'army\n\nhas\u00a0 left\tthe city',
    ],
    ['a page break', 'it held\f12 the line\u2028firmly now', 'the line firmly', 'the line\u2028firmly'],
    ['typographic quotes', 'He said “it’s over” twice', '"it\'s over"', '“it’s over”'],
    ['dashes', 'from 2001–2005 – or so', '2001-2005 - or so', '2001–2005 – or so'],
    [
      'an em dash without spaces',
      'the ally—so they say—left',
      'ally - so they say - left',
      'ally—so they say—left',
    ],
    ['soft hyphens', 'recon\u00adsoli\u00addation talks', 'reconsolidation', 'recon\u00adsoli\u00addation'],
    [
      'a page break in mid-word',
      'its re-\n\nconsolidation since',
      'its reconsolidation since',
      'its re-\n\nconsolidation since',
    ],
    ['a kept hyphen at a line’s end', 'a long-\nterm plan', 'a long-term plan', 'a long-\nterm plan'],
    [
      'the break pasted as a space',
      'its re-\n\nconsolidation since',
      're- consolidation',
      're-\n\nconsolidation',
    ],
    ['decomposed letters', 'cafe\u0301 de\u0301ja\u0300 vu', 'café déjà', 'cafe\u0301 de\u0301ja\u0300'],
    ['composed letters', 'café déjà vu', 'cafe\u0301 de\u0301ja\u0300', 'café déjà'],
    ['ligatures', 'the ﬁrst oﬀer', 'first offer', 'ﬁrst oﬀer'],
    ['a zero-width non-joiner', 'او می\u200cرود به خانه', 'میرود به', 'می\u200cرود به'],
    ['Arabic and Persian yeh and kaf', 'وہ کہتی ہیں', 'وہ كہتي ہيں', 'وہ کہتی ہیں'],
    ['case', 'The Islamic Emirate Spoke', 'the islamic emirate spoke', 'The Islamic Emirate Spoke'],
    ['accents, last', 'Señor Peña spoke', 'senor pena', 'Señor Peña'],
    ['Urdu without its diacritics', 'یہ مُلک اَچھا ہے', 'ملک اچھا', 'مُلک اَچھا'],
    ['the sheet’s own quotation marks', 'they left the city at dawn', '“left the city”', 'left the city'],
  ];
  it.each(cases)('%s', (_, text, exact, there) => {
    const result = anchorQuote(text, { exact });
    expect(textOf(text, result)).toEqual([there]);
    expect(result.kind === 'found' && result.confidence).toBeLessThan(1);
  });

  it('is never found inside what one character became', () => {
    const text = 'a ca\u0301 b';
    expect(anchorQuote(text, { exact: 'ca b' }).kind).not.toBe('ambiguous');
    expect(textOf('x ﬁ y', anchorQuote('x ﬁ y', { exact: 'i' }))).toEqual([]);
  });

  it('grows to whole grapheme clusters', () => {
    const text = 'wave 👩‍👩‍👧‍👦 now';
    const result = anchorQuote(text, { exact: 'wave 👩' });
    expect(textOf(text, result)).toEqual(['wave 👩‍👩‍👧‍👦']);
    expect(result.kind === 'found' && result.confidence).toBe(0.9);
  });
});

describe('a quote with edits', () => {
  const text =
    'In the spring the ministry announced that the border crossing would be closed for repairs until further notice.';

  it('is found with a few of them, at whole words', () => {
    const result = anchorQuote(text, { exact: 'the border crosing would be closd for repairs' });
    expect(textOf(text, result)).toEqual(['the border crossing would be closed for repairs']);
    expect(result).toMatchObject({ how: 'approximate' });
    expect(result.kind === 'found' && result.confidence).toBeLessThan(0.9);
  });

  it('is missing with many', () => {
    expect(anchorQuote(text, { exact: 'the harbour office would be opened for trade' })).toEqual({
      kind: 'missing',
    });
  });

  it('is ambiguous where two places are as near', () => {
    const two = `${text} Again: the border crossing would be closed for repairs.`;
    const result = anchorQuote(two, { exact: 'the border crosing would be closd for repairs' });
    expect(result).toMatchObject({ kind: 'ambiguous', count: 2 });
    const chosen = anchorQuote(two, {
      exact: 'the border crosing would be closd for repairs',
      prefix: 'Again: ',
    });
    expect(chosen).toMatchObject({ kind: 'found', ranges: [{ start: 119 }] });
  });

  it('is missing when it is empty', () => {
    expect(anchorQuote(text, { exact: ' \n ' })).toEqual({ kind: 'missing' });
  });
});

describe('a discontinuous quote', () => {
  const text = 'The movement, as its critics say, has never renounced violence, and it still collects taxes.';

  it.each([
    'The movement … has never renounced violence',
    'The movement [...] has never renounced violence',
    'The movement ... has never renounced\nviolence',
    '… The movement […] has never renounced violence ...',
  ])('%s', (exact) => {
    const result = anchorQuote(text, { exact });
    expect(textOf(text, result)).toEqual(['The movement', 'has never renounced violence']);
  });

  it('is one range when the text itself has the ellipsis', () => {
    const elliptic = 'I wonder ... or do I?';
    expect(textOf(elliptic, anchorQuote(elliptic, { exact: 'wonder … or' }))).toEqual(['wonder ... or']);
  });

  it('is missing when the pieces are far apart or in another order', () => {
    expect(anchorQuote(text, { exact: 'violence … The movement' })).toEqual({ kind: 'missing' });
    const far = `Beginning ${'word '.repeat(2000)} ending`;
    expect(anchorQuote(far, { exact: 'Beginning … ending' })).toEqual({ kind: 'missing' });
  });

  it('is ambiguous when the pieces make several chains', () => {
    const twice = 'He came and went. He came and went.';
    expect(anchorQuote(twice, { exact: 'came … went' })).toMatchObject({ kind: 'ambiguous', count: 2 });
  });
});

describe('any text', () => {
  const word = fc.constantFrom(
    'the',
    'army',
    'Kabul',
    'said',
    '“no”',
    'é',
    '👩‍👧',
    'ملک',
    'می\u200cرود',
    're-\nturn',
    'a',
    'of',
  );
  const gap = fc.constantFrom(' ', ' ', ' ', '\n\n', '\u00a0', ', ');
  const prose = fc
    .array(fc.tuple(word, gap), { minLength: 5, maxLength: 80 })
    .map((pairs) => pairs.flat().join(''));
  const passage = prose.chain((text) =>
    fc
      .tuple(fc.nat(text.length - 1), fc.nat(60))
      .map(([start, length]) => ({
        text,
        range: snapToGraphemes(text, { start, end: Math.min(text.length, start + 1 + length) }),
      }))
      .filter(({ text: t, range }) => t.slice(range.start, range.end).trim() !== ''),
  );

  it('gives a described passage back, surely when nothing else looks like it', () => {
    fc.assert(
      fc.property(passage, ({ text, range }) => {
        const target = makeTarget(text, HASH, [range]);
        const { exact, prefix, suffix } = target.quote;
        const whole = prefix + exact + suffix;
        const isUnique = text.indexOf(whole) === text.lastIndexOf(whole);
        const result = anchorQuote(text, target.quote);
        const isSure = result.kind === 'found' && result.confidence === 1;
        expect(isSure).toBe(isUnique);
        expect(!isSure || isEqual(result.ranges, [range])).toBe(true);
        expect(anchorTarget(prepareText(text), HASH, target)).toMatchObject({
          ranges: [range],
          confidence: 1,
        });
      }),
      { numRuns: 500 },
    );
  });

  const mutation = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(6),
    put: fc.constantFrom('', ' ', '\n', 'x', 'new words ', '…', 'the'),
  });
  it('after edits is found, missing or ambiguous, and never wrong with confidence 1', () => {
    fc.assert(
      fc.property(
        passage,
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        ({ text, range }, mutations) => {
          const target = makeTarget(text, HASH, [range]);
          let mutated = text;
          for (const { at, cut, put } of mutations) {
            const offset = Math.floor(at * mutated.length);
            mutated = mutated.slice(0, offset) + put + mutated.slice(offset + cut);
          }
          mutated = mutated.replace(/\p{Surrogate}/gu, '\ufffd');
          const result = anchorTarget(prepareText(mutated), OTHER_HASH, target);
          const ranges = result.kind === 'found' ? result.ranges : [];
          const isSnapped = ranges.every((one) => isEqual(snapToGraphemes(mutated, one), one));
          const { exact, prefix, suffix } = target.quote;
          const { start, end } = ranges[0] ?? { start: 0, end: 0 };
          const isThere =
            mutated.slice(start, end) === exact &&
            mutated.slice(0, start).endsWith(prefix) &&
            mutated.slice(end).startsWith(suffix);
          const isSure = result.kind === 'found' && result.confidence === 1;
          expect(isSnapped && (!isSure || isThere)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('after changes of white space only is found where it was, or ambiguous', () => {
    const blanks = fc.infiniteStream(fc.constantFrom(' ', '\n', '\u00a0', '  ', '\r\n'));
    fc.assert(
      fc.property(passage, blanks, ({ text, range }, stream) => {
        fc.pre(!/-\n/.test(text));
        const target = makeTarget(text, HASH, [range]);
        let start = -1;
        let end = -1;
        let mutated = '';
        for (const [i, char] of [...text].reduce<[number, string][]>(
          (all, c) => [...all, [(all.at(-1)?.[0] ?? 0) + (all.at(-1)?.[1].length ?? 0), c]],
          [],
        )) {
          if (i === range.start) start = mutated.length;
          mutated += /[ \u00a0]/.test(char) ? stream.next().value : char;
          if (i + char.length === range.end) end = mutated.length;
        }
        const result = anchorQuote(mutated, { ...target.quote });
        expect(result.kind).not.toBe('missing');
        const strip = (from: number, to: number) => mutated.slice(from, to).replace(/\s+/gu, ' ').trim();
        const isSure = result.kind === 'found' && result.confidence > 0.9;
        const there = isSure ? result.ranges[0]! : { start, end };
        expect(strip(there.start, there.end)).toBe(strip(start, end));
      }),
      { numRuns: 300 },
    );
  });

  it('of 3 million characters is searched whole, also for what is not there', () => {
    const sentence = (i: number): string =>
      `Report ${i} of the ${i % 7} councils says that item ${i * 31} was held back. `;
    let text = '';
    for (let i = 0; text.length < 3_000_000; i++) text += sentence(i);
    const source = prepareText(text);
    const edited = sentence(30_000).trim().replace('councils', 'counclis').replace('held', 'heId');
    expect(textOf(text, anchorQuote(source, { exact: edited }))).toEqual([sentence(30_000).trim()]);
    const strange =
      'Quite another matter is whether somebody ever wrote about glaciers in these pages, and why.';
    expect(anchorQuote(source, { exact: strange })).toEqual({ kind: 'missing' });
  });
});
