import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashesOf, likeness, sketchText } from '../../../src/core/document/likeness.ts';

const word = fc.stringMatching(/^[a-zé]{1,8}$/u);
const manyWords = fc.array(word, { minLength: 40, maxLength: 400 });

/** The true share, by sets. */
function jaccard(a: readonly string[], b: readonly string[]): number {
  const runs = (words: readonly string[]) =>
    new Set(words.slice(3).map((_, i) => words.slice(i, i + 4).join(' ')));
  const left = runs(a);
  const right = runs(b);
  const common = [...left].filter((run) => right.has(run)).length;
  return common / (left.size + right.size - common);
}

describe('a sketch', () => {
  it('is of hashes in order, each once, at most 32', () => {
    fc.assert(
      fc.property(manyWords, (words) => {
        const hashes = hashesOf(sketchText(words.join(' ')));
        expect(hashes.length).toBeLessThanOrEqual(32);
        expect(hashes).toEqual([...new Set(hashes)].toSorted((a, b) => (a < b ? -1 : 1)));
      }),
    );
  });

  it('is the same in other case, with other punctuation and white space', () => {
    const text = 'The council met on Friday; “its speaker” said no, and nobody asked why it had met.';
    expect(sketchText(text.toUpperCase().replaceAll(' ', ' \n'))).toBe(sketchText(text));
    expect(sketchText(text.replaceAll(/[;,.“”]/gu, ''))).toBe(sketchText(text));
    expect(sketchText('وہ آیا، اور پھر چلا گیا۔ کوئی نہ بولا')).toBe(
      sketchText('وہ آیا اور پھر چلا گیا کوئی نہ بولا'),
    );
  });

  it('of nothing is empty and like nothing; of few words it is like itself', () => {
    expect(sketchText('')).toBe('');
    expect(sketchText('… — …')).toBe('');
    expect(likeness('', '')).toBe(0);
    expect(likeness(sketchText('Two words'), sketchText('two words.'))).toBe(1);
    expect(likeness(sketchText('Two words'), sketchText('Other words'))).toBe(0);
  });

  it('tells about how much two texts have in common', () => {
    fc.assert(
      fc.property(manyWords, fc.array(fc.nat(), { maxLength: 30 }), (words, changes) => {
        const edited = [...words];
        for (const at of changes) edited[at % edited.length] = `other${at}`;
        const told = likeness(sketchText(words.join(' ')), sketchText(edited.join(' ')));
        expect(Math.abs(told - jaccard(words, edited))).toBeLessThan(0.45);
        expect(likeness(sketchText(words.join(' ')), sketchText(words.join(' ')))).toBe(1);
      }),
      { numRuns: 300 },
    );
  });

  it('is symmetric, and 0 for texts without a common run', () => {
    fc.assert(
      fc.property(manyWords, manyWords, (a, b) => {
        const [left, right] = [sketchText(a.join(' ')), sketchText(b.join(' '))];
        expect(likeness(left, right)).toBe(likeness(right, left));
        if (jaccard(a, b) === 0) expect(likeness(left, right)).toBe(0);
      }),
    );
  });
});
