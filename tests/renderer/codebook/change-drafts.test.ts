import { describe, expect, it } from 'vitest';
import { draftMerge, mergeChanges, parentsAllowed } from '../../../src/renderer/codebook/merge-draft.ts';
import { namesOf, splitChanges } from '../../../src/renderer/codebook/split-draft.ts';
import { actor, change, code, codebookOf } from '../../core/codebook/samples.ts';

const AT = '2026-01-02T03:04:05.678Z';
const top = actor('top', 'Top');
const north = actor('north', 'North', { kind: 'other', parent: 'a-top', note: 'One.' });
const south = actor('south', 'South', { parent: 'a-north', note: 'Two.', aliases: [{ text: 'S' }] });
const below = actor('below', 'Below', { parent: 'a-south' });
const book = codebookOf(
  [top, north, south, below],
  [code('x', 'X', { definition: 'Same.' }), code('y', 'Y', { definition: 'Same.' })],
);

describe('the draft of a merge', () => {
  it('proposes what says more, and a parent that is none of them', () => {
    expect(draftMerge(book, 'actor', [north, south], {})).toEqual({
      name: 'North',
      actorKind: 'armed-group',
      colour: 'slate',
      parent: 'a-top',
      text: 'One.\n\nTwo.',
      aliases: [{ text: 'South' }, { text: 'S' }],
    });
    expect(draftMerge(book, 'actor', [south, north], {}).parent).toBe('a-top');
    expect(draftMerge(book, 'code', book.codes, {}).text).toBe('Same.');
    expect(parentsAllowed(book, 'actor', [north, south])).toEqual([top]);
  });

  it('takes what was chosen instead, and makes changes that the codebook takes', () => {
    const choice = { name: 'South', parent: null, text: ' ' };
    const draft = draftMerge(book, 'actor', [north, south], choice);
    expect(draft).toMatchObject({
      name: 'South',
      parent: undefined,
      aliases: [{ text: 'North' }, { text: 'S' }],
    });
    const merged = change(book, mergeChanges(book, 'actor', [north, south], draft, new Set(['s']), AT));
    expect(merged.actors.slice(1)).toEqual([
      // `s` is how the draft folds no acronym: the alias in capitals stays.
      { id: 'a-north', name: 'South', kind: 'armed-group', aliases: [{ text: 'North' }, { text: 'S' }] },
      { ...south, ended: { kind: 'merged', at: AT, into: 'a-north' } },
      { ...below, parent: 'a-north' },
    ]);
  });
});

describe('the draft of a split', () => {
  it('gives names to whom they were given, and makes entries of new names only', () => {
    expect(namesOf(south)).toEqual([{ text: 'South' }, { text: 'S' }]);
    const draft = {
      parts: [
        { key: 7, name: 'Top', existing: top },
        { key: 9, name: ' South ', existing: null },
      ],
      aliases: new Map([
        [0, new Set([7])],
        [1, new Set([7, 9])],
      ]),
      children: new Map([['a-below', 9]]),
    };
    const split = change(book, splitChanges(book, 'actor', south, draft, AT));
    expect(split.actors.find(({ id }) => id === 'a-top')!.aliases).toEqual([
      { text: 'South' },
      { text: 'S' },
    ]);
    expect(split.actors.find(({ id }) => id === 'a-south-2')).toEqual({
      id: 'a-south-2',
      name: 'South',
      kind: 'armed-group',
      aliases: [{ text: 'S' }],
      parent: 'a-north',
    });
    expect(split.actors.find(({ id }) => id === 'a-below')!.parent).toBe('a-south-2');
    expect(split.actors.find(({ id }) => id === 'a-south')!.ended).toMatchObject({
      into: ['a-top', 'a-south-2'],
    });
  });
});
