import { describe, expect, test } from 'vitest';
import type { FileRow } from '../../../src/core/agreement/read-table.ts';
import { readTable, type TableOptions } from '../../../src/core/agreement/read-table.ts';
import { readSpans, type SpansOptions } from '../../../src/core/agreement/read-spans.ts';

function rowsOf(text: string): FileRow[] {
  return text.split('\n').map((line, i) => ({ line: i + 1, cells: line.split(',') }));
}

function table(text: string, options: Partial<TableOptions> = {}) {
  const reading = readTable(rowsOf(text), { kind: 'names', ...options });
  if (!('table' in reading)) throw new Error(JSON.stringify(reading));
  return reading;
}

function faults(text: string, options: Partial<TableOptions> = {}) {
  const reading = readTable(rowsOf(text), { kind: 'names', ...options });
  if ('table' in reading) throw new Error('It was read.');
  return reading;
}

describe('a reliability table', () => {
  test('with a header: names that occur nowhere below', () => {
    const reading = table('Ann,Bob\n1,2\n2,\n1,1');
    expect(reading).toMatchObject({ hasHeader: true, annotators: ['Ann', 'Bob'], categories: ['1', '2'] });
    expect([...reading.table.cells]).toEqual([0, 1, 1, -1, 0, 0]);
    expect(reading.notices).toEqual(['The first row was taken for the names of the annotators.']);
  });

  test('without one: numbers, or categories that occur below', () => {
    expect(table('1,2\n2,1')).toMatchObject({ hasHeader: false, annotators: ['annotator 1', 'annotator 2'] });
    expect(table('yes,no\nno,no\nyes,yes')).toMatchObject({ hasHeader: false, categories: ['no', 'yes'] });
    expect(table('yes,no')).toMatchObject({ hasHeader: false });
    expect(table('yes,no\nmaybe,perhaps', { hasHeader: false }).table.cells).toHaveLength(4);
    expect(table('1,2\n2,1', { hasHeader: true }).annotators).toEqual(['1', '2']);
  });

  test('a first column of units is left out, and said', () => {
    for (const head of ['unit', '', 'ID']) {
      const reading = table(`${head},Ann,Bob\nu1,1,2\nu2,2,2`);
      expect(reading.annotators).toEqual(['Ann', 'Bob']);
      expect(reading.notices.join()).toContain('left out');
    }
  });

  test('numbers are what they are, however written, and in numeric order', () => {
    expect(table('10,9.0\n9,1e1\n+9,2').categories).toEqual(['2', '9', '10']);
  });

  test('other categories stand in the order that is given, or in that of the alphabet, which is said', () => {
    const text = 'high,low\nlow,mid\nmid,mid';
    expect(table(text, { kind: 'order', order: ['low', 'mid', 'high', 'top'] })).toMatchObject({
      categories: ['low', 'mid', 'high', 'top'],
    });
    const alphabetical = table(text, { kind: 'order' });
    expect(alphabetical.categories).toEqual(['high', 'low', 'mid']);
    expect(alphabetical.notices.at(-1)).toContain('alphabetical order: high, low, mid');
    expect(faults(text, { kind: 'order', order: ['low', 'high'] })).toEqual([
      { line: 2, problem: 'annotator 2: “mid” is not in the order that was given.' },
      { line: 3, problem: 'annotator 1: “mid” is not in the order that was given.' },
      { line: 3, problem: 'annotator 2: “mid” is not in the order that was given.' },
    ]);
  });

  test('what is no number is named with its line and column', () => {
    expect(faults('Ann,Bob\n1,2\n1,two', { kind: 'numbers' })).toEqual([
      { line: 3, problem: 'Bob: “two” is not a number.' },
    ]);
    expect(faults('1,2\n-1,2', { kind: 'ratios' })[0]).toMatchObject({ line: 2 });
  });

  test('rows of another width are named', () => {
    expect(faults('1,2\n1\n1,2,3')).toEqual([
      { line: 2, problem: 'The row has 1 cell, not 2 as the first one.' },
      { line: 3, problem: 'The row has 3 cells, not 2 as the first one.' },
    ]);
  });

  test('empty lines are nothing, an empty file is a table without units', () => {
    expect(table('1,2\n\n2,2\n').table.cells).toHaveLength(4);
    expect(table('').table).toMatchObject({ annotators: 0, categories: 0 });
  });

  test('NA is a category, and suspicious', () => {
    expect(table('a,NA\nNA,a').notices.at(-1)).toContain('“NA” was taken for a category');
  });
});

describe('spans', () => {
  const options: SpansOptions = { needsWholeNumbers: false, overlaps: 'keep' };
  function spans(text: string, more: Partial<SpansOptions> = {}) {
    const reading = readSpans(rowsOf(text), { ...options, ...more });
    if (!('continuum' in reading)) throw new Error(JSON.stringify(reading));
    return reading;
  }
  function spanFaults(text: string, more: Partial<SpansOptions> = {}) {
    const reading = readSpans(rowsOf(text), { ...options, ...more });
    if ('continuum' in reading) throw new Error('It was read.');
    return reading;
  }

  test('with and without a header, in any order of columns', () => {
    const plain = spans('Ann,0,5,x\nBob,2,7,y');
    expect(plain).toMatchObject({ hasHeader: false, annotators: ['Ann', 'Bob'], categories: ['x', 'y'] });
    expect(plain.continuum).toMatchObject({ start: 0, end: 7 });
    const headed = spans('category,annotator,begin,end\nx,Ann,0,5\ny,Bob,2,7');
    expect(headed.continuum).toEqual(plain.continuum);
    expect(spans('Ann,0,5\nBob,2,7', { continuum: { start: 0, end: 30 } })).toMatchObject({
      continuum: { start: 0, end: 30, categories: 1 },
      categories: ['unit'],
    });
    expect(spans('').continuum).toMatchObject({ units: [], annotators: 0 });
  });

  test('what is wrong is named with its line', () => {
    const text =
      'annotator,start,end,category\nAnn,5,5,x\nAnn,7,6,x\n,1,2,x\nAnn,a,2,x\nAnn,1.5,2,x\nAnn,90,120,x\nAnn,1';
    const found = spanFaults(text, { needsWholeNumbers: true, continuum: { start: 0, end: 100 } });
    expect(found.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(found.map(({ problem }) => problem).join('\n')).toMatchInlineSnapshot(`
      "The unit begins and ends at 5: it has no length.
      The unit ends at 6, before it begins at 7.
      The annotator is missing.
      The start, “a”, is not a number.
      The start, “1.5”, is not a whole number, which alpha-u needs.
      The unit from 90 to 120 lies outside the continuum, 0 to 100.
      The row has 2 cells, not 4 as the first one."
    `);
    expect(spanFaults('who,start,end\nAnn,1,2', { hasHeader: true })[0]!.problem).toContain(
      'lacks “annotator”',
    );
    expect(spanFaults('1,2')[0]).toMatchObject({ line: 1 });
  });

  test('units of one annotator that overlap: kept, made one, or refused', () => {
    const same = 'Ann,0,10,x\nBob,0,9,x\nAnn,5,12,x\nAnn,12,14,x';
    expect(spans(same).continuum.units).toHaveLength(4);
    for (const overlaps of ['merge-same', 'refuse-different'] as const) {
      const merged = spans(same, { overlaps });
      expect(merged.continuum.units).toHaveLength(3);
      expect(merged.notices).toContainEqual({
        line: 3,
        problem:
          'Ann’s unit from 5 to 12 overlaps that of line 1, of the same category; the two were taken for one.',
      });
    }
    const different = 'Ann,0,10,x\nAnn,5,12,y';
    expect(spans(different, { overlaps: 'merge-same' }).continuum.units).toHaveLength(2);
    expect(spanFaults(different, { overlaps: 'refuse-different' })).toMatchObject([{ line: 2 }]);
  });
});
