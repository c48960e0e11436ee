import { getSchema } from '@tiptap/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_KINDS, INLINE_KINDS, type Block, type Inline } from '../../../src/core/document/document.ts';
import { OffsetMap } from '../../../src/renderer/reader/offset-map.ts';
import { buildReaderDocument } from '../../../src/renderer/reader/reader-content.ts';
import { nodeNameOf, readerNodes } from '../../../src/renderer/reader/reader-schema.ts';

const schema = getSchema(readerNodes);

function build(
  text: string,
  blocks: readonly Block[],
  { inlines = [], characters }: { readonly inlines?: readonly Inline[]; readonly characters?: number } = {},
) {
  const map = new OffsetMap(blocks, characters);
  return { map, document: buildReaderDocument(schema, map, text, inlines, '', 'ltr') };
}

const words = fc.string({
  unit: fc.constantFrom('a', 'b', ' ', 'ک', '😀', '\n'),
  minLength: 0,
  maxLength: 30,
});

describe('buildReaderDocument', () => {
  it('is valid by its own schema and puts every offset where the map says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(words, fc.constantFrom(...BLOCK_KINDS)), { minLength: 1, maxLength: 80 }),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(40), fc.constantFrom(...INLINE_KINDS)), { maxLength: 20 }),
        // Small chunks, so that there are sections enough.
        fc.constantFrom(1, 20, 300, undefined),
        (parts, spans, characters) => {
          const blocks: Block[] = [];
          let text = '';
          for (const [content, kind] of parts) {
            blocks.push({ kind, start: text.length, end: text.length + content.length });
            text += `${content}\n\n`;
          }
          const inlines = spans
            .map(([start, length, kind]): Inline => ({ kind, start, end: start + length }))
            .toSorted((a, b) => a.start - b.start);
          const { map, document } = build(text, blocks, { inlines, ...(characters ? { characters } : {}) });
          document.check();
          document.descendants((node) => {
            let size = 0;
            node.forEach((child) => (size += child.nodeSize));
            if (!node.isLeaf) expect(node.content.size).toBe(size);
          });
          blocks.forEach((block, i) => {
            const from = map.positionOf(block.start, 'after');
            const node = document.resolve(map.contentPosition(i)).parent;
            expect(node.type.name).toBe(nodeNameOf(block.kind));
            expect(node.textContent).toBe(text.slice(block.start, block.end));
            if (block.end > block.start) {
              const to = map.positionOf(block.end, 'before');
              expect(document.textBetween(from, to)).toBe(text.slice(block.start, block.end));
            }
          });
        },
      ),
    );
  });

  it('marks exactly the characters of inline structure, nested and overlapping, over the edge of a block', () => {
    const text = 'one two three\n\nfour five';
    const { document } = build(
      text,
      [
        { kind: 'paragraph', start: 0, end: 13 },
        { kind: 'paragraph', start: 15, end: 24 },
      ],
      {
        // A chunk for each block: `strong` goes on over the edge of a chunk, too.
        characters: 1,
        inlines: [
          { kind: 'strong', start: 4, end: 19 },
          { kind: 'emphasis', start: 4, end: 7 },
          { kind: 'link', start: 6, end: 9, href: 'https://example.org/' },
        ],
      },
    );
    const marked: [string, string[]][] = [];
    document.descendants((node) => {
      if (node.isText) marked.push([node.text!, node.marks.map((mark) => mark.type.name).toSorted()]);
    });
    expect(marked).toEqual([
      ['one ', []],
      ['tw', ['emphasis', 'strong']],
      ['o', ['emphasis', 'link', 'strong']],
      [' t', ['link', 'strong']],
      ['hree', ['strong']],
      ['four', ['strong']],
      [' five', []],
    ]);
  });

  it('turns right-to-left blocks round and says their language where the document does not', () => {
    const text = 'Title\nمتن کا ٹکڑا';
    const { document } = build(text, [
      { kind: 'heading', level: 2, start: 0, end: 5 },
      { kind: 'paragraph', start: 6, end: text.length },
    ]);
    const chunk = document.child(0).child(0);
    expect(chunk.child(0).attrs['shape']).toEqual({ level: 2, marker: null, dir: null, lang: null });
    expect(chunk.child(1).attrs['shape']).toEqual({ level: null, marker: null, dir: 'rtl', lang: 'ur' });
  });

  it('makes the blocks of a chunk when they are asked for, not before', () => {
    const paragraphs = Array.from({ length: 200 }, (_, i) => `Paragraph ${i}.`);
    const text = paragraphs.join('\n\n');
    let at = 0;
    const blocks = paragraphs.map((words): Block => {
      const start = at;
      at += words.length + 2;
      return { kind: 'paragraph', start, end: start + words.length };
    });
    let made = 0;
    const paragraph = schema.nodes['paragraph']!;
    const create = paragraph.create.bind(paragraph);
    paragraph.create = (...values) => {
      made += 1;
      return create(...values);
    };
    try {
      const { map, document } = build(text, blocks, { characters: 30 });
      expect(document.content.size).toBeGreaterThan(text.length);
      expect(made).toBe(0);
      const at150 = map.positionOf(blocks[150]!.start, 'after');
      expect(document.textBetween(at150, at150 + 'Paragraph 150.'.length)).toBe('Paragraph 150.');
      expect(made).toBeLessThan(10);
      expect(document.nodeAt(at150)).toBe(document.nodeAt(at150));
    } finally {
      paragraph.create = create;
    }
  });
});
