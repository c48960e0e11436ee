import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeLocator, makeLocate, needsText } from '../../../src/core/document/locate.ts';
import type { Block } from '../../../src/core/document/document.ts';
import { findPlainStructure } from '../../../src/core/document/plain-structure.ts';
import { readMarkdown } from '../../../src/main/services/import/markdown-structure.ts';

/** Each line is a block; `kind level: words`. Pages begin where a line says `page 12`. */
function build(lines: readonly string[]) {
  let text = '';
  const blocks: Block[] = [];
  const pages: { start: number; label: string }[] = [];
  for (const line of lines) {
    const page = /^page (.+)$/u.exec(line);
    if (page) {
      pages.push({ start: text.length, label: page[1]! });
      continue;
    }
    const [, kind, level, words] = /^([a-zA-Z]+?)(\d?): (.*)$/u.exec(line)!;
    const start = text.length;
    text += `${words}\n\n`;
    blocks.push({
      kind: kind as Block['kind'],
      ...(level ? { level: Number(level) } : {}),
      start,
      end: start + words!.length,
    });
  }
  const structure = { blocks, inlines: [], ...(pages.length > 0 ? { pages } : {}) };
  const locate = makeLocate({ structure }, text);
  return {
    structure,
    text,
    /** Of what begins with the first words and ends with the last. */
    words(first: string, last = first): string {
      const start = text.indexOf(first);
      const end = text.indexOf(last, start) + last.length;
      if (start === -1 || end < start) throw new Error('not there');
      return describeLocator(locate([{ start, end }]));
    },
  };
}

const REPORT = build([
  'page i',
  'title: A report on the valley',
  'furniture: THE INSTITUTE',
  'paragraph: Alpha begins it.',
  'page 1',
  'heading2: Background',
  'paragraph: Bravo was there.',
  'listItem1: Charlie as well.',
  'furniture: 1',
  'page 2',
  'heading3: The early years',
  'quote: Delta said so.',
  'heading3: The late years',
  'heading2: Outlook',
  'paragraph: Echo, and no more.',
]);

describe('a locator', () => {
  it.each([
    ['Alpha', 'Alpha', 'p. i, ¶ 1'],
    ['Bravo', 'Bravo', 'p. 1, § Background, ¶ 2'],
    ['Bravo', 'Charlie', 'p. 1, § Background, ¶ 2–3'],
    ['Charlie', 'Delta', 'pp. 1–2, § Background, ¶ 3–4'],
    ['Delta', 'Delta', 'p. 2, § The early years, ¶ 4'],
    ['Alpha', 'Echo', 'pp. i–2, ¶ 1–5'],
  ])('of %s to %s says %s', (first, last, words) => {
    expect(REPORT.words(first, last)).toBe(words);
  });

  it('has no paragraph in a title, a heading or furniture, and the section that a heading begins', () => {
    expect(REPORT.words('valley')).toBe('p. i');
    expect(REPORT.words('early')).toBe('p. 2, § The early years');
    expect(REPORT.words('THE INSTITUTE')).toBe('p. i');
    expect(REPORT.words('Outlook')).toBe('p. 2, § Outlook');
  });

  it('begins with the paragraph after a heading that the passage takes in', () => {
    expect(REPORT.words('Background', 'Bravo')).toBe('p. 1, § Background, ¶ 2');
    expect(REPORT.words('Delta', 'The late')).toBe('p. 2, § The early years, ¶ 4');
  });

  it('knows the whole path of sections', () => {
    const locate = makeLocate({ structure: REPORT.structure }, REPORT.text);
    const at = REPORT.text.indexOf('Delta');
    expect(locate([{ start: at, end: at + 5 }]).section).toEqual(['Background', 'The early years']);
    const later = REPORT.text.indexOf('Echo');
    expect(locate([{ start: later, end: later + 4 }]).section).toEqual(['Outlook']);
  });

  it('takes the first and the last range of a discontinuous passage', () => {
    const locate = makeLocate({ structure: REPORT.structure }, REPORT.text);
    const at = (words: string) => {
      const start = REPORT.text.indexOf(words);
      return { start, end: start + words.length };
    };
    expect(locate([at('Alpha'), at('Delta')]).paragraph).toEqual({ first: 1, last: 4 });
  });

  it('has no page before the first one, and takes a label that says what it counts as it is', () => {
    const letter = build([
      'paragraph: Cover.',
      'page S. 3',
      'paragraph: Inside.',
      'page S. 4',
      'paragraph: Out.',
    ]);
    expect(letter.words('Cover')).toBe('¶ 1');
    expect(letter.words('Cover', 'Inside')).toBe('S. 3, ¶ 1–2');
    expect(letter.words('Inside', 'Out')).toBe('S. 3–S. 4, ¶ 2–3');
  });

  it('can leave out the section', () => {
    expect(
      describeLocator(
        { page: { first: '1', last: '1' }, section: ['A'], paragraph: { first: 2, last: 2 } },
        { brief: true },
      ),
    ).toBe('p. 1, ¶ 2');
  });

  it('has no page in a document without pages, and says nothing of a document without structure', () => {
    expect(build(['paragraph: One.', 'paragraph: Two.']).words('Two')).toBe('¶ 2');
    expect(
      describeLocator(makeLocate({ structure: { blocks: [], inlines: [] } }, 'x')([{ start: 0, end: 1 }])),
    ).toBe('');
  });

  it('leaves out the marks of a plain text and of Markdown in a heading', async () => {
    const plain =
      '# Some Title of It All\n\nAn opening paragraph that says a thing or two.\n\n## The *second* part\n\nAnd a paragraph that follows it at some length.\n';
    const markdown = '# Some title\n\nAn opening.\n\n## The *second* part\n\nAnd then.\n';
    for (const { text, structure } of [
      { text: plain, structure: findPlainStructure(plain) },
      await readMarkdown(markdown),
    ]) {
      const start = text.indexOf('And ');
      expect(makeLocate({ structure }, text)([{ start, end: start + 3 }])).toEqual({
        section: ['The second part'],
        paragraph: { first: 2, last: 2 },
      });
      expect(needsText({ structure })).toBe(true);
    }
  });
});

const anyLine = fc.tuple(
  fc.constantFrom(
    'title',
    'heading1',
    'heading2',
    'heading3',
    'paragraph',
    'listItem1',
    'quote',
    'furniture',
  ),
  fc.stringMatching(/^[a-z]{1,12}$/),
);

describe('for any structure', () => {
  it('paragraphs count up with the place, one for each block that is one', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 30 }), (lines) => {
        const { structure, text } = build(lines.map(([kind, words]) => `${kind}: ${words}`));
        const locate = makeLocate({ structure }, text);
        let count = 0;
        for (const block of structure.blocks) {
          const locator = locate([block]);
          if (/^(title|heading|furniture)$/u.test(block.kind)) {
            expect(locator.paragraph).toBeUndefined();
          } else {
            count++;
            expect(locator.paragraph).toEqual({ first: count, last: count });
          }
          const open = structure.blocks.findLast((one) => one.kind === 'heading' && one.start <= block.start);
          expect(locator.section?.at(-1)).toBe(open && text.slice(open.start, open.end));
        }
        const whole = locate([{ start: 0, end: text.length }]);
        expect(whole.paragraph).toEqual(count === 0 ? undefined : { first: 1, last: count });
      }),
    );
  });
});
