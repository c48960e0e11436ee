import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { indexableLayer } from '../../../core/evidence/indexable.ts';
import { Interner } from '../../../core/evidence/interner.ts';
import { buildSegment } from '../../../core/evidence/segment.ts';
import { scanFile } from '../store/envelope.ts';
import { layerFormat } from '../store/record-formats.ts';
import type { LayerBatchReply, LayerToRead, PackedSegment } from './layer-protocol.ts';
import { encodeColumns, sizesOf } from './segment-bytes.ts';

/*
 * Reads layers for the index beside the services' own thread: parsing is nearly all of a project's first opening. What
 * is not whole is left to the store, which knows how to speak of damage.
 */

const interner = new Interner();
let toldTexts = 0;

parentPort!.on('message', (batch: readonly LayerToRead[]) => {
  const segments = batch.map(pack);
  const texts = interner.texts();
  const reply: LayerBatchReply = { segments, newTexts: texts.slice(toldTexts) };
  toldTexts = texts.length;
  // A worker of Node has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort!.postMessage(
    reply,
    segments.flatMap((segment) => (segment ? [segment.columns.buffer as ArrayBuffer] : [])),
  );
});

function pack({ documentId, annotator, path, file }: LayerToRead): PackedSegment | null {
  try {
    const layer = indexableLayer(scanFile(layerFormat, readFileSync(path), file, sha256));
    if (layer.documentId !== documentId || layer.annotator !== annotator) return null;
    const segment = buildSegment(layer, interner);
    const sizes = sizesOf(segment);
    return { state: segment.state, sizes, columns: encodeColumns(segment, sizes), text: segment.text };
  } catch {
    // The store reads it again, and says what is wrong.
    return null;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
