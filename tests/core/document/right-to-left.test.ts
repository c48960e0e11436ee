import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { actorKindSchema, aliasSchema, type Actor } from '../../../src/core/codebook/codebook.ts';
import { findLanguage } from '../../../src/core/document/language.ts';
import { findPlainStructure } from '../../../src/core/document/plain-structure.ts';
import { snapToGraphemes, snapToSentences, snapToWords } from '../../../src/core/document/segments.ts';
import { actorIdSchema, documentIdSchema, slugify } from '../../../src/core/ids.ts';
import { findMatches, makeMatcher } from '../../../src/core/mentions/matcher.ts';
import { ALWAYS } from '../../../src/core/mentions/period.ts';
import { parseQuery } from '../../../src/core/search/parse-query.ts';
import { SearchCorpus } from '../../../src/core/search/search-corpus.ts';

const corpus = join(import.meta.dirname, '../../../corpus');
const read = (name: string) => readFileSync(join(corpus, name), 'utf8');
const TEXTS = {
  ur: read('07-marghan-jang-bandi-urdu.txt'),
  ps: read('11-marghan-orband-pashto.txt'),
  ar: read('12-hudnat-marghan-arabic.txt'),
};

const actors: Actor[] = z
  .array(z.object({ name: z.string(), kind: actorKindSchema, aliases: z.array(aliasSchema) }))
  .parse(JSON.parse(read('actors.json')))
  .map(({ name, kind, aliases }) => ({ id: actorIdSchema.parse(`a-${slugify(name)}`), name, kind, aliases }));

/** Written anew: a word is letters with their marks and joiners, and digits. */
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}\u0640]|\u200c)*(?:-\p{L}+|,\p{N}+)*/gu;

describe.each(Object.entries(TEXTS))('the sample in %s', (language, text) => {
  it('is known for what it is', () => {
    expect(findLanguage(text)?.tag).toBe(language);
  });

  it('snaps to whole words from inside of each, with marks, joiners and all', () => {
    let words = 0;
    for (const match of text.matchAll(WORD)) {
      const range = { start: match.index, end: match.index + match[0].length };
      words++;
      for (let at = range.start; at < range.end; at++) {
        const snapped = snapToWords(text, { start: at, end: at + 1 });
        expect(text.slice(snapped.start, snapped.end)).toBe(match[0]);
      }
    }
    expect(words).toBeGreaterThan(500);
  });

  it('never parts a letter from its marks', () => {
    for (let at = 0; at < text.length; at++) {
      const { start, end } = snapToGraphemes(text, { start: at, end: at + 1 });
      expect(/^\p{M}/u.test(text.slice(start))).toBe(false);
      expect(/^\p{M}/u.test(text.slice(end))).toBe(false);
    }
  });

  it('has its title, its paragraphs, and sentences that end where they end', () => {
    const { blocks } = findPlainStructure(text);
    expect(blocks[0]!.kind).toBe('title');
    expect(blocks.filter(({ kind }) => kind === 'paragraph').length).toBeGreaterThan(10);
    for (const block of blocks.filter(({ kind, start, end }) => kind === 'paragraph' && end - start > 200)) {
      const at = block.start + 60 + text.slice(block.start + 60).search(/\p{L}/u);
      const sentence = snapToSentences(text, { start: at, end: at + 1 }, blocks);
      expect(sentence.start).toBeGreaterThanOrEqual(block.start);
      expect(sentence.end).toBeLessThanOrEqual(block.end);
      expect(text.slice(sentence.start, sentence.end)).toMatch(/[.۔؟:؛»)”’]\s*$/u);
    }
  });
});

function mentionsIn(text: string, actor: string): string[] {
  const id = actorIdSchema.parse(`a-${slugify(actor)}`);
  return findMatches(makeMatcher(actors), text, ALWAYS)
    .filter(({ candidates }) => candidates.some(({ actorId }) => actorId === id))
    .map(({ start, end }) => text.slice(start, end));
}

describe('mentions', () => {
  it.each([
    ['ps', 'Tehreek-e-Taliban Pakistan', 'ټي ټي پي'],
    ['ps', 'Tehreek-e-Taliban Pakistan', 'د پاکستان طالبانو غورځنګ'],
    ['ps', 'Government of Pakistan', 'د پاکستان حکومت'],
    ['ps', 'Mullah Rahmat', 'ملا رحمت'],
    ['ps', 'Qari Rahmat', 'قاري رحمت'],
    ['ps', 'Marghan jirga', 'جرګې'],
    ['ps', 'al-Qaeda', 'القاعدې'],
    ['ar', 'Tehreek-e-Taliban Pakistan', 'حركة طالبان باكستان'],
    ['ar', 'Mullah Rahmat', 'المُلّا رحمت'],
    ['ar', 'Counter Terrorism Department', 'دائرة مكافحة الإرهاب'],
    ['ar', 'al-Qaeda', 'القاعدة'],
    ['ur', 'Tehreek-e-Taliban Pakistan', 'تحریکِ طالبان پاکستان'],
  ] as const)('in %s: %s as %s', (language, actor, words) => {
    expect(mentionsIn(TEXTS[language], actor)).toContain(words);
  });

  it('are whole words: a name in a longer one, before a suffix, is none', () => {
    const matcher = makeMatcher([
      { id: actorIdSchema.parse('a-x'), name: 'طالب', kind: 'armed-group', aliases: [{ text: 'ږیري' }] },
    ]);
    const found = (text: string) =>
      findMatches(matcher, text, ALWAYS).map(({ start, end }) => text.slice(start, end));
    expect(found('طالبانو طالبان والطالب')).toEqual([]);
    // A zero-width non-joiner stands inside of one word.
    expect(found('سپین‌ږیري')).toEqual([]);
    expect(found('طالب، ږیري؟ «طالب»')).toEqual(['طالب', 'ږیري', 'طالب']);
  });
});

describe('search', () => {
  function hits(text: string, query: string): string[] {
    const parsed = parseQuery(query);
    if (parsed.kind !== 'query') throw new Error(JSON.stringify(parsed));
    const searched = new SearchCorpus();
    const id = documentIdSchema.parse('one');
    searched.setOrder([id]);
    searched.putText(id, text);
    return searched
      .search({ query: parsed.query, scope: 'texts', sort: 'position', limits: {} })!
      .lines(0, 1000)
      .map(({ hit }) => hit);
  }

  it.each([
    ['ps', 'اوربند', 4],
    ['ps', 'ښيي', 1],
    ['ps', '"سپین کوتل"', 3],
    ['ps', 'طالبانو', 2],
    ['ar', 'الهدنة', 3],
    ['ar', 'ومدته', 1],
    ['ar', 'الملا', 1],
    ['ar', '"داعش في مقهى"', 1],
  ] as const)('in %s: %s', (language, query, least) => {
    const plain = query.replaceAll('"', '');
    const found = hits(TEXTS[language], query);
    expect(found.length).toBeGreaterThanOrEqual(least);
    // What a reader would count: whole words, marks left out.
    const bare = TEXTS[language].normalize('NFKD').replaceAll(/[\p{M}\u0640]/gu, '');
    const wanted = plain.normalize('NFKD').replaceAll(/\p{M}/gu, '');
    const counted = [
      ...bare.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${wanted}(?![\\p{L}\\p{N}\\u200c])`, 'gu')),
    ];
    expect(found).toHaveLength(counted.length);
  });

  it('finds a stretched word by its plain letters', () => {
    expect(hits(TEXTS.ar, 'الحرب')).toEqual(['الحـــرب']);
  });

  it('finds a word with a zero-width non-joiner with it, without it, and not by a part', () => {
    expect(hits('وسله‌والو', 'وسله‌والو')).toEqual(['وسله‌والو']);
    expect(hits('وسله‌والو', 'وسلهوالو')).toEqual(['وسله‌والو']);
    expect(hits('وسله‌والو', 'والو')).toEqual([]);
  });
});
