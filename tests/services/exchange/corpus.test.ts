import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import { anchorQuote } from '../../../src/core/anchoring/anchor-quote.ts';
import { prepareText } from '../../../src/core/anchoring/anchor-text.ts';
import { snapToWords } from '../../../src/core/document/segments.ts';
import { slugify, type AnnotatorId } from '../../../src/core/ids.ts';
import type { Job } from '../../../src/core/ports.ts';
import { readAnnotations } from '../../../src/main/services/exchange/read-annotations.ts';
import { runExport } from '../../../src/main/services/exchange/run-export.ts';
import { importDocuments, type ImportTarget } from '../../../src/main/services/import/import-documents.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { MemoryProject, SELF, sha256, withoutRevision } from '../../core/exchange/memory-project.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CORPUS = join(ROOT, 'corpus');
const SEED = join(ROOT, '..', 'shared', 'seed-corpus');
const ENV = { fs: nodeFileSystem, clock: { now: () => Date.now() }, ids: { uuid: () => v7() }, sha256 };
const JOB: Job = { progress() {}, signal: { aborted: false, throwIfAborted() {} } };

/** A project with all texts of a folder, imported by the real importer. */
async function importFolder(folder: string, n: number): Promise<MemoryProject> {
  const project = new MemoryProject([], undefined, undefined, n);
  const names = (await readdir(folder)).filter((name) => /\.(?:txt|md)$/.test(name) && name !== 'README.md');
  const target: ImportTarget = {
    hasText: () => null,
    isTaken: (id) => project.records.has(id as never),
    async add({ record, text }) {
      project.addRecord(record, text);
      return project.documents().at(-1)!;
    },
  };
  const items = names
    .toSorted()
    .map((name) => ({ name, bytes: 1, read: () => readFile(join(folder, name)) }));
  const report = await importDocuments(target, items, ENV, JOB);
  expect(report.refused).toEqual([]);
  return project;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-corpus-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('the sample corpus', () => {
  it('is coded by its two sheets, exported in every format, read into another project, and equal', async () => {
    const project = await importFolder(CORPUS, 1);
    const sheets = await readdir(join(CORPUS, 'annotations'));
    let rows = 0;
    for (const fileName of sheets) {
      const annotator = { id: slugify(fileName.replace('.csv', '')) as AnnotatorId, name: fileName };
      const options = {
        format: 'coding-sheet',
        path: join(CORPUS, 'annotations', fileName),
        fileName,
        annotator,
        self: SELF,
        preview: false,
      } as const;
      const report = await readAnnotations(project, options, ENV, JOB);
      expect(report.refused).toEqual([]);
      expect(report.notices).toEqual([]);
      rows += report.taken.length;
      const again = await readAnnotations(project, options, ENV, JOB);
      expect(again).toMatchObject({ taken: [], refused: [], edits: [], already: report.taken.length });
    }
    expect(rows).toBeGreaterThan(120);
    expect(project.annotations()).toHaveLength(rows);

    for (const format of ['jsonl', 'w3c', 'csv'] as const) {
      const out = join(folder, format);
      const report = await runExport(project, { format, scope: {}, out, overwrite: false }, ENV, JOB);
      expect(report).toMatchObject({
        annotations: rows,
        losses: [],
        selfCheck: { compared: rows, differences: [] },
      });
    }
    for (const [n, format] of (['jsonl', 'w3c'] as const).entries()) {
      const other = await importFolder(CORPUS, n + 2);
      const options = {
        format,
        path: join(folder, format),
        fileName: format,
        self: SELF,
        preview: false,
      } as const;
      const report = await readAnnotations(other, options, ENV, JOB);
      expect(report).toMatchObject({ refused: [], notices: [] });
      expect(report.taken.every((one) => one.confidence === 1)).toBe(true);
      expect(withoutRevision(other.annotations())).toEqual(withoutRevision(project.annotations()));
      expect(other.codebook().actors).toEqual(project.codebook().actors);
    }
  });
});

describe('the seed corpus', () => {
  const isThere = existsSync(SEED);
  // oxlint-disable-next-line no-console -- a test that did not run must say so
  if (!isThere) console.warn('The seed corpus is not here: its anchoring test did not run.');

  it.skipIf(!isThere)(
    'gives every sentence-like stretch back, as it is and with its white space broken',
    async () => {
      const project = await importFolder(SEED, 1);
      for (const text of project.texts.values()) {
        const source = prepareText(text);
        for (let start = 0; start + 200 < text.length; start += 997) {
          const range = snapToWords(text, { start, end: start + 120 });
          const { exact, prefix, suffix } = makeTarget(text, 'a'.repeat(64), [range]).quote;
          expect(anchorQuote(source, { exact, prefix, suffix })).toMatchObject({
            kind: 'found',
            ranges: [range],
            confidence: 1,
          });
          const broken = exact.trim().replace(/\s+/g, '\n').replaceAll('-\n', '- ');
          const loose = anchorQuote(source, { exact: broken });
          expect(loose.kind).toBe('found');
          const found = loose.kind === 'found' ? loose.ranges[0]! : range;
          expect(text.slice(found.start, found.end).trim()).toBe(exact.trim());
          const mistyped = exact.slice(0, 40) + exact.slice(42, 80).replace('e', 'q') + exact.slice(80);
          const near = anchorQuote(source, { exact: mistyped });
          const there = near.kind === 'found' ? near.ranges[0]! : { start: 0, end: 0 };
          expect(text.slice(there.start, there.end)).toBe(exact.trim());
        }
      }
    },
  );
});
