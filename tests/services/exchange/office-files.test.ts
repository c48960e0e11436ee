import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CSV_TABLES } from '../../../src/core/exchange/csv/tables.ts';
import { readAnnotations } from '../../../src/main/services/exchange/read-annotations.ts';
import { runExport } from '../../../src/main/services/exchange/run-export.ts';
import { writeWorkbook } from '../../../src/main/services/exchange/codecs/workbook.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { AT, SELF, sha256 } from '../../core/exchange/memory-project.ts';
import { goldenProject } from '../../core/exchange/golden.ts';

const ENV = { fs: nodeFileSystem, clock: { now: () => Date.parse(AT) }, ids: { uuid: () => v7() }, sha256 };
const JOB = { progress() {}, signal: { aborted: false, throwIfAborted() {} } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-office-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a workbook is what another library reads: sheets, head rows, numbers, quotes, no formula', async () => {
  const out = join(folder, 'golden.xlsx');
  const project = goldenProject();
  await runExport(project, { format: 'xlsx', scope: {}, out, overwrite: false }, ENV, JOB);
  const sheets = await readExcelFile(out);
  expect(sheets.map(({ sheet }) => sheet)).toEqual([
    'Annotations',
    'Stances',
    'Documents',
    'Actors',
    'Codes',
  ]);
  const [head, ...rows] = sheets[0]!.data;
  expect(head).toEqual(CSV_TABLES['annotations.csv']);
  const column = (name: string): number => head!.indexOf(name);
  const annotations = [...project.annotations()];
  expect(rows).toHaveLength(annotations.length);
  for (const annotation of annotations) {
    const row = rows.find((one) => one[column('annotation_id')] === annotation.id)!;
    expect(row[column('start')]).toBe(annotation.target.ranges[0]!.start);
    const quote = annotation.target.quote.exact;
    expect([quote, `'${quote}`]).toContain(row[column('quote')]);
  }
  expect(rows.flat().filter((cell) => typeof cell === 'string' && /^[=+@]/.test(cell))).toEqual([]);
});

test('a coding sheet comes as a workbook too; twice changes nothing', async () => {
  const path = join(folder, 'sheet.xlsx');
  const rows = [
    ['document', 'quote', 'actors', 'note'],
    ['golden.txt', 'Last line, after all of that.', 'The Council; upper', 'an aside'],
    ['golden.txt', 'no such words', '', ''],
  ];
  const parts: Uint8Array[] = [];
  for await (const part of writeWorkbook([{ name: 'Coding', rows }], () => false)) parts.push(part);
  await writeFile(path, Buffer.concat(parts));
  const project = goldenProject();
  const options = {
    format: 'coding-sheet',
    path,
    fileName: 'sheet.xlsx',
    self: SELF,
    preview: false,
  } as const;
  const report = await readAnnotations(project, options, ENV, JOB);
  expect(report.taken.map(({ quote }) => quote)).toEqual(['Last line, after all of that.']);
  expect(report.refused).toEqual([expect.objectContaining({ line: 3 })]);
  expect(await readAnnotations(project, options, ENV, JOB)).toMatchObject({ taken: [], already: 1 });
});
