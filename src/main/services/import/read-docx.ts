import { buffer } from 'node:stream/consumers';
import mammoth from 'mammoth';
import { ZipFile } from 'yazl';
import { PostilError } from '../../../core/errors.ts';
import { flowNotices } from './flow-notices.ts';
import { parseHtml, walkTree } from './html-tree.ts';
import { MarkupFlow } from './markup-flow.ts';
import { countElements, readOfficeArchive, readProperties } from './office-archive.ts';
import type { Archive } from './read-archive.ts';
import { leftOut, type ReadFile } from './read-file.ts';
import { StructuredText } from './structured-text.ts';
import { tellProperties, ToldValues } from './told-metadata.ts';

/** What a document is made of beside its pictures, fonts, macros and embedded files. */
const PARTS =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|docProps\/core\.xml|word\/(?:_rels\/)?[\w.-]+\.(?:xml|rels))$/;
const MAIN = 'word/document.xml';

/** Word's names of styles, and those that LibreOffice and pandoc write; Word keeps the English ones in every language. */
const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='Block Text'] => blockquote > p:fresh",
  "p[style-name='Quotations'] => blockquote > p:fresh",
  "p[style-name='caption'] => figcaption:fresh",
  "p[style-name='Caption'] => figcaption:fresh",
  "p[style-name='Image Caption'] => figcaption:fresh",
  "p[style-name='Table Caption'] => figcaption:fresh",
  "p[style-name='Source Code'] => pre:fresh",
];

/**
 * A Word document (.docx) by mammoth. It is given an archive made anew of parts that were inflated within the limits
 * and read as XML once, so that what it unpacks and parses is what was checked.
 * @throws PostilError `refused`
 */
export async function readDocx(bytes: Uint8Array): Promise<ReadFile> {
  const archive = await readOfficeArchive(bytes, (name) => PARTS.test(name), '.docx');
  if (!archive.has('[Content_Types].xml')) {
    throw new PostilError('refused', 'It is no Word document, though its name says so.');
  }
  const counts = checkParts(archive);
  const { value } = await convert(archive);
  const writer = new StructuredText();
  const flow = new MarkupFlow(writer);
  walkTree(parseHtml(`<!doctype html><html><body>${value}</body></html>`).body, flow);
  flow.finish();
  const { text, structure } = writer.finish();
  if (text === '') throw new PostilError('refused', 'It holds no text.');
  return {
    text,
    structure,
    told: readTold(archive),
    notices: [...flowNotices(flow), ...officeNotices(counts)],
  };
}

interface Counts {
  readonly changes: number;
  readonly comments: number;
  readonly heads: number;
}

/** Every part is read once: no document type, no nesting without end. */
function checkParts(archive: Archive): Counts {
  let changes = 0;
  let comments = 0;
  let heads = 0;
  for (const part of archive.keys()) {
    const counts = countElements(archive, part);
    if (part === MAIN) changes = (counts.get('ins') ?? 0) + (counts.get('del') ?? 0);
    if (part === 'word/comments.xml') comments = counts.get('comment') ?? 0;
    if (/^word\/(?:header|footer)\d*\.xml$/.test(part) && counts.has('t')) heads++;
  }
  return { changes, comments, heads };
}

function officeNotices({ changes, comments, heads }: Counts): string[] {
  return [
    ...leftOut(comments, 'comment', 'comments'),
    ...(changes > 0 ? ['It was read as if all its tracked changes were accepted.'] : []),
    ...(heads > 0 ? ['Its running heads and feet were left out.'] : []),
  ];
}

async function convert(archive: Archive): Promise<{ readonly value: string }> {
  const zip = new ZipFile();
  for (const [name, content] of archive) zip.addBuffer(Buffer.from(content), name, { compress: false });
  zip.end();
  const clean = await buffer(zip.outputStream);
  try {
    return await mammoth.convertToHtml(
      { buffer: clean },
      {
        styleMap: STYLES,
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
        // Counted, not read: what is an image has no bytes in this archive.
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      },
    );
  } catch (error) {
    throw new PostilError('refused', 'It is damaged: it cannot be read as a Word document.', {}, error);
  }
}

function readTold(archive: Archive): ReadFile['told'] {
  const properties = readProperties(archive, 'docProps/core.xml');
  const told = new ToldValues();
  tellProperties(told, {
    title: properties.get('title'),
    author: properties.get('creator'),
    date: properties.get('created'),
    language: properties.get('language'),
  });
  return told.values;
}
