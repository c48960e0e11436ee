import type { Annotation } from '../../../core/annotation/annotation.ts';
import { z } from 'zod';
import { layerSchema, type Layer } from '../../../core/annotation/layer.ts';
import { codebookSchema, type Codebook } from '../../../core/codebook/codebook.ts';
import {
  documentSchema,
  sourcesSchema,
  type DocumentRecord,
  type Source,
} from '../../../core/document/document.ts';
import { memoBookSchema, type MemoBook } from '../../../core/memo/memo.ts';
import { projectSchema, type Project } from '../../../core/project/project.ts';
import { documentSetsSchema, type DocumentSet } from '../../../core/sets/document-set.ts';
import { savedFiltersSchema, type SavedFilter } from '../../../core/sets/saved-filter.ts';
import type { RecordFormat } from './envelope.ts';

export const projectFormat: RecordFormat<Project> = {
  name: 'postil-project',
  version: 1,
  schema: projectSchema,
  migrations: {},
};

export const codebookFormat: RecordFormat<Codebook> = {
  name: 'postil-codebook',
  // 2: why an entry is offered no more (retired, merged, split). An older Postil would drop it, and offer it again.
  version: 2,
  schema: codebookSchema,
  migrations: { 1: (codebook) => codebook },
};

export interface SourceList {
  readonly sources: readonly Source[];
}
export const sourcesFormat: RecordFormat<SourceList> = {
  name: 'postil-sources',
  version: 1,
  schema: sourcesSchema,
  migrations: {},
};

export interface DocumentSetList {
  readonly sets: readonly DocumentSet[];
}
export const documentSetsFormat: RecordFormat<DocumentSetList> = {
  name: 'postil-document-sets',
  version: 1,
  schema: documentSetsSchema,
  migrations: {},
};

export interface SavedFilterList {
  readonly filters: readonly SavedFilter[];
}
export const savedFiltersFormat: RecordFormat<SavedFilterList> = {
  name: 'postil-saved-filters',
  // 2: which layers a filter looks at. An older Postil would drop it, and find others.
  // 3: a search looks into memos, too: what was texts and notes, with memos shown beside them, is all.
  version: 3,
  schema: savedFiltersSchema,
  migrations: { 1: (filters) => filters, 2: withMemos },
};

const searchesBeforeMemos = z.looseObject({
  filters: z.array(z.looseObject({ request: z.looseObject({ scope: z.unknown() }).optional() })),
});

function withMemos(content: unknown): unknown {
  const parsed = searchesBeforeMemos.safeParse(content);
  // What is no list of filters is said by their schema.
  if (!parsed.success) return content;
  return {
    ...parsed.data,
    filters: parsed.data.filters.map((filter) =>
      filter.request?.scope === 'both' ? { ...filter, request: { ...filter.request, scope: 'all' } } : filter,
    ),
  };
}

export const memosFormat: RecordFormat<MemoBook> = {
  name: 'postil-memos',
  version: 1,
  schema: memoBookSchema,
  migrations: {},
};

export const documentFormat: RecordFormat<DocumentRecord> = {
  name: 'postil-document',
  // 2: kinds of files and of blocks, pages and joined words. An older Postil would take such a file for a damaged one.
  // 3: of which document it is a corrected version, and its text's sketch.
  version: 3,
  schema: documentSchema,
  migrations: { 1: (document) => document, 2: (document) => document },
};

export const layerFormat: RecordFormat<Layer> = {
  name: 'postil-layer',
  // 2: decisions about mentions. An older Postil would drop them, and so must not open it.
  // 3: what became of the passages of an older version.
  // 4: what an adjudicator decided.
  version: 4,
  schema: layerSchema,
  encode: encodeLayer,
  migrations: { 1: (layer) => layer, 2: (layer) => layer, 3: (layer) => layer },
};

/** With the comma before it. */
const encodedAnnotations = new WeakMap<Annotation, Buffer>();

/** A change of one annotation in a thousand encodes that one: the others are the same objects as at the last save. */
function encodeLayer(layer: Layer): Uint8Array[] {
  const { annotations, ...rest } = layer;
  const parts: Buffer[] = [Buffer.from(JSON.stringify({ ...rest, annotations: [] }).slice(0, -2), 'utf8')];
  annotations.forEach((annotation, index) => {
    let encoded = encodedAnnotations.get(annotation);
    if (!encoded) {
      encoded = Buffer.from(`,${JSON.stringify(annotation)}`, 'utf8');
      encodedAnnotations.set(annotation, encoded);
    }
    parts.push(index === 0 ? encoded.subarray(1) : encoded);
  });
  parts.push(END);
  return parts;
}

const END = Buffer.from(']}');
