import { describe, expect, it } from 'vitest';
import { DEFAULT_SCALES } from '../../../src/core/codebook/scales.ts';
import { conflictTable } from '../../../src/renderer/team/conflict-rows.ts';
import { entryFields } from '../../../src/renderer/team/entry-fields.ts';
import { entryName, planEntryName } from '../../../src/renderer/team/entry-name.ts';
import { actor, code, codebookOf } from '../../core/codebook/samples.ts';
import { AT, snapshotOf, summaryOf } from '../sample-snapshot.ts';

const PROJECT = snapshotOf({
  codebook: codebookOf([actor('top', 'Top'), actor('x', 'X')], [code('arms', 'Arms')]),
  sources: [{ id: 's-wire', name: 'The Wire', kind: 'wire', grades: [] }],
  documentSets: [{ id: '01890000-0000-7000-8000-000000000001', name: 'First wave', documents: [] }],
  documents: [summaryOf('d-1', 'First')],
});

const table = (key: string, ...values: readonly unknown[]) =>
  conflictTable(values.map((value) => entryFields(key, value, PROJECT)));
const rows = (key: string, ...values: readonly unknown[]) =>
  table(key, ...values).rows.map(({ label, cells }) => [
    label,
    ...cells.map((cell) => (cell ? [...cell.own, ...(cell.shared > 0 ? [`+${cell.shared}`] : [])] : 'gone')),
  ]);

describe('conflictTable', () => {
  it('shows the fields that differ, and names those that do not', () => {
    const one = actor('x', 'X', { note: 'by one', parent: 'a-top' });
    const two = actor('x', 'Y', { note: 'by two', parent: 'a-top' });
    expect(rows('actor:a-x', one, two)).toEqual([
      ['Name', ['X'], ['Y']],
      ['Note', ['by one'], ['by two']],
    ]);
    expect(table('actor:a-x', one, two).same).toEqual(['Kind', 'Part of', 'Use']);
  });

  it('shows of a list what not all have, counts the others, and sees another order', () => {
    const a = actor('x', 'X', { aliases: [{ text: 'A' }, { text: 'B' }] });
    const b = actor('x', 'X', { aliases: [{ text: 'A' }, { text: 'C', from: '2020-01-01' }] });
    const c = actor('x', 'X', { aliases: [{ text: 'B' }, { text: 'A' }] });
    expect(rows('actor:a-x', a, b)).toEqual([['Also called', ['B', '+1'], ['C (from 2020-01-01)', '+1']]]);
    expect(rows('actor:a-x', a, c)).toEqual([['Also called', ['A', 'B'], ['B', 'A']]]);
  });

  it('compares three, says where one says nothing, and where one says that it is no more', () => {
    const values = [code('y', 'Y', { definition: 'when' }), code('y', 'Y'), null];
    expect(rows('code:c-y', ...values)).toEqual([['Definition', ['when'], [], 'gone']]);
    expect(rows('code:c-y', null, code('y', 'Y'))).toEqual([
      ['Name', 'gone', ['Y']],
      ['Colour', 'gone', ['blue']],
      ['Use', 'gone', [expect.any(String)]],
    ]);
  });

  it('puts scales, sources, particulars and sets into words', () => {
    const scales = { ...DEFAULT_SCALES, source: { ...DEFAULT_SCALES.source, A: 'sure' } };
    expect(rows('scales:', DEFAULT_SCALES, scales)).toEqual([
      ['Source grade A', [DEFAULT_SCALES.source.A], ['sure']],
    ]);
    const source = { id: 's-wire', name: 'The Wire', kind: 'wire', grades: [] };
    const graded = { ...source, grades: [{ grade: 'B', at: AT, annotator: 'mina', why: 'slow' }] };
    expect(rows('source:s-wire', source, graded)).toEqual([
      ['Grades', [], [expect.stringMatching(/^B, .*2026.*, by Mina: slow$/)]],
    ]);
    const settings = { metadata: { title: { value: 'T', status: 'corrected' } }, zones: [] };
    const zone = { id: 'z1', kind: 'share', start: 3, end: 9, status: 'kept', why: 'x' };
    expect(rows('document:d-1', settings, { metadata: {}, zones: [zone], sourceId: 's-wire' })).toEqual([
      ['Title', ['T'], []],
      ['Source', [], ['The Wire']],
      ['Zones', [], ['Share line at 3–9, kept']],
    ]);
    const { id } = PROJECT.documentSets[0]!;
    const set = { id, name: 'First wave', documents: [] };
    expect(rows(`set:${id}`, set, { ...set, documents: ['d-1', 'd-2'] })).toEqual([
      ['Documents', [], ['First', 'd-2']],
    ]);
  });

  it('takes what does not fit its schema for nothing', () => {
    expect(entryFields('actor:a-x', { id: 'a-x', name: '' }, PROJECT)).toBeNull();
    expect(entryFields('moon:x', {}, PROJECT)).toBeNull();
  });
});

describe('names', () => {
  it('of entries, also where they are not here', () => {
    expect(entryName('actor:a-x', PROJECT)).toBe('Actor “X”');
    expect(entryName('actor:a-gone', PROJECT)).toBe('Actor “a-gone”');
    expect(entryName('actor:a-gone', PROJECT, 'Gone')).toBe('Actor “Gone”');
  });

  it('of what a plan says', () => {
    const nameOf = (id: string) => `<${id}>`;
    const { id } = PROJECT.documentSets[0]!;
    expect(planEntryName('person:mina', PROJECT, nameOf)).toBe('Role of <mina>');
    expect(planEntryName(`phase:${id}`, PROJECT, nameOf)).toBe('Phase of First wave');
    expect(planEntryName('phase:', PROJECT, nameOf)).toBe('Phase of All other documents');
    expect(planEntryName('assignment:', PROJECT, nameOf)).toBe('Assignment of All documents');
  });
});
