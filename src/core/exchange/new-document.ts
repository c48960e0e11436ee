import type { DocumentRecord, MetadataField } from '../document/document.ts';
import { proposeMetadata, type ToldMetadata } from '../document/metadata.ts';
import { findPlainStructure } from '../document/plain-structure.ts';
import { proposeZones } from '../document/zones.ts';
import { documentIdSchema, firstFree, slugify } from '../ids.ts';
import type { Sha256 } from '../ports.ts';
import { Refusal } from './fault.ts';
import { shorten } from './shorten.ts';

/** UTF-8 bytes; as for a document that is imported. */
const MAX_BYTES = 20 * 1024 * 1024;

/** A document that a file of annotations brings along. */
export interface NewDocument {
  readonly record: DocumentRecord;
  /** LF only. */
  readonly text: string;
}

/** What a file says of a document beside its text. */
export interface GivenDocument {
  /** As the file has it, with its own line ends. */
  readonly text: string;
  /** What to call it in reports, and its title if it is new. */
  readonly title: string;
  /** The name of the file that it came from, where that is known. */
  readonly fileName?: string | undefined;
  /** Its id, where Postil wrote the file. */
  readonly id?: string | undefined;
  readonly metadata?: Partial<Record<MetadataField, string>> | undefined;
}

/**
 * A document as import would make it of a plain text, not yet in the project.
 * @param text normal: LF only, well-formed
 * @throws Refusal for what is no text, or too long
 */
export function makeNewDocument(
  given: GivenDocument,
  text: string,
  isTaken: (id: string) => boolean,
  sha256: Sha256,
  importedAt: string,
): NewDocument {
  const bytes = utf8Length(text);
  if (text.includes('\0')) throw new Refusal(`its document “${given.title}” is not text: it holds NUL`);
  if (text.trim() === '') throw new Refusal(`its document “${given.title}” has no text`);
  if (bytes > MAX_BYTES) throw new Refusal(`its document “${given.title}” has more than 20 MB`);
  const hash = sha256(text);
  const fileName = fileNameOf(given);
  const base = `${slugify(fileName.replace(/\.[^.]+$/, ''), 40)}-${hash.slice(0, 8)}`;
  const structure = findPlainStructure(text);
  const told: ToldMetadata = Object.fromEntries(
    Object.entries({ title: given.title, ...given.metadata }).flatMap(([field, value]) =>
      value === undefined || value.trim() === ''
        ? []
        : [[field, { value: value.trim().slice(0, 500), how: 'the file of annotations', isSure: true }]],
    ),
  );
  return {
    text,
    record: {
      id: documentIdSchema.parse(
        given.id !== undefined && isFree(given.id) ? given.id : firstFree(base, isTaken),
      ),
      fileName,
      mediaType: 'text/plain',
      importedAt,
      text: { sha256: hash, length: text.length },
      // What is kept as the original is the text itself: the file that it came in holds more than one document.
      original: { sha256: hash, bytes, encoding: 'utf-8', lineEnds: text.includes('\n') ? 'lf' : 'none' },
      structure,
      settings: { metadata: proposeMetadata(text, structure, told), zones: proposeZones(text, structure) },
    },
  };

  function isFree(id: string): boolean {
    return documentIdSchema.safeParse(id).success && !isTaken(id);
  }
}

function fileNameOf({ fileName, title }: GivenDocument): string {
  const last = (fileName ?? '').split(/[/\\]/).at(-1)!.trim();
  const name = last === '' ? `${shorten(title).replace(/[/\\]/g, '-') || 'document'}.txt` : last;
  return Array.from(name.normalize('NFC')).slice(0, 200).join('').slice(0, 255);
}

/** Of a well-formed text. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Each half of a pair counts two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
}
