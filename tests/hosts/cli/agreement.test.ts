import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  ALEX_PAUL_SUZAN,
  C_DATA,
  COHEN_1960,
  FLEISS_1971,
  GWET,
  HAYES_2007,
  UNITIZING_2004,
  UNITIZING_2019,
} from '../../core/agreement/published.ts';
import type { Continuum } from '../../../src/core/agreement/continuum.ts';
import { requireBuild, root, runPostil } from './run-postil.ts';

const recordSchema = z.looseObject({
  measure: z.string(),
  value: z.number().nullable(),
  reason: z.string().nullable(),
  reasonCode: z.string().nullable(),
  interval: z.object({ low: z.number(), high: z.number(), level: z.number(), rounds: z.int() }).nullable(),
  units: z.int(),
  annotators: z.array(z.string()),
  weights: z.string().optional(),
  disorder: z.number().optional(),
});

let folder: string;
beforeAll(async () => {
  await requireBuild();
  folder = await mkdtemp(join(tmpdir(), 'postil-cli-agreement-'));
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const postil = (...args: string[]) => runPostil(args, { home: join(folder, 'home') });

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const csvOf = (rows: readonly (readonly (number | null)[])[]) =>
  rows.map((row) => row.map((cell) => cell ?? '').join(',')).join('\n');
const spansOf = ({ units }: Continuum) =>
  `annotator,start,end,category\n${units.map(({ annotator, start, end, category }) => `a${annotator},${start},${end},c${category}`).join('\n')}\n`;

async function agreement(...args: string[]) {
  const ended = await postil('agreement', ...args, '--json');
  expect(ended, ended.error).toMatchObject({ status: 0 });
  const [record] = z.array(recordSchema).length(1).parse(JSON.parse(ended.out));
  return { ...record!, error: ended.error };
}

describe('postil agreement --table', () => {
  test.each([
    ['c-data', C_DATA, 'alpha-nominal', '0.743421'],
    ['c-data', C_DATA, 'alpha-ordinal', '0.815388'],
    ['c-data', C_DATA, 'alpha-interval', '0.849107'],
    ['c-data', C_DATA, 'alpha-ratio', '0.797403'],
    ['hayes', HAYES_2007, 'alpha-ordinal', '0.7598'],
    ['fleiss', FLEISS_1971, 'fleiss', '0.4302'],
    ['cohen', COHEN_1960, 'cohen', '0.4915'],
    ['cohen', COHEN_1960, 'cohen-linear', '0.47368'],
    ['cohen', COHEN_1960, 'cohen-quadratic', '0.45455'],
    ['gwet', GWET, 'ac1', '0.808'],
  ])('%s: %s', async (name, rows, measure, value) => {
    const file = await write(`${name}.csv`, csvOf(rows));
    const record = await agreement('--table', file, '--measure', measure, '--rounds', '100');
    expect(record.value!.toFixed(value.split('.')[1]!.length)).toBe(value);
    expect(record).toMatchObject({ measure, reason: null, units: rows.length, header: false });
    expect(record.annotators).toHaveLength(rows[0]!.length);
    expect(record.interval!.low).toBeLessThanOrEqual(record.value!);
    expect(record.interval!.high).toBeGreaterThanOrEqual(record.value!);
  });

  test('one category only is null with the reason, and all went well', async () => {
    const file = await write('ones.csv', 'Ann;Bob\nyes;yes\nyes;\nyes;yes\n');
    for (const measure of ['cohen', 'fleiss', 'alpha-nominal', 'alpha-ordinal', 'ac1', 'ac2']) {
      const record = await agreement('--table', file, '--measure', measure);
      expect(record).toMatchObject({ value: null, interval: null, reasonCode: 'one-category', header: true });
      expect(record.reason).toContain('category');
    }
    const shown = await postil('agreement', '--table', file, '--measure', 'ac1');
    expect(shown.status).toBe(0);
    expect(shown.out).toContain('undefined');
    expect(await agreement('--table', await write('none.csv', ''), '--measure', 'cohen')).toMatchObject({
      value: null,
      reasonCode: 'no-units',
    });
  });

  test('an order decides about ordinal categories, and is said where nobody gave one', async () => {
    const file = await write('grades.csv', 'Ann,Bob\nlow,low\nhigh,mid\nmid,mid\nmid,high\nhigh,mid\n');
    const given = await agreement('--table', file, '--measure', 'alpha-ordinal', '--order', 'low,mid,high');
    const alphabetical = await agreement('--table', file, '--measure', 'alpha-ordinal');
    expect(alphabetical.error).toContain('alphabetical order: high, low, mid');
    expect(given.value).not.toBe(alphabetical.value);
    const ac2 = ['--table', file, '--measure', 'ac2', '--order', 'low,mid,high'];
    const linear = await agreement(...ac2);
    const quadratic = await agreement(...ac2, '--weights', 'quadratic');
    expect(linear.weights).toBe('linear');
    expect(quadratic.value).not.toBe(linear.value);
  });

  test('the same seed gives the same interval', async () => {
    const file = await write('seeded.csv', csvOf(HAYES_2007));
    const args = ['--table', file, '--measure', 'alpha-ordinal', '--seed'];
    const first = await agreement(...args, '3');
    expect((await agreement(...args, '3')).interval).toEqual(first.interval);
    expect((await agreement(...args, '4')).interval).not.toEqual(first.interval);
    expect(first.interval!.rounds).toBe(1000);
  });

  test('a broken file is named with its lines, and nothing is printed', async () => {
    const file = await write('broken.csv', 'Ann,Bob\n1,2\n1,two\nx,3\n');
    const ended = await postil('agreement', '--table', file, '--measure', 'alpha-interval', '--json');
    expect(ended.status).toBe(1);
    expect(ended.out).toBe('');
    expect(ended.error).toContain(`${file}:3: Bob: “two” is not a number.`);
    expect(ended.error).toContain(`${file}:4: Ann: “x” is not a number.`);
    const quoted = await write('quoted.csv', '1,2\n"1,2\n');
    const unclosed = await postil('agreement', '--table', quoted, '--measure', 'cohen');
    expect(unclosed).toMatchObject({ status: 1, out: '' });
    expect(unclosed.error).toContain(`${quoted}:2:`);
    const missing = await postil('agreement', '--table', join(folder, 'nowhere.csv'), '--measure', 'cohen');
    expect(missing.status).toBe(1);
    expect(missing.error).toContain('nowhere.csv');
  });

  test.each([
    [[]],
    [['--table', 'a.csv']],
    [['--table', 'a.csv', '--measure', 'kappa']],
    [['--table', 'a.csv', '--spans', 'b.csv', '--measure', 'cohen']],
    [['--table', 'a.csv', '--measure', 'cohen', '--weights', 'linear']],
    [['--table', 'a.csv', '--measure', 'cohen', '--rounds', 'many']],
    [['--spans', 'a.csv', '--measure', 'alpha-u', '--continuum', '3']],
  ])('a wrong command line: %j', async (args) => {
    expect(await postil('agreement', ...args)).toMatchObject({ status: 2, out: '' });
  });
});

describe('postil agreement --spans', () => {
  test('Krippendorff 2004', async () => {
    const file = await write('unitizing.csv', spansOf(UNITIZING_2004));
    const record = await agreement('--spans', file, '--measure', 'alpha-u', '--continuum', '150', '450');
    expect(Math.abs(record.value! - 0.8591)).toBeLessThanOrEqual(0.0005);
    expect(record).toMatchObject({ units: 9, continuum: { start: 150, end: 450 }, header: true });
  });

  test('Krippendorff 2019', async () => {
    const file = await write('book.csv', spansOf(UNITIZING_2019));
    const record = await agreement('--spans', file, '--measure', 'cu-alpha', '--continuum', '0', '60');
    expect(record.value!.toFixed(3)).toBe('0.724');
    expect((await agreement('--spans', file, '--measure', 'u-alpha')).value!.toFixed(3)).toBe('0.510');
  });

  test('Mathet, Widlöcher & Métivier 2015', async () => {
    const file = await write('gamma.csv', spansOf(ALEX_PAUL_SUZAN));
    const record = await agreement('--spans', file, '--measure', 'gamma');
    expect(record.disorder).toBeCloseTo(0.960625, 9);
    expect(record.value).toBeGreaterThan(0.44);
    expect(record.value).toBeLessThan(0.47);
    expect(record.error).toContain('2 to 60');
  });

  test('what overlaps, has no length, or is nothing at all', async () => {
    const overlap = await write('overlap.csv', 'Ann,0,10,x\nAnn,5,12,y\nBob,0,10,x\n');
    const refused = await postil('agreement', '--spans', overlap, '--measure', 'cu-alpha');
    expect(refused).toMatchObject({ status: 1, out: '' });
    expect(refused.error).toContain(`${overlap}:2: Ann’s unit from 5 to 12 overlaps that of line 1`);
    expect((await agreement('--spans', overlap, '--measure', 'gamma')).value).not.toBeNull();
    const empty = await write('zero.csv', 'Ann,5,5,x\nBob,0,10,x\n');
    expect((await postil('agreement', '--spans', empty, '--measure', 'gamma')).error).toContain(
      `${empty}:1:`,
    );
    const none = await write('no-spans.csv', 'annotator,start,end,category\n');
    expect(await agreement('--spans', none, '--measure', 'alpha-u')).toMatchObject({ value: null, units: 0 });
  });
});

describe('postil agreement <project>', () => {
  const sample = join(root, 'corpus/sample-project');
  const projectRecord = recordSchema.omit({ measure: true }).extend({
    decision: z.enum(['boundaries', 'actor', 'code', 'polarity', 'source', 'information']),
    coefficient: z.string(),
    pairableUnits: z.int(),
    documents: z.array(z.string()),
    document: z.string().optional(),
    annotations: z.array(z.string()).optional(),
  });
  async function ofProject(...args: string[]) {
    const ended = await postil('agreement', sample, '--json', '--rounds', '20', ...args);
    expect(ended, ended.error).toMatchObject({ status: 0 });
    return z.array(projectRecord).parse(JSON.parse(ended.out));
  }

  test('the sample project: every decision, of its two annotators', async () => {
    const records = await ofProject('--ids');
    expect(new Set(records.map(({ decision }) => decision)).size).toBe(6);
    const find = (decision: string, coefficient: string) =>
      records.find((record) => record.decision === decision && record.coefficient === coefficient)!;
    for (const record of records) {
      expect(record.annotators).toEqual(['amina-rahimi', 'jonas-weber']);
      // The tenth text has one reader.
      expect(record.documents.length).toBeGreaterThanOrEqual(9);
      expect(record.documents.filter((id) => id.startsWith('10-'))).toEqual([]);
      expect(record.units).toBeGreaterThanOrEqual(record.pairableUnits);
      expect(record.annotations!.length).toBeGreaterThanOrEqual(record.pairableUnits);
    }
    expect(find('boundaries', 'alpha-u').value).toBeGreaterThan(0);
    expect(find('polarity', 'alpha-ordinal').value).toBeLessThan(1);
    expect(find('boundaries', 'gamma').interval!.rounds).toBeGreaterThanOrEqual(30);
  });

  test('is narrowed by document, annotator and revision; what is not there is named', async () => {
    const [first] = await ofProject();
    const one = await ofProject('--document', first!.documents[0]!, '--by-document');
    expect(one.every(({ documents }) => documents.length === 1)).toBe(true);
    expect(one.some(({ document }) => document === first!.documents[0])).toBe(true);
    const later = await ofProject('--since-revision', '1000');
    expect(later.every(({ value, reason }) => value === null && reason !== null)).toBe(true);
    const alone = await postil('agreement', sample, '--annotator', 'Amina Rahimi');
    expect(alone).toMatchObject({ status: 1, out: '' });
    expect(alone.error).toContain('nothing to compare');
    const nobody = await postil('agreement', sample, '--annotator', 'Nobody');
    expect(nobody.status).toBe(1);
    expect(nobody.error).toContain('Nobody');
    expect((await postil('agreement', sample, '--document', 'nowhere')).error).toContain('nowhere');
  });

  test('what does not fit together is refused', async () => {
    for (const args of [
      [sample, '--table', 'x.csv', '--measure', 'cohen'],
      [sample, '--measure', 'cohen'],
      [sample, '--order', 'a,b'],
      ['--table', 'x.csv', '--measure', 'cohen', '--by-document'],
      ['--spans', 'x.csv', '--measure', 'gamma', '--annotator', 'Ann'],
      [sample, '--since-revision', 'new'],
    ]) {
      expect(await postil('agreement', ...args), args.join(' ')).toMatchObject({ status: 2, out: '' });
    }
  });
});
