import { createHash } from 'node:crypto';
import { z } from 'zod';
import { READING_STATES } from '../../../core/annotation/layer.ts';
import type { Segment } from '../../../core/evidence/segment.ts';
import { annotatorIdSchema, documentIdSchema, projectIdSchema, type ProjectId } from '../../../core/ids.ts';
import type { DeepReadonly } from '../../../core/readonly.ts';
import type { FileKey } from './indexed-store.ts';
import {
  BYTE_ORDER,
  columnBytes,
  decodeColumns,
  decodeText,
  encodeColumns,
  encodeText,
  sizesOf,
  textBytes,
} from './segment-bytes.ts';
import { documentHeadSchema, type DocumentHead } from './summarise-document.ts';

interface CachedDocument {
  readonly key: FileKey;
  readonly head: DocumentHead;
}

interface CachedLayer {
  readonly key: FileKey;
  readonly segment: Segment;
}

export interface IndexCache {
  readonly projectId: ProjectId;
  /** A copy of the project in another folder has files of its own, with times that may be the same. */
  readonly folder: string;
  /** The interner's texts, by number. */
  readonly texts: readonly string[];
  readonly documents: readonly CachedDocument[];
  readonly layers: readonly CachedLayer[];
}

/*
 * MAGIC, header length (Uint32 LE), header (JSON), padding to 8, the columns of all layers, the texts of all layers,
 * SHA-256 of all that. Binary since it is read at every opening: 100,000 annotations are some 20 MB, and are there in
 * hundredths of a second.
 */
const MAGIC = 'PostilIndex1';
const PRELUDE_BYTES = MAGIC.length + 4;
const DIGEST_BYTES = 32;
const ALIGNMENT = 8;

const fileKey = { size: z.int(), mtimeMs: z.number() };
const headerSchema = z.object({
  byteOrder: z.enum(['LE', 'BE']),
  projectId: projectIdSchema,
  folder: z.string(),
  texts: z.array(z.string()),
  documents: z.array(z.object({ key: z.object(fileKey), head: documentHeadSchema })),
  layers: z.array(
    z.object({
      ...fileKey,
      documentId: documentIdSchema,
      annotator: annotatorIdSchema,
      state: z.enum(READING_STATES),
      rows: z.int().nonnegative(),
      parts: z.int().nonnegative(),
      codes: z.int().nonnegative(),
      characters: z.int().nonnegative(),
      isWide: z.boolean(),
    }),
  ),
});

/** The bytes of a cache file, a layer at a time, so that a large one does not hold up what else is going on. */
export async function* encodeIndexCache(cache: IndexCache): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for (const chunk of contentOf(cache)) {
    hash.update(chunk);
    yield chunk;
  }
  yield hash.digest();
}

function* contentOf({ projectId, folder, texts, documents, layers }: IndexCache): Generator<Uint8Array> {
  const sized = layers.map(({ key, segment }) => ({ key, segment, sizes: sizesOf(segment) }));
  const header = Buffer.from(
    JSON.stringify({
      byteOrder: BYTE_ORDER,
      projectId,
      folder,
      texts,
      documents,
      layers: sized.map(({ key, segment, sizes }) => ({
        ...key,
        documentId: segment.documentId,
        annotator: segment.annotator,
        state: segment.state,
        ...sizes,
      })),
    } satisfies DeepReadonly<z.input<typeof headerSchema>>),
  );
  const prelude = Buffer.alloc(PRELUDE_BYTES);
  prelude.write(MAGIC, 'latin1');
  prelude.writeUInt32LE(header.byteLength, MAGIC.length);
  yield prelude;
  yield header;
  yield Buffer.alloc(paddingAfter(header.byteLength));
  for (const { segment, sizes } of sized) yield encodeColumns(segment, sizes);
  for (const { segment, sizes } of sized) yield encodeText(segment, sizes);
}

function paddingAfter(headerBytes: number): number {
  return (ALIGNMENT - ((PRELUDE_BYTES + headerBytes) % ALIGNMENT)) % ALIGNMENT;
}

/**
 * @param bytes a whole cache file
 * @throws Error when it is damaged, of another version, or of another kind of machine
 */
export function decodeIndexCache(bytes: Uint8Array): IndexCache {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('It is no index of this version.');
  const end = file.byteLength - DIGEST_BYTES;
  const digest = createHash('sha256').update(file.subarray(0, end)).digest();
  if (!digest.equals(file.subarray(end))) throw new Error('It is not what its hash says.');
  const headerBytes = file.readUInt32LE(MAGIC.length);
  const columnsFrom = PRELUDE_BYTES + headerBytes + paddingAfter(headerBytes);
  const header = headerSchema.parse(
    JSON.parse(file.toString('utf8', PRELUDE_BYTES, PRELUDE_BYTES + headerBytes)),
  );
  if (header.byteOrder !== BYTE_ORDER) throw new Error(`Its numbers are ${header.byteOrder}.`);

  const textsFrom = columnsFrom + header.layers.reduce((sum, layer) => sum + columnBytes(layer), 0);
  // Copied out, so that the texts' bytes are not held as long as any column is.
  const columns = new Uint8Array(file.subarray(columnsFrom, textsFrom)).buffer;
  let columnsAt = 0;
  let textAt = textsFrom;
  const layers = header.layers.map((layer): CachedLayer => {
    const { documentId, annotator, state, rows, size, mtimeMs } = layer;
    const segment: Segment = {
      documentId,
      annotator,
      state,
      rows,
      ...decodeColumns(columns, columnsAt, layer),
      text: decodeText(file.subarray(textAt, textAt + textBytes(layer)), layer),
    };
    columnsAt += columnBytes(layer);
    textAt += textBytes(layer);
    return { key: { size, mtimeMs }, segment };
  });
  if (textAt !== end) throw new Error('It is not as long as it says.');
  return {
    projectId: header.projectId,
    folder: header.folder,
    texts: header.texts,
    documents: header.documents,
    layers,
  };
}
