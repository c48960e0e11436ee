import { Editor, Extension, Node } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { createTextAnnotator } from '@recogito/text-annotator';
import type { Block } from '../../../src/core/document/document.ts';
import type { ReaderPassage } from '../../../src/renderer/reader/passage.ts';

/** One way of showing passages: opened once, then passages are added one at a time. */
export interface Contender {
  readonly scroller: Element;
  add(passage: ReaderPassage): void;
}

export interface BenchInput {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly passages: readonly ReaderPassage[];
}

function peerElements(root: Element): { scroller: HTMLElement; content: HTMLElement } {
  const scroller = document.createElement('div');
  scroller.className = 'peer';
  const content = document.createElement('div');
  content.className = 'peer-text';
  scroller.append(content);
  root.append(scroller);
  return { scroller, content };
}

/** TipTap with its own defaults: paragraphs, and an inline decoration for every passage. */
export function openDecorations(root: Element, input: BenchInput): Contender {
  const { scroller, content } = peerElements(root);
  const key = new PluginKey<DecorationSet>('passages');
  const starts = input.blocks.map((block) => block.start);
  const decorate = (passage: ReaderPassage): Decoration[] =>
    passage.annotation.target.ranges.map((range) => {
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (starts[middle]! <= range.start) low = middle + 1;
        else high = middle;
      }
      // Every paragraph before costs two positions and loses its two line ends: position = offset + 1.
      const shift = 1 + 2 * (low - 1) - (input.blocks[low - 1]!.start - lengthBefore(low - 1));
      return Decoration.inline(range.start + shift, range.end + shift, { class: 'peer-passage' });
    });
  const lengths: number[] = [0];
  for (const block of input.blocks) lengths.push(lengths.at(-1)! + block.end - block.start);
  function lengthBefore(block: number): number {
    return lengths[block]!;
  }
  const editor = new Editor({
    element: content,
    editable: false,
    extensions: [
      Node.create({ name: 'doc', topNode: true, content: 'paragraph+' }),
      Node.create({ name: 'paragraph', content: 'text*', renderHTML: () => ['p', 0] }),
      Node.create({ name: 'text' }),
      Extension.create({
        name: 'passages',
        addProseMirrorPlugins: () => [
          new Plugin<DecorationSet>({
            key,
            state: {
              init: (_, state) => DecorationSet.create(state.doc, input.passages.flatMap(decorate)),
              apply: (transaction, set) => {
                const added: Decoration[] | undefined = transaction.getMeta(key);
                return added ? set.add(transaction.doc, added) : set;
              },
            },
            props: { decorations: (state) => key.getState(state) },
          }),
        ],
      }),
    ],
    content: {
      type: 'doc',
      content: input.blocks.map((block) => ({
        type: 'paragraph',
        content: [{ type: 'text', text: input.text.slice(block.start, block.end) }],
      })),
    },
  });
  return {
    scroller,
    add: (passage) => editor.view.dispatch(editor.state.tr.setMeta(key, decorate(passage))),
  };
}

/** The peer's annotator over plain paragraphs, with its default renderer. */
export function openRecogito(root: Element, input: BenchInput): Contender {
  const { scroller, content } = peerElements(root);
  let at = 0;
  for (const block of input.blocks) {
    // White space between the paragraphs stays in the DOM: the peer counts offsets over the container's text.
    content.append(input.text.slice(at, block.start));
    const paragraph = document.createElement('p');
    paragraph.textContent = input.text.slice(block.start, block.end);
    content.append(paragraph);
    at = block.end;
  }
  const annotator = createTextAnnotator(content, { annotatingEnabled: false });
  const convert = ({ annotation: { id, target } }: ReaderPassage) => ({
    id,
    bodies: [],
    target: {
      annotation: id,
      selector: target.ranges.map((range) => ({ ...range, quote: input.text.slice(range.start, range.end) })),
    },
  });
  // The peer finds the DOM range by itself from the offsets, though its type asks for one.
  annotator.setAnnotations(
    input.passages.map(convert) as unknown as Parameters<typeof annotator.setAnnotations>[0],
  );
  return {
    scroller,
    add: (passage) =>
      annotator.addAnnotation(convert(passage) as unknown as Parameters<typeof annotator.addAnnotation>[0]),
  };
}
