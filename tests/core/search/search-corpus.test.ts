import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldTerm, foldWithOffsets } from '../../../src/core/document/fold-with-offsets.ts';
import {
  annotationIdSchema,
  annotatorIdSchema,
  documentIdSchema,
  memoIdSchema,
} from '../../../src/core/ids.ts';
import { kwicLine, type ConcordanceSort } from '../../../src/core/search/concordance.ts';
import { findTerm } from '../../../src/core/search/find-terms.ts';
import { parseQuery, type Query } from '../../../src/core/search/parse-query.ts';
import { SearchCorpus, type SearchLimits, type SearchScope } from '../../../src/core/search/search-corpus.ts';

const documentId = (n: number) => documentIdSchema.parse(`d-document-${n}`);
const annotationId = (n: number) =>
  annotationIdSchema.parse(`01890000-0000-7000-8000-${String(n).padStart(12, '0')}`);
const ANN = annotatorIdSchema.parse('ann');
const BOB = annotatorIdSchema.parse('bob');

function query(text: string): Query {
  const result = parseQuery(text);
  if (result.kind !== 'query') throw new Error(JSON.stringify(result));
  return result.query;
}

function corpusOf(...texts: string[]): SearchCorpus {
  const corpus = new SearchCorpus();
  corpus.setOrder(texts.map((_, n) => documentId(n)));
  for (const [n, text] of texts.entries()) corpus.putText(documentId(n), text);
  return corpus;
}

interface Asked {
  readonly scope?: SearchScope;
  readonly sort?: ConcordanceSort;
  readonly limits?: SearchLimits;
}

function ask(
  corpus: SearchCorpus,
  text: string,
  { scope = 'texts', sort = 'position', limits = {} }: Asked = {},
) {
  return corpus.search({ query: query(text), scope, sort, limits })!;
}

function hits(corpus: SearchCorpus, text: string, asked: Asked = {}): string[] {
  return ask(corpus, text, asked)
    .lines(0, 1000)
    .map(({ documentId: id, start, hit }) => `${id?.at(-1) ?? 'memo'}:${start}:${hit}`);
}

describe('finds', () => {
  test.each([
    ['whole words only', 'talk', 'talks talk Talk', ['0:6:talk', '0:11:Talk']],
    ['words that begin so, whole', 'talk*', 'talks stalk TALKING', ['0:0:talks', '0:12:TALKING']],
    ['a phrase over a line end', '"peace talks"', 'the peace\n  talks', ['0:4:peace\n  talks']],
    ['a phrase whose last word goes on', '"peace tal*"', 'peace talks peace', ['0:0:peace talks']],
    ['accents, either way', 'cafe', 'Café cafe\u0301', ['0:0:Café', '0:5:cafe\u0301']],
    ['across soft hyphens', 'consolidation', 'con\u00adsolidation', ['0:0:con\u00adsolidation']],
    ['parts of hyphenated words', 'qaeda', 'al‑Qaeda', ['0:3:Qaeda']],
    ['hyphenated words with any dash', 'al-qaeda', 'al‑Qaeda al–Qaeda', ['0:0:al‑Qaeda', '0:9:al–Qaeda']],
    ['before an apostrophe', 'pakistan', 'Pakistan’s', ['0:0:Pakistan']],
    ['any apostrophe', "pakistan's", 'Pakistan’s', ['0:0:Pakistan’s']],
    ['Arabic script without its marks', 'محمد', 'مُحَمَّد محمـــد', ['0:0:مُحَمَّد', '0:9:محمـــد']],
    ['keyboard variants', 'کی', 'كي کی', ['0:0:كي', '0:3:کی']],
    ['no part of an Urdu word', 'پاک', 'پاکستان پاک', ['0:8:پاک']],
    ['inside Chinese text', '和平', '他們談和平。', ['0:3:和平']],
    ['not half of a fraction', '2', '½ 2', ['0:2:2']],
    ['overlapping occurrences', '"a a"', 'a a a', ['0:0:a a', '0:2:a a']],
    ['each stretch once', 'talk OR talk*', 'talk', ['0:0:talk']],
    ['beyond the first plane', '𐐷x', 'a 𐐏X b', ['0:2:𐐏X']],
  ])('%s', (_what, asked, text, expected) => {
    expect(hits(corpusOf(text), asked)).toEqual(expected);
  });

  test('all positive terms of the documents that satisfy the query', () => {
    const corpus = corpusOf('war and peace', 'war', 'peace treaty', 'war peace treaty');
    expect(hits(corpus, 'war peace')).toEqual(['0:0:war', '0:8:peace', '3:0:war', '3:4:peace']);
    expect(hits(corpus, 'war OR treaty')).toEqual([
      '0:0:war',
      '1:0:war',
      '2:6:treaty',
      '3:0:war',
      '3:10:treaty',
    ]);
    expect(hits(corpus, 'peace -treaty')).toEqual(['0:8:peace']);
    expect(hits(corpus, '(war OR treaty) -peace')).toEqual(['1:0:war']);
    expect(hits(corpus, 'peace NOT (war treaty)')).toEqual(['0:8:peace', '2:0:peace']);
    expect(ask(corpus, 'war peace')).toMatchObject({ total: 4, documents: 2, isCapped: false });
  });

  test('in the documents’ order, and only those that are in it', () => {
    const corpus = corpusOf('a', 'a', 'a');
    corpus.setOrder([documentId(2), documentId(0), documentId(7)]);
    expect(hits(corpus, 'a')).toEqual(['2:0:a', '0:0:a']);
  });

  test('nothing once it was stopped', () => {
    const question = { query: query('a'), scope: 'texts', sort: 'position', limits: {} } as const;
    expect(corpusOf('a').search(question, () => true)).toBeNull();
  });
});

describe('notes', () => {
  const corpus = corpusOf('Peace text', 'no');
  corpus.putNotes(documentId(0), ANN, [
    { annotationId: annotationId(1), text: 'Is this peace?' },
    { annotationId: annotationId(2), text: 'peace\u0001and Wár, war' },
    { annotationId: annotationId(3), text: 'war' },
  ]);
  corpus.putNotes(documentId(1), BOB, [{ annotationId: annotationId(4), text: 'war' }]);

  test('are each a text of its own', () => {
    expect(hits(corpus, 'war', { scope: 'notes' })).toEqual(['0:10:Wár', '0:15:war', '0:0:war', '1:0:war']);
    expect(hits(corpus, 'war peace', { scope: 'notes' })).toEqual(['0:0:peace', '0:10:Wár', '0:15:war']);
    expect(hits(corpus, 'war -peace', { scope: 'notes' })).toEqual(['0:0:war', '1:0:war']);
    expect(hits(corpus, '"peace war"', { scope: 'notes' })).toEqual([]);
  });

  test('say whose they are, and end where the note ends', () => {
    const [line] = ask(corpus, 'peace', { scope: 'notes' }).lines(0, 1);
    expect(line).toEqual({
      documentId: documentId(0),
      note: { annotationId: annotationId(1), annotator: ANN },
      memo: null,
      start: 8,
      end: 13,
      left: 'Is this ',
      hit: 'peace',
      right: '?',
    });
    expect(
      ask(corpus, 'war', { scope: 'notes', sort: 'right' })
        .lines(0, 4)
        .map((each) => each.right),
    ).toEqual(['', '', '', ', war']);
  });

  test('are found with the texts, and not without being asked for', () => {
    expect(hits(corpus, 'peace', { scope: 'all' })).toEqual(['0:0:Peace', '0:8:peace', '0:0:peace']);
    expect(hits(corpus, 'war', { scope: 'texts' })).toEqual([]);
  });

  test('change with their layer', () => {
    const changed = corpusOf('x');
    changed.putNotes(documentId(0), ANN, [{ annotationId: annotationId(1), text: 'war' }]);
    expect(hits(changed, 'war', { scope: 'all' })).toHaveLength(1);
    changed.putNotes(documentId(0), ANN, []);
    expect(hits(changed, 'war', { scope: 'all' })).toEqual([]);
  });
});

describe('memos', () => {
  const memoId = (n: number) => memoIdSchema.parse(`00000000-0000-7000-8000-00000000000${n}`);
  const corpus = corpusOf('War and peace');
  corpus.putNotes(documentId(0), ANN, [{ annotationId: annotationId(1), text: 'war' }]);
  corpus.putMemos([
    { memoId: memoId(1), author: ANN, text: 'On the war\nWhich war?' },
    { memoId: memoId(2), author: BOB, text: 'peace\u0001war' },
    { memoId: memoId(3), author: BOB, text: 'nothing' },
  ]);

  test('are each a text of its own, after texts and notes', () => {
    const inMemos = ['memo:7:war', 'memo:17:war', 'memo:6:war'];
    expect(hits(corpus, 'war', { scope: 'memos' })).toEqual(inMemos);
    expect(hits(corpus, 'war', { scope: 'all' })).toEqual(['0:0:War', '0:0:war', ...inMemos]);
    expect(hits(corpus, 'war', { scope: 'texts' })).toEqual(['0:0:War']);
    expect(hits(corpus, 'war', { scope: 'notes' })).toEqual(['0:0:war']);
    expect(hits(corpus, 'war -peace', { scope: 'memos' })).toEqual(['memo:7:war', 'memo:17:war']);
    expect(ask(corpus, 'war', { scope: 'all' })).toMatchObject({ total: 5, documents: 1, memos: 2 });
  });

  test('say which they are and who wrote them, in their context', () => {
    const [line] = ask(corpus, 'which', { scope: 'memos' }).lines(0, 1);
    expect(line).toEqual({
      documentId: null,
      note: null,
      memo: { memoId: memoId(1), author: ANN },
      start: 11,
      end: 16,
      left: 'On the war ',
      hit: 'Which',
      right: ' war?',
    });
    expect(
      ask(corpus, 'war', { scope: 'memos', sort: 'right' })
        .lines(0, 3)
        .map(({ right }) => right),
    ).toEqual(['?', '', ' Which war?']);
  });

  test('are those that count, and change as a whole', () => {
    const limits = { memos: new Set([memoId(2)]) };
    expect(hits(corpus, 'war', { scope: 'memos', limits })).toEqual(['memo:6:war']);
    const changed = corpusOf('x');
    changed.putMemos([{ memoId: memoId(1), author: ANN, text: 'war' }]);
    expect(hits(changed, 'war', { scope: 'all' })).toEqual(['memo:0:war']);
    changed.putMemos([]);
    expect(hits(changed, 'war', { scope: 'all' })).toEqual([]);
  });
});

describe('limits', () => {
  const corpus = corpusOf('war war war', 'war');
  corpus.putNotes(documentId(0), ANN, [
    { annotationId: annotationId(1), text: 'war one' },
    { annotationId: annotationId(2), text: 'war two' },
  ]);

  test('to documents', () => {
    const limits = { documents: new Set([documentId(1)]) };
    expect(hits(corpus, 'war', { scope: 'all', limits })).toEqual(['1:0:war']);
  });

  test('to what passages touch', () => {
    const passages = new Map([
      [documentId(0), { stretches: Uint32Array.of(3, 4, 6, 9), annotations: new Set([annotationId(2)]) }],
    ]);
    const lines = ask(corpus, 'war', { scope: 'all', limits: { passages } }).lines(0, 10);
    expect(lines.map(({ start, right }) => [start, right])).toEqual([
      [4, ' war'],
      [8, ''],
      [0, ' two'],
    ]);
  });
});

describe('lines', () => {
  test('are sorted by what follows, and by what comes before, the nearest word first', () => {
    const corpus = corpusOf('the Éclair war zoo, a war apple', 'big deal war Apple pie. zebra «war»');
    const rights = ask(corpus, 'war', { sort: 'right' })
      .lines(0, 9)
      .map((line) => line.right.trim());
    expect(rights).toEqual(['»', 'apple', 'Apple pie. zebra «war»', 'zoo, a war apple']);
    const lefts = ask(corpus, 'war', { sort: 'left' })
      .lines(0, 9)
      .map((line) => line.left.trim());
    expect(lefts).toEqual([
      'the Éclair war zoo, a',
      'big deal',
      'the Éclair',
      'big deal war Apple pie. zebra «',
    ]);
  });

  test('come as windows', () => {
    const corpus = corpusOf(Array.from({ length: 100 }, (_, i) => `war${i}`).join(' '));
    expect(
      ask(corpus, 'war*')
        .lines(10, 2)
        .map((line) => line.hit),
    ).toEqual(['war10', 'war11']);
    expect(
      ask(corpus, 'war*')
        .lines(99, 5)
        .map((line) => line.hit),
    ).toEqual(['war99']);
  });

  test('have a space for a line end, and are cut between clusters', () => {
    const family = '👨‍👩‍👧';
    const text = `${family}${'x'.repeat(56)}\n\t hit \r\n${'y'.repeat(54)}e\u0301\u0323z`;
    const start = text.indexOf('hit');
    const line = kwicLine(text, start, start + 3);
    expect(line.left).toBe(`${'x'.repeat(56)}   `);
    expect(line.hit).toBe('hit');
    expect(line.right).toBe(`   ${'y'.repeat(54)}e\u0301\u0323`);
  });
});

/** A second way to the same answer: fold every stretch of the text and compare. */
function naiveHits(text: string, term: string): [number, number][] {
  const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}_]/u.test(char);
  const found: [number, number][] = [];
  const folded = foldTerm(term);
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= text.length; end++) {
      const stretch = text.slice(start, end);
      if (/^(?:[\s\u00ad]|\p{M})|(?:\s|\u00ad\p{M}*)$/u.test(stretch) || /^\p{M}/u.test(text.slice(end)))
        continue;
      if (foldWithOffsets(stretch).text !== folded) continue;
      const before = foldWithOffsets(text.slice(0, start)).text.at(-1);
      const after = foldWithOffsets(text.slice(end)).text[0];
      if (!isWord(before) && !isWord(after)) found.push([start, end]);
    }
  }
  return found;
}

describe('on any text', () => {
  const text = fc
    .array(
      fc.constantFrom(
        'a',
        'A',
        'á',
        'b',
        'ab',
        ' ',
        '\n',
        ' ',
        '-',
        '–',
        '’',
        '\u00ad',
        '\u0301',
        'ب',
        'بَ',
        'ی',
        'ي',
        'ß',
        's',
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join(''));
  const term = fc.constantFrom('a', 'ab', 'a b', 'a-b', "a'b", 'ب', 'بی', 'ss', 'sss');

  test('hits are those of a naive scan', () => {
    fc.assert(
      fc.property(text, term, (content, words) => {
        const found = ask(corpusOf(content), `"${words}"`).lines(0, 1000);
        expect(found.map(({ start, end }) => [start, end])).toEqual(naiveHits(content, words));
      }),
      { numRuns: 1500 },
    );
  });

  test('each hit folds to its term, or to a word that begins with it', () => {
    fc.assert(
      fc.property(text, term, (content, words) => {
        for (const { start, end, hit } of ask(corpusOf(content), `"${words}"`).lines(0, 1000)) {
          expect(content.slice(start, end)).toBe(hit);
          expect(foldTerm(hit)).toBe(foldTerm(words));
        }
        for (const { hit } of ask(corpusOf(content), `"${words}*"`).lines(0, 1000)) {
          expect(foldTerm(hit).startsWith(foldTerm(words))).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('what a word finds, its prefix finds too', () => {
    fc.assert(
      fc.property(text, term, (content, words) => {
        const folded = foldWithOffsets(content);
        const [exact, longer] = [false, true].map((isPrefix) =>
          findTerm(folded, { folded: foldTerm(words), isPrefix }).filter((_, i) => i % 2 === 0),
        );
        for (const from of exact!) expect(longer).toContain(from);
      }),
    );
  });
});
