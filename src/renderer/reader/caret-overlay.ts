import type { ReaderGeometry } from './geometry.ts';

/** The caret of a text that is not editable: drawn in the margin element of its chunk, so that it moves with it. */
export class CaretOverlay {
  readonly #geometry: ReaderGeometry;
  readonly #element = document.createElement('div');

  constructor(geometry: ReaderGeometry) {
    this.#geometry = geometry;
    this.#element.className = 'reader-caret';
    this.#element.setAttribute('aria-hidden', 'true');
  }

  draw(offset: number): void {
    const chunk = this.#geometry.chunkElements[this.#geometry.map.chunkAt(offset)];
    if (!chunk) return;
    const box = this.#geometry.caretBox(offset);
    const origin = chunk.margin.getBoundingClientRect();
    this.#element.style.left = `${box.left - origin.left}px`;
    this.#element.style.top = `${box.top - origin.top}px`;
    this.#element.style.height = `${box.bottom - box.top}px`;
    chunk.margin.append(this.#element);
    // Blinking begins anew, so that a moving caret is always seen.
    for (const animation of this.#element.getAnimations()) animation.currentTime = 0;
  }

  hide(): void {
    this.#element.remove();
  }
}
