import type { EditorView } from '@tiptap/pm/view';
import type { TextRange } from '../../core/annotation/annotation.ts';
import type { Bias, OffsetMap } from './offset-map.ts';
import type { ChunkElement } from './chunk-rendering.ts';

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function chunkElementsOf(view: EditorView): ChunkElement[] {
  return [...view.dom.children].flatMap((section) => [...section.children] as ChunkElement[]);
}

/** Between text offsets, the DOM and the screen. All boxes are in client pixels. */
export class ReaderGeometry {
  readonly view: EditorView;
  readonly map: OffsetMap;
  readonly chunkElements: readonly ChunkElement[];
  readonly #ruler = document.createRange();
  readonly #ensureChunk: (chunk: number) => void;

  /** @param ensureChunk makes the elements of a chunk's blocks, if they are not there yet */
  constructor(view: EditorView, map: OffsetMap, ensureChunk: (chunk: number) => void) {
    this.view = view;
    this.map = map;
    this.#ensureChunk = ensureChunk;
    this.chunkElements = chunkElementsOf(view);
  }

  domPoint(offset: number, side: 'start' | 'end'): { readonly node: Node; readonly offset: number } {
    const bias = side === 'start' ? 'after' : 'before';
    this.ensureAt(offset, bias);
    const position = this.map.positionOf(offset, bias);
    return this.view.domAtPos(position, side === 'start' ? 1 : -1);
  }

  /** Makes sure that the block at an offset has its element. */
  ensureAt(offset: number, bias: Bias): void {
    this.#ensureChunk(this.map.chunkAt(this.map.blocks[this.map.blockAt(offset, bias)]!.start));
  }

  ensureChunk(chunk: number): void {
    if (chunk >= 0 && chunk < this.map.chunks.length) this.#ensureChunk(chunk);
  }

  /** A range that never follows changes of the DOM, which here never change: cheaper to keep than a live one. */
  staticRange(range: TextRange): StaticRange {
    const start = this.domPoint(range.start, 'start');
    const end = this.domPoint(range.end, 'end');
    return new StaticRange({
      startContainer: start.node,
      startOffset: start.offset,
      endContainer: end.node,
      endOffset: end.offset,
    });
  }

  /** The offset at a DOM point, or `null` where it is not in the text (a label, the margin, another pane). */
  offsetAtDom(node: Node, offset: number): number | null {
    const element = node instanceof Element ? node : node.parentElement;
    if (!element?.closest('.reader-chunk-text') || !this.view.dom.contains(node)) return null;
    if (element.closest('.reader-zone')) return null;
    return this.map.offsetOf(this.view.posAtDOM(node, offset, 1), 'after');
  }

  /** The nearest caret offset to a point. */
  offsetAtPoint(x: number, y: number): number | null {
    const caret = document.caretPositionFromPoint(x, y);
    return caret ? this.offsetAtDom(caret.offsetNode, caret.offset) : null;
  }

  /** The offset of the character drawn under a point, or `null` beside the text. */
  characterAt(x: number, y: number): number | null {
    const offset = this.offsetAtPoint(x, y);
    if (offset === null) return null;
    for (const start of [offset, offset - 1]) {
      const block = this.map.blocks[this.map.blockAt(start, 'after')]!;
      if (start < block.start || start >= block.end) continue;
      this.#measure({ start, end: start + 1 });
      for (const box of this.#ruler.getClientRects()) {
        if (x >= box.left - 1 && x <= box.right + 1 && y >= box.top - 2 && y <= box.bottom + 2) return start;
      }
    }
    return null;
  }

  #measure(range: TextRange): void {
    const start = this.domPoint(range.start, 'start');
    const end = this.domPoint(range.end, 'end');
    this.#ruler.setStart(start.node, start.offset);
    this.#ruler.setEnd(end.node, end.offset);
  }

  /** The box around a range. Forces the layout of a skipped chunk: ask for what is near the viewport. */
  boxOf(range: TextRange): DOMRect {
    this.#measure(range);
    return this.#ruler.getBoundingClientRect();
  }

  /** The thin box of a caret before the character at `offset`, or after the block's last one. */
  caretBox(offset: number): Box {
    this.ensureAt(offset, 'after');
    const block = this.map.blocks[this.map.blockAt(offset, 'after')]!;
    const side = offset >= block.end && block.start < block.end ? -1 : 1;
    return this.view.coordsAtPos(this.map.positionOf(offset, 'after'), side);
  }

  isRightToLeft(offset: number): boolean {
    const { node } = this.domPoint(offset, 'start');
    const element = node instanceof Element ? node : node.parentElement;
    return element !== null && getComputedStyle(element).direction === 'rtl';
  }
}
