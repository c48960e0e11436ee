import { Mark, Node } from '@tiptap/core';
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
  furniture: 'p',
};

export interface BlockAttributes {
  readonly start: number;
  readonly end: number;
  readonly level: number | null;
  readonly marker: string | null;
  readonly dir: string | null;
  readonly lang: string | null;
}

/** Not rendered by TipTap's own attribute merging, which costs more than the rest of a block: see `renderHTML`. */
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
    addAttributes: () => ({
      start: silent(0),
      end: silent(0),
      level: silent(null),
      marker: silent(null),
      dir: silent(null),
      lang: silent(null),
    }),
    renderHTML({ node }) {
      const { level, marker, dir, lang } = node.attrs as BlockAttributes;
      const attributes: Record<string, string> = { class: `reader-block is-${kind}` };
      if (dir) attributes['dir'] = dir;
      if (lang) attributes['lang'] = lang;
      if (marker) attributes['data-marker'] = marker;
      if (level) attributes['data-level'] = String(level);
      return [tagOf(kind, level), attributes, 0];
    },
  });
}

function tagOf(kind: BlockKind, level: number | null): string {
  return kind === 'heading' ? `h${Math.min(6, (level ?? 1) + 1)}` : BLOCK_TAGS[kind];
}

const DocumentNode = Node.create({ name: 'doc', topNode: true, content: 'chunk+' });

export interface ChunkElement extends HTMLElement {
  /** Holds what is drawn beside and over the chunk's text: bars and the caret. Never part of the text. */
  margin: HTMLElement;
}

/** A chunk carries `content-visibility`; what is drawn for its passages lives inside it and so moves with it. */
const ChunkNode = Node.create({
  name: 'chunk',
  content: 'block+',
  selectable: false,
  addAttributes: () => ({ index: silent(0), characters: silent(0), blocks: silent(0) }),
  renderHTML: () => ['div', 0],
  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement('div') as unknown as ChunkElement;
      dom.className = 'reader-chunk';
      dom.dataset['chunk'] = String(node.attrs['index']);
      dom.style.setProperty('--chunk-characters', String(node.attrs['characters']));
      dom.style.setProperty('--chunk-blocks', String(node.attrs['blocks']));
      const contentDOM = document.createElement('div');
      contentDOM.className = 'reader-chunk-text';
      dom.margin = document.createElement('div');
      dom.margin.className = 'reader-chunk-margin';
      dom.append(contentDOM, dom.margin);
      return {
        dom,
        contentDOM,
        ignoreMutation: (mutation) => mutation.type !== 'selection',
        stopEvent: (event) => event.target instanceof globalThis.Node && dom.margin.contains(event.target),
      };
    };
  },
});

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
  DocumentNode,
  ChunkNode,
  TextNode,
  ...BLOCK_KINDS.map(blockNode),
  inlineMark('link', 'span'),
  inlineMark('strong', 'strong'),
  inlineMark('emphasis', 'em'),
  inlineMark('code', 'code'),
  inlineMark('markup', 'span'),
];

export function attributesOf(
  block: Block,
  direction: { dir: string | null; lang: string | null },
): BlockAttributes {
  return {
    start: block.start,
    end: block.end,
    level: block.level ?? null,
    marker: block.marker ?? null,
    ...direction,
  };
}
