import { z } from 'zod';
import { timestampSchema } from '../annotation/annotation.ts';
import { splitsPair } from '../annotation/target.ts';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  documentIdSchema,
  memoIdSchema,
  type AnnotatorId,
} from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';
import { contentText, memoContentSchema } from './memo-content.ts';

/** What a memo is on. It stays on it when that is deleted: what was thought about it is not undone by that. */
export const memoTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project') }),
  z.object({ kind: z.literal('document'), documentId: documentIdSchema }),
  z.object({ kind: z.literal('actor'), actorId: actorIdSchema }),
  z.object({ kind: z.literal('code'), codeId: codeIdSchema }),
  z.object({
    kind: z.literal('annotation'),
    documentId: documentIdSchema,
    annotator: annotatorIdSchema,
    annotationId: annotationIdSchema,
  }),
]);
export const MEMO_TARGET_KINDS = ['project', 'document', 'actor', 'code', 'annotation'] as const;

export const memoSchema = z.object({
  id: memoIdSchema,
  /** Who wrote it; nobody else ever does. */
  author: annotatorIdSchema,
  /** May be empty: then its first words stand for it (`titleOfMemo`). */
  title: z.string().max(200),
  target: memoTargetSchema,
  content: memoContentSchema,
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});

/** What `memos/<author>.json` holds, in the order in which they were begun. */
export const memoBookSchema = z
  .object({ author: annotatorIdSchema, memos: z.array(memoSchema) })
  .refine(({ author, memos }) => memos.every((memo) => memo.author === author), 'holds somebody else’s memo')
  .refine(
    ({ memos }) => new Set(memos.map(({ id }) => id)).size === memos.length,
    'holds two memos of one id',
  );

export type MemoTarget = DeepReadonly<z.infer<typeof memoTargetSchema>>;
export type MemoTargetKind = MemoTarget['kind'];
export type Memo = DeepReadonly<z.infer<typeof memoSchema>>;
export type MemoBook = DeepReadonly<z.infer<typeof memoBookSchema>>;

export function emptyMemoBook(author: AnnotatorId): MemoBook {
  return { author, memos: [] };
}

/** Code units of a memo's first line that may stand for its title. */
const TITLE_LENGTH = 80;

/** Its title, or else its first words; empty where there is neither. */
export function titleOfMemo({ title, content }: Pick<Memo, 'title' | 'content'>): string {
  if (title.trim() !== '') return title.trim();
  const first = contentText(content)
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim();
  if (first === undefined || first.length <= TITLE_LENGTH) return first ?? '';
  const end = splitsPair(first, TITLE_LENGTH) ? TITLE_LENGTH - 1 : TITLE_LENGTH;
  return `${first.slice(0, end).replace(/\s+\S*$/, '')}…`;
}

/** Whether two targets are the same entry. */
export function isSameTarget(a: MemoTarget, b: MemoTarget): boolean {
  return targetKey(a) === targetKey(b);
}

/** One string for each target; of what may also be linked, the same as `referenceKey`. */
export function targetKey(target: MemoTarget): string {
  switch (target.kind) {
    case 'project':
      return 'project';
    case 'document':
      return `document ${target.documentId}`;
    case 'actor':
      return `actor ${target.actorId}`;
    case 'code':
      return `code ${target.codeId}`;
    case 'annotation':
      return `annotation ${target.annotationId}`;
  }
}
