import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldTerm } from '../../../src/core/document/fold-with-offsets.ts';
import { orderByWords } from '../../../src/core/search/sort-lines.ts';

/** Lines `before | after`, in the order of their words. */
function sorted(lines: readonly string[], sort: 'left' | 'right', locale?: string): string[] {
  const places = lines.map((line) => {
    const text = foldTerm(line.replace('|', ''));
    const at = foldTerm(line.slice(0, line.indexOf('|'))).length;
    return { text, begin: 0, end: text.length, from: at, to: at };
  });
  const order = orderByWords(
    lines.length,
    (hit) => places[hit]!,
    sort,
    locale,
    () => false,
  );
  return [...order!].map((hit) => lines[hit]!);
}

describe('lines are sorted', () => {
  it('by the words after the hit, and by those before it from the nearest', () => {
    expect(sorted(['a | b c', 'a | b a', 'a | a z'], 'right')).toEqual(['a | a z', 'a | b a', 'a | b c']);
    expect(sorted(['z b | x', 'a c | x', 'y b | x'], 'left')).toEqual(['y b | x', 'z b | x', 'a c | x']);
  });

  it('as a dictionary of the locale: Urdu and Pashto letters where their alphabets have them', () => {
    // By code points ٹ (U+0679) comes long after ث (U+062B), and ی before ے only by luck.
    expect(sorted(['| ثانی', '| ٹرک', '| تار'], 'right', 'ur')).toEqual(['| تار', '| ٹرک', '| ثانی']);
    expect(sorted(['| ثنا', '| ټول', '| تور'], 'right', 'ps')).toEqual(['| تور', '| ټول', '| ثنا']);
    // Swedish ends with å ä ö, though folding leaves out the marks: there they are a and o.
    expect(sorted(['| zon', '| ost', '| apa'], 'right', 'sv')).toEqual(['| apa', '| ost', '| zon']);
  });

  it('with numbers by their size, and nothing before something', () => {
    expect(sorted(['| 10 men', '| 9 men', '| 9'], 'right')).toEqual(['| 9', '| 9 men', '| 10 men']);
  });

  it('as a plain sort by the collator would, whatever the words, and equal ones in their order', () => {
    const word = fc.constantFrom('a', 'b', 'ab', 'z', 'é', '10', '9', 'ت', 'ٹ', 'ث', 'س', 'که');
    const lines = fc.array(fc.array(word, { maxLength: 5 }), { maxLength: 30 });
    fc.assert(
      fc.property(lines, fc.constantFrom('en', 'ur', 'ps', undefined), (words, locale) => {
        const { compare } = new Intl.Collator(locale ?? 'und', { numeric: true });
        const texts = words.map((line) => foldTerm(line.join(' ')));
        const order = orderByWords(
          texts.length,
          (hit) => ({ text: texts[hit]!, begin: 0, end: texts[hit]!.length, from: 0, to: 0 }),
          'right',
          locale,
          () => false,
        )!;
        const naive = texts
          .map((text, at) => ({ words: text.split(' ').filter(Boolean), at }))
          .sort((a, b) => {
            for (let i = 0; i < Math.min(a.words.length, b.words.length); i++) {
              const difference = compare(a.words[i]!, b.words[i]!);
              if (difference !== 0) return difference;
            }
            return a.words.length - b.words.length || a.at - b.at;
          });
        expect([...order]).toEqual(naive.map(({ at }) => at));
      }),
    );
  });

  it('not at all when nobody waits any more', () => {
    const place = () => ({ text: 'a', begin: 0, end: 1, from: 0, to: 0 });
    expect(orderByWords(3, place, 'left', undefined, () => true)).toBeNull();
  });
});
