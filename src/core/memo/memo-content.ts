import { z } from 'zod';
import { actorIdSchema, codeIdSchema, documentIdSchema, memoIdSchema } from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';

/** What a memo's text points at. */
export const entryReferenceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('actor'), actorId: actorIdSchema }),
  z.object({ kind: z.literal('code'), codeId: codeIdSchema }),
  z.object({ kind: z.literal('document'), documentId: documentIdSchema }),
  z.object({ kind: z.literal('memo'), memoId: memoIdSchema }),
]);

/** A run of text, `\n` a line end within the block; or a link, with the name that it had when it was made. */
export const memoInlineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().min(1).max(100_000),
    bold: z.literal(true).optional(),
    italic: z.literal(true).optional(),
  }),
  z.object({ kind: z.literal('link'), to: entryReferenceSchema, name: z.string().min(1).max(500) }),
]);

const content = z.array(memoInlineSchema).max(5000);

/** Deeper lists than this are drawn no deeper. */
export const MAX_LIST_DEPTH = 6;

/**
 * A memo's text as flat blocks. Postil's own model, neither an editor's nor a format's: what edits it and what writes it
 * out are adapters.
 */
export const memoBlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), content }),
  z.object({ kind: z.literal('heading'), level: z.literal([1, 2, 3]), content }),
  z.object({
    kind: z.literal('listItem'),
    isOrdered: z.boolean(),
    depth: z.int().min(1).max(MAX_LIST_DEPTH),
    content,
  }),
  z.object({ kind: z.literal('quote'), content }),
]);
export const memoContentSchema = z.array(memoBlockSchema).max(5000);

export type EntryReference = DeepReadonly<z.infer<typeof entryReferenceSchema>>;
export type MemoInline = DeepReadonly<z.infer<typeof memoInlineSchema>>;
export type MemoBlock = DeepReadonly<z.infer<typeof memoBlockSchema>>;
export type MemoContent = readonly MemoBlock[];

/**
 * The one form of a content: runs of the same look are one, none is empty, an item of a list is at most one deeper than
 * the one before it, and an empty paragraph ends nothing. Contents that read the same are equal.
 */
export function normalizeContent(blocks: MemoContent): MemoBlock[] {
  const normal: MemoBlock[] = [];
  for (const block of blocks) {
    const inlines = normalizeInlines(block.content);
    if (block.kind !== 'listItem') {
      normal.push({ ...block, content: inlines });
      continue;
    }
    const before = normal.at(-1);
    const most = before?.kind === 'listItem' ? before.depth + 1 : 1;
    normal.push({ ...block, depth: Math.min(block.depth, most, MAX_LIST_DEPTH), content: inlines });
  }
  while (normal.at(-1)?.kind === 'paragraph' && normal.at(-1)?.content.length === 0) normal.pop();
  return normal;
}

function normalizeInlines(inlines: readonly MemoInline[]): MemoInline[] {
  const normal: MemoInline[] = [];
  for (const inline of inlines) {
    const last = normal.at(-1);
    if (inline.kind === 'text') {
      if (inline.text === '') continue;
      if (last?.kind === 'text' && last.bold === inline.bold && last.italic === inline.italic) {
        normal[normal.length - 1] = { ...last, text: last.text + inline.text };
        continue;
      }
    }
    normal.push(inline);
  }
  return normal;
}

/** What is read, a line a block: for lists, for searching, for formats without structure. */
export function contentText(blocks: MemoContent): string {
  return blocks
    .map(({ content: inlines }) =>
      inlines.map((inline) => (inline.kind === 'text' ? inline.text : inline.name)).join(''),
    )
    .join('\n');
}

/** Every entry that a text points at, each once, in order. */
export function referencesIn(blocks: MemoContent): EntryReference[] {
  const found = new Map<string, EntryReference>();
  for (const block of blocks) {
    for (const inline of block.content)
      if (inline.kind === 'link') found.set(referenceKey(inline.to), inline.to);
  }
  return [...found.values()];
}

/** One string for each entry. */
export function referenceKey(reference: EntryReference): string {
  return `${reference.kind} ${idOfReference(reference)}`;
}

export function idOfReference(reference: EntryReference): string {
  switch (reference.kind) {
    case 'actor':
      return reference.actorId;
    case 'code':
      return reference.codeId;
    case 'document':
      return reference.documentId;
    case 'memo':
      return reference.memoId;
  }
}
