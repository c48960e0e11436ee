import type { ChunkElement } from './chunk-rendering.ts';
import type { OffsetMap } from './offset-map.ts';

/** Characters of running text per em of line. */
const CHARACTERS_PER_EM = 2.15;
/** What a block takes beside its lines: the end of its last line, and the space after it. In lines. */
const LINES_PER_BLOCK = 1.1;

/**
 * Guesses the heights of chunks that nobody has laid out yet. One length on each element, in lines, so that it follows
 * the type size by itself: as a formula over custom properties it cost the browser more than all the rest of the first
 * frame.
 */
export class ChunkHeights {
  readonly #map: OffsetMap;
  readonly #chunkElements: readonly ChunkElement[];
  #perLine = 0;

  constructor(map: OffsetMap, chunkElements: readonly ChunkElement[]) {
    this.#map = map;
    this.#chunkElements = chunkElements;
  }

  /**
   * @param lineWidth of the text column, px
   * @param typeSize px
   */
  fit(lineWidth: number, typeSize: number): void {
    const perLine = Math.max(10, Math.round((lineWidth / typeSize) * CHARACTERS_PER_EM));
    if (perLine === this.#perLine) return;
    this.#perLine = perLine;
    for (const { firstChunk, endChunk } of this.#map.sections) {
      let sum = 0;
      for (let i = firstChunk; i < endChunk; i++) {
        const { firstBlock, endBlock, start, end } = this.#map.chunks[i]!;
        const lines = (end - start) / perLine + (endBlock - firstBlock) * LINES_PER_BLOCK;
        guess(this.#chunkElements[i]!, lines);
        sum += lines;
      }
      guess(this.#chunkElements[firstChunk]!.parentElement!, sum);
    }
  }
}

function guess(element: HTMLElement, lines: number): void {
  element.style.containIntrinsicBlockSize = `auto ${lines.toFixed(1)}lh`;
}
