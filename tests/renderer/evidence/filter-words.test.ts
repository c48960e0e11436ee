import { describe, expect, it } from 'vitest';
import { evidenceFilterSchema, type EvidenceFilter } from '../../../src/core/evidence/evidence.ts';
import { nextSort } from '../../../src/renderer/evidence/columns.ts';
import {
  LIST_FIELDS,
  filterChips,
  isFilterEmpty,
  withField,
  withLayers,
} from '../../../src/renderer/evidence/filter-words.ts';
import { actor, change, code, codebookOf } from '../../core/codebook/samples.ts';
import { snapshotOf, summaryOf } from '../sample-snapshot.ts';

const gone = actor('gone', 'Gone');
const codebook = change(codebookOf([gone, actor('ttp', 'TTP')], [code('arms', 'Arms')]), [
  { kind: 'actor', before: gone, after: null },
]);
const PROJECT = snapshotOf({
  codebook,
  sources: [{ id: 's-wire', name: 'The Wire', kind: 'wire', grades: [] }],
  documents: [summaryOf('d-1', 'First')],
});
const parse = (filter: object): EvidenceFilter => evidenceFilterSchema.parse(filter);

describe('withField', () => {
  it('leaves an empty field out', () => {
    const filter = parse({ text: 'a', polarities: [0] });
    expect(withField(filter, 'polarities', [])).toEqual({ text: 'a' });
    expect(withField(filter, 'text', undefined)).toEqual({ polarities: [0] });
    expect(isFilterEmpty(withField(parse({ text: 'a' }), 'text', ''))).toBe(true);
  });
});

describe('filterChips', () => {
  it('names every field’s values in words', () => {
    const filter = parse({
      text: 'truce',
      documents: ['d-1'],
      sources: ['s-wire'],
      actors: ['a-ttp', 'a-gone', 'a-never'],
      roles: ['holder'],
      polarities: [-2, 'unclear'],
      sourceGrades: ['A', 'none'],
      informationGrades: [6, 'none'],
      codes: ['c-arms'],
      annotators: ['mina'],
      annotations: ['01890000-0000-7000-8000-000000000001'],
    });
    expect(filterChips(filter, PROJECT).map((chip) => `${chip.field}: ${chip.text}`)).toEqual([
      'Text: “truce”',
      'Document: First',
      'Source: The Wire',
      'Actor: TTP',
      'Actor: Gone (deleted)',
      'Actor: a-never',
      'Part: they hold a stance',
      'Stance: −2 Strongly opposes',
      'Stance: ? Unclear',
      'Source grade: A Completely reliable',
      'Source grade: No grade',
      'Information: 6 Truth cannot be judged',
      'Information: No grade',
      'Code: Arms',
      'Annotator: Mina',
      'Annotation: any of 1',
    ]);
  });

  it('covers every field of the filter', () => {
    const fields = Object.keys(evidenceFilterSchema.shape).filter(
      (field) => field !== 'text' && field !== 'layers',
    );
    expect([...LIST_FIELDS].toSorted()).toEqual(fields.toSorted());
  });

  it('names the layers where they are chosen, and holds no choice that is made anyway', () => {
    const chosen = withLayers(parse({ text: 'a' }), 'adjudicated');
    const [layers] = filterChips(chosen, PROJECT);
    expect([layers!.field, layers!.text, layers!.without]).toEqual(['Layers', 'Adjudicated', { text: 'a' }]);
    expect(withLayers(chosen, 'annotators')).toEqual({ text: 'a' });
    expect(withLayers(parse({ annotators: ['mina'] }), 'all')).toEqual({ annotators: ['mina'] });
    expect(withLayers(parse({ annotators: ['mina'] }), 'annotators')).toEqual({
      annotators: ['mina'],
      layers: 'annotators',
    });
  });

  it('takes away one value, or the field with its last', () => {
    const chips = filterChips(parse({ polarities: [0, 1], text: 'a' }), PROJECT);
    expect(chips.map((chip) => chip.without)).toEqual([
      { polarities: [0, 1] },
      { text: 'a', polarities: [1] },
      { text: 'a', polarities: [0] },
    ]);
    expect(filterChips(parse({ polarities: [0] }), PROJECT)[0]!.without).toEqual({});
  });

  it('sums up a field with many values', () => {
    const documents = Array.from({ length: 1200 }, (_, i) => `d-${i}`);
    const chips = filterChips(parse({ documents, text: 'a' }), PROJECT);
    expect(chips.map((chip) => chip.text)).toEqual(['“a”', 'any of 1,200']);
    expect(chips[1]!.without).toEqual({ text: 'a' });
  });
});

describe('nextSort', () => {
  it('turns the same column round and begins times with the latest', () => {
    expect(nextSort({ by: 'document', descending: false }, 'document')).toEqual({
      by: 'document',
      descending: true,
    });
    expect(nextSort({ by: 'document', descending: true }, 'polarity')).toEqual({
      by: 'polarity',
      descending: false,
    });
    expect(nextSort({ by: 'document', descending: false }, 'updatedAt')).toEqual({
      by: 'updatedAt',
      descending: true,
    });
  });
});
