import { z } from 'zod';
import { rangeSchema, sourceGradeSchema, timestampSchema } from '../annotation/annotation.ts';
import { annotatorIdSchema, documentIdSchema, sourceIdSchema } from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const span = { start: z.int().nonnegative(), end: z.int().nonnegative() };

export const BLOCK_KINDS = [
  'title',
  'heading',
  'paragraph',
  'listItem',
  'quote',
  'caption',
  'reference',
  'code',
  'tableRow', // one row of a table, its cells joined by ` | `
  'footnote', // a footnote or an endnote; its mark is the block's marker
  'furniture', // running heads, page numbers, rules: what a page needs and the text does not
] as const;

/**
 * A block of the text, half-open UTF-16 offsets. Blocks are in order and do not overlap; what lies between two
 * blocks is white space only. A block holds no line end but the soft ones inside a paragraph.
 */
export const blockSchema = z.object({
  kind: z.enum(BLOCK_KINDS),
  ...span,
  /** Of a heading, 1 to 6; of a list item, its depth from 1. */
  level: z.int().min(1).max(6).optional(),
  /** The list marker, or the mark of a note, as it is to be shown, where it is not part of the text. */
  marker: z.string().max(12).optional(),
});

export const INLINE_KINDS = ['emphasis', 'strong', 'code', 'link', 'markup'] as const;
/**
 * Inline structure. `markup` marks characters of the text that only mark up (the asterisks of a plain-text file):
 * they stay in the text and are shown faintly. `href` is kept as data; nothing is ever fetched.
 */
export const inlineSchema = z.object({
  kind: z.enum(INLINE_KINDS),
  ...span,
  href: z.string().max(2000).optional(),
});

export const ZONE_KINDS = ['comments', 'share', 'credit', 'pageFurniture', 'notice', 'references'] as const;
/** A stretch that is not the document's own prose. Proposed by Postil or made by the user; dimmed, never deleted. */
export const zoneSchema = z.object({
  id: z.string().regex(/^z[0-9a-f]{1,12}$/),
  kind: z.enum(ZONE_KINDS),
  ...span,
  /** `proposed` and `setAside` are dimmed, `kept` is ordinary text again. */
  status: z.enum(['proposed', 'setAside', 'kept']),
  /** Why it was proposed: "begins with COMMENTS (2)". */
  why: z.string(),
});

export const METADATA_FIELDS = ['title', 'author', 'outlet', 'date', 'language'] as const;
/** `date` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `language` a BCP 47 tag. */
export const metadataValueSchema = z.object({
  value: z.string().max(500),
  status: z.enum(['proposed', 'accepted', 'corrected']),
  /** Where in the text it was found. */
  found: rangeSchema.optional(),
  /** How it was found: "byline", "file name", "share of Arabic letters". */
  how: z.string().optional(),
});
export const metadataSchema = z.partialRecord(z.enum(METADATA_FIELDS), metadataValueSchema);

/** A page begins at `start`, possibly in the middle of a block or a word. */
export const pageSchema = z.object({
  /** As printed on the page ("iv", "S. 12") or as the file says; where neither does, counted from 1. */
  label: z.string().min(1).max(40),
  start: z.int().nonnegative(),
});

/** A word that a line's or a page's end had broken stands whole in the text. */
export const joinSchema = z.object({
  /** Where the two halves meet, inside the word. */
  at: z.int().nonnegative(),
  /** What stood between them: hyphen and break, `\n` for a line's end, `\f` for a page's. */
  was: z.string().min(1).max(8),
});

export const structureSchema = z.object({
  blocks: z.array(blockSchema),
  inlines: z.array(inlineSchema),
  /** In order. Absent where the file knows no pages. What stands before the first belongs to no page. */
  pages: z.array(pageSchema).optional(),
  /** In order. */
  joins: z.array(joinSchema).optional(),
});

/** What kind of file a document was imported from. */
export const MEDIA_TYPES = [
  'text/plain',
  'text/markdown',
  'text/html',
  'application/pdf',
  'application/rtf',
  'application/epub+zip',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
] as const;

/** What may be edited of a document; its text and structure never change. */
export const documentSettingsSchema = z.object({
  metadata: metadataSchema,
  zones: z.array(zoneSchema),
  sourceId: sourceIdSchema.optional(),
  /** Set when the document was removed from the project: hidden everywhere, its files kept, undone like any edit. */
  removedAt: timestampSchema.optional(),
  /** The document of which this is a corrected version. */
  versionOf: documentIdSchema.optional(),
});

export const documentSchema = z.object({
  id: documentIdSchema,
  /** The imported file's name, without its folder. */
  fileName: z.string().min(1).max(255),
  mediaType: z.enum(MEDIA_TYPES),
  importedAt: timestampSchema,
  text: z.object({
    sha256: sha256Schema,
    /** UTF-16 code units. */
    length: z.int().nonnegative(),
    /** Of `sketchText`; absent in what an older Postil imported. */
    sketch: z.string().max(160).optional(),
  }),
  original: z.object({
    sha256: sha256Schema,
    bytes: z.int().nonnegative(),
    /** Of a file that is text: a name as the Encoding Standard gives it, or `utf-8-bom`. */
    encoding: z
      .string()
      .regex(/^[a-z0-9_:-]{1,40}$/)
      .optional(),
    /** Of plain text and Markdown. */
    lineEnds: z.enum(['lf', 'crlf', 'cr', 'mixed', 'none']).optional(),
  }),
  structure: structureSchema,
  settings: documentSettingsSchema,
});

export const SOURCE_KINDS = [
  'newspaper',
  'wire',
  'broadcaster',
  'thinkTank',
  'journal',
  'government',
  'group',
  'socialMedia',
  'person',
  'other',
] as const;

/** Who published a document. `grades` is the history of its Admiralty source grade, oldest first. */
export const sourceSchema = z.object({
  id: sourceIdSchema,
  name: z.string().trim().min(1).max(200),
  kind: z.enum(SOURCE_KINDS),
  note: z.string().optional(),
  grades: z.array(
    z.object({
      grade: sourceGradeSchema,
      at: timestampSchema,
      annotator: annotatorIdSchema.nullable(),
      why: z.string().optional(),
    }),
  ),
});
export const sourcesSchema = z.object({ sources: z.array(sourceSchema) });

export type BlockKind = (typeof BLOCK_KINDS)[number];
export type Block = DeepReadonly<z.infer<typeof blockSchema>>;
export type InlineKind = (typeof INLINE_KINDS)[number];
export type Inline = DeepReadonly<z.infer<typeof inlineSchema>>;
export type ZoneKind = (typeof ZONE_KINDS)[number];
export type Zone = DeepReadonly<z.infer<typeof zoneSchema>>;
export type Page = DeepReadonly<z.infer<typeof pageSchema>>;
export type Join = DeepReadonly<z.infer<typeof joinSchema>>;
export type MediaType = (typeof MEDIA_TYPES)[number];
export type MetadataField = (typeof METADATA_FIELDS)[number];
export type MetadataValue = DeepReadonly<z.infer<typeof metadataValueSchema>>;
export type Metadata = DeepReadonly<z.infer<typeof metadataSchema>>;
export type Structure = DeepReadonly<z.infer<typeof structureSchema>>;
export type DocumentSettings = DeepReadonly<z.infer<typeof documentSettingsSchema>>;
export type DocumentRecord = DeepReadonly<z.infer<typeof documentSchema>>;
export type Source = DeepReadonly<z.infer<typeof sourceSchema>>;

/** The title if one is known, else the file's name without its ending. */
export function titleOf(document: Pick<DocumentRecord, 'fileName' | 'settings'>): string {
  return document.settings.metadata.title?.value || document.fileName.replace(/\.[^.]+$/, '');
}
