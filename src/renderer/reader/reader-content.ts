import { Fragment, type Mark, type Node, type Schema } from '@tiptap/pm/model';
import type { Inline } from '../../core/document/document.ts';
import { blockDirection } from './direction.ts';
import type { OffsetMap } from './offset-map.ts';
import { attributesOf, nodeNameOf } from './reader-schema.ts';

/**
 * The editor's document: sections of chunks of blocks, whose text is exactly the text's slice. A chunk's blocks are made
 * when they are first asked for, so that opening a long document does not wait for the far end of it.
 * @param inlines ordered by start; may nest and overlap
 * @param language BCP 47 tag of the whole document, or empty
 * @param base the direction of the whole document
 */
export function buildReaderDocument(
  schema: Schema,
  map: OffsetMap,
  text: string,
  inlines: readonly Inline[],
  language: string,
  base: 'rtl' | 'ltr',
): Node {
  const inlinesOf = inlinesByChunk(map, inlines);
  const chunkType = schema.nodes['chunk']!;
  const chunks = map.chunks.map((chunk, index) => {
    const makeBlocks = (): Node[] => {
      const blocks: Node[] = [];
      for (let i = chunk.firstBlock; i < chunk.endBlock; i++) {
        const block = map.blocks[i]!;
        const slice = text.slice(block.start, block.end);
        const direction = blockDirection(slice, language, base);
        blocks.push(
          schema.nodes[nodeNameOf(block.kind)]!.create(
            attributesOf(block, direction),
            textNodes(schema, slice, block.start, inlinesOf.get(index) ?? NO_INLINES),
          ),
        );
      }
      return blocks;
    };
    return chunkType.create({ index }, deferredFragment(map.contentSize(index), makeBlocks));
  });
  const sectionType = schema.nodes['section']!;
  return schema.topNodeType.create(
    null,
    map.sections.map(({ firstChunk, endChunk }) =>
      sectionType.create(null, chunks.slice(firstChunk, endChunk)),
    ),
  );
}

const NO_INLINES: readonly Inline[] = [];

/**
 * A fragment that knows its size at once and makes its nodes on first sight of them. ProseMirror asks an untouched
 * node for its size alone.
 * @param size the sum of the sizes of the nodes to come
 */
function deferredFragment(size: number, make: () => readonly Node[]): Fragment {
  let made: readonly Node[] | null = null;
  return Object.create(Fragment.prototype, {
    size: { value: size },
    content: { get: () => (made ??= make()) },
  }) as Fragment;
}

/** Which inlines touch which chunk, in their order. */
function inlinesByChunk(map: OffsetMap, inlines: readonly Inline[]): ReadonlyMap<number, readonly Inline[]> {
  const byChunk = new Map<number, Inline[]>();
  for (const inline of inlines) {
    for (let chunk = map.chunkAt(inline.start); chunk < map.chunks.length; chunk++) {
      if (map.chunks[chunk]!.start >= inline.end) break;
      const here = byChunk.get(chunk);
      if (here) here.push(inline);
      else byChunk.set(chunk, [inline]);
    }
  }
  return byChunk;
}

function textNodes(schema: Schema, slice: string, base: number, inlines: readonly Inline[]): Node[] {
  if (slice === '') return [];
  const end = base + slice.length;
  const here = inlines.filter(
    (inline) => inline.start < end && inline.end > base && inline.start < inline.end,
  );
  if (here.length === 0) return [schema.text(slice)];
  const cuts = new Set([base, end]);
  for (const inline of here) {
    cuts.add(Math.max(base, inline.start));
    cuts.add(Math.min(end, inline.end));
  }
  const edges = [...cuts].toSorted((a, b) => a - b);
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1]!;
    let marks: readonly Mark[] = [];
    for (const inline of here) {
      if (inline.start <= from && inline.end >= to) marks = markOf(schema, inline).addToSet(marks);
    }
    return schema.text(slice.slice(from - base, to - base), marks);
  });
}

function markOf(schema: Schema, inline: Inline): Mark {
  return schema.marks[inline.kind]!.create(inline.kind === 'link' ? { href: inline.href ?? null } : null);
}
