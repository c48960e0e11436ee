import { parentPort } from 'node:worker_threads';
import { PostilError } from '../../../core/errors.ts';
import { readAndHash } from './hash-document.ts';
import type { ImportMessage, ImportReply } from './import-protocol.ts';
import type { ReadPace } from './read-file.ts';

// The entry of the import's workers: files by others are read here, where a reader that crashes or hangs takes only
// that file with it, and where no window and no save has to wait for one.
const port = parentPort;
if (!port) throw new Error('This is a worker’s entry, not a program.');

/** Who stops a worker ends it: nothing in it has to look for a cancel. */
const pace: ReadPace = {
  pause: async () => undefined,
  report: (place) => say({ kind: 'place', place }),
};

port.on('message', ({ fileName, bytes }: ImportMessage) => void answer(fileName, bytes));

async function answer(fileName: string, bytes: ImportMessage['bytes']): Promise<void> {
  try {
    const document = await readAndHash(bytes, fileName, pace);
    say({ kind: 'read', document, original: bytes }, [bytes.buffer]);
  } catch (error) {
    if (error instanceof PostilError) say({ kind: 'failed', code: error.code, message: error.message });
    else throw error;
  }
}

function say(reply: ImportReply, handedOver: ArrayBuffer[] = []): void {
  // A worker of Node has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  port!.postMessage(reply, handedOver);
}
