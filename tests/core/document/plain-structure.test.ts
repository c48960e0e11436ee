import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { structureSchema } from '../../../src/core/document/document.ts';
import { findPlainStructure } from '../../../src/core/document/plain-structure.ts';
import { findStructureFault, showBlocks, showInlines } from './structure-helpers.ts';

const PROSE =
  'The pass was closed for the third time in a month, and the drivers who had waited since Monday turned their lorries round in the dry bed of the river.';

function blocksOf(text: string): string[] {
  return showBlocks(text, findPlainStructure(text));
}

describe('findPlainStructure', () => {
  test('a news text: title, dek, byline, caption, headings, quotes, list', () => {
    const text = [
      'The Pass Stays Shut',
      'Nobody says who closed it',
      'By Ada Example  May 30, 2023',
      'Lorries wait at the gate. Photo: Example Press',
      PROSE,
      'What the drivers say',
      PROSE,
      '> We waited four days.\n> Nobody came.',
      'Three things happened:\n- the gate closed;\n- the lorries left;\n  - half of them empty;\n- the bazaar followed.',
      PROSE,
    ].join('\n\n');
    expect(blocksOf(text)).toEqual([
      'title: The Pass Stays Shut',
      'paragraph: Nobody says who closed it',
      'paragraph: By Ada Example  May 30, 2023',
      'caption: Lorries wait at the gate. Photo: Example Press',
      `paragraph: ${PROSE}`,
      'heading2: What the drivers say',
      `paragraph: ${PROSE}`,
      'quote: > We waited four days.⏎> Nobody came.',
      'paragraph: Three things happened:',
      'listItem1: - the gate closed;',
      'listItem1: - the lorries left;',
      'listItem2: - half of them empty;',
      'listItem1: - the bazaar followed.',
      `paragraph: ${PROSE}`,
    ]);
  });

  test('one paragraph a line without blank lines', () => {
    const text = ['The Title of It', PROSE, PROSE, 'A heading in between', PROSE].join('\n');
    expect(blocksOf(text)).toEqual([
      'title: The Title of It',
      `paragraph: ${PROSE}`,
      `paragraph: ${PROSE}`,
      'heading2: A heading in between',
      `paragraph: ${PROSE}`,
    ]);
  });

  test('lines wrapped by hand belong together, short last lines end a paragraph', () => {
    const wrapped = [
      'A TITLE IN CAPITALS',
      '',
      'The pass was closed for the third time in a month, and the drivers who',
      'had waited since Monday turned their lorries round in the dry bed of the',
      'river.',
      '   The second paragraph is indented and has no blank line before it, as',
      'one often sees in reports that were typed on a machine of the last',
      'century.',
      '',
      'The third has one.  It goes on for some lines so that it is plain that',
      'this is a text of wrapped lines, and nothing else.',
    ].join('\n');
    const blocks = findPlainStructure(wrapped).blocks;
    expect(blocks.map((block) => block.kind)).toEqual(['title', 'paragraph', 'paragraph', 'paragraph']);
    expect(wrapped.slice(blocks[2]!.start, blocks[2]!.end)).toMatch(/^The second[^]*century\.$/);
  });

  test('numbered, capital, hash and underlined headings have levels', () => {
    const text = [
      '# Paper\n',
      `1. First section\n\n${PROSE}\n`,
      `1.1 A part of it\n\n${PROSE}\n`,
      `## Hashed\n\n${PROSE}\n`,
      `Underlined\n==========\n\n${PROSE}\n`,
      `WHAT FOLLOWS\n\n${PROSE}`,
    ].join('\n');
    expect(blocksOf(text).filter((line) => !line.startsWith('paragraph'))).toEqual([
      'title: # Paper',
      'heading2: 1. First section',
      'heading3: 1.1 A part of it',
      'heading2: ## Hashed',
      'heading1: Underlined',
      'furniture: ==========',
      'heading2: WHAT FOLLOWS',
    ]);
  });

  test('a paper: masthead, running heads, a page break in mid-word, references', () => {
    const head = (page: number) => `EXAMPLE INSTITUTE          ${page}          The Long Paper`;
    const text = [
      'EXAMPLE INSTITUTE',
      'WORKING PAPER No. 3 | June 2022',
      'The Long Paper',
      'Ada Example and Bob Sample',
      'Introduction',
      `${PROSE} It came to a re-`,
      head(2),
      `consolidation of the whole. ${PROSE}`,
      head(3),
      PROSE,
      head(4),
      'References',
      '- Example, A. (2021). *A book*. Example Press. <https://example.org/book>',
      'Sample, B. (2020, May 3). An article. Retrieved from',
      '<https://example.org/article>',
    ].join('\n\n');
    const kinds = findPlainStructure(text).blocks.map((block) => block.kind);
    expect(kinds).toEqual([
      'furniture',
      'furniture',
      'title',
      'paragraph',
      'heading',
      'paragraph',
      'furniture',
      'paragraph',
      'furniture',
      'paragraph',
      'furniture',
      'heading',
      'reference',
      'reference',
      'reference',
    ]);
  });

  test.each(['12', '- 12 -', 'Page 3 of 9', '* * *', '-----', '[4]', '3/9'])(
    '%j alone is page furniture',
    (line) => {
      expect(blocksOf(`Some Title\n\n${PROSE}\n\n${line}\n\n${PROSE}`)[2]).toBe(`furniture: ${line}`);
    },
  );

  test('a year alone, a refrain and a repeated heading are no page furniture', () => {
    const text = `Some Title\n\n2022\n\n${PROSE}\n\n${`The refrain of it\n\n${PROSE}\n\n`.repeat(4)}`;
    expect(blocksOf(text).filter((line) => line.startsWith('furniture'))).toEqual([]);
  });

  test('a text that begins with prose or a caption has no title', () => {
    expect(blocksOf(`${PROSE}\n\n${PROSE}`)[0]).toMatch(/^paragraph/);
    expect(blocksOf(`Men in a file photo. Photo: Press\n\n${PROSE}\n\n${PROSE}`)).toEqual([
      'caption: Men in a file photo. Photo: Press',
      `paragraph: ${PROSE}`,
      `paragraph: ${PROSE}`,
    ]);
    expect(blocksOf(`By Ada Example\n\n${PROSE}`)[0]).toMatch(/^paragraph/);
  });

  test('a line of comment data is no heading', () => {
    const text = `Title Here\n\n${PROSE}\n\nCOMMENTS (2)\n\nraider | 9 years ago | Reply\n\nI do not agree with any of this, not one bit.`;
    expect(
      blocksOf(text)
        .slice(-3)
        .map((line) => line.split(':')[0]),
    ).toEqual(['heading2', 'paragraph', 'paragraph']);
  });

  test('right-to-left text: title, byline, caption, paragraphs', () => {
    const prose =
      'یہ ایک لمبا جملہ ہے جو صرف اس لیے لکھا گیا ہے کہ پیراگراف کافی لمبا ہو جائے اور کوئی اسے عنوان نہ سمجھے۔ '
        .repeat(3)
        .trim();
    expect(
      blocksOf(`یہ عنوان ہے\n\nفوٹو: ایک ادارہ\n\n${prose}\n\nایک سرخی\n\n${prose}`).map(
        (line) => line.split(':')[0],
      ),
    ).toEqual(['title', 'caption', 'paragraph', 'heading2', 'paragraph']);
  });

  test('long numbered paragraphs are prose, short ones a list', () => {
    const long = [1, 2, 3].map((n) => `${n}. ${PROSE} ${PROSE}`).join('\n\n');
    expect(
      new Set(
        findPlainStructure(`Title Here\n\n${PROSE}\n\n${long}`)
          .blocks.slice(1)
          .map((b) => b.kind),
      ),
    ).toEqual(new Set(['paragraph']));
    const short = '1. Apples\n2. Pears\n3. Plums';
    expect(blocksOf(`Title Here\n\n${PROSE}\n\n${short}\n\n${PROSE}`).slice(2, 5)).toEqual([
      'listItem1: 1. Apples',
      'listItem1: 2. Pears',
      'listItem1: 3. Plums',
    ]);
  });

  test('emphasis marks stay in the text and are named; URLs are links', () => {
    const text = `A *good* and **very good** thing, ***both***, _too_, but 2*3*4 and snake_case_name and a * b.\nSee <https://example.org/a_b_(c)>, www.example.org/x. Or (https://example.org/d).`;
    const { inlines } = findPlainStructure(text);
    expect(
      showInlines(
        text,
        inlines.filter((inline) => inline.kind !== 'markup'),
      ),
    ).toEqual([
      'emphasis: good',
      'strong: very good',
      'emphasis: both',
      'strong: both',
      'emphasis: too',
      'link: https://example.org/a_b_(c) -> https://example.org/a_b_(c)',
      'link: www.example.org/x -> https://www.example.org/x',
      'link: https://example.org/d -> https://example.org/d',
    ]);
    expect(
      inlines.filter((inline) => inline.kind === 'markup').map((i) => text.slice(i.start, i.end)),
    ).toEqual(['*', '*', '**', '**', '***', '***', '_', '_', '<', '>']);
  });

  test('bold over two lines is one block', () => {
    const text = `Cover Words\n\n**A subtitle that was\nbroken (TTP)**\n\n${PROSE}`;
    expect(blocksOf(text)[1]).toBe('heading2: **A subtitle that was⏎broken (TTP)**');
    expect(findPlainStructure(text).inlines.map((inline) => inline.kind)).toEqual([
      'markup',
      'strong',
      'markup',
    ]);
  });

  test('a block of more than 50,000 characters is cut at a sentence, white space, or between clusters', () => {
    const sentences = `${PROSE} `.repeat(800).trim();
    const blocks = findPlainStructure(sentences).blocks;
    expect(blocks.length).toBeGreaterThan(2);
    for (const block of blocks) expect(sentences.slice(block.start, block.end)).toMatch(/^The [^]*river\.$/);
    for (const text of [
      'word '.repeat(30_000).trim(),
      '🏳️‍🌈'.repeat(20_000),
      'x'.repeat(120_001),
      'é'.repeat(60_000),
    ]) {
      expect(findStructureFault(text, findPlainStructure(text))).toBeNull();
    }
  });

  test('every character that is no white space is in exactly one block, whatever the text', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '',
        '',
        ' ',
        '- item',
        '1. item',
        '# head',
        '> quote',
        '===',
        '```',
        '**bold',
        'it**',
        '12',
        '\f',
      ),
      fc.constantFrom(
        'References',
        'COMMENTS (2)',
        'Photo: AFP',
        'By A B',
        '(2021). x',
        'SOME CAPITALS',
        PROSE,
      ),
      fc.constantFrom(
        '| 9 years ago | Reply',
        'www.a.b',
        'https://x.y/(z',
        '*a*',
        '_b_',
        '***',
        '\t\tindented',
        '\u2028',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\n\n'), (lines, joiner) => {
        const text = lines.join(joiner).replace(/[\ud800-\udfff]/gu, '?');
        const structure = findPlainStructure(text);
        expect(findStructureFault(text, structure)).toBeNull();
        expect(structureSchema.safeParse(structure).success).toBe(true);
      }),
      { numRuns: 600 },
    );
  });
});
