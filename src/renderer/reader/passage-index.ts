import type { TextRange } from '../../core/annotation/annotation.ts';
import type { OffsetMap } from './offset-map.ts';
import type { ReaderPassage } from './passage.ts';

/**
 * Which passages touch which chunk, and which lie under an offset. Buckets by chunk: an edit costs the chunks that
 * the passage spans, a question the passages of one chunk, however many the document has. A bucket also holds the
 * discontinuous passages that only pass over its chunk.
 */
export class PassageIndex {
  readonly #map: OffsetMap;
  readonly #buckets: ReaderPassage[][];
  /** The chunk of the passage added last: passages come in text order, so the next one is there or near. */
  #lastChunk = 0;

  constructor(map: OffsetMap) {
    this.#map = map;
    this.#buckets = map.chunks.map(() => []);
  }

  add(passage: ReaderPassage): void {
    const { start, end } = extentOf(passage);
    const { chunks } = this.#map;
    let chunk = this.#lastChunk;
    if (start < chunks[chunk]!.start) chunk = this.#map.chunkAt(start);
    while (chunk + 1 < chunks.length && chunks[chunk + 1]!.start <= start) chunk++;
    this.#lastChunk = chunk;
    for (; chunk < chunks.length && (chunk === this.#lastChunk || chunks[chunk]!.start < end); chunk++) {
      this.#buckets[chunk]!.push(passage);
    }
  }

  remove(passage: ReaderPassage): void {
    const { start, end } = extentOf(passage);
    const last = this.#map.chunkAt(Math.max(start, end - 1));
    for (let chunk = this.#map.chunkAt(start); chunk <= last; chunk++) {
      const bucket = this.#buckets[chunk]!;
      const at = bucket.indexOf(passage);
      if (at !== -1) bucket.splice(at, 1);
    }
  }

  /** Whether the passage reaches into a chunk, or over it. */
  isIn(chunk: number, passage: ReaderPassage): boolean {
    const span = this.#map.chunks[chunk]!;
    const next = this.#map.chunks[chunk + 1];
    const { ranges } = passage.annotation.target;
    return ranges[0]!.start < (next?.start ?? Number.POSITIVE_INFINITY) && ranges.at(-1)!.end > span.start;
  }

  inChunk(chunk: number): readonly ReaderPassage[] {
    return this.#buckets[chunk] ?? [];
  }

  /** Those that cover `offset`, the innermost (shortest) first. */
  at(offset: number): ReaderPassage[] {
    return this.inChunk(this.#map.chunkAt(offset))
      .filter((passage) =>
        passage.annotation.target.ranges.some((range) => range.start <= offset && offset < range.end),
      )
      .sort(compareInnermost);
  }
}

export function extentOf(passage: ReaderPassage): TextRange {
  const { ranges } = passage.annotation.target;
  return { start: ranges[0]!.start, end: ranges.at(-1)!.end };
}

function compareInnermost(a: ReaderPassage, b: ReaderPassage): number {
  return (
    lengthOf(a) - lengthOf(b) ||
    extentOf(b).start - extentOf(a).start ||
    (a.annotation.id < b.annotation.id ? -1 : 1)
  );
}

function lengthOf(passage: ReaderPassage): number {
  let length = 0;
  for (const range of passage.annotation.target.ranges) length += range.end - range.start;
  return length;
}

export interface PassageDiff {
  readonly removed: readonly ReaderPassage[];
  readonly added: readonly ReaderPassage[];
}

/**
 * What changed between two lists whose unchanged items are the same objects, or hold the same ones. An edit of one
 * passage costs one comparison of references per passage; only what stands between the common beginning and the
 * common end is looked up. A passage with a new look is removed and added.
 */
export function diffPassages(before: readonly ReaderPassage[], after: readonly ReaderPassage[]): PassageDiff {
  if (before.length === 0) return { removed: before, added: after };
  let first = 0;
  let lastBefore = before.length;
  let lastAfter = after.length;
  while (first < lastBefore && first < lastAfter && isSame(before[first]!, after[first])) first++;
  while (lastBefore > first && lastAfter > first && isSame(before[lastBefore - 1]!, after[lastAfter - 1])) {
    lastBefore--;
    lastAfter--;
  }
  const removed = before.slice(first, lastBefore);
  const added = after.slice(first, lastAfter);
  if (removed.length === 0 || added.length === 0) return { removed, added };
  const old = new Map(removed.map((passage) => [passage.annotation.id, passage]));
  const young = new Map(added.map((passage) => [passage.annotation.id, passage]));
  return {
    removed: removed.filter((passage) => !isSame(passage, young.get(passage.annotation.id))),
    added: added.filter((passage) => !isSame(passage, old.get(passage.annotation.id))),
  };
}

function isSame(a: ReaderPassage, b: ReaderPassage | undefined): boolean {
  return (
    a === b || (b !== undefined && a.annotation === b.annotation && a.look === b.look && a.isOwn === b.isOwn)
  );
}
