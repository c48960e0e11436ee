import type { TextRange } from '../../core/annotation/annotation.ts';
import type { ReaderGeometry } from './geometry.ts';

/** Frames in which a jump is corrected while chunks around its goal get their real height. */
const SETTLING_FRAMES = 6;

export type ScrollBlock = 'start' | 'center' | 'nearest';

/** Jumps to offsets in a document most of whose heights are estimates, and says which offset is at the top. */
export class ScrollPosition {
  readonly #scroller: HTMLElement;
  readonly #geometry: ReaderGeometry;
  #settling = 0;

  constructor(scroller: HTMLElement, geometry: ReaderGeometry) {
    this.#scroller = scroller;
    this.#geometry = geometry;
  }

  /** Lays the chunks around `chunk` out for real; they stay so while the jump settles. */
  #force(chunk: number, isForced: boolean): void {
    for (const near of [chunk - 1, chunk, chunk + 1]) {
      this.#geometry.ensureChunk(near);
      this.#geometry.chunkElements[near]?.classList.toggle('is-forced', isForced);
    }
  }

  to(range: TextRange, block: ScrollBlock): void {
    this.stop();
    const chunk = this.#geometry.map.chunkAt(range.start);
    this.#force(chunk, true);
    this.#place(range, block);
    let frames = SETTLING_FRAMES;
    const settle = (): void => {
      frames -= 1;
      if (block !== 'nearest') this.#place(range, block);
      if (frames > 0) {
        this.#settling = requestAnimationFrame(settle);
      } else {
        this.#settling = 0;
        this.#force(chunk, false);
      }
    };
    this.#release = () => this.#force(chunk, false);
    this.#settling = requestAnimationFrame(settle);
  }

  #release: () => void = () => undefined;

  /** Ends the settling of an earlier jump: the reader moved on. */
  stop(): void {
    if (this.#settling === 0) return;
    cancelAnimationFrame(this.#settling);
    this.#settling = 0;
    this.#release();
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
    const chunk = this.#geometry.chunkElements.findIndex((element) => {
      const box = element.getBoundingClientRect();
      return box.bottom > view.top + 1;
    });
    const element = this.#geometry.chunkElements[chunk];
    if (!element) return 0;
    const span = this.#geometry.map.chunks[chunk]!;
    this.#geometry.ensureChunk(chunk);
    const text = element.querySelector('.reader-chunk-text')!.getBoundingClientRect();
    for (let y = view.top + 4; y < Math.min(view.bottom, view.top + 160); y += 8) {
      const offset = this.#geometry.offsetAtPoint(text.left + 4, y);
      if (offset !== null) return offset;
    }
    return span.start;
  }
}
