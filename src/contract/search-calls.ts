import { z } from 'zod';
import { annotationSchema, rangeSchema, targetSchema } from '../core/annotation/annotation.ts';
import { annotationIdSchema, annotatorIdSchema, documentIdSchema, memoIdSchema } from '../core/ids.ts';
import { searchSchema } from '../core/search/search-request.ts';

/** A hit in its context: offsets into the document's text, or into the note or the memo where it is in one. */
export const searchLineSchema = z.object({
  /** Null in a memo. */
  documentId: documentIdSchema.nullable(),
  memo: z.object({ memoId: memoIdSchema, author: annotatorIdSchema }).nullable(),
  note: z.object({ annotationId: annotationIdSchema, annotator: annotatorIdSchema }).nullable(),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  left: z.string(),
  hit: z.string(),
  right: z.string(),
});

/** The concordance. Part of `calls`. */
export const searchCalls = {
  'search.query': {
    doc: 'A window of the hits of a search, as lines of a concordance, with the count of all of them. Waits, with progress, until all texts are read. Fails with `bad-request` and the `column` (from 1) where the query cannot be read.',
    args: searchSchema.extend({
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(1000),
      /** Whose order of words sorts the lines, BCP 47; absent: the order that Unicode gives all scripts together. */
      locale: z.string().max(100).refine(isLocale, 'is no language tag').optional(),
    }),
    value: z.object({
      total: z.int().nonnegative(),
      /** There are more hits than are counted. */
      isCapped: z.boolean(),
      /** How many documents have hits. */
      documents: z.int().nonnegative(),
      /** How many memos have hits. */
      memos: z.int().nonnegative(),
      /** Documents that could not be read, and are not searched. */
      unread: z.array(documentIdSchema),
      lines: z.array(searchLineSchema),
    }),
    long: true,
  },
  'search.describe': {
    doc: 'What passages of these ranges of a document would be: each with its target, and this annotator’s annotation that spans just it, if there is one.',
    args: z.object({ documentId: documentIdSchema, ranges: z.array(rangeSchema).min(1).max(10_000) }),
    value: z.object({
      passages: z.array(z.object({ target: targetSchema, existing: annotationSchema.nullable() })),
    }),
  },
} as const;

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
