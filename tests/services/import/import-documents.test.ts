import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { importReportSchema } from '../../../src/contract/exchange-calls.ts';
import { documentSchema } from '../../../src/core/document/document.ts';
import { PostilError } from '../../../src/core/errors.ts';
import type { DocumentId } from '../../../src/core/ids.ts';
import type { Job, Progress } from '../../../src/core/ports.ts';
import {
  importDocuments,
  type ImportedDocument,
  type ImportItem,
  type ImportTarget,
} from '../../../src/main/services/import/import-documents.ts';
import { findStructureFault } from '../../core/document/structure-helpers.ts';

const clock = { now: () => Date.UTC(2024, 0, 2, 3, 4, 5, 6) };

/** A project in memory, with the promise of a real one: whole or not at all. */
class MemoryTarget implements ImportTarget {
  readonly documents: ImportedDocument[] = [];
  failure: Error | null = null;

  hasText(sha256: string): { documentId: DocumentId; title: string } | null {
    const found = this.documents.find(({ record }) => record.text.sha256 === sha256);
    return found ? { documentId: found.record.id, title: found.record.fileName } : null;
  }
  isTaken(id: string): boolean {
    return this.documents.some(({ record }) => record.id === id);
  }
  async add(document: ImportedDocument) {
    if (this.failure) throw this.failure;
    this.documents.push(document);
    const { record } = document;
    return {
      id: record.id,
      title: record.settings.metadata.title?.value ?? record.fileName,
      fileName: record.fileName,
      metadata: record.settings.metadata,
      importedAt: record.importedAt,
      textHash: record.text.sha256,
      characters: record.text.length,
      layers: [],
    };
  }
}

function item(name: string, content: string | Uint8Array): ImportItem {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, bytes: bytes.length, read: async () => bytes };
}

function makeJob(): Job & { readonly seen: Progress[]; cancel(): void } {
  const seen: Progress[] = [];
  let aborted = false;
  return {
    seen,
    cancel: () => {
      aborted = true;
    },
    progress: (progress) => seen.push(progress),
    signal: {
      get aborted() {
        return aborted;
      },
      throwIfAborted() {
        if (aborted) throw new PostilError('cancelled', 'Cancelled.');
      },
    },
  };
}

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

describe('importDocuments', () => {
  test('makes whole records: hashes, ids, original bytes, structure, zones, metadata', async () => {
    const target = new MemoryTarget();
    const source = '\ufeffThe Title Here\r\n\r\nBy Ada Example  May 30, 2023\r\n\r\nThe text is short.';
    const original = new TextEncoder().encode(source);
    const report = await importDocuments(
      target,
      [item('folder/Ünïcode Näme (1).txt', original)],
      { clock },
      makeJob(),
    );
    expect(importReportSchema.parse(report)).toEqual(report);
    expect(report.refused).toEqual([]);
    const [document] = target.documents;
    const text = 'The Title Here\n\nBy Ada Example  May 30, 2023\n\nThe text is short.';
    expect(document!.text).toBe(text);
    expect(document!.original).toBe(original);
    expect(documentSchema.parse(document!.record)).toEqual(document!.record);
    expect(document!.record).toMatchObject({
      id: `unicode-name-1-${sha256(text).slice(0, 8)}`,
      fileName: 'Ünïcode Näme (1).txt',
      mediaType: 'text/plain',
      importedAt: '2024-01-02T03:04:05.006Z',
      text: { sha256: sha256(text), length: text.length },
      original: { sha256: sha256(original), bytes: original.length, encoding: 'utf-8-bom', lineEnds: 'crlf' },
      settings: { metadata: { title: { value: 'The Title Here' }, author: { value: 'Ada Example' } } },
    });
  });

  test('the same text twice is said, within one import and in the next; the id is the same everywhere', async () => {
    const target = new MemoryTarget();
    const first = await importDocuments(
      target,
      [item('a.txt', 'Same text.\n'), item('b/b.txt', 'Same text.\n')],
      { clock },
      makeJob(),
    );
    expect(first.added.map((added) => added.fileName)).toEqual(['a.txt']);
    expect(first.already).toEqual([{ file: 'b/b.txt', documentId: first.added[0]!.id, title: 'a.txt' }]);
    const second = await importDocuments(target, [item('a.txt', 'Same text.\n')], { clock }, makeJob());
    expect(second.already).toHaveLength(1);
    expect(target.documents).toHaveLength(1);
    const elsewhere = await importDocuments(
      new MemoryTarget(),
      [item('a.txt', 'Same text.\n')],
      { clock },
      makeJob(),
    );
    expect(elsewhere.added[0]!.id).toBe(first.added[0]!.id);
  });

  test('refuses by name with the reason; the others go on', async () => {
    const target = new MemoryTarget();
    const report = await importDocuments(
      target,
      [
        item('empty.txt', ''),
        item('blank.txt', ' \n\t\n'),
        item('binary.txt', Uint8Array.from([1, 0, 2])),
        item('broken.txt', Uint8Array.from([...new TextEncoder().encode('“a” “b”'), 0xff])),
        item('rules.md', '---\n\n***\n'),
        { name: 'gone.txt', bytes: 3, read: () => Promise.reject(new PostilError('io', 'It is not there.')) },
        item('good.txt', 'A good text.'),
        item('latin.txt', Uint8Array.from([...new TextEncoder().encode('In the caf'), 0xe9, 0x2e])),
      ],
      { clock },
      makeJob(),
    );
    expect(report.added.map((added) => added.fileName)).toEqual(['good.txt', 'latin.txt']);
    expect(report.refused).toEqual([
      { file: 'empty.txt', reason: 'It is empty.' },
      { file: 'blank.txt', reason: expect.stringContaining('white space') },
      { file: 'binary.txt', reason: expect.stringContaining('NUL') },
      { file: 'broken.txt', reason: expect.stringContaining('UTF-8') },
      { file: 'rules.md', reason: expect.stringContaining('no text') },
      { file: 'gone.txt', reason: 'It is not there.' },
    ]);
    expect(report.notices).toEqual([{ file: 'latin.txt', notice: expect.stringContaining('Windows-1252') }]);
    expect(target.documents).toHaveLength(2);
  });

  test('refuses what is too large, without reading it where its size is known', async () => {
    let reads = 0;
    const huge = {
      name: 'huge.txt',
      bytes: 25 * 1024 * 1024,
      read: async () => {
        reads++;
        return new Uint8Array();
      },
    };
    const grown = { name: 'grown.txt', bytes: 1, read: async () => new Uint8Array(2000).fill(97) };
    const report = await importDocuments(new MemoryTarget(), [huge], { clock }, makeJob());
    expect(report.refused).toEqual([
      { file: 'huge.txt', reason: 'It is too large: 25.0 MB, the limit is 20.0 MB.' },
    ]);
    expect(reads).toBe(0);
    const limited = await importDocuments(
      new MemoryTarget(),
      [grown],
      { clock, limits: { maxBytes: 1000 } },
      makeJob(),
    );
    expect(limited.refused).toHaveLength(1);
  });

  test('a store that fails is told file by file; a fault of Postil is not hidden', async () => {
    const target = new MemoryTarget();
    target.failure = new PostilError('disk-full', 'The disk is full; nothing was added.');
    const report = await importDocuments(target, [item('a.txt', 'Text.')], { clock }, makeJob());
    expect(report.refused).toEqual([{ file: 'a.txt', reason: 'The disk is full; nothing was added.' }]);
    target.failure = new TypeError('a fault');
    await expect(importDocuments(target, [item('a.txt', 'Text.')], { clock }, makeJob())).rejects.toThrow(
      'a fault',
    );
  });

  test('a cancel stops between files and leaves whole documents', async () => {
    const target = new MemoryTarget();
    const job = makeJob();
    const items = Array.from({ length: 10 }, (_, n) => ({
      ...item(`${n}.txt`, `Text ${n}.`),
      read: async () => {
        if (n === 3) job.cancel();
        return new TextEncoder().encode(`Text ${n}.`);
      },
    }));
    await expect(importDocuments(target, items, { clock }, job)).rejects.toMatchObject({ code: 'cancelled' });
    expect(target.documents.map(({ text }) => text)).toEqual(['Text 0.', 'Text 1.', 'Text 2.']);
    expect(job.seen.at(-1)).toMatchObject({ done: 3, total: 10 });
  });

  test('says how far it is, and lets others run in between', async () => {
    const job = makeJob();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    const items = Array.from({ length: 40 }, (_, n) => item(`${n}.txt`, `Text ${n}. `.repeat(4000)));
    await importDocuments(new MemoryTarget(), items, { clock }, job);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
    expect(job.seen.map((progress) => progress.done)).toEqual(Array.from({ length: 41 }, (_, n) => n));
  });

  test.each<[string, string]>([
    ['one line of 5 MB', 'word '.repeat(1_000_000)],
    ['5 MB without a space', 'x'.repeat(5_000_000)],
    ['a million short lines', 'ab\n'.repeat(1_000_000)],
    ['a million blank lines', `a${'\n'.repeat(1_000_000)}b`],
    ['1 MB of spaces in a line', `a${' '.repeat(1_000_000)}b`],
    ['stars', '*a '.repeat(500_000)],
    ['open brackets and quotes', '(["“'.repeat(300_000)],
    ['URL starts', 'https://a'.repeat(200_000)],
    ['comment headings', 'COMMENTS (2)\n\n'.repeat(20_000)],
    ['reference headings', 'References\n\n'.repeat(20_000)],
    ['page numbers', '12\n\n'.repeat(50_000)],
    ['open bold lines', '**bold\n'.repeat(50_000)],
    ['list marks', '- \n1. a\n'.repeat(50_000)],
    ['emphasis without end', '*a* _b_ '.repeat(200_000)],
    ['running heads', 'HEAD   1   X\n\n'.repeat(30_000)],
  ])('hostile text is read in linear time: %s', async (_, text) => {
    const target = new MemoryTarget();
    const report = await importDocuments(target, [item('hostile.txt', text)], { clock }, makeJob());
    expect(report.refused).toEqual([]);
    const { record, text: kept } = target.documents[0]!;
    expect(findStructureFault(kept, record.structure)).toBeNull();
  });

  test('names that are no names: devices, dots, hundreds of characters', async () => {
    const target = new MemoryTarget();
    const names = [
      'con.txt',
      '.txt',
      '...txt',
      `${'n'.repeat(400)}.txt`,
      'اردو.txt',
      '../../etc/passwd.txt',
      'a\\b\\c.txt',
    ];
    const report = await importDocuments(
      target,
      names.map((name, n) => item(name, `Text ${n}.`)),
      { clock },
      makeJob(),
    );
    expect(report.refused).toEqual([]);
    for (const { record } of target.documents) {
      expect(documentSchema.safeParse(record).error).toBeUndefined();
      expect(record.fileName).not.toMatch(/[/\\]/);
    }
  });
});

test('documents stand in the order of their files, however fast they come', async () => {
  const project = new MemoryTarget();
  const items = ['c.txt', 'a.txt', 'b.txt'].map((name) => item(name, `Text ${name}`));
  await importDocuments(project, items, { clock: { now: () => 1_000 } }, makeJob());
  const times = project.documents.map(({ record }) => record.importedAt);
  expect(new Set(times).size).toBe(items.length);
  expect(times.toSorted()).toEqual(times);
});
