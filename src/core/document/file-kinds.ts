import type { MediaType } from './document.ts';

/** A kind of file that can be imported: how users call it, and the endings that its files have. */
export interface FileKind {
  readonly mediaType: MediaType;
  readonly name: string;
  /** Lower case, without the dot. */
  readonly endings: readonly string[];
}

export const FILE_KINDS: readonly FileKind[] = [
  { mediaType: 'text/plain', name: 'plain text', endings: ['txt', 'text'] },
  { mediaType: 'text/markdown', name: 'Markdown', endings: ['md', 'markdown'] },
  { mediaType: 'application/pdf', name: 'PDF', endings: ['pdf'] },
  {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    name: 'Word',
    endings: ['docx'],
  },
  {
    mediaType: 'application/vnd.oasis.opendocument.text',
    name: 'OpenDocument',
    endings: ['odt'],
  },
  { mediaType: 'application/rtf', name: 'RTF', endings: ['rtf'] },
  { mediaType: 'application/epub+zip', name: 'EPUB', endings: ['epub'] },
  { mediaType: 'text/html', name: 'web page', endings: ['html', 'htm', 'xhtml'] },
];

/** Of every file that can be imported, lower case, without the dot. */
export const IMPORT_ENDINGS: readonly string[] = FILE_KINDS.flatMap((kind) => kind.endings);

/** What a file of this name is read as; null when its ending says nothing that can be read. */
export function fileKindOf(fileName: string): FileKind | null {
  const ending = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase();
  return FILE_KINDS.find((kind) => ending !== undefined && kind.endings.includes(ending)) ?? null;
}
