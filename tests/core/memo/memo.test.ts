import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actorIdSchema, annotatorIdSchema, memoIdSchema } from '../../../src/core/ids.ts';
import { editMemos, type MemoEdit } from '../../../src/core/memo/edit-memos.ts';
import { memoLinks } from '../../../src/core/memo/memo-links.ts';
import {
  contentText,
  memoContentSchema,
  normalizeContent,
  referenceKey,
  type MemoBlock,
} from '../../../src/core/memo/memo-content.ts';
import { emptyMemoBook, memoBookSchema, titleOfMemo, type Memo } from '../../../src/core/memo/memo.ts';
import { searchMemos } from '../../../src/core/memo/search-memos.ts';
import { invertEdit } from '../../../src/core/project/edit.ts';
import { parseQuery } from '../../../src/core/search/parse-query.ts';
import { arbitraryBlocks, arbitraryContent } from './arbitrary-memo.ts';

const anna = annotatorIdSchema.parse('anna');
const boris = annotatorIdSchema.parse('boris');
const council = actorIdSchema.parse('a-council');
const AT = '2026-01-02T03:04:05.006Z';
const idOf = (n: number) => memoIdSchema.parse(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
const paragraph = (...content: MemoBlock['content']): MemoBlock => ({ kind: 'paragraph', content });
const text = (words: string) => ({ kind: 'text' as const, text: words });

function memo(n: number, changes: Partial<Memo> = {}): Memo {
  return {
    id: idOf(n),
    author: anna,
    title: '',
    target: { kind: 'project' },
    content: [],
    createdAt: AT,
    updatedAt: AT,
    ...changes,
  };
}

describe('a memo’s content', () => {
  test('has one normal form, which the file may hold and which reads the same', () => {
    fc.assert(
      fc.property(arbitraryBlocks, (blocks) => {
        const normal = normalizeContent(blocks);
        expect(normalizeContent(normal)).toEqual(normal);
        expect(memoContentSchema.parse(normal)).toEqual(normal);
        expect(contentText(normal).trimEnd()).toBe(contentText(blocks).trimEnd());
      }),
    );
  });

  test('an item is at most one deeper than the one before it', () => {
    const item = (depth: number): MemoBlock => ({ kind: 'listItem', isOrdered: false, depth, content: [] });
    const depths = (blocks: readonly MemoBlock[]) =>
      normalizeContent(blocks).map((block) => (block.kind === 'listItem' ? block.depth : 0));
    expect(depths([item(3), item(3), item(6), item(1), paragraph(text('x')), item(2)])).toEqual([
      1, 2, 3, 1, 0, 1,
    ]);
  });

  test('its first words stand for a title that is empty, and no character is cut', () => {
    expect(titleOfMemo(memo(1, { title: ' Mine ' }))).toBe('Mine');
    expect(titleOfMemo(memo(1, { content: [paragraph(), paragraph(text('A thought\nand more'))] }))).toBe(
      'A thought',
    );
    expect(titleOfMemo(memo(1))).toBe('');
    const long = titleOfMemo(memo(1, { content: [paragraph(text(`x${'😀'.repeat(60)}`))] }));
    expect(long).toMatch(/^x(?:😀)+…$/u);
  });
});

describe('editing memos', () => {
  test('any edits, undone in reverse, lead back; every state is what the file may hold', () => {
    const step = fc.record({ n: fc.nat(3), content: arbitraryContent, isRemoval: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let book = emptyMemoBook(anna);
        const edits: MemoEdit[] = [];
        for (const { n, content, isRemoval } of steps) {
          const before = book.memos.find(({ id }) => id === idOf(n)) ?? null;
          const after = isRemoval ? null : memo(n, { content });
          if (!before && !after) continue;
          const edit: MemoEdit = { kind: 'memo', annotator: anna, before, after };
          edits.push(edit);
          book = editMemos(book, [edit]);
          expect(memoBookSchema.parse(book)).toEqual(book);
        }
        for (const edit of edits.toReversed()) book = editMemos(book, [invertEdit(edit) as MemoEdit]);
        expect(book).toEqual(emptyMemoBook(anna));
      }),
    );
  });

  test('a stale edit and somebody else’s memo are refused', () => {
    const book = editMemos(emptyMemoBook(anna), [
      { kind: 'memo', annotator: anna, before: null, after: memo(1) },
    ]);
    const edit = (before: Memo | null, after: Memo | null, annotator = anna): MemoEdit => ({
      kind: 'memo',
      annotator,
      before,
      after,
    });
    expect(() => editMemos(book, [edit(memo(1, { title: 'other' }), null)])).toThrow(/in the meantime/);
    expect(() => editMemos(book, [edit(null, memo(2, { author: boris }))])).toThrow(/another author/);
    expect(() => editMemos(book, [edit(null, memo(2, { author: boris }), boris)])).toThrow(/another author/);
  });
});

test('who links to an entry, and what is on it', () => {
  const to = { kind: 'actor' as const, actorId: council };
  const toFirst = { kind: 'memo' as const, memoId: idOf(1) };
  const link = (where: typeof to | typeof toFirst) => ({ kind: 'link' as const, to: where, name: 'x' });
  const first = memo(1, { target: to, content: [paragraph(link(toFirst))] });
  const second = memo(2, { content: [paragraph(link(to), link(toFirst)), paragraph(link(to))] });
  const links = memoLinks([first, second]);
  // Once, however often; and not to itself.
  expect(links.linkingTo(to)).toEqual([second]);
  expect(links.linkingTo(toFirst)).toEqual([second]);
  expect(links.on(to)).toEqual([first]);
  expect(links.on({ kind: 'project' })).toEqual([second]);
  expect(referenceKey(to)).toBe('actor a-council');

  // After a merge, what was on or linked to the one is so to the other, once.
  const other = { kind: 'actor' as const, actorId: actorIdSchema.parse('a-elders') };
  const third = memo(3, { content: [paragraph(link(to), { kind: 'link', to: other, name: 'y' })] });
  const merged = memoLinks([first, third], (id) => (id === 'a-council' ? 'a-elders' : id));
  expect(merged.on(other)).toEqual([first]);
  expect(merged.linkingTo(other)).toEqual([third]);
  expect(merged.linkingTo(to)).toEqual([third]);
});

test('a query finds memos by title and text, with what stands around the first hit', () => {
  const memos = [
    memo(1, { title: 'Truce', content: [paragraph(text('The truce of May, a truce in name.'))] }),
    memo(2, { content: [paragraph(text('Nothing of the kind'))] }),
  ];
  const parsed = parseQuery('TRUCE');
  if (parsed.kind !== 'query') throw new Error('Not a query.');
  expect(searchMemos(memos, parsed.query)).toMatchObject([
    { memo: { id: idOf(1) }, count: 3, left: '', hit: 'Truce', right: ' The truce of May, a truce in name.' },
  ]);
});
