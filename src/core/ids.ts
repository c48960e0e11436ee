import { z } from 'zod';

/**
 * Ids are branded strings, so that a code's id cannot be handed over where an actor's is wanted.
 * What becomes a file name (project, document, annotator) is `[a-z0-9-]`, at most 60 characters and no Windows
 * device name. Actor ids begin `a-` and code ids `c-`: a stance's target may be either, and the literal
 * `author` is neither.
 */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;
const fileNameId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, 'must be [a-z0-9-], at most 60 characters')
  .refine((id) => !WINDOWS_DEVICE.test(id), 'is a Windows device name');
const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be a UUID');

export const projectIdSchema = uuid.brand<'ProjectId'>();
export const documentIdSchema = fileNameId.brand<'DocumentId'>();
export const annotatorIdSchema = fileNameId.brand<'AnnotatorId'>();
export const annotationIdSchema = uuid.brand<'AnnotationId'>();
export const stanceIdSchema = uuid.brand<'StanceId'>();
export const documentSetIdSchema = uuid.brand<'DocumentSetId'>();
export const savedFilterIdSchema = uuid.brand<'SavedFilterId'>();
export const adjudicationIdSchema = uuid.brand<'AdjudicationId'>();
export const memoIdSchema = uuid.brand<'MemoId'>();
export const actorIdSchema = z
  .string()
  .regex(/^a-[a-z0-9-]{1,58}$/, 'must be a- and [a-z0-9-]')
  .brand<'ActorId'>();
export const codeIdSchema = z
  .string()
  .regex(/^c-[a-z0-9-]{1,58}$/, 'must be c- and [a-z0-9-]')
  .brand<'CodeId'>();
export const sourceIdSchema = z
  .string()
  .regex(/^s-[a-z0-9-]{1,58}$/, 'must be s- and [a-z0-9-]')
  .brand<'SourceId'>();

export type ProjectId = z.infer<typeof projectIdSchema>;
export type DocumentId = z.infer<typeof documentIdSchema>;
export type AnnotatorId = z.infer<typeof annotatorIdSchema>;
export type AnnotationId = z.infer<typeof annotationIdSchema>;
export type StanceId = z.infer<typeof stanceIdSchema>;
export type DocumentSetId = z.infer<typeof documentSetIdSchema>;
export type SavedFilterId = z.infer<typeof savedFilterIdSchema>;
export type MemoId = z.infer<typeof memoIdSchema>;
export type ActorId = z.infer<typeof actorIdSchema>;
export type CodeId = z.infer<typeof codeIdSchema>;
export type SourceId = z.infer<typeof sourceIdSchema>;

/** A short, stable, non-cryptographic hash (FNV-1a, 32 bits, 8 hex digits): only to tell slugs apart. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/**
 * A name as `[a-z0-9-]`, at most `maxLength` characters, never empty: a name with no Latin letter or digit
 * becomes its short hash.
 */
export function slugify(name: string, maxLength = 40): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, maxLength)
    .replace(/-+$/g, '');
  return slug === '' ? shortHash(name.normalize('NFC')) : slug;
}

/** The first of `base`, `base-2`, `base-3` … that `isTaken` does not know. */
export function firstFree(base: string, isTaken: (id: string) => boolean): string {
  if (!isTaken(base)) return base;
  for (let n = 2; ; n++) {
    const id = `${base}-${n}`;
    if (!isTaken(id)) return id;
  }
}
