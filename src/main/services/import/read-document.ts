import { isUtf8 } from 'node:buffer';
import { decodeText } from '../../../core/document/decode.ts';
import {
  METADATA_FIELDS,
  type DocumentRecord,
  type Metadata,
  type Zone,
} from '../../../core/document/document.ts';
import { fileKindOf, type FileKind } from '../../../core/document/file-kinds.ts';
import { proposeMetadata, type ToldMetadata } from '../../../core/document/metadata.ts';
import { findPlainStructure } from '../../../core/document/plain-structure.ts';
import { proposeZones } from '../../../core/document/zones.ts';
import { assertNever, PostilError } from '../../../core/errors.ts';
import { readMarkdown } from './markdown-structure.ts';
import type { ReadFile, ReadPace } from './read-file.ts';

/** All that a document's record says of its text and of how it was read. */
export interface ReadDocument {
  readonly text: string;
  readonly mediaType: DocumentRecord['mediaType'];
  readonly structure: DocumentRecord['structure'];
  readonly encoding: DocumentRecord['original']['encoding'];
  readonly lineEnds: DocumentRecord['original']['lineEnds'];
  readonly metadata: Metadata;
  readonly zones: readonly Zone[];
  readonly notices: readonly string[];
}

const MEGABYTE = 1024 * 1024;
/** Of the file. Texts are what they are; the others carry pictures and fonts, which are passed over. */
const MOST_BYTES = { text: 20 * MEGABYTE, container: 100 * MEGABYTE };
/** Of the text in it, UTF-16 code units. */
const MOST_CHARACTERS = 20 * MEGABYTE;

/** The most bytes that a file of this name may have. */
export function mostBytesOf(fileName: string): number {
  const kind = fileKindOf(fileName);
  return kind && !kind.mediaType.startsWith('text/') ? MOST_BYTES.container : MOST_BYTES.text;
}

/**
 * Reads a file's bytes as the document that its name's ending says, with structure, zones and metadata proposed.
 * @param bytes may be changed by the reading
 * @throws PostilError `refused` with the reason, without the file's name; `cancelled` as the pace says
 */
export async function readDocument(
  bytes: Uint8Array,
  fileName: string,
  pace: ReadPace,
): Promise<ReadDocument> {
  const kind = fileKindOf(fileName);
  // What was named by hand and has another ending is plain text or nothing.
  const mediaType = kind?.mediaType ?? 'text/plain';
  const { text, structure, told, encoding, lineEnds, notices } = await readAs(mediaType, bytes, pace);
  if (text.length > MOST_CHARACTERS) {
    throw new PostilError('refused', `Its text is too long: ${text.length} characters.`);
  }
  await pace.pause();
  const metadata = proposeMetadata(text, structure, told);
  return {
    text,
    mediaType,
    structure,
    encoding,
    lineEnds,
    metadata,
    zones: proposeZones(text, structure),
    notices,
  };
}

/** Readers of other formats are loaded when the first such file comes: most imports are of texts, and start at once. */
async function readAs(
  mediaType: FileKind['mediaType'],
  bytes: Uint8Array,
  pace: ReadPace,
): Promise<ReadFile> {
  switch (mediaType) {
    case 'text/plain':
      return readPlain(bytes, pace);
    case 'text/markdown':
      return readMarkdownFile(bytes, pace);
    case 'text/html':
      return (await import('./read-html.ts')).readHtml(bytes);
    case 'application/pdf':
      return (await import('./read-pdf.ts')).readPdf(bytes, pace);
    case 'application/rtf':
      return (await import('./read-rtf.ts')).readRtf(bytes);
    case 'application/epub+zip':
      return (await import('./read-epub.ts')).readEpub(bytes, pace);
    case 'application/vnd.oasis.opendocument.text':
      return (await import('./read-odt.ts')).readOdt(bytes);
    case 'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
      return (await import('./read-docx.ts')).readDocx(bytes);
    default:
      return assertNever(mediaType);
  }
}

/** Without a mark: one that stands there was taken off, and a second is a character of the text. */
function decodeWholeUtf8(bytes: Uint8Array): string | null {
  return isUtf8(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    : null;
}

async function readPlain(bytes: Uint8Array, pace: ReadPace): Promise<ReadFile> {
  const { text, encoding, lineEnds, notices } = decodeText(bytes, decodeWholeUtf8);
  await pace.pause();
  return { text, structure: findPlainStructure(text), told: {}, encoding, lineEnds, notices };
}

async function readMarkdownFile(bytes: Uint8Array, pace: ReadPace): Promise<ReadFile> {
  const decoded = decodeText(bytes, decodeWholeUtf8);
  await pace.pause();
  const { text, structure, front, notices } = await readMarkdown(decoded.text, () => pace.pause());
  if (text.trim() === '') throw new PostilError('refused', 'It holds Markdown marks and no text.');
  const { encoding, lineEnds } = decoded;
  const told: ToldMetadata = {};
  for (const field of METADATA_FIELDS) {
    const value = front[field];
    if (value !== undefined) told[field] = { value, how: 'front matter', isSure: true };
  }
  return { text, structure, told, encoding, lineEnds, notices: [...decoded.notices, ...notices] };
}
