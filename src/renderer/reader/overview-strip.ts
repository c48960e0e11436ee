import type { TextRange } from '../../core/annotation/annotation.ts';
import { PASSAGE_LOOKS, type ReaderPassage } from './passage.ts';

const DELAY = 80;

/**
 * Where passages lie in the whole document, beside the scroll bar. Position is by share of the text, as the estimated
 * heights of unseen chunks are. For the eye only: the list of passages says the same to everybody.
 */
export class OverviewStrip {
  readonly #canvas: HTMLCanvasElement;
  readonly #length: number;
  #passages: readonly ReaderPassage[] = [];
  #current: readonly TextRange[] = [];
  #found: readonly TextRange[] = [];
  #frame = 0;
  #timer = 0;

  constructor(canvas: HTMLCanvasElement, textLength: number) {
    this.#canvas = canvas;
    this.#length = Math.max(1, textLength);
  }

  setPassages(passages: readonly ReaderPassage[]): void {
    this.#passages = passages;
    this.invalidate();
  }

  setCurrent(ranges: readonly TextRange[]): void {
    this.#current = ranges;
    this.invalidate();
  }

  setFound(ranges: readonly TextRange[]): void {
    this.#found = ranges;
    this.invalidate();
  }

  /** Draws soon, but not in the frame that shows an edit: that one belongs to the text. */
  invalidate(): void {
    if (this.#timer !== 0) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#frame = requestAnimationFrame(() => this.#draw());
    }, DELAY);
  }

  offsetAt(clientY: number): number {
    const box = this.#canvas.getBoundingClientRect();
    const share = box.height > 0 ? (clientY - box.top) / box.height : 0;
    return Math.round(Math.max(0, Math.min(1, share)) * this.#length);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
  }

  #draw(): void {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(this.#canvas.clientWidth * ratio);
    const height = Math.round(this.#canvas.clientHeight * ratio);
    const context = this.#canvas.getContext('2d');
    if (!context || width === 0 || height === 0) return;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    context.clearRect(0, 0, width, height);
    const style = getComputedStyle(this.#canvas);
    // One mark per row at most, however many passages: 10,000 of them cost no more than the strip is high.
    const tick = Math.max(2, Math.round(2 * ratio));
    const rows = new Uint8Array(Math.ceil(height / tick));
    for (const passage of this.#passages) {
      const row = this.#row(passage.annotation.target.ranges[0]!.start, rows.length);
      rows[row] = Math.max(rows[row]!, PASSAGE_LOOKS.indexOf(passage.look) + 1);
    }
    const colours = PASSAGE_LOOKS.map((look) => style.getPropertyValue(`--look-${look}`));
    context.globalAlpha = 0.75;
    for (let row = 0; row < rows.length; row++) {
      if (rows[row] === 0) continue;
      context.fillStyle = colours[rows[row]! - 1]!;
      context.fillRect(width * 0.3, row * tick, width * 0.4, tick);
    }
    context.globalAlpha = 1;
    context.fillStyle = style.getPropertyValue('--find-mark');
    for (const range of this.#found.slice(0, 2000)) {
      context.fillRect(width * 0.6, this.#row(range.start, rows.length) * tick, width * 0.4, tick);
    }
    context.fillStyle = style.getPropertyValue('--accent');
    for (const range of this.#current) {
      context.fillRect(0, this.#row(range.start, rows.length) * tick - ratio, width, tick + 2 * ratio);
    }
  }

  #row(offset: number, rows: number): number {
    return Math.min(rows - 1, Math.floor((offset / this.#length) * rows));
  }
}
