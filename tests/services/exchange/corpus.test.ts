import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import { anchorQuote } from '../../../src/core/anchoring/anchor-quote.ts';
import { prepareText } from '../../../src/core/anchoring/anchor-text.ts';
import { snapToWords } from '../../../src/core/document/segments.ts';
import { EXPORT_FORMATS, READ_FORMATS, type ReadFormat } from '../../../src/core/exchange/format-table.ts';
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

    await exportsAndReadsBack(project, CORPUS, 'sample');
    for (const [n, format] of (['jsonl', 'w3c'] as const).entries()) {
      const other = await importFolder(CORPUS, n + 20);
      await readInto(other, format, join(folder, `sample-${format}`));
      expect(other.codebook().actors).toEqual(project.codebook().actors);
    }
  });
});

async function readInto(project: MemoryProject, format: ReadFormat, path: string) {
  const options = { format, path, fileName: format, self: SELF, preview: false } as const;
  const report = await readAnnotations(project, options, ENV, JOB);
  expect(report).toMatchObject({ refused: [] });
  return report;
}

/** Every format that is written checks itself; every one that is also read brings all back into another project. */
async function exportsAndReadsBack(project: MemoryProject, texts: string, name: string): Promise<void> {
  const annotations = project.annotations().length;
  for (const [n, format] of EXPORT_FORMATS.entries()) {
    const out = join(folder, `${name}-${format}`);
    const report = await runExport(project, { format, scope: {}, out, overwrite: false }, ENV, JOB);
    expect(report, format).toMatchObject({ annotations, selfCheck: { differences: [] } });
    expect(report.selfCheck.compared, format).toBeGreaterThanOrEqual(annotations);
    const readable = READ_FORMATS.find((one) => one === format);
    if (!readable) continue;
    const other = await importFolder(texts, n + 2);
    const read = await readInto(other, readable, out);
    expect(read.newDocuments, format).toEqual([]);
    expect(read.taken.every((one) => one.confidence === 1)).toBe(true);
    expect(withoutRevision(other.annotations()), format).toEqual(withoutRevision(project.annotations()));
  }
}

describe('the seed corpus', () => {
  const isThere = existsSync(SEED);
  // oxlint-disable-next-line no-console -- a test that did not run must say so
  if (!isThere) console.warn('The seed corpus is not here: its tests did not run.');

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

  it.skipIf(!isThere)('is annotated richly, exported in every format, checked, and read back', async () => {
    const project = await importFolder(SEED, 1);
    const sheet = join(folder, 'seed-sheet.jsonl');
    const rows: string[] = [];
    let n = 0;
    for (const { id, fileName } of project.documents()) {
      const text = project.texts.get(id)!;
      for (let start = 40; start + 260 < text.length; start += 700) {
        const { exact, prefix, suffix } = makeTarget(text, 'a'.repeat(64), [
          snapToWords(text, { start, end: start + 60 + (n % 5) * 40 }),
        ]).quote;
        rows.push(
          JSON.stringify({
            document: fileName,
            quote: exact,
            prefix,
            suffix,
            actors: [`Actor ${n % 7}`, `Actor ${(n + 3) % 7}`],
            holder: `Actor ${n % 7}`,
            target: `Actor ${(n + 1) % 7}`,
            polarity: [-2, -1, 0, 1, 2, 'unclear'][n % 6],
            source: 'ABCDEF'[n % 6],
            information: 1 + (n % 6),
            codes: [`Code ${n % 4}`],
            note: n % 3 === 0 ? `A note, the ${n}th.` : undefined,
          }),
        );
        n++;
      }
    }
    await writeFile(sheet, rows.join('\n'));
    const report = await readInto(project, 'coding-sheet', sheet);
    expect(report.taken).toHaveLength(n);
    expect(n).toBeGreaterThan(60);
    await exportsAndReadsBack(project, SEED, 'seed');
  });
});
