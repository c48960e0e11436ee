import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Interner } from '../../../core/evidence/interner.ts';
import { PART_FACTOR, type Segment } from '../../../core/evidence/segment.ts';
import type { LayerBatchReply, LayerToRead, PackedSegment } from './layer-protocol.ts';
import { decodeColumns } from './segment-bytes.ts';

const FILE = 'layer-worker.js';
/** More would read the disk against each other, and take the memory of as many parsers. */
const MOST_THREADS = 4;
const BATCH = 24;
/** What is parsed is garbage a moment later; room for more of it makes collecting it rarer. */
const YOUNG_MB = 64;

/** The built worker beside the program's entries, or null where there is none (the services run unbuilt). */
export function builtLayerWorker(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  return [join(here, FILE), join(here, '..', FILE)].find((place) => existsSync(place)) ?? null;
}

/** What remains to be read: threads take from the front, and who asked for them from the back. */
export interface LayerQueue<T> {
  readonly items: readonly T[];
  front: number;
  /** Exclusive. */
  back: number;
}

/**
 * Reads layers in worker threads, batch by batch from the front of the queue until nothing remains in it. A layer that
 * `onLayer` hears of with null is to be read by the store: its file is damaged, or not there.
 * @param workerFile the built worker
 * @param interner gets the texts of all segments
 * @param onLayer called as they come, in any order; may throw, which ends the reading
 * @throws what `onLayer` throws, or the worker's failure: then `queue` may have lost a batch
 */
export async function readInThreads<T extends LayerToRead>(
  workerFile: string,
  queue: LayerQueue<T>,
  interner: Interner,
  onLayer: (layer: T, segment: Segment | null) => void,
): Promise<void> {
  async function runThread(): Promise<void> {
    const worker = new Worker(workerFile, {
      name: 'postil-layers',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    /** This index's number of each of the worker's. */
    const numbers: number[] = [];
    try {
      while (queue.front < queue.back) {
        const batch = queue.items.slice(queue.front, Math.min(queue.front + BATCH, queue.back));
        queue.front += batch.length;
        const { segments, newTexts } = await ask(
          worker,
          batch.map(({ documentId, annotator, path, file }) => ({ documentId, annotator, path, file })),
        );
        for (const text of newTexts) numbers.push(interner.intern(text));
        for (const [at, layer] of batch.entries()) {
          const packed = segments[at];
          onLayer(layer, packed ? unpack(layer, packed, numbers) : null);
        }
      }
    } finally {
      await worker.terminate();
    }
  }

  // Whoever asked reads too.
  const threads = Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1));
  const ended = await Promise.allSettled(Array.from({ length: threads }, runThread));
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Rejects when the worker fails or ends before it answers. */
function ask(worker: Worker, batch: readonly LayerToRead[]): Promise<LayerBatchReply> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', (reply: LayerBatchReply) => resolve(reply));
    worker.on('error', reject);
    worker.once('exit', () => reject(new Error('The thread ended.')));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node has no origin
    worker.postMessage(batch);
  });
}

function unpack(
  { documentId, annotator }: LayerToRead,
  { state, sizes, columns, text }: PackedSegment,
  numbers: readonly number[],
): Segment {
  const decoded = decodeColumns(columns.buffer as ArrayBuffer, columns.byteOffset, sizes);
  const { parts, codes } = decoded;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    parts[i] = numbers[Math.floor(part / PART_FACTOR)]! * PART_FACTOR + (part % PART_FACTOR);
  }
  for (let i = 0; i < codes.length; i++) codes[i] = numbers[codes[i]!]!;
  return { documentId, annotator, state, rows: sizes.rows, ...decoded, text };
}
