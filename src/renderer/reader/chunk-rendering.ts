import { Extension, Node } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { OffsetMap } from './offset-map.ts';

export interface ChunkElement extends HTMLElement {
  /** Holds what is drawn beside and over the chunk's text: bars and the caret. Never part of the text. */
  margin: HTMLElement;
}

/**
 * A chunk of blocks: carries `content-visibility`, and what is drawn for its passages lives inside it and so moves with
 * it. Its element is there from the beginning, with an estimated height; its blocks get theirs when the chunk is first
 * asked for (see `renderChunks`), so that opening a long document does not wait for the far end of it.
 */
export const ChunkNode = Node.create<object, { elements: ChunkElement[] }>({
  name: 'chunk',
  content: 'block+',
  selectable: false,
  addStorage: () => ({ elements: [] }),
  addAttributes: () => ({
    index: { default: 0, rendered: false },
    characters: { default: 0, rendered: false },
    blocks: { default: 0, rendered: false },
  }),
  renderHTML: () => ['div', 0],
  addNodeView() {
    const { elements } = this.storage;
    return ({ node, decorations }) => {
      const { index, characters, blocks } = node.attrs as Record<'index' | 'characters' | 'blocks', number>;
      // The editor makes a view anew when the chunk's blocks are asked for; observers and bars keep their element.
      const dom = (elements[index] ??= chunkElement(index, characters, blocks));
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

function chunkElement(index: number, characters: number, blocks: number): ChunkElement {
  const margin = document.createElement('div');
  margin.className = 'reader-chunk-margin';
  const dom = Object.assign(document.createElement('div'), { margin });
  dom.className = 'reader-chunk is-empty';
  dom.dataset['chunk'] = String(index);
  dom.style.setProperty('--chunk-characters', String(characters));
  dom.style.setProperty('--chunk-blocks', String(blocks));
  dom.append(margin);
  return dom;
}

const renderedKey = new PluginKey<DecorationSet>('renderedChunks');

export const ChunkRendering = Extension.create({
  name: 'chunkRendering',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key: renderedKey,
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, current) => {
          const added: unknown = transaction.getMeta(renderedKey);
          return Array.isArray(added) ? current.add(transaction.doc, added as Decoration[]) : current;
        },
      },
      props: { decorations: (state) => renderedKey.getState(state) },
    }),
  ],
});

/** The transaction that gives the blocks of some chunks their elements. */
export function renderChunks(state: EditorState, map: OffsetMap, chunks: readonly number[]): Transaction {
  const decorations = chunks.map((index) => {
    const { firstBlock, endBlock } = map.chunks[index]!;
    const last = map.blocks[endBlock - 1]!;
    const from = map.contentPosition(firstBlock) - 2;
    const to = map.contentPosition(endBlock - 1) + last.end - last.start + 2;
    return Decoration.node(from, to, {}, { isRendered: true });
  });
  return state.tr.setMeta(renderedKey, decorations).setMeta('addToHistory', false);
}
