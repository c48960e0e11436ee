import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { structureSchema } from '../../../src/core/document/document.ts';
import { readMarkdown } from '../../../src/main/services/import/markdown-structure.ts';
import { stripHtml } from '../../../src/main/services/import/strip-html.ts';
import { findStructureFault, showBlocks, showInlines } from '../../core/document/structure-helpers.ts';

async function blocksOf(source: string): Promise<string[]> {
  const { text, structure } = await readMarkdown(source);
  expect(findStructureFault(text, structure)).toBeNull();
  return showBlocks(text, structure);
}

async function inlinesOf(source: string): Promise<string[]> {
  const { text, structure } = await readMarkdown(source);
  return showInlines(text, structure.inlines);
}

describe('readMarkdown', () => {
  test('blocks become text without marks, two line ends between', async () => {
    const source = [
      '# The *Title*',
      '',
      'A paragraph',
      'over two lines with `code`.',
      '',
      '## Part one ##',
      '',
      '> A quote',
      'that is lazy.',
      '>',
      '> Its second part.',
      '',
      '- one',
      '- two',
      '',
      '  two goes on',
      '  1. deep',
      '  2. deeper',
      '',
      '3. three',
      '',
      '---',
      '',
      '```js',
      'let a = 1;',
      '',
      '  let b;',
      '```',
      '',
      '![A gate in March](gate.png)',
      '',
      'Underlined',
      '----------',
    ].join('\n');
    const { text } = await readMarkdown(source);
    expect(text.startsWith('The Title\n\nA paragraph over two lines with code.\n\nPart one\n\n')).toBe(true);
    expect(await blocksOf(source)).toEqual([
      'title: The Title',
      'paragraph: A paragraph over two lines with code.',
      'heading2: Part one',
      'quote: A quote that is lazy.',
      'quote: Its second part.',
      'listItem1 •: one',
      'listItem1 •: two',
      'listItem1: two goes on',
      'listItem2 1.: deep',
      'listItem2 2.: deeper',
      'listItem1 3.: three',
      'code: let a = 1;⏎⏎  let b;',
      'caption: A gate in March',
      'heading2: Underlined',
    ]);
  });

  test('inlines: emphasis, strong, code, links with their address as data', async () => {
    const source =
      'An *a **b** c* and `x*y*` and [the page](https://example.org/p "t") and [ref][r], [bad](javascript:alert(1)), <https://example.org/auto>, bare https://example.org/bare. \\*no\\* 2*3*4\n\n[r]: https://example.org/ref';
    const { text } = await readMarkdown(source);
    expect(text).toBe(
      'An a b c and x*y* and the page and ref, bad, https://example.org/auto, bare https://example.org/bare. *no* 234',
    );
    expect(await inlinesOf(source)).toEqual([
      'emphasis: a b c',
      'strong: b',
      'code: x*y*',
      'link: the page -> https://example.org/p',
      'link: ref -> https://example.org/ref',
      'link: https://example.org/auto -> https://example.org/auto',
      'link: https://example.org/bare -> https://example.org/bare',
      'emphasis: 3',
    ]);
  });

  test('HTML is its text; no tag, script, style or comment is kept', async () => {
    const source = [
      '<div onclick="x()"><p>One &amp; two</p><script>alert("a")</script><style>p{}</style><!-- no --><p>Three</p></div>',
      '',
      'In <b onmouseover="x">line</b> and<br>broken <img src=x onerror=alert(1)> off.',
      '',
      '<script>',
      '',
      'alert(2)',
      '</script>',
      '',
      'End.',
    ].join('\n');
    const { text } = await readMarkdown(source);
    expect(text).toBe('One & two\n\nThree\n\nIn line and\nbroken  off.\n\nEnd.');
  });

  test('a table is its rows', async () => {
    expect(await blocksOf('| *A* | B |\n|:--|--:|\n| 1 | x \\| y |\n| [l](https://e.org) | |')).toEqual([
      'tableRow: A | B',
      'tableRow: 1 | x | y',
      'tableRow: l',
    ]);
    expect(await inlinesOf('| *A* | B |\n|---|---|\n| 1 | **2** |')).toEqual(['emphasis: A', 'strong: 2']);
  });

  test('a front matter is metadata and no text; two rules are none', async () => {
    const read = await readMarkdown(
      '---\ntitle: "A Title"\nauthors:\n  - Ada Example\n  - Bob Sample\npublication: The Sample\ndate: 9 December 2014\nlang: ur\ndraft: true\n---\n\nText.',
    );
    expect(read.text).toBe('Text.');
    expect(read.front).toEqual({
      title: 'A Title',
      author: 'Ada Example, Bob Sample',
      outlet: 'The Sample',
      date: '2014-12-09',
      language: 'ur',
    });
    expect(read.notices).toEqual([expect.stringContaining('front matter (10 lines)')]);
    const none = await readMarkdown('---\n\nSome prose between rules.\n\n---\n\nMore.');
    expect(none.text).toBe('Some prose between rules.\n\nMore.');
    expect(none.front).toEqual({});
  });

  test('a key of a front matter cannot reach into a prototype', async () => {
    const { front } = await readMarkdown(
      '---\n__proto__: x\nconstructor: y\ntoString: z\ntitle: T\n---\nText.',
    );
    expect(front).toEqual({ title: 'T' });
  });

  test('references under their heading, page numbers', async () => {
    const source =
      '# T\n\nProse.\n\n12\n\n## References\n\n- Example, A. (2021). *A book*. Press.\n- Sample, B. (2020). Another. <https://example.org>\n\n## After\n\nMore.';
    expect((await blocksOf(source)).map((line) => line.split(':')[0])).toEqual([
      'title',
      'paragraph',
      'furniture',
      'heading2',
      'reference •',
      'reference •',
      'heading2',
      'paragraph',
    ]);
  });

  test('right-to-left text and emoji pass unchanged', async () => {
    const { text } = await readMarkdown('# 🧭 عنوان\n\n**طالبان** نے کہا 👨‍👩‍👧‍👦 e\u0301.');
    expect(text).toBe('🧭 عنوان\n\nطالبان نے کہا 👨‍👩‍👧‍👦 e\u0301.');
  });

  test('a long file read in pieces is the file read at once', async () => {
    const part = (n: number) =>
      [
        `## Part ${n}`,
        'A paragraph with *emphasis* and [a link][far]. '.repeat(8),
        '- item one\n\n  goes on\n- item two',
        '```\ncode\n\nnot a heading\n```',
        '> quoted\n\nPlain text after a quote.',
        '<!-- a comment\n\nHidden.\n\n-->',
        '1. first\n\n2. second',
      ].join('\n\n');
    const parts = Array.from({ length: 200 }, (_, n) => part(n));
    const source = `${parts.join('\n\n')}\n\n[far]: https://example.org/far`;
    let pauses = 0;
    const long = await readMarkdown(source, async () => {
      pauses++;
    });
    expect(pauses).toBeGreaterThan(2);
    const short = await Promise.all(
      parts.map((one) => readMarkdown(`${one}\n\n[far]: https://example.org/far`)),
    );
    expect(long.text).toBe(short.map((one) => one.text).join('\n\n'));
    expect(long.structure.blocks).toHaveLength(
      short.reduce((sum, one) => sum + one.structure.blocks.length, 0),
    );
    expect(long.structure.inlines.filter((inline) => inline.kind === 'link')).toHaveLength(1600);
  });

  test.each<[string, string]>([
    ['quotes in quotes', `${'>'.repeat(10_000)} a`],
    ['spaced quotes', `${'> '.repeat(10_000)}a`],
    ['lists in lists', `${'- '.repeat(10_000)}a`],
    ['numbered lists in lists', `${'1. '.repeat(10_000)}a`],
    ['a staircase', Array.from({ length: 400 }, (_, i) => `${' '.repeat(i * 2)}- a`).join('\n')],
    ['brackets', '['.repeat(200_000)],
    ['pictures', '!['.repeat(100_000)],
    ['stars', '*a '.repeat(100_000)],
    ['backticks', Array.from({ length: 800 }, (_, i) => `${'`'.repeat(i + 1)}a `).join('')],
    ['tags', '<a '.repeat(100_000)],
  ])('hostile %s neither crash nor hang, and are said', async (_, source) => {
    const { text, structure, notices } = await readMarkdown(`Before.\n\n${source}\n\nAfter.`);
    expect(findStructureFault(text, structure)).toBeNull();
    expect(text).toContain('After.');
    expect(notices).toEqual([expect.stringContaining('plain text')]);
  });

  test('long rules and a wide indentation of code are not taken for nesting', async () => {
    const source = `A\n\n${'- '.repeat(60)}\n\n${'*'.repeat(300)}\n\n${' '.repeat(200)}x\n\nB`;
    expect((await readMarkdown(source)).notices).toEqual([]);
  });

  test('whatever the source, blocks cover the text', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '# ',
        '> ',
        '- ',
        '1. ',
        '**',
        '*',
        '_',
        '`',
        '```',
        '[a](',
        ')',
        '![x](y)',
        '<b>',
        '</b>',
        '<!--',
      ),
      fc.constantFrom(
        '\n',
        '\n\n',
        '\n\n',
        '---\n',
        'key: value\n',
        '|a|b|\n|-|-|\n|c|',
        '&#x0;',
        '&nbsp;',
        '\t',
        '\\',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const source = pieces
          .join('')
          .replace(/[\ud800-\udfff]/gu, '?')
          .replace(/\r\n?/g, '\n');
        const { text, structure } = await readMarkdown(source);
        expect(findStructureFault(text, structure)).toBeNull();
        expect(structureSchema.safeParse(structure).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('stripHtml', () => {
  test('is linear and keeps what is no tag', () => {
    expect(stripHtml('a < b, 3 > 2 &lt;b&gt; &#0; &bogus;')).toEqual(['a < b, 3 > 2 <b> \ufffd &bogus;']);
    expect(stripHtml('<p>x'.repeat(50_000))).toHaveLength(50_000);
    expect(stripHtml(`<a title="${'>'.repeat(100_000)}">x</a>`)).toEqual(['x']);
    expect(stripHtml('<!--'.repeat(50_000))).toEqual([]);
    expect(stripHtml('<script>'.repeat(20_000))).toEqual([]);
  });
});
