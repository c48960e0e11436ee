import { getSchema, type JSONContent } from '@tiptap/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeContent, type MemoBlock } from '../../../src/core/memo/memo-content.ts';
import { fromEditorDocument, toEditorDocument } from '../../../src/renderer/memos/memo-document.ts';
import { memoExtensions } from '../../../src/renderer/memos/memo-extensions.ts';
import { arbitraryContent } from '../../core/memo/arbitrary-memo.ts';

const schema = getSchema(memoExtensions([], ({ name }) => ({ name, isGone: false })));

const text = (words: string) => ({ kind: 'text' as const, text: words });
const item = (depth: number, words: string, isOrdered = false): MemoBlock => ({
  kind: 'listItem',
  isOrdered,
  depth,
  content: [text(words)],
});

describe('a memo’s content in the editor', () => {
  test('comes back as it was, by way of the editor’s own schema, which takes all of it', () => {
    fc.assert(
      fc.property(arbitraryContent, (content) => {
        const document = schema.nodeFromJSON(toEditorDocument(content));
        document.check();
        expect(fromEditorDocument(document.toJSON() as JSONContent)).toEqual(content);
      }),
      { numRuns: 300 },
    );
  });

  test('deeper items stand in the item before them', () => {
    expect(toEditorDocument([item(1, 'a'), item(2, 'b', true), item(1, 'c')])).toMatchObject({
      content: [
        {
          type: 'bulletList',
          content: [
            {
              content: [
                { type: 'paragraph' },
                { type: 'orderedList', content: [{ content: [{ type: 'paragraph' }] }] },
              ],
            },
            { content: [{ type: 'paragraph' }] },
          ],
        },
      ],
    });
  });

  test('an empty memo is an empty paragraph, and the other way round', () => {
    expect(toEditorDocument([])).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] });
    expect(fromEditorDocument({ type: 'doc', content: [{ type: 'paragraph' }] })).toEqual([]);
  });

  test('what the model does not know is kept as its text', () => {
    const strange: JSONContent = {
      type: 'doc',
      content: [
        { type: 'codeBlock', content: [{ type: 'text', text: 'x', marks: [{ type: 'strike' }] }] },
        {
          type: 'paragraph',
          content: [
            { type: 'entryLink', attrs: { to: { kind: 'actor', actorId: '../x' }, name: 'Somebody' } },
          ],
        },
      ],
    };
    expect(fromEditorDocument(strange)).toEqual(
      normalizeContent([
        { kind: 'paragraph', content: [text('x')] },
        { kind: 'paragraph', content: [text('Somebody')] },
      ]),
    );
  });
});
