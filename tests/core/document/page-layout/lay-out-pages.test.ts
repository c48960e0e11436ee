import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOutPages } from '../../../../src/core/document/page-layout/lay-out-pages.ts';
import type { PageInput, PageItem } from '../../../../src/core/document/page-layout/page-items.ts';

const SIZE = 10;
const LEADING = 12;
/** Of a letter; all are as wide. */
const LETTER = 5;

function item(text: string, left: number, baseline: number, more: Partial<PageItem> = {}): PageItem {
  const size = more.size ?? SIZE;
  const width = (text.length * LETTER * size) / SIZE;
  return { text, left, width, baseline, size, font: 'text', isRightToLeft: false, ...more };
}

/** Lines of one column. */
function column(lines: readonly string[], left: number, top: number): PageItem[] {
  return lines.map((line, i) => item(line, left, top + i * LEADING));
}

function page(items: readonly PageItem[], label: string | null = null): PageInput {
  return { label, items };
}

function show(pages: readonly PageInput[]): string[] {
  return layOutPages(pages).map(
    ({ kind, text, marker, level }) => `${kind}${level ?? ''}${marker ? ` ${marker}` : ''}: ${text}`,
  );
}

describe('pages as text', () => {
  test('columns are read one after the other, a title across both before them', () => {
    const left = [
      'the left column has',
      'lines of prose which',
      'go on to its end and',
      'then are continued',
    ];
    const right = [
      'in the right column',
      'as one would read it',
      'until the whole page',
      'has come to its end.',
    ];
    const title = item('A title that goes across the two', 20, 50, { size: 16 });
    expect(show([page([title, ...column(left, 20, 100), ...column(right, 160, 103)])])).toEqual([
      'title: A title that goes across the two',
      `paragraph: ${[...left, ...right].join(' ')}`,
    ]);
  });

  test('rows of cells are a table, also where a cell goes on below', () => {
    const cells = (texts: readonly string[], baseline: number) =>
      texts.flatMap((text, i) => (text === '' ? [] : [item(text, 20 + i * 100, baseline)]));
    const above = column(['A long line of prose above the table, which is the text proper.'], 20, 40);
    const table = [
      ...cells(['Place', 'Who', 'Sum'], 70),
      ...cells(['Bridge', 'Council of the', '1,200'], 84),
      ...cells(['', 'Valley', ''], 96),
      ...cells(['Gate', 'nobody', '900'], 110),
    ];
    expect(show([page([...above, ...table])]).slice(1)).toEqual([
      'tableRow: Place | Who | Sum',
      'tableRow: Bridge | Council of the Valley | 1,200',
      'tableRow: Gate | nobody | 900',
    ]);
  });

  test('what recurs at the pages’ edges is furniture, and numbers the pages as printed', () => {
    const pages = [11, 12, 13].map((number) =>
      page([
        item('The Review of Everything', 20, 20),
        ...column(
          [`Prose of the page that has the number ${number}, and`, 'its second line with an end.'],
          20,
          60,
        ),
        item(`${number}`, 100, 400),
      ]),
    );
    const blocks = layOutPages(pages);
    expect(blocks.map(({ kind }) => kind)).toEqual(
      Array.from({ length: 3 }, () => ['furniture', 'paragraph', 'furniture']).flat(),
    );
    expect(blocks.flatMap((block) => block.pages.map(({ label }) => label))).toEqual(['11', '12', '13']);
  });

  test('labels are the file’s where none is printed, else counted', () => {
    const body = column(['Some prose that is here.'], 20, 60);
    const labels = (said: (string | null)[]) =>
      layOutPages(said.map((label) => page(body, label))).flatMap((block) =>
        block.pages.map(({ label }) => label),
      );
    expect(labels(['iv', 'v'])).toEqual(['iv', 'v']);
    expect(labels([null, null])).toEqual(['1', '2']);
  });

  test('a word broken at a line’s or a page’s end is whole, and the break recorded', () => {
    const first = column(['a long line that ends in a word which is consoli-'], 20, 60);
    const second = column(
      ['dated on the next page and twenty-', 'two more words with TTP-', 'led talks; Al-', 'Noor.'],
      20,
      60,
    );
    const [block] = layOutPages([page(first), page(second)]);
    expect(block!.text).toBe(
      'a long line that ends in a word which is consolidated on the next page and twenty-two more words with TTP-led talks; Al-Noor.',
    );
    const at = (word: string) => block!.text.indexOf(word);
    expect(block!.joins).toEqual([
      { at: at('dated'), was: '-\f' },
      { at: at('two'), was: '\n' },
      { at: at('led'), was: '\n' },
      { at: at('Noor'), was: '\n' },
    ]);
    expect(block!.pages).toEqual([
      { label: '1', start: 0 },
      { label: '2', start: at('dated') },
    ]);
  });

  test('a hyphen stays where the text writes the word so elsewhere, and goes where it does not', () => {
    const lines = [
      'the tea-house and the border are known, and the tea-',
      'house is known for its border and for its bor-',
      'der too.',
    ];
    expect(show([page(column(lines, 20, 60))])).toEqual([
      'paragraph: the tea-house and the border are known, and the tea-house is known for its border and for its border too.',
    ]);
  });

  test('small print with a mark at the foot is a note, on its own page, and its mark in the text is set apart', () => {
    const mark = item('1', 20 + 30 * LETTER, 56, { size: 6 });
    const text = [
      item('a sentence that has a note to.', 20, 60),
      mark,
      item('and goes on without a stop and', 20 + 31 * LETTER, 60),
    ];
    const note = item('1 The note itself.', 20, 300, { size: 8 });
    const blocks = layOutPages([
      page([...text, note]),
      page(column(['so on the next page until here.'], 20, 60)),
    ]);
    expect(blocks.map(({ kind, text: content, marker }) => [kind, content, marker])).toEqual([
      ['footnote', 'The note itself.', '[1]'],
      [
        'paragraph',
        'a sentence that has a note to.[1] and goes on without a stop and so on the next page until here.',
        undefined,
      ],
    ]);
  });

  test('a right-to-left line is read from the right', () => {
    const rtl = (text: string, left: number) => item(text, left, 60, { isRightToLeft: true });
    expect(show([page([rtl('سڑک وہی ہے', 20), rtl('رسید نئی ہے', 80)])])).toEqual([
      'paragraph: رسید نئی ہے سڑک وہی ہے',
    ]);
  });

  test('no letter is lost or made, whatever stands where', () => {
    const anyItem = fc.record({
      text: fc.stringMatching(/^[A-Za-z0-9.,•-]{1,12}$/),
      left: fc.integer({ min: 0, max: 500 }),
      baseline: fc.integer({ min: 0, max: 700 }),
      size: fc.constantFrom(6, 8, 10, 14, 20),
      font: fc.constantFrom('a', 'b'),
      isRightToLeft: fc.boolean(),
    });
    const count = (texts: readonly string[]) => {
      const letters = new Map<string, number>();
      for (const letter of texts.join('').replaceAll(/[^A-Za-z0-9]/g, ''))
        letters.set(letter, (letters.get(letter) ?? 0) + 1);
      return letters;
    };
    fc.assert(
      fc.property(fc.array(fc.array(anyItem, { maxLength: 40 }), { minLength: 1, maxLength: 4 }), (pages) => {
        const inputs = pages.map((items) =>
          page(items.map((one) => ({ ...one, width: one.text.length * LETTER }))),
        );
        const blocks = layOutPages(inputs);
        const written = blocks.map(({ text, marker }) => `${marker ?? ''}${text}`);
        expect(count(written)).toEqual(count(pages.flat().map(({ text }) => text)));
        const labels = blocks.flatMap((block) => block.pages);
        if (blocks.length > 0) expect(labels).toHaveLength(pages.length);
        for (const { text, joins, pages: starts } of blocks) {
          for (const { at } of joins) expect(at > 0 && at < text.length).toBe(true);
          for (const { start } of starts) expect(start >= 0 && start <= text.length).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
