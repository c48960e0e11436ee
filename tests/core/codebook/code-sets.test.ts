import { describe, expect, it } from 'vitest';
import { addCodeSet, CODE_SETS } from '../../../src/core/codebook/code-sets.ts';
import { treeRows } from '../../../src/core/codebook/tree.ts';
import { change, codebookOf } from './samples.ts';

const [plover, likelihood] = CODE_SETS as [(typeof CODE_SETS)[number], (typeof CODE_SETS)[number]];

describe('code sets', () => {
  it('hold the sixteen classes of scales.md in their four groups', () => {
    const book = change(codebookOf([]), addCodeSet(codebookOf([]), plover));
    const rows = treeRows(book.codes, () => 0).map(({ entry, depth }) => `${depth} ${entry.name}`);
    expect(rows).toEqual([
      '0 Event class (PLOVER)',
      '1 Verbal cooperation',
      ...['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE'].map((name) => `2 ${name}`),
      '1 Material cooperation',
      ...['COOPERATE', 'AID', 'RETREAT'].map((name) => `2 ${name}`),
      '1 Verbal conflict',
      ...['REQUEST', 'ACCUSE', 'REJECT', 'SANCTION', 'THREATEN'].map((name) => `2 ${name}`),
      '1 Material conflict',
      ...['PROTEST', 'MOBILIZE', 'COERCE', 'ASSAULT'].map((name) => `2 ${name}`),
    ]);
  });

  it('hold the seven likelihoods with their ranges', () => {
    const steps = likelihood.codes.slice(1);
    expect(steps.map((code) => code.definition!.split(' ')[0])).toEqual([
      '1–5',
      '5–20',
      '20–45',
      '45–55',
      '55–80',
      '80–95',
      '95–99',
    ]);
    expect(new Set(steps.map((code) => code.parent))).toEqual(new Set(['c-likelihood']));
  });

  it.each(CODE_SETS)('$name is added whole, and a second time not at all', (set) => {
    const empty = codebookOf([]);
    const book = change(empty, addCodeSet(empty, set));
    expect(book.codes).toHaveLength(set.codes.length);
    expect(addCodeSet(book, set)).toEqual([]);
  });

  it('adds only what is missing and leaves a renamed or moved code alone', () => {
    const empty = codebookOf([]);
    const book = change(empty, addCodeSet(empty, plover));
    const agree = book.codes.find((code) => code.name === 'AGREE')!;
    const aid = book.codes.find((code) => code.name === 'AID')!;
    const { parent: _parent, ...root } = agree;
    const edited = change(book, [
      { kind: 'code', before: agree, after: { ...root, name: 'Agrees' } },
      { kind: 'code', before: aid, after: null },
    ]);
    const changes = addCodeSet(edited, plover);
    expect(changes).toEqual([{ kind: 'code', before: null, after: aid }]);
    expect(change(edited, changes).codes.find((code) => code.id === agree.id)?.name).toBe('Agrees');
  });
});
