import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/core/exchange/csv/read.ts';
import { CSV_TABLE_NAMES, CSV_TABLES, type CsvTable } from '../../../src/core/exchange/csv/tables.ts';
import { asCsvHolds, csvCannotHold, writeCsv } from '../../../src/core/exchange/csv/write.ts';
import { readJsonl } from '../../../src/core/exchange/jsonl/read.ts';
import { writeJsonl } from '../../../src/core/exchange/jsonl/write.ts';
import { readW3c } from '../../../src/core/exchange/w3c/read.ts';
import { writeW3c } from '../../../src/core/exchange/w3c/write.ts';
import { csvRows } from '../../../src/main/services/exchange/csv-rows.ts';
import { GOLDEN_DOCUMENTS, GOLDEN_TEXT, goldenProject } from './golden.ts';
import { collect, inPieces, MemoryProject, withoutRevision } from './memory-project.ts';

function baseline(name: string): string {
  return join(import.meta.dirname, 'baselines', name);
}

async function csvTables(project: MemoryProject): Promise<Record<CsvTable, string>> {
  const tables = Object.fromEntries(CSV_TABLE_NAMES.map((table) => [table, ''])) as Record<CsvTable, string>;
  for await (const { table, text } of writeCsv(project.exportInput())) tables[table] += text;
  return tables;
}

describe('JSONL', () => {
  it('is written as before', async () => {
    await expect(await collect(writeJsonl(goldenProject().exportInput()))).toMatchFileSnapshot(
      baseline('golden.jsonl'),
    );
  });

  it('reads into another project with the same texts under other ids, equal', async () => {
    const project = goldenProject();
    const file = await collect(writeJsonl(project.exportInput()));
    const other = new MemoryProject(
      GOLDEN_DOCUMENTS.map((document) => ({ ...document, id: `other-${document.id}` })),
      undefined,
      undefined,
      2,
    );
    const report = await other.take((intake) => readJsonl(inPieces(file), intake));
    expect(report.refused).toEqual([]);
    expect(report.taken.every((one) => one.confidence === 1)).toBe(true);
    const moved = project.annotations().map((one) => ({ ...one, documentId: `other-${one.documentId}` }));
    expect(withoutRevision(other.annotations())).toEqual(withoutRevision(moved as never));
    expect(other.annotations().every((one) => one.codebookRevision === other.codebook().revision)).toBe(true);
    expect(other.codebook().actors).toEqual(project.codebook().actors);
    expect(other.codebook().codes).toEqual(project.codebook().codes);
    expect(other.project().annotators).toEqual(project.project().annotators);
    expect((await other.readLayer('other-golden' as never, 'o-neil' as never)).state).toBe('done');
  });

  it('reads back into its own project as known, and keeps the revision of what was lost', async () => {
    const project = goldenProject();
    const file = await collect(writeJsonl(project.exportInput()));
    const again = await project.take((intake) => readJsonl(inPieces(file, 64), intake));
    expect(again).toMatchObject({ already: 8, taken: [], refused: [], change: null });
    const emptied = goldenProject();
    const before = emptied.annotations();
    emptied.layers.clear();
    await emptied.take((intake) => readJsonl(inPieces(file, 64), intake));
    expect(emptied.annotations()).toEqual(before);
  });
});

describe('W3C', () => {
  it('is written as before', async () => {
    await expect(await collect(writeW3c(goldenProject().exportInput()))).toMatchFileSnapshot(
      baseline('golden.jsonld'),
    );
  });

  it('counts code points', async () => {
    const collection = JSON.parse(await collect(writeW3c(goldenProject().exportInput())));
    const points = Array.from(GOLDEN_TEXT);
    const golden = collection.first.items.filter((item: never) =>
      JSON.stringify(item).includes('document:golden'),
    );
    const pairs = golden.flatMap((item: { target: { selector: { [key: string]: never }[] } }) =>
      item.target.selector.flatMap((s, i, all) => (i % 2 === 0 ? [[s, all[i + 1]!]] : [])),
    );
    expect(pairs).toHaveLength(9);
    for (const [position, quote] of pairs) {
      expect(points.slice(position.start, position.end).join('')).toBe(quote.exact);
    }
  });

  it('reads into another project, equal', async () => {
    const project = goldenProject();
    const file = await collect(writeW3c(project.exportInput()));
    const other = new MemoryProject(GOLDEN_DOCUMENTS, undefined, undefined, 2);
    const report = await other.take((intake) => readW3c(inPieces(file), intake));
    expect(report.refused).toEqual([]);
    expect(withoutRevision(other.annotations())).toEqual(withoutRevision(project.annotations()));
    expect(other.codebook().actors).toEqual(project.codebook().actors);
    expect(other.codebook().codes).toEqual(project.codebook().codes);
    const again = await other.take((intake) => readW3c(inPieces(file, 100), intake));
    expect(again).toMatchObject({ already: 8, taken: [], refused: [], change: null });
  });
});

describe('CSV', () => {
  it.each(CSV_TABLE_NAMES)('writes %s as before', async (table) => {
    const tables = await csvTables(goldenProject());
    await expect(tables[table]).toMatchFileSnapshot(baseline(table));
  });

  it('reads back equal, but for what it says that it cannot hold', async () => {
    const project = goldenProject();
    const tables = await csvTables(project);
    const read = [];
    const rows = (table: CsvTable) => csvRows(inPieces(tables[table].slice(1)));
    for await (const one of readCsv(rows('annotations.csv'), rows('stances.csv'))) read.push(one);
    const [self, other, plain] = [...project.layers.values()].map((layer) => layer.annotations);
    expect(read).toEqual([...self!, ...other!, ...plain!].map(asCsvHolds));
    const losses = csvCannotHold();
    for (const annotation of project.annotations()) losses.add(annotation);
    for (const layer of project.layers.values()) losses.addLayer(layer);
    expect(losses.losses().map((loss) => loss.count)).toEqual([2, 2]);
  });

  it('is read by Papa Parse cell by cell', async () => {
    const project = goldenProject();
    const tables = await csvTables(project);
    for (const table of CSV_TABLE_NAMES) {
      const { data, errors } = Papa.parse<string[]>(tables[table], { skipEmptyLines: true });
      expect(errors).toEqual([]);
      expect(data[0]).toEqual([...CSV_TABLES[table]]);
      expect(data.every((row) => row.length === CSV_TABLES[table].length)).toBe(true);
    }
    const { data } = Papa.parse<Record<string, string>>(tables['annotations.csv'], {
      header: true,
      skipEmptyLines: true,
    });
    expect(data).toHaveLength(8);
    const third = project.annotations()[2]!;
    const row = data.find((one) => one['annotation_id'] === third.id)!;
    expect(row['note']).toBe(third.note);
    expect(row['quote']).toBe(third.target.quote.exact);
    expect(row['ranges']).toBe(third.target.ranges.map((r) => `${r.start}..${r.end}`).join(';'));
  });

  it('has no cell that a spreadsheet takes for a formula', async () => {
    const tables = await csvTables(goldenProject());
    for (const table of CSV_TABLE_NAMES) {
      const { data } = Papa.parse<string[]>(tables[table], { skipEmptyLines: true });
      const formulas = data.flat().filter((cell) => /^[=+\-@\t\r\0]/.test(cell) && !/^-?\d+$/.test(cell));
      expect(formulas).toEqual([]);
    }
    expect(tables['annotations.csv']).toContain("'=SUM(A1)");
    expect(tables['stances.csv']).toContain(',-2,');
  });
});
