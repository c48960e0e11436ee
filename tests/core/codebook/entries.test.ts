import { describe, expect, it } from 'vitest';
import { isKnownId, knownEntries } from '../../../src/core/codebook/entries.ts';
import { removeActor } from '../../../src/core/codebook/remove-entry.ts';
import { actor, change, code, codebookOf } from './samples.ts';

describe('knownEntries', () => {
  it('names what is in the codebook, and by its last name what was deleted', () => {
    const first = actor('ttp', 'TTP');
    const renamed = { ...first, name: 'Tehrik' };
    const present = change(codebookOf([first], [code('x', 'X')]), [
      { kind: 'actor', before: first, after: renamed },
    ]);
    const after = change(present, removeActor(present, renamed));
    expect(knownEntries(present).get('a-ttp')).toEqual({ name: 'Tehrik', isDeleted: false });
    expect(knownEntries(after).get('a-ttp')).toEqual({ name: 'Tehrik', isDeleted: true });
    expect(knownEntries(after).get('c-x')).toEqual({ name: 'X', colour: 'blue', isDeleted: false });
  });

  it('forgets that something was deleted once it is there again', () => {
    const entry = actor('ttp', 'TTP');
    const without = change(codebookOf([entry]), [{ kind: 'actor', before: entry, after: null }]);
    const again = change(without, [{ kind: 'actor', before: null, after: entry }]);
    expect(knownEntries(again).get('a-ttp')?.isDeleted).toBe(false);
  });
});

describe('isKnownId', () => {
  it('knows present and deleted ids and no others', () => {
    const entry = actor('ttp', 'TTP');
    const after = change(codebookOf([entry]), [{ kind: 'actor', before: entry, after: null }]);
    expect(isKnownId(after, 'a-ttp')).toBe(true);
    expect(isKnownId(after, 'a-never')).toBe(false);
    expect(isKnownId(codebookOf([entry]), 'a-ttp')).toBe(true);
  });
});
