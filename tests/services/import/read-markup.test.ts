import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { showBlocks } from '../../core/document/structure-helpers.ts';
import { readBytes } from './read-fixture.ts';

const PROSE =
  'The toll was paid twice that winter, once to the men who printed receipts and once to the men who did not, and the drivers learnt to keep two purses. ';

function page(head: string, body: string): Uint8Array {
  return Buffer.from(
    `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`,
  );
}

describe('a saved web page', () => {
  const site = page(
    `<title>Two Purses | The Lowland Review</title>
     <meta property="og:site_name" content="The Lowland Review">
     <script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle","headline":"Two Purses","author":[{"@type":"Person","name":"Zoë Amirkhanova"}],"datePublished":"2023-06-21T09:00:00+05:00"}]}</script>`,
    `<nav><a href="/">Home</a> <a href="/politics">Politics</a></nav>
     <main><article><h1>Two Purses</h1>${`<p>${PROSE.repeat(2)}</p>`.repeat(4)}
     <h2>Receipts</h2><p>${PROSE}</p><table><tr><th>Gate</th><th>Toll</th></tr><tr><td>Upper</td><td>900</td></tr></table>
     </article></main><aside class="related"><a href="/x">Read also: melons</a></aside>
     <footer>Subscribe to our newsletter</footer><script>document.title = 'x'</script>`,
  );

  test('is its article, without what the site puts around it; a notice says how much that was', async () => {
    const { text, structure, notices } = await readBytes(site, 'a.html');
    const blocks = showBlocks(text, structure);
    expect(blocks.filter((line) => !line.startsWith('paragraph'))).toEqual([
      'title: Two Purses',
      'heading2: Receipts',
      'tableRow: Gate | Toll',
      'tableRow: Upper | 900',
    ]);
    expect(text).not.toMatch(/Politics|melons|newsletter/);
    expect(notices).toEqual([expect.stringMatching(/^Only its article was kept; \d+ words around it/)]);
  });

  test('says of itself who wrote it, where and when', async () => {
    const { metadata } = await readBytes(site, 'a.html');
    expect(metadata).toMatchObject({
      title: { value: 'Two Purses' },
      author: { value: 'Zoë Amirkhanova', how: 'the page’s JSON-LD', status: 'proposed' },
      outlet: { value: 'The Lowland Review', how: 'the page’s <meta>: og:site_name' },
      date: { value: '2023-06-21', how: 'the page’s JSON-LD' },
      language: { value: 'en' },
    });
  });

  test('is all of it where no article can be told', async () => {
    const { text, notices } = await readBytes(
      page('', '<p>One line.</p><div>Another <i>line</i>.</div>'),
      'a.htm',
    );
    expect(text).toBe('One line.\n\nAnother line.');
    expect(notices).toEqual([expect.stringContaining('whole page')]);
  });

  test('is read in the encoding that it says, else as UTF-8, else as Windows-1252', async () => {
    const read = async (bytes: Uint8Array) => {
      const { text, encoding } = await readBytes(bytes, 'a.html');
      return [text, encoding];
    };
    expect(
      await read(Buffer.from('<meta charset="windows-1251"><p>\u00ec\u00e8\u00f0</p>', 'latin1')),
    ).toEqual(['мир', 'windows-1251']);
    expect(await read(Buffer.from('<p>سلام é</p>'))).toEqual(['سلام é', 'utf-8']);
    expect(await read(Buffer.from('<p>caf\u00e9</p>', 'latin1'))).toEqual(['café', 'windows-1252']);
    expect(await read(Buffer.from('\ufeff<p>سلام</p>', 'utf16le'))).toEqual(['سلام', 'utf-16le']);
  });
});

async function epub(chapters: readonly string[], metadata = ''): Promise<Uint8Array> {
  const zip = new ZipFile();
  const add = (name: string, content: string) => zip.addBuffer(Buffer.from(content), name);
  add(
    'META-INF/container.xml',
    '<container><rootfiles><rootfile full-path="OPS/p.opf"/></rootfiles></container>',
  );
  const items = chapters.map(
    (_, i) => `<item id="c${i}" href="c%20${i}.xhtml" media-type="application/xhtml+xml"/>`,
  );
  // The spine's order, not the manifest's.
  const spine = chapters.map((_, i) => `<itemref idref="c${i}"/>`);
  add(
    'OPS/p.opf',
    `<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>${metadata}</metadata><manifest>${items.toReversed().join('')}</manifest><spine>${spine.join('')}</spine></package>`,
  );
  chapters.forEach((chapter, i) =>
    add(
      `OPS/c ${i}.xhtml`,
      `<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>${chapter}</body></html>`,
    ),
  );
  zip.end();
  return buffer(zip.outputStream);
}

describe('an EPUB', () => {
  test('is read in the order of its spine, with the pages of the printed book', async () => {
    const bytes = await epub(
      [
        '<h1>One</h1><p><span epub:type="pagebreak" title="7"/>A page, and a word&#173;break on an<span role="doc-pagebreak" aria-label="Page 8"/>other&nbsp;page.</p>',
        '<h1>Two</h1><p>Text<a epub:type="noteref" href="#n">1</a>.</p><aside epub:type="footnote" id="n"><p>1. A note.</p></aside>',
        '<p>Last.</p>',
      ],
      '<dc:title>Book</dc:title><dc:creator>A</dc:creator><dc:creator>B</dc:creator><dc:date>2001-04-03</dc:date><dc:publisher>House</dc:publisher>',
    );
    const { text, structure, metadata, notices } = await readBytes(bytes, 'a.epub');
    expect(showBlocks(text, structure)).toEqual([
      'title: One',
      'paragraph: A page, and a wordbreak on another\u00a0page.',
      'heading1: Two',
      'paragraph: Text[1].',
      'footnote [1]: A note.',
      'paragraph: Last.',
    ]);
    expect(structure.pages).toEqual([
      { label: '7', start: text.indexOf('A page') },
      { label: '8', start: text.indexOf('other') },
    ]);
    expect(metadata).toMatchObject({
      title: { value: 'Book' },
      author: { value: 'A, B' },
      date: { value: '2001-04-03' },
      outlet: { value: 'House' },
    });
    expect(notices).toEqual(['1 soft hyphen was left out.']);
  });

  test('with a chapter that is not well-formed is read nevertheless, which a notice says', async () => {
    const { text, notices } = await readBytes(await epub(['<p>Fine.</p>', '<p>A <b>slip</p>']), 'a.epub');
    expect(text).toBe('Fine.\n\nA slip');
    expect(notices).toEqual([expect.stringContaining('1 of its 2 chapters is no well-formed XHTML')]);
  });
});
