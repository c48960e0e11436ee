import { Extension, Mark, Node } from '@tiptap/core';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { ChunkNode, SectionNode } from './chunk-rendering.ts';
import type { Block, BlockKind } from '../../core/document/document.ts';
import { BLOCK_KINDS } from '../../core/document/document.ts';

/** Element of each kind of block. Headings follow their level; the document's title is the only `h1`. */
const BLOCK_TAGS: Readonly<Record<BlockKind, string>> = {
  title: 'h1',
  heading: 'h2',
  paragraph: 'p',
  listItem: 'p',
  quote: 'blockquote',
  caption: 'p',
  reference: 'p',
  code: 'pre',
  tableRow: 'p',
  footnote: 'p',
  furniture: 'p',
};

/** How a block is shown, where that is not by its kind alone. */
export interface BlockShape {
  readonly level: number | null;
  readonly marker: string | null;
  readonly dir: string | null;
  readonly lang: string | null;
}

/** Kept out of TipTap's attribute merging: see `renderBlock`. */
const silent = (value: unknown) => ({ default: value, rendered: false });

/** A schema has one name space for nodes and marks, and `code` is a mark already. */
export function nodeNameOf(kind: BlockKind): string {
  return kind === 'code' ? 'codeBlock' : kind;
}

function blockNode(kind: BlockKind): Node {
  return Node.create({
    name: nodeNameOf(kind),
    group: 'block',
    content: 'text*',
    selectable: false,
    // One attribute, absent from most blocks: six of them cost a third of building the document.
    addAttributes: () => ({ shape: silent(null) }),
  });
}

/**
 * Elements of blocks, made at once: by way of TipTap's attribute merging and ProseMirror's output specs they cost as
 * much as all the rest of opening a document.
 */
function renderBlock(kind: BlockKind, node: ProseMirrorNode): { dom: HTMLElement; contentDOM: HTMLElement } {
  const shape = node.attrs['shape'] as BlockShape | null;
  const dom = document.createElement(tagOf(kind, shape?.level ?? null));
  dom.className = `reader-block is-${kind}`;
  if (!shape) return { dom, contentDOM: dom };
  const { level, marker, dir, lang } = shape;
  if (dir) dom.dir = dir;
  if (lang) dom.lang = lang;
  if (marker) dom.dataset['marker'] = marker;
  if (level) dom.dataset['level'] = String(level);
  return { dom, contentDOM: dom };
}

const BlockElements = Extension.create({
  name: 'blockElements',
  extendNodeSchema(extension) {
    const kind = BLOCK_KINDS.find((known) => nodeNameOf(known) === extension.name);
    return kind ? { toDOM: (node: ProseMirrorNode) => renderBlock(kind, node) } : {};
  },
});

function tagOf(kind: BlockKind, level: number | null): string {
  return kind === 'heading' ? `h${Math.min(6, (level ?? 1) + 1)}` : BLOCK_TAGS[kind];
}

const DocumentNode = Node.create({ name: 'doc', topNode: true, content: 'section+' });

const TextNode = Node.create({ name: 'text', group: 'inline' });

function inlineMark(kind: string, tag: string): Mark {
  return Mark.create({
    name: kind,
    excludes: '',
    addAttributes: () => (kind === 'link' ? { href: silent(null) } : {}),
    renderHTML({ mark }) {
      const href: unknown = mark.attrs['href'];
      // No live link: nothing in Postil goes anywhere. The address is shown.
      const attributes =
        typeof href === 'string' ? { class: `is-${kind}`, title: href } : { class: `is-${kind}` };
      return [tag, attributes, 0];
    },
  });
}

export const readerNodes = [
  BlockElements,
  DocumentNode,
  SectionNode,
  ChunkNode,
  TextNode,
  ...BLOCK_KINDS.map(blockNode),
  inlineMark('link', 'span'),
  inlineMark('strong', 'strong'),
  inlineMark('emphasis', 'em'),
  inlineMark('code', 'code'),
  inlineMark('markup', 'span'),
];

/** The attributes of a block's node; `null` for the type's own, which costs nothing. */
export function attributesOf(
  block: Block,
  direction: { readonly dir: string | null; readonly lang: string | null },
): { readonly shape: BlockShape } | null {
  const { level = null, marker = null } = block;
  const { dir, lang } = direction;
  return level === null && marker === null && dir === null && lang === null
    ? null
    : { shape: { level, marker, dir, lang } };
}
