import fc from 'fast-check';
import { actorIdSchema, codeIdSchema, documentIdSchema, memoIdSchema } from '../../../src/core/ids.ts';
import {
  MAX_LIST_DEPTH,
  normalizeContent,
  type EntryReference,
  type MemoBlock,
  type MemoInline,
} from '../../../src/core/memo/memo-content.ts';

const reference: fc.Arbitrary<EntryReference> = fc.oneof(
  fc
    .constantFrom('a-council', 'a-elders')
    .map((id) => ({ kind: 'actor' as const, actorId: actorIdSchema.parse(id) })),
  fc.constant({ kind: 'code' as const, codeId: codeIdSchema.parse('c-truce') }),
  fc.constant({ kind: 'document' as const, documentId: documentIdSchema.parse('report') }),
  fc.uuid().map((id) => ({ kind: 'memo' as const, memoId: memoIdSchema.parse(id) })),
);

/** Of any script, with line ends and emoji; no control characters, which no editor yields. */
const words = fc
  .string({
    unit: fc.constantFrom('a', 'B', ' ', 'é', 'ک', '👩‍👩‍👧', '1', '.', '\n', '@', '[', '<'),
    maxLength: 12,
  })
  .filter((text) => text !== '');

const inline: fc.Arbitrary<MemoInline> = fc.oneof(
  fc.record({ text: words, bold: fc.boolean(), italic: fc.boolean() }).map(({ text, bold, italic }) => ({
    kind: 'text' as const,
    text,
    ...(bold && { bold: true as const }),
    ...(italic && { italic: true as const }),
  })),
  fc.record({ kind: fc.constant('link' as const), to: reference, name: words }),
);

const content = fc.array(inline, { maxLength: 6 });
const block: fc.Arbitrary<MemoBlock> = fc.oneof(
  content.map((inlines) => ({ kind: 'paragraph' as const, content: inlines })),
  fc.record({
    kind: fc.constant('heading' as const),
    level: fc.constantFrom(1 as const, 2 as const, 3 as const),
    content,
  }),
  fc.record({
    kind: fc.constant('listItem' as const),
    isOrdered: fc.boolean(),
    depth: fc.integer({ min: 1, max: MAX_LIST_DEPTH }),
    content,
  }),
  content.map((inlines) => ({ kind: 'quote' as const, content: inlines })),
);

export const arbitraryBlocks = fc.array(block, { maxLength: 12 });
/** As a memo holds it. */
export const arbitraryContent = arbitraryBlocks.map(normalizeContent);
