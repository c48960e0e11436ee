import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { ARCHIVE_LIMITS, readArchive } from '../../../src/main/services/import/read-archive.ts';
import { readXml } from '../../../src/main/services/import/read-xml.ts';
import { fixtureBytes, readBytes } from './read-fixture.ts';

async function zip(entries: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const file = new ZipFile();
  for (const [name, content] of Object.entries(entries)) file.addBuffer(Buffer.from(content), name);
  file.end();
  return buffer(file.outputStream);
}

/** The archive with a name of the same length in place of another, in both of its places. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  expect(to).toHaveLength(from.length);
  const text = Buffer.from(bytes).toString('latin1');
  expect(text.split(from)).toHaveLength(3);
  return Buffer.from(text.replaceAll(from, to), 'latin1');
}

const all = () => true;
const refusal = (reason: RegExp) => ({ code: 'refused', message: expect.stringMatching(reason) });

const CONTAINER = `<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>`;
const PACKAGE = `<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`;

function epub(chapter: string): Promise<Uint8Array> {
  return zip({ 'META-INF/container.xml': CONTAINER, 'p.opf': PACKAGE, 'a.xhtml': chapter });
}

function odt(body: string, prolog = ''): Promise<Uint8Array> {
  const ns = 'urn:oasis:names:tc:opendocument:xmlns';
  return zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `<?xml version="1.0"?>${prolog}<o:document-content xmlns:o="${ns}:office:1.0" xmlns:t="${ns}:text:1.0"><o:body><o:text>${body}</o:text></o:body></o:document-content>`,
  });
}

describe('an archive', () => {
  test('gives the wanted entries, inflated', async () => {
    const files = await readArchive(
      await zip({ 'a.xml': 'one', 'b.png': 'two' }),
      (name) => name !== 'b.png',
    );
    expect([...files].map(([name, content]) => [name, Buffer.from(content).toString()])).toEqual([
      ['a.xml', 'one'],
    ]);
  });

  test.each([
    ['../etc.xml', /outside its folder/],
    ['a/../../b', /outside its folder/],
    ['/etc/a.xml', /the path “\/etc/],
    ['C:/win.xml', /the path “C:/],
    ['a\\..\\b.xm', /the path/],
  ])('with the name %s is refused', async (name, reason) => {
    const placeholder = 'x'.repeat(name.length);
    const bytes = renamed(await zip({ [placeholder]: 'content' }), placeholder, name);
    await expect(readArchive(bytes, all)).rejects.toMatchObject(refusal(reason));
  });

  test('with a name twice, a link or a password is refused', async () => {
    const twice = renamed(await zip({ 'a.xml': '1', 'b.xml': '2' }), 'b.xml', 'a.xml');
    await expect(readArchive(twice, all)).rejects.toMatchObject(refusal(/“a.xml” twice/));
    const link = new ZipFile();
    link.addBuffer(Buffer.from('/etc/passwd'), 'link', { mode: 0o120777 });
    link.end();
    await expect(readArchive(await buffer(link.outputStream), all)).rejects.toMatchObject(refusal(/a link/));
    const locked = Buffer.from(await zip({ 'a.xml': 'one' }));
    locked[locked.indexOf('PK\u0001\u0002') + 8]! |= 1;
    await expect(readArchive(locked, all)).rejects.toMatchObject(refusal(/password/));
  });

  test('that inflates beyond measure is stopped on the way', async () => {
    const bomb = await zip({ 'a.xml': Buffer.alloc(8 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(20_000);
    await expect(readArchive(bomb, all)).rejects.toMatchObject(refusal(/more than 200 times/));
    const limits = { ...ARCHIVE_LIMITS, bytes: 1000, ratio: 1e9 };
    const two = await zip({ a: 'x'.repeat(600), b: 'y'.repeat(600) });
    await expect(readArchive(two, all, limits)).rejects.toMatchObject(refusal(/Unpacked it is larger/));
    const many = { ...ARCHIVE_LIMITS, entries: 1 };
    await expect(readArchive(two, all, many)).rejects.toMatchObject(refusal(/2 files; at most 1/));
  });

  test('that lies of its size, is cut off or damaged is refused', async () => {
    const bytes = Buffer.from(await zip({ 'a.xml': 'x'.repeat(5000) }));
    const central = bytes.indexOf('PK\u0001\u0002');
    const lie = Buffer.from(bytes);
    lie.writeUInt32LE(10, central + 24);
    await expect(readArchive(lie, all)).rejects.toMatchObject(refusal(/damaged/));
    for (const length of [0, 3, 30, central, bytes.length - 5]) {
      await expect(readArchive(bytes.subarray(0, length), all)).rejects.toMatchObject(
        refusal(/damaged|cut off/),
      );
    }
    const wrong = Buffer.from(bytes);
    wrong.writeUInt32LE(7, central + 16);
    await expect(readArchive(wrong, all)).rejects.toMatchObject(refusal(/not what it was/));
  });
});

describe('XML', () => {
  const read = (source: string, isXhtml = false) =>
    readXml(new TextEncoder().encode(source), {}, { part: 'a.xml', isXhtml });

  test('with a document type is refused, whatever it says', () => {
    for (const doctype of [
      'a',
      'a SYSTEM "http://example.org/a.dtd"',
      'a [<!ENTITY b "c">]',
      'a [<!ENTITY b SYSTEM "file:///etc/passwd">]',
    ]) {
      expect(() => read(`<!DOCTYPE ${doctype}><a>&b;</a>`)).toThrow(/document type \(a\.xml, line 1\)/);
    }
  });

  test('of XHTML may have the doctype of HTML, without a subset', () => {
    const strict = 'html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"';
    for (const doctype of ['html', strict]) read(`<!DOCTYPE ${doctype}><a>&nbsp;&eacute;</a>`, true);
    expect(() => read('<!DOCTYPE html [<!ENTITY b "c">]><a/>', true)).toThrow(/document type/);
    expect(() => read('<a>&unheardof;</a>', true)).toThrow(/well-formed/);
    expect(() => read('<a>&nbsp;</a>')).toThrow(/well-formed/);
  });

  test('that nests without end, is not well-formed or not UTF-8 is refused', () => {
    expect(() => read('<a>'.repeat(600))).toThrow(/more than 512 deep/);
    expect(() => read('<a><b></a></b>')).toThrow(/well-formed/);
    expect(() => read('<a>')).toThrow(/well-formed/);
    expect(() => readXml(Uint8Array.from([0x3c, 0x61, 0xff]), {}, { part: 'a.xml' })).toThrow(/UTF-8/);
  });
});

describe('a document', () => {
  test('with a DOCTYPE in its XML is refused', async () => {
    const bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    await expect(readBytes(await odt('<t:p>&b;</t:p>', bomb), 'a.odt')).rejects.toMatchObject(
      refusal(/document type/),
    );
    const chapter = `${bomb}<html xmlns="http://www.w3.org/1999/xhtml"><body>&b;</body></html>`;
    await expect(readBytes(await epub(chapter), 'a.epub')).rejects.toMatchObject(refusal(/document type/));
    const docx = await zip({
      '[Content_Types].xml': '<Types/>',
      'word/document.xml': `${bomb}<w>&b;</w>`,
    });
    await expect(readBytes(docx, 'a.docx')).rejects.toMatchObject(refusal(/document type/));
  });

  test('that nests without end is refused', async () => {
    const deep = (open: string, close: string) => open.repeat(3000) + 'x' + close.repeat(3000);
    await expect(readBytes(await odt(deep('<t:p>', '</t:p>')), 'a.odt')).rejects.toMatchObject(
      refusal(/deep/),
    );
    const page = `<html><body>${deep('<div>', '</div>')}</body></html>`;
    await expect(readBytes(new TextEncoder().encode(page), 'a.html')).rejects.toMatchObject(
      refusal(/deep|tangled/),
    );
    const rtf = `{\\rtf1 ${deep('{', '}')}}`;
    await expect(readBytes(new TextEncoder().encode(rtf), 'a.rtf')).rejects.toMatchObject(refusal(/deep/));
  });

  test('that is another thing than its name says is refused', async () => {
    for (const name of ['a.docx', 'a.odt', 'a.epub', 'a.rtf', 'a.pdf']) {
      await expect(readBytes(new TextEncoder().encode('Only text.'), name)).rejects.toMatchObject(
        refusal(/It is/),
      );
      await expect(readBytes(new Uint8Array(), name)).rejects.toMatchObject(refusal(/empty/));
    }
    const odtBytes = await fixtureBytes('report.odt');
    await expect(readBytes(odtBytes, 'a.docx')).rejects.toMatchObject(refusal(/no Word document/));
    await expect(readBytes(odtBytes, 'a.epub')).rejects.toMatchObject(refusal(/damaged/));
    await expect(readBytes(odtBytes, 'a.txt')).rejects.toMatchObject(refusal(/zip archive/));
    const old = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    await expect(readBytes(old, 'a.docx')).rejects.toMatchObject(refusal(/password/));
  });

  test.each(['report.docx', 'report.odt', 'chapters.epub', 'report.rtf', 'report.pdf'])(
    'that is cut off anywhere is refused: %s',
    async (name) => {
      const bytes = await fixtureBytes(name);
      for (const share of [0.02, 0.3, 0.6, 0.95]) {
        const cut = bytes.subarray(0, Math.floor(bytes.length * share));
        await expect(readBytes(cut, name)).rejects.toMatchObject({ code: 'refused' });
      }
    },
  );

  test('of HTML is never run, and nothing of its machinery is kept', async () => {
    const page = `<!doctype html><html><head><title>T</title><script>globalThis.hit = 1</script>
      <script type="application/ld+json">{"@type":"NewsArticle","__proto__":{"x":1},"headline":{"a":1},"author":[{"name":"Ada Example"},7]}</script>
      <style>p{}</style></head><body onload="globalThis.hit = 2"><h1>T</h1>
      <p>One <a href="javascript:globalThis.hit=3">link</a> and <b>bold</b>.<img src="https://example.org/x.png" onerror="globalThis.hit=4"></p>
      <p style="display:none">hidden words</p><template><p>template words</p></template><noscript>noscript words</noscript>
      <svg><text>drawn words</text></svg><iframe src="https://example.org/"></iframe></body></html>`;
    const { text, structure, metadata, notices } = await readBytes(new TextEncoder().encode(page), 'a.html');
    expect('hit' in globalThis).toBe(false);
    expect(text).toBe('T\n\nOne link and bold.');
    expect(structure.inlines).toEqual([{ kind: 'strong', start: 16, end: 20 }]);
    expect(metadata.author).toMatchObject({ value: 'Ada Example', how: 'the page’s JSON-LD' });
    expect(({} as { x?: number }).x).toBeUndefined();
    expect(notices).toEqual(
      expect.arrayContaining([
        expect.stringContaining('1 image'),
        expect.stringContaining('2 embedded objects'),
      ]),
    );
  });
});
