import { describe, expect, it } from 'vitest';
import { deletionQuestion } from '../../../src/renderer/codebook/deletion-question.ts';

describe('deletionQuestion', () => {
  it('says how often it is used and by whom, own first, then the most', () => {
    const question = deletionQuestion({
      kind: 'actor',
      name: 'TTP',
      users: [
        { name: 'Jonas', isSelf: false, count: 5 },
        { name: 'Mina', isSelf: false, count: 7 },
        { name: 'Me', isSelf: true, count: 2 },
      ],
      children: 0,
      parent: undefined,
    });
    expect(question).toBe(
      '14 annotations use “TTP”: 2 yours, 7 by Mina, 5 by Jonas. They keep the tag and show it as “TTP (deleted)”. Undo brings it back.',
    );
  });

  it('says where what stands under it goes', () => {
    const none = { kind: 'code', name: 'X', users: [] } as const;
    expect(deletionQuestion({ ...none, children: 1, parent: undefined })).toBe(
      'The code under it moves up to the top level. Undo brings it back.',
    );
    expect(deletionQuestion({ ...none, children: 3, parent: 'Top' })).toBe(
      'The 3 codes under it move up to “Top”. Undo brings it back.',
    );
  });

  it('speaks of one in the singular', () => {
    const users = [{ name: 'Me', isSelf: true, count: 1 }];
    expect(deletionQuestion({ kind: 'code', name: 'X', users, children: 0, parent: undefined })).toBe(
      '1 annotation uses “X”: 1 yours. It keeps the tag and shows it as “X (deleted)”. Undo brings it back.',
    );
  });
});
