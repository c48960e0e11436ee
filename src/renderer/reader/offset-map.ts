import type { TextRange } from '../../core/annotation/annotation.ts';
import type { Block } from '../../core/document/document.ts';

/** Chunks are kept between some 20 and 50 blocks or about 12 KB: measured best (docs/benchmarks.md, performance.md). */
export const CHUNK_CHARACTERS = 12_000;
export const CHUNK_BLOCKS = 50;

/** Where passages lie thick, chunks are smaller: what is near the viewport is painted anew at each edit. */
const CHUNK_PASSAGES = 120;
const DENSE_CHUNK_CHARACTERS = 2500;

/** How long a chunk may get, in code units, so that it holds some 120 passages at most. */
export function chunkCharacters(textLength: number, passages: number): number {
  const wanted = passages === 0 ? CHUNK_CHARACTERS : (CHUNK_PASSAGES * textLength) / passages;
  return Math.round(Math.max(DENSE_CHUNK_CHARACTERS, Math.min(CHUNK_CHARACTERS, wanted)));
}

/** Chunks of a section: about the square root of the chunks of a very long document. */
export const SECTION_CHUNKS = 16;

/** A run of blocks that is laid out, painted and skipped together. Offsets are UTF-16, half-open. */
export interface Chunk {
  readonly firstBlock: number;
  /** One past its last block. */
  readonly endBlock: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The blocks that are shown: those of the structure, clipped to the text, and a paragraph for every stretch of the
 * text that the structure leaves out though it holds more than white space, so that no word is ever hidden. A text
 * without any block gets one empty paragraph.
 */
export function blocksToShow(text: string, blocks: readonly Block[]): Block[] {
  const shown: Block[] = [];
  let at = 0;
  for (const block of blocks) {
    const start = Math.max(at, Math.min(block.start, text.length));
    const end = Math.max(start, Math.min(block.end, text.length));
    fillGap(text, at, start, shown);
    shown.push(start === block.start && end === block.end ? block : { ...block, start, end });
    at = end;
  }
  fillGap(text, at, text.length, shown);
  return shown.length > 0 ? shown : [{ kind: 'paragraph', start: 0, end: 0 }];
}

function fillGap(text: string, start: number, end: number, into: Block[]): void {
  let first = start;
  while (first < end && isSpaceAt(text, first)) first++;
  if (first >= end) return;
  let last = end;
  while (isSpaceAt(text, last - 1)) last--;
  into.push({ kind: 'paragraph', start: first, end: last });
}

/** Nearly every gap is two line ends: they are told without a slice and a pattern. */
function isSpaceAt(text: string, offset: number): boolean {
  const unit = text.charCodeAt(offset);
  return unit === 0x0a || unit === 0x20 || /^\s$/u.test(text[offset]!);
}

function chunkBlocks(blocks: readonly Block[], characters: number): Chunk[] {
  const chunks: Chunk[] = [];
  let firstBlock = 0;
  for (let i = 0; i < blocks.length; i++) {
    const start = blocks[firstBlock]!.start;
    const end = blocks[i]!.end;
    const isFull = end - start >= characters || i + 1 - firstBlock >= CHUNK_BLOCKS;
    if (isFull || i === blocks.length - 1) {
      chunks.push({ firstBlock, endBlock: i + 1, start, end });
      firstBlock = i + 1;
    }
  }
  return chunks;
}

/** Where an offset between two blocks goes: to the end of the one before, or to the start of the one after. */
export type Bias = 'before' | 'after';

/**
 * Text offset ↔ editor position over a document of sections of chunks of blocks. Within a block both run in step; a
 * block, a chunk and a section each cost one position to enter and one to leave. Blocks must be in order and apart.
 */
export class OffsetMap {
  readonly blocks: readonly Block[];
  readonly chunks: readonly Chunk[];
  /** Editor position of the first character of each block. */
  readonly #contentPositions: Int32Array;

  constructor(blocks: readonly Block[], characters = CHUNK_CHARACTERS) {
    this.blocks = blocks;
    this.chunks = chunkBlocks(blocks, characters);
    this.#contentPositions = new Int32Array(blocks.length);
    let position = 0;
    this.chunks.forEach((chunk, index) => {
      if (index % SECTION_CHUNKS === 0) position += index === 0 ? 1 : 2;
      position += 1;
      for (let i = chunk.firstBlock; i < chunk.endBlock; i++) {
        this.#contentPositions[i] = position + 1;
        position += blocks[i]!.end - blocks[i]!.start + 2;
      }
      position += 1;
    });
  }

  /** The chunks of each section: from the first to one before the end. */
  get sections(): readonly { readonly firstChunk: number; readonly endChunk: number }[] {
    return Array.from({ length: Math.ceil(this.chunks.length / SECTION_CHUNKS) }, (_, section) => ({
      firstChunk: section * SECTION_CHUNKS,
      endChunk: Math.min(this.chunks.length, (section + 1) * SECTION_CHUNKS),
    }));
  }

  /** The position of a block's first character; the block itself begins one before it. */
  contentPosition(block: number): number {
    return this.#contentPositions[block]!;
  }

  /** What a chunk's blocks take up in editor positions, without the chunk's own two. */
  contentSize(chunk: number): number {
    const { firstBlock, endBlock } = this.chunks[chunk]!;
    const last = this.blocks[endBlock - 1]!;
    return this.contentPosition(endBlock - 1) + last.end - last.start + 2 - this.contentPosition(firstBlock);
  }

  /** The editor position of an offset. An offset between two blocks goes where `bias` says. */
  positionOf(offset: number, bias: Bias): number {
    const block = this.blockAt(offset, bias);
    const { start, end } = this.blocks[block]!;
    return this.#contentPositions[block]! + Math.max(0, Math.min(offset, end) - start);
  }

  /** The offset of an editor position. A position between two blocks goes where `bias` says. */
  offsetOf(position: number, bias: Bias = 'before'): number {
    const block = lastAtMost(this.blocks.length, position, (i) => this.#contentPositions[i]!);
    if (block === -1) return this.blocks[0]!.start;
    const { start, end } = this.blocks[block]!;
    const offset = start + position - this.#contentPositions[block]!;
    if (offset <= end) return offset;
    return bias === 'after' && block + 1 < this.blocks.length ? this.blocks[block + 1]!.start : end;
  }

  /**
   * The index of the block that holds an offset. At the seam of two touching blocks and between two blocks `bias`
   * decides.
   */
  blockAt(offset: number, bias: Bias): number {
    const block = lastAtMost(this.blocks.length, offset, (i) => this.blocks[i]!.start);
    if (block === -1) return 0;
    const { start, end } = this.blocks[block]!;
    if (bias === 'before') {
      const isSeam = block > 0 && offset === start && this.blocks[block - 1]!.end === offset && start < end;
      return isSeam ? block - 1 : block;
    }
    return offset > end && block + 1 < this.blocks.length ? block + 1 : block;
  }

  /** The parts of `range` that lie in a chunk, block by block, without the white space between blocks. */
  piecesIn(chunk: number, range: TextRange): TextRange[] {
    const { firstBlock, endBlock } = this.chunks[chunk]!;
    const pieces: TextRange[] = [];
    for (let i = Math.max(firstBlock, this.blockAt(range.start, 'after')); i < endBlock; i++) {
      const block = this.blocks[i]!;
      if (block.start >= range.end) break;
      const start = Math.max(block.start, range.start);
      const end = Math.min(block.end, range.end);
      if (start < end) pieces.push({ start, end });
    }
    return pieces;
  }

  /** The index of the chunk that holds an offset; between two chunks, of the one before. */
  chunkAt(offset: number): number {
    return Math.max(
      0,
      lastAtMost(this.chunks.length, offset, (i) => this.chunks[i]!.start),
    );
  }
}

/** The last index in `[0, count)` whose key is at most `wanted`, or -1. Keys ascend. */
export function lastAtMost(count: number, wanted: number, keyAt: (index: number) => number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyAt(middle) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
