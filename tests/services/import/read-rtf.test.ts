import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { showBlocks, showInlines } from '../../core/document/structure-helpers.ts';
import { readBytes } from './read-fixture.ts';

function rtf(body: string): Promise<Awaited<ReturnType<typeof readBytes>>> {
  return readBytes(Buffer.from(`{\\rtf1\\ansi${body}}`, 'latin1'), 'a.rtf');
}

async function textOf(body: string): Promise<string> {
  return (await rtf(body)).text;
}

describe('RTF', () => {
  test('characters are read in the code page of their font, else of the file', async () => {
    expect(await textOf(String.raw`\ansicpg1252 caf\'e9 \'93x\'94 \'80\par`)).toBe('café “x” €');
    expect(await textOf(String.raw`\ansicpg1251 \'ec\'e8\'f0\par`)).toBe('мир');
    const fonts = String.raw`{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset178 B;}{\f2\fcharset128 C;}}`;
    expect(
      await textOf(String.raw`${fonts}\f0 caf\'e9 {\f1 \'d3\'e1\'c7\'e3} {\f2 \'93\'fa\'96\'7b}\par`),
    ).toBe('café سلام 日本');
    // The second byte of a character may be a letter of ASCII, written as such.
    expect(await textOf(String.raw`${fonts}\f2 \'83A\par`)).toBe('ア');
    expect(await textOf(String.raw`\mac caf\'8e\par`)).toBe('café');
    const old = await rtf(String.raw`\pc \'82\par`);
    expect(old.notices).toEqual([expect.stringContaining('code page that is not known here (437)')]);
  });

  test('Unicode is read, and its fallback passed over, however long and in whatever form', async () => {
    expect(await textOf(String.raw`\u1587 ?\u1587?\u-10179 ?\u-9200 ?\par`)).toBe('سس🐐');
    expect(await textOf(String.raw`{\uc0 \u945 x}\uc2\u946 yz\u947\'82\'83!\par`)).toBe('αxβγ!');
    // A group ends the fallback.
    expect(await textOf(String.raw`{\uc3\u945 a}bc\par`)).toBe('αbc');
    expect(await textOf(String.raw`\u-9008 ?\par`)).toBe('\ufffd');
  });

  test('destinations that are no text are passed over, unknown ones with a star, too', async () => {
    const body = String.raw`{\colortbl;\red0;}{\info{\title The Title}{\author Ada Example}}{\*\unheardof secret}{\header head}{\pict\pngblip 89504e47}{\*\bkmkstart mark}Text {\field{\*\fldinst HYPERLINK "https://example.org/a"}{\fldrslt here}} and {\v hidden}{\deleted gone}on.\par`;
    const { text, structure, metadata, notices } = await rtf(body);
    expect(text).toBe('Text here and on.');
    expect(showInlines(text, structure.inlines)).toEqual(['link: here -> https://example.org/a']);
    expect(metadata).toMatchObject({ title: { value: 'The Title' }, author: { value: 'Ada Example' } });
    expect(notices).toEqual([
      '1 image was left out.',
      'It was read as if all its tracked changes were accepted.',
      'Its running heads and feet were left out.',
    ]);
  });

  test('binary data is passed over by its length, whatever it looks like', async () => {
    expect(await textOf(String.raw`{\pict\bin8 }}}{{{\'z}After.\par`)).toBe('After.');
    await expect(rtf(String.raw`{\pict\bin99999 x}`)).rejects.toThrow(/binary data/);
  });

  test('headings by style and by level, lists, tables and notes', async () => {
    const body = String.raw`{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2 Title;}}\pard\s2 The Title\par\pard\s1 Head\par\pard\outlinelevel1 Sub\par\pard{\listtext\'b7\tab}\ls1 One\par\pard{\listtext 2.\tab}\ls1\ilvl1 Two\par\trowd\intbl A\cell B {\b bold}\cell\row\trowd\intbl C\cell\cell\row\pard Text.{\super\chftn{\footnote\chftn  A note.\par More.}} On.\par`;
    const { text, structure } = await rtf(body);
    expect(showBlocks(text, structure)).toEqual([
      'title: The Title',
      'heading1: Head',
      'heading2: Sub',
      'listItem1 •: One',
      'listItem2 2.: Two',
      'tableRow: A | B bold',
      'tableRow: C |',
      'paragraph: Text.[1] On.',
      'footnote [1]: A note.',
      'footnote: More.',
    ]);
  });

  test('what is no RTF, not closed or closed too often is refused', async () => {
    for (const source of ['{\\rtf1 a', '{\\rtf1 \\', "{\\rtf1 \\'zz}", '{\\rtf1 {\\pict', '{\\rtf1}']) {
      await expect(readBytes(Buffer.from(source), 'a.rtf')).rejects.toMatchObject({ code: 'refused' });
    }
    // What stands behind the document is not of it.
    expect((await readBytes(Buffer.from('{\\rtf1 Text.\\par}}}} junk'), 'a.rtf')).text).toBe('Text.');
  });

  test('whatever it holds, it is read or refused; what was escaped comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), async (written) => {
        const escaped = Array.from({ length: written.length }, (_, i) => {
          const unit = written.charCodeAt(i);
          return `\\u${unit > 0x7fff ? unit - 0x10000 : unit} ?`;
        }).join('');
        const plain = written
          .replaceAll(/[\p{Cc}\p{Cn}\u00ad]/gu, ' ')
          .replaceAll(/\s+/g, ' ')
          .trim();
        const { text } = await rtf(`${escaped} end.\\par`);
        expect(text.replaceAll(/[\p{Cc}\p{Cn}]/gu, ' ').replaceAll(/\s+/g, ' ')).toContain('end.');
        if (/^[\p{L}\p{N} ]+$/u.test(plain)) expect(text.replaceAll(/\s+/g, ' ')).toBe(`${plain} end.`);
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z\\{}'* 0-9;-]{0,80}$/), async (body) => {
        try {
          await rtf(body);
        } catch (error) {
          expect(error).toMatchObject({ code: 'refused' });
        }
      }),
      { numRuns: 300 },
    );
  });
});
