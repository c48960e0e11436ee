import { join } from 'node:path';
import { annotatorIdSchema, documentIdSchema, type AnnotatorId, type DocumentId } from '../../../core/ids.ts';

/** Where things stand in a project folder, relative to it and with `/`, as the user is told. */
export const PROJECT_FILE = 'project.json';
export const CODEBOOK_FILE = 'codebook.json';
export const SOURCES_FILE = 'sources.json';
/** Made with the first set and the first saved filter; a project of before has none. */
export const SETS_FILE = 'sets.json';
export const FILTERS_FILE = 'filters.json';
export const DOCUMENTS_FOLDER = 'documents';
export const LAYERS_FOLDER = 'layers';
/** Made with the first memo. */
export const MEMOS_FOLDER = 'memos';

export function documentFile(id: DocumentId): string {
  return `${DOCUMENTS_FOLDER}/${documentIdSchema.parse(id)}.json`;
}

export function textFile(id: DocumentId): string {
  return `${DOCUMENTS_FOLDER}/${documentIdSchema.parse(id)}.txt`;
}

export function originalFile(id: DocumentId): string {
  return `${DOCUMENTS_FOLDER}/${documentIdSchema.parse(id)}.original`;
}

export function layerFolder(id: DocumentId): string {
  return `${LAYERS_FOLDER}/${documentIdSchema.parse(id)}`;
}

export function layerFile(id: DocumentId, annotator: AnnotatorId): string {
  return `${layerFolder(id)}/${annotatorIdSchema.parse(annotator)}.json`;
}

export function memosFile(author: AnnotatorId): string {
  return `${MEMOS_FOLDER}/${annotatorIdSchema.parse(author)}.json`;
}

export function absolute(folder: string, file: string): string {
  return join(folder, ...file.split('/'));
}

/** The document that a name in `documents/` belongs to, by its ending; `null` for any other name. */
export function documentIdOf(name: string, ending: '.json' | '.txt' | '.original'): DocumentId | null {
  if (!name.endsWith(ending)) return null;
  const parsed = documentIdSchema.safeParse(name.slice(0, -ending.length));
  return parsed.success ? parsed.data : null;
}

/** The annotator that a name in `layers/<document>/` or `memos/` belongs to. Conflict copies have a dot and are nobody's. */
export function annotatorIdOf(name: string): AnnotatorId | null {
  if (!name.endsWith('.json')) return null;
  const parsed = annotatorIdSchema.safeParse(name.slice(0, -'.json'.length));
  return parsed.success ? parsed.data : null;
}
