import { describe, expect, it } from 'vitest';
import { removeActor, removeCode } from '../../../src/core/codebook/remove-entry.ts';
import { invertChange, type Edit } from '../../../src/core/project/edit.ts';
import { actor, change, code, codebookOf } from './samples.ts';

describe('removeActor', () => {
  it('moves its children up to its parent and takes it away, in one change', () => {
    const top = actor('top', 'Top');
    const middle = actor('mid', 'Middle', { parent: 'a-top' });
    const low = actor('low', 'Low', { parent: 'a-mid' });
    const before = codebookOf([top, middle, low]);
    const after = change(before, removeActor(before, middle));
    expect(after.actors).toEqual([top, { ...low, parent: 'a-top' }]);
    expect(after.revision).toBe(1);
  });

  it('leaves no parent key on what moves to the top', () => {
    const middle = actor('mid', 'Middle');
    const low = actor('low', 'Low', { parent: 'a-mid' });
    const before = codebookOf([middle, low]);
    const after = change(before, removeActor(before, middle));
    expect(Object.keys(after.actors[0]!)).not.toContain('parent');
  });

  it('is taken back by the inverse change', () => {
    const middle = actor('mid', 'Middle');
    const low = actor('low', 'Low', { parent: 'a-mid' });
    const before = codebookOf([middle, low]);
    const edits = removeActor(before, middle);
    const inverse = invertChange({ label: 'delete', edits: edits as readonly Edit[] });
    const restored = change(change(before, edits), inverse.edits as typeof edits);
    expect(restored.actors.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([low, middle]);
  });
});

describe('removeCode', () => {
  it('does the same with codes', () => {
    const top = code('top', 'Top');
    const low = code('low', 'Low', { parent: 'c-top' });
    const before = codebookOf([], [top, low]);
    expect(change(before, removeCode(before, top)).codes).toEqual([code('low', 'Low')]);
  });
});
