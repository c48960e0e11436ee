import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery, type Expression, type Query } from '../../../src/core/search/parse-query.ts';

function parsed(text: string): Query {
  const result = parseQuery(text);
  if (result.kind !== 'query') throw new Error(JSON.stringify(result));
  return result.query;
}

/** As one would write it with all parentheses. */
function written(text: string): string {
  const { expression, terms } = parsed(text);
  const write = (part: Expression): string => {
    switch (part.kind) {
      case 'term': {
        const { folded, isPrefix } = terms[part.term]!;
        return `${folded.replaceAll(' ', '_')}${isPrefix ? '*' : ''}`;
      }
      case 'not':
        return `!${write(part.part)}`;
      default:
        return `(${part.parts.map(write).join(part.kind === 'and' ? ' & ' : ' | ')})`;
    }
  };
  return write(expression);
}

describe('reads', () => {
  test.each([
    ['peace', 'peace'],
    ['Peace Talks', '(peace & talks)'],
    ['peace AND talks', '(peace & talks)'],
    ['a b OR c d', '((a & b) | (c & d))'],
    ['a (b OR c) d', '(a & (b | c) & d)'],
    ['"a phrase" OR word* -not', '(a_phrase | (word* & !not))'],
    ['“Peace  Talks”', 'peace_talks'],
    ['«peace tal*»', 'peace_tal*'],
    ['a NOT (b OR c)', '(a & !(b | c))'],
    ['a -"b c" NOT -d', '(a & !b_c & !!d)'],
    ['al-Qaeda', 'al-qaeda'],
    ['or and not', '(or & and & not)'],
    ['"OR"', 'or'],
    ['a"b"c', '(a & b & c)'],
    ['ًTTP’s', "ttp's"],
    ['طالبان OR طالبا*', '(طالبان | طالبا*)'],
    ['a OR a', '(a | a)'],
  ])('%s', (text, expected) => {
    expect(written(text)).toBe(expected);
  });

  test('nothing', () => {
    expect(parseQuery(' \n ')).toEqual({ kind: 'empty' });
  });

  test('each term once, and which of them are looked for', () => {
    const query = parsed('a b -c -(d -e) a');
    expect(query.terms.map((term) => term.folded)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(query.positive).toEqual([0, 1, 4]);
  });
});

describe('says what is wrong and where', () => {
  test.each([
    ['a "b c', 2, 6, /not closed/],
    ['(a OR b', 0, 1, /not closed/],
    ['a)', 1, 2, /closes none/],
    ['a ()', 2, 4, /Nothing stands/],
    ['(', 0, 1, /nothing stands/],
    ['OR a', 0, 2, /“OR” needs a word or a phrase before/],
    ['a OR', 2, 4, /must follow “OR”/],
    ['a AND OR b', 6, 8, /before it/],
    ['(a OR)', 5, 6, /between “OR”/],
    ['a -', 2, 3, /must follow “-”/],
    ['NOT a', 0, 5, /only says what must not/],
    ['-a -b', 0, 5, /only says what must not/],
    ['w*rd', 0, 4, /only end a word/],
    ['*', 0, 1, /beginning of a word/],
    ['"peace *"', 0, 9, /without a space/],
    ['""', 0, 2, /nothing to look for/],
    ['a ـ', 2, 3, /nothing to look for/],
  ])('%s', (text, start, end, message) => {
    expect(parseQuery(text)).toMatchObject({
      kind: 'fault',
      fault: { start, end, message: expect.stringMatching(message) },
    });
  });

  test('parentheses without end', () => {
    expect(parseQuery('('.repeat(10_000))).toMatchObject({ kind: 'fault' });
    expect(parseQuery(`${'-'.repeat(10_000)}a`)).toMatchObject({ kind: 'fault' });
    expect(parseQuery(Array.from({ length: 500 }, (_, i) => `w${i}`).join(' '))).toMatchObject({
      kind: 'fault',
    });
  });

  test('whatever is typed is read or explained, within the text', () => {
    const piece = fc.constantFrom(
      'a',
      'b*',
      '*',
      '"',
      '“',
      '(',
      ')',
      '-',
      'OR',
      'AND',
      'NOT',
      ' ',
      'ـ',
      '٣',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const result = parseQuery(text);
        if (result.kind === 'query') expect(result.query.positive.length).toBeGreaterThan(0);
        if (result.kind !== 'fault') return;
        expect(result.fault.start).toBeLessThan(result.fault.end);
        expect(result.fault.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });
});
