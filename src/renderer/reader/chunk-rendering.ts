import { Extension, Node } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { OffsetMap } from './offset-map.ts';

export interface ChunkElement extends HTMLElement {
  /** Holds what is drawn beside and over the chunk's text: bars and the caret. Never part of the text. */
  margin: HTMLElement;
}

/**
 * A run of chunks, skipped as a whole while it is far: what the browser does for each element of a page at each frame
 * it does for the sections and the few chunks at hand.
 */
export const SectionNode = Node.create({
  name: 'section',
  content: 'chunk+',
  selectable: false,
  renderHTML: () => ['div', { class: 'reader-section' }, 0],
});

/**
 * A chunk of blocks: carries `content-visibility`, and what is drawn for its passages lives inside it and so moves with
 * it. Its element is there from the beginning, with a guessed height (`ChunkHeights`); its blocks get theirs when the chunk is first
 * asked for (see `renderChunks`), so that opening a long document does not wait for the far end of it.
 */
export const ChunkNode = Node.create<object, { elements: ChunkElement[] }>({
  name: 'chunk',
  content: 'block+',
  selectable: false,
  addStorage: () => ({ elements: [] }),
  addAttributes: () => ({ index: { default: 0, rendered: false } }),
  renderHTML: () => ['div', 0],
  addNodeView() {
    const { elements } = this.storage;
    return ({ node, decorations }) => {
      const { index } = node.attrs as { readonly index: number };
      // The editor makes a view anew when the chunk's blocks are asked for; observers and bars keep their element.
      const dom = (elements[index] ??= chunkElement(index));
      const isRendered = decorations.some(
        (decoration) => (decoration.spec as { isRendered?: true }).isRendered,
      );
      const shared = {
        dom,
        ignoreMutation: (mutation: { readonly type: string }) => mutation.type !== 'selection',
        stopEvent: (event: Event) =>
          event.target instanceof globalThis.Node && dom.margin.contains(event.target),
      };
      if (!isRendered) {
        return {
          ...shared,
          update: (_node, next) => !next.some(({ spec }) => (spec as { isRendered?: true }).isRendered),
        };
      }
      const contentDOM = document.createElement('div');
      contentDOM.className = 'reader-chunk-text';
      dom.classList.remove('is-empty');
      dom.prepend(contentDOM);
      return { ...shared, contentDOM };
    };
  },
});

/** Elements are copied from one, which is cheaper than making each of its parts. */
let template: HTMLElement | null = null;

function makeTemplate(): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'reader-chunk is-empty';
  const margin = document.createElement('div');
  margin.className = 'reader-chunk-margin';
  dom.append(margin);
  return dom;
}

function chunkElement(index: number): ChunkElement {
  template ??= makeTemplate();
  const dom = template.cloneNode(true) as HTMLElement;
  dom.dataset['chunk'] = String(index);
  return Object.assign(dom, { margin: dom.firstElementChild as HTMLElement });
}

const renderedKey = new PluginKey<DecorationSet>('renderedChunks');

export interface ChunkRenderingOptions {
  readonly map: OffsetMap | null;
  /** The chunks whose blocks have elements from the beginning. */
  readonly opening: readonly number[];
}

export const ChunkRendering = Extension.create<ChunkRenderingOptions>({
  name: 'chunkRendering',
  addOptions: () => ({ map: null, opening: [] }),
  addProseMirrorPlugins() {
    const { map, opening } = this.options;
    return [
      new Plugin<DecorationSet>({
        key: renderedKey,
        state: {
          init: (_, { doc }) =>
            map ? DecorationSet.empty.add(doc, decorateRendered(map, opening)) : DecorationSet.empty,
          apply: (transaction, current) => {
            const added: unknown = transaction.getMeta(renderedKey);
            return Array.isArray(added) ? current.add(transaction.doc, added as Decoration[]) : current;
          },
        },
        props: { decorations: (state) => renderedKey.getState(state) },
      }),
    ];
  },
});

function decorateRendered(map: OffsetMap, chunks: readonly number[]): Decoration[] {
  return chunks.map((index) => {
    const from = map.contentPosition(map.chunks[index]!.firstBlock) - 2;
    return Decoration.node(from, from + map.contentSize(index) + 2, {}, { isRendered: true });
  });
}

/** The transaction that gives the blocks of some chunks their elements. */
export function renderChunks(state: EditorState, map: OffsetMap, chunks: readonly number[]): Transaction {
  return state.tr.setMeta(renderedKey, decorateRendered(map, chunks)).setMeta('addToHistory', false);
}
