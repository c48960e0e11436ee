import type { Mark, Node, Schema } from '@tiptap/pm/model';
import type { Inline } from '../../core/document/document.ts';
import { blockDirection } from './direction.ts';
import type { OffsetMap } from './offset-map.ts';
import { attributesOf, nodeNameOf } from './reader-schema.ts';

/**
 * The editor's document: chunk nodes of block nodes whose text is exactly the text's slice.
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
  let nextInline = 0;
  let open: Inline[] = [];
  const chunkType = schema.nodes['chunk']!;
  const chunks = map.chunks.map((chunk, index) => {
    const blocks: Node[] = [];
    for (let i = chunk.firstBlock; i < chunk.endBlock; i++) {
      const block = map.blocks[i]!;
      open = open.filter((inline) => inline.end > block.start);
      while (nextInline < inlines.length && inlines[nextInline]!.start < block.end) {
        open.push(inlines[nextInline++]!);
      }
      const slice = text.slice(block.start, block.end);
      const direction = blockDirection(slice, language, base);
      blocks.push(
        schema.nodes[nodeNameOf(block.kind)]!.create(
          attributesOf(block, direction),
          textNodes(schema, slice, block.start, open),
        ),
      );
    }
    return chunkType.create(
      { index, characters: chunk.end - chunk.start, blocks: chunk.endBlock - chunk.firstBlock },
      blocks,
    );
  });
  return schema.topNodeType.create(null, chunks);
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
