import { PARAGRAPHS, type ParagraphKind } from '../../../../core/exchange/docx/format.ts';
import type { ExchangeFiles, Output } from '../../../../core/exchange/format.ts';
import { escapeXmlText } from '../../../../core/exchange/xml/write-xml.ts';
import { readXml } from '../../../../core/exchange/xml/read-xml.ts';
import { readLines } from '../../../../core/exchange/lines.ts';
import type { Job } from '../../../../core/ports.ts';
import type { Codec } from '../formats.ts';
import { zipStreams } from '../write-zip.ts';
import { openParts } from './zip-in-memory.ts';

const DOCUMENT = 'word/document.xml';
const PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/**
 * WordprocessingML (ECMA-376), the least of it: paragraphs, each with a style of its own kind. Written here rather than
 * by a library, since it streams and gives the same bytes for the same content.
 */
export const docxCodec: Codec = {
  async *encode(outputs) {
    const parts: (readonly [string, () => AsyncIterable<Uint8Array>])[] = [
      ['[Content_Types].xml', () => one(CONTENT_TYPES)],
      ['_rels/.rels', () => one(RELATIONSHIPS)],
      ['word/_rels/document.xml.rels', () => one(DOCUMENT_RELATIONSHIPS)],
      ['word/styles.xml', () => one(styles())],
      [DOCUMENT, () => documentParts(outputs)],
    ];
    for await (const bytes of zipStreams(parts)) yield { file: '', bytes };
  },
  async decode(files: ExchangeFiles, job: Job) {
    const parts = await openParts(await files.bytes(''), files.label, (name) => name === DOCUMENT, job);
    const lines: string[] = [];
    let style = '';
    let words = '';
    let isText = false;
    await readXml(parts.text(DOCUMENT), {
      open(element) {
        if (element.name === 'p') [style, words] = ['', ''];
        if (element.name === 'pstyle') style = element.attribute('val') ?? '';
        isText = element.name === 't';
      },
      text(text) {
        if (isText) words += text;
      },
      close(name) {
        isText = false;
        if (name === 'p') lines.push(`${JSON.stringify([style, words])}\n`);
      },
    });
    await parts.close();
    return {
      ...files,
      async *text() {
        yield* lines;
      },
    };
  },
};

async function* documentParts(outputs: AsyncIterable<Output>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${PROLOGUE}<w:document ${WORD}><w:body>`);
  async function* texts(): AsyncGenerator<string> {
    for await (const { text } of outputs) yield text;
  }
  for await (const { text } of readLines(texts())) {
    const [kind, words] = JSON.parse(text) as [ParagraphKind, string];
    const hidden = kind === 'Annotation' ? '<w:rPr><w:vanish/></w:rPr>' : '';
    yield Buffer.from(
      `<w:p><w:pPr><w:pStyle w:val="${kind}"/></w:pPr><w:r>${hidden}<w:t xml:space="preserve">${escapeXmlText(words)}</w:t></w:r></w:p>`,
    );
  }
  yield Buffer.from(
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>',
  );
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}

const CONTENT_TYPES = `${PROLOGUE}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`;
const RELATIONSHIPS = `${PROLOGUE}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`;
const DOCUMENT_RELATIONSHIPS = `${PROLOGUE}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`;

/** How each kind of paragraph looks: half points, and what stands around it. */
const LOOKS: Readonly<Record<ParagraphKind, string>> = {
  Title: '<w:pPr><w:spacing w:after="240"/></w:pPr><w:rPr><w:b/><w:sz w:val="40"/></w:rPr>',
  Document:
    '<w:pPr><w:keepNext/><w:spacing w:before="480" w:after="60"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr>',
  Origin: '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:i/><w:color w:val="5F6368"/></w:rPr>',
  Annotation: '<w:rPr><w:vanish/><w:sz w:val="12"/></w:rPr>',
  Quotation:
    '<w:pPr><w:keepNext/><w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="D9D6D0"/></w:pBdr><w:spacing w:before="240" w:after="80"/><w:ind w:left="360"/></w:pPr>',
  Fact: '<w:pPr><w:spacing w:after="20"/><w:ind w:left="360"/></w:pPr><w:rPr><w:color w:val="5F6368"/><w:sz w:val="19"/></w:rPr>',
  Remark: '<w:pPr><w:spacing w:before="60" w:after="20"/><w:ind w:left="360"/></w:pPr><w:rPr><w:i/></w:rPr>',
};

function styles(): string {
  const own = PARAGRAPHS.map(
    (kind) =>
      `<w:style w:type="paragraph" w:customStyle="1" w:styleId="${kind}"><w:name w:val="Postil ${kind}"/><w:basedOn w:val="Normal"/><w:qFormat/>${LOOKS[kind]}</w:style>`,
  );
  return `${PROLOGUE}<w:styles ${WORD}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Arial"/><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${own.join('')}</w:styles>`;
}
