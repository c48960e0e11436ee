import type { TextRange } from '../../core/annotation/annotation.ts';
import type { AnnotationId } from '../../core/ids.ts';
import type { OffsetMap } from './offset-map.ts';
import type { ReaderPassage } from './passage.ts';

export interface ChunkSpan {
  readonly first: number;
  readonly last: number;
}

/**
 * Which passages touch which chunk, and which lie under an offset. Buckets by chunk: an edit costs the chunks that
 * the passage spans, a question the passages of one chunk, however many the document has. A bucket also holds the
 * discontinuous passages that only pass over its chunk.
 */
export class PassageIndex {
  readonly #map: OffsetMap;
  readonly #buckets: Map<AnnotationId, ReaderPassage>[];
  readonly #byId = new Map<AnnotationId, ReaderPassage>();

  constructor(map: OffsetMap) {
    this.#map = map;
    this.#buckets = map.chunks.map(() => new Map());
  }

  get(id: AnnotationId): ReaderPassage | undefined {
    return this.#byId.get(id);
  }

  add(passage: ReaderPassage): void {
    this.#byId.set(passage.annotation.id, passage);
    const { first, last } = this.spanOf(passage);
    for (let chunk = first; chunk <= last; chunk++) this.#buckets[chunk]!.set(passage.annotation.id, passage);
  }

  remove(passage: ReaderPassage): void {
    this.#byId.delete(passage.annotation.id);
    const { first, last } = this.spanOf(passage);
    for (let chunk = first; chunk <= last; chunk++) this.#buckets[chunk]!.delete(passage.annotation.id);
  }

  /** The chunks from a passage's first range to its last. */
  spanOf(passage: ReaderPassage): ChunkSpan {
    const { start, end } = extentOf(passage);
    return { first: this.#map.chunkAt(start), last: this.#map.chunkAt(Math.max(start, end - 1)) };
  }

  inChunk(chunk: number): Iterable<ReaderPassage> {
    return this.#buckets[chunk]?.values() ?? [];
  }

  /** Those that cover `offset`, the innermost (shortest) first. */
  at(offset: number): ReaderPassage[] {
    const found: ReaderPassage[] = [];
    for (const passage of this.inChunk(this.#map.chunkAt(offset))) {
      if (passage.annotation.target.ranges.some((range) => range.start <= offset && offset < range.end)) {
        found.push(passage);
      }
    }
    return found.sort(compareInnermost);
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
