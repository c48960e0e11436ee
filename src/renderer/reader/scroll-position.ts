import type { TextRange } from '../../core/annotation/annotation.ts';
import type { ChunkElement } from './chunk-rendering.ts';
import type { ReaderGeometry } from './geometry.ts';

/** Frames in which a jump is corrected while chunks around its goal get their real height. */
const SETTLING_FRAMES = 6;

/** Pixels of a line that must show for it to be the first one. */
const PEEK = 4;

export type ScrollBlock = 'start' | 'center' | 'nearest';

/** Jumps to offsets in a document most of whose heights are estimates, and says which offset is at the top. */
export class ScrollPosition {
  readonly #scroller: HTMLElement;
  readonly #geometry: ReaderGeometry;
  #settling = 0;
  /** The chunk that is laid out, with its neighbours, while a jump to it settles. */
  #forced: number | null = null;

  constructor(scroller: HTMLElement, geometry: ReaderGeometry) {
    this.#scroller = scroller;
    this.#geometry = geometry;
  }

  /** Lays the chunks around `chunk` out for real; they stay so while the jump settles. */
  #force(chunk: number): void {
    this.#forced = chunk;
    for (const near of around(chunk)) this.#geometry.ensureChunk(near);
    for (const element of this.#elementsAround(chunk)) element.classList.add('is-forced');
  }

  /** Only from within an animation frame (see `stop`). What another jump needs in the meantime stays. */
  #release(chunk: number): void {
    const stays = this.#forced === null ? null : this.#elementsAround(this.#forced);
    for (const element of this.#elementsAround(chunk)) {
      if (!stays?.has(element)) element.classList.remove('is-forced');
    }
  }

  /** The elements of the chunks around `chunk`, and of the sections that hold them. */
  #elementsAround(chunk: number): ReadonlySet<Element> {
    const elements = new Set<Element>();
    for (const near of around(chunk)) {
      const element = this.#geometry.chunkElements[near];
      if (element) elements.add(element).add(element.parentElement!);
    }
    return elements;
  }

  /** Lays a chunk out until the next jump, or `stop`. */
  hold(chunk: number): void {
    this.stop();
    this.#force(chunk);
  }

  to(range: TextRange, block: ScrollBlock): void {
    this.stop();
    const chunk = this.#geometry.map.chunkAt(range.start);
    this.#force(chunk);
    this.#place(range, block);
    let frames = SETTLING_FRAMES;
    const settle = (): void => {
      frames -= 1;
      if (block !== 'nearest') this.#place(range, block);
      if (frames > 0) {
        this.#settling = requestAnimationFrame(settle);
      } else {
        this.#forced = null;
        this.#release(chunk);
      }
    };
    this.#settling = requestAnimationFrame(settle);
  }

  /**
   * Ends the settling of an earlier jump: the reader moved on. What was laid out for it is let go in the next frame and
   * never at once: this is called from within `mousedown`, and where that handler gives a chunk under the pointer back
   * to `content-visibility`, Chromium 156 goes on with the press in a chunk without layout and ends the page.
   */
  stop(): void {
    const chunk = this.#forced;
    if (chunk === null) return;
    cancelAnimationFrame(this.#settling);
    this.#forced = null;
    requestAnimationFrame(() => this.#release(chunk));
  }

  #place(range: TextRange, block: ScrollBlock): void {
    const box = range.start < range.end ? this.#geometry.boxOf(range) : this.#geometry.caretBox(range.start);
    const view = this.#scroller.getBoundingClientRect();
    const height = box.bottom - box.top;
    const edge = Math.min(view.height / 5, 96);
    let delta = 0;
    if (block === 'start') delta = box.top - view.top;
    else if (block === 'center') delta = box.top - view.top - Math.max(edge, (view.height - height) * 0.4);
    else if (box.top < view.top + edge || height > view.height - 2 * edge) delta = box.top - view.top - edge;
    else if (box.bottom > view.bottom - edge) delta = box.bottom - view.bottom + edge;
    if (Math.abs(delta) >= 1) this.#scroller.scrollTop += delta;
  }

  /** The offset of the first line in view. */
  firstVisibleOffset(): number {
    const view = this.#scroller.getBoundingClientRect();
    const reachesIn = (element: Element): boolean => element.getBoundingClientRect().bottom > view.top + 1;
    // By sections first: to measure a chunk in a section that is skipped would lay that section out.
    const section = [...this.#geometry.view.dom.children].find(reachesIn);
    const element = [...(section?.children ?? [])].find(reachesIn) as ChunkElement | undefined;
    if (!element) return 0;
    const chunk = this.#geometry.chunkElements.indexOf(element);
    const span = this.#geometry.map.chunks[chunk]!;
    this.#geometry.ensureChunk(chunk);
    // By the boxes of carets, never by what lies under a point: a dialog may lie over the text.
    let low = span.start;
    let high = span.end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#geometry.caretBox(middle).bottom > view.top + PEEK) high = middle;
      else low = middle + 1;
    }
    // What lies between two blocks is drawn nowhere, and counts as the beginning of the one that follows.
    const { map } = this.#geometry;
    return Math.max(low, map.blocks[map.blockAt(low, 'after')]!.start);
  }
}

function around(chunk: number): number[] {
  return [chunk - 1, chunk, chunk + 1];
}
