import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { FoldedText } from '../../../core/document/fold-with-offsets.ts';
import { documentIdSchema, type DocumentId } from '../../../core/ids.ts';
import type { WordFilter } from '../../../core/search/word-filter.ts';

/** A text as it is searched, made from the one with this hash. */
export interface CachedText {
  readonly documentId: DocumentId;
  /** Of the text, hex. */
  readonly sha256: string;
  readonly folded: FoldedText;
  readonly filter: WordFilter;
}

const numbers = z.instanceof(Uint32Array);
const cachedTextSchema = z.object({
  documentId: documentIdSchema,
  sha256: z.string(),
  folded: z.object({
    text: z.string(),
    seams: z.object({ from: numbers, to: numbers, start: numbers, end: numbers }),
  }),
  filter: numbers,
}) satisfies z.ZodType<CachedText>;

/**
 * Begins the file. Another Node may write values otherwise, another Postil fold texts otherwise: either begins anew.
 * Raise the number whenever folding or the word filter changes.
 */
const HEADER = Buffer.from(`postil-search 1 ${process.versions.v8}`.padEnd(63).concat('\n'), 'latin1');
/** Of each entry: its length and its CRC-32. */
const ENTRY_HEAD = 8;
/** No text is so long; a length beyond it is rubbish. */
const MOST_BYTES = 512 * 1024 * 1024;
/** A file of which less is used is written anew, if it is worth the while. */
const LEAST_USED = 0.5;
const WORTH_COMPACTING = 8 * 1024 * 1024;

/**
 * Folded texts in one file of the cache folder, each appended once and checked when it is read. What is torn or damaged
 * ends the file: it is cut off there, and the texts are folded again. Used by the search's worker alone.
 */
export interface SearchCache {
  /**
   * Hands over what is there of the wanted texts.
   * @param wanted the hash of each document's text
   */
  load(wanted: ReadonlyMap<DocumentId, string>, take: (text: CachedText) => void): void;
  append(text: CachedText): void;
  close(): void;
}

/** @throws Error of the file system; the search then goes on without a cache */
export function openSearchCache(path: string): SearchCache {
  mkdirSync(dirname(path), { recursive: true });
  let file = openSync(path, 'a+');
  if (!hasHeader(file)) {
    ftruncateSync(file, 0);
    writeWhole(file, HEADER);
  }

  /** @returns how many bytes are good from the beginning, and which stretches of them are used */
  function readAll(
    wanted: ReadonlyMap<DocumentId, string>,
    take: (text: CachedText) => void,
  ): { good: number; used: { from: number; to: number }[] } {
    const size = fstatSync(file).size;
    const head = Buffer.alloc(ENTRY_HEAD);
    const used: { from: number; to: number }[] = [];
    const taken = new Set<DocumentId>();
    let at = HEADER.length;
    while (at + ENTRY_HEAD <= size) {
      if (!readWhole(file, head, at)) break;
      const length = head.readUInt32LE(0);
      if (length > MOST_BYTES || at + ENTRY_HEAD + length > size) break;
      const body = Buffer.allocUnsafe(length);
      if (!readWhole(file, body, at + ENTRY_HEAD) || crc32(body) !== head.readUInt32LE(4)) break;
      const text = parse(body);
      if (!text) break;
      const end = at + ENTRY_HEAD + length;
      if (wanted.get(text.documentId) === text.sha256 && !taken.has(text.documentId)) {
        taken.add(text.documentId);
        used.push({ from: at, to: end });
        take(text);
      }
      at = end;
    }
    return { good: at, used };
  }

  /** Keeps what is used, in a file of its own that takes the other's place. */
  function compact(used: readonly { readonly from: number; readonly to: number }[]): void {
    const part = `${path}.${process.pid}.part`;
    const next = openSync(part, 'w');
    try {
      writeWhole(next, HEADER);
      for (const { from, to } of used) {
        const entry = Buffer.allocUnsafe(to - from);
        if (readWhole(file, entry, from)) writeWhole(next, entry);
      }
    } finally {
      closeSync(next);
    }
    closeSync(file);
    renameSync(part, path);
    file = openSync(path, 'a+');
  }

  return {
    load(wanted, take) {
      const { good, used } = readAll(wanted, take);
      if (good < fstatSync(file).size) ftruncateSync(file, good);
      const bytes = used.reduce((sum, { from, to }) => sum + to - from, 0);
      if (good - bytes > WORTH_COMPACTING && bytes < good * LEAST_USED) compact(used);
    },
    append(text) {
      const body = serialize(text);
      const entry = Buffer.allocUnsafe(ENTRY_HEAD + body.length);
      entry.writeUInt32LE(body.length, 0);
      entry.writeUInt32LE(crc32(body), 4);
      body.copy(entry, ENTRY_HEAD);
      // One write, so that two Postils on one project do not write into one another's entries.
      writeWhole(file, entry);
    },
    close: () => closeSync(file),
  };
}

function hasHeader(file: number): boolean {
  const there = Buffer.alloc(HEADER.length);
  return readWhole(file, there, 0) && there.equals(HEADER);
}

function parse(body: Buffer): CachedText | null {
  let value: unknown;
  try {
    value = deserialize(body);
  } catch {
    // Its checksum is right, so another version of Node wrote it.
    return null;
  }
  const parsed = cachedTextSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function readWhole(file: number, into: Buffer, position: number): boolean {
  let read = 0;
  while (read < into.length) {
    const more = readSync(file, into, read, into.length - read, position + read);
    if (more === 0) return false;
    read += more;
  }
  return true;
}

function writeWhole(file: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}
