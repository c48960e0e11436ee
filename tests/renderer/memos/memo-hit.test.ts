import { getSchema } from '@tiptap/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentText, type MemoContent } from '../../../src/core/memo/memo-content.ts';
import { toEditorDocument } from '../../../src/renderer/memos/memo-document.ts';
import { memoExtensions } from '../../../src/renderer/memos/memo-extensions.ts';
import { rangeInEditor } from '../../../src/renderer/memos/memo-hit.ts';
import { arbitraryContent } from '../../core/memo/arbitrary-memo.ts';

const schema = getSchema(memoExtensions([], ({ name }) => ({ name, isGone: false })));

/** What the editor has selected there, as a memo's text reads. */
function selected(content: MemoContent, start: number, end: number): string | null {
  const document = schema.nodeFromJSON(toEditorDocument(content));
  const range = rangeInEditor(document, start, end);
  return (
    range &&
    document.textBetween(range.from, range.to, '\n', (leaf) =>
      leaf.type.name === 'hardBreak' ? '\n' : String(leaf.attrs['name']),
    )
  );
}

test('every word of a memo is selected where it stands, a link as a whole', () => {
  fc.assert(
    fc.property(arbitraryContent, fc.nat(), fc.integer({ min: 1, max: 12 }), (content, at, length) => {
      const text = contentText(content);
      const words = [...text.matchAll(/[^\n]+/g)].map((match) => match.index);
      fc.pre(words.length > 0);
      const start = words[at % words.length]!;
      const line = text.slice(start).split('\n')[0]!;
      const end = start + Math.min(length, line.length);
      expect(selected(content, start, end)).toContain(text.slice(start, end));
    }),
    { numRuns: 500 },
  );
});

test('over blocks, lists and line ends, and nothing where there is nothing', () => {
  const text = (words: string) => ({ kind: 'text' as const, text: words });
  const content: MemoContent = [
    { kind: 'heading', level: 2, content: [text('Who')] },
    { kind: 'paragraph', content: [] },
    { kind: 'listItem', isOrdered: false, depth: 1, content: [text('one\ntwo')] },
    { kind: 'listItem', isOrdered: false, depth: 2, content: [text('three')] },
  ];
  expect(contentText(content)).toBe('Who\n\none\ntwo\nthree');
  expect(selected(content, 0, 3)).toBe('Who');
  expect(selected(content, 9, 12)).toBe('two');
  expect(selected(content, 13, 18)).toBe('three');
  expect(selected(content, 18, 20)).toBeNull();
});
