import { replaceEntry } from '../codebook/edit-codebook.ts';
import { PostilError } from '../errors.ts';
import type { Edit } from '../project/edit.ts';
import type { MemoBook } from './memo.ts';

export type MemoEdit = Extract<Edit, { kind: 'memo' }>;

/**
 * An author's memos after all of the edits, in their order.
 * @throws PostilError `stale` when a `before` is not what is there; `bad-request` when a memo is somebody else's
 */
export function editMemos(book: MemoBook, edits: readonly MemoEdit[]): MemoBook {
  let { memos } = book;
  for (const { annotator, before, after } of edits) {
    for (const memo of [before, after]) {
      if (memo && (memo.author !== annotator || annotator !== book.author)) {
        throw new PostilError('bad-request', `Memo ${memo.id} is of another author than its edit.`);
      }
    }
    memos = replaceEntry(memos, before, after, 'memo');
  }
  return { ...book, memos };
}
