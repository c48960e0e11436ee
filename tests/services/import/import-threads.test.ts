import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CancelSignal } from '../../../src/core/ports.ts';
import { readerHere, type DocumentReader } from '../../../src/main/services/import/document-reader.ts';
import { openReader, startThreads } from '../../../src/main/services/import/import-threads.ts';
import { buildImportWorker } from './import-worker-file.ts';
import { fixtureBytes } from './read-fixture.ts';

const patient: CancelSignal = { aborted: false, throwIfAborted: () => undefined };

async function withReader<T>(
  reader: DocumentReader,
  use: (reader: DocumentReader) => Promise<T>,
): Promise<T> {
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

function request(fileName: string, content: string | Uint8Array, signal = patient) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { fileName, bytes, signal, onPlace: () => undefined };
}

describe('the worker', () => {
  let built: Awaited<ReturnType<typeof buildImportWorker>>;
  beforeAll(async () => {
    built = await buildImportWorker();
  }, 60_000);
  afterAll(() => built.remove());

  test.each(['report.docx', 'report.odt', 'report.rtf', 'chapters.epub', 'chapters.html', 'report.pdf'])(
    'reads %s as this thread does, and hands the bytes back',
    async (name) => {
      const bytes = await fixtureBytes(name);
      const there = await withReader(startThreads({ file: built.file }), (reader) =>
        reader.read(request(name, Uint8Array.from(bytes))),
      );
      const here = await readerHere.read(request(name, bytes));
      expect(there.document).toEqual(here.document);
      expect(Buffer.from(there.original).equals(bytes)).toBe(true);
    },
  );

  test('refuses as this thread does, and goes on with the same worker', async () => {
    await withReader(startThreads({ file: built.file, threads: 1 }), async (reader) => {
      await expect(reader.read(request('a.txt', ''))).rejects.toMatchObject({
        code: 'refused',
        message: 'It is empty.',
      });
      const { document } = await reader.read(request('b.txt', 'A text.'));
      expect(document.text).toBe('A text.');
    });
  });

  test('reads more files at once than it has threads', async () => {
    await withReader(startThreads({ file: built.file, threads: 2 }), async (reader) => {
      const names = Array.from({ length: 20 }, (_, n) => `${n}.txt`);
      const read = await Promise.all(names.map((name) => reader.read(request(name, `This is ${name}.`))));
      expect(read.map(({ document }) => document.text)).toEqual(names.map((name) => `This is ${name}.`));
    });
  });
});

describe('a worker that', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'postil-import-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A worker that does `code` over a file named bad.txt, and reads all others. */
  async function worker(code: string): Promise<string> {
    const file = path.join(folder, `${Math.random()}.mjs`);
    await writeFile(
      file,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ fileName, bytes }) => {
         if (fileName === 'bad.txt') { ${code} }
         else parentPort.postMessage({ kind: 'read', document: { text: fileName }, original: bytes }, [bytes.buffer]);
       });`,
    );
    return file;
  }

  async function expectOnlyBadRefused(reader: DocumentReader, reason: string): Promise<void> {
    const read = await Promise.allSettled(
      ['a.txt', 'bad.txt', 'b.txt', 'c.txt'].map((name) => reader.read(request(name, 'x'))),
    );
    expect(read.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(read[1]).toMatchObject({ reason: { code: 'refused', message: expect.stringContaining(reason) } });
  }

  test('throws refuses that file only', async () => {
    const file = await worker(`throw new Error('a fault')`);
    await withReader(startThreads({ file, threads: 1 }), (reader) =>
      expectOnlyBadRefused(reader, 'failed over it'),
    );
  });

  test('ends refuses that file only', async () => {
    const file = await worker(`process.exit(3)`);
    await withReader(startThreads({ file, threads: 1 }), (reader) =>
      expectOnlyBadRefused(reader, 'failed over it'),
    );
  });

  test('hangs refuses that file only, after its time', async () => {
    const file = await worker(`for (;;);`);
    await withReader(startThreads({ file, threads: 1, timeLimitMs: 300 }), (reader) =>
      expectOnlyBadRefused(reader, 'took longer than'),
    );
  });

  test('takes too much memory refuses that file only', async () => {
    const file = await worker(`const all = []; for (;;) all.push(new Array(100000).fill(all.length));`);
    await withReader(startThreads({ file, threads: 1, memoryMb: 32 }), (reader) =>
      expectOnlyBadRefused(reader, 'more memory'),
    );
  });

  test('hangs is ended by a cancel', async () => {
    const file = await worker(`for (;;);`);
    await withReader(startThreads({ file, threads: 1 }), async (reader) => {
      const signal = { aborted: false, throwIfAborted: () => undefined };
      const reading = reader.read(request('bad.txt', 'x', signal));
      signal.aborted = true;
      await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
      await expect(reader.read(request('a.txt', 'x'))).resolves.toMatchObject({
        document: { text: 'a.txt' },
      });
    });
  });
});

test('where the program was not built, files are read on this thread', () => {
  expect(openReader(null)).toBe(readerHere);
});
